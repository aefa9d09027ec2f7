import {KlarnaPaymentsError} from '../klarna/errors.js';

export function notReady(
  message: string,
  cause?: unknown,
): KlarnaPaymentsError {
  return new KlarnaPaymentsError('not-ready', message, {cause});
}

export function notConfigured(): KlarnaPaymentsError {
  return new KlarnaPaymentsError(
    'configuration',
    'no endpoint, client-token or fetchSession',
  );
}

export function leftDocument(): KlarnaPaymentsError {
  return new KlarnaPaymentsError('aborted', 'The element left the document');
}

/** Why a widget has gone: the page, not the element, took it away. */
export class WidgetTaken extends Error {
  override readonly name = 'WidgetTaken';
}

/** Whether this is what ended a call to Klarna. */
export function isWidgetTaken({cause}: KlarnaPaymentsError): boolean {
  return cause instanceof WidgetTaken;
}

/** For promises that nobody holds: events have told already. */
export function toldByEvents(): void {}
