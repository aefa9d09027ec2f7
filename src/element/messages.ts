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
  /** The category has been declined. */
  declined: string;
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
  declined: 'Klarna could not offer this way to pay.',
  error: 'Klarna could not be reached.',
  retry: 'Try again',
  invalidField: 'Please check this entry.',
  invalidFields: 'Please check:',
  fields: {},
};
