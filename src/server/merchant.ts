import {callbackUrlFor} from './visits/callback-url.js';
import {Claims} from './visits/claims.js';
import {KlarnaPaymentsClient} from './client/client.js';
import {CreateQueue} from './client/create-queue.js';
import {Ledger} from './visits/ledger.js';
import {memoryStorage} from './storage/memory.js';
import {emitterTo} from './events.js';
import {settingsOf, type KlarnaMerchantOptions} from './merchant-options.js';
import {clientOf} from './http/client-of.js';
import {Handler} from './http/handler.js';
import {originIn} from './http/origin.js';
import {askShop} from './http/shop-error.js';
import {OrderSteps} from './visits/order-steps.js';
import {Orders} from './visits/orders.js';
import {assertOrder, Sessions} from './visits/sessions.js';

/** The merchant's routes. */
export interface KlarnaMerchant {
  /**
   * Answers `POST {basePath}/session`, `{basePath}/order` and
   * `{basePath}/authorization/{secret}`, and everything else with a problem.
   * Never rejects, and needs no `this`.
   */
  readonly fetch: (request: Request) => Promise<Response>;

  /** Klarna's REST API with the same credentials. */
  readonly client: KlarnaPaymentsClient;
}

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
  options: KlarnaMerchantOptions,
): KlarnaMerchant {
  const settings = settingsOf(options);
  const {basePath, callbackSecret, account, now} = settings;
  const storage = options.storage ?? memoryStorage();
  const ledger = new Ledger(storage);
  const claims = new Claims(storage);

  const originOf = (request: Request) => settings.origin ?? originIn(request);
  const orderOf = async (request: Request) =>
    assertOrder(await askShop(() => options.order(request), settings.patience));
  const emit = emitterTo(options.onEvent, now);
  const client = new KlarnaPaymentsClient({...options, onEvent: emit});

  const queue = new CreateQueue(storage, settings.createsPerSecond);
  const clientFor = clientOf({
    client: options.client,
    patience: settings.patience,
    emit,
  });

  const steps = new OrderSteps({
    client,
    ledger,
    placed: async (event) => options.placed(event),
    onError: (error) =>
      emit({type: 'shop-error', outcome: 'ignored', route: 'session', error}),
  });
  const orders = new Orders({
    client,
    ledger,
    claims,
    steps,
    callbackSecret,
    orderOf,
  });
  const sessions = new Sessions({
    client,
    ledger,
    claims,
    steps,
    turn: async (...asking) => queue.turn('', await clientFor(...asking)),
    account,
    now,
    orderOf,
    callbackUrl: (request, secret) =>
      callbackUrlFor({
        origin: originOf(request),
        basePath,
        secret: callbackSecret ?? secret,
        sandboxed: options.baseUrl !== undefined,
      }),
  });

  const handler = new Handler({
    actions: {
      session: (visitor, request) => sessions.answer(visitor, request),
      place: async (...order) => ({answer: await orders.place(...order)}),
      authorized: (...callback) => orders.authorized(...callback),
      continueTo: () => Promise.resolve(undefined),
    },
    basePath,
    origin: settings.origin,
    sandboxed: options.baseUrl !== undefined,
    visitor: options.visitor,
    failed: options.failed,
    patience: settings.patience,
    emit,
  });

  return {client, fetch: (request) => handler.fetch(request)};
}
