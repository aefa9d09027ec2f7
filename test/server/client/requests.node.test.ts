import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {inspect} from 'node:util';

import {
  KlarnaPaymentsClient,
  type KlarnaPaymentsClientOptions,
} from '../../../src/server/client/client.js';
import {credentials, order, password} from './klarna-that.js';

/** A client whose requests end here, and the requests. */
function clientWith(options: Partial<KlarnaPaymentsClientOptions>) {
  const requests: Request[] = [];
  const client = new KlarnaPaymentsClient({
    credentials,
    region: 'eu',
    environment: 'playground',
    fetch: async (request) => {
      requests.push(request.clone());
      return Response.json({
        session_id: 'session-1',
        client_token: 'token',
        status: 'incomplete',
        expires_at: '2030-01-01T00:00:00Z',
        order_id: 'order-1',
        token_id: 'token-1',
      });
    },
    ...options,
  });
  return {client, requests};
}

describe('a request', () => {
  for (const [region, environment, host] of [
    ['eu', 'live', 'https://api.klarna.com'],
    ['eu', 'playground', 'https://api.playground.klarna.com'],
    ['na', 'live', 'https://api-na.klarna.com'],
    ['na', 'playground', 'https://api-na.playground.klarna.com'],
    ['oc', 'live', 'https://api-oc.klarna.com'],
    ['oc', 'playground', 'https://api-oc.playground.klarna.com'],
  ] as const) {
    it(`for ${region}, ${environment} goes to ${host}`, async () => {
      const {client, requests} = clientWith({region, environment});
      await client.createSession(order);
      assert.equal(requests[0]?.url, `${host}/payments/v1/sessions`);
    });
  }

  it('has the method, path and body of its call', async () => {
    const {client, requests} = clientWith({});
    const body = {description: 'Tea', intended_use: 'SUBSCRIPTION'};
    await client.createSession(order);
    await client.updateSession('s-1', {order_amount: 1});
    await client.readSession('s-1');
    await client.placeOrder('a-1', order);
    await client.createCustomerToken('a-1', body);
    await client.cancelAuthorization('a-1');

    const seen = await Promise.all(
      requests.map(async (request) => [
        `${request.method} ${new URL(request.url).pathname}`,
        await request.text(),
        request.headers.get('content-type'),
      ]),
    );
    const type = 'application/json';
    assert.deepEqual(seen, [
      ['POST /payments/v1/sessions', JSON.stringify(order), type],
      ['POST /payments/v1/sessions/s-1', '{"order_amount":1}', type],
      ['GET /payments/v1/sessions/s-1', '', null],
      [
        'POST /payments/v1/authorizations/a-1/order',
        JSON.stringify(order),
        type,
      ],
      [
        'POST /payments/v1/authorizations/a-1/customer-token',
        JSON.stringify(body),
        type,
      ],
      ['DELETE /payments/v1/authorizations/a-1', '', null],
    ]);
  });

  it('carries user name and password, also beyond Latin-1', async () => {
    const {client, requests} = clientWith({
      credentials: {username: 'K1_é', password: 'pässwörd:☕'},
    });
    await client.readSession('s-1');
    assert.equal(
      requests[0]?.headers.get('authorization'),
      `Basic ${Buffer.from('K1_é:pässwörd:☕').toString('base64')}`,
    );
  });

  it('carries an API key verbatim', async () => {
    const apiKey = 'klarna_test_api_AbC+/=_x';
    const {client, requests} = clientWith({credentials: {apiKey}});
    await client.readSession('s-1');
    assert.equal(requests[0]?.headers.get('authorization'), `Basic ${apiKey}`);
  });

  it('goes to baseUrl instead of the host, with the same path', async () => {
    for (const [baseUrl, url] of [
      ['http://127.0.0.1:9', 'http://127.0.0.1:9/payments/v1/sessions/s'],
      ['http://127.0.0.1:9/', 'http://127.0.0.1:9/payments/v1/sessions/s'],
      [
        new URL('https://proxy.example/klarna/'),
        'https://proxy.example/klarna/payments/v1/sessions/s',
      ],
    ] as const) {
      const {client, requests} = clientWith({baseUrl});
      await client.readSession('s');
      assert.equal(requests[0]?.url, url);
    }
  });

  it('cannot be led to another path by an id', async () => {
    const {client, requests} = clientWith({});
    await client.readSession('../authorizations/a?b#c%2f');
    assert.equal(
      new URL(requests[0]?.url ?? '').pathname,
      '/payments/v1/sessions/..%2Fauthorizations%2Fa%3Fb%23c%252f',
    );
    for (const id of ['', '.', '..', undefined, null, 7, '\ud800']) {
      for (const call of [
        () => client.readSession(id as string),
        () => client.updateSession(id as string, {}),
        () => client.placeOrder(id as string, order),
        () => client.cancelAuthorization(id as string),
      ]) {
        await assert.rejects(call, {
          name: 'TypeError',
          message: /^(sessionId|authorizationToken) must be /,
        });
      }
    }
    assert.equal(requests.length, 1);
  });

  it('is not sent without an object for a body', async () => {
    const {client, requests} = clientWith({});
    for (const body of [undefined, null, 'order', []]) {
      await assert.rejects(() => client.createSession(body as never), {
        name: 'TypeError',
        message: 'order must be an object',
      });
    }
    assert.equal(requests.length, 0);
  });
});

