import type {KlarnaCustomerToken} from '../../wire/rest-types.js';
import type {CustomerDetails} from '../http/customer-details.js';
import {isEmpty} from './body.js';
import type {Refusal} from './refusal.js';
import {
  about,
  type About,
  type DetailsSource,
  type OpenAuthorization,
  type OrderAnswer,
  type PlacingToken,
  type RefusedToken,
  type TokenRecord,
  type TokenState,
  type WaitingToken,
} from './token-record.js';

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
    waiting: ({late, ...record}, {about: known, open}) => {
      if (record.calledBack) {
        return undefined;
      }
      return record.sessionId === known.sessionId
        ? {...record, ...(late && {late}), calledBack: true}
        : // Whoever had brought it is not whose it is.
          {...record, ...about(known), open, calledBack: true};
    },
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
