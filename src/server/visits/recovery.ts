import {ProblemError} from '../http/problems.js';
import {thrownIn} from '../http/shop-error.js';
import {isStill, type Decision, type Deciding} from './deciding.js';
import type {Cancelling} from './cancelling.js';
import type {VisitsContext} from './context.js';
import type {Kept} from './ledger.js';
import {recoveredOf, type KlarnaRecovered} from './open-work.js';
import {noPatience, RequestPatience, type Patience} from './patience.js';
import {refusedRecord, type Settling} from './settling.js';
import {
  dueOf,
  isOpen,
  tokenLife,
  type TokenRecord,
  type WaitingToken,
} from './token-record.js';
import type {Visitors} from './visitors.js';

/** Keys that are asked of the storage at a time. */
const page = 100;
/** More than is ever open; what is further back comes next time. */
const most = 10_000;
/** Milliseconds by which work may be late without anybody being told. */
const lateness = 600_000;

/** Finds what nobody came back for, and brings it to its end. */
export class Recovery {
  readonly #context: VisitsContext;
  readonly #deciding: Deciding;
  readonly #settling: Settling;
  readonly #cancelling: Cancelling;
  readonly #visitors: Visitors;
  readonly #callbackPatience: number;
  readonly #patience: number;

  /**
   * @param callbackPatience Milliseconds that a token waits for its browser.
   * @param patience Milliseconds that one token may keep others waiting.
   */
  constructor(
    context: VisitsContext,
    deciding: Deciding,
    settling: Settling,
    cancelling: Cancelling,
    visitors: Visitors,
    callbackPatience: number,
    patience: number,
  ) {
    this.#context = context;
    this.#deciding = deciding;
    this.#settling = settling;
    this.#cancelling = cancelling;
    this.#visitors = visitors;
    this.#callbackPatience = callbackPatience;
    this.#patience = patience;
  }

  /** Whether there is anything to look after now. */
  async hasDue(): Promise<boolean> {
    const {ledger, clock} = this.#context;
    return (await ledger.due(clock.now(), 1)).length > 0;
  }

  /** Looks after all that is due, whatever becomes of the rest. */
  async recover(): Promise<KlarnaRecovered[]> {
    const {ledger, clock} = this.#context;
    const done: KlarnaRecovered[] = [];
    const seen = new Set<string>();
    const until = clock.now();
    for (let limit = page; ; limit *= 2) {
      const due = await ledger.due(until, limit);
      for (const key of due) {
        if (!seen.has(key)) {
          seen.add(key);
          const recovered = await this.#lookAfterInTime(key);
          if (recovered) {
            done.push(recovered);
          }
        }
      }
      if (due.length < limit || limit > most) {
        return done;
      }
    }
  }

