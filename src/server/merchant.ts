import type {KlarnaOrder} from '../wire/rest-types.js';
import type {KlarnaPaymentsClient} from './client/client.js';
import {CreateQueue} from './client/create-queue.js';
import {sleep, systemClock, type Clock} from './clock.js';
import {emitterTo} from './events.js';
import {clientOf} from './http/client-of.js';
import {Handler} from './http/handler.js';
import {originIn} from './http/origin.js';
import {askShopWithin, markedAsShop, thrownIn} from './http/shop-error.js';
import type {KlarnaMerchantOptions} from './merchant-options.js';
import {settingsOf} from './merchant-settings.js';
import {guarded} from './storage/guarded.js';
import {Accounts} from './visits/accounts.js';
import {callbackUrlFor} from './visits/callback-url.js';
import type {CallbackOutcome} from './visits/callbacks.js';
import {checkBeforeSending} from './visits/check.js';
import type {KlarnaOpenWork, KlarnaRecovered} from './visits/open-work.js';
import {openVisits} from './visits/visits.js';

/** What a runtime gives a handler beside the request. */
export interface KlarnaFetchContext {
  /** Keeps the process alive until the promise settles. */
  waitUntil?(promise: Promise<unknown>): void;
}

/** The merchant's routes. */
export interface KlarnaMerchant {
  /**
   * Answers the routes below `basePath`, and everything else with a problem.
   * Never rejects, and needs no `this`. What goes on after the answer does so by
   * the context's `waitUntil`, where there is one.
   */
  readonly fetch: (
    request: Request,
    context?: KlarnaFetchContext,
  ) => Promise<Response>;

  /** Klarna's REST API with the same credentials. */
  readonly client: KlarnaPaymentsClient;

  /** Klarna's REST API with the account that an order belongs to. */
  clientFor(order: KlarnaOrder): KlarnaPaymentsClient;

  /** What has not come to its end, the earliest due first. */
  pending(): Promise<KlarnaOpenWork[]>;

  /**
   * Takes over what is due, and answers what has become of it. Never rejects
   * because of one of them.
   */
  recover(): Promise<KlarnaRecovered[]>;

  /**
   * A person has looked in Klarna's merchant portal what has become of a session
   * that is `uncertain`, and has seen to it: it is open no longer.
   *
   * @returns Whether there was anything uncertain about it.
   */
  dismiss(sessionId: string): Promise<boolean>;

  /**
   * The shopper has seen the order, as on the shop's thank-you page: whoever
   * comes back to pay may order the same once more.
   */
  acknowledge(visitor: string, orderId: string): Promise<void>;

  /**
   * The visitor has another id from now on, after logging in or creating an
   * account. What is found under the old one belongs to the new one; a session
   * of the new one stays. What is in flight ends under the old id, and is
   * answered to both for 48 hours.
   */
  moveVisitor(from: string, to: string): Promise<void>;

  /** Stops what is done by itself, and waits for what is in flight. */
  close(): Promise<void>;
}

/** With the option `account` there is a client for an order, and not one of all. */
export type KlarnaMerchantOfAccounts = Omit<KlarnaMerchant, 'client'>;

/**
 * What a shop's back end needs so that
 * `<klarna-payments endpoint="/klarna/session">` works. Amounts come from the
 * shop, never from the browser; each order is placed once, whether the browser
 * or Klarna's callback comes first, in however many processes.
 *
 * ```ts
 * const klarna = createKlarnaMerchant({
 *   credentials: {username, password},
 *   region: 'eu',
 *   environment: 'playground',
 *   visitor: (request) => sessionIdOf(request),
 *   order: (request) => orderFromCartOf(request),
 *   placed: ({orderId, order, visitor}) => saveOrder(orderId, order, visitor),
 * });
 * export default {fetch: klarna.fetch};
 * ```
 *
 * @throws TypeError that names the option that is wrong.
 */
export function createKlarnaMerchant(
  options: KlarnaMerchantOptions & {account: object},
): KlarnaMerchantOfAccounts;
export function createKlarnaMerchant(
  options: KlarnaMerchantOptions,
): KlarnaMerchant;
export function createKlarnaMerchant(
  options: KlarnaMerchantOptions,
): KlarnaMerchantOfAccounts {
  return openMerchant(
    options,
    systemClock(options.now ?? Date.now),
    systemClock(Date.now),
  );
}

/**
 * The same on clocks of whoever tests it.
 *
 * @param realTime For Klarna's limits, which go by no option of the shop's.
 */
