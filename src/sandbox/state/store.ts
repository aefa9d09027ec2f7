import type {
  KlarnaOrder,
  KlarnaPlacedOrder,
  KlarnaPlaceOrder,
} from '../../wire/rest-types.js';

/** An order as the merchant and the shopper's script have put it together. */
export type SandboxOrder = Partial<KlarnaOrder>;

/** A session and all that came of it. */
export interface StoredSession {
  readonly id: string;
  readonly clientToken: string;
  /** Of the request that created the session. */
  readonly origin: string;
  order: SandboxOrder;
  /** Milliseconds since the epoch. */
  expiresAt: number;
  /** The newest authorization; earlier ones are superseded by it. */
  authorization?: StoredAuthorization;
  /** Every token that was issued, for as long as the session is kept. */
  readonly tokens: string[];
  placed?: StoredOrder;
}

/** What the shopper has agreed to. */
export interface StoredAuthorization {
  readonly token: string;
  /** The order as it was then. */
  readonly order: SandboxOrder;
  readonly category: string | undefined;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** An order that Klarna looks into for so many minutes first. */
  readonly pending: PendingDecision | undefined;
  customerToken?: {token_id: string; redirect_url?: string};
  /** The mismatch that an order with this token was refused with. */
  mismatch?: string;
}

/** How Klarna decides on an order that it looks into first. */
export type FraudVerdict = 'accept' | 'reject';

export type FraudStatus = 'ACCEPTED' | 'PENDING' | 'REJECTED';

export interface PendingDecision {
  verdict: FraudVerdict;
  minutes: number;
}

/** A placed order. */
export interface StoredOrder {
  readonly token: string;
  readonly sessionId: string;
  /** As the merchant placed it. */
  readonly body: KlarnaPlaceOrder;
  /** The body in a form that does not depend on the order of members. */
  readonly fingerprint: string;
  readonly answer: KlarnaPlacedOrder;
  /** As it stands; the answer has what it was when the order was placed. */
  fraudStatus: FraudStatus;
  /** When it was placed, in milliseconds since the epoch. */
  readonly at: number;
}

const sessionLife = 48 * 3_600_000;

/** Milliseconds for which an authorization may be used. */
export const authorizationLife = 60 * 60_000;

/**
 * Everything that the sandbox remembers. A session is dropped 48 hours after
 * its last update or its order, with all that belongs to it, so memory is
 * bounded by what happens in two days.
 */
export class SandboxStore {
  readonly #now: () => number;
  /** In the order in which they expire. */
  readonly #sessions = new Map<string, StoredSession>();
  readonly #byClientToken = new Map<string, StoredSession>();
  readonly #byToken = new Map<string, StoredSession>();

  constructor(now: () => number) {
    this.#now = now;
  }

  add(session: Omit<StoredSession, 'expiresAt' | 'tokens'>): StoredSession {
    this.#dropExpired();
    const stored: StoredSession = {...session, expiresAt: 0, tokens: []};
    this.extend(stored);
    this.#byClientToken.set(stored.clientToken, stored);
    return stored;
  }

  /** Gives a session 48 hours from now. */
  extend(session: StoredSession): void {
    session.expiresAt = this.#now() + sessionLife;
    this.#sessions.delete(session.id);
    this.#sessions.set(session.id, session);
  }

  byId(id: string): StoredSession | undefined {
    return this.#alive(this.#sessions.get(id));
  }

  byClientToken(clientToken: string): StoredSession | undefined {
    return this.#alive(this.#byClientToken.get(clientToken));
  }

  /** The session in which an authorization token was issued, at any time. */
  byAuthorizationToken(token: string): StoredSession | undefined {
    return this.#alive(this.#byToken.get(token));
  }

  byOrderId(orderId: string): StoredSession | undefined {
    return [...this.#sessions.values()].find(
      (session) => this.#alive(session)?.placed?.answer.order_id === orderId,
    );
  }

  authorize(session: StoredSession, authorization: StoredAuthorization): void {
    session.authorization = authorization;
    session.tokens.push(authorization.token);
    this.#byToken.set(authorization.token, session);
  }

  get orders(): StoredOrder[] {
    this.#dropExpired();
    return [...this.#sessions.values()].flatMap(({placed}) => placed ?? []);
  }

  /** How many sessions are kept. */
  get size(): number {
    this.#dropExpired();
    return this.#sessions.size;
  }

  #alive(session: StoredSession | undefined): StoredSession | undefined {
    return session && session.expiresAt > this.#now() ? session : undefined;
  }

  #dropExpired(): void {
    for (const session of this.#sessions.values()) {
      if (this.#alive(session)) return;
      this.#sessions.delete(session.id);
      this.#byClientToken.delete(session.clientToken);
      for (const token of session.tokens) this.#byToken.delete(token);
    }
  }
}
