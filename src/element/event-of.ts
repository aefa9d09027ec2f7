import type {CheckoutEvent, CheckoutEvents} from '../checkout/events.js';
import {
  KlarnaAuthorizedEvent,
  KlarnaErrorEvent,
  KlarnaFinalizeRequiredEvent,
  KlarnaLoadEvent,
  KlarnaRejectedEvent,
  KlarnaSessionEvent,
  KlarnaStatusEvent,
} from './events.js';

/**
 * The event that tells the page of what has happened. What listeners do to the
 * detail is theirs: the checkout goes on with its own.
 */
export function eventOf({type, detail}: CheckoutEvent): Event {
  // Which of the details goes with which of the classes is in the table.
  const Told = told[type] as new (detail: CheckoutEvent['detail']) => Event;
  return new Told('error' in detail ? detail : structuredClone(detail));
}

const told = {
  'klarna-session': KlarnaSessionEvent,
  'klarna-load': KlarnaLoadEvent,
  'klarna-authorized': KlarnaAuthorizedEvent,
  'klarna-finalize-required': KlarnaFinalizeRequiredEvent,
  'klarna-rejected': KlarnaRejectedEvent,
  'klarna-status': KlarnaStatusEvent,
  'klarna-error': KlarnaErrorEvent,
} satisfies {
  [Type in keyof CheckoutEvents]: new (detail: CheckoutEvents[Type]) => Event;
};
