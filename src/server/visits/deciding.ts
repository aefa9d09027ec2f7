import type {KlarnaPlaceOrder, KlarnaSession} from '../../wire/rest-types.js';
import {isStatus} from '../client/errors.js';
import {Additions} from './additions.js';
import type {Cancelling} from './cancelling.js';
import {changedMembers} from './cart.js';
import type {VisitsContext} from './context.js';
import type {Kept} from './ledger.js';
import type {Refusal} from './refusal.js';
import {Rivals} from './rivals.js';
import {sameSecret} from './secrets.js';
import {refusedRecord, type SettleOptions, type Settling} from './settling.js';
import {
  isOpen,
  isToldLater,
  type PlacingToken,
  type TokenRecord,
} from './token-record.js';
import {aboutOf, bodyOf, type Undecided} from './undecided.js';
import {
  orderIn,
  withToken,
  type StoredSession,
  type VisitorRecord,
} from './visitor-record.js';
import type {Visitors} from './visitors.js';

/**
 * | outcome | |
 * | --- | --- |
 * | `settled` | what the token has become stands in its record |
 * | `again` | somebody else was faster: read, and decide again |
 */
export type Decision =
  | {
      outcome: 'settled';
      kept: Kept<TokenRecord | undefined>;
      /** Nothing was sent; Klarna is to be asked to give it up yet. */
      isToCancel?: boolean;
    }
  | {outcome: 'again'};

const again: Decision = {outcome: 'again'};

/**
 * Decides whether a token becomes an order. Each step is written before the
 * next is taken, over exactly what was read:
 *
 * 1. What else has come of the session is brought to its end.
 * 2. Klarna's session says whether the token is its own.
 * 3. The session takes note of the token: from here on it is not updated or
 *    given up without deciding the token first.
 * 4. The shop adds what it knows only now.
 * 5. The one body is written down, then sent.
 */
export class Deciding {
  readonly #context: VisitsContext;
  readonly #visitors: Visitors;
  readonly #settling: Settling;
  readonly #cancelling: Cancelling;
  readonly #additions: Additions;
  readonly #rivals: Rivals;

  constructor(
    context: VisitsContext,
    visitors: Visitors,
    settling: Settling,
    cancelling: Cancelling,
  ) {
    this.#context = context;
    this.#visitors = visitors;
    this.#settling = settling;
    this.#cancelling = cancelling;
    this.#additions = new Additions(context);
    this.#rivals = new Rivals(context, settling);
  }

  /**
   * @throws ProblemError `busy` if another holder takes too long; Klarna's
   *     error, or that of a function of the shop. The token then is what it was,
   *     or `placing`.
   */
  async decide(token: Undecided, options: SettleOptions): Promise<Decision> {
    const {leases, ledger, background} = this.#context;
    const {key} = token.kept;
    const lease = await leases.wait(key, options.patience, async () => {
      const {value} = await ledger.tokenAt(key);
      return value !== undefined && isClosed(value);
    });
    if (!lease) {
      return again;
    }
    let decision = again;
    try {
      decision = await this.#underLease(token, options);
      return decision;
    } finally {
      const end = decision.outcome === 'settled' ? decision : undefined;
      if (end?.kept.value && isClosed(end.kept.value)) {
        lease.drop();
      } else {
        await lease.release();
      }
      if (end?.isToCancel) {
        await background.linger(() => this.#cancelling.cancel(key));
      }
    }
  }

  /** Writes that nothing was ordered with it. */
  async #refuse(token: Undecided, refusal: Refusal): Promise<Decision> {
    const {kept, session} = token;
    const open = {
      token: token.token,
      visitor: '',
      order: orderIn(session),
    };
    const refused = await this.#settling.refuseOnly(
      kept,
      refusedRecord(
        aboutOf(token, this.#context.clock.now()),
        refusal,
        refusal.isUnknown ? undefined : open,
      ),
    );
    return refused
      ? {outcome: 'settled', kept: refused, isToCancel: !refusal.isUnknown}
      : again;
  }

