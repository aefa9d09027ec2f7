/**
 * Klarna without credentials and without a network: the REST API, the script
 * and its frames, and the shopper's side without a browser.
 */
import type {
  KlarnaAuthorizeData,
  KlarnaAuthorizeResult,
} from '../klarna/types.js';
import type {ShopperMethod} from './browser/messages.js';
import {browserRoutes} from './browser/routes.js';
import {Callbacks} from './rest/callbacks.js';
import {Delivery} from './rest/delivery.js';
import {PendingOrders} from './rest/pending-orders.js';
import {badge, badgePath, identifiersOf} from './state/categories.js';
import type {SandboxContext} from './state/context.js';
import type {KlarnaSandboxFaults} from './state/faults.js';
import {
  listen,
  type KlarnaSandboxListenOptions,
  type KlarnaSandboxServer,
} from './listen.js';
import {settingsFrom, type KlarnaSandboxOptions} from './options.js';
import {Journal, type NewNote} from './overview/journal.js';
import {overviewRoutes} from './overview/overview.js';
import {verdictOfRest, verdictOfShopper} from './overview/verdicts.js';
import {nameOf, restRoutes} from './rest/routes.js';
import type {KlarnaSandboxAnswer, ShopperCall} from './shopper/shopper.js';
import {SandboxShopper} from './shopper/authorize.js';
import {SandboxStore, type StoredOrder} from './state/store.js';
import {orderValidation} from './validation/stages.js';

export type {
  KlarnaSandboxExperiment,
  KlarnaSandboxScript,
} from './browser/builds.js';
export type {
  KlarnaSandboxErrorAnswer,
  KlarnaSandboxFaults,
  KlarnaSandboxLoadFault,
  KlarnaSandboxOperation,
  KlarnaSandboxRestFailure,
  KlarnaSandboxRestFault,
  KlarnaSandboxSilence,
  KlarnaSandboxTimedRestFault,
} from './state/faults.js';
export type {
  KlarnaSandboxListenOptions,
  KlarnaSandboxServer,
} from './listen.js';
export type {
  KlarnaSandboxCredentials,
  KlarnaSandboxOptions,
  KlarnaSandboxPreset,
  KlarnaSandboxRateLimit,
  KlarnaSandboxRequest,
} from './options.js';
export type {
  KlarnaSandboxComparedField,
  SandboxReadings as KlarnaSandboxReadings,
} from './readings.js';
export type {KlarnaSandboxNote} from './overview/journal.js';
export type {KlarnaSandboxAnswer, ShopperCall} from './shopper/shopper.js';
export type {StoredOrder as KlarnaSandboxOrder} from './state/store.js';

/** How the shopper authorizes without a browser. */
export interface KlarnaSandboxAuthorizeOptions {
  /** Default: the first category that the session offers. */
  category?: string;
  /** `false` for a multi-step checkout. Default: `true`. */
  autoFinalize?: boolean;
}

/** An offline Klarna. */
export interface KlarnaSandbox {
  /** Web-standard handler of everything that the sandbox serves. */
  fetch: (request: Request) => Promise<Response>;

  /** Listens on an origin of its own. */
  listen: (
    options?: KlarnaSandboxListenOptions,
  ) => Promise<KlarnaSandboxServer>;

  /**
   * The shopper's side without a browser: what Klarna's `authorize` answers.
   * A queued answer comes first, then Klarna's test customers, then the option
   * `answer`, and otherwise the purchase is approved.
   */
  authorize: (
    clientToken: string,
    details?: KlarnaAuthorizeData,
    options?: KlarnaSandboxAuthorizeOptions,
  ) => Promise<KlarnaAuthorizeResult>;

  /** Completes an authorization that answered `finalize_required`. */
  finalize: (
    clientToken: string,
    details?: KlarnaAuthorizeData,
  ) => Promise<KlarnaAuthorizeResult>;

  /** Authorizes a changed order again. */
  reauthorize: (
    clientToken: string,
    details?: KlarnaAuthorizeData,
  ) => Promise<KlarnaAuthorizeResult>;

  /** Queues what the shopper does, one answer for each authorization. */
  answer: (...answers: KlarnaSandboxAnswer[]) => void;

  /**
   * Decides on an order that was placed with the fraud status `PENDING`, and
   * notifies the merchant.
   *
   * @returns Whether an order of this id was pending.
   */
  decide: (orderId: string, verdict: 'accept' | 'reject') => boolean;

  /** What is broken; the members may be changed at any time. */
  readonly faults: KlarnaSandboxFaults;

  /** Milliseconds before every answer; may be changed at any time. */
  latency: number;

