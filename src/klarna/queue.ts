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
  /** From `nextInstanceId`; the same for all calls of one widget. */
  readonly instanceId: string;
  /** The widget has left the page: nothing waits for Klarna's answer. */
  readonly gone?: AbortSignal | undefined;
}

/**
 * Runs the job when its turn comes: at once, in the caller's task, if nothing
 * is in the way. The turn ends when the job's promise settles, or when the
 * widget goes; a job whose widget goes before its turn is never run.
 *
 * @param exclusive Whether it is `authorize`, `reauthorize` or `finalize`.
 * @returns What the job returns, unless the widget goes.
 */
export function inTurn<Answer>(
  {clientToken: token, instanceId, gone}: Turn,
  exclusive: boolean,
  job: () => Promise<Answer>,
): Promise<Answer> {
  const {calls} = klarnaPage();
  return new Promise((resolve) => {
    const call: QueuedCall = {
      token,
      instanceId,
      exclusive,
      start: () => resolve(run()),
    };
    // The turn is over before the caller goes on, who may call again.
    const run = async () => {
      try {
        return await job();
      } finally {
        leave();
      }
    };
    const leave = () => {
      gone?.removeEventListener('abort', leave);
      calls.delete(call);
      // Not at once: one signal may withdraw several calls, and the next must
      // not start in between; nor may Klarna's script be called inside its
      // callback.
      queueMicrotask(advance);
    };

    gone?.addEventListener('abort', leave);
    calls.add(call);
    advance();
  });
}

/** The widget that is being authorized, reauthorized or finalized. */
export function authorizingInstance(): string | undefined {
  return [...klarnaPage().calls].find((call) => call.exclusive && call.running)
    ?.instanceId;
}

/** Starts all calls that may start now. */
function advance() {
  const calls = [...klarnaPage().calls];
  const waiting = calls.filter((call) => !call.running);
  const next = waiting.find((call) => call.exclusive) ?? waiting[0];
  if (!next) return;
  const inTheWay = (call: QueuedCall) =>
    call.running && (call.exclusive || call.token !== next.token);
  if (calls.some(inTheWay)) return;
  next.running = true;
  next.start();
  advance();
}
