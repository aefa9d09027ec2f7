import {namedOrigin} from './named-origin.js';
import {ProblemError} from './problems.js';

/**
 * Refuses pages of other origins. Browsers state where a request comes from
 * in `Sec-Fetch-Site` (not over plain http) and in `Origin`; what states
 * neither is no browser and has no shopper's cookies to abuse.
 *
 * A form of a page with `Referrer-Policy: no-referrer`, which Helmet sets,
 * comes with `Origin: null` (Fetch standard, "append a request Origin header").
 * Sandboxed frames and data URLs have that origin, too, but to a browser they
 * are another site.
 *
 * Where `Origin` names another origin than the shop's, `same-origin` does not
 * help: a page that is reached by another name, and forwards to the shop, is of
 * one origin with itself. If it is the shop's own proxy, the option `origin`
 * says so, which is why the answer says it, too.
 *
 * @throws ProblemError `cross-origin` that names both origins.
 */
export function assertSameOrigin(request: Request, expected: string): void {
  const {headers} = request;
  const site = headers.get('sec-fetch-site');
  const from = headers.get('origin');
  const isUnnamed = from === 'null' && site === 'same-origin';
  if (
    (site !== null && site !== 'same-origin' && site !== 'none') ||
    (from !== null && from !== expected && !isUnnamed)
  ) {
    throw crossOrigin(from ?? headers.get('referer'), expected);
  }
}

/**
 * The origin that the request was sent to. Its host is that of the header:
 * Next puts its own in the URL.
 */
export function originIn(request: Request): string {
  const host = request.headers.get('host');
  const {protocol, origin} = new URL(request.url);
  if (host === null) {
    return origin;
  }
  const asked = `${protocol}//${host}`;
  return URL.canParse(asked) ? new URL(asked).origin : origin;
}

function crossOrigin(from: string | null, own: string): ProblemError {
  const origin = namedOrigin(from);
  // It may be what the request says of its host.
  const expected = namedOrigin(own);
  return new ProblemError(
    'cross-origin',
    `The request comes from a page of ${origin ?? 'an unknown origin'}, and the shop is at ${expected}: only pages of the shop may ask for this. If it is one, set the option origin of createKlarnaMerchant to where browsers see the shop; behind a proxy that changes Host, or ends TLS, the kit cannot know.`,
    {},
    {...(origin !== undefined && {origin}), expected_origin: expected},
  );
}
