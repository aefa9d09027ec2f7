import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {createClientPool} from 'redis';

import {
  memoryStorage,
  redisStorage,
  type KlarnaStorage,
} from '../../src/server/index.js';
import {startRedis, withoutRedis} from './support/redis.js';

const second = 1000;

function behavesLikeStorage(
  open: () => KlarnaStorage,
  skip: string | false = false,
): void {
  let storage: KlarnaStorage;
  before(() => {
    if (!skip) {
      storage = open();
    }
  });

  test(
    'gives back what it was given, until that is deleted',
    {skip},
    async () => {
      assert.equal(await storage.get('a'), undefined);
      await storage.set('a', 'eins ☃', second);
      await storage.set('a', 'zwei ☃', second);
      assert.equal(await storage.get('a'), 'zwei ☃');
      await storage.delete('a');
      assert.equal(await storage.get('a'), undefined);
      await storage.delete('a');
    },
  );

  test('forgets a value when its time is over', {skip}, async () => {
    await storage.set('b', 'short', 20);
    await storage.set('c', 'long', 60 * second);
    await sleep(60);
    assert.equal(await storage.get('b'), undefined);
    assert.equal(await storage.get('c'), 'long');
  });

  test('lets one of many have a claim', {skip}, async () => {
    const owners = Array.from({length: 50}, (_, index) => `owner ${index}`);
    const results = await Promise.all(
      owners.map((owner) => storage.claim('d', owner, 60 * second)),
    );
    assert.equal(results.filter(Boolean).length, 1);
  });

  test(
    'gives a claim to the next when its owner, and only the owner, lets go',
    {skip},
    async () => {
      assert.equal(await storage.claim('e', 'ada', 60 * second), true);
      await storage.release('e', 'grace');
      assert.equal(await storage.claim('e', 'grace', 60 * second), false);
      await storage.release('e', 'ada');
      assert.equal(await storage.claim('e', 'grace', 60 * second), true);
    },
  );

  test('gives a claim to the next when it has lapsed', {skip}, async () => {
    assert.equal(await storage.claim('f', 'ada', 30), true);
    assert.equal(await storage.claim('f', 'grace', 30), false);
    await sleep(60);
    assert.equal(await storage.claim('f', 'grace', 60 * second), true);
    await storage.release('f', 'ada');
    assert.equal(await storage.claim('f', 'ada', 30), false);
  });

  test('renews a claim for who has it', {skip}, async () => {
    assert.equal(await storage.claim('g', 'ada', 60), true);
    assert.equal(await storage.claim('g', 'ada', 60 * second), true);
    await sleep(100);
    assert.equal(await storage.claim('g', 'grace', 30), false);
  });

  test('keeps claims and values apart', {skip}, async () => {
    await storage.set('h', 'value', second);
    assert.equal(await storage.claim('h', 'ada', second), true);
    await storage.delete('h');
    assert.equal(await storage.claim('h', 'grace', second), false);
    assert.equal(await storage.get('h'), undefined);
  });
}

describe('memory storage', () => {
  behavesLikeStorage(memoryStorage);

  test('does not grow with what has expired', async (t) => {
    t.mock.timers.enable({apis: ['Date']});
    const storage = memoryStorage();
    const values = t.mock.method(Map.prototype, 'delete');
    for (let index = 0; index < 100; index++) {
      await storage.set(`k${index}`, 'x', second);
      await storage.claim(`k${index}`, 'x', second);
    }
    t.mock.timers.tick(3600 * second);
    await storage.set('next', 'x', second);
    assert.equal(values.mock.callCount(), 200);
  });
});

describe('Redis storage', () => {
  const skip = withoutRedis;
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let client: Awaited<ReturnType<typeof redis.connect>>;
  before(async () => {
    if (skip) {
      return;
    }
    redis = await startRedis();
    client = await redis.connect();
  });
  after(async () => {
    await client?.close();
    await redis?.stop();
  });

  describe('over a client', () =>
    behavesLikeStorage(() => redisStorage(client), skip));

  describe('over a pool', () => {
    let pool: ReturnType<typeof createClientPool>;
    before(async () => {
      if (skip) {
        return;
      }
      pool = createClientPool({url: redis.url});
      await pool.connect();
    });
    after(() => pool?.close());
    behavesLikeStorage(() => redisStorage(pool, {prefix: 'pool:'}), skip);
  });

  test(
    'puts its prefix before every key, and a time to live on each',
    {skip},
    async () => {
      await client.flushAll();
      const storage = redisStorage(client, {prefix: 'mine:'});
      await storage.set('a', 'x', 60 * second);
      await storage.claim('a', 'x', 60 * second);
      const keys = (await client.keys('*')).sort();
      assert.deepEqual(keys, ['mine:a', 'mine:claim:a']);
      for (const key of keys) {
        assert.ok((await client.pTTL(key)) > 0);
      }
    },
  );
});
