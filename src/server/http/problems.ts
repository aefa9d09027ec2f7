import type {KlarnaEventFacts} from '../events.js';
import {KlarnaApiError} from '../client/errors.js';
import {StorageError} from '../storage/guarded.js';
import {unseen} from './page.js';
import {statuses, titles, type KlarnaProblemCode} from './problem-codes.js';
import type {KlarnaMerchantRoute} from './route.js';

export type {KlarnaProblemCode} from './problem-codes.js';

/** Body of an answer other than the one that was asked for (RFC 9457). */
export interface KlarnaProblem {
  status: number;
  title: string;
  detail: string;
  code: KlarnaProblemCode;
  /** Klarna's own code, if the problem is Klarna's. */
  error_code?: string;
  /** The members of the order that Klarna objects to. */
  fields?: readonly string[];
  /** Finds the call in the logs of Klarna's merchant portal. */
  correlation_id?: string;
  /** The order that stands, if there is one. */
  order_id?: string;
  /** Where the shopper goes on from there. */
  redirect_url?: string;
  /** Of a refused origin: where the request came from. */
  origin?: string;
  /** Of a refused origin: where it would have had to come from. */
  expected_origin?: string;
}

/** What a problem may say besides. */
export type ProblemMembers = Omit<
  KlarnaProblem,
  'status' | 'title' | 'detail' | 'code'
>;

/** An answer other than the one that was asked for, thrown by whoever knows. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: KlarnaProblemCode;
  readonly headers: Readonly<Record<string, string>>;
  readonly members: Readonly<ProblemMembers>;
  /** Of the order that stands: the way on to Klarna. */
  readonly continueId: string | undefined;

  constructor(
    code: KlarnaProblemCode,
    detail: string,
    headers: Readonly<Record<string, string>> = {},
    members: ProblemMembers = {},
    continueId?: string,
  ) {
    super(detail);
    this.code = code;
    this.headers = headers;
    this.members = members;
    this.continueId = continueId;
  }

  get status(): (typeof statuses)[KlarnaProblemCode] {
    return statuses[this.code];
  }

  get body(): KlarnaProblem {
    return {
      status: this.status,
      title: titles[this.status],
      detail: this.message,
      code: this.code,
      ...this.members,
    };
  }
}

/** The problem as an answer. */
export function problemResponse(
  problem: KlarnaProblem,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: {
      'content-type': 'application/problem+json',
      ...unseen,
      ...headers,
    },
  });
}

/** Whatever a route has thrown, as what its caller may know of it. */
export function problemFrom(
  error: unknown,
  route: KlarnaMerchantRoute,
): ProblemError {
  if (error instanceof ProblemError) {
    return error;
  }
  if (error instanceof KlarnaApiError) {
    return klarnaProblem(error, route);
  }
  if (error instanceof StorageError) {
    // Nothing is known: what was begun is finished by the next who asks.
    return busy(1);
  }
  return new ProblemError('internal', 'The shop could not handle the request.');
}

/** The problem as an event tells it; of what it came from, if that is ours. */
export function factsOf(
  {code, status, members}: ProblemError,
  cause: unknown,
): Partial<KlarnaEventFacts> & Pick<KlarnaEventFacts, 'code' | 'status'> {
  return {
    code,
    status,
    errorCode: members.error_code,
    fields: members.fields,
    correlationId: members.correlation_id,
    orderId: members.order_id,
    origin: members.origin,
    expectedOrigin: members.expected_origin,
    ...(isForTheShop(code, cause) && {error: cause}),
  };
}

/** What came of the shop's own functions or its storage. */
function isForTheShop(code: KlarnaProblem['code'], cause: unknown): boolean {
  return (
    code === 'internal' ||
    (code === 'busy' &&
      !(cause instanceof ProblemError || cause instanceof KlarnaApiError))
  );
}

export function busy(retryAfter: number): ProblemError {
  return new ProblemError('busy', 'Too much at once. Try again shortly.', {
    'retry-after': String(Math.max(1, Math.ceil(retryAfter))),
  });
}

/**
 * | Klarna | the browser gets |
 * | --- | --- |
 * | 400 to a session | 422 |
 * | 429 | 503 with Retry-After |
 * | no answer in time | 504 |
 * | 401, 403, 5xx, anything else | 502 |
 *
 * What Klarna refuses of an order is in the record of its token, and told from
 * there. Whatever else fails about an order says nothing of it: it may come yet.
 *
 * Klarna's texts stay here: they are for the shop.
 */
function klarnaProblem(
  error: KlarnaApiError,
  route: KlarnaMerchantRoute,
): ProblemError {
  const members: ProblemMembers = {
    error_code: error.errorCode,
    ...(error.fields.length > 0 && {fields: error.fields}),
    correlation_id: error.correlationId,
  };
  if (error.kind === 'timeout') {
    return new ProblemError(
      'klarna-timeout',
      'Klarna did not answer in time. Try again.',
      {},
      members,
    );
  }
  const failed = new ProblemError(
    'klarna-failed',
    error.status === 0
      ? 'Klarna cannot be reached. Try again.'
      : 'Klarna could not handle the request.',
    {},
    members,
  );
  switch (error.status) {
    case 400:
      return route === 'order'
        ? failed
        : new ProblemError(
            'klarna-refused',
            error.fields.length > 0
              ? `Klarna objects to ${error.fields.join(', ')}.`
              : 'Klarna objects to the order.',
            {},
            members,
          );
    case 429:
      return new ProblemError(
        'busy',
        'Klarna asks to wait. Try again shortly.',
        {'retry-after': String(error.retryAfter || 1)},
        members,
      );
    default:
      return failed;
  }
}