  /**
   * What a function of the shop that hangs keeps open does not keep the rest
   * waiting. It goes on.
   */
  async #lookAfterInTime(key: string): Promise<KlarnaRecovered | undefined> {
    const {ledger, clock, background} = this.#context;
    const patience = new RequestPatience<KlarnaRecovered | undefined>(
      this.#patience,
      clock,
    );
    const alone: Patience = {
      isOver: true,
      outside: (work) => patience.outside(work),
    };
    try {
      return await patience.bound(() =>
        background.track(this.lookAfter(key, alone)),
      );
    } catch {
      const kept = await ledger.tokenAt(key).catch(() => undefined);
      const value = kept?.value;
      return value && isOpen(value) ? recoveredOf(value, value) : undefined;
    }
  }

  /** Brings one token on, if it is due. Never rejects. */
  async lookAfter(
    key: string,
    patience: Patience = noPatience,
  ): Promise<KlarnaRecovered | undefined> {
    const {ledger, emit} = this.#context;
    let before: TokenRecord | undefined;
    try {
      ({value: before} = await ledger.tokenAt(key));
      if (
        !before ||
        dueOf(before, this.#callbackPatience) > this.#context.clock.now()
      ) {
        return undefined;
      }
      this.#tellIfLate(before);
      const after = await this.#bringOn(key, before, patience);
      if (!isOpen(before)) {
        return undefined;
      }
      const recovered = recoveredOf(before, after);
      const {account, sessionId} = before;
      emit({
        type: 'recovery',
        outcome: recovered.outcome === 'open' ? 'open' : 'done',
        account,
        sessionId,
        orderId: recovered.orderId,
      });
      return recovered;
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'busy') {
        // Somebody else is at it.
        return undefined;
      }
      const {account, sessionId} = before ?? {};
      emit({
        type: 'recovery',
        outcome: 'failed',
        account,
        sessionId,
        error: thrownIn(error),
      });
      await this.#touch(key);
      return before && recoveredOf(before, before);
    }
  }

  /** The visitor comes: what is due for them need not wait for a timer. */
  async lookAfterVisitor(tokens: readonly string[]): Promise<void> {
    for (const token of tokens) {
      await this.lookAfter(`token:${token}`);
    }
  }

  async #bringOn(
    key: string,
    record: TokenRecord,
    patience: Patience,
  ): Promise<TokenRecord | undefined> {
    const {ledger, leases} = this.#context;
    switch (record.state) {
      case 'waiting':
        return this.#decide(key, patience);
      case 'placing':
      case 'placed': {
        const lease = await leases.take(key);
        if (!lease) {
          return record;
        }
        try {
          const kept = await ledger.tokenAt(key);
          return (await this.#settling.advance(kept, {patience})).value;
        } finally {
          await lease.release();
        }
      }
      case 'refused':
        await this.#cancelling.cancel(key);
        return (await ledger.tokenAt(key)).value;
      case 'reported': {
        const kept = await ledger.tokenAt(key);
        await ledger.step(kept, 'strip', {});
        await this.#visitors.forgetMove(record.visitorKey);
        return record;
      }
    }
  }

  /** Nobody has come: the order is placed without the browser, or not at all. */
  async #decide(
    key: string,
    patience: Patience,
  ): Promise<TokenRecord | undefined> {
    const {ledger, clock} = this.#context;
    for (;;) {
      const kept = await ledger.tokenAt(key);
      const {value} = kept;
      if (value?.state !== 'waiting') {
        return value;
      }
      if (clock.now() >= value.since + tokenLife) {
        this.#tellExpired(value);
        await this.#refuse(kept, value);
        continue;
      }
      const decision = await this.#decideOnce(kept, value, patience);
      if (decision.outcome === 'settled') {
        return decision.kept.value;
      }
    }
  }

  async #decideOnce(
    kept: Kept<TokenRecord | undefined>,
    record: WaitingToken,
    patience: Patience,
  ): Promise<Decision> {
    const {ledger} = this.#context;
    const home = await ledger.visitor(record.visitorKey);
    const {session} = home.value;
    if (
      !session ||
      (await this.#visitors.isReplaced(home.value)) ||
      session.id !== record.sessionId ||
      session.isUpdating ||
      !isStill(record.open.order, session)
    ) {
      await this.#refuse(kept, record);
      return {outcome: 'again'};
    }
    return this.#deciding.decide(
      {
        digest: kept.key.slice(kept.key.indexOf(':') + 1),
        token: record.open.token,
        kept,
        home,
        homeKey: record.visitorKey,
        session,
        details: {},
      },
      {patience},
    );
  }

  async #refuse(
    kept: Kept<TokenRecord | undefined>,
    record: WaitingToken,
  ): Promise<void> {
    const refusal = {code: 'authorize-again'} as const;
    await this.#settling.refuse(
      kept,
      refusedRecord(record, refusal, record.open),
    );
  }

  /** Looked after, though in vain: it is not late because of it. */
  async #touch(key: string): Promise<void> {
    const {ledger} = this.#context;
    try {
      const kept = await ledger.tokenAt(key);
      if (kept.value && isOpen(kept.value)) {
        await ledger.touch({...kept, value: kept.value});
      }
    } catch {
      // The storage, too, is out of reach; what is due stays due.
    }
  }

  #tellIfLate(record: TokenRecord): void {
    const {clock, emit} = this.#context;
    const due = dueOf(record, this.#callbackPatience);
    const late = clock.now() - Math.max(due, record.at ?? due);
    if (late > lateness && isOpen(record)) {
      const {account, sessionId} = record;
      emit({
        type: 'recovery',
        outcome: 'late',
        account,
        sessionId,
        duration: late,
      });
    }
  }

  #tellExpired({account, sessionId}: WaitingToken): void {
    this.#context.emit({
      type: 'authorization',
      outcome: 'expired',
      account,
      sessionId,
    });
  }
}
