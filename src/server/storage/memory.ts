import type {KlarnaStorage} from './storage.js';

interface Entry {
  value: string;
  /** Milliseconds, as `Date.now` counts. */
  expires: number;
}

/** Milliseconds between two searches for what has expired. */
const sweepInterval = 60_000;

/**
 * Storage for a shop that runs in one process: forgotten when the process ends,
 * and never larger than what has not expired.
 */
export function memoryStorage(): KlarnaStorage {
  const values = new Map<string, Entry>();
  const claims = new Map<string, Entry>();
  let swept = Date.now();

  const live = (entries: Map<string, Entry>, key: string) => {
    const entry = entries.get(key);
    return entry !== undefined && entry.expires > Date.now()
      ? entry.value
      : undefined;
  };

  const put = (
    entries: Map<string, Entry>,
    key: string,
    value: string,
    ttl: number,
  ) => {
    const now = Date.now();
    entries.set(key, {value, expires: now + ttl});
    // No timer: it would outlive the storage.
    if (now - swept >= sweepInterval) {
      swept = now;
      removeExpired(values, now);
      removeExpired(claims, now);
    }
  };

  return {
    get: async (key) => live(values, key),
    set: async (key, value, ttl) => put(values, key, value, ttl),
    delete: async (key) => {
      values.delete(key);
    },
    claim: async (key, owner, ttl) => {
      const holder = live(claims, key);
      if (holder !== undefined && holder !== owner) {
        return false;
      }
      put(claims, key, owner, ttl);
      return true;
    },
    release: async (key, owner) => {
      if (live(claims, key) === owner) {
        claims.delete(key);
      }
    },
  };
}

function removeExpired(entries: Map<string, Entry>, now: number): void {
  for (const [key, {expires}] of entries) {
    if (expires <= now) {
      entries.delete(key);
    }
  }
}
