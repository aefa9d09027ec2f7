import type {KlarnaStorage} from './storage.js';

/**
 * What is needed of a connected node-redis client, version 5 or later. A
 * client, a pool and a cluster all have it; every command touches one key.
 */
export interface KlarnaRedisClient {
  /** A text, or a Buffer if the client is told to answer those. */
  get(key: string): Promise<{toString(): string} | null>;
  set(
    key: string,
    value: string,
    options: {expiration: {type: 'PX'; value: number}},
  ): Promise<unknown>;
  del(key: string): Promise<unknown>;
  eval(
    script: string,
    options: {keys: string[]; arguments: string[]},
  ): Promise<unknown>;
}

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
  const valueKey = (key: string) => `${prefix}${key}`;
  const claimKey = (key: string) => `${prefix}claim:${key}`;

  return {
    get: async (key) => {
      const value = await client.get(valueKey(key));
      return value?.toString();
    },
    set: async (key, value, ttl) => {
      await client.set(valueKey(key), value, {
        expiration: {type: 'PX', value: Math.max(1, Math.round(ttl))},
      });
    },
    delete: async (key) => {
      await client.del(valueKey(key));
    },
    claim: async (key, owner, ttl) =>
      Number(
        await client.eval(claimScript, {
          keys: [claimKey(key)],
          arguments: [owner, String(Math.max(1, Math.round(ttl)))],
        }),
      ) === 1,
    release: async (key, owner) => {
      await client.eval(releaseScript, {
        keys: [claimKey(key)],
        arguments: [owner],
      });
    },
  };
}
