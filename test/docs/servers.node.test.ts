import assert from 'node:assert/strict';
import {after, afterEach, before, describe} from 'node:test';
import type {Pool} from 'pg';
import {renderToString} from 'react-dom/server';
import type {ComponentType} from 'react';
import {createElement} from 'react';
import {
  createKlarnaMerchant,
  type KlarnaMerchant,
  type KlarnaMerchantOfAccounts,
  type KlarnaNotifiedEvent,
  type KlarnaOrder,
  type KlarnaPlacedEvent,
  type KlarnaPlacedOrder,
  type KlarnaStorage,
} from '../../src/server/index.js';
import type {KlarnaSandbox} from '../../src/sandbox/index.js';
import {execute, requireBuild} from '../package/package.js';
import {startPostgres, withoutPostgres} from '../server/support/postgres.js';
import {startRedis, withoutRedis} from '../server/support/redis.js';
import {Machine, type Fetch} from './machine.js';
import {buyIn, type Shopper} from './purchase.js';
import {snippet} from './snippets.js';
import {blocksOf} from './ways.js';

/** Handlers as Next has them. */
type Routes = Readonly<Record<'GET' | 'POST', Fetch>>;

interface Worker {
  fetch(request: Request, env: object, context: object): Promise<Response>;
  scheduled(event: unknown, env: object): Promise<void>;
}

const mug = {
  purchase_country: 'SE',
  purchase_currency: 'SEK',
  locale: 'sv-SE',
  order_amount: 1000,
  order_lines: [
    {name: 'Mug', quantity: 1, unit_price: 1000, total_amount: 1000},
  ],
  merchant_urls: {confirmation: 'https://shop.example/thanks'},
} satisfies KlarnaOrder;

