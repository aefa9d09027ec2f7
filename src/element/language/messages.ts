/** The element's own texts. Names of categories are Klarna's. */
export interface KlarnaPaymentsMessages {
  /** Accessible name of the tab list. */
  label: string;
  loading: string;
  ready: string;
  authorizing: string;
  authorized: string;
  /** Klarna offers nothing here. */
  unavailable: string;
  /** Klarna has approved, and the form has not been sent. */
  notSent: string;
  /** Klarna has approved what has been changed since. */
  confirmAgain: string;
  /** The form's `method` keeps the order from being sent. */
  formMethod: string;
  /** Klarna's window was closed, or it did not open. */
  cancelled: string;
  /** `{category}` has not been approved. */
  declined: string;
  /** `{category}` is selected instead. */
  selected: string;
  /** The visitor's order has been placed. */
  ordered: string;
  /** Leads to the order. */
  orderLink: string;
  /** Something broke. */
  error: string;
  retry: string;
  /** On a field of the form that Klarna does not accept. */
  invalidField: string;
  /** In front of the names of such fields that the form does not have. */
  invalidFields: string;
  /**
   * Names of those fields by Klarna's member, such as `postal_code`. A member
   * that is missing here is shown with its underscores as spaces.
   */
  fields: Readonly<Record<string, string>>;
}

export const english: KlarnaPaymentsMessages = {
  label: 'Pay with Klarna',
  loading: 'Loading Klarna…',
  ready: 'Klarna is ready.',
  authorizing: 'Waiting for Klarna…',
  authorized: 'Klarna has approved the payment.',
  unavailable: 'Klarna is not available for this order.',
  notSent:
    'Klarna has approved the payment, but your order has not been sent yet. Please send it again.',
  confirmAgain:
    'Klarna has approved the payment, but something has changed since. Please confirm your order again.',
  formMethod:
    'Klarna has approved the payment, but this page cannot send the order. Please contact the shop.',
  cancelled:
    'Klarna’s window was closed or could not be opened. You can try again.',
  declined: '{category} was not approved.',
  selected: '{category} is selected now.',
  ordered: 'Your order has been placed.',
  orderLink: 'Go to your order',
  error: 'Klarna could not be reached.',
  retry: 'Try again',
  invalidField: 'Please check this entry.',
  invalidFields: 'Please check:',
  fields: {},
};
