import type {KlarnaCategory} from '../../klarna/types.js';
import type {KlarnaPlaceOrder} from '../../wire/rest-types.js';
import type {KlarnaStorage} from '../storage/storage.js';

/** A Klarna session as this server last knew it. */
export interface StoredSession {
  id: string;
  clientToken: string;
  categories: readonly KlarnaCategory[];
  /** Country, currency, locale and region: what no update can change. */
  market: string;
  /** JSON of the order that Klarna accepted last. */
  order: string;
  /** Milliseconds: when it did. */
  sentAt: number;
  /** In the path of Klarna's callback. */
  secret: string;
  /** Klarna's order may have come to differ from `order`: send it again. */
  stale?: boolean;
  /** An order may have been placed on it: look at its `OrderRecord`. */
  ordering?: boolean;
  /** The token that was turned down last, and by whom. */
  refused?: {token: string; by: 'cart' | 'klarna'};
}

/** What is kept for a visitor. */
export interface VisitorRecord {
  session?: StoredSession;
  /** Session ids of the orders that `placed` has not taken over yet. */
  unreported?: readonly string[];
}

/** What every caller is told who asks for the order. */
export interface OrderAnswer {
  order_id: string;
  redirect_url?: string;
  fraud_status: string;
}

/**
 * The order of a session.
 *
 * | state | Klarna | `placed` | holds |
 * | --- | --- | --- | --- |
 * | `placing` | may have it | not called | the body, to send the very same again |
 * | `placed` | has it | not known to have succeeded | the body, for `placed` |
 * | `reported` | has it | has succeeded | nothing of the shopper |
 */
export type OrderRecord = {visitor: string} & (
  | {state: 'placing'; token: string; body: KlarnaPlaceOrder}
  | {state: 'placed'; answer: OrderAnswer; body: KlarnaPlaceOrder}
  | {state: 'reported'; answer: OrderAnswer}
);

/** Where a session or an authorization token leads to. */
interface Link {
  visitor: string;
  sessionId: string;
  secret?: string;
}

const hour = 3_600_000;

/** Milliseconds: as long as Klarna keeps a session after the last update. */
export const sessionLife = 48 * hour;
/** Milliseconds: as long as an authorization token is good. */
const tokenLife = hour;

/** The storage's keys and values as what they mean. */
export class Ledger {
  readonly #storage: KlarnaStorage;

  constructor(storage: KlarnaStorage) {
    this.#storage = storage;
  }

  async visitor(visitor: string): Promise<VisitorRecord> {
    return (await this.#read<VisitorRecord>(`visitor:${visitor}`)) ?? {};
  }

  async saveVisitor(visitor: string, record: VisitorRecord): Promise<void> {
    if (record.session === undefined && !record.unreported?.length) {
      await this.#replace(`visitor:${visitor}`, undefined);
      return;
    }
    await this.#write(`visitor:${visitor}`, record, sessionLife);
  }

  /** To whom the session belongs that Klarna's callback names. */
  session(sessionId: string): Promise<Link | undefined> {
    return this.#read<Link>(`session:${sessionId}`);
  }

  saveSession(link: Link): Promise<void> {
    return this.#write(`session:${link.sessionId}`, link, sessionLife);
  }

  /** To which session the token belongs with which an order was begun. */
  token(digest: string): Promise<Link | undefined> {
    return this.#read<Link>(`token:${digest}`);
  }

  saveToken(digest: string, link: Link): Promise<void> {
    return this.#write(`token:${digest}`, link, sessionLife);
  }

  order(sessionId: string): Promise<OrderRecord | undefined> {
    return this.#read<OrderRecord>(`order:${sessionId}`);
  }

  saveOrder(sessionId: string, record: OrderRecord): Promise<void> {
    return this.#write(
      `order:${sessionId}`,
      record,
      record.state === 'placing' ? tokenLife : sessionLife,
    );
  }

  forgetOrder(sessionId: string): Promise<void> {
    return this.#replace(`order:${sessionId}`, undefined);
  }

  async #read<Value>(key: string): Promise<Value | undefined> {
    const record = await this.#storage.read(key);
    return record && (JSON.parse(record.value) as Value);
  }

  #write(key: string, value: object, ttl: number): Promise<void> {
    return this.#replace(key, {value: JSON.stringify(value), ttl});
  }

  async #replace(
    key: string,
    next: {value: string; ttl: number} | undefined,
  ): Promise<void> {
    for (;;) {
      const present = await this.#storage.read(key);
      if (
        (next ?? present) === undefined ||
        (await this.#storage.write(
          key,
          present?.tag,
          next && {...next, tag: crypto.randomUUID()},
        ))
      ) {
        return;
      }
    }
  }
}
