import {CallWatch} from './call-watch.js';
import {deferred} from './deferred.js';
import {KlarnaPaymentsError, type KlarnaPaymentsErrorCode} from './errors.js';
import {kept} from './klarna-violations.js';
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
 * first calls back with what looks like a decline and then throws, a `load`
 * that got no frame within 30 seconds answers `show_form: false` (observed),
 * and newer builds do not even throw. {@link CallWatch} has the rules.
 */

/**
 * Milliseconds. Klarna's own limit of 30 seconds ends in an answer that looks
 * like no offer, so ours has to come first.
 */
const loadTimeout = 28_000;

export interface WidgetCall extends Turn {
  /** Absent or empty for a widget without a category. */
  readonly category?: string | undefined;
  readonly data?: KlarnaSessionData | null | undefined;
  /**
   * The caller gives up. A waiting call is withdrawn; one that Klarna is busy
   * with keeps the others waiting until Klarna has answered.
   */
  readonly signal?: AbortSignal | undefined;
  /** Throws if the call has become pointless by the time its turn comes. */
  readonly assertCurrent?: (() => void) | undefined;
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
  const {signal, gone} = call;
  const ask = async () => {
    if (signal?.aborted) throw aborted(signal.reason);
    call.assertCurrent?.();
    return askKlarna(method, call);
  };
  return untilAborted(() => inTurn(call, method !== 'load', ask), signal, gone);
}

/** What a call has ended with. */
interface Ending {
  readonly answer?: unknown;
  /** What is wrong with the answer, if anything is. */
  readonly why?: string;
}

/** Calls the script in this very task. */
async function askKlarna<Method extends keyof Answers>(
  method: Method,
  call: WidgetCall,
): Promise<Answers[Method]> {
  const klarna = klarnaPayments();
  if (!klarna) {
    throw new KlarnaPaymentsError('sdk-blocked', 'Klarna.Payments is missing');
  }
  const {category, clientToken, container, instanceId, manualFinalize} = call;
  const isLoad = method === 'load';
  let code: KlarnaPaymentsErrorCode = 'client-token';
  let why = '';
  const watch = new CallWatch(method, instanceId);
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    klarna.init({client_token: clientToken});
    hearOverlay(klarna);
    code = isLoad ? 'load-failed' : 'authorize-failed';
    // Newer builds would reject where nobody can catch it.
    if (method === 'authorize' && watch.hasLostFrame) {
      throw new Error("The widget's frame has gone");
    }

    const {promise: ended, resolve: end} = deferred<Ending>();
    // What the method throws wins over what it has answered before.
    klarna[method as 'authorize'](
      {
        ...(isLoad && {container}),
        ...(method === 'authorize' && {auto_finalize: !manualFinalize}),
        ...(category && {payment_method_category: category}),
        instance_id: instanceId,
      },
      call.data,
      (answer) =>
        end({answer, why: isObject(answer) ? watch.faultOf(answer) : ''}),
    );
    if (isLoad) {
      timer = setTimeout(() => {
        code = 'load-timeout';
        end({});
      }, loadTimeout);
    }
    watch.onBlocked(() => end({}));
    const ending = await ended;
    ({why = ''} = ending);
    if (why) throw await watch.rejection();
    if (!isObject(ending.answer)) throw ending.answer;
    return ending.answer as Answers[Method];
  } catch (cause) {
    throw new KlarnaPaymentsError(code, `${method} failed${why || kept()}`, {
      cause,
    });
  } finally {
    clearTimeout(timer);
    watch.end();
  }
}

function isObject(value: unknown): value is object {
  return Object(value) === value;
}
