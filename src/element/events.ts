import type {CheckoutEvents} from '../checkout/events.js';
import type {AuthorizeMethod} from '../checkout/outcome.js';
import type {KlarnaAuthorizeData} from '../klarna/types.js';

export type {KlarnaPaymentsStatus} from '../checkout/events.js';

/** An event of the element: it bubbles and leaves shadow roots. */
function klarnaEvent<Detail>(type: string, cancelable = false) {
  return class extends CustomEvent<Detail> {
    constructor(detail: Detail) {
      super(type, {detail, cancelable, bubbles: true, composed: true});
    }
  };
}

/** The shop has answered with a session. */
export class KlarnaSessionEvent extends klarnaEvent<
  CheckoutEvents['klarna-session']
>('klarna-session') {}

/** A widget has been loaded; the status is `ready` by now. */
export class KlarnaLoadEvent extends klarnaEvent<CheckoutEvents['klarna-load']>(
  'klarna-load',
) {}

/** The shopper is choosing a tab; `preventDefault()` keeps the current one. */
export class KlarnaSelectEvent extends klarnaEvent<{
  category: string;
  previousCategory: string;
}>('klarna-select', true) {}

/** Details at hand, or a promise of them. */
export type KlarnaDetailsResponse =
  KlarnaAuthorizeData | PromiseLike<KlarnaAuthorizeData>;

/**
 * Klarna is about to be asked. Listeners may change `detail.customerDetails`,
 * call `respondWith()`, or `preventDefault()` to ask nothing.
 */
export class KlarnaAuthorizeEvent extends klarnaEvent<{
  category: string;
  /** A copy that is yours to change. */
  customerDetails: KlarnaAuthorizeData;
}>('klarna-authorize', true) {
  readonly #responses: KlarnaDetailsResponse[] = [];

  /**
   * Adds details. A promise is waited for, which costs the shopper's click its
   * user activation: browsers may then block Klarna's popup.
   *
   * @throws {DOMException} `InvalidStateError` once the event has been
   *     dispatched, when nobody waits for it any more.
   */
  respondWith(details: KlarnaDetailsResponse): void {
    // A page may have an `Event` of its own.
    if (this.eventPhase === this.NONE) {
      throw new DOMException(
        'respondWith() was called after klarna-authorize had been dispatched',
        'InvalidStateError',
      );
    }
    this.#responses.push(details);
  }

  /** What the listeners have added, in their order. */
  get responses(): readonly KlarnaDetailsResponse[] {
    return this.#responses;
  }
}

/** Which method of the element an authorization comes from. */
export type KlarnaAuthorizedVia = AuthorizeMethod;

/** Klarna has approved: there is a token to place the order with. */
export class KlarnaAuthorizedEvent extends klarnaEvent<
  CheckoutEvents['klarna-authorized']
>('klarna-authorized') {}

/** Klarna has approved; `finalize()` is to be called on the last step. */
export class KlarnaFinalizeRequiredEvent extends klarnaEvent<
  CheckoutEvents['klarna-finalize-required']
>('klarna-finalize-required') {}

/** Klarna has not approved, for one of three reasons. */
export class KlarnaRejectedEvent extends klarnaEvent<
  CheckoutEvents['klarna-rejected']
>('klarna-rejected') {}

/** Klarna's full-screen overlay opened or closed; no sign of an outcome. */
export class KlarnaOverlayEvent extends klarnaEvent<{
  open: boolean;
}>('klarna-overlay') {}

/** The status has changed. */
export class KlarnaStatusEvent extends klarnaEvent<
  CheckoutEvents['klarna-status']
>('klarna-status') {}

/** Something broke. */
export class KlarnaErrorEvent extends klarnaEvent<
  CheckoutEvents['klarna-error']
>('klarna-error') {}

/** The element's events by name. */
export interface KlarnaPaymentsEventMap {
  'klarna-session': KlarnaSessionEvent;
  'klarna-load': KlarnaLoadEvent;
  'klarna-select': KlarnaSelectEvent;
  'klarna-authorize': KlarnaAuthorizeEvent;
  'klarna-authorized': KlarnaAuthorizedEvent;
  'klarna-finalize-required': KlarnaFinalizeRequiredEvent;
  'klarna-rejected': KlarnaRejectedEvent;
  'klarna-overlay': KlarnaOverlayEvent;
  'klarna-status': KlarnaStatusEvent;
  'klarna-error': KlarnaErrorEvent;
}

declare global {
  interface GlobalEventHandlersEventMap extends KlarnaPaymentsEventMap {}
}
