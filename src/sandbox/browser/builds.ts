/**
 * The builds of Klarna's script that the sandbox plays. `1.10-734` was captured
 * and run; `1.10-1987` is the newest that was read.
 */
export type KlarnaSandboxScript = '1.10-734' | '1.10-1987';

/** What a client token can switch on in the newer build. */
export type KlarnaSandboxExperiment =
  /** The widget is drawn on the shop's page, without a frame. */
  | 'static-widget'
  /** `authorize` runs in a script from `js.klarna.com`, without a frame. */
  | 'purchase-flow'
  /** The token asks for a newer library, and the script loads it by itself. */
  | 'newer-library';

/** In what the builds differ. */
export interface ScriptBehaviour {
  /** What it calls itself. */
  version: string;

  /**
   * A second evaluation on one page makes a new `Klarna.Payments`, or leaves the
   * one that is there alone and only calls `klarnaAsyncCallback` again.
   */
  secondEvaluation: 'replaces' | 'keeps';

  /**
   * When `load` makes its frame and `authorize` looks for one: within the call,
   * or in a promise. In a promise a frame that is missing is answered in a
   * microtask and leaves an unhandled rejection, and nothing is thrown. Browsers
   * tell the page of it only if the script's tag has `crossorigin`.
   */
  frames: 'in-the-call' | 'in-a-promise';

  /** What `reauthorize` and `finalize` throw before `init`. */
  beforeInit: 'answer-then-named-error' | 'type-error-without-answer';

  /**
   * Whether `init(options, callback)` calls back: with the API, or instead of
   * throwing with `{error}`.
   */
  initCallback: boolean;

  /**
   * A browser that Klarna does not support: not noticed, or answered within the
   * call, with `{show_form: true}` by `load` and as declined by the others.
   */
  unsupportedBrowser: 'not-noticed' | 'answered-at-once';

  /** What of a client token it acts on. */
  experiments: readonly KlarnaSandboxExperiment[];

  /** Categories that it knows; those that the sandbox offers come on top. */
  categories: readonly string[];
}

const olderCategories = [
  'card',
  'direct_bank_transfer',
  'direct_debit',
  'pay_in_parts',
  'pay_later',
  'pay_now',
  'pay_over_time',
];

/** One table for the sandbox's script, its tests and other doubles of it. */
export const scriptBuilds: Readonly<
  Record<KlarnaSandboxScript, ScriptBehaviour>
> = {
  '1.10-734': {
    version: 'v1.10.0-734',
    secondEvaluation: 'replaces',
    frames: 'in-the-call',
    beforeInit: 'answer-then-named-error',
    initCallback: false,
    unsupportedBrowser: 'not-noticed',
    experiments: [],
    categories: olderCategories,
  },
  '1.10-1987': {
    version: 'v1.10.0-1987',
    secondEvaluation: 'keeps',
    frames: 'in-a-promise',
    beforeInit: 'type-error-without-answer',
    initCallback: true,
    unsupportedBrowser: 'answered-at-once',
    experiments: ['static-widget', 'purchase-flow', 'newer-library'],
    categories: [...olderCategories, 'klarna'],
  },
};

/** The version that a token names whose library is newer. */
export const newerLibraryVersion = 'v1.11.0';
