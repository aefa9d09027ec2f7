import type {CustomerDetails} from '../http/customer-details.js';
import {busy, ProblemError} from '../http/problems.js';
import {Arrivals, isOf, type Arrival, type OrderedAnswer} from './arrivals.js';
import {isEmpty} from './body.js';
import {changedMembers} from './cart.js';
import type {VisitsContext} from './context.js';
import type {Deciding} from './deciding.js';
import {Turns} from './leases.js';
import {keys, type Kept} from './ledger.js';
import {RequestPatience} from './patience.js';
import {isRejected} from './placement.js';
import {alreadyOrdered, problemOf, uncertain, type Refusal} from './refusal.js';
import {digestOf} from './secrets.js';
import type {SessionTokens} from './session-tokens.js';
import type {Settling} from './settling.js';
import type {TokenRecord} from './token-record.js';
import type {Undecided} from './undecided.js';
import type {StoredSession} from './visitor-record.js';
import type {Found, Visitors} from './visitors.js';

/**
 * The browser brings a token. It may come twice, in any process, and beside
 * Klarna's callback:
 *
 * | the token | the browser gets |
 * | --- | --- |
 * | has an order of this visitor | that order; the shop what is new about it |
 * | is being turned into one | the outcome |
 * | was refused | why |
 * | is of a cart that has changed | 409 `cart-changed` |
 * | is not the session's | 409 `authorize-again` |
 * | is the session's | a new order |
 */
export class Orders {
  readonly #context: VisitsContext;
  readonly #visitors: Visitors;
  readonly #deciding: Deciding;
  readonly #settling: Settling;
  readonly #tokens: SessionTokens;
  readonly #arrivals: Arrivals;
  readonly #turns = new Turns();
  readonly #patience: number;

  /** @param patience Milliseconds that an answer may take. */
  constructor(
    context: VisitsContext,
    visitors: Visitors,
    deciding: Deciding,
    settling: Settling,
    tokens: SessionTokens,
    patience: number,
  ) {
    this.#context = context;
    this.#visitors = visitors;
    this.#deciding = deciding;
    this.#settling = settling;
    this.#tokens = tokens;
    this.#patience = patience;
    this.#arrivals = new Arrivals(context, settling);
  }

  /**
   * @throws ProblemError: why there is no order, or that it is not known; and
   *     whatever else failed, after which the same token may be sent again.
   */
  async place(
    visitor: string,
    token: string,
    details: CustomerDetails,
    request: Request,
  ): Promise<OrderedAnswer> {
    const {background, clock} = this.#context;
    const digest = await digestOf(token);
    const patience = new RequestPatience<OrderedAnswer>(this.#patience, clock);
    const arrival: Arrival = {
      visitor,
      token,
      digest,
      details,
      request,
      patience,
    };
    const work = () =>
      background.track(this.#turns.take(digest, () => this.#arrive(arrival)));
    try {
      return await patience.bound(work);
    } catch (error) {
      // Before anybody is told to try again: it has reached this process.
      if (!(error instanceof ProblemError) || error.code === 'busy') {
        await background.linger(async () => arrival.keep?.());
      }
      throw error;
    }
  }

  async #arrive(arrival: Arrival): Promise<OrderedAnswer> {
    for (let isSure = false; ; isSure = true) {
      const found = await this.#visitors.find(arrival.visitor);
      const kept = await this.#tokenOf(arrival.digest, found, isSure);
      const end =
        kept.value === undefined || kept.value.state === 'waiting'
          ? await this.#decide(arrival, found, kept)
          : await this.#goOn(arrival, found, kept);
      if (end?.value) {
        return this.#answer(found, end.value);
      }
    }
  }

  /** Spares reading what cannot be there yet. Being wrong costs a repetition. */
  async #tokenOf(
    digest: string,
    {session, orders}: Found,
    isSure: boolean,
  ): Promise<Kept<TokenRecord | undefined>> {
    const isNew =
      session !== undefined &&
      !session.tokens?.includes(digest) &&
      orders.every(({token}) => token !== digest);
    return isNew && !isSure
      ? {key: keys.token(digest), tag: undefined, value: undefined}
      : this.#context.ledger.token(digest);
  }

