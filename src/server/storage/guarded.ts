import type {KlarnaStorage} from './storage.js';

/** What a storage has failed with; the order path goes on without an answer. */
export class StorageError extends Error {
  override readonly name = 'StorageError';

  constructor(readonly thrown: unknown) {
    super('the storage has failed');
  }
}

/**
 * Anybody's storage, whatever it throws and whenever: a failure is always the
 * rejection of a promise of this realm, and can be told from others.
 */
export function guarded(storage: KlarnaStorage): KlarnaStorage {
  return {
    durable: storage.durable,
    read: (...args) => marked(() => storage.read(...args)),
    write: (...args) => marked(() => storage.write(...args)),
    due: (...args) => marked(() => storage.due(...args)),
    claim: (...args) => marked(() => storage.claim(...args)),
    release: (...args) => marked(() => storage.release(...args)),
  };
}

async function marked<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    throw new StorageError(error);
  }
}
