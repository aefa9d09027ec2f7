import type {KlarnaPlaceOrder} from '../../wire/rest-types.js';
import {ProblemError} from '../http/problems.js';
import {changedMembers, marketOfSession} from './cart.js';
import type {VisitsContext} from './context.js';
import {keys, sessionLife} from './ledger.js';
import {alreadyOrdered} from './refusal.js';
import {RequestPatience, type Patience} from './patience.js';
import {SessionCalls, type SessionCallsOptions} from './session-calls.js';
import type {SessionTokens} from './session-tokens.js';
import type {StoredSession} from './visitor-record.js';
import type {Found, Visitors} from './visitors.js';

/** What the browser gets: JSON of the token and the categories. */
export type SessionAnswer = string;

export interface SessionsOptions extends SessionCallsOptions {
  /** Milliseconds that an answer may take. */
  patience: number;
  /**
   * What the kit itself has to say about an order that is about to be sent.
   *
   * @throws ProblemError if it is not to be.
   */
  check: (order: KlarnaPlaceOrder, emit: VisitsContext['emit']) => void;
}

/** Requests of a visitor that wait for their turn and will share the answer. */
interface Batch {
  /** The newest of them: it knows the newest cart. */
  request: Request;
  answer: Promise<SessionAnswer>;
}

/**
 * Sessions tied to visitors.
 *
 * | situation | upstream |
 * | --- | --- |
 * | no session yet, or an order was placed on it | create |
 * | the cart as Klarna has it | nothing |
 * | another cart | update |
 * | another country, currency, locale, region or account | create |
 * | 48 hours since the last create or update, or 404 | create, once |
 * | any other error | the stored session stays |
 */
export class Sessions {
  readonly #context: VisitsContext;
  readonly #visitors: Visitors;
  readonly #tokens: SessionTokens;
  readonly #calls: SessionCalls;
  readonly #options: SessionsOptions;
  readonly #batches = new Map<string, Batch>();

  constructor(
    context: VisitsContext,
    visitors: Visitors,
    tokens: SessionTokens,
    options: SessionsOptions,
  ) {
    this.#context = context;
    this.#visitors = visitors;
    this.#tokens = tokens;
    this.#calls = new SessionCalls(context, visitors, options);
    this.#options = options;
  }

  /**
   * The visitor's session, in step with the visitor's cart.
   *
   * @throws ProblemError `empty-cart`, `already-ordered` and the like; Klarna's
   *     error, with which the stored session stays.
   */
  async answer(visitor: string, request: Request): Promise<SessionAnswer> {
    const patience = new RequestPatience<SessionAnswer>(
      this.#options.patience,
      this.#context.clock,
    );
    return patience.bound(async () => {
      const found = await this.#visitors.find(visitor);
      // Most visits change nothing; they need no turn.
      if (isQuiet(found)) {
        const cart = await this.#cartOf(found, request);
        if (this.#situation(found.session, cart) === 'same') {
          return answerOf(found.session);
        }
      }
      return this.#inTurn(visitor, found.homeKey, request, patience);
    });
  }

  #inTurn(
    visitor: string,
    key: string,
    request: Request,
    patience: Patience,
  ): Promise<SessionAnswer> {
    const waiting = this.#batches.get(key);
    if (waiting) {
      waiting.request = request;
      return waiting.answer;
    }
    const batch: Batch = {
      request,
      answer: this.#context.background.track(
        this.#hold(visitor, key, patience, () => {
          // Who comes from now on may know a newer cart.
          this.#batches.delete(key);
          return batch.request;
        }).finally(() => {
          if (this.#batches.get(key) === batch) {
            this.#batches.delete(key);
          }
        }),
      ),
    };
    this.#batches.set(key, batch);
    return batch.answer;
  }

  async #hold(
    visitor: string,
    key: string,
    patience: Patience,
    newest: () => Request,
  ): Promise<SessionAnswer> {
    const lease = await this.#context.leases.wait(keys.visitor(key), patience);
    try {
      const request = newest();
      for (;;) {
        const answer = await this.#renew(visitor, request, patience);
        if (answer) {
          return answer;
        }
      }
    } finally {
      await lease?.release();
    }
  }

  /** Nothing: somebody else has written meanwhile; once more. */
  async #renew(
    visitor: string,
    request: Request,
    patience: Patience,
  ): Promise<SessionAnswer | undefined> {
    await this.#tokens.lookAfter(await this.#visitors.find(visitor));
    const found = await this.#visitors.find(visitor);
    const cart = await this.#cartOf(found, request);
    const {session} = found;
    const situation = this.#situation(session, cart);
    if (session && situation === 'same') {
      return answerOf(session);
    }
    const account = this.#context.accounts.of(cart);
    this.#options.check(cart, account.emit);
    if (session) {
      const tokens = await this.#tokens.decide(
        found,
        session,
        situation,
        patience,
      );
      if (tokens === 'moved') {
        return undefined;
      }
    }
    const visit = {found, account, cart, visitor, request, patience};
    const renewed =
      session && situation === 'changed'
        ? await this.#calls.update(visit, session)
        : await this.#calls.create(visit);
    return renewed && answerOf(renewed);
  }

  /**
   * @throws ProblemError `already-ordered`, `order-uncertain` or `empty-cart`.
   */
  async #cartOf(found: Found, request: Request): Promise<KlarnaPlaceOrder> {
    const cart = await this.#context.shop.orderOf(request);
    const standing =
      found.orders.length > 0
        ? await this.#visitors.standing(found, cart)
        : undefined;
    if (standing) {
      throw alreadyOrdered(standing);
    }
    if (!cart) {
      throw new ProblemError('empty-cart', 'There is nothing to pay for.');
    }
    return cart;
  }

  #situation(
    session: StoredSession | undefined,
    cart: KlarnaPlaceOrder,
  ): 'none' | 'same' | 'changed' {
    const {accounts, clock} = this.#context;
    if (
      session === undefined ||
      clock.now() - session.sentAt >= sessionLife ||
      session.market !== marketOfSession(cart, accounts.of(cart).place)
    ) {
      return 'none';
    }
    return !session.isStale && changedMembers(cart, session.order).length === 0
      ? 'same'
      : 'changed';
  }
}

/** A session on which nothing waits, of somebody for whom nothing is open. */
function isQuiet(found: Found): found is Found & {session: StoredSession} {
  return (
    found.session !== undefined &&
    !found.session.tokens?.length &&
    found.orders.every(({isReported}) => isReported)
  );
}

/** The ledger keeps a session that does not change; so is its answer kept. */
const answers = new WeakMap<StoredSession, SessionAnswer>();

function answerOf(session: StoredSession): SessionAnswer {
  const known = answers.get(session);
  if (known !== undefined) {
    return known;
  }
  const answer = JSON.stringify({
    client_token: session.clientToken,
    payment_method_categories: session.categories,
  });
  answers.set(session, answer);
  return answer;
}
