/**
 * What is broken at the sandbox. The members may be changed while it runs:
 * every request looks at them anew.
 */
export interface KlarnaSandboxFaults {
  /** The script `/kp/lib/v1/api.js`. Default: it loads. */
  script?: KlarnaSandboxLoadFault;

  /** The widget's frame. Default: it loads and answers. */
  frame?: KlarnaSandboxLoadFault | KlarnaSandboxSilence;

  /** The frame of the purchase overlay. Default: it loads and answers. */
  overlay?: KlarnaSandboxLoadFault | KlarnaSandboxSilence;
}

/**
 * Does not load (404), is asked for and never answered, or loads as many
 * milliseconds late.
 */
export type KlarnaSandboxLoadFault = 'missing' | 'never' | {late: number};

/** Loads, and then never answers a call of the script. */
export type KlarnaSandboxSilence = 'silent';
