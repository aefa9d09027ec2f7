import type {KlarnaPaymentsError} from '../klarna/errors.js';
import type {KlarnaAuthorizeData, KlarnaCategory} from '../klarna/types.js';

/** Where the element stands. */
export type KlarnaPaymentsStatus =
  | 'idle'
  | 'loading'
  | 'ready'
  | 'authorizing'
  | 'authorized'
  | 'unavailable'
  | 'error';

/** An event of the element: it bubbles and leaves shadow roots. */
function klarnaEvent<Detail>(type: string, cancelable = false) {
  return class extends CustomEvent<Detail> {
    constructor(detail: Detail) {
      super(type, {detail, cancelable, bubbles: true, composed: true});
    }
  };
}

/** The shop has answered with a session. */
export class KlarnaSessionEvent extends klarnaEvent<{
  categories: readonly KlarnaCategory[];
}>('klarna-session') {}

/** A widget has been loaded; the status is `ready` by now. */
export class KlarnaLoadEvent extends klarnaEvent<{
  category: string;
  /** Whether Klarna offers the category for this order. */
  showForm: boolean;
  /** Dotted paths of data given at load that Klarna does not accept. */
  invalidFields: readonly string[];
}>('klarna-load') {}

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
   */
  respondWith(details: KlarnaDetailsResponse): void {
    this.#responses.push(details);
  }

  /** What the listeners have added, in their order. */
  get responses(): readonly KlarnaDetailsResponse[] {
    return this.#responses;
  }
}

/** Which method of the element an authorization comes from. */
export type KlarnaAuthorizedVia = 'authorize' | 'reauthorize' | 'finalize';

/** Klarna has approved: there is a token to place the order with. */
export class KlarnaAuthorizedEvent extends klarnaEvent<{
  category: string;
  authorizationToken: string;
  customerDetails: KlarnaAuthorizeData;
  via: KlarnaAuthorizedVia;
}>('klarna-authorized') {}

/** Klarna has approved; `finalize()` is to be called on the last step. */
export class KlarnaFinalizeRequiredEvent extends klarnaEvent<{
  category: string;
  customerDetails: KlarnaAuthorizeData;
}>('klarna-finalize-required') {}

/** Klarna has not approved, for one of three reasons. */
export class KlarnaRejectedEvent extends klarnaEvent<{
  outcome: 'correctable' | 'cancelled' | 'declined';
  category: string;
  invalidFields: readonly string[];
  customerDetails: KlarnaAuthorizeData;
}>('klarna-rejected') {}

/** Klarna's full-screen overlay opened or closed; no sign of an outcome. */
export class KlarnaOverlayEvent extends klarnaEvent<{
  open: boolean;
}>('klarna-overlay') {}

/** The status has changed. */
export class KlarnaStatusEvent extends klarnaEvent<{
  status: KlarnaPaymentsStatus;
  previousStatus: KlarnaPaymentsStatus;
}>('klarna-status') {}

/** Something broke. */
export class KlarnaErrorEvent extends klarnaEvent<{
  error: KlarnaPaymentsError;
}>('klarna-error') {}

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
