/**
 * What is broken at the sandbox. The members may be changed while it runs:
 * every request looks at them anew.
 */
export interface KlarnaSandboxFaults {
  /**
   * The REST API, by operation; `any` stands for every operation that is not
   * named. Default: it works.
   */
  rest?: Partial<
    Record<KlarnaSandboxOperation | 'any', KlarnaSandboxRestFault | null>
  >;

  /** The script `/kp/lib/v1/api.js`. Default: it loads. */
  script?: KlarnaSandboxLoadFault;

  /** The widget's frame. Default: it loads and answers. */
  frame?: KlarnaSandboxLoadFault | KlarnaSandboxSilence;

  /**
   * The frame that `finalize` and `reauthorize` make out of sight. One that is
   * `missing` or `never` comes is answered as if declined when its time is up,
   * as observed. Default: as `frame` says.
   */
  hiddenFrame?: KlarnaSandboxLoadFault | KlarnaSandboxSilence;

  /**
   * What the script loads by itself: the purchase flow and the newer library
   * that a token's experiments ask for. Default: they load.
   */
  library?: KlarnaSandboxLoadFault;

  /** The frame of the purchase overlay. Default: it loads and answers. */
  overlay?: KlarnaSandboxLoadFault | KlarnaSandboxSilence;
}

/** The operations of Klarna's REST API, as the server kit names them. */
export type KlarnaSandboxOperation =
  | 'createSession'
  | 'updateSession'
  | 'readSession'
  | 'placeOrder'
  | 'cancelAuthorization'
  | 'createCustomerToken';

/** What happens to calls of the REST API instead of Klarna's answer. */
export type KlarnaSandboxRestFault =
  KlarnaSandboxRestFailure | KlarnaSandboxTimedRestFault;

/**
 * A status (429, 500, …; 502, 503 and 504 with the page of a gateway), an error
 * of Klarna's in so many words, no answer for as long as the caller waits, or
 * an answer that breaks off halfway.
 */
export type KlarnaSandboxRestFailure =
  number | KlarnaSandboxErrorAnswer | 'hang' | 'cut-off';

/** An error as Klarna words it, for example 403 `MERCHANT_INACTIVE`. */
export interface KlarnaSandboxErrorAnswer {
  status: number;
  /** Klarna's `error_code`. */
  errorCode: string;
  errorMessages: readonly string[];
}

/** A fault that passes, or one that comes after Klarna has done its part. */
export interface KlarnaSandboxTimedRestFault {
  answer: KlarnaSandboxRestFailure;

  /** How many calls meet it. Default: all. */
  times?: number;

  /**
   * Whether Klarna acts on the call before it fails: with `after` the session
   * is changed or the order placed, and only the answer gets lost. An answer
   * that is cut off always comes after.
   * Default: `before`.
   */
  when?: 'before' | 'after';
}

/**
 * Does not load (404), is asked for and never answered, or loads as many
 * milliseconds late.
 */
export type KlarnaSandboxLoadFault = 'missing' | 'never' | {late: number};

/** Loads, and then never answers a call of the script. */
export type KlarnaSandboxSilence = 'silent';
