import {cartDigest} from './cart.js';
import type {KlarnaPlaceOrder} from '../../wire/rest-types.js';
import type {Clock} from '../clock.js';
import type {Kept, Ledger} from './ledger.js';
import {Recent} from './recent.js';
import {digestOf} from './secrets.js';
import {
  mostIds,
  noteLife,
  withoutSession,
  withOrder,
  type OrderNote,
  type StoredSession,
  type VisitorRecord,
} from './visitor-record.js';

/** A visitor with everything that is kept under the ids there were. */
export interface Found {
  /** Digests of the id that asks and of those before, in this order. */
  readonly keys: readonly string[];
  /** Of the id that asks. */
  readonly own: Kept<VisitorRecord>;
  /** Where the session is: under one of the ids, or nowhere yet. */
  readonly home: Kept<VisitorRecord>;
  readonly session: StoredSession | undefined;
  /** Digest of the id that the session belongs to. */
  readonly homeKey: string;
  /** What was ordered in the last 48 hours, or is uncertain; the newest last. */
  readonly orders: readonly OrderNote[];
}

export interface VisitorsContext {
  ledger: Ledger;
  clock: Clock;
  /** Milliseconds for which a visitor is told of an order that stands. */
  repeatAfter: number;
}

/** Who asks, and what is known of them. */
export class Visitors {
  readonly #context: VisitorsContext;
  /** Who has come last: a digest takes longer than all else of a visit. */
  readonly #digests = new Recent<string, string>(1_000);

  constructor(context: VisitorsContext) {
    this.#context = context;
  }

  async find(visitor: string): Promise<Found> {
    let key = this.#digests.get(visitor);
    if (key === undefined) {
      key = await digestOf(visitor);
      this.#digests.set(visitor, key);
    }
    return this.findKey(key);
  }

  async findKey(key: string): Promise<Found> {
    const {ledger, clock} = this.#context;
    const own = await ledger.visitor(key);
    const now = clock.now();
    const earlier = (own.value.earlier ?? [])
      .filter(({at}) => at > now - noteLife)
      .map((each) => each.key);
    if (earlier.length === 0) {
      return foundIn([key], [own], now);
    }
    const others = await Promise.all(
      earlier.map((each) => ledger.visitor(each)),
    );
    return foundIn([key, ...earlier], [own, ...others], now);
  }

  /** Nothing is open any more of which the shop would be told the id. */
  async forgetMove(key: string): Promise<void> {
    await this.change(key, ({movedTo, ...record}) =>
      movedTo?.id === undefined || record.session
        ? undefined
        : {...record, movedTo: {key: movedTo.key, at: movedTo.at}},
    );
  }

  /** Whether one of the ids that follow has a session of its own. */
  async isReplaced({movedTo}: VisitorRecord): Promise<boolean> {
    let next = movedTo;
    for (let hops = 0; next && hops < mostIds; hops++) {
      const {value} = await this.#context.ledger.visitor(next.key);
      if (value.session) {
        return true;
      }
      next = value.movedTo;
    }
    return false;
  }

  /**
   * The order that a visitor is told of instead of being asked to pay again.
   * One that is uncertain may be there as long as nobody has said otherwise.
   *
   * @param cart What is in the cart now, if anything.
   */
  async standing(
    {orders}: Found,
    cart: KlarnaPlaceOrder | undefined,
  ): Promise<OrderNote | undefined> {
    const {clock, repeatAfter} = this.#context;
    const since = clock.now() - repeatAfter;
    const open = orders.filter(
      ({isSeen, isUncertain, at}) => !isSeen && (isUncertain || at > since),
    );
    if (open.length === 0) {
      return undefined;
    }
    const digest = cart && (await cartDigest(cart));
    for (const note of open.toReversed()) {
      const isMeant = digest === undefined || note.cart === digest;
      if (isMeant && (await this.#mayBeThere(note))) {
        return note;
      }
    }
    return undefined;
  }

  async #mayBeThere({isUncertain, token}: OrderNote): Promise<boolean> {
    if (!isUncertain) {
      return true;
    }
    const {value} = await this.#context.ledger.token(token);
    return value !== undefined && value.state !== 'refused';
  }

