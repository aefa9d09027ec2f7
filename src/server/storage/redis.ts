import {
  claimScript,
  dueScript,
  forgetScript,
  readScript,
  releaseScript,
  writeScript,
} from './redis-scripts.js';
import type {KlarnaStorage} from './storage.js';

/**
 * What is needed of a connected node-redis client, version 5 or later: a
 * client, a pool, a sentinel and a cluster all have it. Nothing but `EVAL` is
 * sent, reads too: a cluster that reads from replicas sends it to the master
 * all the same.
 */
export interface KlarnaRedisClient {
  eval(
    script: string,
    options: {keys: string[]; arguments: string[]},
  ): Promise<unknown>;
}

/**
 * Parts of which each has a due list of its own, beside its records in one slot
 * of a cluster. Never to change: records would be looked for in the wrong part.
 */
const parts = 16;

/**
 * Storage for a shop that runs in several processes.
 *
 * What was acknowledged outlives the shop's processes, whatever becomes of
 * them. Whether it also outlives Redis is up to Redis, and it must not throw
 * away what has time left. Give it
 *
 * - `maxmemory-policy noeviction`: any other drops orders when memory is short;
 * - `appendonly yes`: without it a restart forgets what came after the newest
 *   snapshot. With `appendfsync everysec`, the default, a machine that loses
 *   power forgets up to a second, with `always` nothing;
 * - if replicas take over, `min-replicas-to-write 1`: replication is
 *   asynchronous, so a master that is cut off may take writes that are lost
 *   when it comes back. A shop that cannot accept that has PostgreSQL.
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
  // Of a key a cluster looks only at what is in braces.
  const placeOf = (part: number) => `${prefix}{${part}}:`;
  const recordKey = (key: string) => `${placeOf(partOf(key))}record:${key}`;
  const leaseKey = (key: string) => `${placeOf(partOf(key))}lease:${key}`;
  const dueKey = (part: number) => `${placeOf(part)}due`;

  /** The earliest of a part, without those whose record has expired. */
  const dueIn = async (part: number, until: string, limit: number) => {
    for (;;) {
      const scored = listOf(
        await client.eval(dueScript, {
          keys: [dueKey(part)],
          arguments: [until, String(limit)],
        }),
      );
      const entries = pairsOf(scored);
      if (entries.length === 0) {
        return entries;
      }
      const keys = entries.map(({key}) => key);
      const forgotten = await client.eval(forgetScript, {
        keys: [dueKey(part), ...keys.map(recordKey)],
        arguments: keys,
      });
      // They may have kept later ones from the list.
      if (Number(forgotten) === 0) {
        return entries;
      }
    }
  };

  return {
    durable: true,

    read: async (key) => {
      const [tag, value] = listOf(
        await client.eval(readScript, {keys: [recordKey(key)], arguments: []}),
      );
      return tag === undefined || value === undefined
        ? undefined
        : {tag, value};
    },

    write: async (key, expected, next) =>
      isDone(
        await client.eval(writeScript, {
          keys: [recordKey(key), dueKey(partOf(key))],
          arguments: [
            key,
            expected === undefined ? '' : `=${expected}`,
            ...(next
              ? [
                  next.tag,
                  next.value,
                  next.ttl === undefined ? '' : milliseconds(next.ttl),
                  next.due === undefined ? '' : String(next.due),
                ]
              : []),
          ],
        }),
      ),

    due: async (until, limit) => {
      const bound = until === Infinity ? '+inf' : String(until);
      const entries = await Promise.all(
        Array.from({length: parts}, (_, part) => dueIn(part, bound, limit)),
      );
      return entries
        .flat()
        .toSorted((one, other) => one.due - other.due)
        .slice(0, limit)
        .map(({key}) => key);
    },

    claim: async (key, holder, ttl) =>
      isDone(
        await client.eval(claimScript, {
          keys: [leaseKey(key)],
          arguments: [holder, milliseconds(ttl)],
        }),
      ),

    release: async (key, holder) => {
      await client.eval(releaseScript, {
        keys: [leaseKey(key)],
        arguments: [holder],
      });
    },
  };
}

/** FNV-1a: spreads keys over the parts, the same way in every process. */
function partOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % parts;
}

/** Redis takes whole milliseconds, at least one. */
function milliseconds(ttl: number): string {
  return String(Math.max(1, Math.round(ttl)));
}

function isDone(answer: unknown): boolean {
  return Number(answer) === 1;
}

/** Texts, which a client may have been told to answer as Buffers. */
function listOf(answer: unknown): (string | undefined)[] {
  return Array.isArray(answer)
    ? answer.map((text: string | Buffer | null) => text?.toString())
    : [];
}

/** Members and scores, as `WITHSCORES` answers them in turn. */
function pairsOf(list: readonly (string | undefined)[]) {
  return list.flatMap((key, index) =>
    index % 2 === 0 && key !== undefined
      ? [{key, due: Number(list[index + 1])}]
      : [],
  );
}
