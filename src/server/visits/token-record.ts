import type {
  KlarnaCustomerToken,
  KlarnaPlaceOrder,
} from '../../wire/rest-types.js';
import type {CustomerDetails} from '../http/customer-details.js';
import type {Refusal} from './refusal.js';

/** Where the addresses of an order come from. */
export type DetailsSource = 'browser' | 'klarna' | 'none';

/** What every caller is told who asks for the order. */
export interface OrderAnswer {
  /** Absent where a customer token was all that was wanted. */
  order_id?: string;
  redirect_url?: string;
  fraud_status: string;
}

/** What is known of an authorization as long as it is open, and no longer. */
export interface OpenAuthorization {
  token: string;
  /** The id of the visitor that authorized, as the shop knows it. */
  visitor: string;
  /** The order as Klarna had accepted it when the token came. */
  order: KlarnaPlaceOrder;
}

/** The one body of a token, and what it was made of. */
export interface OrderBody {
  body: KlarnaPlaceOrder;
  details: DetailsSource;
}

export interface About {
  /** Digest of the visitor's id. */
  visitorKey: string;
  sessionId: string;
  /** Id of the merchant account. */
  account: string;
  /** Milliseconds: when the token came. */
  since: number;
  /** Milliseconds: when somebody has looked after it last. */
  at?: number;
}

/** Written down, and not yet sent to Klarna. */
export interface WaitingToken extends About {
  state: 'waiting';
  open: OpenAuthorization;
  /** What its browser has brought; absent as long as none has come. */
  late?: CustomerDetails;
  /** Klarna itself has told of it. */
  calledBack: boolean;
}

/** Klarna may have the order. */
export interface PlacingToken extends About, OrderBody {
  state: 'placing';
  open: OpenAuthorization;
  /** What a browser has brought that is not in the body. */
  late?: CustomerDetails;
  /** Who has sent the body last, if not who wrote this. */
  sender?: string;
  /** Only a person can say what has become of it. */
  isUncertain?: true;
}

/** Klarna has the order; the shop is not known to. */
export interface PlacedToken extends About, OrderBody {
  state: 'placed';
  open: OpenAuthorization;
  late?: CustomerDetails;
  answer: OrderAnswer;
  /** Names the order in the path of the way on to Klarna. */
  continueId: string;
  customerToken?: KlarnaCustomerToken;
}

/** The shop has the order. */
export interface ReportedToken extends About {
  state: 'reported';
  answer: OrderAnswer;
  continueId: string;
  /** For the browser's details, if they have not come yet. */
  kept?: OrderBody & {
    open: OpenAuthorization;
    customerToken?: KlarnaCustomerToken;
  };
}

/** Nothing was ordered with it, and nothing will be. */
export interface RefusedToken extends About {
  state: 'refused';
  refusal: Refusal;
  /** To be cancelled at Klarna yet. */
  cancel?: OpenAuthorization;
  /** Its session has led to an order that nobody here knows of. */
  isUncertain?: true;
}

/**
 * What becomes of an authorization: the single truth, one record per token.
 *
 * | state | Klarna | the shop | says |
 * | --- | --- | --- | --- |
 * | `waiting` | has no order | | that somebody has to decide |
 * | `placing` | may have it | | the body, to send the very same again |
 * | `placed` | has it | is not known to have it | the body, for `placed` |
 * | `reported` | has it | has it | nothing of the shopper |
 * | `refused` | has none | | why, to whoever asks |
 */
export type TokenRecord =
  WaitingToken | PlacingToken | PlacedToken | ReportedToken | RefusedToken;

export type TokenState = TokenRecord['state'];

/** What is known of a token, whatever its state. */
export function about({
  visitorKey,
  sessionId,
  account,
  since,
}: TokenRecord | About): About {
  return {visitorKey, sessionId, account, since};
}

/** Whether somebody has to do something about it yet. */
export function isOpen(record: TokenRecord): boolean {
  return record.state === 'refused'
    ? record.cancel !== undefined || record.isUncertain === true
    : record.state !== 'reported';
}

/** Whether the shop may have to be told of the order, or once more. */
export function isToldLater(record: TokenRecord): boolean {
  return record.state === 'reported'
    ? record.kept !== undefined
    : record.state !== 'refused';
}

const hour = 3_600_000;

/** Milliseconds that a token waits whose browser has come: for its answer. */
const arrivalPatience = 15_000;

/** Milliseconds: as long as an authorization token is good. */
export const tokenLife = hour;

/** Later than anything that is ever looked for, and still a date. */
const never = 8_640_000_000_000_000;

/**
 * Milliseconds since 1970 from which on somebody has to look after it; infinite
 * if nobody has to.
 *
 * @param patience Milliseconds that a token waits for its browser.
 */
export function dueOf(record: TokenRecord, patience: number): number {
  const {at = record.since} = record;
  switch (record.state) {
    case 'waiting': {
      const wait = record.late ? arrivalPatience : tokenLife;
      return record.since + Math.min(wait, patience, tokenLife);
    }
    case 'placing':
      return record.isUncertain ? Infinity : at;
    case 'placed':
      return at;
    case 'reported':
      return record.kept ? record.since + tokenLife : Infinity;
    case 'refused':
      return record.cancel && !record.isUncertain ? at : Infinity;
  }
}

/**
 * Where the record stands on the list of what has to be done, and how long it
 * is kept: what is open until it is closed.
 *
 * @param patience Milliseconds that a token waits for its browser.
 */
export function keepingOf(
  record: TokenRecord,
  now: number,
  patience: number,
): {ttl?: number; due?: number} {
  switch (record.state) {
    case 'waiting':
      return {due: dueOf(record, patience)};
    case 'placing':
      return {due: record.isUncertain ? never : now};
    case 'placed':
      return {due: now};
    case 'reported':
      // As long as Klarna may notify, with an hour for clocks that differ.
      return {
        ttl: 73 * hour,
        ...(record.kept && {due: record.since + tokenLife}),
      };
    case 'refused':
      if (record.isUncertain) {
        return {due: never};
      }
      return record.cancel
        ? {due: now}
        : {ttl: (record.refusal.isUnknown ? 2 : 48) * hour};
  }
}
