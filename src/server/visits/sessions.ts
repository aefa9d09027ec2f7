import type {KlarnaOrder, KlarnaPlaceOrder} from '../../wire/rest-types.js';
import {isStatus, KlarnaApiError} from '../client/errors.js';
import {ProblemError} from '../http/problems.js';
import type {Account} from './accounts.js';
import {changedMembers, marketOfSession} from './cart.js';
import type {VisitsContext} from './context.js';
import {keys, sessionLife, type Kept} from './ledger.js';
import {alreadyOrdered} from './refusal.js';
import {RequestPatience, type Patience} from './patience.js';
import {derivedSecret, randomSecret} from './secrets.js';
import {SessionLinks} from './session-links.js';
import type {SessionTokens} from './session-tokens.js';
import {
  withoutSession,
  type StoredSession,
  type VisitorRecord,
} from './visitor-record.js';
import type {Found, Visitors} from './visitors.js';

/** What the browser gets: JSON of the token and the categories. */
export type SessionAnswer = string;

export interface SessionsOptions {
  /** Milliseconds that an answer may take. */
  patience: number;
  /** Resolves when Klarna may be asked for one more session. */
  turn: (account: string, visitor: string, request: Request) => Promise<void>;
  /**
   * What the kit itself has to say about an order that is about to be sent.
   *
   * @throws ProblemError if it is not to be.
   */
  check: (order: KlarnaPlaceOrder, emit: VisitsContext['emit']) => void;
  /** Where Klarna may call back, if it can. */
  callbackUrl: (request: Request, secret: string) => string | undefined;
  /** Where Klarna tells of its decision on a pending order, if it is to. */
  notificationUrl?: (request: Request, secret: string) => string | undefined;
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
  readonly #links: SessionLinks;
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
    this.#links = new SessionLinks(
      context.ledger,
      options.notificationUrl !== undefined,
    );
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
    return session && situation === 'changed'
      ? this.#update(found, session, account, cart, visitor, request, patience)
      : this.#create(found, account, cart, visitor, request, patience);
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

  /** Nothing if the record is another one by now. */
  async #update(
    {home, homeKey}: Found,
    session: StoredSession,
    {client}: Account,
    cart: KlarnaPlaceOrder,
    visitor: string,
    request: Request,
    patience: Patience,
  ): Promise<SessionAnswer | undefined> {
    const {ledger, clock} = this.#context;
    const body = await this.#bodyOf(cart, request, session.secret);
    const sentAt = clock.now();
    const linkedAt = await this.#links.renew(session, homeKey, cart, sentAt);
    const {tokens: _, isStale: __, isUpdating: ___, ...rest} = session;
    const keep = (next: StoredSession, kept: Kept<VisitorRecord>) =>
      ledger.saveVisitor(kept, {
        ...kept.value,
        id: kept.value.id ?? visitor,
        session: next,
      });
    // Until Klarna has answered it may have either order, also to whoever asks
    // meanwhile or after a crash.
    const begun = await keep({...rest, isStale: true, isUpdating: true}, home);
    if (!begun) {
      return undefined;
    }
    try {
      await patience.outside(() => client.updateSession(session.id, body));
    } catch (error) {
      if (isStatus(error, 404)) {
        await this.#visitors.forget(homeKey, session.id);
        return undefined;
      }
      if (leftAsItWas(error)) {
        await keep({...rest, ...(session.isStale && {isStale: true})}, begun);
      }
      throw error;
    }
    const updated = {...rest, order: JSON.stringify(cart), sentAt, linkedAt};
    return (await keep(updated, begun)) && answerOf(updated);
  }

  /** Nothing if the record is another one by now. */
  async #create(
    {own, homeKey, session, keys: [ownKey = '']}: Found,
    {id: account, place, client}: Account,
    cart: KlarnaPlaceOrder,
    visitor: string,
    request: Request,
    patience: Patience,
  ): Promise<SessionAnswer | undefined> {
    const {clock} = this.#context;
    const {turn} = this.#options;
    const secret = randomSecret();
    const body = await this.#bodyOf(cart, request, secret);
    await patience.outside(() => turn(account, visitor, request));
    const sentAt = clock.now();
    const created = await patience.outside(() => client.createSession(body));
    const next: StoredSession = {
      id: created.session_id,
      clientToken: created.client_token,
      categories: created.payment_method_categories ?? [],
      market: marketOfSession(cart, place),
      account,
      order: JSON.stringify(cart),
      sentAt,
      linkedAt: sentAt,
      secret,
    };
    // First the way back to the visitor: the callback may follow at once.
    await this.#links.save(next, ownKey, cart);
    if (session && homeKey !== ownKey) {
      await this.#visitors.forget(homeKey, session.id);
    }
    let isSaved = false;
    await this.#visitors.change(
      ownKey,
      (record) => {
        isSaved = !hasMoved(own.value.session, record.session);
        return isSaved
          ? {...withoutSession(record, sentAt), id: visitor, session: next}
          : undefined;
      },
      own,
    );
    return isSaved ? answerOf(next) : undefined;
  }

  async #bodyOf(
    order: KlarnaPlaceOrder,
    request: Request,
    secret: string,
  ): Promise<KlarnaOrder> {
    const {callbackUrl, notificationUrl} = this.#options;
    // Capturing is a matter of the order, not of the session.
    const {auto_capture: _, ...body} = order;
    const authorization = callbackUrl(request, secret);
    const notification =
      notificationUrl && order.merchant_urls?.notification === undefined
        ? notificationUrl(request, await derivedSecret(secret, 'notification'))
        : undefined;
    return authorization === undefined && notification === undefined
      ? body
      : {
          ...body,
          merchant_urls: {
            ...body.merchant_urls,
            ...(authorization !== undefined && {authorization}),
            ...(notification !== undefined && {notification}),
          },
        };
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

/** Whether something has come of a session since it was read. */
function hasMoved(
  before: StoredSession | undefined,
  now: StoredSession | undefined,
): boolean {
  return (
    before?.id !== now?.id || before?.tokens?.length !== now?.tokens?.length
  );
}

/** Klarna has said no; anything else may have come after it has acted. */
function leftAsItWas(error: unknown): boolean {
  return (
    error instanceof KlarnaApiError &&
    error.kind === 'refused' &&
    !error.uncertain &&
    error.status >= 400 &&
    error.status < 500
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
