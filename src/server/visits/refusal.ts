import {KlarnaApiError} from '../client/errors.js';
import {ProblemError} from '../http/problems.js';
import type {KlarnaProblemCode} from '../http/problem-codes.js';
import type {OrderNote} from './visitor-record.js';

/** Why nothing was ordered with a token: what everybody is told who asks. */
export interface Refusal {
  code: Extract<
    KlarnaProblemCode,
    | 'already-ordered'
    | 'authorize-again'
    | 'cart-changed'
    | 'declined'
    | 'empty-cart'
    | 'klarna-refused'
    | 'no-session'
  >;
  /** Nobody knows whether it ever was a token of Klarna's. */
  isUnknown?: true;
  error_code?: string;
  fields?: readonly string[];
  correlation_id?: string;
}

const details: Record<Refusal['code'], string> = {
  'already-ordered':
    'The order was placed before; nothing was ordered with this authorization.',
  'authorize-again':
    'This authorization is not good for this order; nothing was ordered. Ask for the session again and authorize again.',
  'cart-changed':
    'The cart has changed since it was authorized; nothing was ordered. Ask for the session again and authorize again.',
  declined: 'Klarna has declined the order; nothing was ordered.',
  'empty-cart': 'There is nothing to pay for; nothing was ordered.',
  'klarna-refused': 'Klarna objects to the order; nothing was ordered.',
  'no-session':
    'There is no session to place an order on; nothing was ordered. Ask for one and authorize.',
};

export function problemOf({
  code,
  error_code,
  fields,
  correlation_id,
}: Refusal): ProblemError {
  const members = {
    ...(error_code !== undefined && {error_code}),
    ...(fields && {fields}),
    ...(correlation_id !== undefined && {correlation_id}),
  };
  const named =
    code === 'klarna-refused' && members.fields?.length
      ? `Klarna objects to ${members.fields.join(', ')}; nothing was ordered.`
      : details[code];
  return new ProblemError(code, named, {}, members);
}

/** The order of this visitor that stands. */
export function alreadyOrdered({
  orderId,
  redirectUrl,
  continueId,
  isUncertain,
}: OrderNote) {
  return isUncertain
    ? uncertain()
    : new ProblemError(
        'already-ordered',
        'The order was placed before; there is nothing left to pay.',
        {},
        {
          ...(orderId !== undefined && {order_id: orderId}),
        },
        redirectUrl === undefined ? undefined : continueId,
      );
}

/** Not a word of whether to pay again. */
export function uncertain(): ProblemError {
  return new ProblemError(
    'order-uncertain',
    'Whether the order was placed is being looked into. Please contact the shop.',
  );
}

/** Klarna's no in the words of this kit. */
export function refusalFrom(error: KlarnaApiError): Refusal {
  return {
    code:
      error.status === 400
        ? 'klarna-refused'
        : error.status === 403 && error.errorCode === 'REJECTED'
          ? 'declined'
          : 'authorize-again',
    error_code: error.errorCode,
    ...(error.fields.length > 0 && {fields: error.fields}),
    correlation_id: error.correlationId,
  };
}

/**
 * What Klarna's answer to an order says about whether there is one.
 *
 * | answer | |
 * | --- | --- |
 * | 400, 403 with a code, 404 `NOT_FOUND`, 409 "Not matching fields" | `no`, if it is the answer to the first and only send |
 * | 409 "already completed", 404 `SESSION_COMPLETED`, 403 "already consumed" | `maybe`: look at the session |
 * | those of the first row, after a send that was not answered | `maybe` |
 * | anything else | `unknown`: send the same again |
 */
export function verdictOf(
  error: unknown,
  isOnlySend: boolean,
): 'no' | 'maybe' | 'unknown' {
  if (!(error instanceof KlarnaApiError) || error.kind !== 'refused') {
    return 'unknown';
  }
  const {status, errorCode} = error;
  const texts = error.errorMessages.join(' ');
  switch (status) {
    case 400:
      break;
    case 403:
      if (errorCode === undefined) {
        return 'unknown';
      }
      if (/consumed/i.test(texts)) {
        return 'maybe';
      }
      break;
    case 404:
      if (errorCode !== 'NOT_FOUND') {
        return 'maybe';
      }
      break;
    case 409:
      if (!/not matching/i.test(texts)) {
        return 'maybe';
      }
      break;
    default:
      return 'unknown';
  }
  return isOnlySend && !error.uncertain ? 'no' : 'maybe';
}