  /** The orders of the last 48 hours, in no particular order. */
  readonly orders: readonly StoredOrder[];

  /** How many sessions are kept: those of the last 48 hours. */
  readonly sessionCount: number;

  /**
   * Resolves when all callbacks and all notifications that are due by the
   * sandbox's clock have been delivered or given up.
   */
  settled: () => Promise<void>;
}

/** Makes a sandbox; it has no state in common with any other. */
export function createKlarnaSandbox(
  options: KlarnaSandboxOptions = {},
): KlarnaSandbox {
  const settings = settingsFrom(options);
  const faults = options.faults ?? {};
  const store = new SandboxStore(settings.now);
  const journal = new Journal(settings.now, settings.onNote);
  const noted = (note: NewNote) => journal.add(note);
  const delivery = new Delivery(settings, noted);
  const context: SandboxContext = {
    settings,
    store,
    validation: orderValidation(settings),
    callbacks: new Callbacks(settings, delivery),
    pendingOrders: new PendingOrders(settings, store, delivery),
  };
  const shopper = new SandboxShopper(context);
  const rest = restRoutes(context, () => faults);
  const identifiers = identifiersOf(settings.categories);
  const browser = browserRoutes(shopper, {
    faults,
    popup: settings.popup,
    frameTimeout: settings.frameTimeout,
    script: settings.script,
    browser: settings.browser,
    ...(settings.origin && {origin: settings.origin}),
    categories: identifiers,
    noted,
  });
  const overview = overviewRoutes({
    settings,
    faults,
    journal,
    orders: () => context.store.orders,
    sessionCount: () => context.store.size,
    queued: () => shopper.queued,
    queue: (answer) => shopper.queue([answer]),
    clearQueue: () => shopper.clearQueue(),
    decide: (orderId, verdict) =>
      context.pendingOrders.decide(orderId, verdict),
  });

  const sandbox: KlarnaSandbox = {
    fetch: async (request) => {
      const shown = overview(request);
      if (shown) return shown;
      await pause(sandbox.latency);
      context.pendingOrders.runDue();
      return (
        (await answerMerchant(request)) ??
        (await browser(request)) ??
        (new URL(request.url).pathname === badgePath
          ? badge()
          : new Response('Not found', {status: 404}))
      );
    },
    listen: (where = {}) => listen(sandbox.fetch, where),
    authorize: async (clientToken, data, {category, autoFinalize} = {}) => {
      const call = callOf(clientToken, data, category);
      const answer = shopper.settledAnswer(call) ?? 'approve';
      return told(
        'authorize',
        call,
        shopper.authorize({...call, autoFinalize, answer}),
      );
    },
    finalize: async (clientToken, data) => {
      const call = callOf(clientToken, data);
      const answer = shopper.settledAnswer(call) ?? 'approve';
      return told('finalize', call, shopper.finalize({...call, answer}));
    },
    reauthorize: async (clientToken, data) => {
      const call = callOf(clientToken, data);
      const answer = shopper.settledAnswer(call) ?? 'approve';
      return told('reauthorize', call, shopper.reauthorize({...call, answer}));
    },
    answer: (...answers) => shopper.queue(answers),
    decide: (orderId, verdict) =>
      context.pendingOrders.decide(orderId, verdict),
    faults,
    latency: options.latency ?? 0,
    get orders() {
      return context.store.orders;
    },
    get sessionCount() {
      return context.store.size;
    },
    settled: () => {
      context.pendingOrders.runDue();
      return delivery.settled();
    },
  };
  return sandbox;

  async function answerMerchant(
    request: Request,
  ): Promise<Response | undefined> {
    const response = await rest(request);
    if (!response) return undefined;
    const operation = nameOf(request);
    noted({
      request: `${request.method} ${operation ?? 'unknown'}`,
      status: response.status,
      ...(await verdictOfRest(operation, response)),
    });
    return response;
  }

  /** Without a browser, but the page at `/` lists it all the same. */
  function told(
    method: ShopperMethod,
    {clientToken}: ShopperCall,
    result: KlarnaAuthorizeResult,
  ): KlarnaAuthorizeResult {
    const isKnown = shopper.order(clientToken) !== undefined;
    const verdict = verdictOfShopper(method, {kind: 'result', result}, isKnown);
    noted({request: method, ...verdict});
    return result;
  }

  function callOf(
    clientToken: string,
    data?: KlarnaAuthorizeData,
    category = identifiers[0],
  ) {
    return {clientToken, ...(category && {category}), ...(data && {data})};
  }
}

async function pause(milliseconds: number): Promise<void> {
  if (milliseconds > 0) {
    await new Promise((done) => setTimeout(done, milliseconds));
  }
}
