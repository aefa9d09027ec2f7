import {HTTPError} from 'ky';

import {retryAfterOf} from './answers.js';

/** Milliseconds; doubled with every attempt. */
const firstPause = 250;
/** Milliseconds by which callers held back together are spread. */
const spread = 100;

/** Milliseconds before the next attempt; nothing if there is to be none. */
export function pauseAfter(
  error: Error,
  attempt: number,
  {repeatable}: {repeatable: boolean},
): number | undefined {
  const backOff = firstPause * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);

  if (error instanceof HTTPError) {
    const {status} = error.response;
    if (status !== 429 && !(repeatable && passing.includes(status))) {
      return undefined;
    }
    const seconds = retryAfterOf(error.response);
    return seconds === undefined
      ? backOff
      : seconds * 1000 + Math.random() * spread;
  }
  return repeatable || unsent.includes(codeOf(error) ?? '')
    ? backOff
    : undefined;
}

/** Refusals that say nothing about the call. */
const passing: readonly number[] = [500, 502, 503, 504];

/** Whether a failed attempt may have changed something at Klarna. */
export function mayHaveActed(error: unknown): boolean {
  return error instanceof HTTPError
    ? error.response.status >= 500
    : !unsent.includes(codeOf(error) ?? '');
}

/** Failures before the first byte could leave (Node.js, then Bun). */
const unsent: readonly string[] = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ConnectionRefused',
];

/** `ECONNREFUSED` and the like, from where fetch hides it. */
export function codeOf(error: unknown): string | undefined {
  // Errors of another realm, as test runners make them, are of another class.
  if (typeof error !== 'object' || error === null) {
    return undefined;
  }
  const {code, cause} = error as {code?: unknown; cause?: unknown};
  return typeof code === 'string' && /^\w{1,64}$/.test(code)
    ? code
    : codeOf(cause);
}