export function openMerchant(
  options: KlarnaMerchantOptions,
  clock: Clock,
  realTime: Clock = clock,
): KlarnaMerchantOfAccounts & Partial<KlarnaMerchant> {
  const given = settingsOf(options);
  const storage = guarded(given.storage);
  const settings = {...given, storage};
  const {basePath, callbackSecret, callbackPatience} = settings;
  const emit = emitterTo(options.onEvent, () => clock.now());
  const accounts = new Accounts(options, emit, clock);
  const queue = new CreateQueue(storage, settings.createsPerSecond, realTime);
  const askShop = askShopWithin(settings.patience, clock);
  const clientOfRequest = clientOf({
    client: options.client,
    askShop,
    emit,
  });
  const urlOf = (route: string, request: Request, secret: string) =>
    callbackUrlFor({
      origin: settings.origin ?? originIn(request),
      basePath,
      route,
      secret,
      sandboxed: options.baseUrl !== undefined,
    });

  const {placed, atOrder, tokenized, notified} = options;
  const visits = openVisits({
    settings,
    accounts,
    clock,
    emit,
    shop: {
      orderOf: async (request) =>
        orderIn(await askShop(() => options.order(request))),
      placed: markedAsShop(placed),
      atOrder: atOrder && markedAsShop(atOrder),
      tokenized: tokenized && markedAsShop(tokenized),
      notified: notified && markedAsShop(notified),
    },
    turn: async (account, ...asking) =>
      queue.turn(account, await clientOfRequest(...asking)),
    check: (order, tell) => checkBeforeSending(order, settings.check, tell),
    callbackUrl: (request, secret) =>
      urlOf('authorization', request, callbackSecret ?? secret),
    ...(notified && {
      notificationUrl: (request: Request, secret: string) =>
        urlOf('notification', request, secret),
    }),
  });
  const {sessions, orders, callbacks, recovery, visitors, background} = visits;

  /** Decides what waits, should the browser not come. */
  const decideLater = (
    {key, isWaiting}: CallbackOutcome,
    context: KlarnaFetchContext | undefined,
  ) => {
    if (isWaiting && callbackPatience === Infinity) {
      return;
    }
    const decide = () => recovery.lookAfter(key);
    if (context?.waitUntil) {
      const decided = sleep(clock, callbackPatience).then(decide);
      keepAlive(context, background.track(decided));
    } else if (!isWaiting || callbackPatience === 0) {
      void background.run(decide);
    } else if (settings.recovery === 'timer') {
      visits.timers.later(callbackPatience, decide);
    }
  };

  const handlerFor = (context: KlarnaFetchContext | undefined) =>
    new Handler({
      actions: {
        session: (visitor, request) => sessions.answer(visitor, request),
        place: (...order) => orders.place(...order),
        authorized: async (...callback) =>
          decideLater(await callbacks.writeDown(...callback), context),
        ...(notified && {
          notified: (secret: string, orderId: string, eventType: string) =>
            visits.notifications.take(secret, orderId, eventType),
        }),
        continueTo: (visitor, id, isArriving) =>
          visitors.continueTo(visitor, id, isArriving),
      },
      basePath,
      origin: settings.origin,
      sandboxed: options.baseUrl !== undefined,
      visitor: options.visitor,
      failed: options.failed,
      askShop,
      emit,
    });
  const handler = handlerFor(undefined);

  return {
    ...(!options.account && {client: accounts.of({} as KlarnaOrder).client}),
    clientFor: (order) => accounts.of(order).client,
    pending: () => unmarked(visits.pending.list()),
    recover: () => unmarked(background.track(recovery.recover())),
    dismiss: (sessionId) =>
      unmarked(background.track(visits.pending.dismiss(sessionId))),
    acknowledge: (visitor, orderId) =>
      unmarked(background.track(visitors.acknowledge(visitor, orderId))),
    moveVisitor: (from, to) =>
      unmarked(background.track(visits.moves.move(from, to))),
    close: async () => {
      visits.timers.close();
      await background.settled();
    },
    fetch: async (request, context) => {
      if (!context?.waitUntil) {
        return background.track(handler.fetch(request));
      }
      const response = await background.track(
        handlerFor(context).fetch(request),
      );
      keepAlive(context, background.settled());
      return response;
    },
  };
}

/** Runtimes refuse it once a request is over: recovery does the rest then. */
function keepAlive(context: KlarnaFetchContext, work: Promise<unknown>): void {
  try {
    context.waitUntil?.(work);
  } catch {
    // The answer stands all the same.
  }
}

/** For whoever calls the storage through the merchant: its error as it was. */
async function unmarked<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw thrownIn(error);
  }
}

/** @throws TypeError if the shop's order is none. */
function orderIn<Order extends object>(
  order: Order | null | undefined,
): Order | undefined {
  if (order === null || order === undefined) {
    return undefined;
  }
  if (typeof order !== 'object') {
    throw new TypeError('createKlarnaMerchant: order must answer an object');
  }
  return order;
}
