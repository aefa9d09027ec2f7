import {KlarnaPaymentsError} from './errors.js';

/**
 * Begins something and waits for it, until one of the signals is aborted. What
 * has begun goes on; it does not begin if one of them was aborted before.
 *
 * @throws {KlarnaPaymentsError} `aborted`, with the reason as its cause.
 */
export function untilAborted<T>(
  begin: () => Promise<T>,
  ...signals: ReadonlyArray<AbortSignal | undefined>
): Promise<T> {
  const signal = AbortSignal.any(signals.filter((each) => !!each));
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(aborted(signal.reason));
    // The signals may outlive what they were given for.
    const forget = () => {
      signal.onabort = null;
    };
    signal.onabort = abort;
    if (signal.aborted) abort();
    else begin().finally(forget).then(resolve, reject);
  });
}

/** @param cause Why: the reason of the signal. */
export function aborted(cause: unknown): KlarnaPaymentsError {
  return new KlarnaPaymentsError('aborted', 'Aborted', {cause});
}
