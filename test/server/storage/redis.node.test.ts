import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {createClientPool, RESP_TYPES} from 'redis';

import {redisStorage} from '../../../src/server/index.js';
import {startRedis, startRedisCluster, withoutRedis} from '../support/redis.js';
import {conforms} from './conformance.js';

const skip = withoutRedis;
const minute = 60_000;

describe('Redis storage', () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let client: Awaited<ReturnType<typeof redis.connect>>;
  let other: typeof client;
  before(async () => {
    if (skip) return;
    redis = await startRedis();
    client = await redis.connect();
    other = await redis.connect();
  });
  after(async () => {
    await client?.close();
    await other?.close();
    await redis?.stop();
  });

  describe('over a client', () =>
    conforms(
      () => redisStorage(client),
      () => redisStorage(other),
      skip,
    ));

  describe('over a client that answers Buffers', () =>
    conforms(
      () =>
        redisStorage(
          client.withTypeMapping({[RESP_TYPES.BLOB_STRING]: Buffer}),
          {prefix: 'buffers:'},
        ),
      () => redisStorage(other, {prefix: 'buffers:'}),
      skip,
    ));

  describe('over a pool', () => {
    let pool: ReturnType<typeof createClientPool>;
    before(async () => {
      if (skip) return;
      pool = createClientPool({url: redis.url});
      await pool.connect();
    });
    after(() => pool?.close());
    conforms(
      () => redisStorage(pool, {prefix: 'pool:'}),
      () => redisStorage(client, {prefix: 'pool:'}),
      skip,
    );
  });

  test('puts its prefix before every key', {skip}, async () => {
    await client.flushAll();
    const storage = redisStorage(client, {prefix: 'mine:'});
    const next = {value: 'x', tag: '1', ttl: minute, due: 1};
    await storage.write('a', undefined, next);
    await storage.claim('a', 'x', minute);
    const keys = (await client.keys('*')).toSorted();
    assert.deepEqual(keys, [
      'mine:{12}:due',
      'mine:{12}:lease:a',
      'mine:{12}:record:a',
    ]);
    assert.ok((await client.pTTL('mine:{12}:record:a')) > 0);
    assert.ok((await client.pTTL('mine:{12}:lease:a')) > 0);
  });

  test(
    'leaves nothing behind of what has expired or gone',
    {skip},
    async () => {
      await client.flushAll();
      const storage = redisStorage(client);
      const next = {value: 'x', tag: '1', due: 1};
      await storage.write('removed', undefined, next);
      await storage.write('removed', '1', undefined);
      await storage.write('expires', undefined, {...next, ttl: 1});
      while (await storage.read('expires'));
      assert.deepEqual(await storage.due(1, 10), []);
      assert.deepEqual(await client.keys('*'), []);
    },
  );

  test('does all or nothing when memory is short', {skip}, async () => {
    await client.flushAll();
    const storage = redisStorage(client);
    const first = {value: 'x', tag: '1', due: 1};
    await storage.write('a', undefined, first);
    await client.configSet({maxmemory: '1', 'maxmemory-policy': 'noeviction'});
    try {
      const next = {value: 'y'.repeat(1000), tag: '2', due: 2};
      await assert.rejects(storage.write('a', '1', next), /OOM/);
      await assert.rejects(storage.write('b', undefined, next), /OOM/);
      assert.deepEqual(await storage.read('a'), {value: 'x', tag: '1'});
      // What is closed makes room.
      assert.equal(await storage.write('a', '1', undefined), true);
    } finally {
      await client.configSet({maxmemory: '0'});
    }
  });
});

describe('Redis storage over a cluster', () => {
  let cluster: Awaited<ReturnType<typeof startRedisCluster>>;
  let client: Awaited<ReturnType<typeof cluster.connect>>;
  let other: typeof client;
  before(async () => {
    if (skip) return;
    cluster = await startRedisCluster();
    client = await cluster.connect();
    other = await cluster.connect();
  });
  after(async () => {
    await client?.close();
    await other?.close();
    await cluster?.stop();
  });

  conforms(
    () => redisStorage(client),
    () => redisStorage(other),
    skip,
  );

  test('spreads its records over the masters', {skip}, async () => {
    const storage = redisStorage(client, {prefix: 'spread:'});
    for (let index = 0; index < 100; index++) {
      const next = {value: 'x', tag: '1', ttl: minute};
      await storage.write(`${index}`, undefined, next);
    }
    const counts = await Promise.all(
      client.masters.map(async (master) => {
        const node = await client.nodeClient(master);
        return (await node.keys('spread:*')).length;
      }),
    );
    assert.equal(counts.length, 3);
    for (const count of counts) assert.ok(count > 5, counts.join(', '));
  });
});
