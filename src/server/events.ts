import {namedOrigin} from './http/named-origin.js';
import type {KlarnaProblemCode} from './http/problem-codes.js';
import type {KlarnaMerchantRoute} from './http/route.js';
import type {KlarnaRegion} from './markets.js';

/**
 * All that an event may say besides its type, time and outcome. Nothing that
 * belongs to a shopper is among it: no visitor id, token, digest or secret, no
 * reference or value of the order, none of Klarna's addresses and texts.
 */
export interface KlarnaEventFacts {
  /** Milliseconds that it took. Of a retry: that are waited before it. */
  duration: number;
  /** The route that was asked; absent where nobody asked, as in recovery. */
  route: KlarnaMerchantRoute;
  /** The problem that was answered. */
  code: KlarnaProblemCode;
  /** HTTP status: of our answer, or in events about Klarna of Klarna's. */
  status: number;
  /** Counted from 1. */
  attempt: number;
  /** Id of the merchant account. */
  account: string;
  region: KlarnaRegion;
  /** Klarna's `error_code`, for example `BAD_VALUE`. */
  errorCode: string;
  /** Members of the order that the event is about, without their values. */
  fields: readonly string[];
  /** Finds the call in the logs of Klarna's merchant portal. */
  correlationId: string;
  /** Klarna's `order_id`. */
  orderId: string;
  /** Klarna's `session_id`. */
  sessionId: string;
  /** Where a refused request came from; `null` is what some pages send. */
  origin: string;
  /** Where it would have had to come from: the option `origin`. */
  expectedOrigin: string;
  /**
   * What a function of the shop, or its storage, has thrown: as it is, and so
   * with whatever the shop has put into it.
   */
  error: unknown;
}

type Event<
  Type extends string,
  Outcome extends string,
  Always extends keyof KlarnaEventFacts = never,
  Maybe extends keyof KlarnaEventFacts = never,
> = {
  readonly type: Type;
  /** Milliseconds since 1970, by the option `now`. */
  readonly time: number;
  readonly outcome: Outcome;
} & Readonly<Pick<KlarnaEventFacts, Always>> &
  Readonly<Partial<Pick<KlarnaEventFacts, Maybe>>>;

/** Which merchant account a call or an order belongs to. */
type Account = 'account' | 'region';
/** How Klarna explains a refusal. */
type Refusal = 'status' | 'errorCode' | 'fields' | 'correlationId';

/** The calls of Klarna's REST API, as events name them. */
export type KlarnaCallName =
  | 'klarna-create-session'
  | 'klarna-update-session'
  | 'klarna-read-session'
  | 'klarna-place-order'
  | 'klarna-cancel-authorization'
  | 'klarna-create-customer-token';

/**
 * A call to Klarna: has ended, or (`retry`) is about to be tried again because
 * of what the other members say.
 *
 * | outcome | |
 * | --- | --- |
 * | `ok` | Klarna has done it |
 * | `refused` `malformed` `timeout` `network` | as the kinds of `KlarnaApiError` |
 * | `aborted` | the caller's signal ended it |
 * | `retry` | `attempt` failed; the next begins after `duration` |
 */
export type KlarnaCallEvent = Event<
  KlarnaCallName,
  'ok' | 'refused' | 'malformed' | 'timeout' | 'network' | 'aborted' | 'retry',
  'duration' | 'attempt',
  Account | Refusal | 'sessionId' | 'orderId'
>;

/**
 * A route has answered. There is one for every request, and it says why, if
 * the answer is a problem. Those of another origin name both origins; those to
 * a path that is no route's have no `route`.
 */
export type KlarnaRequestEvent = Event<
  'request',
  'ok' | 'problem',
  'status' | 'duration',
  | Account
  | Refusal
  | 'route'
  | 'code'
  | 'orderId'
  | 'sessionId'
  | 'origin'
  | 'expectedOrigin'
  | 'error'
>;

/**
 * A function of the shop that decides nothing about money has failed, and the
 * kit did without it: `client` or `failed`.
 */
export type KlarnaShopErrorEvent = Event<
  'shop-error',
  'ignored',
  'error',
  'route'
>;

/** What has become of an authorization at Klarna. */
export type KlarnaOrderEvent = Event<
  'order',
  'placed' | 'declined' | 'refused' | 'uncertain',
  never,
  Account | Refusal | 'route' | 'code' | 'orderId' | 'sessionId' | 'duration'
>;

/** The shop's `placed` was called, and has succeeded or not. */
export type KlarnaPlacedCallEvent = Event<
  'placed',
  'ok' | 'failed' | 'unknown',
  'orderId',
  Account | 'route' | 'sessionId' | 'duration' | 'error'
>;

/** The cart is another one than was authorized; `fields` names the members. */
export type KlarnaCartChangedEvent = Event<
  'cart-changed',
  'refused',
  'fields',
  Account | 'route' | 'sessionId'
>;

/** The shop's `tokenized` was called, and has succeeded or not. */
export type KlarnaTokenizedCallEvent = Event<
  'tokenized',
  'ok' | 'failed' | 'unknown',
  never,
  Account | 'route' | 'sessionId' | 'orderId' | 'duration' | 'error'
>;

/** The shop's `notified` was called, and has succeeded or not. */
export type KlarnaNotifiedCallEvent = Event<
  'notified',
  'ok' | 'failed',
  'orderId',
  Account | 'sessionId' | 'error'
