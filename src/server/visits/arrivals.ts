import type {CustomerDetails} from '../http/customer-details.js';
import type {VisitsContext} from './context.js';
import type {Kept, SessionLink} from './ledger.js';
import type {RequestPatience} from './patience.js';
import type {Refusal} from './refusal.js';
import {refusedRecord, type Settling} from './settling.js';
import type {OrderAnswer, TokenRecord} from './token-record.js';
import {nextRecord} from './token-steps.js';
import {orderIn, type OrderNote, type StoredSession} from './visitor-record.js';
import type {Found} from './visitors.js';

/** What a browser is told whose order is there. */
export interface OrderedAnswer {
  answer: OrderAnswer;
  /** In the path of the way on to Klarna. */
  continueId: string;
}

/** A session that has led to an order, as much as is kept of it. */
type OrderedSession = SessionLink & {sessionId: string};

/** A browser that brings a token. */
export interface Arrival {
  visitor: string;
  token: string;
  digest: string;
  details: CustomerDetails;
  request: Request;
  patience: RequestPatience<OrderedAnswer>;
  /** Writes it down, if that has not been done yet. */
  keep?: () => Promise<Kept<TokenRecord> | undefined>;
}

/** What is written of a browser that has come, before anything else is done. */
export class Arrivals {
  readonly #context: VisitsContext;
  readonly #settling: Settling;

  constructor(context: VisitsContext, settling: Settling) {
    this.#context = context;
    this.#settling = settling;
  }

  /**
   * So that recovery finds it, should the browser not be answered. Nothing:
   * somebody else was faster.
   */
  async writeDown(
    arrival: Arrival,
    {home, homeKey}: Found,
    session: StoredSession,
    kept: Kept<TokenRecord | undefined>,
  ): Promise<Kept<TokenRecord | undefined> | undefined> {
    const {ledger, clock} = this.#context;
    const {token, details: late} = arrival;
    if (kept.value && !nextRecord(kept.value, 'bring', {late})) {
      return kept;
    }
    const since = clock.now();
    arrival.keep = () =>
      kept.value
        ? ledger.step(kept, 'bring', {late})
        : ledger.step(kept, 'writeDown', {
            record: {
              state: 'waiting',
              visitorKey: homeKey,
              sessionId: session.id,
              account: session.account,
              since,
              open: {
                token,
                visitor: home.value.id ?? '',
                order: orderIn(session),
              },
              late,
              calledBack: false,
            },
          });
    const written = await arrival.keep();
    arrival.keep = undefined;
    return written;
  }

  /** Nothing if that cannot be written: something else stands. */
  async refuse(
    arrival: Arrival,
    found: Found,
    kept: Kept<TokenRecord | undefined>,
    refusal: Refusal,
    standing: OrderNote | undefined,
  ): Promise<Kept<TokenRecord> | undefined> {
    const ordered = await this.#linkOf(found, standing);
    return this.#settling.refuse(
      kept,
      this.#refusedRecord(arrival, found, kept, refusal, ordered),
    );
  }

  #refusedRecord(
    {token, visitor}: Arrival,
    {session, keys: [ownKey = ''], homeKey}: Found,
    {value}: Kept<TokenRecord | undefined>,
    refusal: Refusal,
    ordered: OrderedSession | undefined,
  ) {
    const order = session ? orderIn(session) : ordered?.order;
    const open =
      value?.state === 'waiting'
        ? value.open
        : order && {token, visitor, order};
    return refusedRecord(
      value ?? {
        visitorKey: session ? homeKey : (ordered?.visitorKey ?? ownKey),
        sessionId: session?.id ?? ordered?.sessionId ?? '',
        account: session?.account ?? ordered?.account ?? '',
        since: this.#context.clock.now(),
      },
      refusal,
      refusal.isUnknown ? undefined : open,
    );
  }

  /** Where another token that comes after the order is to be cancelled. */
  async #linkOf(
    {session}: Found,
    standing: OrderNote | undefined,
  ): Promise<OrderedSession | undefined> {
    if (session || !standing) {
      return undefined;
    }
    const {sessionId} = standing;
    const link = await this.#context.ledger.session(sessionId);
    return link && {...link, sessionId};
  }
}

/** Whether a token may be that of the session, as far as its record says. */
export function isOf(
  {keys: visitorKeys}: Found,
  session: StoredSession,
  record: TokenRecord | undefined,
): boolean {
  return (
    !record ||
    (visitorKeys.includes(record.visitorKey) && record.sessionId === session.id)
  );
}
