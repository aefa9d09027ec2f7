import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {memoryStorage, type KlarnaStorage} from '../src/server/index.js';
import {openPlace} from '../test/server/support/places.js';
import {
  startPostgres,
  withoutPostgres,
} from '../test/server/support/postgres.js';
import {startRedis, withoutRedis} from '../test/server/support/redis.js';
import {percentiles} from './percentiles.js';

/**
 * How long each call of a storage takes, one after the other and among others,
 * with a record as large as that of an order: milliseconds, the median and what
 * one in a hundred takes. SQLite flushes every write to the disk; PostgreSQL
 * runs without fsync here. Run it with `node --import tsx bench/storage.ts`.
 */
const rounds = 1000;
const crowd = 20;
const value = 'x'.repeat(3000);
const minute = 60_000;

type Call = (storage: KlarnaStorage, index: number) => Promise<unknown>;

const calls: Record<string, Call> = {
  'write, new': (storage, index) =>
    storage.write(`bench:${index}`, undefined, {
      value,
      tag: '1',
      ttl: 10 * minute,
      due: index,
    }),
  read: (storage, index) => storage.read(`bench:${index}`),
  'write, over': (storage, index) =>
    storage.write(`bench:${index}`, '1', {value, tag: '2', ttl: 10 * minute}),
  claim: (storage, index) => storage.claim(`bench:${index}`, 'holder', minute),
  release: (storage, index) => storage.release(`bench:${index}`, 'holder'),
  due: (storage) => storage.due(Date.now(), 100),
  'write, away': (storage, index) =>
    storage.write(`bench:${index}`, '2', undefined),
};

async function measure(name: string, storage: KlarnaStorage): Promise<void> {
  await storage.read('bench');
  const rows: Record<string, object> = {};
  for (const [call, run] of Object.entries(calls)) {
    const alone: number[] = [];
    for (let index = 0; index < rounds; index++) {
      alone.push(await timed(() => run(storage, index)));
    }
    const among: number[] = [];
    let next = rounds;
    const lane = async () => {
      while (next < 2 * rounds) {
        const index = next++;
        among.push(await timed(() => run(storage, index)));
      }
    };
    await Promise.all(Array.from({length: crowd}, lane));
    const [one, many] = [percentiles(alone), percentiles(among)];
    rows[call] = {
      p50: one.p50,
      p99: one.p99,
      [`p50 of ${crowd}`]: many.p50,
      [`p99 of ${crowd}`]: many.p99,
    };
  }
  console.log(`\n${name}`);
  console.table(rows);
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

await measure('memory', memoryStorage());

const folder = await mkdtemp(join(tmpdir(), 'bench-'));
const sqlite = await openPlace({
  kind: 'sqlite',
  path: join(folder, 'klarna.sqlite'),
});
await measure('SQLite', sqlite.storage);
await sqlite.close();
await rm(folder, {recursive: true});

if (withoutPostgres) {
  console.log(`\nPostgreSQL: ${withoutPostgres}`);
} else {
  const {createDatabase, stop} = await startPostgres();
  const config = await createDatabase();
  const {storage, close} = await openPlace({kind: 'postgres', config});
  await measure('PostgreSQL', storage);
  await close();
  await stop();
}

if (withoutRedis) {
  console.log(`\nRedis: ${withoutRedis}`);
} else {
  const {url, stop} = await startRedis();
  const {storage, close} = await openPlace({kind: 'redis', url});
  await measure('Redis', storage);
  await close();
  await stop();
}
