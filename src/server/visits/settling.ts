import {KlarnaApiError} from '../client/errors.js';
import {cartDigest} from './cart.js';
import type {VisitsContext} from './context.js';
import type {Kept} from './ledger.js';
import type {Patience} from './patience.js';
import {isRejected, Placement} from './placement.js';
import type {Refusal} from './refusal.js';
import {Reporting} from './reporting.js';
import {randomId} from './secrets.js';
import {
  about,
  isToldLater,
  tokenLife,
  type PlacedToken,
  type PlacingToken,
  type RefusedToken,
  type TokenRecord,
} from './token-record.js';
import type {OrderNote, VisitorRecord} from './visitor-record.js';
import type {Visitors} from './visitors.js';

/** How a token is brought to its end. */
export interface SettleOptions {
  patience: Patience;
  /** Nobody can have sent the body before. */
  isFirst?: boolean;
  /** The visitor's record as it was last written, to spare reading it. */
  visitor?: Kept<VisitorRecord>;
  /** The order is there, whatever else has to be done. */
  onPlaced?: (record: PlacedToken) => void;
}

type KeptToken = Kept<TokenRecord | undefined>;

/**
 * Brings what was begun to its end, whoever comes by: the browser, the
 * callback, or recovery. From `placing` on there is nothing left to decide.
 */
export class Settling {
  readonly #context: VisitsContext;
  readonly #visitors: Visitors;
  readonly #placement: Placement;
  readonly #reporting: Reporting;

  constructor(context: VisitsContext, visitors: Visitors) {
    this.#context = context;
    this.#visitors = visitors;
    this.#placement = new Placement(context);
    this.#reporting = new Reporting(context);
  }

  /**
   * Takes the lease and goes on from whatever the record says.
   *
   * @returns What stands then, or stands already.
   * @throws ProblemError `busy` if another holder takes too long; Klarna's
   *     error, or that of the shop's `placed`.
   */
  async settle(key: string, options: SettleOptions): Promise<KeptToken> {
    const {ledger, leases} = this.#context;
    const lease = await leases.wait(key, options.patience, async () => {
      const {value} = await ledger.tokenAt(key);
      if (value?.state === 'placed') {
        options.onPlaced?.(value);
      }
      return isSettled(value);
    });
    if (!lease) {
      return ledger.tokenAt(key);
    }
    try {
      return await this.advance(await ledger.tokenAt(key), options);
    } finally {
      await lease.release();
    }
  }

