import type {KlarnaCategory} from '../../klarna/types.js';
import type {KlarnaPlaceOrder} from '../../wire/rest-types.js';

/** A Klarna session as this server last knew it. */
export interface StoredSession {
  id: string;
  clientToken: string;
  categories: readonly KlarnaCategory[];
  /** Country, currency, locale and account: what no update can change. */
  market: string;
  /** Id of the merchant account. */
  account: string;
  /** JSON of the order that Klarna accepted last. */
  order: string;
  /** Milliseconds: when it did. */
  sentAt: number;
  /** Milliseconds: when the ways back to the visitor were written last. */
  linkedAt: number;
  /** In the path of Klarna's callback. */
  secret: string;
  /** Klarna's order may have come to differ from `order`: send it again. */
  isStale?: true;
  /** Because the cart has changed: nobody wants `order` any more. */
  isUpdating?: true;
  /** Digests of the tokens that have come of it, the newest last. */
  tokens?: readonly string[];
}

/** What a visitor has ordered: leads to the record of its token. */
export interface OrderNote {
  /** Digest of the token. */
  token: string;
  sessionId: string;
  /** Absent where a customer token was all that was wanted. */
  orderId?: string;
  redirectUrl?: string;
  /** In the path of the way on to Klarna. */
  continueId: string;
  /** Digest of what the cart says. */
  cart: string;
  /** Milliseconds. */
  at: number;
  /** The shopper is known to know of it. */
  isSeen?: true;
  /** Only a person can say whether there is an order. */
  isUncertain?: true;
  /** The shop is known to have it. */
  isReported?: true;
}

/** What is kept for a visitor, under the digest of the visitor's id. */
export interface VisitorRecord {
  /** The id itself, as long as an authorization may come of the session. */
  id?: string;
  session?: StoredSession;
  orders?: readonly OrderNote[];
  /** Digests of ids that the visitor had before, the newest first. */
  earlier?: readonly {key: string; at: number}[];
  /** The id that the visitor has by now; `id` while something is open. */
  movedTo?: {key: string; at: number; id?: string};
}

const hour = 3_600_000;

/** Milliseconds that an order can be found again, and an earlier id is. */
export const noteLife = 48 * hour;
/** Ids that one visitor had before, in two days. */
export const mostIds = 5;
/** Notes of one visitor; nobody orders more in two days, but robots. */
const mostNotes = 20;

/** The session has led to an order, or to none: the next one is new. */
export function withoutSession(
  {orders, earlier, movedTo}: VisitorRecord,
  now: number,
): VisitorRecord {
  return {
    ...(orders && {
      orders: orders.filter(
        ({at, isUncertain}) => isUncertain || at > now - 2 * noteLife,
      ),
    }),
    ...(earlier && {earlier}),
    ...(movedTo && {movedTo: {key: movedTo.key, at: movedTo.at}}),
  };
}

/**
 * Notes an order, and gives up the session it was placed on. Nothing if that
 * was done before: the note may say more by now.
 */
export function withOrder(
  record: VisitorRecord,
  note: OrderNote,
  now: number,
): VisitorRecord | undefined {
  if (
    record.session?.id !== note.sessionId &&
    record.orders?.some(
      (each) =>
        each.token === note.token && each.isUncertain === note.isUncertain,
    )
  ) {
    return undefined;
  }
  const {movedTo} = record;
  const rest =
    record.session?.id === note.sessionId
      ? // The shop is told where the visitor went until it has the order.
        {...withoutSession(record, now), ...(movedTo && {movedTo})}
      : record;
  const others = (rest.orders ?? []).filter(({token}) => token !== note.token);
  return {...rest, orders: [...others, note].slice(-mostNotes)};
}

/** Says that a token has come of the session. */
export function withToken(
  record: VisitorRecord,
  session: StoredSession,
  token: string,
): VisitorRecord {
  const tokens = session.tokens ?? [];
  return {...record, session: {...session, tokens: [...tokens, token]}};
}

/** The order as Klarna has it. */
export function orderIn({order}: StoredSession): KlarnaPlaceOrder {
  return JSON.parse(order) as KlarnaPlaceOrder;
}
