import {hasOther, type Cancelling} from './cancelling.js';
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
  readonly #cancelling: Cancelling;

  constructor(
    context: VisitsContext,
    visitors: Visitors,
    cancelling: Cancelling,
  ) {
    this.#context = context;
    this.#visitors = visitors;
    this.#placement = new Placement(context);
    this.#reporting = new Reporting(context);
    this.#cancelling = cancelling;
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
        hasOther(this.#context.ledger, kept.key, placing.value),
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
      await background.linger(() => this.#cancelling.cancel(refused.key));
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
    await this.#context.background.linger(() =>
      this.#cancelling.cancelHeld(kept),
    );
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
