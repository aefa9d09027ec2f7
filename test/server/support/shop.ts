import assert from 'node:assert/strict';

import type {
  KlarnaCreatedSession,
  KlarnaPlaceOrder,
} from '../../../src/wire/rest-types.js';
import {createKlarnaSandbox} from '../../../src/sandbox/index.js';
import {
  createKlarnaMerchant,
  memoryStorage,
  type KlarnaFetchContext,
  type KlarnaMerchant,
  type KlarnaMerchantEvent,
  type KlarnaMerchantOptions,
  type KlarnaPlacedEvent,
  type KlarnaProblem,
  type KlarnaStorage,
} from '../../../src/server/index.js';
import {ada, cart} from './cart.js';
import {secret, seen, sessionId, told} from './leaks.js';

export const credentials = {
  username: 'K123456_0a1b2c3d4e5f',
  password: 'sup3rSecretPassword',
};
secret(credentials.username);
secret(credentials.password);
secret(btoa(`${credentials.username}:${credentials.password}`));

/** A call that has reached Klarna. */
export interface Call {
  /** As `create`, `update`, `read`, `order` or `other`. */
  kind: string;
  path: string;
  /** As it went over the wire. */
  text: string;
  body: Partial<KlarnaPlaceOrder>;
}

/** Answers in Klarna's place, before or after Klarna has acted on the call. */
export type Fault = (
  call: Call,
  pass: () => Promise<Response>,
) => Promise<Response> | Response | undefined;

/**
 * A shop and its own Klarna, without a network. A visitor is whoever sends
 * `x-visitor`; every visitor has a cart from the start.
 */
