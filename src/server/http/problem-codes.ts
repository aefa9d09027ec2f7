/**
 * What the routes answer instead of what was asked for.
 *
 * | code | status | what to do |
 * | --- | --- | --- |
 * | `bad-request` | 400 | send what the route expects; `detail` names the member |
 * | `no-visitor` | 401 | `visitor` answered nothing: start a session with the shop |
 * | `cross-origin` | 403 | call from the shop's own pages, or set `origin` |
 * | `not-found` | 404 | there is no such route, or the callback is not Klarna's |
 * | `method` | 405 | use the method that `Allow` names |
 * | `already-ordered` | 409 | this visitor's order stands: `order_id`, `redirect_url` |
 * | `empty-cart` | 409 | `order` answered nothing: there is nothing to pay |
 * | `cart-changed` | 409 | ask for the session again, then authorize again |
 * | `authorize-again` | 409 | the token is not (any longer) good for this order |
 * | `declined` | 409 | Klarna has said no; another way to pay |
 * | `no-session` | 409 | ask for a session, then authorize |
 * | `order-uncertain` | 409 | whether there is an order is not known: do not pay again |
 * | `too-large` | 413 | a body may have 1 MB |
 * | `content-type` | 415 | send JSON (or, to the order route, a form) |
 * | `klarna-refused` | 422 | Klarna objects to `fields` of the shop's order |
 * | `check-refused` | 422 | the kit's own check does: see the option `check` |
 * | `internal` | 500 | the shop's own code or storage failed; try again |
 * | `klarna-failed` | 502 | Klarna failed, or refused the shop's credentials |
 * | `busy` | 503 | try again after `Retry-After` seconds |
 * | `klarna-timeout` | 504 | Klarna did not answer in time; try again |
 */
export type KlarnaProblemCode = keyof typeof statuses;

export const statuses = {
  'bad-request': 400,
  'no-visitor': 401,
  'cross-origin': 403,
  'not-found': 404,
  method: 405,
  'already-ordered': 409,
  'empty-cart': 409,
  'cart-changed': 409,
  'authorize-again': 409,
  declined: 409,
  'no-session': 409,
  'order-uncertain': 409,
  'too-large': 413,
  'content-type': 415,
  'klarna-refused': 422,
  'check-refused': 422,
  internal: 500,
  'klarna-failed': 502,
  busy: 503,
  'klarna-timeout': 504,
} as const;

/** RFC 9457: without a type the title is the phrase of the status. */
export const titles: Record<(typeof statuses)[KlarnaProblemCode], string> = {
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
