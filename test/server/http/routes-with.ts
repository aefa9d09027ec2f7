import {systemClock} from '../../../src/server/clock.js';
import type {KlarnaMerchantEvent} from '../../../src/server/events.js';
import {emitterTo} from '../../../src/server/events.js';
import {
  Handler,
  type HandlerOptions,
  type RouteActions,
} from '../../../src/server/http/handler.js';
import {askShopWithin} from '../../../src/server/http/shop-error.js';

export const continueId = '0123456789abcdef0123456789abcdef';
export const klarnaUrl = 'https://klarna.example/redirect';

/** Asks the shop, with so many milliseconds of patience. */
export function asking(patience: number) {
  return askShopWithin(patience, systemClock(Date.now));
}

/** The routes over whatever is to be behind them. A visitor is `x-visitor`. */
export function routesWith(
  actions: Partial<RouteActions> = {},
  options: Partial<HandlerOptions> = {},
) {
  const events: KlarnaMerchantEvent[] = [];
  const handler = new Handler({
    basePath: '/klarna',
    origin: 'https://shop.example',
    sandboxed: false,
    visitor: (request) => request.headers.get('x-visitor'),
    askShop: asking(10_000),
    emit: emitterTo((event: KlarnaMerchantEvent) => events.push(event)),
    ...options,
    actions: {
      session: async () => '{}',
      place: async () => ({
        answer: {
          order_id: 'order-1',
          redirect_url: klarnaUrl,
          fraud_status: 'ACCEPTED',
        },
        continueId,
      }),
      authorized: async () => undefined,
      continueTo: async (visitor, id) =>
        visitor === 'ada' && id === continueId ? klarnaUrl : undefined,
      ...actions,
    },
  });
  const send = (
    path: string,
    {
      headers,
      ...init
    }: Omit<RequestInit, 'headers'> & {headers?: Record<string, string>} = {},
  ) =>
    handler.fetch(
      new Request(`https://shop.example/klarna/${path}`, {
        ...init,
        headers: {'x-visitor': 'ada', ...headers},
      }),
    );
  return {
    events,
    send,
    get: (path: string, headers: Record<string, string> = {}) =>
      send(path, {headers}),
    json: (path: string, body: unknown, headers: Record<string, string> = {}) =>
      send(path, {
        method: 'POST',
        headers: {'content-type': 'application/json', ...headers},
        body: JSON.stringify(body),
      }),
    form: (
      headers: Record<string, string> = {},
      fields: Record<string, string> = {klarna_authorization_token: 'token'},
    ) =>
      send('order', {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          ...headers,
        },
        body: String(new URLSearchParams(fields)),
      }),
  };
}

export const navigate = {'sec-fetch-mode': 'navigate'};
export const byScript = {'sec-fetch-mode': 'cors'};
