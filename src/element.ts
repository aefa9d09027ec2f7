/** The element's class without registering it, and the public vocabulary. */
export {KlarnaPaymentsElement} from './element/klarna-payments.js';
export * from './element/events.js';
export type {KlarnaPaymentsMessages} from './element/language/messages.js';
export type {AuthorizeResult} from './checkout/outcome.js';
export type {FetchSession} from './checkout/session.js';
export {
  KlarnaPaymentsError,
  type KlarnaPaymentsErrorCode,
} from './klarna/errors.js';
export type * from './klarna/types.js';
export {version} from './version.js';
