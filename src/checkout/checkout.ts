import {
  asKlarnaPaymentsError,
  type KlarnaPaymentsError,
} from '../klarna/errors.js';
import type {KlarnaAuthorizeData, KlarnaCategory} from '../klarna/types.js';
import type {Authorization} from './authorization.js';
import {Authorizer} from './authorizer.js';
import {changedSince} from './collecting.js';
import {faultEvent, type KlarnaPaymentsStatus} from './events.js';
import {toldByEvents, isWidgetTaken} from './faults.js';
import {WidgetLoads} from './loads.js';
import type {Notice} from './notice.js';
import type {AuthorizeMethod, AuthorizeResult} from './outcome.js';
import type {CheckoutPorts} from './ports.js';
import {Sessions} from './sessions.js';
import {
  changeBetween,
  isConfigured,
  settingsOf,
  type CheckoutSettings,
} from './settings.js';
import {
  faultIn,
  isOffered,
  offeredIn,
  selecting,
  selectedWidget,
  widgetOf,
} from './state.js';
import {Store} from './store.js';

/**
 * The checkout of one element, without its looks: what the page sets, the
 * shopper does and the form asks for, and where all of that stands.
 */
export class Checkout {
  readonly #store: Store;
  readonly #ports: CheckoutPorts;
  readonly #loads: WidgetLoads;
  readonly #authorizer: Authorizer;
  readonly #sessions: Sessions;

  constructor(ports: CheckoutPorts, settings: CheckoutSettings) {
    this.#ports = ports;
    this.#store = new Store(ports.page, settingsOf(settings));
    this.#loads = new WidgetLoads(this.#store, ports);
    this.#authorizer = new Authorizer(this.#store, ports, this.#loads);
    const inFlight = () => this.#authorizer.inFlight;
    this.#sessions = new Sessions(this.#store, ports, this.#loads, inFlight);
  }

  get status(): KlarnaPaymentsStatus {
    return this.#store.status;
  }

  /** Why the status is `error`. */
  get error(): KlarnaPaymentsError | undefined {
    const {state, status} = this.#store;
    return status === 'error' ? faultIn(state) : undefined;
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

  /** Those of the session, also those that are on offer no longer. */
  get categories(): readonly KlarnaCategory[] {
    return this.#store.state.session?.categories ?? [];
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
    return Boolean(selectedWidget(this.#store.state)?.shows);
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
    return widgetOf(this.#store.state, category)?.instanceId;
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
    const change = changeBetween(before, settings);
    if (change === 'given' || change === 'source') {
      this.#store.commit({isSuperseded: true});
    }
    if (change === 'data') {
      this.#reload();
    } else if (change) {
      this.#sessions.refresh(change === 'given').catch(toldByEvents);
    }
    this.review();
  }

  /** The element has come into the document. */
  connect(): void {
    this.#store.begin();
  }

  /** It has gone: ends what is pending and takes the containers away. */
  disconnect(): void {
    this.#sessions.forget();
    this.#store.end();
    this.#loads.prune();
  }

  /** Begins afresh: what is there may be of another time or place. */
  restart(): void {
    const {life} = this.#store;
    this.disconnect();
    if (life) this.connect();
  }

  /** Starts once; the script and the session start in this very task. */
  start(): void {
    this.#sessions.start();
  }

  /**
   * Asks the shop again and loads again. A burst of calls makes one request;
   * calls during a request make one more; none interrupts an authorization.
   *
   * @throws {KlarnaPaymentsError}
   */
  refresh(): Promise<void> {
    return this.#sessions.refresh();
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
      const error = asKlarnaPaymentsError(
        cause,
        'authorize-failed',
        'Authorizing failed',
      );
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
      isUntold && faultEvent(error),
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
