import type * as v from 'valibot';

import type {
  KlarnaCreateCustomerToken,
  KlarnaCreatedSession,
  KlarnaCustomerToken,
  KlarnaOrder,
  KlarnaPlacedOrder,
  KlarnaPlaceOrder,
  KlarnaSession,
} from '../../wire/rest-types.js';
import {systemClock, type Clock} from '../clock.js';
import {
  emitterTo,
  type Emit,
  type KlarnaCallEvent,
  type KlarnaCallName,
  type KlarnaEventFacts,
} from '../events.js';
import {answers, readAnswer, type Answer} from './answers.js';
import {KlarnaApiError} from './errors.js';
import {
  settingsFrom,
  type ClientSettings,
  type KlarnaPaymentsClientOptions,
} from './options.js';
import {send, type Call, type Retry} from './transport.js';

export type {
  KlarnaCredentials,
  KlarnaEnvironment,
  KlarnaPaymentsClientOptions,
} from './options.js';

/** A call as events tell of it. */
interface NamedCall extends Call {
  name: KlarnaCallName;
  sessionId?: string;
}

/** What every call takes besides its body. */
export interface KlarnaCallOptions {
  /** Ends the call, which then rejects with the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Klarna's REST API `/payments/v1`.
 *
 * Every method rejects with
 *  - `KlarnaApiError` if Klarna refuses, cannot be understood, cannot be
 *    reached or takes too long (its `kind` tells which);
 *  - the reason of `signal`, once that is aborted;
 *  - `TypeError` if an id or token is empty, or the body is no object.
 *
 * A call that fails is tried up to twice more, within its time, where that is
 * safe: after a 429 always, waiting as long as Klarna asks; after a broken
 * connection or a 5xx unless it creates a session, for then there might be two;
 * never after another refusal. Each try sends the identical body: Klarna takes
 * an order that is placed again with the same body for the same order and
 * refuses one with another body (observed in recorded exchanges; Klarna's
 * docs). `Klarna-Idempotency-Key` is no part of this API.
 */
export class KlarnaPaymentsClient {
  // A private member shows neither in a log nor in JSON.
  readonly #settings: ClientSettings;
  readonly #emit: Emit<KlarnaCallEvent>;
  readonly #clock: Clock;

  /** @throws TypeError that names the option at fault. */
  constructor(options: KlarnaPaymentsClientOptions, clock?: Clock) {
    this.#settings = settingsFrom(options);
    this.#emit = emitterTo(options.onEvent);
    this.#clock = clock ?? systemClock(Date.now);
  }

