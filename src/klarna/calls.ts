import {KlarnaPaymentsError, type KlarnaPaymentsErrorCode} from './errors.js';
import {hearOverlay} from './overlay.js';
import {klarnaPayments} from './page.js';
import {inTurn, type Turn} from './queue.js';
import {aborted, untilAborted} from './until-aborted.js';
import type {
  KlarnaAuthorizeResult,
  KlarnaLoadResult,
  KlarnaSessionData,
} from './types.js';

export {onOverlay} from './overlay.js';
export {nextInstanceId} from './page.js';

/**
 * Klarna's script with promises that tell a fault from an answer. A fault
 * rejects with a {@link KlarnaPaymentsError}; what resolves is what Klarna
 * decided. The script itself reports both in the same way: on a wrong call it
 * first calls back with what looks like a decline and then throws, and a
 * `load` that got no frame within 30 seconds answers `show_form: false`
 * (observed).
 */

export interface WidgetCall extends Turn {
  /** Absent or empty for a widget without a category. */
  readonly category?: string | undefined;
  readonly data?: KlarnaSessionData | null | undefined;
  /**
   * The caller gives up. A waiting call is withdrawn; one that Klarna is busy
   * with keeps the others waiting until Klarna has answered.
   */
  readonly signal?: AbortSignal | undefined;
  /** Where `load` shows the widget. */
  readonly container?: HTMLElement;
  /** Whether `authorize` is a step of several: `finalize` is to follow. */
  readonly manualFinalize?: boolean | undefined;
}

/** The methods of Klarna's script, and what they answer. */
interface Answers {
  /** Shows the widget, or brings it up to date. */
  load: KlarnaLoadResult;
  /**
   * Asks Klarna to approve the purchase. Klarna opens a popup: call it in the
   * task of the shopper's click. There is no time-out, for the shopper may
   * take long.
   */
  authorize: KlarnaAuthorizeResult;
  /**
   * Asks again after the order has changed. Klarna moves the widget out of its
   * container (observed): load it again afterwards.
   */
  reauthorize: KlarnaAuthorizeResult;
  /** Completes an authorization that required it; moves the widget alike. */
  finalize: KlarnaAuthorizeResult;
}

/**
 * Calls Klarna's script in its turn. The script is looked up each time, for
 * another copy of it replaces the object, and the token is set each time, for
 * anybody may have set another.
 *
 * @throws {KlarnaPaymentsError} `load-failed`, `load-timeout` or
 *     `authorize-failed`, `client-token`, `sdk-blocked`, `aborted`
 */
export function callWidget<Method extends keyof Answers>(
  method: Method,
  call: WidgetCall,
): Promise<Answers[Method]> {
  const {category, container, manualFinalize, signal, gone} = call;
  const isLoad = method === 'load';
  const ask = async () => {
    if (signal?.aborted) throw aborted(signal.reason);
    const klarna = klarnaPayments();
    if (!klarna) {
      throw new KlarnaPaymentsError(
        'sdk-blocked',
        'Klarna.Payments is missing',
      );
    }
    let fault: KlarnaPaymentsErrorCode = 'client-token';
    try {
      klarna.init({client_token: call.clientToken});
      hearOverlay(klarna);
      fault = isLoad ? 'load-failed' : 'authorize-failed';
      const {promise, resolve} = Promise.withResolvers<unknown>();
      // What the method throws wins over what it has answered before.
      klarna[method as 'authorize'](
        {
          ...(isLoad && {container}),
          ...(method === 'authorize' && {auto_finalize: !manualFinalize}),
          ...(category && {payment_method_category: category}),
          instance_id: call.instanceId,
        },
        call.data,
        resolve,
      );
      if (isLoad) {
        // Klarna's own limit of 30 seconds ends in an answer that looks like
        // no offer, so ours has to come first.
        setTimeout(() => {
          fault = 'load-timeout';
          resolve(undefined);
        }, 28_000);
      }
      const answer = await promise;
      if (Object(answer) !== answer) throw answer;
      return answer as Answers[Method];
    } catch (cause) {
      throw new KlarnaPaymentsError(fault, `${method} failed`, {cause});
    }
  };
  return untilAborted(() => inTurn(call, !isLoad, ask), signal, gone);
}
