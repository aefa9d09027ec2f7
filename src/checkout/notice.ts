/**
 * What the shopper has to know besides the status, and what to do about it, by
 * the name of the text that says so where it needs no more than that. It holds
 * until the next authorization begins or the order is another one.
 */
export type Notice =
  /** Klarna has approved, and the form has not been sent. */
  | {readonly kind: 'notSent'}
  /** Klarna has approved what the shopper has changed since. */
  | {readonly kind: 'confirmAgain'}
  /** The form would carry the approval in its address. */
  | {readonly kind: 'formMethod'}
  /** The page has not said what Klarna could be asked with. */
  | {readonly kind: 'unavailable'}
  /** Klarna's window was closed, or it did not open. */
  | {readonly kind: 'cancelled'}
  /** A category was not approved; another is selected, if there is one. */
  | {readonly kind: 'declined'; readonly name: string; readonly next: string}
  /** Entries to correct to which the shopper cannot be led. */
  | {readonly kind: 'correct'; readonly fields: readonly string[]};
