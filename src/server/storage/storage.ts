/** What is kept under a key. */
export interface KlarnaRecord {
  readonly value: string;
  /** Names this very write: no two of a key have the same. */
  readonly tag: string;
}

/** A record to be written. */
export interface KlarnaNextRecord extends KlarnaRecord {
  /** Milliseconds after which the record is gone. Default: never. */
  readonly ttl?: number;
  /**
   * Milliseconds since 1970 from which on {@link KlarnaStorage.due} names the
   * key. Default: it does not.
   */
  readonly due?: number;
}

/**
 * Where the kit keeps what has to outlive a request: which session belongs to
 * which visitor, and what becomes of each authorization. Processes that share
 * one storage behave like one.
 *
 * A storage guarantees that every `read` sees every acknowledged `write` of any
 * process, that `write` is atomic, and that nothing acknowledged is lost or
 * evicted before its `ttl`. Keep nothing longer than that, and protect it as
 * well as the shop's own order data: it holds the shopper's address while an
 * order is open.
 *
 * Every method may reject; the route then answers 503 and nothing is lost.
 */
export interface KlarnaStorage {
  /** What was acknowledged outlives the process. */
  readonly durable: boolean;

  /** The newest acknowledged record, never a replica's. */
  read(key: string): Promise<KlarnaRecord | undefined>;

  /**
   * One atomic step: happens only if the record's tag is `expected`.
   *
   * @param expected Nothing: only if there is no record.
   * @param next Replaces the record, its ttl and its due; nothing removes it.
   * @returns True if it was done. A rejection says nothing about whether it was:
   *     read, and compare the tag.
   */
  write(
    key: string,
    expected: string | undefined,
    next: KlarnaNextRecord | undefined,
  ): Promise<boolean>;

  /**
   * Keys whose `due` is not after `until`, earliest first. May be late by a
   * minute and may name what is closed, but leaves nothing out for ever.
   *
   * @param until Milliseconds since 1970.
   */
  due(until: number, limit: number): Promise<readonly string[]>;

  /**
   * Takes a lease for one holder, atomically, on the storage's own clock. True
   * if nobody holds it, or this very holder does: then its time begins anew. It
   * spares work and decides nothing. Leases and records are two things; their
   * keys never meet.
   *
   * @param ttl Milliseconds after which the lease of a holder that died lapses.
   */
  claim(key: string, holder: string, ttl: number): Promise<boolean>;

  /** Gives the lease back; does nothing if another holder has it by now. */
  release(key: string, holder: string): Promise<void>;
}