export function openShop(options: Partial<KlarnaMerchantOptions> = {}) {
  const sandbox = createKlarnaSandbox({credentials});
  const storage = lasting(options.storage ?? memoryStorage());
  const calls: Call[] = [];
  const placed: KlarnaPlacedEvent[] = [];
  const events: KlarnaMerchantEvent[] = [];
  const carts = new Map<string, KlarnaPlaceOrder | null>();
  const merchants: KlarnaMerchant[] = [];

  const shop = {
    sandbox,
    storage,
    calls,
    placed,
    /** What the operator is told of, by all processes. */
    events,
    carts,
    /** What is wrong with Klarna at the moment. */
    fault: undefined as Fault | undefined,
    /** One more process of the same shop. */
    process: (more: Partial<KlarnaMerchantOptions> = {}) => {
      const onEvent = more.onEvent ?? options.onEvent;
      const merchant = createKlarnaMerchant({
        credentials,
        region: 'eu',
        // More creates in a second than on playground.
        environment: 'live',
        origin: 'https://shop.example',
        visitor: (request) => request.headers.get('x-visitor'),
        order: (request) => {
          const visitor = request.headers.get('x-visitor') ?? '';
          return carts.has(visitor) ? carts.get(visitor) : cart();
        },
        placed: (event) => {
          placed.push(event);
        },
        fetch: klarna,
        recovery: 'manual',
        // Whoever is interested in the wait sets it.
        callbackPatience: 0,
        ...options,
        ...more,
        storage: more.storage ? lasting(more.storage) : storage,
        onEvent: (event) => {
          events.push(event);
          told(event);
          return onEvent?.(event);
        },
      });
      merchants.push(merchant);
      return {
        pending: () => merchant.pending(),
        recover: () => merchant.recover(),
        close: () => merchant.close(),
        dismiss: (sessionId: string) => merchant.dismiss(sessionId),
        acknowledge: (visitor: string, orderId: string) =>
          merchant.acknowledge(visitor, orderId),
        moveVisitor: (from: string, to: string) =>
          merchant.moveVisitor(from, to),
        fetch: async (request: Request, context?: KlarnaFetchContext) => {
          const response = await merchant.fetch(request, context);
          if (response.status >= 400) {
            // Where Klarna's own address has the session id in it, it may.
            const text = await response.clone().text();
            seen(text.replace(/"redirect_url":"[^"]*"/, ''));
          }
          return response;
        },
      };
    },
    /** Until nothing is in flight any more, in any process. */
    settled: async () => {
      await Promise.all(merchants.map((merchant) => merchant.close()));
    },
    /** Klarna calls back, and whatever comes of it at once has come. */
    callBack: async (
      token: string,
      sessionId: string,
      path: string = shop.callbackPath(),
    ): Promise<Response> => {
      const process = shop.process();
      const answer = await postTo(
        process,
        path,
        {authorization_token: token, session_id: sessionId},
        null,
      );
      await process.close();
      return answer;
    },
    /** Kinds of the calls so far, without what `since` had. */
    kinds: (since = 0) => calls.slice(since).map(({kind}) => kind),
    count: (kind: string) => calls.filter((call) => call.kind === kind).length,
    /** The path at which Klarna calls back. */
    callbackPath: () => {
      const url = calls.findLast(({kind}) => kind === 'create')?.body
        .merchant_urls?.authorization;
      assert.ok(url, 'no callback was registered');
      return new URL(url).pathname;
    },
    /** The shopper's side: authorizes the visitor's session at Klarna. */
    authorize: async (visitor = 'ada') => {
      const session = await post('session', {}, visitor);
      assert.equal(session.status, 200);
      const {client_token} = (await session.json()) as {client_token: string};
      return shop.authorizeWith(client_token);
    },
    authorizeWith: async (clientToken: string) => {
      const {approved, authorization_token: token} = await sandbox.authorize(
        clientToken,
        ada,
      );
      assert.equal(approved, true);
      assert.ok(token);
      secret(token);
      return {token, clientToken, sessionId: sessionIdIn(clientToken)};
    },
    post,
    postTo,
  };

  async function klarna(request: Request): Promise<Response> {
    const text = request.method === 'POST' ? await request.clone().text() : '';
    const {pathname} = new URL(request.url);
    const call: Call = {
      kind: kindOf(request.method, pathname),
      path: pathname,
      text,
      body: text === '' ? {} : (JSON.parse(text) as Call['body']),
    };
    calls.push(call);
    secret(call.body.merchant_urls?.authorization?.split('/').at(-1));
    const pass = async () => {
      const answer = await sandbox.fetch(request);
      if (call.kind === 'create' && answer.ok) {
        const created = (await answer.clone().json()) as KlarnaCreatedSession;
        secret(created.client_token);
        sessionId(created.session_id);
      }
      return answer;
    };
    return (await shop.fault?.(call, pass)) ?? pass();
  }

  const first = shop.process();

  function post(
    route: string,
    body: unknown,
    visitor: string | null = 'ada',
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return postTo(first, `/klarna/${route}`, body, visitor, headers);
  }

  async function postTo(
    process: {fetch: (request: Request) => Promise<Response>},
    path: string,
    body: unknown,
    visitor: string | null = 'ada',
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return process.fetch(
      new Request(`https://shop.example${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(visitor !== null && {'x-visitor': visitor}),
          ...headers,
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    );
  }

  return shop;
}

/** Live takes a durable storage only; within one test the memory lasts. */
function lasting(storage: KlarnaStorage): KlarnaStorage {
  return {...storage, durable: true};
}

/** Asserts that the answer is a problem, and answers what it says. */
export async function problemIn(
  response: Response,
  status: number,
): Promise<KlarnaProblem> {
  const text = await response.text();
  assert.equal(response.status, status, text);
  assert.equal(
    response.headers.get('content-type'),
    'application/problem+json',
  );
  const problem = JSON.parse(text) as KlarnaProblem;
  assert.equal(problem.status, status);
  return problem;
}

export async function okIn<Answer>(response: Response): Promise<Answer> {
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return JSON.parse(text) as Answer;
}

/** The session that a client token belongs to. */
export function sessionIdIn(clientToken: string): string {
  const payload = clientToken.split('.')[1] ?? '';
  return (
    JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
      session_id: string;
    }
  ).session_id;
}

function kindOf(method: string, path: string): string {
  switch (
    `${method} ${path.replace(/(sessions|authorizations)\/[^/]+/, '$1/ID')}`
  ) {
    case 'POST /payments/v1/sessions':
      return 'create';
    case 'POST /payments/v1/sessions/ID':
      return 'update';
    case 'GET /payments/v1/sessions/ID':
      return 'read';
    case 'POST /payments/v1/authorizations/ID/order':
      return 'order';
    case 'POST /payments/v1/authorizations/ID/customer-token':
      return 'customer-token';
    case 'DELETE /payments/v1/authorizations/ID':
      return 'cancel';
    default:
      return 'other';
  }
}
