import type {KlarnaPlaceOrder} from '../../wire/rest-types.js';
import {sleep, type Clock} from '../clock.js';
import {StorageError} from '../storage/guarded.js';
import type {KlarnaNextRecord, KlarnaStorage} from '../storage/storage.js';
import {keepingOf, type TokenRecord} from './token-record.js';
import {nextRecord, type TokenStep, type TokenSteps} from './token-steps.js';
import {Recent} from './recent.js';
import type {VisitorRecord} from './visitor-record.js';

/** A record as it was read: what the next write is compared with. */
export interface Kept<Value> {
  readonly key: string;
  readonly tag: string | undefined;
  readonly value: Value;
}

/** To whom a session belongs that Klarna names. */
export interface SessionLink {
  visitorKey: string;
  /** Digest of the last part of the path of Klarna's callback. */
  secretDigest: string;
  account: string;
  /** As much of the order as tells the account. */
  order: KlarnaPlaceOrder;
}

/** Whose order a notification is about. */
export interface NotificationLink {
  visitorKey: string;
  sessionId: string;
}

const hour = 3_600_000;

/** Milliseconds: as long as Klarna keeps a session after the last update. */
export const sessionLife = 48 * hour;

/** Milliseconds after which an update writes the ways back to it anew. */
export const linkRenewal = 24 * hour;

/**
 * From then on the session may be updated without, live to its end, be ordered
 * in its last hour, and Klarna may tell of the order for 72 hours.
 */
const linkLife = linkRenewal + sessionLife + 74 * hour;

/**
 * How often writes over the same record may come too late, as they do where many
 * write at once, and what is done about it then. In milliseconds; together
 * about half a minute.
 */
const futile = {usual: 50, most: 90, pause: 5, longest: 1_000};

const prefixes = {token: 'token:'};

export const keys = {
  visitor: (digest: string) => `visitor:${digest}`,
  token: (digest: string) => `${prefixes.token}${digest}`,
  session: (id: string) => `session:${id}`,
  notification: (digest: string) => `notification:${digest}`,
};

/** The storage's keys and values as what they mean. */
export class Ledger {
  readonly #storage: KlarnaStorage;
  readonly #clock: Clock;
  readonly #callbackPatience: number;
  /** Records as they were read last: a tag stands for one value only. */
  readonly #visitors = new Recent<string, Kept<VisitorRecord>>(1_000);
  /** Over which tags writes came too late, and how often. */
  readonly #tooLate = new Recent<
    string,
    {tag: string | undefined; times: number}
  >(1_000);

  /** @param callbackPatience Milliseconds that a token waits for its browser. */
  constructor(storage: KlarnaStorage, clock: Clock, callbackPatience: number) {
    this.#storage = storage;
    this.#clock = clock;
    this.#callbackPatience = callbackPatience;
  }

  async visitor(digest: string): Promise<Kept<VisitorRecord>> {
    const key = keys.visitor(digest);
    const record = await this.#storage.read(key);
    if (!record) {
      return {key, tag: undefined, value: {}};
    }
    const known = this.#visitors.get(key);
    if (known?.tag === record.tag) {
      return known;
    }
    const {tag} = record;
    const kept = {key, tag, value: JSON.parse(record.value) as VisitorRecord};
    this.#visitors.set(key, kept);
    return kept;
  }

  /** Nothing if the record is not the one that was read any more. */
  saveVisitor(
    kept: Kept<VisitorRecord>,
    next: VisitorRecord,
  ): Promise<Kept<VisitorRecord> | undefined> {
    // As long as the longest of what may be in it.
    return this.#write(kept, next, {ttl: linkLife});
  }

  token(digest: string): Promise<Kept<TokenRecord | undefined>> {
    return this.tokenAt(keys.token(digest));
  }

  tokenAt(key: string): Promise<Kept<TokenRecord | undefined>> {
    return this.#read<TokenRecord | undefined>(key, undefined);
  }

