import {KlarnaPaymentsError, type KlarnaPaymentsErrorCode} from './errors.js';
import {hearOverlay} from './overlay.js';
import {klarnaPage} from './page.js';
import {inTurn} from './queue.js';
import type {
  KlarnaAuthorizeResult,
  KlarnaInstanceOptions,
  KlarnaLoadResult,
  KlarnaPayments,
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

export interface WidgetCall {
  readonly clientToken: string;
  /** Absent or empty for a widget without a category. */
  readonly category?: string | undefined;
  /** From {@link nextInstanceId}; the same for all calls of one widget. */
  readonly instanceId: string;
  readonly data?: KlarnaSessionData | null | undefined;
  /**
   * The caller gives up. A waiting call is withdrawn; one that Klarna is busy
   * with keeps the others waiting until Klarna has answered.
   */
  readonly signal?: AbortSignal | undefined;
  /** The widget has left the page: nothing waits for Klarna's answer. */
  readonly gone?: AbortSignal | undefined;
}

/**
 * Shows the widget, or brings it up to date.
 *
 * @throws {KlarnaPaymentsError} `load-failed`, `load-timeout`, `client-token`,
 *     `sdk-blocked`, `aborted`
 */
export function loadWidget(
  call: WidgetCall & {readonly container: HTMLElement},
): Promise<KlarnaLoadResult> {
  return inTurn({...call, exclusive: false}, () =>
    withinLoadTime(
      ask<KlarnaLoadResult>('load-failed', call, (klarna, options, ...rest) =>
        klarna.load({container: call.container, ...options}, ...rest),
      ),
    ),
  );
}

/**
 * Asks Klarna to approve the purchase. Klarna opens a popup: call it in the
 * task of the shopper's click. There is no time-out, for the shopper may take
 * long.
 *
 * @throws {KlarnaPaymentsError} `authorize-failed`, `client-token`,
 *     `sdk-blocked`, `aborted`
 */
export function authorizeWidget(
  call: WidgetCall & {readonly autoFinalize?: boolean | undefined},
): Promise<KlarnaAuthorizeResult> {
  const {autoFinalize} = call;
  return askAlone(call, (klarna, options, ...rest) =>
    klarna.authorize(
      autoFinalize === undefined
        ? options
        : {...options, auto_finalize: autoFinalize},
      ...rest,
    ),
  );
}

/**
 * Asks again after the order has changed. Klarna moves the widget out of its
 * container (observed): load it again afterwards.
 *
 * @throws {KlarnaPaymentsError} As {@link authorizeWidget}.
 */
export function reauthorizeWidget(
  call: WidgetCall,
): Promise<KlarnaAuthorizeResult> {
  return askAlone(call, (klarna, ...rest) => klarna.reauthorize(...rest));
}

/**
 * Completes an authorization that required it. Klarna moves the widget out of
 * its container (observed).
 *
 * @throws {KlarnaPaymentsError} As {@link authorizeWidget}.
 */
export function finalizeWidget(
  call: WidgetCall,
): Promise<KlarnaAuthorizeResult> {
  return askAlone(call, (klarna, ...rest) => klarna.finalize(...rest));
}

/** How a method of Klarna's script is called. */
type Method<Answer> = (
  klarna: KlarnaPayments,
  options: KlarnaInstanceOptions,
  data: KlarnaSessionData,
  callback: (answer: Answer) => void,
) => void;

function askAlone(
  call: WidgetCall,
  method: Method<KlarnaAuthorizeResult>,
): Promise<KlarnaAuthorizeResult> {
  return inTurn({...call, exclusive: true}, () =>
    ask('authorize-failed', call, method),
  );
}

/**
 * Calls Klarna's script, now. The script is looked up each time, for another
 * copy of it replaces the object, and the token is set each time, for anybody
 * may have set another.
 */
function ask<Answer extends object>(
  fault: KlarnaPaymentsErrorCode,
  call: WidgetCall,
  method: Method<Answer>,
): Promise<Answer> {
  const klarna = window.Klarna?.Payments;
  if (!klarna) {
    throw new KlarnaPaymentsError(
      'sdk-blocked',
      'window.Klarna.Payments is missing',
    );
  }

  try {
    klarna.init({client_token: call.clientToken});
  } catch (cause) {
    throw new KlarnaPaymentsError(
      'client-token',
      `Klarna did not accept the client token (${nameOf(cause)})`,
      {cause},
    );
  }
  hearOverlay(klarna);

  return new Promise((resolve, reject) => {
    // A microtask late, so that an error thrown after the callback wins. Later
    // answers change nothing, for a promise settles once.
    const callback = (answer: Answer) =>
      queueMicrotask(() => {
        if (isObject(answer)) resolve(answer);
        else reject(new KlarnaPaymentsError(fault, 'Klarna answered nothing'));
      });
    try {
      method(klarna, optionsOf(call), dataOf(call), callback);
    } catch (cause) {
      reject(
        new KlarnaPaymentsError(fault, `Klarna threw ${nameOf(cause)}`, {
          cause,
        }),
      );
    }
  });
}

/**
 * Klarna's own limit of 30 seconds ends in an answer that looks like no offer,
 * so ours has to come first.
 */
function withinLoadTime<Answer>(answer: Promise<Answer>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const limit = klarnaPage().limits?.load ?? 28_000;
    const timer = setTimeout(() => {
      reject(
        new KlarnaPaymentsError(
          'load-timeout',
          `Klarna's load did not answer within ${limit} ms`,
        ),
      );
    }, limit);
    void answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function optionsOf({category, instanceId}: WidgetCall): KlarnaInstanceOptions {
  return category
    ? {payment_method_category: category, instance_id: instanceId}
    : {instance_id: instanceId};
}

/**
 * Without the members that belong to the options: Klarna's script takes data
 * that has one of them for the options (observed).
 */
function dataOf({data}: WidgetCall): KlarnaSessionData {
  const {payment_method_category: _, instance_id: __, ...rest} = data ?? {};
  return rest;
}

function nameOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.name : typeof thrown;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
