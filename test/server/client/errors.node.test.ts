import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {inspect} from 'node:util';

import fc from 'fast-check';

import {KlarnaApiError} from '../../../src/server/client/errors.js';
import {KlarnaPaymentsClient} from '../../../src/server/client/client.js';
import {
  credentials,
  cutOff,
  hang,
  html401,
  json,
  klarnaThat,
  noContent,
  order,
  password,
  username,
  type Reply,
} from './klarna-that.js';

async function errorOf(call: Promise<unknown>): Promise<KlarnaApiError> {
  const error = await call.then(
    () => assert.fail('the call succeeded'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof KlarnaApiError, inspect(error));
  return error;
}

function refusal(status: number, ...error_messages: string[]): Reply {
  return json(
    status,
    {error_code: 'BAD_VALUE', error_messages, correlation_id: 'body-id'},
    {'klarna-correlation-id': 'body-id'},
  );
}

describe('a refusal', {concurrency: 8}, () => {
  it('tells code, messages, fields and correlation id', async (test) => {
    const {client} = await klarnaThat(test, [
      refusal(400, 'Bad value: purchase_currency, order_lines[0].tax_rate'),
    ]);
    const error = await errorOf(client.createSession(order));
    assert.deepEqual(Object.fromEntries(Object.entries(error)), {
      name: 'KlarnaApiError',
      kind: 'refused',
      status: 400,
      errorCode: 'BAD_VALUE',
      errorMessages: ['Bad value: purchase_currency, order_lines[0].tax_rate'],
      fields: ['order_lines[0].tax_rate', 'purchase_currency'],
      correlationId: 'body-id',
      retryAfter: undefined,
      uncertain: false,
    });
    assert.match(error.message, /400 BAD_VALUE.*body-id/);
  });

  for (const [messages, fields] of [
    [['Bad value: b, a'], ['a', 'b']],
    [['Bad value : order_tax_amount'], ['order_tax_amount']],
    [
      ['Bad value: a', 'Bad value: b, a'],
      ['a', 'b'],
    ],
    [
      ['Bad value: billing_address.postal_code,shipping_address.postal_code'],
      ['billing_address.postal_code', 'shipping_address.postal_code'],
    ],
    [
      [
        'Not matching fields: [order_amount, Incorrect number of items in the cart. Expected: 2, Actual: 3]',
      ],
      ['order_amount'],
    ],
    [
      [
        'Not matching fields: [order_lines[1].name, billing_address.postal_code 11122]',
      ],
      ['billing_address.postal_code', 'order_lines[1].name'],
    ],
    [['Not matching fields: [locale, in the cart, two lines]'], ['locale']],
    [
      ['Bad value: purchase_currency (SEK, NOK or DKK), order_lines[0].name'],
      ['order_lines[0].name', 'purchase_currency'],
    ],
    [
      ['Bad value: locale(xx-XX (unknown)), order_amount'],
      ['locale', 'order_amount'],
    ],
    [['BAD_VALUE : order_tax_amount'], ['order_tax_amount']],
    [['Bad value: a) b, c (unclosed, d'], ['c']],
    [['Authorization token already consumed'], []],
    [['Bad value: '], []],
    [[], []],
  ] as const) {
    it(`of ${JSON.stringify(messages)} names ${fields.join() || 'nothing'}`, async (test) => {
      const {client} = await klarnaThat(test, [refusal(409, ...messages)]);
      const error = await errorOf(client.placeOrder('token', order));
      assert.deepEqual(error.fields, fields);
    });
  }

  it('may have a single text', async (test) => {
    const error_message = 'Bad value: order_lines[0].tax_rate';
    for (const [body, messages] of [
      [{error_message}, [error_message]],
      [{error_message, error_messages: []}, [error_message]],
      [{error_message, error_messages: null}, [error_message]],
      [
        {error_message, error_messages: ['Bad value: locale']},
        ['Bad value: locale'],
      ],
      [{error_message: [error_message]}, []],
    ] as const) {
      const {client} = await klarnaThat(test, [json(400, body)]);
      const error = await errorOf(client.createSession(order));
      assert.deepEqual(error.errorMessages, messages);
    }
  });

  it('is understood from the HTML that wrong credentials get', async (test) => {
    const {client, seen} = await klarnaThat(test, [html401]);
    const error = await errorOf(client.createSession(order));
    assert.equal(error.kind, 'refused');
    assert.equal(error.status, 401);
    assert.equal(error.errorCode, undefined);
    assert.deepEqual(error.errorMessages, []);
    assert.equal(seen.length, 1);
  });

  for (const [form, reply, correlationId] of [
    ['an empty body', json(403, undefined), undefined],
    ['a body that is cut off', cutOff(403), 'cut-off-id'],
    ['a body of another system', json(403, {error: 'Forbidden'}), undefined],
    ['null', json(403, null), undefined],
    [
      'members of other types',
      json(403, {error_code: 7, error_messages: [{}], correlation_id: []}),
      undefined,
    ],
    [
      'an id in the body only',
      json(403, {correlation_id: 'body-id'}),
      'body-id',
    ],
    [
      'an id in the header only',
      json(403, {}, {'klarna-correlation-id': 'header-id'}),
      'header-id',
    ],
  ] as const) {
    it(`is understood from ${form}`, async (test) => {
      const {client} = await klarnaThat(test, [reply]);
      const error = await errorOf(client.createSession(order));
      assert.equal(error.kind, 'refused');
      assert.equal(error.status, 403);
      assert.equal(error.errorCode, undefined);
      assert.deepEqual(error.errorMessages, []);
      assert.deepEqual(error.fields, []);
      assert.equal(error.correlationId, correlationId);
    });
  }

  it('is what a redirect is, for credentials follow nobody', async (test) => {
    const {client, seen} = await klarnaThat(test, [
      (response) => {
        response.writeHead(302, {location: '/elsewhere'});
        response.end();
      },
    ]);
    const error = await errorOf(client.readSession('session'));
    assert.equal(error.status, 302);
    assert.equal(seen.length, 1);
  });
});

describe('an answer that lacks what it is for', {concurrency: 8}, () => {
  const whole = {
    session_id: 'a',
    client_token: 'b',
    status: 'incomplete',
    expires_at: '2030-01-01T00:00:00Z',
    order_id: 'c',
    token_id: 'd',
  };
  const calls = {
    session_id: (client) => client.createSession(order),
    client_token: (client) => client.createSession(order),
    status: (client) => client.readSession('session'),
    expires_at: (client) => client.readSession('session'),
    order_id: (client) => client.placeOrder('token', order),
    token_id: (client) =>
      client.createCustomerToken('token', {
        description: 'Tea',
        intended_use: 'SUBSCRIPTION',
      }),
  } satisfies Record<
    string,
    (client: KlarnaPaymentsClient) => Promise<unknown>
  > as Record<string, (client: KlarnaPaymentsClient) => Promise<unknown>>;

  for (const [member, call] of Object.entries(calls)) {
    it(`is malformed, without ${member}`, async (test) => {
      for (const value of [undefined, null, '', 7]) {
        const {client} = await klarnaThat(test, [
          json(
            200,
            {...whole, [member]: value},
            {'klarna-correlation-id': 'id'},
          ),
        ]);
        const error = await errorOf(call(client));
        assert.equal(error.kind, 'malformed');
        assert.equal(error.status, 200);
        assert.deepEqual(error.fields, [member]);
        assert.equal(error.correlationId, 'id');
        assert.match(error.message, new RegExp(member));
      }
    });
  }

  for (const [form, reply] of [
    ['an empty 204', noContent],
    ['HTML', json(200, undefined)],
    ['a list', json(200, [])],
    ['text', json(200, 'ok')],
  ] as const) {
    it(`is malformed, being ${form}`, async (test) => {
      const {client} = await klarnaThat(test, [reply]);
      const error = await errorOf(client.createSession(order));
      assert.equal(error.kind, 'malformed');
    });
  }

  it('is malformed, being cut off', async (test) => {
    const {client} = await klarnaThat(test, [cutOff(200)]);
    const error = await errorOf(client.createSession(order));
    assert.equal(error.kind, 'malformed');
    assert.equal(error.status, 200);
    assert.equal(error.correlationId, 'cut-off-id');
  });

  it('may lack categories, an address to redirect to, and more', async (test) => {
    const {client} = await klarnaThat(test, [
      json(200, {
        ...whole,
        payment_method_categories: null,
        redirect_url: null,
        more: 1,
      }),
    ]);
    const session = await client.createSession(order);
    assert.equal(session.payment_method_categories, undefined);
    const placedOrder = await client.placeOrder('token', order);
    assert.equal(placedOrder.order_id, 'c');
    assert.equal(placedOrder.redirect_url, undefined);
  });

  for (const [given, expected] of [
    [
      'https://klarna.example/återkomst?namn=Åsa',
      'https://klarna.example/%C3%A5terkomst?namn=%C3%85sa',
    ],
    [
      'https://klarna.example/日本/😀#ż',
      'https://klarna.example/%E6%97%A5%E6%9C%AC/%F0%9F%98%80#%C5%BC',
    ],
    ['https://kłarna.example', 'https://xn--karna-k7a.example/'],
    [
      'https://klarna.example/a\r\nset-cookie: x',
      'https://klarna.example/aset-cookie:%20x',
    ],
    ['javascript:alert(1)', undefined],
    ['//klarna.example', undefined],
    ['', undefined],
    [7, undefined],
  ] as const) {
    it(`of the address ${JSON.stringify(given)} is told ${expected}`, async (test) => {
      const {client} = await klarnaThat(test, [
        json(200, {...whole, redirect_url: given}),
      ]);
      const placedOrder = await client.placeOrder('token', order);
      assert.equal(placedOrder.redirect_url, expected);
      const {redirect_url} = await client.createCustomerToken('token', {
        description: 'Tea',
        intended_use: 'SUBSCRIPTION',
      });
      assert.equal(redirect_url, expected);
    });
  }

  it('does not matter where nothing is expected', async (test) => {
    const {client} = await klarnaThat(test, [noContent, json(200, undefined)]);
    assert.equal(await client.updateSession('session', {}), undefined);
    assert.equal(await client.cancelAuthorization('token'), undefined);
  });
});

describe('an error', {concurrency: 8}, () => {
  const token = 'authorization-token-4711';
  const base64 = Buffer.from(`${username}:${password}`).toString('base64');
  const personal = {
    ...order,
    billing_address: {
      given_name: 'Li',
      email: 'alice@shop.example',
      city: 'Timbuktu',
      postal_code: '11 (22)',
      street_address: 'Timbuktu Road 1',
      country: 'ML',
    },
    customer: {date_of_birth: '1970-07-10'},
  };
  const echo = [username, password, base64, token].join(' and ');

  for (const [kind, reply] of [
    ['refused', refusal(400, `Bad value: order_amount, token ${echo}`)],
    [
      'refused',
      refusal(
        409,
        'Not matching fields: [billing_address.city TIMBUKTU, billing_address.postal_code 11 (22), timbuktu, li, 1970-07-10, Timbuktu Road 1]',
        'Bad value: alice@shop.example',
      ),
    ],
    [
      'refused',
      json(400, {
        error_message: `Timbuktu Road 1: merchant_urls.authorization https://shop.example/payments/v1/${token}?alice`,
      }),
    ],
    ['refused', html401],
    ['malformed', cutOff(200)],
    ['malformed', json(200, {})],
    ['timeout', hang],
    ['network', undefined],
  ] as const) {
    it(`that is ${kind} repeats nothing of what was sent`, async (test) => {
      const {client, baseUrl, server} = await klarnaThat(
        test,
        reply ? [reply] : [],
        reply === hang ? 500 : 60_000,
      );
      if (!reply) {
        await new Promise((done) => server.close(done));
      }
      const error = await errorOf(client.placeOrder(token, personal));
      assert.equal(error.kind, kind);
      assert.equal(error.cause, undefined);

      const text =
        inspect(error, {depth: 10, showHidden: true, getters: true}) +
        JSON.stringify(error);
      for (const secret of [
        username,
        password,
        base64,
        token,
        baseUrl,
        new URL(baseUrl).host,
        '/payments/v1',
        'alice',
        'Timbuktu',
      ]) {
        assert.ok(!text.includes(secret), `${secret} in ${text}`);
      }
      assert.doesNotMatch(
        text,
        /\bli\b|timbuktu|\broad\b|11 \(22\)|1970-07-10/i,
      );
    });
  }

  it('is one of Klarna’s, whatever the shopper is called', async () => {
    const client = new KlarnaPaymentsClient({
      credentials,
      baseUrl: 'http://127.0.0.1:9',
      fetch: async (request) => {
        const {billing_address} = (await request.json()) as typeof personal;
        return Response.json(
          {error_messages: [`Bad value: (${billing_address.city})`]},
          {status: 400},
        );
      },
    });
    await fc.assert(
      fc.asyncProperty(fc.string({unit: 'binary'}), async (city) => {
        const error = await errorOf(
          client.createSession({...order, billing_address: {city}}),
        );
        const word = city.trim();
        assert.ok(
          word.length < 2 || !error.message.includes(`(${word})`),
          error.message,
        );
      }),
    );
  });

  it('keeps the names of members that are somebody’s words, too', async (test) => {
    const {client} = await klarnaThat(test, [
      refusal(409, 'Not matching fields: [billing_address.city, order_amount]'),
    ]);
    const error = await errorOf(
      client.placeOrder(token, {
        ...order,
        billing_address: {city: 'City', family_name: 'Order', region: 'NA'},
      }),
    );
    assert.deepEqual(error.fields, ['billing_address.city', 'order_amount']);
  });

  it('of a connection tells its code', async () => {
    const client = new KlarnaPaymentsClient({
      credentials,
      baseUrl: 'http://127.0.0.1:9',
      fetch: () =>
        Promise.reject(
          new TypeError('fetch failed', {
            cause: Object.assign(new Error('…'), {code: 'CERT_HAS_EXPIRED'}),
          }),
        ),
    });
    const error = await errorOf(client.createSession(order));
    assert.equal(error.kind, 'network');
    assert.equal(error.status, 0);
    assert.match(error.message, /CERT_HAS_EXPIRED/);
  });
});
