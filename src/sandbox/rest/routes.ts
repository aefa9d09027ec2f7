import {newId} from '../state/ids.js';
import type {SandboxContext} from '../state/context.js';
import type {
  KlarnaSandboxFaults,
  KlarnaSandboxOperation,
  KlarnaSandboxRestFailure,
} from '../state/faults.js';
import {refusals, responseOf, type Outcome} from './answers.js';
import {
  cancelAuthorization,
  createCustomerToken,
  placeOrder,
} from './authorizations.js';
import {readBody} from './body.js';
import {merchantOf, unauthorized} from './credentials.js';
import {RateLimiter} from './rate-limit.js';
import {redirect} from './redirect.js';
import {failed, RestFaults} from './rest-faults.js';
import {createSession, readSession, updateSession} from './sessions.js';

interface Call {
  /** Session id or authorization token in the path. */
  id: string;
  /** Of a POST. */
  body: Record<string, unknown>;
  origin: string;
}

interface Operation {
  name: KlarnaSandboxOperation;
  method: string;
  path: RegExp;
  run: (context: SandboxContext, call: Call) => Outcome;
}

const operations: readonly Operation[] = [
  {
    name: 'createSession',
    method: 'POST',
    path: /^\/sessions$/,
    run: (context, {body, origin}) => createSession(context, body, origin),
  },
  {
    name: 'updateSession',
    method: 'POST',
    path: /^\/sessions\/([^/]+)$/,
    run: (context, {id, body}) => updateSession(context, id, body),
  },
  {
    name: 'readSession',
    method: 'GET',
    path: /^\/sessions\/([^/]+)$/,
    run: (context, {id}) => readSession(context, id),
  },
  {
    name: 'placeOrder',
    method: 'POST',
    path: /^\/authorizations\/([^/]+)\/order$/,
    run: (context, {id, body}) => placeOrder(context, id, body),
  },
  {
    name: 'createCustomerToken',
    method: 'POST',
    path: /^\/authorizations\/([^/]+)\/customer-token$/,
    run: (context, {id, body}) => createCustomerToken(context, id, body),
  },
  {
    name: 'cancelAuthorization',
    method: 'DELETE',
    path: /^\/authorizations\/([^/]+)$/,
    run: (context, {id}) => cancelAuthorization(context, id),
  },
];

const base = '/payments/v1';
const redirectPath = /^\/sessions\/([^/]+)\/redirect$/;

/** The REST API; answers nothing for paths that are not its own. */
export function restRoutes(
  context: SandboxContext,
  faults: () => KlarnaSandboxFaults,
): (request: Request) => Promise<Response | undefined> {
  const limiter = new RateLimiter(context.settings);
  const restFaults = new RestFaults();
  const {settings, store} = context;

  return async (request) => {
    const path = pathOf(request);
    if (!path.startsWith(`${base}/`)) return undefined;
    const route = path.slice(base.length);
    const session = redirectPath.exec(route)?.[1];
    if (session) return redirect(store.byId(decoded(session)));

    const correlationId = newId();
    const operation = operationOf(request);
    const response = await answer(request, route, operation, correlationId);
    settings.onRequest?.({
      operation: operation?.name,
      method: request.method,
      path,
      status: response.status,
      correlationId: response.headers.get('klarna-correlation-id'),
    });
    return response;
  };

  async function answer(
    request: Request,
    route: string,
    operation: Operation | undefined,
    correlationId: string,
  ): Promise<Response> {
    const merchant = merchantOf(request, settings);
    if (merchant === undefined) return unauthorized(settings, correlationId);
    if (!operation) return noSuchRoute(route, request.method, settings.now());

    const {isAbove, headers} = limiter.count(merchant, operation.name);
    const respond = (outcome: Outcome) =>
      responseOf(outcome, correlationId, headers, settings.errorMessages);
    const fail = (failure: KlarnaSandboxRestFailure, lost: Response) =>
      failed(failure, request, lost, settings.errorMessages);
    if (isAbove) return respond(refusals.tooMany);

    const fault = restFaults.next(faults(), operation.name);
    if (fault && fault.when !== 'after' && fault.answer !== 'cut-off') {
      return fail(fault.answer, respond(refusals.broken));
    }
    const startedAt = performance.now();
    const outcome = await run(request, route, operation);
    const response = respond(outcome);
    const took = String(Math.ceil(performance.now() - startedAt));
    response.headers.set('render-time', took);
    response.headers.set('x-envoy-upstream-service-time', took);
    return fault ? fail(fault.answer, response) : response;
  }

  async function run(
    request: Request,
    route: string,
    operation: Operation,
  ): Promise<Outcome> {
    const id = decoded(operation.path.exec(route)?.[1] ?? '');
    const origin = settings.origin ?? new URL(request.url).origin;
    if (request.method !== 'POST') {
      return operation.run(context, {id, origin, body: {}});
    }
    const read = await readBody(request, settings);
    return 'value' in read
      ? operation.run(context, {id, origin, body: read.value})
      : read;
  }
}

/** What a request is called, if it is one of Klarna's. */
export function nameOf(
  request: Request,
): KlarnaSandboxOperation | 'redirect' | undefined {
  return redirectPath.test(routeOf(request))
    ? 'redirect'
    : operationOf(request)?.name;
}

function operationOf(request: Request): Operation | undefined {
  const route = routeOf(request);
  return operations.find(
    (each) => each.method === request.method && each.path.test(route),
  );
}

function routeOf(request: Request): string {
  const path = pathOf(request);
  return path.startsWith(`${base}/`) ? path.slice(base.length) : '';
}

/** Doubled and trailing slashes were observed to do no harm. */
function pathOf(request: Request): string {
  const {pathname} = new URL(request.url);
  return pathname.replace(/\/{2,}/g, '/').replace(/\/$/, '');
}

/** As frameworks behind such an API answer what nobody has mapped. */
function noSuchRoute(route: string, method: string, now: number): Response {
  const known = operations.filter(({path}) => path.test(route));
  const status = known.length > 0 ? 405 : 404;
  return Response.json(
    {
      timestamp: new Date(now).toISOString(),
      status,
      error: status === 405 ? 'Method Not Allowed' : 'Not Found',
      message: status === 405 ? `Method ${method} is not supported` : '',
      path: base + route,
    },
    {
      status,
      headers:
        status === 405
          ? {allow: known.map((each) => each.method).join(', ')}
          : {},
    },
  );
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
