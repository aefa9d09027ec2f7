import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {createKlarnaSandbox} from '../src/sandbox/index.js';
import {
  createKlarnaMerchant,
  memoryStorage,
  type KlarnaStorage,
} from '../src/server/index.js';
import {ada, cart} from '../test/server/support/cart.js';
import {openPlace} from '../test/server/support/places.js';
import {
  startPostgres,
  withoutPostgres,
} from '../test/server/support/postgres.js';
import {startRedis, withoutRedis} from '../test/server/support/redis.js';
import {percentiles} from './percentiles.js';

/**
 * The order route under load: shoppers that order at the same time in one
 * process, with a Klarna that answers at once, so that what is measured is the
 * kit and its storage. Milliseconds an order, and how many calls of the storage
 * it takes, without leases. Run it with
 * `node --import tsx bench/order-route.ts`.
 */
const orders = 400;
const crowd = 20;
const credentials = {username: 'K123456_bench', password: 'bench'};
/** Klarna limits creates by account, and that is not what is measured. */
const accounts = 100;

/** Calls of the storage for a browser's order that the contract allows. */
const mostCalls = 8;

async function measure(storage: KlarnaStorage) {
  const sandbox = createKlarnaSandbox({credentials});
  let calls = 0;
  const counted: KlarnaStorage = {
    // For the limit of creates, which is higher live.
    durable: true,
    read: (key) => (calls++, storage.read(key)),
    write: (...write) => (calls++, storage.write(...write)),
    due: (...due) => storage.due(...due),
    claim: (...claim) => (calls++, storage.claim(...claim)),
    release: (...release) => (calls++, storage.release(...release)),
  };
  const merchant = createKlarnaMerchant({
    account: ({merchant_reference1: visitor}) => ({
      id: `account ${Number(visitor) % accounts}`,
      credentials,
      region: 'eu',
    }),
    environment: 'live',
    origin: 'https://shop.example',
    recovery: 'manual',
    check: 'off',
    storage: counted,
    fetch: (request) => sandbox.fetch(request),
    visitor: (request) => request.headers.get('x-visitor'),
    order: ({headers}) =>
      cart(10_000, {merchant_reference1: headers.get('x-visitor') ?? ''}),
    placed: () => {},
  });
  const post = (route: string, visitor: number, body: object) =>
    merchant.fetch(
      new Request(`https://shop.example/klarna/${route}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-visitor': String(visitor),
        },
        body: JSON.stringify(body),
      }),
    );

  const times: number[] = [];
  let spent = 0;
  for (let first = 0; first < orders; first += crowd) {
    const tokens = await inTurn(crowd, async (index) => {
      const session = await post('session', first + index, {});
      const {client_token} = (await session.json()) as {client_token: string};
      const answer = await sandbox.authorize(client_token, ada);
      return answer.authorization_token;
    });
    const before = calls;
    await Promise.all(
      tokens.map(async (token, index) => {
        const start = performance.now();
        const response = await post('order', first + index, {
          authorization_token: token,
          customer_details: ada,
        });
        times.push(performance.now() - start);
        if (!response.ok) throw new Error(await response.text());
      }),
    );
    spent += calls - before;
  }
  await merchant.close();
  return {...percentiles(times), calls: spent / orders};
}

/** One after the other: Klarna's limit of creates is not what is measured. */
async function inTurn<Result>(
  count: number,
  work: (index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let index = 0; index < count; index++) results.push(await work(index));
  return results;
}

const rows: Record<string, Awaited<ReturnType<typeof measure>>> = {};
rows['memory'] = await measure(memoryStorage());

const folder = await mkdtemp(join(tmpdir(), 'bench-'));
const sqlite = await openPlace({
  kind: 'sqlite',
  path: join(folder, 'klarna.sqlite'),
});
rows['SQLite'] = await measure(sqlite.storage);
await sqlite.close();
await rm(folder, {recursive: true});

if (!withoutPostgres) {
  const {createDatabase, stop} = await startPostgres();
  const config = await createDatabase();
  const {storage, close} = await openPlace({kind: 'postgres', config});
  rows['PostgreSQL'] = await measure(storage);
  await close();
  await stop();
}

if (!withoutRedis) {
  const {url, stop} = await startRedis();
  const {storage, close} = await openPlace({kind: 'redis', url});
  rows['Redis'] = await measure(storage);
  await close();
  await stop();
}

console.table(rows);
const most = Math.max(...Object.values(rows).map(({calls}) => calls));
console.log(`${most} calls of the storage an order (at most ${mostCalls})`);
process.exitCode = most <= mostCalls ? 0 : 1;
