import assert from 'node:assert/strict';
import {after, afterEach, before, describe} from 'node:test';
import {createElement, type ComponentType} from 'react';
import {renderToString} from 'react-dom/server';
import type {
  KlarnaMerchant,
  KlarnaMerchantOfAccounts,
  KlarnaNotifiedEvent,
  KlarnaOrder,
} from '../../src/server/index.js';
import {requireBuild} from '../package/package.js';
import {Machine, type Fetch} from './machine.js';
import {buyIn, mug, paysIn} from './purchase.js';
import {blocksOf} from './ways.js';

/** Handlers as Next has them. */
type Routes = Readonly<Record<'GET' | 'POST', Fetch>>;

describe('the blocks that run on a server', () => {
  const blocks = blocksOf('servers');
  let machine: Machine;
  before(async () => {
    requireBuild();
    machine = await Machine.start();
    Object.assign(process.env, {
      CRON_SECRET: 'known to the cron',
      KLARNA_EU_USER: 'PK_0000',
      KLARNA_EU: 'secret',
      KLARNA_NA_USER: 'PN_0000',
      KLARNA_NA: 'secret',
    });
  });
  afterEach(() => machine.forget());
  after(() => machine.close());

  blocks.run(
    ['README › The endpoint', 'README › The endpoint (2)'],
    'take an order',
    async () => {
      const {klarna} = await machine.import<{klarna: KlarnaMerchant}>(
        'README › The endpoint',
      );
      await paysIn(machine, (request) => klarna.fetch(request));
    },
  );

  blocks.run(
    'README › The endpoint (3)',
    'takes an order in Express and in Hono',
    async () => {
      const shops = await machine.serve('README › The endpoint (3)');
      assert.equal(shops.length, 2);
      for (const shop of shops) await paysIn(machine, shop);
    },
  );

  blocks.run(
    ['guide/endpoint', 'guide/endpoint (2)'],
    'take an order',
    async () => {
      const {klarna} = await machine.import<{klarna: KlarnaMerchant}>(
        'guide/endpoint',
      );
      await paysIn(machine, (request) => klarna.fetch(request));
    },
  );

  for (const id of [
    'guide/endpoint › In your framework › Express',
    'guide/endpoint › In your framework › Hono',
    'guide/endpoint › In your framework › Fastify',
    'guide/endpoint › In your framework › Node alone',
  ]) {
    blocks.run(id, 'takes an order', async () => {
      const [shop] = await machine.serve(id);
      await paysIn(machine, shop);
    });
  }

  for (const id of [
    'guide/endpoint › In your framework › Next',
    'guide/workers › Next on Vercel',
  ]) {
    blocks.run(id, 'takes an order', async () => {
      const routes = await machine.import<Routes>(id);
      await paysIn(machine, (request) =>
        routes[request.method as 'POST'](request),
      );
    });
  }

  blocks.run(
    'guide/workers › Next on Vercel (2)',
    'lets nobody but the cron recover',
    async () => {
      const {GET} = await machine.import<Routes>(
        'guide/workers › Next on Vercel (2)',
      );
      const ask = (authorization: string) =>
        GET(new Request('https://shop.example/', {headers: {authorization}}));
      assert.equal((await ask('Bearer a guess')).status, 401);
      const answer = await ask('Bearer known to the cron');
      assert.deepEqual(await answer.json(), {done: 0});
    },
  );

  blocks.run('guide/workers › Deno', 'takes an order', async () => {
    let shop: Fetch | undefined;
    const Deno = {serve: (_: object, fetch: Fetch) => (shop = fetch)};
    await machine.import('guide/workers › Deno', {Deno});
    await paysIn(machine, shop);
  });

  blocks.run('guide/workers › Bun', 'takes an order', async () => {
    let shop: Fetch | undefined;
    const Bun = {serve: ({fetch}: {fetch: Fetch}) => (shop = fetch)};
    await machine.import('guide/workers › Bun', {Bun});
    await paysIn(machine, shop);
  });

  blocks.run(
    'guide/accounts',
    'sells with the account of the order',
    async () => {
      const {klarna} = await machine.import<{klarna: KlarnaMerchantOfAccounts}>(
        'guide/accounts',
      );
      const asked: string[] = [];
      machine.klarna = ({url}) => void asked.push(new URL(url).hostname);
      const orderId = await buyIn(
        (request) => klarna.fetch(request),
        machine.sandbox,
      );
      assert.deepEqual(machine.said, [`${orderId} US`]);
      assert.deepEqual([...new Set(asked)], ['api-na.playground.klarna.com']);
    },
  );

  blocks.run(
    "guide/accounts › Klarna's API for an order",
    'knows an open session',
    async () => {
      const {klarna} = await machine.import<{klarna: KlarnaMerchantOfAccounts}>(
        'guide/accounts',
      );
      const {isKnown} = await machine.import<{
        isKnown: (
          klarna: KlarnaMerchantOfAccounts,
          order: KlarnaOrder,
          sessionId: string,
        ) => Promise<boolean>;
      }>("guide/accounts › Klarna's API for an order");
      const {session_id} = await klarna.clientFor(mug).createSession(mug);
      assert.equal(await isKnown(klarna, mug, session_id), true);
    },
  );

  blocks.run(
    'guide/accounts › Countries as data',
    'has the countries of the region',
    async () => {
      const {countries} = await machine.import<{
        countries: Array<{country: string; currency: string}>;
      }>('guide/accounts › Countries as data');
      const sweden = countries.find(({country}) => country === 'SE');
      assert.equal(sweden?.currency, 'SEK');
      assert.ok(!countries.some(({country}) => country === 'US'));
    },
  );

  blocks.run(
    'guide/orders › Who the visitor is',
    'moves a visitor, and lets them order again',
    async () => {
      const {loggedIn, thanked} = await machine.import<{
        loggedIn: (from: string, to: string) => Promise<void>;
        thanked: (visitor: string, orderId: string) => Promise<void>;
      }>('guide/orders › Who the visitor is');
      await loggedIn('before', 'after');
      await thanked('after', 'an order');
    },
  );

  blocks.run(
    'guide/orders › Pending orders',
    'asks Klarna before it believes a notification',
    async () => {
      const {notified} = await machine.import<{
        notified: (event: KlarnaNotifiedEvent) => Promise<void>;
      }>('guide/orders › Pending orders');
      let status = 200;
      const asked: string[] = [];
      machine.klarna = ({url}) => {
        asked.push(url);
        return Response.json({fraud_status: 'ACCEPTED'}, {status});
      };
      const event = {
        orderId: 'an-order',
        eventType: 'FRAUD_RISK_ACCEPTED',
      } as KlarnaNotifiedEvent;
      await notified(event);
      assert.deepEqual(asked, [
        'https://api.playground.klarna.com/ordermanagement/v1/orders/an-order',
      ]);
      assert.deepEqual(machine.said, ['an-order ACCEPTED']);
      status = 503;
      await assert.rejects(notified(event), /503/);
    },
  );

  blocks.run(
    'guide/frameworks/react › What to know',
    'renders the empty tag on a server',
    async () => {
      const {Klarna} = await machine.import<{Klarna: ComponentType}>(
        'guide/frameworks/react › What to know',
      );
      assert.equal(
        renderToString(createElement(Klarna)),
        '<klarna-payments endpoint="/klarna/session"></klarna-payments>',
      );
    },
  );

  blocks.all();
});
