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
    'writes only over the record that is expected, and answers whether it did',
    {skip},
    async () => {
      const [first, second] = [
        {value: 'eins ☃', tag: '1'},
        {value: 'zwei ☃', tag: '2'},
      ];
      assert.equal(await storage.read('a'), undefined);
      assert.equal(await storage.write('a', '1', second), false);
      assert.equal(await storage.write('a', undefined, first), true);
      assert.equal(await storage.write('a', undefined, second), false);
      assert.deepEqual(await storage.read('a'), first);
      assert.equal(await storage.write('a', '1', second), true);
      assert.equal(await storage.write('a', '1', undefined), false);
      assert.deepEqual(await storage.read('a'), second);
      assert.equal(await storage.write('a', '2', undefined), true);
      assert.equal(await storage.read('a'), undefined);
    },
  );

  test('forgets a record when its time is over', {skip}, async () => {
    const record = {value: 'x', tag: '1'};
    await storage.write('b', undefined, {...record, ttl: 20, due: 5});
    await storage.write('c', undefined, {...record, ttl: 60 * second});
    await sleep(60);
    assert.equal(await storage.read('b'), undefined);
    assert.equal((await storage.read('c'))?.tag, '1');
    assert.equal(await storage.write('b', undefined, record), true);
  });

  test(
    'names what is due, earliest first, until it is written anew',
    {skip},
    async () => {
      const record = {value: 'x', tag: '1'};
      await storage.write('due 3', undefined, {...record, due: 3});
      await storage.write('due 1', undefined, {...record, due: 1});
      await storage.write('due 2', undefined, {...record, due: 2});
      assert.deepEqual(await storage.due(2, 10), ['due 1', 'due 2']);
      assert.deepEqual(await storage.due(3, 2), ['due 1', 'due 2']);
      await storage.write('due 1', '1', {...record, tag: '2'});
      await storage.write('due 2', '1', undefined);
      assert.deepEqual(await storage.due(3, 10), ['due 3']);
    },
  );

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

  test('keeps claims and records apart', {skip}, async () => {
    await storage.write('h', undefined, {value: 'value', tag: '1'});
    assert.equal(await storage.claim('h', 'ada', second), true);
    await storage.write('h', '1', undefined);
    assert.equal(await storage.claim('h', 'grace', second), false);
    assert.equal(await storage.read('h'), undefined);
  });
}

describe('memory storage', () => {
  behavesLikeStorage(() => memoryStorage());

  test('does not grow with what has expired', async (t) => {
    let time = 0;
    const storage = memoryStorage({now: () => time});
    for (let index = 0; index < 100; index++) {
      await storage.write(`k${index}`, undefined, {
        value: 'x',
        tag: '1',
        ttl: second,
      });
      await storage.claim(`k${index}`, 'x', second);
    }
    const removals = t.mock.method(Map.prototype, 'delete');
    time = 3600 * second;
    await storage.write('next', undefined, {value: 'x', tag: '1'});
    assert.equal(removals.mock.callCount(), 200);
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
});
