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
  const given = signals.filter((signal) => !!signal);
  return new Promise<T>((resolve, reject) => {
    const forget = () => {
      for (const signal of given) signal.removeEventListener('abort', look);
    };
    const look = () => {
      const ended = given.find((signal) => signal.aborted);
      if (ended) {
        forget();
        reject(aborted(ended.reason));
      }
      return ended;
    };
    if (look()) return;

    const begun = begin();
    // The signals may outlive what they were given for.
    for (const signal of given) signal.addEventListener('abort', look);
    begun.then(resolve, reject).then(forget, forget);
    // Whoever has begun may have aborted at once.
    look();
  });
}

/** @param cause Why: the reason of the signal. */
export function aborted(cause: unknown): KlarnaPaymentsError {
  return new KlarnaPaymentsError('aborted', 'Aborted', {cause});
}
