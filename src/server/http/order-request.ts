import * as v from 'valibot';

import {parseJson, type Body} from './body.js';
import {
  customerDetailsSchema,
  type CustomerDetails,
} from './customer-details.js';
import {ProblemError} from './problems.js';

/** What the browser may say about an order: not its amounts. */
export interface OrderRequest {
  token: string;
  details: CustomerDetails;
}

/** What Klarna says when it calls back. */
export interface AuthorizationCallback {
  sessionId: string;
  token: string;
}

/** What Klarna says of an order that it had left pending. */
export interface OrderNotification {
  orderId: string;
  eventType: string;
}

/** No bound is documented; Klarna's longest token has this one. */
const token = v.pipe(v.string(), v.nonEmpty(), v.maxLength(4096));
const id = v.pipe(v.string(), v.nonEmpty(), v.maxLength(255));

const orderSchema = v.object({
  authorization_token: token,
  customer_details: customerDetailsSchema,
});

const callbackSchema = v.object({authorization_token: token, session_id: id});

const notificationSchema = v.object({
  order_id: id,
  // Klarna's are upper-case words; no bound is documented.
  event_type: v.pipe(v.string(), v.regex(/^\w{1,64}$/)),
});

/** @throws ProblemError `bad-request` that names the member. */
export function readOrderRequest(body: Body): OrderRequest {
  const {authorization_token, customer_details} = check(
    orderSchema,
    body.format === 'json' ? body.value : fromForm(body.entries),
  );
  return {token: authorization_token, details: customer_details ?? {}};
}

/** @throws ProblemError `bad-request` that names the member. */
export function readCallback(body: Body): AuthorizationCallback {
  const {authorization_token, session_id} = check(
    callbackSchema,
    body.format === 'json' ? body.value : undefined,
  );
  return {sessionId: session_id, token: authorization_token};
}

/** @throws ProblemError `bad-request` that names the member. */
export function readNotification(body: Body): OrderNotification {
  const {order_id, event_type} = check(
    notificationSchema,
    body.format === 'json' ? body.value : undefined,
  );
  return {orderId: order_id, eventType: event_type};
}

/** Nothing in it matters, but a caller that sends none is no shop's page. */
export function checkSessionRequest(body: Body): void {
  check(v.object({}), body.format === 'json' ? body.value : undefined);
}

const tokenSuffix = '_authorization_token';

/**
 * The element submits `NAME_authorization_token` and `NAME_customer_details`,
 * whatever its name is. With several elements in a form only the one that has
 * been used has a token.
 */
function fromForm(entries: ReadonlyMap<string, string>): unknown {
  const [field, token] =
    [...entries].find(
      ([name, value]) => name.endsWith(tokenSuffix) && value !== '',
    ) ?? [];
  if (field === undefined) {
    throw new ProblemError(
      'bad-request',
      'The form has no *_authorization_token.',
    );
  }
  const name = field.slice(0, -tokenSuffix.length);
  const details = entries.get(`${name}_customer_details`) ?? '';
  return {
    authorization_token: token,
    customer_details: details === '' ? null : parseJson(details),
  };
}

/** Names the member, never its value: it may be the shopper's. */
function check<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
): v.InferOutput<Schema> {
  // To the schemas an array is an object, too.
  const object = Array.isArray(value) ? undefined : value;
  const result = v.safeParse(schema, object, {abortEarly: true});
  if (result.success) {
    return result.output;
  }
  const member = v.getDotPath(result.issues[0]);
  throw new ProblemError(
    'bad-request',
    member === null
      ? 'The body must be a JSON object.'
      : `${member} is missing or not as expected.`,
  );
}
