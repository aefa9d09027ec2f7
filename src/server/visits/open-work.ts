import type {TokenRecord} from './token-record.js';

/** Something that has not come to its end. */
export interface KlarnaOpenWork {
  /**
   * | state | |
   * | --- | --- |
   * | `waiting` | authorized; waits for the browser, or for recovery |
   * | `placing` | was sent to Klarna, whose answer is not known |
   * | `placed` | Klarna has the order, the shop's `placed` has not succeeded |
   * | `uncertain` | only a person can say whether there is an order |
   * | `cancelling` | nothing was ordered; the authorization is to be cancelled |
   */
  readonly state: 'waiting' | 'placing' | 'placed' | 'uncertain' | 'cancelling';
  /** Klarna's `session_id`. */
  readonly sessionId: string;
  /** Klarna's `order_id`, if there is one. */
  readonly orderId?: string;
  /** Id of the merchant account. */
  readonly account: string;
  /** Milliseconds since 1970: when the authorization came. */
  readonly since: number;
}

/** What recovery has made of something that was open. */
export interface KlarnaRecovered {
  /** `open`: it is tried again, or waits for somebody. */
  readonly outcome: 'placed' | 'refused' | 'cancelled' | 'uncertain' | 'open';
  readonly sessionId: string;
  readonly orderId?: string;
  readonly account: string;
}

/** As the operator sees it. */
export function openWorkOf(record: TokenRecord): KlarnaOpenWork {
  const {sessionId, account, since, state} = record;
  const isUncertain =
    (state === 'placing' || state === 'refused') && record.isUncertain;
  const orderId = orderIdOf(record);
  return {
    state: isUncertain
      ? 'uncertain'
      : state === 'refused' || state === 'reported'
        ? 'cancelling'
        : state,
    sessionId,
    ...(orderId !== undefined && {orderId}),
    account,
    since,
  };
}

/** What has become of it, as the operator is told. */
export function recoveredOf(
  {sessionId, account}: TokenRecord,
  after: TokenRecord | undefined,
): KlarnaRecovered {
  const orderId = after && orderIdOf(after);
  return {
    outcome: outcomeOf(after),
    sessionId,
    ...(orderId !== undefined && {orderId}),
    account,
  };
}

function outcomeOf(
  record: TokenRecord | undefined,
): KlarnaRecovered['outcome'] {
  switch (record?.state) {
    case 'reported':
      return 'placed';
    case 'refused':
      return record.isUncertain
        ? 'uncertain'
        : record.cancel
          ? 'refused'
          : 'cancelled';
    case 'placing':
      return record.isUncertain ? 'uncertain' : 'open';
    default:
      return 'open';
  }
}

function orderIdOf(record: TokenRecord): string | undefined {
  return record.state === 'placed' || record.state === 'reported'
    ? record.answer.order_id
    : undefined;
}
