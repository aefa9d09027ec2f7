import type {KlarnaPaymentsError} from '../klarna/errors.js';
import type {KlarnaAuthorizeData, KlarnaCategory} from '../klarna/types.js';
import type {AuthorizeMethod, Rejection} from './outcome.js';

/** Where the element stands. */
export type KlarnaPaymentsStatus =
  | 'idle'
  | 'loading'
  | 'ready'
  | 'authorizing'
  | 'authorized'
  | 'unavailable'
  | 'error';

/** What the page is told of, after it has happened: names and details. */
export interface CheckoutEvents {
  'klarna-session': {categories: readonly KlarnaCategory[]};
  'klarna-load': {
    category: string;
    /** Whether Klarna offers the category for this order. */
    showForm: boolean;
    /** Dotted paths of data given at load that Klarna does not accept. */
    invalidFields: readonly string[];
  };
  'klarna-authorized': {
    category: string;
    authorizationToken: string;
    customerDetails: KlarnaAuthorizeData;
    via: AuthorizeMethod;
  };
  'klarna-finalize-required': {
    category: string;
    customerDetails: KlarnaAuthorizeData;
  };
  'klarna-rejected': Rejection;
  'klarna-status': {
    status: KlarnaPaymentsStatus;
    previousStatus: KlarnaPaymentsStatus;
  };
  'klarna-error': {error: KlarnaPaymentsError};
}

/** One of these events, to be told. */
export type CheckoutEvent = {
  [Type in keyof CheckoutEvents]: {
    readonly type: Type;
    readonly detail: CheckoutEvents[Type];
  };
}[keyof CheckoutEvents];

/**
 * That something broke; nothing for a tag that is misconfigured, whose methods
 * alone say why.
 */
export function faultEvent(
  error: KlarnaPaymentsError,
): CheckoutEvent | undefined {
  return error.code === 'configuration'
    ? undefined
    : {type: 'klarna-error', detail: {error}};
}
