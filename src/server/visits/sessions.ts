import type {KlarnaOrder, KlarnaPlaceOrder} from '../../wire/rest-types.js';
import type {KlarnaCategory} from '../../klarna/types.js';
import {saysTheSame} from './canonical.js';
import type {Claim, Claims} from './claims.js';
import type {KlarnaPaymentsClient} from '../client/client.js';
import {KlarnaApiError} from '../client/errors.js';
import {sessionLife, type Ledger, type StoredSession} from './ledger.js';
import type {OrderSteps} from './order-steps.js';
import {ProblemError} from '../http/problems.js';
import {randomSecret} from './secrets.js';

/** What the browser gets. */
export interface SessionAnswer {
  client_token: string;
  payment_method_categories: readonly KlarnaCategory[];
}

export interface SessionsContext {
  client: KlarnaPaymentsClient;
  ledger: Ledger;
  claims: Claims;
  /** Resolves when a create may be sent. */
  turn: (visitor: string, request: Request) => Promise<void>;
  steps: OrderSteps;
  /** Region and environment, as one text. */
  account: string;
  now: () => number;
  /** The cart of whoever sent the request. */
  orderOf: (request: Request) => Promise<KlarnaPlaceOrder>;
  /** Where Klarna may call back, if it can. */
  callbackUrl: (request: Request, secret: string) => string | undefined;
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
 * | another country, currency, locale or region | create |
 * | 48 hours since the last create or update, or 404 | create, once |
 * | any other error | the stored session stays |
 */
export class Sessions {
  readonly #context: SessionsContext;
  readonly #batches = new Map<string, Batch>();

  constructor(context: SessionsContext) {
    this.#context = context;
  }

  /** The visitor's session, in step with the visitor's cart. */
  async answer(visitor: string, request: Request): Promise<SessionAnswer> {
    const {ledger, orderOf} = this.#context;

    // Most visits change nothing; they need no turn.
    const {session, unreported} = await ledger.visitor(visitor);
    if (session && !session.ordering && !unreported?.length) {
      const order = await orderOf(request);
      if (this.#situation(session, order) === 'same') {
        return answerOf(session);
      }
    }
    return this.#inTurn(visitor, request);
  }

  #inTurn(visitor: string, request: Request): Promise<SessionAnswer> {
    const waiting = this.#batches.get(visitor);
    if (waiting) {
      waiting.request = request;
      return waiting.answer;
    }
    const batch: Batch = {
      request,
      answer: this.#context.claims
        .hold(visitor, (claim) => {
          // Who comes from now on may know a newer cart.
          this.#batches.delete(visitor);
          return this.#renew(visitor, batch.request, claim);
        })
        .finally(() => {
          if (this.#batches.get(visitor) === batch) {
            this.#batches.delete(visitor);
          }
        }),
    };
    this.#batches.set(visitor, batch);
    return batch.answer;
  }

