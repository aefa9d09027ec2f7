import assert from 'node:assert/strict';
import {after, afterEach, before, describe} from 'node:test';
import type {Pool} from 'pg';
import type {KlarnaPlacedEvent, KlarnaStorage} from '../../src/server/index.js';
import {requireBuild} from '../package/package.js';
import {startPostgres, withoutPostgres} from '../server/support/postgres.js';
import {startRedis, withoutRedis} from '../server/support/redis.js';
import {Machine} from './machine.js';
import {buyIn, merchantWith, mug, paysIn} from './purchase.js';
import {snippet} from './snippets.js';
import {blocksOf} from './ways.js';

interface Worker {
  fetch(request: Request, env: object, context: object): Promise<Response>;
  scheduled(event: unknown, env: object): Promise<void>;
}

describe('the blocks that write into a database', () => {
  const blocks = blocksOf('stores');
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
  });
  afterEach(() => machine.forget());
  after(async () => {
    await machine?.close();
    await postgres?.stop();
    await redis?.stop();
  });

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
      await paysIn(machine, (request) => worker.fetch(request, env, context), {
        origin,
        headers: {cookie: 'visitor=ada', origin},
      });
      await worker.scheduled(undefined, env);
      await Promise.all(open);
    },
    withoutPostgres,
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
      const klarna = merchantWith({placed});
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
        const klarna = merchantWith({environment: 'live', storage});
        await paysIn(machine, (request) => klarna.fetch(request));
        await klarna.close();
        await pool?.end();
        await client?.close();
      },
      needs,
    );
  }

  blocks.all();
});
