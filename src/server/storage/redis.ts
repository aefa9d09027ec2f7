import type {KlarnaStorage} from './storage.js';

/**
 * What is needed of a connected node-redis client, version 5 or later. A
 * client, a pool and a cluster all have it; every command touches one slot.
 */
export interface KlarnaRedisClient {
  /** Texts, or Buffers if the client is told to answer those. */
  hmGet(
    key: string,
    fields: string[],
  ): Promise<({toString(): string} | null)[]>;
  zRangeByScore(
    key: string,
    min: number | string,
    max: number,
    options: {LIMIT: {offset: number; count: number}},
  ): Promise<{toString(): string}[]>;
  eval(
    script: string,
    options: {keys: string[]; arguments: string[]},
  ): Promise<unknown>;
}

/** Compares the tag, then replaces or removes the record and its due. */
const writeScript = `
if (redis.call('HGET', KEYS[1], 't') or '') ~= ARGV[1] then
  return 0
end
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], ARGV[6])
if ARGV[2] ~= '' then
  redis.call('HSET', KEYS[1], 't', ARGV[2], 'v', ARGV[3])
  if ARGV[4] ~= '' then
    redis.call('PEXPIRE', KEYS[1], ARGV[4])
  end
  if ARGV[5] ~= '' then
    redis.call('ZADD', KEYS[2], ARGV[5], ARGV[6])
  end
end
return 1`;

/** Takes the key, or renews it for who has it. Redis runs scripts one by one. */
const claimScript = `
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  return 1
end
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return 0`;

const releaseScript = `
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0`;

/**
 * Storage for a shop that runs in several processes.
 *
 * Orders are placed once as long as Redis keeps what it has acknowledged: give
 * it persistence and no eviction (`maxmemory-policy noeviction`), or at least a
 * database of its own.
 *
 * While Redis is away a client holds commands back, and with them the routes'
 * answers; with `disableOfflineQueue` they fail at once instead.
 *
 * @param client A connected node-redis client; the caller closes it.
 * @param options.prefix Put before every key. Default: `klarna-payments:`.
 *     Shops with different Klarna credentials on one Redis need different ones.
 */
export function redisStorage(
  client: KlarnaRedisClient,
  {prefix = 'klarna-payments:'}: {prefix?: string} = {},
): KlarnaStorage {
  const recordKey = (key: string) => `{${prefix}}record:${key}`;
  const claimKey = (key: string) => `{${prefix}}claim:${key}`;
  const dueKey = `{${prefix}}due`;
  const milliseconds = (ttl: number) => String(Math.max(1, Math.round(ttl)));

  return {
    durable: true,

    read: async (key) => {
      const [tag, value] = await client.hmGet(recordKey(key), ['t', 'v']);
      return tag && value
        ? {tag: tag.toString(), value: value.toString()}
        : undefined;
    },

    write: async (key, expected, next) =>
      Number(
        await client.eval(writeScript, {
          keys: [recordKey(key), dueKey],
          arguments: [
            expected ?? '',
            next?.tag ?? '',
            next?.value ?? '',
            next?.ttl === undefined ? '' : milliseconds(next.ttl),
            next?.due === undefined ? '' : String(next.due),
            key,
          ],
        }),
      ) === 1,

    due: async (until, limit) => {
      const keys = await client.zRangeByScore(dueKey, '-inf', until, {
        LIMIT: {offset: 0, count: limit},
      });
      return keys.map((key) => key.toString());
    },

    claim: async (key, holder, ttl) =>
      Number(
        await client.eval(claimScript, {
          keys: [claimKey(key)],
          arguments: [holder, milliseconds(ttl)],
        }),
      ) === 1,

    release: async (key, holder) => {
      await client.eval(releaseScript, {
        keys: [claimKey(key)],
        arguments: [holder],
      });
    },
  };
}