>;

/**
 * An authorization of which no order came.
 *
 * | outcome | |
 * | --- | --- |
 * | `refused` | nothing will be ordered with it; `code` says why |
 * | `expired` | its hour was over before anybody could order |
 * | `cancelled` `not-cancelled` | Klarna has given it up, or has failed to |
 */
export type KlarnaAuthorizationEvent = Event<
  'authorization',
  'refused' | 'expired' | 'cancelled' | 'not-cancelled',
  never,
  Account | 'code' | 'fields' | 'sessionId'
>;

/**
 * Recovery has looked after something that was open.
 *
 * | outcome | |
 * | --- | --- |
 * | `done` `open` | it has come to its end, or has not yet |
 * | `failed` | it is tried again; `error` says why |
 * | `late` | nobody had looked after it for `duration` beyond its time |
 */
export type KlarnaRecoveryEvent = Event<
  'recovery',
  'done' | 'open' | 'failed' | 'late',
  never,
  Account | 'sessionId' | 'orderId' | 'duration' | 'error'
>;

/** Members that `atOrder` has answered and that it may not change. */
export type KlarnaAtOrderIgnoredEvent = Event<
  'at-order',
  'ignored',
  'fields',
  Account | 'sessionId'
>;

/**
 * The kit's own check has something to say about an order that is about to be
 * sent: it refuses, or leaves the verdict to Klarna.
 */
export type KlarnaCheckEvent = Event<
  'check',
  'refused' | 'reported',
  'fields',
  Account
>;

/** What a merchant's `onEvent` is told of. */
export type KlarnaMerchantEvent =
  | KlarnaCallEvent
  | KlarnaRequestEvent
  | KlarnaShopErrorEvent
  | KlarnaOrderEvent
  | KlarnaPlacedCallEvent
  | KlarnaTokenizedCallEvent
  | KlarnaNotifiedCallEvent
  | KlarnaAuthorizationEvent
  | KlarnaRecoveryEvent
  | KlarnaAtOrderIgnoredEvent
  | KlarnaCheckEvent
  | KlarnaCartChangedEvent;

type WithoutTime<Some> = Some extends unknown ? Omit<Some, 'time'> : never;

/** Tells the listener, if there is one. Never throws, and never waits. */
export type Emit<Some extends KlarnaMerchantEvent = KlarnaMerchantEvent> = (
  event: WithoutTime<Some>,
) => void;

/**
 * What somebody else may have said is told only in the form that such a thing
 * has: Klarna's ids and codes come from outside.
 */
const forms: {[Fact in keyof KlarnaEventFacts]: (value: unknown) => unknown} = {
  duration: (value) => (Number.isFinite(value) ? value : undefined),
  route: (value) => value,
  code: (value) => value,
  status: (value) => value,
  attempt: (value) => value,
  account: (value) => matching(/^[^\p{C}\p{Zl}\p{Zp}]{1,128}$/u, value),
  region: (value) => value,
  errorCode: (value) => matching(/^[A-Z][A-Z0-9_]{0,63}$/, value),
  fields: (value) =>
    Array.isArray(value)
      ? value.filter((field) => matching(memberPath, field) !== undefined)
      : undefined,
  correlationId: (value) => matching(/^[\w.-]{1,128}$/, value),
  orderId: (value) => matching(/^[\w.-]{1,128}$/, value),
  sessionId: (value) => matching(/^[\w.-]{1,128}$/, value),
  origin: namedOrigin,
  expectedOrigin: namedOrigin,
  error: (value) => value,
};

/** As `order_lines[0].tax_rate`. */
const memberPath = /^[a-z][\w]{0,63}(?:\[\d{1,6}\]|\.[a-z]\w{0,63}){0,8}$/;

/**
 * The way to the listener. An event is put together anew of what one may say,
 * so that nothing else gets through by mistake.
 */
export function emitterTo<Some extends KlarnaMerchantEvent>(
  listener: ((event: Some) => unknown) | undefined,
  now: () => number = Date.now,
): Emit<Some> {
  if (listener === undefined) {
    return () => {};
  }
  return (event) => {
    try {
      const {type, outcome} = event as {type: string; outcome: string};
      const told = {type, time: now(), outcome, ...factsOf(event)};
      const answer = listener(Object.freeze(told) as unknown as Some);
      // Nobody waits for it, and what it throws later is as much its own.
      Promise.resolve(answer).catch(() => {});
    } catch {
      // Whoever is told of trouble must not add to it.
    }
  };
}

/** The same listener, told besides which account all of it is about. */
export function about<Some extends KlarnaMerchantEvent>(
  emit: Emit<Some>,
  account: Partial<Pick<KlarnaEventFacts, Account>>,
): Emit<Some> {
  return (event) => emit({...account, ...event});
}

function factsOf(event: object): Partial<KlarnaEventFacts> {
  const facts: Record<string, unknown> = {};
  for (const [fact, form] of Object.entries(forms)) {
    const value = form((event as Record<string, unknown>)[fact]);
    if (value !== undefined) {
      facts[fact] = value;
    }
  }
  return facts;
}

function matching(form: RegExp, value: unknown): string | undefined {
  return typeof value === 'string' && form.test(value) ? value : undefined;
}
