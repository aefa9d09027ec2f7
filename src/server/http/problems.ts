import {KlarnaApiError} from '../client/errors.js';
import type {KlarnaMerchantRoute} from '../merchant-options.js';

/**
 * What the routes answer instead of what was asked for, as
 * `application/problem+json` (RFC 9457) with this `code` among the members.
 *
 * | code | status | what to do |
 * | --- | --- | --- |
 * | `bad-request` | 400 | send what the route expects; `detail` names the member |
 * | `no-visitor` | 401 | `visitor` answered nothing: start a session with the shop |
 * | `cross-origin` | 403 | call from the shop's own pages, or set `origin` |
 * | `not-found` | 404 | there is no such route, or the callback is not Klarna's |
 * | `method` | 405 | use POST |
 * | `empty-cart` | 409 | `order` answered nothing: there is nothing to pay |
 * | `cart-changed` | 409 | ask for the session again, then authorize again |
 * | `authorize-again` | 409 | the token is not (any longer) good for this order |
 * | `no-session` | 409 | ask for a session, then authorize |
 * | `too-large` | 413 | a body may have 1 MB |
 * | `content-type` | 415 | send JSON (or, to the order route, a form) |
 * | `klarna-refused` | 422 | Klarna objects to `fields` of the shop's order |
 * | `internal` | 500 | the shop's own code or storage failed; try again |
 * | `klarna-failed` | 502 | Klarna failed, or refused the shop's credentials |
 * | `busy` | 503 | try again after `Retry-After` seconds |
 * | `klarna-timeout` | 504 | Klarna did not answer in time; try again |
 */
export type KlarnaProblemCode = keyof typeof statuses;

const statuses = {
  'bad-request': 400,
  'no-visitor': 401,
  'cross-origin': 403,
  'not-found': 404,
  method: 405,
  'empty-cart': 409,
  'cart-changed': 409,
  'authorize-again': 409,
  'no-session': 409,
  'too-large': 413,
  'content-type': 415,
  'klarna-refused': 422,
  internal: 500,
  'klarna-failed': 502,
  busy: 503,
  'klarna-timeout': 504,
} as const;

/** RFC 9457: without a type the title is the phrase of the status. */
const titles: Record<(typeof statuses)[KlarnaProblemCode], string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** Body of such an answer. */
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
}

type Extension = Pick<
  KlarnaProblem,
  'error_code' | 'fields' | 'correlation_id'
>;

/** An answer other than the one that was asked for, thrown by whoever knows. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: KlarnaProblemCode;
  readonly #headers: Record<string, string>;
  readonly #extension: Extension;

  constructor(
    code: KlarnaProblemCode,
    detail: string,
    headers: Record<string, string> = {},
    extension: Extension = {},
  ) {
    super(detail);
    this.code = code;
    this.#headers = headers;
    this.#extension = extension;
  }

  toResponse(): Response {
    const status = statuses[this.code];
    const problem: KlarnaProblem = {
      status,
      title: titles[status],
      detail: this.message,
      code: this.code,
      ...this.#extension,
    };
    return new Response(JSON.stringify(problem), {
      status,
      headers: {
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
        ...this.#headers,
      },
    });
  }
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
  return new ProblemError('internal', 'The shop could not handle the request.');
}

export function busy(retryAfter: number): ProblemError {
  return new ProblemError('busy', 'Too much at once. Try again shortly.', {
    'retry-after': String(Math.max(1, Math.ceil(retryAfter))),
  });
}

/**
 * | Klarna | the browser gets |
 * | --- | --- |
 * | 400 | 422 |
 * | 404, 409 on an order | 409 |
 * | 429 | 503 with Retry-After |
 * | no answer in time | 504 |
 * | 401, 403, 5xx, anything else | 502 |
 *
 * Klarna's texts stay here: they are for the shop.
 */
function klarnaProblem(
  error: KlarnaApiError,
  route: KlarnaMerchantRoute,
): ProblemError {
  const extension: Extension = {
    error_code: error.errorCode,
    ...(error.fields.length > 0 && {fields: error.fields}),
    correlation_id: error.correlationId,
  };
  if (error.kind === 'timeout') {
    return new ProblemError(
      'klarna-timeout',
      'Klarna did not answer in time. Try again.',
      {},
      extension,
    );
  }
  const failed = new ProblemError(
    'klarna-failed',
    error.status === 0
      ? 'Klarna cannot be reached. Try again.'
      : 'Klarna could not handle the request.',
    {},
    extension,
  );
  switch (error.status) {
    case 400:
      return new ProblemError(
        'klarna-refused',
        error.fields.length > 0
          ? `Klarna objects to ${error.fields.join(', ')}.`
          : 'Klarna objects to the order.',
        {},
        extension,
      );
    case 404:
    case 409:
      return route === 'session'
        ? failed
        : new ProblemError(
            'authorize-again',
            'Klarna does not accept this authorization for this order. Ask for the session again and authorize again.',
            {},
            extension,
          );
    case 429:
      return new ProblemError(
        'busy',
        'Klarna asks to wait. Try again shortly.',
        {'retry-after': String(error.retryAfter || 1)},
        extension,
      );
    default:
      return failed;
  }
}
