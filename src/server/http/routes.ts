import type {BodyFormat} from './body.js';
import {nodeRequestOf} from './node-request.js';
import {ProblemError} from './problems.js';
import type {KlarnaMerchantRoute} from './route.js';

/** A request that one of the routes is meant for. */
export type Destination =
  | {route: 'session' | 'order'}
  | {route: 'authorization' | 'notification'; secret: string}
  | {route: 'continue'; id: string};

/** What a route asks of a request before it looks into it. */
export const demands: Record<
  KlarnaMerchantRoute,
  {
    method: 'GET' | 'POST';
    formats: readonly BodyFormat[];
    from: 'the shop' | 'anywhere';
  }
> = {
  session: {method: 'POST', formats: ['json'], from: 'the shop'},
  order: {method: 'POST', formats: ['json', 'form'], from: 'the shop'},
  authorization: {method: 'POST', formats: ['json'], from: 'anywhere'},
  notification: {method: 'POST', formats: ['json'], from: 'anywhere'},
  continue: {method: 'GET', formats: [], from: 'anywhere'},
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
  const [route, part, ...rest] = path.slice(basePath.length + 1).split('/');
  if (rest.length > 0) {
    return undefined;
  }
  switch (route) {
    case 'session':
    case 'order':
      return part === undefined ? {route} : undefined;
    case 'authorization':
    case 'notification':
      return part ? {route, secret: decoded(part)} : undefined;
    case 'continue':
      return part && /^[\w-]{1,64}$/.test(part) ? {route, id: part} : undefined;
    default:
      return undefined;
  }
}

/** @throws ProblemError `method` */
export function assertMethod(
  {method}: Request,
  {route}: Pick<Destination, 'route'>,
): void {
  const allowed = demands[route].method;
  if (method !== allowed) {
    throw new ProblemError('method', `Use ${allowed}.`, {allow: allowed});
  }
}

/**
 * Whether the browser goes where the answer sends it, as with a link or a plain
 * form, rather than a script that reads the answer. Browsers that do not say so
 * still ask for a page first when they go to one.
 */
export function isNavigation({headers}: Request): boolean {
  const mode = headers.get('sec-fetch-mode');
  return mode === null
    ? (headers.get('accept') ?? '').startsWith('text/html')
    : mode === 'navigate';
}

/**
 * Express takes the path under which a handler is mounted off the URL and keeps
 * the whole one aside.
 */
function pathOf(request: Request): string {
  const original = nodeRequestOf(request)?.originalUrl;
  const address =
    typeof original === 'string' && original.startsWith('/')
      ? original
      : // Parsed already; to do so again is a part of what a session costs.
        request.url.replace(/^[^/?#]*\/\/[^/?#]*/, '');
  return address.split(/[?#]/, 1)[0] ?? '';
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
