import {createServer, type RequestListener} from 'node:http';
import type {AddressInfo} from 'node:net';
import {createClient} from 'redis';
import {toNodeHandler} from 'srvx/node';

import {createKlarnaMerchant, redisStorage} from '../../../src/server/index.js';
import {cart} from './cart.js';

/**
 * One process of a shop. Its orders go on a list in Redis, one entry a call of
 * `placed`; what was logged or went wrong goes to whoever has started it.
 */
export interface ShopProcessSettings {
  redis: string;
  klarna: string;
  credentials: {username: string; password: string};
  callbackSecret: string;
}

/** The key of that list. */
export const placedList = 'shop:placed';

if (process.send) {
  await serve(JSON.parse(process.argv[2] ?? '') as ShopProcessSettings);
}

async function serve(settings: ShopProcessSettings): Promise<void> {
  const client = await createClient({url: settings.redis}).connect();
  const {fetch} = createKlarnaMerchant({
    credentials: settings.credentials,
    baseUrl: settings.klarna,
    region: 'eu',
    environment: 'live',
    origin: 'https://shop.example',
    callbackSecret: settings.callbackSecret,
    storage: redisStorage(client),
    visitor: (request) => request.headers.get('x-visitor'),
    order: (request) => cart(Number(request.headers.get('x-amount'))),
    placed: async ({orderId, visitor, order}) => {
      await client.rPush(
        placedList,
        JSON.stringify({orderId, visitor, amount: order.order_amount}),
      );
    },
    onEvent: ({error, ...event}: {type: string; error?: unknown}) => {
      console.error(JSON.stringify(event), error ?? '');
    },
  });
  const server = createServer(
    toNodeHandler(fetch) as unknown as RequestListener,
  ).listen(0, '127.0.0.1', () => {
    process.send?.((server.address() as AddressInfo).port);
  });
}