  /** Nothing has been decided about the token yet. Nothing: once more. */
  async #decide(
    arrival: Arrival,
    found: Found,
    kept: Kept<TokenRecord | undefined>,
  ): Promise<Kept<TokenRecord | undefined> | undefined> {
    const {session, home, homeKey} = found;
    const {patience} = arrival;
    const isOwn = session !== undefined && isOf(found, session, kept.value);
    let undecided: Undecided | undefined;
    if (isOwn) {
      // Before the shop or Klarna is asked: whatever becomes of this process,
      // it is not lost.
      const written = await this.#arrivals.writeDown(
        arrival,
        found,
        session,
        kept,
      );
      if (!written) {
        return undefined;
      }
      undecided = {...arrival, kept: written, home, homeKey, session};
    }
    this.#tokens.lookAfterOrders(found);
    const cart = await this.#context.shop.orderOf(arrival.request);
    const standing = await this.#visitors.standing(found, cart);
    const refusal: Refusal | undefined = standing
      ? {code: 'already-ordered'}
      : !isOwn
        ? {code: 'no-session', ...(!kept.value && {isUnknown: true})}
        : !cart
          ? {code: 'empty-cart'}
          : this.#comparison(session, cart, undecided?.kept.value);

    if (refusal) {
      const present = undecided?.kept ?? kept;
      return this.#arrivals.refuse(arrival, found, present, refusal, standing);
    }
    if (!undecided) {
      return undefined;
    }
    if (undecided.session.isStale && !patience.isOver) {
      await this.#untilUpdated(homeKey, patience);
    }
    const decision = await this.#deciding.decide(undecided, {
      patience,
      onPlaced: ({answer, continueId}) => {
        patience.standing = {answer, continueId};
      },
    });
    return decision.outcome === 'settled' ? decision.kept : undefined;
  }

  /** The cart, the session and what the token was authorized for are one. */
  #comparison(
    session: StoredSession,
    cart: Parameters<typeof changedMembers>[0],
    record: TokenRecord | undefined,
  ): Refusal | undefined {
    const {emit} = this.#context;
    const fields = changedMembers(cart, session.order);
    if (fields.length === 0 && record?.state === 'waiting') {
      fields.push(...changedMembers(record.open.order, session.order));
    }
    if (fields.length === 0) {
      return undefined;
    }
    emit({
      type: 'cart-changed',
      outcome: 'refused',
      account: session.account,
      sessionId: session.id,
      fields,
    });
    return {code: 'cart-changed', fields};
  }

  /** It is decided: brings it to its end, with what is new about it. */
  async #goOn(
    {patience, details}: Arrival,
    {keys: visitorKeys}: Found,
    start: Kept<TokenRecord | undefined>,
  ): Promise<Kept<TokenRecord | undefined> | undefined> {
    const {ledger} = this.#context;
    let kept = start;
    if (!kept.value || kept.value.state === 'refused') {
      return kept;
    }
    if (!visitorKeys.includes(kept.value.visitorKey)) {
      throw elsewhere(kept.value);
    }
    if (!isEmpty(details)) {
      kept = (await ledger.step(kept, 'bring', {late: details})) ?? kept;
    }
    const {value} = kept;
    if (
      value?.state === 'reported' ||
      (value?.state === 'placing' && value.isUncertain)
    ) {
      return kept;
    }
    return this.#settling.settle(kept.key, {
      patience,
      onPlaced: ({answer, continueId}) => {
        patience.standing = {answer, continueId};
      },
    });
  }

  #answer(found: Found, record: TokenRecord): OrderedAnswer {
    switch (record.state) {
      case 'refused': {
        const note = found.orders.at(-1);
        throw record.refusal.code === 'already-ordered' && note
          ? alreadyOrdered(note)
          : problemOf(record.refusal);
      }
      case 'placing':
        throw record.isUncertain ? uncertain() : busy(1);
      case 'waiting':
        throw busy(1);
      default: {
        const {answer, continueId} = record;
        if (isRejected(answer)) {
          throw new ProblemError(
            'declined',
            'Klarna has rejected the order.',
            {},
            {order_id: answer.order_id},
          );
        }
        return {answer, continueId};
      }
    }
  }

  /** Waits for whoever is updating the session just now. */
  async #untilUpdated(
    homeKey: string,
    patience: RequestPatience<OrderedAnswer>,
  ): Promise<void> {
    const lease = await this.#context.leases.wait(
      keys.visitor(homeKey),
      patience,
    );
    await lease?.release();
  }
}

/** The order is there, but whoever asks has no right to hear more of it. */
function elsewhere(record: TokenRecord): ProblemError {
  return record.state === 'placing'
    ? record.isUncertain
      ? uncertain()
      : busy(1)
    : new ProblemError(
        'already-ordered',
        'An order was placed with this authorization; there is nothing left to pay.',
      );
}
