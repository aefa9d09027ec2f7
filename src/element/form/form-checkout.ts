import type {Authorization} from '../../checkout/authorization.js';
import type {Notice} from '../../checkout/notice.js';
import type {AuthorizeResult} from '../../checkout/outcome.js';
import type {KlarnaPaymentsStatus} from '../../checkout/events.js';

/** What the form needs of the checkout. */
export interface FormCheckout {
  readonly status: KlarnaPaymentsStatus;
  /** The authorization that may place the order at this very moment. */
  readonly authorization: Authorization | undefined;
  /** Whether this visitor's order stands: nothing is left to pay. */
  readonly isOrdered: boolean;
  /**
   * What a submit asks for. Klarna is asked in this very task if everything is
   * ready. Rejects with faults, of which events and the element have told.
   */
  purchase(): Promise<AuthorizeResult>;
  /** Drops the authorization if the details are others by now. */
  review(): void;
  /** Drops the authorization. */
  invalidate(): void;
  /** Starts afresh. */
  restart(): void;
  /** What the shopper has been told. */
  readonly notice: Notice | undefined;
  /** Says something to the shopper, or takes it back. */
  tell(notice: Notice | undefined): void;
}