  /**
   * Takes a step from the record that was read. Nothing if that cannot be taken
   * from there, or if the record is another one by now: read again.
   */
  async step<Step extends TokenStep>(
    kept: Kept<TokenRecord | undefined>,
    step: Step,
    input: TokenSteps[Step],
  ): Promise<Kept<TokenRecord> | undefined> {
    const next = nextRecord(kept.value, step, input);
    return next && this.touch({...kept, value: next});
  }

  /** Writes what is there once more, as something that was looked after now. */
  touch(kept: Kept<TokenRecord>): Promise<Kept<TokenRecord> | undefined> {
    const at = this.#clock.now();
    return this.#write(
      kept,
      {...kept.value, at},
      keepingOf(kept.value, at, this.#callbackPatience),
    );
  }

  /** Keys of the tokens that are to be looked after, earliest first. */
  async due(until: number, limit: number): Promise<readonly string[]> {
    const due = await this.#storage.due(until, limit);
    return due.filter((key) => key.startsWith(prefixes.token));
  }

  async session(id: string): Promise<SessionLink | undefined> {
    const kept = await this.#read<SessionLink | undefined>(
      keys.session(id),
      undefined,
    );
    return kept.value;
  }

  async saveSession(id: string, link: SessionLink): Promise<void> {
    await this.#replace(keys.session(id), link);
  }

  async notification(digest: string): Promise<NotificationLink | undefined> {
    const kept = await this.#read<NotificationLink | undefined>(
      keys.notification(digest),
      undefined,
    );
    return kept.value;
  }

  async saveNotification(
    digest: string,
    link: NotificationLink,
  ): Promise<void> {
    await this.#replace(keys.notification(digest), link);
  }

  async #read<Value>(key: string, absent: Value): Promise<Kept<Value>> {
    const record = await this.#storage.read(key);
    return record
      ? {key, tag: record.tag, value: JSON.parse(record.value) as Value}
      : {key, tag: undefined, value: absent};
  }

  /** Of what only one process writes: whose session it has made. */
  async #replace(key: string, value: object): Promise<void> {
    const keeping = {ttl: linkLife};
    if (!(await this.#write({key, tag: undefined, value}, value, keeping))) {
      await this.#write(await this.#read(key, value), value, keeping);
    }
  }

  async #write<Value>(
    {key, tag: expected}: Kept<unknown>,
    value: Value,
    keeping: {ttl?: number; due?: number},
  ): Promise<Kept<Value> | undefined> {
    const tag = crypto.randomUUID();
    const next: KlarnaNextRecord = {
      value: JSON.stringify(value),
      tag,
      ...keeping,
    };
    let isDone: boolean;
    try {
      isDone = await this.#storage.write(key, expected, next);
    } catch (error) {
      // It may have been done all the same.
      const present = await this.#storage.read(key);
      if (present?.tag === expected) {
        throw error;
      }
      isDone = present?.tag === tag;
    }
    if (isDone) {
      return {key, tag, value};
    }
    await this.#comeTooLate(key, expected);
    return undefined;
  }

  /**
   * Whoever comes too late reads again, and tries again. Where a storage keeps
   * answering the very record that it refuses, that would go on for ever.
   *
   * @throws StorageError if it has been in vain for long.
   */
  async #comeTooLate(key: string, tag: string | undefined): Promise<void> {
    const before = this.#tooLate.get(key);
    const times = before && before.tag === tag ? before.times + 1 : 1;
    this.#tooLate.set(key, {tag, times});
    const {usual, most, pause, longest} = futile;
    if (times > most) {
      this.#tooLate.set(key, {tag, times: 0});
      throw new StorageError(
        new Error('the storage answers old records, or takes no writes'),
      );
    }
    if (times > usual) {
      await sleep(this.#clock, Math.min(pause * 2 ** (times - usual), longest));
    }
  }
}