describe('a client', () => {
  const right: KlarnaPaymentsClientOptions = {
    credentials,
    region: 'eu',
    environment: 'live',
  };

  it('names the option that is wrong, and does not show it', () => {
    const wrong: [string, object][] = [
      ['credentials', {credentials: undefined}],
      ['credentials', {credentials: {username: 'K1:', password}}],
      ['credentials', {credentials: {username: 'K1', password: ''}}],
      ['credentials', {credentials: {apiKey: 'sekretPassword16\n'}}],
      ['credentials', {credentials: {apiKey: ''}}],
      ['region', {region: 'us'}],
      ['region', {region: undefined}],
      ['environment', {environment: 'test'}],
      ['environment', {environment: undefined}],
      ['baseUrl', {baseUrl: 'api.klarna.com'}],
      ['baseUrl', {baseUrl: 'ftp://api.klarna.com'}],
      ['baseUrl', {baseUrl: 'https://a:sekretPassword16@klarna.com'}],
      ['baseUrl', {baseUrl: 'https://api.klarna.com/?a=b'}],
      ['timeout', {timeout: 0}],
      ['timeout', {timeout: NaN}],
      ['timeout', {timeout: '10'}],
      ['timeout', {timeout: Infinity}],
      ['fetch', {fetch: 'fetch'}],
    ];
    for (const [member, change] of wrong) {
      assert.throws(
        () => new KlarnaPaymentsClient({...right, ...change}),
        (error: unknown) => {
          assert.ok(error instanceof TypeError);
          assert.match(error.message, new RegExp(`\\b${member}\\b`));
          assert.doesNotMatch(inspect(error), /sekret/);
          return true;
        },
      );
    }
    assert.throws(
      () => new KlarnaPaymentsClient(undefined as never),
      TypeError,
    );
  });

  it('needs neither region nor environment beside baseUrl', () => {
    assert.ok(
      new KlarnaPaymentsClient({credentials, baseUrl: 'http://127.0.0.1:9'}),
    );
  });

  it('shows no credentials, in no kind of log', () => {
    const client = new KlarnaPaymentsClient(right);
    const text = [
      inspect(client, {depth: 10, showHidden: true, getters: true}),
      JSON.stringify(client),
      `${inspect({client})}`,
      Object.getOwnPropertyNames(client).join(),
    ].join();
    assert.doesNotMatch(text, /K123456|sekret|Basic/);
  });
});