  /** Creates a session. It lives 48 hours from its last update. */
  async createSession(
    order: KlarnaOrder,
    {signal}: KlarnaCallOptions = {},
  ): Promise<KlarnaCreatedSession> {
    return this.#read(answers.createdSession, {
      name: 'klarna-create-session',
      method: 'POST',
      path: '/payments/v1/sessions',
      body: jsonOf('order', order),
      repeatable: false,
      signal,
    });
  }

  /**
   * Changes a session; members that are left out stay as they are. Klarna
   * answers nothing: read the session if the categories matter.
   */
  async updateSession(
    sessionId: string,
    order: Partial<KlarnaOrder>,
    {signal}: KlarnaCallOptions = {},
  ): Promise<void> {
    await this.#call({
      name: 'klarna-update-session',
      method: 'POST',
      path: `/payments/v1/sessions/${segment('sessionId', sessionId)}`,
      body: jsonOf('order', order),
      repeatable: true,
      signal,
      secret: sessionId,
      sessionId,
    });
  }

  /** Reads a session. Reading does not prolong it. */
  async readSession(
    sessionId: string,
    {signal}: KlarnaCallOptions = {},
  ): Promise<KlarnaSession> {
    return this.#read(answers.session, {
      name: 'klarna-read-session',
      method: 'GET',
      path: `/payments/v1/sessions/${segment('sessionId', sessionId)}`,
      repeatable: true,
      signal,
      secret: sessionId,
      sessionId,
    });
  }

  /**
   * Places the order that was authorized. After a time-out, call it again with
   * the identical order.
   */
  async placeOrder(
    authorizationToken: string,
    order: KlarnaPlaceOrder,
    {signal}: KlarnaCallOptions = {},
  ): Promise<KlarnaPlacedOrder> {
    return this.#read(answers.placedOrder, {
      name: 'klarna-place-order',
      method: 'POST',
      path: `${authorization(authorizationToken)}/order`,
      body: jsonOf('order', order),
      repeatable: true,
      signal,
      secret: authorizationToken,
    });
  }

  /**
   * Gives an authorization up. If a first try succeeded without its answer
   * arriving, the second is refused with 404: the authorization is gone.
   */
  async cancelAuthorization(
    authorizationToken: string,
    {signal}: KlarnaCallOptions = {},
  ): Promise<void> {
    await this.#call({
      name: 'klarna-cancel-authorization',
      method: 'DELETE',
      path: authorization(authorizationToken),
      repeatable: true,
      signal,
      secret: authorizationToken,
    });
  }

  /**
   * Turns an authorization of a session with the intent `tokenize` or
   * `buy_and_tokenize` into a token for recurring purchases. Asking again
   * answers the same token (observed in recorded exchanges).
   */
  async createCustomerToken(
    authorizationToken: string,
    body: KlarnaCreateCustomerToken,
    {signal}: KlarnaCallOptions = {},
  ): Promise<KlarnaCustomerToken> {
    return this.#read(answers.customerToken, {
      name: 'klarna-create-customer-token',
      method: 'POST',
      path: `${authorization(authorizationToken)}/customer-token`,
      body: jsonOf('body', body),
      repeatable: true,
      signal,
      secret: authorizationToken,
    });
  }

  #read<Data>(
    schema: v.GenericSchema<unknown, Data>,
    call: NamedCall,
  ): Promise<Data> {
    return this.#call(call, (answer) => readAnswer(answer, schema));
  }

  /** The call, and an event of how it ended and of each try before that. */
  async #call<Data = void>(
    call: NamedCall,
    read?: (answer: Answer) => Data,
  ): Promise<Data> {
    const clock = this.#clock;
    const since = clock.elapsed();
    let attempt = 1;
    const tell = (
      outcome: KlarnaCallEvent['outcome'],
      facts: Partial<KlarnaEventFacts> & {duration: number},
    ) =>
      this.#emit({
        type: call.name,
        outcome,
        attempt,
        sessionId: call.sessionId,
        ...facts,
      });
    const onRetry = (retry: Retry) => {
      tell('retry', retry);
      attempt++;
    };
    try {
      const answer = await send(call, this.#settings, clock, onRetry);
      const data = read?.(answer) as Data;
      tell('ok', {
        duration: clock.elapsed() - since,
        status: answer.status,
        ...idsIn(data),
      });
      return data;
    } catch (error) {
      const duration = clock.elapsed() - since;
      if (error instanceof KlarnaApiError) {
        tell(error.kind, {duration, ...refusalIn(error)});
      } else {
        tell('aborted', {duration});
      }
      throw error;
    }
  }
}

function idsIn(data: unknown): Partial<KlarnaEventFacts> {
  const {order_id, session_id} = Object(data) as Record<string, unknown>;
  return {
    ...(typeof order_id === 'string' && {orderId: order_id}),
    ...(typeof session_id === 'string' && {sessionId: session_id}),
  };
}

/** What an event may say of an error: Klarna's texts are not among it. */
function refusalIn(error: KlarnaApiError): Partial<KlarnaEventFacts> {
  const {status, errorCode, fields, correlationId} = error;
  return {
    ...(status > 0 && {status}),
    errorCode,
    ...(fields.length > 0 && {fields}),
    correlationId,
  };
}

function authorization(token: string): string {
  return `/payments/v1/authorizations/${segment('authorizationToken', token)}`;
}

/** A path segment that cannot lead anywhere else. */
function segment(name: string, value: string): string {
  // Dots alone survive the encoding and would climb up the path.
  if (typeof value !== 'string' || /^\.{0,2}$/.test(value)) {
    throw new TypeError(`${name} must be a non-empty id`);
  }
  try {
    return encodeURIComponent(value);
  } catch {
    throw new TypeError(`${name} must be well-formed text`);
  }
}

function jsonOf(name: string, body: object): string {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new TypeError(`${name} must be an object`);
  }
  return JSON.stringify(body);
}
