import type {
  KlarnaPlaceOrder,
  KlarnaPlacedOrder,
} from '../../wire/rest-types.js';
import type {Claim} from './claims.js';
import type {KlarnaPaymentsClient} from '../client/client.js';
import {KlarnaApiError} from '../client/errors.js';
import type {
  Ledger,
  OrderAnswer,
  OrderRecord,
  StoredSession,
  VisitorRecord,
} from './ledger.js';
import type {KlarnaPlacedEvent} from '../merchant-options.js';
import {digestOf} from './secrets.js';

export interface OrderStepsContext {
  client: KlarnaPaymentsClient;
  ledger: Ledger;
  placed: (event: KlarnaPlacedEvent) => Promise<unknown>;
  /** An error that does not decide the answer. */
  onError: (error: unknown) => void;
}

/** An order that was begun earlier and did not come to an end. */
export interface Settled {
  record: VisitorRecord;
  /** Still open: Klarna may or may not have the order. */
  trouble?: {token: string; error: unknown};
  /** Klarna does not want it. */
  refusal?: {token: string; error: unknown};
}

/**
 * The steps of an order. All of them happen under the visitor's claim, and each
 * is on record before the next is taken, so that whoever comes after a crash
 * goes on from there:
 *
 * 1. `placing`, with the body: Klarna answers the same body with the same order.
 * 2. Klarna places it. 3. `placed`; the session is forgotten.
 * 4. The shop's `placed`. 5. `reported`, without the body.
 */
export class OrderSteps {
  readonly #context: OrderStepsContext;

  constructor(context: OrderStepsContext) {
    this.#context = context;
  }

  /** Places a new order; whose the token is has been seen to. */
  async begin(
    visitor: string,
    session: StoredSession,
    token: string,
    body: KlarnaPlaceOrder,
    claim: Claim,
  ): Promise<OrderAnswer> {
    const {ledger} = this.#context;
    const order = {visitor, state: 'placing', token, body} as const;
    const sessionId = session.id;

    await claim.confirm();
    await ledger.saveOrder(sessionId, order);
    await ledger.saveToken(await digestOf(token), {visitor, sessionId});
    await this.#keep(visitor, {...session, ordering: true});
    await this.#send(visitor, session, order, claim);

    const answer = await this.report(sessionId);
    if (!answer) {
      throw new Error('the storage has lost an order that it was given');
    }
    return answer;
  }

  /** Brings to an end what an earlier request has begun. */
  async settle(visitor: string, claim: Claim): Promise<Settled> {
    const {ledger} = this.#context;
    const record = await ledger.visitor(visitor);
    const {session} = record;
    if (!session?.ordering) {
      return {record};
    }
    const order = await ledger.order(session.id);
    if (order === undefined) {
      // Older than any token. What has become of it shows at the next update.
      await this.#keep(visitor, {...session, stale: true, ordering: false});
      return {record: await ledger.visitor(visitor)};
    }
    if (order.state !== 'placing') {
      await this.forget(visitor, session, {unreported: true});
      return {record: await ledger.visitor(visitor)};
    }
    try {
      await this.#send(visitor, session, order, claim);
      return {record: await ledger.visitor(visitor)};
    } catch (error) {
      const about = {token: order.token, error};
      const now = await ledger.visitor(visitor);
      return now.session?.ordering
        ? {record: now, trouble: about}
        : {record: now, refusal: about};
    }
  }

  /** Calls `placed` if need be. Answers nothing if there is no order. */
  async report(sessionId: string): Promise<OrderAnswer | undefined> {
    const {ledger, placed} = this.#context;
    const order = await ledger.order(sessionId);
    if (!order || order.state === 'placing') {
      return undefined;
    }
    const {visitor, answer} = order;
    if (order.state === 'placed') {
      await placed({
        orderId: answer.order_id,
        order: order.body,
        visitor,
        fraudStatus: answer.fraud_status,
        redirectUrl: answer.redirect_url,
      });
      await ledger.saveOrder(sessionId, {visitor, state: 'reported', answer});
    }
    const record = await ledger.visitor(visitor);
    if (record.unreported?.includes(sessionId)) {
      await ledger.saveVisitor(visitor, {
        ...record,
        unreported: record.unreported.filter((id) => id !== sessionId),
      });
    }
    return answer;
  }

