import {createServer, type RequestListener} from 'node:http';
import type {AddressInfo} from 'node:net';
import {toNodeHandler} from 'srvx/node';

import {createKlarnaMerchant} from '../../src/server/index.js';
import {cart} from '../server/support/cart.js';
import {openPlace, type Place} from '../server/support/places.js';

/**
 * One process of a shop. What has to outlive it (calls of `placed`, events) it
 * tells the shop's books by HTTP, and waits until they have it.
 */
export interface ShopProcessSettings {
  place: Place;
  klarna: string;
  /** Where the books are. */
  books: string;
  credentials: {username: string; password: string};
  callbackSecret: string;
  callbackPatience: number;
}

/** What the books are told. */
export type Entry =
  | {kind: 'placed'; orderId: string; visitor: string; details: string}
  | {kind: 'event'; type: string; outcome: string; sessionId?: string};

/** What the process is asked, and answers. */
export type Ask =
  {ask: 'recover'; later: number} | {ask: 'pending'; later: number};

if (process.send) {
  await serve(JSON.parse(process.argv[2] ?? '') as ShopProcessSettings);
}

async function serve(settings: ShopProcessSettings): Promise<void> {
  const {storage} = await openPlace(settings.place);
  /** Milliseconds by which the shop's clock is ahead. */
  let later = 0;
  const note = async (entry: Entry) => {
    await fetch(settings.books, {method: 'POST', body: JSON.stringify(entry)});
  };
  const merchant = createKlarnaMerchant({
    credentials: settings.credentials,
    baseUrl: settings.klarna,
    region: 'eu',
    environment: 'live',
    check: 'off',
    origin: 'https://shop.example',
    callbackSecret: settings.callbackSecret,
    callbackPatience: settings.callbackPatience,
    now: () => Date.now() + later,
    storage,
    visitor: (request) => request.headers.get('x-visitor'),
    order: (request) => cart(Number(request.headers.get('x-amount'))),
    placed: ({orderId, visitor, details}) =>
      note({kind: 'placed', orderId, visitor, details}),
    onEvent: (event) => {
      const sessionId = 'sessionId' in event ? event.sessionId : undefined;
      if (sessionId === undefined || event.type.startsWith('klarna-')) return;
      const {type, outcome} = event;
      void note({kind: 'event', type, outcome, sessionId}).catch(() => {});
    },
  });

  process.on('message', (message: Ask) => {
    later = message.later;
    const work =
      message.ask === 'recover' ? merchant.recover() : merchant.pending();
    work.then(
      (answer) => process.send?.({answer}),
      (error: unknown) => process.send?.({error: String(error)}),
    );
  });
  const server = createServer(
    toNodeHandler((request) =>
      merchant.fetch(request),
    ) as unknown as RequestListener,
  ).listen(0, '127.0.0.1', () => {
    process.send?.({port: (server.address() as AddressInfo).port});
  });
}
