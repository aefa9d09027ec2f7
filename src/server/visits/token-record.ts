import type {
  KlarnaCustomerToken,
  KlarnaPlaceOrder,
} from '../../wire/rest-types.js';
import type {CustomerDetails} from '../http/customer-details.js';
import {isEmpty} from './body.js';
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

/** What may happen to a token. */
export interface TokenSteps {
  /** The callback, or a browser that could not be served. */
  writeDown: {record: WaitingToken};
  /** The body is fixed; from here on it may be sent. */
  begin: {record: PlacingToken};
  /** The body is about to be sent once more. */
  resend: {sender: string};
  /** Klarna has the order. */
  place: {
    answer: OrderAnswer;
    continueId: string;
    customerToken?: KlarnaCustomerToken;
  };
  /** Nobody but a person can tell. */
  doubt: {record: PlacingToken};
  /** `placed` has succeeded for all that was known. */
  report: object;
  /** A browser brings what was not known before. */
  bring: {late: CustomerDetails};
  /** Before anything was sent. */
  refuse: {record: RefusedToken};
  /** Klarna's own definite no to what was sent. */
  deny: {refusal: Refusal; isGone?: boolean};
  /** Klarna is known to have had the token: it may be ordered, or cancelled. */
  recognize: {about: About; open: OpenAuthorization};
  /** The authorization is gone at Klarna. */
  cancel: object;
  /** It could not be cancelled, and its session has led to an order. */
  suspect: object;
  /** The browser will not come any more. */
  strip: object;
  /** A person has seen that there is no order. */
  dismiss: {refusal: Refusal};
}

export type TokenStep = keyof TokenSteps;

type Transitions = {
  [Step in TokenStep]: {
    [State in TokenState | 'none']?: (
      record: State extends 'none'
        ? undefined
        : Extract<TokenRecord, {state: State}>,
      step: TokenSteps[Step],
    ) => TokenRecord | undefined;
  };
};

const given = <Step extends {record: TokenRecord}>(
  _: unknown,
  {record}: Step,
): Step['record'] => record;

const bring = <Open extends {late?: CustomerDetails; details: DetailsSource}>(
  record: Open,
  {late}: TokenSteps['bring'],
): Open | undefined =>
  record.details === 'browser' || record.late ? undefined : {...record, late};

/**
 * The only ways from one state to the next. What is not here does not happen:
 * nothing follows `refused`, and `placing` is left only for an order, or for a
 * no of Klarna's own.
 */
const transitions: Transitions = {
  writeDown: {none: given},
  begin: {none: given, waiting: given},
  resend: {
    placing: (record, {sender}) =>
      record.isUncertain ? undefined : {...record, sender},
  },
  place: {
    placing: (record, step) => ({
      ...about(record),
      open: record.open,
      body: record.body,
      details: record.details,
      ...(record.late && {late: record.late}),
      ...step,
      state: 'placed',
    }),
  },
  doubt: {
    none: (_, {record}) => ({...record, isUncertain: true}),
    waiting: (_, {record}) => ({...record, isUncertain: true}),
    placing: (record) => ({...record, isUncertain: true}),
  },
  report: {
    placed: ({open, body, details, late, customerToken, ...record}) => ({
      ...about(record),
      state: 'reported',
      answer: record.answer,
      continueId: record.continueId,
      ...(details !== 'browser' &&
        !late && {kept: {open, body, details, customerToken}}),
    }),
  },
  bring: {
    waiting: (record, {late}) =>
      record.late && (isEmpty(late) || !isEmpty(record.late))
        ? undefined
        : {...record, late},
    placing: bring,
    placed: bring,
    reported: ({kept, ...record}, {late}) =>
      kept && {...record, ...kept, late, state: 'placed'},
  },
  refuse: {none: given, waiting: given},
  deny: {
    placing: ({open, ...record}, {refusal, isGone}) => ({
      ...about(record),
      state: 'refused',
      refusal,
      ...(!isGone && {cancel: open}),
    }),
  },
  recognize: {
    waiting: (record) =>
      record.calledBack ? undefined : {...record, calledBack: true},
    refused: (record, {about: known, open}) =>
      record.cancel || !record.refusal.isUnknown
        ? undefined
        : {
            ...record,
            // Whoever had brought it need not be whose it is.
            ...about(known),
            since: record.since,
            refusal: {...record.refusal, isUnknown: undefined},
            cancel: open,
          },
  },
  cancel: {
    refused: ({cancel, ...record}) => (cancel ? record : undefined),
  },
  suspect: {
    refused: ({cancel, ...record}) => cancel && {...record, isUncertain: true},
  },
  strip: {
    reported: ({kept, ...record}) => (kept ? record : undefined),
  },
  dismiss: {
    placing: (record, {refusal}) =>
      record.isUncertain && {...about(record), state: 'refused', refusal},
    refused: ({isUncertain, ...record}) => (isUncertain ? record : undefined),
  },
};

/** What follows, or nothing if that step cannot be taken from there. */
export function nextRecord<Step extends TokenStep>(
  record: TokenRecord | undefined,
  step: Step,
  input: TokenSteps[Step],
): TokenRecord | undefined {
  const transition = transitions[step][record?.state ?? 'none'] as
    | ((record: unknown, input: TokenSteps[Step]) => TokenRecord | undefined)
    | undefined;
  return transition?.(record, input);
}

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
 * Milliseconds after which it is decided without anybody coming.
 *
 * @param patience Milliseconds that a token waits for its browser.
 */
export function waitOf({late}: WaitingToken, patience: number): number {
  return Math.min(late ? arrivalPatience : tokenLife, patience, tokenLife);
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
      return {due: record.since + waitOf(record, patience)};
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