  /** The same, under a lease that the caller has. */
  async advance(start: KeptToken, options: SettleOptions): Promise<KeptToken> {
    const {isFirst = false, patience, onPlaced} = options;
    let kept = start;
    let {value} = kept;
    if (value?.state === 'placing' && !value.isUncertain) {
      const placing = {...kept, value};
      kept = await this.#placement.send(placing, isFirst, patience, () =>
        this.#hasOther(kept.key, placing.value),
      );
      ({value} = kept);
      if (value?.state === 'placing') {
        await this.#noteDoubt(kept.key, value);
      } else if (value?.state === 'refused') {
        await this.#afterNo(kept, value);
      }
    }
    if (value?.state === 'placed') {
      onPlaced?.(value);
      const before = await this.#noteOrder(kept.key, value, options.visitor);
      kept = await this.#reporting.report({...kept, value}, before.movedTo?.id);
      if (before.movedTo?.id && kept.value && !isToldLater(kept.value)) {
        await this.#visitors.forgetMove(value.visitorKey);
      }
    }
    return kept;
  }

  /**
   * Klarna says that a session has no order, so what was sent for it earlier
   * and was not answered has led to none either.
   */
  async denyBySession(kept: Kept<PlacingToken>): Promise<KeptToken> {
    return this.#placement.deny(kept, {code: 'authorize-again'});
  }

  /** Nothing but a person can tell what became of a token that was not sent. */
  async doubt(
    kept: KeptToken,
    record: PlacingToken,
  ): Promise<KeptToken | undefined> {
    const {ledger, emit} = this.#context;
    const doubted = await ledger.step(kept, 'doubt', {record});
    if (doubted) {
      const {account, sessionId} = record;
      emit({
        type: 'order',
        outcome: 'uncertain',
        account,
        sessionId,
        code: 'order-uncertain',
      });
      await this.#noteDoubt(kept.key, record);
    }
    return doubted;
  }

  /**
   * Writes that nothing was ordered, so that it may be said.
   *
   * @returns Nothing if that cannot be written: something else stands.
   */
  async refuse(
    kept: KeptToken,
    record: RefusedToken,
  ): Promise<Kept<TokenRecord> | undefined> {
    const refused = await this.refuseOnly(kept, record);
    if (refused && record.cancel) {
      const {background} = this.#context;
      await background.linger(() => this.cancel(refused.key));
    }
    return refused;
  }

  /** The same, under a lease that the caller has, who cancels it afterwards. */
  async refuseOnly(
    kept: KeptToken,
    record: RefusedToken,
  ): Promise<Kept<TokenRecord> | undefined> {
    const {ledger, emit} = this.#context;
    const refused = await ledger.step(kept, 'refuse', {record});
    if (refused) {
      const {account, sessionId, refusal} = record;
      emit({
        type: 'authorization',
        outcome: 'refused',
        account,
        sessionId,
        code: refusal.code,
        fields: refusal.fields,
      });
    }
    return refused;
  }

  /** Has Klarna give up an authorization that nobody will use. */
  async cancel(key: string): Promise<void> {
    const {ledger, leases} = this.#context;
    const lease = await leases.take(key);
    if (!lease) {
      return;
    }
    try {
      await this.#cancel(await ledger.tokenAt(key));
    } finally {
      await lease.release();
    }
  }

  async #cancel(kept: KeptToken): Promise<void> {
    const {ledger, accounts, emit, clock} = this.#context;
    const {key, value} = kept;
    if (value?.state !== 'refused' || !value.cancel) {
      return;
    }
    const {client} = accounts.again(value.cancel.order, value.account);
    const {account, sessionId} = value;
    let isGone = true;
    try {
      await client.cancelAuthorization(value.cancel.token);
    } catch (error) {
      if (!isStatus(error, 404)) {
        const outcome = 'not-cancelled';
        emit({type: 'authorization', outcome, account, sessionId});
        if (clock.now() < value.since + 2 * tokenLife) {
          throw error;
        }
        // Klarna has long forgotten it, without having said so.
        isGone = false;
      } else if (await this.#isOrdered(client, key, value)) {
        if (await ledger.step(kept, 'suspect', {})) {
          emit({
            type: 'order',
            outcome: 'uncertain',
            account,
            sessionId,
            code: 'order-uncertain',
          });
        }
        return;
      }
    }
    if ((await ledger.step(kept, 'cancel', {})) && isGone) {
      emit({type: 'authorization', outcome: 'cancelled', account, sessionId});
    }
  }

  /** A session that is complete though no token that is known has led to it. */
  async #isOrdered(
    client: {readSession(id: string): Promise<{status: string}>},
    key: string,
    record: RefusedToken,
  ): Promise<boolean> {
    try {
      const {status} = await client.readSession(record.sessionId);
      return status === 'complete' && !(await this.#hasOther(key, record));
    } catch (error) {
      if (isStatus(error, 404)) {
        return false;
      }
      throw error;
    }
  }

  /** Whether the session's one order is that of another token. */
  async #hasOther(key: string, record: TokenRecord): Promise<boolean> {
    const {value} = await this.#context.ledger.visitor(record.visitorKey);
    return (value.orders ?? []).some(
      ({sessionId, token, isUncertain}) =>
        sessionId === record.sessionId && !isUncertain && !key.endsWith(token),
    );
  }

  /** Gives up a session that has led to an order. */
  async noteEnd(key: string, record: TokenRecord): Promise<void> {
    if (record.state === 'placed') {
      await this.#noteOrder(key, record, undefined);
    } else {
      await this.#visitors.forget(record.visitorKey, record.sessionId);
    }
  }

  async #noteOrder(
    key: string,
    record: PlacedToken,
    known: Kept<VisitorRecord> | undefined,
  ): Promise<VisitorRecord> {
    const {answer, continueId} = record;
    const {order_id: orderId, redirect_url: redirectUrl} = answer;
    const note: OrderNote = {
      ...(await this.#noteOf(key, record)),
      continueId,
      ...(orderId !== undefined && {orderId}),
      ...(redirectUrl !== undefined && {redirectUrl}),
      ...((orderId === undefined || isRejected(answer)) && {isSeen: true}),
    };
    return this.#visitors.note(record.visitorKey, note, known);
  }

  async #noteDoubt(key: string, record: PlacingToken): Promise<void> {
    await this.#visitors.note(record.visitorKey, {
      ...(await this.#noteOf(key, record)),
      continueId: randomId(),
      isUncertain: true,
    });
  }

  async #noteOf(key: string, {sessionId, open}: PlacedToken | PlacingToken) {
    return {
      token: key.slice(key.indexOf(':') + 1),
      sessionId,
      cart: await cartDigest(open.order),
      at: this.#context.clock.now(),
    };
  }

  async #afterNo(kept: KeptToken, record: RefusedToken): Promise<void> {
    // Klarna may have another order than the one that is stored.
    if (record.refusal.error_code === 'BAD_VALUE') {
      await this.#visitors.distrust(record.visitorKey, record.sessionId);
    }
    await this.#context.background.linger(() => this.#cancel(kept));
  }
}

/** A refused record that a token becomes before anything was sent. */
export function refusedRecord(
  known: Parameters<typeof about>[0],
  refusal: Refusal,
  cancel?: RefusedToken['cancel'],
): RefusedToken {
  return {
    ...about(known),
    state: 'refused',
    refusal,
    ...(cancel && {cancel}),
  };
}

/** Whether there is nothing to wait for. */
function isSettled(record: TokenRecord | undefined): boolean {
  switch (record?.state) {
    case 'placing':
      return record.isUncertain === true;
    case 'placed':
    case 'waiting':
    case undefined:
      return false;
    default:
      return true;
  }
}

export function isStatus(error: unknown, status: number): boolean {
  return error instanceof KlarnaApiError && error.status === status;
}