  async #underLease(
    token: Undecided,
    options: SettleOptions,
  ): Promise<Decision> {
    const {session, kept} = token;
    const {accounts} = this.#context;
    const {client} = accounts.again(orderIn(session), session.account);

    const others = await this.#rivals.settle(token, options);
    if (others.isOrdered) {
      return this.#refuse(token, {code: 'already-ordered'});
    }

    let read: KlarnaSession;
    try {
      read = await options.patience.outside(() =>
        client.readSession(session.id),
      );
    } catch (error) {
      if (!isStatus(error, 404)) {
        throw error;
      }
      throwIf(others.trouble);
      await this.#visitors.forget(token.homeKey, session.id);
      return this.#refuse(token, {
        code: 'authorize-again',
        ...(!isCalledBack(kept) && {isUnknown: true}),
      });
    }
    if (read.status !== 'incomplete') {
      throwIf(others.trouble);
      return this.#doubt(token);
    }
    const given = read.authorization_token ?? '';
    // Whoever knows the callback's secret has named the session already.
    const isVouchedFor = given === '' && isCalledBack(kept);
    if (!isVouchedFor && !(await sameSecret(given, token.token))) {
      return this.#refuse(token, {
        code: 'authorize-again',
        // Without it nobody can tell whose token it is.
        ...(given === '' && {fields: ['authorization_token']}),
        ...(!isCalledBack(kept) && {isUnknown: true}),
      });
    }
    for (const other of others.open) {
      await this.#settling.denyBySession(other);
    }

    const home = await this.#register(token);
    if (!home) {
      return again;
    }
    const {body, details} = bodyOf(token, read);
    const record: PlacingToken = {
      ...aboutOf(token, this.#context.clock.now()),
      state: 'placing',
      open: {
        token: token.token,
        visitor: token.home.value.id ?? '',
        order: orderIn(session),
      },
      details,
      body: await this.#additions.added(
        {digest: token.digest, visitor: token.home.value.id ?? '', session},
        body,
      ),
    };
    const {ledger} = this.#context;
    const begun = await ledger.step(kept, 'begin', {record});
    if (!begun) {
      return again;
    }
    this.#additions.forget(token.digest);
    const end = await this.#settling.advance(begun, {
      ...options,
      isFirst: true,
      visitor: home,
    });
    return {outcome: 'settled', kept: end};
  }

  /** The session has led to an order, and nobody knows of which token. */
  async #doubt(token: Undecided): Promise<Decision> {
    const {orders} = await this.#visitors.findKey(token.homeKey);
    if (orders.some(({sessionId}) => sessionId === token.session.id)) {
      return this.#refuse(token, {code: 'already-ordered'});
    }
    const order = orderIn(token.session);
    const doubted = await this.#settling.doubt(token.kept, {
      ...aboutOf(token, this.#context.clock.now()),
      state: 'placing',
      open: {
        token: token.token,
        visitor: token.home.value.id ?? '',
        order,
      },
      body: order,
      details: 'none',
    });
    return doubted ? {outcome: 'settled', kept: doubted} : again;
  }

  async #register({
    home,
    session,
    digest,
  }: Undecided): Promise<Kept<VisitorRecord> | undefined> {
    return session.tokens?.includes(digest)
      ? home
      : this.#context.ledger.saveVisitor(
          home,
          withToken(home.value, session, digest),
        );
  }
}

/** Whether a snapshot is what the session is about by now. */
export function isStill(
  order: KlarnaPlaceOrder,
  {order: sent}: StoredSession,
): boolean {
  return changedMembers(order, sent).length === 0;
}

/** Nobody will ever do anything about it. */
function isClosed(record: TokenRecord): boolean {
  return (
    !isOpen(record) &&
    !isToldLater(record) &&
    !(record.state === 'refused' && record.refusal.isUnknown)
  );
}

function isCalledBack({value}: Kept<TokenRecord | undefined>): boolean {
  return value?.state === 'waiting' && value.calledBack;
}

function throwIf(trouble: unknown): void {
  if (trouble !== undefined) {
    throw trouble;
  }
}
