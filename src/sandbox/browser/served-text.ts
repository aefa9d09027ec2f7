/** A function that refers to nothing outside of itself. */
type SelfContained = (...args: never[]) => unknown;

/**
 * Script text that calls `main` in a browser with a configuration that survives
 * JSON and with the parts it is made of. Every function travels as its own
 * source text, so that the sandbox needs no bundler and no files: it works
 * from TypeScript sources as well as from a build.
 */
export function servedText(
  main: SelfContained,
  config: object,
  parts: Readonly<Record<string, SelfContained>> = {},
  then = '',
): string {
  const members = Object.entries(parts).map(
    ([name, part]) => `${JSON.stringify(name)}: ${String(part)}`,
  );
  // Some compilers wrap functions in calls of a `__name` of their own module.
  return `(() => {
'use strict';
const __name = (value) => value;
const made = (${String(main)})(${inert(config)}, {${members.join(',\n')}});
${then}
})();
`;
}

/** JSON that may stand in a script, also one inside of HTML. */
function inert(value: object): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
