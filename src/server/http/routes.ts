import type {BodyFormat} from './body.js';
import {nodeRequestOf} from './node-request.js';
import {ProblemError} from './problems.js';

/** A request that one of the routes is meant for. */
export type Destination =
  {route: 'session' | 'order'} | {route: 'authorization'; secret: string};

/** What a route asks of a request before it looks into it. */
export const demands: Record<
  Destination['route'],
  {formats: readonly BodyFormat[]; from: 'the shop' | 'anywhere'}
> = {
  session: {formats: ['json'], from: 'the shop'},
  order: {formats: ['json', 'form'], from: 'the shop'},
  authorization: {formats: ['json'], from: 'anywhere'},
};

/** Where the request goes, or nothing if the path is none of the routes'. */
export function destinationOf(
  request: Request,
  basePath: string,
): Destination | undefined {
  const path = pathOf(request);
  if (!path.startsWith(`${basePath}/`)) {
    return undefined;
  }
  const [route, secret, ...rest] = path
    .slice(basePath.length + 1)
    .split('/') as [string, string?, ...string[]];

  if ((route === 'session' || route === 'order') && secret === undefined) {
    return {route};
  }
  if (route === 'authorization' && secret && rest.length === 0) {
    return {route, secret: decoded(secret)};
  }
  return undefined;
}

/** @throws ProblemError `method` */
export function assertPost(request: Request): void {
  if (request.method !== 'POST') {
    throw new ProblemError('method', 'Use POST.', {allow: 'POST'});
  }
}

/**
 * Refuses pages of other origins. Browsers state where a request comes from
 * in `Sec-Fetch-Site` (not over plain http) and in `Origin`; what states
 * neither is no browser and has no shopper's cookies to abuse.
 *
 * A form of a page with `Referrer-Policy: no-referrer`, which Helmet sets,
 * comes with `Origin: null` (Fetch standard, "append a request Origin header").
 * Sandboxed frames and data URLs have that origin, too, but to a browser they
 * are another site.
 */
export function assertSameOrigin(request: Request, origin: string): void {
  const site = request.headers.get('sec-fetch-site');
  const from = request.headers.get('origin');
  const isUnnamed = from === 'null' && site === 'same-origin';
  if (
    (site !== null && site !== 'same-origin' && site !== 'none') ||
    (from !== null && from !== origin && !isUnnamed)
  ) {
    throw new ProblemError(
      'cross-origin',
      'Only pages of the shop may ask for this.',
    );
  }
}

/**
 * The origin that the request was sent to. Its host is that of the header:
 * Next puts its own in the URL.
 */
export function originIn(request: Request): string {
  const {protocol, origin} = new URL(request.url);
  const asked = `${protocol}//${request.headers.get('host') ?? ''}`;
  return URL.canParse(asked) ? new URL(asked).origin : origin;
}

/**
 * Express takes the path under which a handler is mounted off the URL and keeps
 * the whole one aside.
 */
function pathOf(request: Request): string {
  const original = nodeRequestOf(request)?.originalUrl;
  const url = new URL(request.url);
  return typeof original === 'string' && original.startsWith('/')
    ? (original.split('?', 1)[0] ?? url.pathname)
    : url.pathname;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
