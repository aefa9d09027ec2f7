import ky, {HTTPError} from 'ky';

import {correlationIdOf, readRefusal, type Answer} from './answers.js';
import type {Clock} from '../clock.js';
import type {Sent} from './echoes.js';
import type {ClientSettings} from './options.js';
import {KlarnaApiError} from './errors.js';
import {codeOf, mayHaveActed, pauseAfter} from './failed-attempt.js';

/** One call as the client asks for it. */
export interface Call {
  method: 'GET' | 'POST' | 'DELETE';
  /** Below the base URL. */
  path: string;
  /** JSON. Every attempt sends these same bytes. */
  body?: string;
  /**
   * Whether Klarna ends up in the same state if it gets the call twice. If not,
   * the call is repeated only where Klarna cannot have acted on it.
   */
  repeatable: boolean;
  signal?: AbortSignal;
  /** The session id or authorization token in the path. */
  secret?: string;
}

/** An attempt that failed and is followed by another one. */
export interface Retry {
  /** Milliseconds until then. */
  duration: number;
  /** Of Klarna's answer, if there was one. */
  status?: number;
  correlationId?: string;
}

/** Attempts after the first. */
const retries = 2;
/**
 * Sends a call and answers what Klarna answered with a status below 300.
 *
 * | failed attempt | repeatable | not repeatable |
 * | --- | --- | --- |
 * | 429 | after `X-Ratelimit-Reset` | after `X-Ratelimit-Reset` |
 * | 500, 502, 503, 504 | with back-off | no |
 * | not connected | with back-off | with back-off |
 * | connection broken, body cut off | with back-off | no |
 * | any other status | no | no |
 *
 * A wait that the call's time does not allow is not begun.
 *
 * @throws KlarnaApiError, or the reason of the caller's signal.
 */
export async function send(
  call: Call,
  settings: ClientSettings,
  clock: Clock,
  onRetry: (retry: Retry) => void,
): Promise<Answer> {
  const {signal} = call;
  signal?.throwIfAborted();

  const ended = new AbortController();
  const onAbort = () => ended.abort(signal?.reason);
  signal?.addEventListener('abort', onAbort, {once: true});

  // The clock of the whole call. ky's own is wound up again for each attempt.
  const deadline = clock.elapsed() + settings.timeout;
  const stop = clock.after(settings.timeout, () =>
    ended.abort(timedOut(settings.timeout)),
  );
  const hasTimeFor = (pause: number) => clock.elapsed() + pause < deadline;

  try {
    return await Promise.race([
      attempts(
        call,
        settings,
        {clock, signal: ended.signal, hasTimeFor},
        onRetry,
      ),
      // A given fetch may not heed signals.
      rejectionOf(ended.signal),
    ]);
  } catch (error) {
    // Whatever fails after the end failed because of it.
    ended.signal.throwIfAborted();
    throw error;
  } finally {
    stop();
    signal?.removeEventListener('abort', onAbort);
    ended.abort();
  }
}

/** The time that a call has. */
interface CallTime {
  clock: Clock;
  /** Aborted when it is over. */
  signal: AbortSignal;
  hasTimeFor: (pause: number) => boolean;
}

async function attempts(
  call: Call,
  settings: ClientSettings,
  {clock, signal, hasTimeFor}: CallTime,
  onRetry: (retry: Retry) => void,
): Promise<Answer> {
  // ky asks whether to go on and then for how long to wait; only the first
  // question comes with the error that decides both.
  let pause: number | undefined;
  let uncertain = false;

  try {
    const response = await ky(settings.baseUrl + call.path, {
      method: call.method,
      body: call.body,
      headers: {
        accept: 'application/json',
        authorization: settings.authorization,
        ...(call.body !== undefined && {'content-type': 'application/json'}),
        'user-agent': 'klarna-payments-element',
      },
      // Klarna redirects nobody, and credentials follow nobody who does.
      redirect: 'manual',
      signal,
      timeout: false,
      retry: {
        limit: retries,
        methods: ['get', 'post', 'delete'],
        shouldRetry: ({error, retryCount}) => {
          pause = pauseAfter(error, retryCount, call);
          if (signal.aborted || pause === undefined || !hasTimeFor(pause)) {
            return false;
          }
          uncertain ||= mayHaveActed(error);
          onRetry({duration: pause, ...answerIn(error)});
          return true;
        },
        // ky's own would go by another clock than the call.
        delay: () => 0,
      },
      hooks: {
        beforeRetry: [() => pauseFor(pause ?? 0, clock, signal)],
      },
      fetch: async (input, init) =>
        complete(
          await settings.fetch(
            input instanceof Request ? input : new Request(input, init),
          ),
        ),
    });
    return await answerOf(response);
  } catch (error) {
    const {secret, body} = call;
    throw await apiErrorFrom(error, uncertain || mayHaveActed(error), {
      secrets: [...(secret === undefined ? [] : [secret]), ...settings.secrets],
      body,
    });
  }
}

/** A success whose body did not arrive, or with a status that is none. */
class UnusableAnswerError extends Error {
  constructor(readonly answer: Answer) {
    super('unusable answer');
  }
}

/**
 * Reads the body as part of the attempt, for only then does a body that is cut
 * off count as a failed one. A refusal is understood without its body.
 */
async function complete(response: Response): Promise<Response> {
  const {status, headers} = response;
  const body = await response.text().catch(() => undefined);

  if (status < 200 || status > 599 || (response.ok && body === undefined)) {
    throw new UnusableAnswerError({status, headers, body: ''});
  }
  return new Response(bodiless.includes(status) ? null : body, {
    status,
    headers,
  });
}

/** Statuses that the Fetch standard allows no body. */
const bodiless: readonly number[] = [204, 205, 304];

async function answerOf(response: Response): Promise<Answer> {
  const {status, headers} = response;
  return {status, headers, body: await response.text()};
}

function answerIn(error: Error): Pick<Retry, 'status' | 'correlationId'> {
  const {status, headers} =
    error instanceof HTTPError
      ? error.response
      : error instanceof UnusableAnswerError
        ? error.answer
        : {};
  return headers ? {status, correlationId: correlationIdOf(headers)} : {};
}

/**
 * Neither ky's errors nor those of fetch go any further, also not as a cause:
 * they hold the request with its headers, the address, or the socket.
 */
async function apiErrorFrom(
  error: unknown,
  uncertain: boolean,
  sent: Sent,
): Promise<KlarnaApiError> {
  if (error instanceof HTTPError) {
    return readRefusal(await answerOf(error.response), uncertain, sent);
  }
  if (error instanceof UnusableAnswerError) {
    const {status, headers} = error.answer;
    return new KlarnaApiError(`Klarna's answer ${status} was cut off`, {
      kind: 'malformed',
      status,
      correlationId: correlationIdOf(headers),
      uncertain,
    });
  }
  const code = codeOf(error);
  return new KlarnaApiError(
    `The connection to Klarna failed${code ? ` (${code})` : ''}`,
    {kind: 'network', uncertain},
  );
}

/** @throws The reason of the signal, once that is aborted. */
async function pauseFor(
  milliseconds: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  let stop = () => {};
  try {
    await Promise.race([
      new Promise<void>((resolve) => {
        stop = clock.after(milliseconds, resolve);
      }),
      rejectionOf(signal),
    ]);
  } finally {
    stop();
  }
}

function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), {
      once: true,
    });
  });
}

function timedOut(timeout: number): KlarnaApiError {
  return new KlarnaApiError(`Klarna did not answer within ${timeout} ms`, {
    kind: 'timeout',
    uncertain: true,
  });
}
