import type {AuthorizeResult} from '../checkout/outcome.js';
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

/** Every event of the element bubbles and leaves shadow roots. */
abstract class KlarnaEvent<Detail> extends CustomEvent<Detail> {
  constructor(type: string, detail: Detail, cancelable = false) {
    super(type, {detail, cancelable, bubbles: true, composed: true});
  }
}

/** The shop has answered with a session. */
export class KlarnaSessionEvent extends KlarnaEvent<{
  categories: readonly KlarnaCategory[];
}> {
  constructor(categories: readonly KlarnaCategory[]) {
    super('klarna-session', {categories});
  }
}

/** A widget has been loaded; the status is `ready` by now. */
export class KlarnaLoadEvent extends KlarnaEvent<{
  category: string;
  /** Whether Klarna offers the category for this order. */
  showForm: boolean;
  /** Dotted paths of data given at load that Klarna does not accept. */
  invalidFields: readonly string[];
}> {
  constructor(
    category: string,
    showForm: boolean,
    invalidFields: readonly string[],
  ) {
    super('klarna-load', {category, showForm, invalidFields});
  }
}

/** The shopper is choosing a tab; `preventDefault()` keeps the current one. */
export class KlarnaSelectEvent extends KlarnaEvent<{
  category: string;
  previousCategory: string;
}> {
  constructor(category: string, previousCategory: string) {
    super('klarna-select', {category, previousCategory}, true);
  }
}

/**
 * Klarna is about to be asked. Listeners may change `detail.customerDetails`,
 * call `respondWith()`, or `preventDefault()` to ask nothing.
 */
export class KlarnaAuthorizeEvent extends KlarnaEvent<{
  category: string;
  /** A copy that is yours to change. */
  customerDetails: KlarnaAuthorizeData;
}> {
  readonly #responses: (
    KlarnaAuthorizeData | PromiseLike<KlarnaAuthorizeData>
  )[] = [];

  constructor(category: string, customerDetails: KlarnaAuthorizeData) {
    super('klarna-authorize', {category, customerDetails}, true);
  }

  /**
   * Adds details. A promise is waited for, which costs the shopper's click its
   * user activation: browsers may then block Klarna's popup.
   */
  respondWith(
    details: KlarnaAuthorizeData | PromiseLike<KlarnaAuthorizeData>,
  ): void {
    this.#responses.push(details);
  }

  /** What the listeners have added, in their order. */
  get responses(): readonly (
    KlarnaAuthorizeData | PromiseLike<KlarnaAuthorizeData>
  )[] {
    return this.#responses;
  }
}

/** Which method of the element an authorization comes from. */
export type KlarnaAuthorizedVia = 'authorize' | 'reauthorize' | 'finalize';

/** Klarna has approved: there is a token to place the order with. */
export class KlarnaAuthorizedEvent extends KlarnaEvent<{
  category: string;
  authorizationToken: string;
  customerDetails: KlarnaAuthorizeData;
  via: KlarnaAuthorizedVia;
}> {
  constructor(
    {
      category,
      authorizationToken,
      customerDetails,
    }: AuthorizeResult & {outcome: 'authorized'},
    via: KlarnaAuthorizedVia,
  ) {
    super('klarna-authorized', {
      category,
      authorizationToken,
      customerDetails,
      via,
    });
  }
}

/** Klarna has approved; `finalize()` is to be called on the last step. */
export class KlarnaFinalizeRequiredEvent extends KlarnaEvent<{
  category: string;
  customerDetails: KlarnaAuthorizeData;
}> {
  constructor({category, customerDetails}: AuthorizeResult) {
    super('klarna-finalize-required', {category, customerDetails});
  }
}

/** Klarna has not approved, for one of three reasons. */
export class KlarnaRejectedEvent extends KlarnaEvent<{
  outcome: 'correctable' | 'cancelled' | 'declined';
  category: string;
  invalidFields: readonly string[];
  customerDetails: KlarnaAuthorizeData;
}> {
  constructor(
    result: AuthorizeResult & {
      outcome: 'correctable' | 'cancelled' | 'declined';
    },
  ) {
    const {outcome, category, customerDetails} = result;
    const invalidFields =
      result.outcome === 'correctable' ? result.invalidFields : [];
    super('klarna-rejected', {
      outcome,
      category,
      invalidFields,
      customerDetails,
    });
  }
}

/** Klarna's full-screen overlay opened or closed; no sign of an outcome. */
export class KlarnaOverlayEvent extends KlarnaEvent<{open: boolean}> {
  constructor(open: boolean) {
    super('klarna-overlay', {open});
  }
}

/** The status has changed. */
export class KlarnaStatusEvent extends KlarnaEvent<{
  status: KlarnaPaymentsStatus;
  previousStatus: KlarnaPaymentsStatus;
}> {
  constructor(
    status: KlarnaPaymentsStatus,
    previousStatus: KlarnaPaymentsStatus,
  ) {
    super('klarna-status', {status, previousStatus});
  }
}

/** Something broke. */
export class KlarnaErrorEvent extends KlarnaEvent<{
  error: KlarnaPaymentsError;
}> {
  constructor(error: KlarnaPaymentsError) {
    super('klarna-error', {error});
  }
}

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
