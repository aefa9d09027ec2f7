import type {KlarnaPlaceOrder} from '../../wire/rest-types.js';
import {saysTheSame} from './canonical.js';
import type {Claims} from './claims.js';
import type {KlarnaPaymentsClient} from '../client/client.js';
import type {CustomerDetails} from '../http/customer-details.js';
import {KlarnaApiError} from '../client/errors.js';
import type {Ledger, OrderAnswer, StoredSession} from './ledger.js';
import type {OrderSteps, Settled} from './order-steps.js';
import {ProblemError} from '../http/problems.js';
import {digestOf, sameSecret} from './secrets.js';

export interface OrdersContext {
  client: KlarnaPaymentsClient;
  ledger: Ledger;
  claims: Claims;
  steps: OrderSteps;
  callbackSecret: string | undefined;
  /** The cart of whoever sent the request. */
  orderOf: (request: Request) => Promise<KlarnaPlaceOrder>;
}

/**
 * Decides whether an authorization becomes an order. It may arrive twice, by
 * the browser and by Klarna's callback, several times each, in any process:
 *
 * | the token | the browser gets | the callback gets |
 * | --- | --- | --- |
 * | has an order of this visitor | that order | 204 |
 * | is being turned into one | the outcome | the outcome |
 * | was turned down by Klarna | 409 | 204, nothing is placed |
 * | was authorized for another cart than the present one | 409 | an order, if it comes before the browser |
 * | is not the one that Klarna has for the session | 409 | 409 |
 * | is the session's | a new order | a new order, without details |
 */
export class Orders {
  readonly #context: OrdersContext;

  constructor(context: OrdersContext) {
    this.#context = context;
  }

  /** The browser brings the token. */
  place(
    visitor: string,
    token: string,
    details: CustomerDetails,
    request: Request,
  ): Promise<OrderAnswer> {
    const {ledger, claims, steps, orderOf} = this.#context;
    return claims.hold(visitor, async (claim) => {
      const digest = await digestOf(token);
      const settled = await steps.settle(visitor, claim);
      throwIfAbout(token, settled);

      const known = await ledger.token(digest);
      if (known?.visitor === visitor) {
        const answer = await steps.report(known.sessionId);
        if (answer) {
          return answer;
        }
      }

      const {session} = settled.record;
      if (!session) {
        throw new ProblemError(
          'no-session',
          'There is no session to place an order on. Ask for one and authorize.',
        );
      }
      if (
        session.refused?.by === 'klarna' &&
        session.refused.token === digest
      ) {
        throw authorizeAgain();
      }
      const order = await orderOf(request);
      if (!saysTheSame(order, session.order)) {
        // The callback, too, must not place what the shopper no longer wants.
        await steps.refuse(visitor, session, digest, 'cart');
        throw new ProblemError(
          'cart-changed',
          'The cart has changed since it was authorized; nothing was ordered. Ask for the session again and authorize again.',
        );
      }
      await this.#verify(visitor, session, token, settled);
      const body = withDetails(orderIn(session), details);
      return steps.begin(visitor, session, token, body, claim);
    });
  }

  /** Klarna's callback brings the token. */
  async authorized(
    secret: string,
    sessionId: string,
    token: string,
  ): Promise<void> {
    const {ledger, claims, steps, callbackSecret} = this.#context;
    const link = await ledger.session(sessionId);
    const expected = callbackSecret ?? link?.secret ?? '';
    if (!(await sameSecret(secret, expected)) || !link || expected === '') {
      throw new ProblemError('not-found', 'There is nothing here.');
    }
    const {visitor} = link;
    await claims.hold(visitor, async (claim) => {
      const settled = await steps.settle(visitor, claim);
      throwIfAbout(token, settled);
      if (await steps.report(sessionId)) {
        return;
      }
      const {session} = settled.record;
      const digest = await digestOf(token);
      // Given up meanwhile, or turned down: to place it now would surprise.
      if (session?.id !== sessionId || session.refused?.token === digest) {
        return;
      }
      await this.#verify(visitor, session, token, settled);
      await steps.begin(visitor, session, token, orderIn(session), claim);
    });
  }

  /**
   * Nobody places an order with a token that is not the one of the visitor's
   * own session: only Klarna knows which that is.
   */
  async #verify(
    visitor: string,
    session: StoredSession,
    token: string,
    {trouble}: Settled,
  ): Promise<void> {
    const {client, steps} = this.#context;
    let read;
    try {
      read = await client.readSession(session.id);
    } catch (error) {
      if (trouble || !isStatus(error, 404)) {
        throw error;
      }
    }
    if (read?.status === 'incomplete') {
      if (await sameSecret(read.authorization_token ?? '', token)) {
        return;
      }
      throw authorizeAgain();
    }
    if (trouble) {
      throw trouble.error;
    }
    await steps.forget(visitor, session);
    throw authorizeAgain();
  }
}

function throwIfAbout(token: string, {trouble, refusal}: Settled): void {
  for (const outcome of [trouble, refusal]) {
    if (outcome?.token === token) {
      throw outcome.error;
    }
  }
}

function authorizeAgain(): ProblemError {
  return new ProblemError(
    'authorize-again',
    'This authorization is not good for this order; nothing was ordered. Ask for the session again and authorize again.',
  );
}

/** The order as Klarna has it. */
function orderIn(session: StoredSession): KlarnaPlaceOrder {
  return JSON.parse(session.order) as KlarnaPlaceOrder;
}

/** Details win over what the session had, member by member. */
function withDetails(
  order: KlarnaPlaceOrder,
  details: CustomerDetails,
): KlarnaPlaceOrder {
  const body = {...order};
  for (const part of [
    'billing_address',
    'shipping_address',
    'customer',
  ] as const) {
    if (details[part]) {
      body[part] = {...order[part], ...details[part]};
    }
  }
  return body;
}

function isStatus(error: unknown, status: number): boolean {
  return error instanceof KlarnaApiError && error.status === status;
}
