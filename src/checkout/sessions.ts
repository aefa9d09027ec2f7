import {
  asKlarnaPaymentsError,
  type KlarnaPaymentsError,
} from '../klarna/errors.js';
import {untilAborted} from '../klarna/until-aborted.js';
import {faultEvent} from './events.js';
import {toldByEvents, leftDocument, notConfigured} from './faults.js';
import type {WidgetLoads} from './loads.js';
import type {CheckoutPorts} from './ports.js';
import {givenSession, requestSession, type CheckoutSession} from './session.js';
import {isConfigured} from './settings.js';
import {accepting, type CheckoutState} from './state.js';
import type {Store} from './store.js';

/**
 * From the endpoint to the session whose widget is shown: the first one, and a
 * newer one each time that the shop is asked again.
 */
export class Sessions {
  readonly #store: Store;
  readonly #ports: CheckoutPorts;
  readonly #loads: WidgetLoads;
  readonly #inFlight: () => Promise<unknown> | undefined;
  /** Whether a token that the page has goes before the endpoint. */
  #prefersGiven = true;
  #requesting: Promise<unknown> | undefined;
  /** The refresh that is to come; calls until then join it. */
  #next: Promise<void> | undefined;

  /** @param inFlight The authorization that no newer session interrupts. */
  constructor(
    store: Store,
    ports: CheckoutPorts,
    loads: WidgetLoads,
    inFlight: () => Promise<unknown> | undefined,
  ) {
    this.#store = store;
    this.#ports = ports;
    this.#loads = loads;
    this.#inFlight = inFlight;
  }

  /** Starts once; the script and the session start in this very task. */
  start(): void {
    const {settings, state, life} = this.#store;
    if (!life || state.isStarted || !isConfigured(settings)) return;
    if (this.#ports.page.untilShown()) return;
    this.#store.commit({notice: undefined});
    this.#run(life).catch(toldByEvents);
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
    const {life} = this.#store;
    if (!life) throw leftDocument();
    this.#prefersGiven ||= prefersGiven;
    this.#next ??= this.#refreshSoon(life);
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

  /** Nothing that is under way counts any more. */
  forget(): void {
    this.#next = this.#requesting = undefined;
    this.#prefersGiven = true;
  }

  async #refreshSoon(life: AbortSignal): Promise<void> {
    // The rest of the task may add to the same burst.
    await new Promise<void>((resolve) => {
      this.#ports.clock.after(0, resolve);
    });
    // Nobody sees a page that is being prerendered.
    const shown = this.#ports.page.untilShown();
    if (shown) await shown;
    for (let busy; (busy = this.#requesting ?? this.#inFlight());) {
      await busy.catch(toldByEvents);
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
    request.catch(toldByEvents);
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
      // A session as a whole has none.
      detail: {categories: categories.filter(({identifier}) => identifier)},
    });
    this.#loads.prune();
  }

  #fail(cause: unknown): KlarnaPaymentsError {
    this.#requesting = undefined;
    const failure = asKlarnaPaymentsError(
      cause,
      'session-request',
      'No session',
    );
    this.#store.commit(
      {failure, isRefreshing: Boolean(this.#next)},
      faultEvent(failure),
    );
    return failure;
  }
}

/** What a session that has come does not end if another is on its way. */
function underWay({isSuperseded}: CheckoutState): Partial<CheckoutState> {
  return {isRefreshing: true, isSuperseded};
}