  /** The shopper is known to know of the order. */
  async acknowledge(visitor: string, orderId: string): Promise<void> {
    await this.#see(visitor, (note) => note.orderId === orderId);
  }

  /**
   * Where an order of this visitor goes on to.
   *
   * @param isArriving Whether the shopper goes there now, and so has seen it.
   */
  async continueTo(
    visitor: string,
    continueId: string,
    isArriving: boolean,
  ): Promise<string | undefined> {
    const isMeant = (note: OrderNote) => note.continueId === continueId;
    const note = isArriving
      ? await this.#see(visitor, isMeant)
      : (await this.find(visitor)).orders.find(isMeant);
    return note?.redirectUrl;
  }

  async #see(
    visitor: string,
    isMeant: (note: OrderNote) => boolean,
  ): Promise<OrderNote | undefined> {
    const {keys, orders} = await this.find(visitor);
    const note = orders.find(isMeant);
    if (note && !note.isSeen) {
      for (const key of keys) {
        await this.mark(key, note.token, {isSeen: true});
      }
    }
    return note;
  }

  /** Adds to what is noted of an order, if there is such a note. */
  async mark(
    key: string,
    token: string,
    members: Partial<Pick<OrderNote, 'isSeen' | 'isReported'>>,
  ): Promise<void> {
    await this.change(key, (record) =>
      record.orders?.some((note) => note.token === token)
        ? {
            ...record,
            orders: record.orders.map((note) =>
              note.token === token ? {...note, ...members} : note,
            ),
          }
        : undefined,
    );
  }

  /** Notes what was ordered, and gives up the session. */
  async note(
    key: string,
    note: OrderNote,
    known?: Kept<VisitorRecord>,
  ): Promise<VisitorRecord> {
    const {clock} = this.#context;
    let before: VisitorRecord = {};
    await this.change(
      key,
      (record) => {
        before = record;
        return withOrder(record, note, clock.now());
      },
      known,
    );
    return before;
  }

  /** Gives up a session that is of no more use. */
  async forget(key: string, sessionId: string): Promise<void> {
    await this.change(key, (record) =>
      record.session?.id === sessionId
        ? withoutSession(record, this.#context.clock.now())
        : undefined,
    );
  }

  /** Klarna's order may have come to differ from what is stored. */
  async distrust(key: string, sessionId: string): Promise<void> {
    await this.change(key, (record) =>
      record.session?.id === sessionId && !record.session.isStale
        ? {...record, session: {...record.session, isStale: true}}
        : undefined,
    );
  }

  /** Over whatever is there by then; nothing to write ends it. */
  async change(
    key: string,
    next: (record: VisitorRecord) => VisitorRecord | undefined,
    known?: Kept<VisitorRecord>,
  ): Promise<void> {
    const {ledger} = this.#context;
    for (let kept = known ?? (await ledger.visitor(key)); ;) {
      const value = next(kept.value);
      if (!value || (await ledger.saveVisitor(kept, value))) {
        return;
      }
      kept = await ledger.visitor(key);
    }
  }
}

function foundIn(
  keys: readonly string[],
  records: readonly Kept<VisitorRecord>[],
  now: number,
): Found {
  const [own] = records as [Kept<VisitorRecord>];
  const index = Math.max(
    0,
    records.findIndex(({value}) => value.session !== undefined),
  );
  const home = records[index] ?? own;
  return {
    keys,
    own,
    home,
    homeKey: keys[index] ?? '',
    session: home.value.session,
    orders: records
      .flatMap(({value}) => value.orders ?? [])
      .filter(({at, isUncertain}) => isUncertain || at > now - noteLife)
      .toSorted((one, other) => one.at - other.at),
  };
}