  /** Calls `placed` for orders for which it has not succeeded yet. */
  async reportAll(record: VisitorRecord): Promise<void> {
    for (const sessionId of record.unreported ?? []) {
      try {
        await this.report(sessionId);
      } catch (error) {
        this.#context.onError(error);
      }
    }
  }

  /** Remembers that the token was turned down. */
  async refuse(
    visitor: string,
    session: StoredSession,
    token: string,
    by: 'cart' | 'klarna',
  ): Promise<void> {
    await this.#keep(visitor, {...session, refused: {token, by}});
  }

  /** The visitor's next session is a new one. */
  async forget(
    visitor: string,
    session: StoredSession,
    {unreported = false} = {},
  ): Promise<void> {
    const {ledger} = this.#context;
    const record = await ledger.visitor(visitor);
    const others = (record.unreported ?? []).filter((id) => id !== session.id);
    await ledger.saveVisitor(visitor, {
      unreported: unreported ? [...others, session.id] : record.unreported,
    });
  }

  async #send(
    visitor: string,
    session: StoredSession,
    order: OrderRecord & {state: 'placing'},
    claim: Claim,
  ): Promise<void> {
    const {client, ledger} = this.#context;
    let placed: KlarnaPlacedOrder;
    try {
      placed = await client.placeOrder(order.token, order.body);
    } catch (error) {
      await claim.confirm();
      await this.#refused(visitor, session, order, error);
      throw error;
    }
    await claim.confirm();
    await ledger.saveOrder(session.id, {
      visitor,
      state: 'placed',
      answer: answerOf(placed),
      body: order.body,
    });
    await this.forget(visitor, session, {unreported: true});
  }

  /**
   * | Klarna's refusal | then |
   * | --- | --- |
   * | 400 | the body may be built anew |
   * | 404 `SESSION_COMPLETED` | the session is forgotten |
   * | 404, 409, 403 with a code | the token is not tried again: Klarna goes on refusing it |
   * | 409 | and the session is brought back in step by the next visit |
   * | anything else | nothing is certain: the same body will be sent again |
   */
  async #refused(
    visitor: string,
    session: StoredSession,
    order: OrderRecord & {state: 'placing'},
    error: unknown,
  ): Promise<void> {
    if (!(error instanceof KlarnaApiError) || !isFinal(error)) {
      return;
    }
    const {ledger} = this.#context;
    if (error.errorCode === 'SESSION_COMPLETED') {
      await this.forget(visitor, session);
    } else if (error.status === 400) {
      await this.#keep(visitor, {...session, ordering: false});
    } else {
      await this.refuse(
        visitor,
        {
          ...session,
          stale: session.stale || error.status === 409,
          ordering: false,
        },
        await digestOf(order.token),
        'klarna',
      );
    }
    await ledger.forgetOrder(session.id);
  }

  async #keep(visitor: string, session: StoredSession): Promise<void> {
    const {ledger} = this.#context;
    const {unreported} = await ledger.visitor(visitor);
    await ledger.saveVisitor(visitor, {session, unreported});
  }
}

/** Nobody needs more of Klarna's answer, so no more of it is kept. */
function answerOf(placed: KlarnaPlacedOrder): OrderAnswer {
  const {order_id, redirect_url, fraud_status} = placed;
  return {order_id, redirect_url, fraud_status};
}

function isFinal({status, errorCode}: KlarnaApiError): boolean {
  return (
    [400, 404, 409].includes(status) ||
    (status === 403 && errorCode !== undefined)
  );
}
