import type {KlarnaStorage} from '../storage.js';
import type {Check} from './check.js';
import {dueChecks} from './due.js';
import {leaseChecks} from './leases.js';
import {recordChecks} from './records.js';

/** One thing that a storage must do. */
export interface KlarnaStorageCheck {
  /** A sentence about the storage. */
  readonly name: string;
  /** Rejects, and says what the storage did instead. */
  readonly run: () => Promise<void>;
}

/** What the checks may be given besides the storage. */
export interface KlarnaStorageConformanceOptions {
  /**
   * Opens the same storage once more, as another process does. Without it
   * nothing is checked of what several processes share.
   */
  another?: () => KlarnaStorage | Promise<KlarnaStorage>;
}

/**
 * What the kit relies on in a storage, as a list of checks for any test runner.
 * Run it on a storage of your own, as it will be deployed:
 *
 * ```ts
 * import {test} from 'node:test';
 * import {storageConformance} from 'klarna-payments-element/server';
 *
 * for (const {name, run} of storageConformance(openStorage)) {
 *   test(name, run);
 * }
 * ```
 *
 * The checks take a second or two; with a storage whose `due` is late, minutes.
 * They use keys and dues of their own, leave nothing behind for longer than ten
 * minutes, and may run at the same time. What they cannot show is that nothing is lost when the machine
 * dies, and that nothing is evicted.
 *
 * @param make Opens the storage; called once a check, and may answer the same
 *     each time. Whoever opens it closes it.
 */
export function storageConformance(
  make: () => KlarnaStorage | Promise<KlarnaStorage>,
  {another}: KlarnaStorageConformanceOptions = {},
): readonly KlarnaStorageCheck[] {
  return Object.entries(checks).map(([name, check]) => ({
    name,
    run: async () => {
      const storage = await make();
      const other = (await another?.()) ?? storage;
      const place = crypto.randomUUID();
      await check({
        storage,
        other,
        key: (suffix = '') => `conformance:${place}:${suffix}`,
      });
    },
  }));
}

const checks: Record<string, Check> = {
  ...recordChecks,
  ...dueChecks,
  ...leaseChecks,
};
