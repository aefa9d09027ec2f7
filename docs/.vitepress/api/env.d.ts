declare module '@custom-elements-manifest/analyzer/cli.js' {
  export function cli(options: {
    argv: readonly string[];
    noWrite?: boolean;
  }): Promise<{
    modules: Array<{declarations?: Array<{tagName?: string}>}>;
  }>;
}