  async #renew(
    visitor: string,
    request: Request,
    claim: Claim,
  ): Promise<SessionAnswer> {
    const {ledger, steps, orderOf} = this.#context;
    const {record, trouble} = await steps.settle(visitor, claim);
    await steps.reportAll(record);

    const {session} = await ledger.visitor(visitor);
    const order = await orderOf(request);
    const situation = this.#situation(session, order);

    if (session && situation === 'same') {
      return answerOf(session);
    }
    if (session && situation === 'changed') {
      const updated = await this.#update(
        visitor,
        session,
        order,
        request,
        claim,
      );
      if (updated) {
        return answerOf(updated);
      }
    }
    // An order may have come of the session that is about to be given up.
    if (trouble) {
      throw trouble.error;
    }
    return answerOf(await this.#create(visitor, order, request, claim));
  }

  #situation(
    session: StoredSession | undefined,
    order: KlarnaPlaceOrder,
  ): 'none' | 'same' | 'changed' {
    const {account, now} = this.#context;
    if (
      session === undefined ||
      now() - session.sentAt >= sessionLife ||
      session.market !== marketKeyOf(order, account)
    ) {
      return 'none';
    }
    return !session.stale && saysTheSame(order, session.order)
      ? 'same'
      : 'changed';
  }

  /** Answers nothing if Klarna no longer knows the session. */
  async #update(
    visitor: string,
    session: StoredSession,
    order: KlarnaPlaceOrder,
    request: Request,
    claim: Claim,
  ): Promise<StoredSession | undefined> {
    const {client, now} = this.#context;
    const body = this.#bodyOf(order, request, session.secret);
    const sentAt = now();
    // Until Klarna has answered it may have either order, also to whoever asks
    // meanwhile or after a crash.
    await this.#keep(visitor, {...session, stale: true}, claim);
    try {
      await client.updateSession(session.id, body);
    } catch (error) {
      if (error instanceof KlarnaApiError && error.status === 404) {
        return undefined;
      }
      if (leftAsItWas(error)) {
        await this.#keep(visitor, session, claim);
      }
      throw error;
    }
    const {stale: _, ...rest} = session;
    const updated = {...rest, order: JSON.stringify(order), sentAt};
    await this.#save(visitor, updated, claim);
    return updated;
  }

  async #create(
    visitor: string,
    order: KlarnaPlaceOrder,
    request: Request,
    claim: Claim,
  ): Promise<StoredSession> {
    const {client, turn, account, now} = this.#context;
    const secret = randomSecret();
    await turn(visitor, request);
    const sentAt = now();
    const created = await client.createSession(
      this.#bodyOf(order, request, secret),
    );
    const session: StoredSession = {
      id: created.session_id,
      clientToken: created.client_token,
      categories: created.payment_method_categories ?? [],
      market: marketKeyOf(order, account),
      order: JSON.stringify(order),
      sentAt,
      secret,
    };
    await this.#save(visitor, session, claim);
    return session;
  }

  async #save(visitor: string, session: StoredSession, claim: Claim) {
    const {ledger} = this.#context;
    await claim.confirm();
    // First the way back to the visitor: the callback may follow at once.
    await ledger.saveSession({
      visitor,
      sessionId: session.id,
      secret: session.secret,
    });
    await this.#write(visitor, session);
  }

  async #keep(visitor: string, session: StoredSession, claim: Claim) {
    await claim.confirm();
    await this.#write(visitor, session);
  }

  async #write(visitor: string, session: StoredSession) {
    const {ledger} = this.#context;
    const {unreported} = await ledger.visitor(visitor);
    await ledger.saveVisitor(visitor, {session, unreported});
  }

  #bodyOf(
    order: KlarnaPlaceOrder,
    request: Request,
    secret: string,
  ): KlarnaOrder {
    // Capturing is a matter of the order, not of the session.
    const {auto_capture: _, ...body} = order;
    const authorization = this.#context.callbackUrl(request, secret);
    return authorization === undefined
      ? body
      : {...body, merchant_urls: {...body.merchant_urls, authorization}};
  }
}

/** @throws ProblemError, or TypeError if the shop's order is none. */
export function assertOrder(
  order: KlarnaPlaceOrder | null | undefined,
): KlarnaPlaceOrder {
  if (order === null || order === undefined) {
    throw new ProblemError('empty-cart', 'There is nothing to pay for.');
  }
  if (typeof order !== 'object') {
    throw new TypeError('createKlarnaMerchant: order must answer an object');
  }
  return order;
}

/** Klarna has said no; anything else may have come after it has acted. */
function leftAsItWas(error: unknown): boolean {
  return (
    error instanceof KlarnaApiError &&
    error.kind === 'refused' &&
    error.status >= 400 &&
    error.status < 500
  );
}

function answerOf(session: StoredSession): SessionAnswer {
  return {
    client_token: session.clientToken,
    payment_method_categories: session.categories,
  };
}

/** What makes another session necessary rather than an update. */
function marketKeyOf(order: KlarnaPlaceOrder, account: string): string {
  return [
    order.purchase_country,
    order.purchase_currency,
    order.locale,
    account,
  ]
    .join(' ')
    .toLowerCase();
}
