import type {KlarnaRecord, KlarnaStorage} from './storage.js';

interface Expiring {
  /** Milliseconds, as `now` counts. */
  readonly expires: number;
}

interface Entry extends KlarnaRecord, Expiring {
  readonly due?: number;
}

interface Lease extends Expiring {
  readonly holder: string;
}

/** Milliseconds between two searches for what has expired. */
const sweepInterval = 60_000;

/**
 * Storage for tests and the playground: forgotten when the process ends, and
 * never larger than what has not expired.
 *
 * @param options.now Milliseconds since 1970; for tests. Default: `Date.now`.
 */
export function memoryStorage({
  now = () => Date.now(),
}: {now?: () => number} = {}): KlarnaStorage {
  const records = new Map<string, Entry>();
  const leases = new Map<string, Lease>();
  /** Keys of records that have a due. */
  const scheduled = new Set<string>();
  let swept = now();

  const put = (key: string, entry: Entry | undefined) => {
    scheduled.delete(key);
    if (entry === undefined) {
      records.delete(key);
      return;
    }
    records.set(key, entry);
    if (entry.due !== undefined) {
      scheduled.add(key);
    }
  };

  // No timer: it would outlive the storage.
  const sweep = () => {
    const time = now();
    if (time - swept < sweepInterval) {
      return;
    }
    swept = time;
    for (const [key, entry] of records) {
      if (entry.expires <= time) {
        put(key, undefined);
      }
    }
    for (const [key, lease] of leases) {
      if (lease.expires <= time) {
        leases.delete(key);
      }
    }
  };

  const live = <Value extends Expiring>(
    entries: Map<string, Value>,
    key: string,
  ): Value | undefined => {
    const entry = entries.get(key);
    return entry !== undefined && entry.expires > now() ? entry : undefined;
  };

  return {
    durable: false,

    read: async (key) => {
      const entry = live(records, key);
      return entry && {value: entry.value, tag: entry.tag};
    },

    write: async (key, expected, next) => {
      sweep();
      if (live(records, key)?.tag !== expected) {
        return false;
      }
      put(
        key,
        next && {
          value: next.value,
          tag: next.tag,
          due: next.due,
          expires: now() + (next.ttl ?? Infinity),
        },
      );
      return true;
    },

    due: async (until, limit) =>
      [...scheduled]
        .map((key) => ({key, due: live(records, key)?.due ?? Infinity}))
        .filter(({due}) => due <= until)
        .toSorted((one, other) => one.due - other.due)
        .slice(0, limit)
        .map(({key}) => key),

    claim: async (key, holder, ttl) => {
      sweep();
      const lease = live(leases, key);
      if (lease !== undefined && lease.holder !== holder) {
        return false;
      }
      leases.set(key, {holder, expires: now() + ttl});
      return true;
    },

    release: async (key, holder) => {
      if (live(leases, key)?.holder === holder) {
        leases.delete(key);
      }
    },
  };
}
