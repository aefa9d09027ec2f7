import type {KlarnaSession} from '../../wire/rest-types.js';
import type {CustomerDetails} from '../http/customer-details.js';
import {detailsIn, isEmpty, withDetails} from './body.js';
import type {Kept} from './ledger.js';
import type {About, OrderBody, TokenRecord} from './token-record.js';
import {
  orderIn,
  type StoredSession,
  type VisitorRecord,
} from './visitor-record.js';

/** A token of which nothing has been decided yet, and whose it is. */
export interface Undecided {
  /** The token's digest. */
  digest: string;
  token: string;
  /** Nothing, or `waiting`. */
  kept: Kept<TokenRecord | undefined>;
  home: Kept<VisitorRecord>;
  homeKey: string;
  session: StoredSession;
  /** What a browser has brought. */
  details: CustomerDetails;
}

export function aboutOf(
  {homeKey, session, kept}: Undecided,
  now: number,
): About {
  return {
    visitorKey: homeKey,
    sessionId: session.id,
    account: session.account,
    since: kept.value?.since ?? now,
  };
}

/**
 * The one body of the token: with what its browser has brought or, where none
 * has brought anything, what Klarna tells of the session.
 */
export function bodyOf(
  {session, details, kept}: Undecided,
  read: KlarnaSession,
): OrderBody {
  const order = orderIn(session);
  const late = kept.value?.state === 'waiting' ? kept.value.late : undefined;
  const brought = isEmpty(details) ? (late ?? {}) : details;
  if (!isEmpty(brought)) {
    return {body: withDetails(order, brought), details: 'browser'};
  }
  const known = detailsIn(read);
  return {
    body: withDetails(order, known),
    details: isEmpty(known) ? 'none' : 'klarna',
  };
}