describe('the blocks that run on a server', () => {
  const blocks = blocksOf('servers');
  let machine: Machine;
  let postgres: Awaited<ReturnType<typeof startPostgres>> | undefined;
  let redis: Awaited<ReturnType<typeof startRedis>> | undefined;

  before(async () => {
    requireBuild();
    [machine, postgres, redis] = await Promise.all([
      Machine.start(),
      withoutPostgres ? undefined : startPostgres(),
      withoutRedis ? undefined : startRedis(),
    ]);
    if (postgres) {
      const {host, port, user, database} = await postgres.createDatabase();
      process.env['DATABASE_URL'] =
        `postgresql://${user}@${host}:${port}/${database}`;
    }
    if (redis) process.env['REDIS_URL'] = redis.url;
    Object.assign(process.env, {
      CRON_SECRET: 'known to the cron',
      KLARNA_EU_USER: 'PK_0000',
      KLARNA_EU: 'secret',
      KLARNA_NA_USER: 'PN_0000',
      KLARNA_NA: 'secret',
    });
  });
  afterEach(() => machine.forget());
  after(async () => {
    await machine.close();
    await postgres?.stop();
    await redis?.stop();
  });

  /** Buys there, and hears of it as the block says. */
  async function paysIn(shop: Fetch | undefined, shopper?: Shopper) {
    assert.ok(shop);
    const orderId = await buyIn(shop, machine.sandbox, shopper);
    assert.deepEqual(machine.said.splice(0), [`ordered ${orderId}`]);
  }

  /** A shop whose merchant has this besides what each one has. */
  function shopWith(
    given: Partial<Parameters<typeof createKlarnaMerchant>[0]>,
  ): KlarnaMerchant {
    return createKlarnaMerchant({
      credentials: {username: 'PK_0000', password: 'secret'},
      region: 'eu',
      environment: 'live',
      recovery: 'manual',
      visitor: (request: Request) => request.headers.get('x-visitor'),
      order: () => mug,
      placed: ({orderId}: KlarnaPlacedEvent) =>
        console.log(`ordered ${orderId}`),
      ...given,
    } as Parameters<typeof createKlarnaMerchant>[0]) as KlarnaMerchant;
  }

  blocks.run(
    ['README › The endpoint', 'README › The endpoint (2)'],
    'take an order',
    async () => {
      const {klarna} = await machine.import<{klarna: KlarnaMerchant}>(
        'README › The endpoint',
      );
      await paysIn((request) => klarna.fetch(request));
    },
  );

  blocks.run(
    'README › The endpoint (3)',
    'takes an order in Express and in Hono',
    async () => {
      const shops = await machine.serve('README › The endpoint (3)');
      assert.equal(shops.length, 2);
      for (const shop of shops) await paysIn(shop);
    },
  );

  blocks.run(
    ['guide/endpoint', 'guide/endpoint (2)'],
    'take an order',
    async () => {
      const {klarna} = await machine.import<{klarna: KlarnaMerchant}>(
        'guide/endpoint',
      );
      await paysIn((request) => klarna.fetch(request));
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
      await paysIn(shop);
    });
  }

  for (const id of [
    'guide/endpoint › In your framework › Next',
    'guide/workers › Next on Vercel',
  ]) {
    blocks.run(id, 'takes an order', async () => {
      const routes = await machine.import<Routes>(id);
      await paysIn((request) => routes[request.method as 'POST'](request));
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

  blocks.run(
    'guide/workers › Cloudflare Workers',
    'takes an order, and recovers by its cron',
    async () => {
      const {default: worker} = await machine.import<{default: Worker}>(
        'guide/workers › Cloudflare Workers',
      );
      const env = {
        DATABASE: {connectionString: process.env['DATABASE_URL']},
        KLARNA_USERNAME: 'PK_0000',
        KLARNA_PASSWORD: 'secret',
      };
      const open: Promise<unknown>[] = [];
      const context = {
        waitUntil: (promise: Promise<unknown>) => void open.push(promise),
      };
      const origin = 'https://shop.example';
      await paysIn((request) => worker.fetch(request, env, context), {
        origin,
        headers: {cookie: 'visitor=ada', origin},
      });
      await worker.scheduled(undefined, env);
      await Promise.all(open);
    },
    withoutPostgres,
  );

  blocks.run('guide/workers › Deno', 'takes an order', async () => {
    let shop: Fetch | undefined;
    const Deno = {serve: (_: object, fetch: Fetch) => (shop = fetch)};
    await machine.import('guide/workers › Deno', {Deno});
    await paysIn(shop);
  });

  blocks.run('guide/workers › Bun', 'takes an order', async () => {
    let shop: Fetch | undefined;
    const Bun = {serve: ({fetch}: {fetch: Fetch}) => (shop = fetch)};
    await machine.import('guide/workers › Bun', {Bun});
    await paysIn(shop);
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
    [
      'guide/orders › Once, by a unique key',
      'guide/orders › Once, by a unique key (2)',
    ],
    'write an order down once, and late details after it',
    async () => {
      const {placed, database} = await machine.import<{
        placed: (event: KlarnaPlacedEvent) => Promise<void>;
        database: Pool;
      }>('guide/orders › Once, by a unique key (2)');
      await database.query(
        snippet('guide/orders › Once, by a unique key').code,
      );
      const klarna = shopWith({environment: 'playground', placed});
      const orderId = await buyIn(
        (request) => klarna.fetch(request),
        machine.sandbox,
      );
      const told = (event: object) =>
        placed({
          orderId: 'another',
          order: mug,
          visitor: 'ada',
          details: 'none',
          fraudStatus: 'ACCEPTED',
          signal: new AbortController().signal,
          ...event,
        } as KlarnaPlacedEvent);
      await Promise.all([told({}), told({})]);
      await told({details: 'browser', order: {...mug, order_amount: 1}});
      const {rows} = await database.query(
        `select klarna_order_id as id, details, body->>'order_amount' as amount,
           (select count(*)::int from outbox
            where outbox.klarna_order_id = orders.klarna_order_id) as mails
         from orders order by orders.klarna_order_id = $1`,
        [orderId],
      );
      await database.end();
      assert.deepEqual(rows, [
        {id: 'another', details: 'browser', amount: '1', mails: 1},
        {id: orderId, details: 'browser', amount: '1000', mails: 1},
      ]);
    },
    withoutPostgres,
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

  for (const [id, needs] of [
    ['guide/storage', false],
    ['guide/storage (2)', withoutPostgres],
    ['guide/storage (3)', withoutRedis],
  ] as const) {
    blocks.run(
      id,
      'opens a storage that a live shop may sell with',
      async () => {
        const {storage, pool, client} = await machine.import<{
          storage: KlarnaStorage;
          pool?: Pool;
          client?: {close(): Promise<void>};
        }>(id);
        const klarna = shopWith({storage});
        await paysIn((request) => klarna.fetch(request));
        await klarna.close();
        await pool?.end();
        await client?.close();
      },
      needs,
    );
  }

  blocks.run(
    'guide/testing › Without a browser',
    'are tests that pass',
    async () => {
      // Without it a runner below a runner says nothing.
      const {NODE_TEST_CONTEXT: _, ...env} = process.env;
      const {stdout} = await execute(
        process.execPath,
        [
          '--import=tsx',
          '--test',
          '--test-reporter=tap',
          machine.pathOf('guide/testing › Without a browser'),
        ],
        {cwd: machine.folder, env},
      );
      assert.match(stdout, /# pass 2\n# fail 0/);
    },
  );

  blocks.run(
    'guide/testing › What the shopper does',
    'answers as queued, and then approves',
    async () => {
      const {sandbox} = await machine.import<{sandbox: KlarnaSandbox}>(
        'guide/testing › What the shopper does',
      );
      const answers = [];
      for (let index = 0; index < 4; index++) {
        const {approved, show_form, error} = await authorizeIn(sandbox);
        answers.push({approved, show_form, error: Boolean(error)});
      }
      assert.deepEqual(
        answers.map(({approved}) => approved),
        [false, false, false, true],
      );
      assert.deepEqual(
        answers.map(({error}) => error),
        [false, false, true, false],
      );
    },
  );

  blocks.run(
    'guide/testing › What goes wrong',
    'loses the answer to an order, once',
    async () => {
      const {sandbox} = await machine.import<{sandbox: KlarnaSandbox}>(
        'guide/testing › What goes wrong',
      );
      assert.equal(sandbox.latency, 2000);
      sandbox.latency = 0;
      const token = (await authorizeIn(sandbox)).authorization_token;
      const order = () => post(sandbox, `authorizations/${token}/order`);
      await assert.rejects(async () => (await order()).text());
      const answer = (await (await order()).json()) as KlarnaPlacedOrder;
      assert.equal(answer.fraud_status, 'PENDING');
      assert.deepEqual(
        sandbox.orders.map((each) => each.answer.order_id),
        [answer.order_id],
      );
      // Of those that are set one after the other the last one holds.
      const {script, frame} = sandbox.faults;
      assert.deepEqual({script, frame}, {script: 'never', frame: 'silent'});
    },
  );

  blocks.run(
    'sandbox/rest › Pending orders',
    'decides an order, and has said so',
    async () => {
      const {sandbox} = await machine.import<{sandbox: KlarnaSandbox}>(
        'sandbox/rest › Pending orders',
      );
      assert.deepEqual(
        sandbox.orders.map(({answer, fraudStatus}) => [
          answer.fraud_status,
          fraudStatus,
        ]),
        [['PENDING', 'ACCEPTED']],
      );
    },
  );

  blocks.run('sandbox/script', 'makes a sandbox', async () => {
    await machine.import('sandbox/script');
  });

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

async function authorizeIn(sandbox: KlarnaSandbox) {
  const answer = await post(sandbox, 'sessions');
  const {client_token} = (await answer.json()) as {client_token: string};
  return sandbox.authorize(client_token);
}

function post(sandbox: KlarnaSandbox, path: string): Promise<Response> {
  return sandbox.fetch(
    new Request(`http://127.0.0.1:8700/payments/v1/${path}`, {
      method: 'POST',
      headers: {authorization: `Basic ${btoa('any:thing')}`},
      body: JSON.stringify(mug),
    }),
  );
}
