import type {KlarnaPaymentsError} from '../klarna/errors.js';
import type {KlarnaAuthorizeData, KlarnaCategory} from '../klarna/types.js';
import {untilAborted} from '../klarna/until-aborted.js';
import type {Authorization} from './authorization.js';
import {Authorizer} from './authorizer.js';
import {changedSince} from './collecting.js';
import {
  faultOf,
  isReported,
  isWidgetTaken,
  leftDocument,
  notConfigured,
} from './faults.js';
import {WidgetLoads} from './loads.js';
import type {Notice} from './notice.js';
import type {AuthorizeMethod, AuthorizeResult} from './outcome.js';
import type {CheckoutPorts} from './ports.js';
import {givenSession, requestSession, type CheckoutSession} from './session.js';
import {
  changesBetween,
  isConfigured,
  settingsOf,
  type CheckoutSettings,
} from './settings.js';
import {
  accepting,
  isOffered,
  offeredIn,
  selecting,
  selectedWidget,
  type CheckoutState,
} from './state.js';
import type {KlarnaPaymentsStatus} from './events.js';
import {Store} from './store.js';

/**
 * The checkout of one element, without its looks: from the shop's endpoint to
 * the session, its categories, Klarna's widgets, the authorization and what
 * may be done with it.
 */
export class Checkout {
  readonly #store: Store;
  readonly #ports: CheckoutPorts;
  readonly #loads: WidgetLoads;
  readonly #authorizer: Authorizer;
  /** Ends when the element leaves the document. */
  #life: AbortController | undefined;
  /** Whether a token that the page has goes before the endpoint. */
  #prefersGiven = true;
  #requesting: Promise<unknown> | undefined;
  /** The refresh that is to come; calls until then join it. */
  #next: Promise<void> | undefined;

  constructor(ports: CheckoutPorts, settings: CheckoutSettings) {
    this.#ports = ports;
    this.#store = new Store(ports.page, settingsOf(settings));
    this.#loads = new WidgetLoads(this.#store, ports);
    this.#authorizer = new Authorizer(this.#store, ports, this.#loads);
  }

  get status(): KlarnaPaymentsStatus {
    return this.#store.status;
  }

  /** Why the status is `error`. */
  get error(): KlarnaPaymentsError | undefined {
    const {state, status} = this.#store;
    return status === 'error'
      ? (state.failure ?? selectedWidget(state)?.error)
      : undefined;
  }

  get isStarted(): boolean {
    return this.#store.state.isStarted;
  }

