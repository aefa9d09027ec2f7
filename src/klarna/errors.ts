/**
 * Everything that can go wrong in the browser, as one error with a code.
 *
 * | code | what happened |
 * | --- | --- |
 * | `configuration` | the tag lacks what the method needs |
 * | `session-request` | the shop's endpoint did not answer, or with status 400 or above |
 * | `session-response` | it answered something else than a session |
 * | `sdk-blocked` | Klarna's script did not load, or its global has gone |
 * | `sdk-timeout` | Klarna's script took too long |
 * | `client-token` | the client token is no token |
 * | `load-failed` | Klarna's `load` failed for another reason than the offer |
 * | `load-timeout` | Klarna's `load` did not answer |
 * | `not-ready` | there is no widget to authorize with, or the element is disabled |
 * | `prevented` | a listener called `preventDefault()` on `klarna-authorize` |
 * | `details-failed` | a source of customer details threw or rejected |
 * | `authorize-failed` | Klarna's `authorize` failed, which is no decline |
 * | `aborted` | the caller's signal, or the element left the document |
 * | `already-ordered` | this visitor's order stands: there is nothing left to pay |
 */
export type KlarnaPaymentsErrorCode =
  | 'configuration'
  | 'session-request'
  | 'session-response'
  | 'sdk-blocked'
  | 'sdk-timeout'
  | 'client-token'
  | 'load-failed'
  | 'load-timeout'
  | 'not-ready'
  | 'prevented'
  | 'details-failed'
  | 'authorize-failed'
  | 'aborted'
  | 'already-ordered';

/** Faults that trying again does not mend: somebody has to change something. */
const permanent: readonly KlarnaPaymentsErrorCode[] = [
  'configuration',
  'session-response',
  'client-token',
  'already-ordered',
];

/** A fault, never a decline: a decline is an outcome. */
export class KlarnaPaymentsError extends Error {
  override readonly name = 'KlarnaPaymentsError';
  readonly code: KlarnaPaymentsErrorCode;
  /** Whether trying again, as things are, may help. */
  readonly recoverable: boolean;

  /**
   * @param message Names the member at fault; never carries a token or
   *     personal data.
   */
  constructor(
    code: KlarnaPaymentsErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.recoverable = !permanent.includes(code);
  }
}

/**
 * Whatever was thrown as what may leave this library: as it is if it is one of
 * ours, also one of another copy's class, else as the cause of one.
 *
 * @param code The code for what is not ours.
 * @param message The message for it.
 */
export function asKlarnaPaymentsError(
  thrown: unknown,
  code: KlarnaPaymentsErrorCode,
  message: string,
): KlarnaPaymentsError {
  if (thrown instanceof KlarnaPaymentsError) return thrown;
  const theirs = Object(thrown) as Partial<KlarnaPaymentsError>;
  return theirs.name === 'KlarnaPaymentsError' && theirs.code
    ? new KlarnaPaymentsError(theirs.code, theirs.message ?? '', theirs)
    : new KlarnaPaymentsError(code, message, {cause: thrown});
}
