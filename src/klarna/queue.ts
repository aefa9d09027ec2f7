import {KlarnaPaymentsError} from './errors.js';
import {klarnaPage, type QueuedCall} from './page.js';

/**
 * The page-wide queue in front of Klarna's script. The script works with the
 * client token of the latest `init`, whichever widget is being called, so a
 * call must not overlap with one of another session: the payment would be
 * authorized on the wrong one (observed in production elsewhere).
 *
 * | may start while there is in flight | load, same token | load, other token | authorize, any |
 * | --- | --- | --- | --- |
 * | load | yes | no | no |
 * | authorize, reauthorize, finalize | yes | no | no |
 *
 * Those three go ahead of waiting loads, for a shopper is waiting; otherwise
 * it is first come, first served.
 */

export interface Turn {
  readonly clientToken: string;
  readonly instanceId: string;
  /** Whether the job is `authorize`, `reauthorize` or `finalize`. */
  readonly exclusive: boolean;
  /** Withdraws a waiting job. A running one keeps its turn to the end. */
  readonly signal?: AbortSignal | undefined;
  /** Withdraws a waiting job and ends the turn of a running one. */
  readonly gone?: AbortSignal | undefined;
}

/**
 * Runs the job when its turn comes: at once, in the caller's task, if nothing
 * is in the way. The turn ends when the job's promise settles.
 *
 * @returns What the job returns.
 * @throws {KlarnaPaymentsError} `aborted` if one of the signals says so first.
 */
export function inTurn<Answer>(
  {clientToken, instanceId, exclusive, signal, gone}: Turn,
  job: () => Promise<Answer>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const aborted = [signal, gone].find((given) => given?.aborted);
    if (aborted) {
      reject(abortion(aborted));
      return;
    }

    const over = new AbortController();
    const leave = () => {
      over.abort();
      remove(call);
    };
    const call: QueuedCall = {
      token: clientToken,
      instanceId,
      exclusive,
      running: false,
      start: () => {
        // Async, so that a job that throws rejects like any other.
        const answer = (async () => job())();
        // The turn is over before the caller goes on, who may call again.
        answer.then(
          (value) => {
            resolve(value);
            leave();
          },
          (error: unknown) => {
            reject(error);
            leave();
          },
        );
      },
    };
    signal?.addEventListener(
      'abort',
      () => {
        reject(abortion(signal));
        if (!call.running) leave();
      },
      {signal: over.signal},
    );
    gone?.addEventListener(
      'abort',
      () => {
        reject(abortion(gone));
        leave();
      },
      {signal: over.signal},
    );

    queuedCalls().push(call);
    advance();
  });
}

/** The widget that is being authorized, reauthorized or finalized. */
export function authorizingInstance(): string | undefined {
  return queuedCalls().find(({exclusive, running}) => exclusive && running)
    ?.instanceId;
}

function remove(call: QueuedCall) {
  const calls = queuedCalls();
  const index = calls.indexOf(call);
  if (index < 0) return;
  calls.splice(index, 1);
  // Not at once: one signal may withdraw several calls, and the next must not
  // start in between; nor may Klarna's script be called inside its callback.
  queueMicrotask(advance);
}

function advance() {
  for (let call; (call = nextCall(queuedCalls()));) {
    call.running = true;
    call.start();
  }
}

function nextCall(calls: readonly QueuedCall[]): QueuedCall | undefined {
  const waiting = calls.filter(({running}) => !running);
  const next = waiting.find(({exclusive}) => exclusive) ?? waiting[0];
  const blocked = calls.some(
    ({running, exclusive, token}) =>
      running && (exclusive || token !== next?.token),
  );
  return blocked ? undefined : next;
}

function queuedCalls(): QueuedCall[] {
  return (klarnaPage().calls ??= []);
}

function abortion(signal: AbortSignal): KlarnaPaymentsError {
  return new KlarnaPaymentsError('aborted', 'The call was aborted', {
    cause: signal.reason,
  });
}
