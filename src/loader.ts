/** Klarna's script without the element. */
export {loadKlarnaPayments, type KlarnaScriptOptions} from './klarna/loader.js';
export {
  KlarnaPaymentsError,
  type KlarnaPaymentsErrorCode,
} from './klarna/errors.js';
