import {formatOf, readBody} from './http/body.js';
import {callbackUrlFor} from './visits/callback-url.js';
import {Claims} from './visits/claims.js';
import {KlarnaPaymentsClient} from './client/client.js';
import {CreatePace} from './client/create-pace.js';
import {Ledger} from './visits/ledger.js';
import {memoryStorage} from './storage/memory.js';
import {emitterTo} from './events.js';
import {settingsOf, type KlarnaMerchantOptions} from './merchant-options.js';
import {
  checkSessionRequest,
  readCallback,
  readOrderRequest,
} from './http/order-request.js';
import {OrderSteps} from './visits/order-steps.js';
import {Orders} from './visits/orders.js';
import {factsOf, ProblemError, problemFrom} from './http/problems.js';
import {
  assertPost,
  assertSameOrigin,
  demands,
  destinationOf,
  originIn,
  type Destination,
} from './http/routes.js';
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
    assertOrder(await options.order(request));
  const emit = emitterTo(options.onEvent, now);
  const client = new KlarnaPaymentsClient({...options, onEvent: emit});

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
    pace: new CreatePace(storage, settings.createsPerSecond),
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

  const visitorOf = async (request: Request) => {
    const visitor = await options.visitor(request);
    if (visitor === null || visitor === undefined || visitor === '') {
      throw new ProblemError('no-visitor', 'The shop does not know who asks.');
    }
    if (typeof visitor !== 'string') {
      throw new TypeError('createKlarnaMerchant: visitor must answer a string');
    }
    return visitor;
  };

  const handle = async (
    request: Request,
    destination: Destination,
  ): Promise<Response> => {
    const {route} = destination;
    const {formats, from} = demands[route];
    assertPost(request);
    if (from === 'the shop') {
      assertSameOrigin(request, originOf(request));
    }
    const format = formatOf(request, formats);

    if (destination.route === 'authorization') {
      const {sessionId, token} = readCallback(await readBody(request, format));
      await orders.authorized(destination.secret, sessionId, token);
      return new Response(null, {status: 204});
    }

    const visitor = await visitorOf(request);
    const body = await readBody(request, format);
    if (route === 'session') {
      checkSessionRequest(body);
      return json(await sessions.answer(visitor, request));
    }
    const {token, details} = readOrderRequest(body);
    const answer = await orders.place(visitor, token, details, request);
    return format === 'form' && answer.redirect_url !== undefined
      ? seeOther(answer.redirect_url)
      : json(answer);
  };

  return {
    client,
    fetch: async (request) => {
      const destination = destinationOf(request, basePath);
      if (!destination) {
        return notFound();
      }
      const {route} = destination;
      const since = performance.now();
      const duration = () => performance.now() - since;
      try {
        const response = await handle(request, destination);
        const {status} = response;
        emit({
          type: 'request',
          outcome: 'ok',
          route,
          status,
          duration: duration(),
        });
        return response;
      } catch (error) {
        const problem = problemFrom(error, route);
        emit({
          type: 'request',
          outcome: 'problem',
          route,
          duration: duration(),
          ...factsOf(problem, error),
        });
        return problem.toResponse();
      }
    },
  };
}

function json(answer: object): Response {
  return new Response(JSON.stringify(answer), {
    headers: {'content-type': 'application/json', 'cache-control': 'no-store'},
  });
}

function seeOther(location: string): Response {
  return new Response(null, {
    status: 303,
    headers: {location, 'cache-control': 'no-store'},
  });
}

function notFound(): Response {
  return new ProblemError('not-found', 'There is nothing here.').toResponse();
}