  /** Whether there is a session. */
  get hasSession(): boolean {
    return Boolean(this.#store.state.session);
  }

  /** Whether this visitor's order stands, and nothing is left to pay. */
  get isOrdered(): boolean {
    return this.#store.state.failure?.code === 'already-ordered';
  }

  /** What is on offer; a single nameless category for a session as a whole. */
  get offered(): readonly KlarnaCategory[] {
    return offeredIn(this.#store.state);
  }

  /** Identifier of the selected category, empty where there is none. */
  get selected(): string {
    return this.#store.state.selected;
  }

  /** The selected category; before a session, the one that is wished for. */
  get category(): string {
    const {session, selected, wish} = this.#store.state;
    return session ? selected : wish;
  }

  get notice(): Notice | undefined {
    return this.#store.state.notice;
  }

  /** Whether Klarna's form is to be seen in the selected panel. */
  get isShown(): boolean {
    return Boolean(selectedWidget(this.#store.state)?.isShown);
  }

  /**
   * The authorization that may place the order at this very moment: it has not
   * expired, nothing says anything else than what was authorized, and Klarna
   * is not being asked for another.
   */
  get authorization(): Authorization | undefined {
    return this.#store.state.isAsking ? undefined : this.#usable;
  }

  /** Name of a category's widget, once it has one. */
  widgetName(category: string): string | undefined {
    return this.#store.state.widgets[category]?.instanceId;
  }

  /** Whether a widget of that name is one of these. */
  owns(instanceId: string): boolean {
    return Object.values(this.#store.state.widgets).some(
      (widget) => widget?.instanceId === instanceId,
    );
  }

  /** Whether every container still stands where Klarna's script finds it. */
  get isWhole(): boolean {
    return this.#loads.areWhole;
  }

  /** What the page has set counts from this very moment on. */
  configure(page: CheckoutSettings): void {
    const before = this.#store.settings;
    const settings = settingsOf(page);
    this.#store.settings = settings;
    if (!this.isStarted) return;
    if (!isConfigured(settings)) {
      this.restart();
      return;
    }
    const changes = changesBetween(before, settings);
    const isGiven = changes.has('given');
    if (isGiven || changes.has('source')) {
      this.#store.commit({isSuperseded: true});
    }
    if (isGiven || changes.has('source') || changes.has('order')) {
      this.refresh(isGiven).catch(isReported);
    } else if (changes.has('data')) {
      this.#reload();
    }
    this.review();
  }

  /** The element has come into the document. */
  connect(): void {
    if (this.#life) return;
    this.#life = new AbortController();
    this.#store.life = this.#life.signal;
  }

  /** It has gone: ends what is pending and takes the containers away. */
  disconnect(): void {
    this.#life?.abort();
    this.#life = this.#store.life = undefined;
    this.#next = this.#requesting = undefined;
    this.#prefersGiven = true;
    this.#store.reset();
    this.#loads.prune();
  }

  /** Begins afresh: what is there may be of another time or place. */
  restart(): void {
    const wasConnected = Boolean(this.#life);
    this.disconnect();
    if (wasConnected) this.connect();
  }

  /** Starts once; the script and the session start in this very task. */
  start(): void {
    const {settings} = this.#store;
    if (!this.#life || this.isStarted || !isConfigured(settings)) return;
    if (this.#ports.page.untilShown()) return;
    this.#run(this.#life.signal).catch(isReported);
  }

  /**
   * Asks the shop again and loads again. A burst of calls makes one request;
   * calls during a request make one more; none interrupts an authorization.
   *
   * @param prefersGiven Whether the page has just given the token itself.
   * @throws {KlarnaPaymentsError}
   */
  async refresh(prefersGiven = false): Promise<void> {
    if (!isConfigured(this.#store.settings)) throw notConfigured();
    if (!this.#life) throw leftDocument();
    this.#prefersGiven ||= prefersGiven;
    this.#next ??= this.#refreshSoon(this.#life.signal);
    const next = this.#next;
    // What has been authorized is an order that is no more.
    this.#store.commit({
      isStarted: true,
      isRefreshing: true,
      authorization: undefined,
      notice: undefined,
    });
    return next;
  }

  /** Selects what is offered; what is not is wished for from now on. */
  select(category: string): void {
    const {state} = this.#store;
    this.#store.commit(
      isOffered(state, category)
        ? selecting(state, category)
        : {wish: category},
    );
    this.#loads.show();
  }

  /** @throws {KlarnaPaymentsError} Faults only; see {@link AuthorizeResult}. */
  ask(
    method: AuthorizeMethod,
    details?: KlarnaAuthorizeData,
    signal?: AbortSignal,
  ): Promise<AuthorizeResult> {
    this.#ports.form.endCorrections();
    return this.#authorizer.ask(method, details, signal);
  }

  /**
   * What a submit asks for: starts or tries again where that is needed, waits
   * for the widget, and authorizes, or finalizes what requires it. Klarna is
   * asked in this very task if everything is ready.
   *
   * @throws {KlarnaPaymentsError} Faults only, of which the page and the
   *     shopper have been told.
   */
  async purchase(): Promise<AuthorizeResult> {
    const {life} = this.#store;
    try {
      return await this.#purchase();
    } catch (cause) {
      const error = faultOf(cause, 'authorize-failed', 'Authorizing failed');
      if (life === this.#store.life) this.#tellOfSubmit(error);
      throw error;
    }
  }

  async #purchase(): Promise<AuthorizeResult> {
    if (this.status === 'error') await this.refresh();
    else this.start();
    while (this.status === 'loading') await this.#store.statusChange();
    const {approval, session} = this.#store.state;
    const isToFinalize =
      approval?.mustFinalize && approval.clientToken === session?.clientToken;
    return this.ask(isToFinalize ? 'finalize' : 'authorize');
  }

  /** Nobody holds the promise of a submit, which tells others of the rest. */
  #tellOfSubmit(error: KlarnaPaymentsError): void {
    const {status, notice} = this;
    const isUntold = error.code === 'not-ready' || isWidgetTaken(error);
    const isUnseen = isUntold || error.code === 'details-failed';
    const isChosen = !this.#ports.page.isDisabled(true);
    if (!isUnseen || !isChosen || !/^(loading|ready)$/.test(status)) return;
    this.#store.commit(
      {notice: notice ?? {kind: 'cancelled'}},
      ...(isUntold ? [{type: 'klarna-error', detail: {error}} as const] : []),
    );
  }

  /** Drops the authorization if the details are others than were authorized. */
  review(): void {
    if (this.#store.state.authorization && !this.#usable) {
      this.invalidate();
    }
  }

  /** The token no longer matches the order, or has been used. */
  invalidate(): void {
    this.#authorizer.drop();
  }

  /** Tells the shopper something, or takes it back. */
  tell(notice: Notice | undefined): void {
    this.#store.commit({notice});
  }

  /** The latest authorization, while nothing has changed since. */
  get #usable(): Authorization | undefined {
    const {state, settings} = this.#store;
    const {authorization} = state;
    if (!authorization || this.#ports.clock.now() >= authorization.expires) {
      return undefined;
    }
    const {collected} = authorization;
    const {customerDetails} = settings;
    return changedSince(collected, this.#ports.form, customerDetails)
      ? undefined
      : authorization;
  }

  async #refreshSoon(life: AbortSignal): Promise<void> {
    // The rest of the task may add to the same burst.
    await new Promise<void>((resolve) => {
      this.#ports.clock.after(0, resolve);
    });
    // Nobody sees a page that is being prerendered.
    const shown = this.#ports.page.untilShown();
    if (shown) await shown;
    for (let busy; (busy = this.#requesting ?? this.#authorizer.inFlight);) {
      await busy.catch(isReported);
    }
    if (life.aborted) throw leftDocument();
    this.#next = undefined;
    await this.#run(life);
  }

  /** One pass from the endpoint to the loaded widget. */
  async #run(life: AbortSignal): Promise<void> {
    const {settings} = this.#store;
    const {clientToken, endpoint, fetchSession, sdkUrl} = settings;
    const isGiven =
      clientToken && (this.#prefersGiven || !(endpoint || fetchSession));
    this.#prefersGiven = false;
    const {script, clock, page} = this.#ports;
    this.#loads.expectScript(script.load({src: sdkUrl, signal: life}));
    const request = untilAborted(
      () =>
        isGiven
          ? givenSession(settings)
          : requestSession(settings, life, clock, page),
      life,
    );
    request.catch(isReported);
    this.#requesting = request;
    this.#store.commit({
      isStarted: true,
      isRefreshing: true,
      failure: undefined,
      authorization: undefined,
    });
    try {
      this.#accept(await request);
    } catch (cause) {
      if (life.aborted) throw leftDocument();
      throw this.#fail(cause);
    }
    // A newer state is on its way: loading this one would be in vain.
    await (this.#next ?? this.#loads.showSelected());
    if (life.aborted) throw leftDocument();
  }

  #accept(session: CheckoutSession): void {
    this.#requesting = undefined;
    const {state, settings} = this.#store;
    const {categories} = session;
    const change = accepting(state, session, settings.loadData);
    this.#store.commit(this.#next ? {...change, ...underWay(state)} : change, {
      type: 'klarna-session',
      detail: {categories},
    });
    this.#loads.prune();
  }

  #fail(cause: unknown): KlarnaPaymentsError {
    this.#requesting = undefined;
    const failure = faultOf(cause, 'session-request', 'No session');
    this.#store.commit(
      {failure, isRefreshing: Boolean(this.#next)},
      ...(failure.code === 'configuration'
        ? []
        : [{type: 'klarna-error', detail: {error: failure}} as const]),
    );
    return failure;
  }

  /** Loads again with changed data, the selected widget at once. */
  #reload(): void {
    const {session} = this.#store.state;
    if (!session) return;
    const data = this.#store.settings.loadData;
    this.#store.commit({
      target: {session, data},
      authorization: undefined,
    });
    this.#loads.show();
  }
}

/** What a session that has come does not end if another is on its way. */
function underWay({isSuperseded}: CheckoutState): Partial<CheckoutState> {
  return {isRefreshing: true, isSuperseded};
}
