import assert from 'node:assert/strict';
import {createServer, type RequestListener} from 'node:http';
import {connect, type AddressInfo} from 'node:net';
import {after, describe, test} from 'node:test';
import {toNodeHandler} from 'srvx/node';

import {fieldsIn, KlarnaApiError} from '../../../src/server/client/errors.js';
import {KlarnaPaymentsClient} from '../../../src/server/client/client.js';
import {systemClock} from '../../../src/server/clock.js';
import {emitterTo} from '../../../src/server/events.js';
import {Handler} from '../../../src/server/http/handler.js';
import {namedOrigin} from '../../../src/server/http/named-origin.js';
import {askShopWithin} from '../../../src/server/http/shop-error.js';
import {continueId, klarnaUrl, navigate, routesWith} from './routes-with.js';

/** What reached the routes of a server that is spoken to byte by byte. */
const reached: string[] = [];
const handler = new Handler({
  basePath: '/klarna',
  origin: undefined,
  sandboxed: false,
  visitor: ({headers}) => headers.get('x-visitor'),
  askShop: askShopWithin(10_000, systemClock(Date.now)),
  emit: emitterTo((event) => {
    if (event.type === 'request' && event.route) {
      reached.push(`${event.route} ${event.status}`);
    }
  }),
  actions: {
    session: async () => '{}',
    place: async () => ({
      answer: {
        order_id: 'order-1',
        redirect_url: klarnaUrl,
        fraud_status: 'ACCEPTED',
      },
      continueId,
    }),
    authorized: async () => undefined,
    continueTo: async () => klarnaUrl,
  },
});
const server = createServer(
  toNodeHandler((request) =>
    handler.fetch(request),
  ) as unknown as RequestListener,
);
const listening = new Promise<number>((resolve) => {
  server.listen(0, '127.0.0.1', () =>
    resolve((server.address() as AddressInfo).port),
  );
});
after(() => {
  server.close();
  server.closeAllConnections();
});

/** Everything that comes back until the server has nothing more to say. */
async function speak(...parts: readonly string[]): Promise<string> {
  reached.length = 0;
  const socket = connect(await listening, '127.0.0.1');
  let answer = '';
  socket.on('data', (bytes: Buffer) => {
    answer += bytes.toString('latin1');
  });
  socket.on('error', () => {});
  const closed = new Promise((resolve) => socket.once('close', resolve));
  for (const part of parts) {
    socket.write(part, 'latin1');
  }
  // Whoever is still there afterwards is told good-bye.
  socket.write('GET /bye HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  await closed;
  return answer;
}

function post(path: string, headers: readonly string[], body: string): string {
  return [
    `POST ${path} HTTP/1.1`,
    'Host: shop.example',
    'X-Visitor: ada',
    'Content-Type: application/json',
    ...headers,
    '',
    body,
  ].join('\r\n');
}

const smuggled = post('/klarna/order', ['Content-Length: 2'], '{}');

describe('a request that hides another one', () => {
  for (const [how, request] of [
    [
      'behind two lengths that differ',
      post(
        '/klarna/session',
        ['Content-Length: 2', `Content-Length: ${smuggled.length + 2}`],
        `{}${smuggled}`,
      ),
    ],
    [
      'behind a length and chunks',
      post(
        '/klarna/session',
        [
          `Content-Length: ${smuggled.length + 12}`,
          'Transfer-Encoding: chunked',
        ],
        `2\r\n{}\r\n0\r\n\r\n${smuggled}`,
      ),
    ],
    [
      'behind an encoding that is none',
      post(
        '/klarna/session',
        ['Transfer-Encoding: xchunked', 'Content-Length: 2'],
        `{}${smuggled}`,
      ),
    ],
    [
      'behind a chunk whose size is no number',
      post(
        '/klarna/session',
        ['Transfer-Encoding: chunked'],
        `2;\n\r\n{}\r\n0x0\r\n\r\n${smuggled}`,
      ),
    ],
    [
      'behind a line end alone',
      post('/klarna/session', ['X: y\nContent-Length: 2'], `{}${smuggled}`),
    ],
  ] as const) {
    test(`${how} smuggles nothing in`, async () => {
      await speak(request);
      assert.ok(
        !reached.some((each) => each.startsWith('order')),
        `${reached.join()}`,
      );
    });
  }

  test('in a body that is too large smuggles nothing in', async () => {
    const filler = ' '.repeat(1_200_000);
    const body = `{}${filler}${smuggled}`;
    const answer = await speak(
      post('/klarna/session', [`Content-Length: ${body.length}`], body),
    );
    assert.match(answer, /^HTTP\/1\.1 413 /);
    assert.deepEqual(reached, ['session 413']);
  });

  test('in a body that nobody reads smuggles nothing in', async () => {
    for (const [path, status] of [
      ['/klarna/nowhere', '404'],
      ['/klarna/continue/x', '405'],
    ] as const) {
      const answer = await speak(
        post(path, [`Content-Length: ${smuggled.length}`], smuggled),
      );
      assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `));
      assert.ok(!reached.some((each) => each.startsWith('order')));
    }
  });
});

describe('a path', () => {
  for (const path of [
    '/klarna/%73ession',
    '/klarna//session',
    '//klarna/session',
    '/KLARNA/session',
    '/klarna/session%00',
    '/klarna/session;x=y',
    '/klarna/..%2fklarna/session',
    '/klarna/authorization/..%2f..%2fsession/x',
    '/klarna\\session\\x',
    '/x/klarna/session',
  ]) {
    test(`${path} leads to no route`, async () => {
      const answer = await speak(post(path, ['Content-Length: 2'], '{}'));
      assert.match(answer, /^HTTP\/1\.1 40[04] /);
      assert.deepEqual(reached, []);
    });
  }

  test('is not overridden by a header or a member', async () => {
    await speak(
      post(
        '/klarna/session',
        [
          'X-Original-URL: /klarna/order',
          'X-Rewrite-URL: /klarna/order',
          'X-HTTP-Method-Override: DELETE',
          'Content-Length: 19',
        ],
        '{"_method":"DELETE"}'.slice(0, 19),
      ),
    );
    assert.deepEqual(reached, ['session 400']);
  });

  test('of a whole address is taken for the path it has', async () => {
    await speak(
      post('http://evil.example/klarna/order', ['Content-Length: 2'], '{}'),
    );
    assert.ok(
      reached.every((each) => each === 'order 400'),
      reached.join(),
    );
  });
});

describe('a header of ours', () => {
  test('cannot be split by what Klarna answers', async () => {
    for (const target of [
      'https://klarna.example/\r\nset-cookie: a=b',
      'https://klarna.example/%0d%0aset-cookie:%20a=b',
      'https://klarna.example/\u2028\u0000\nx',
      'https://klarna.example/嘊嘍set-cookie: a=b',
    ]) {
      const {get} = routesWith({continueTo: async () => target});
      const answer = await get(`continue/${continueId}`, navigate);
      assert.equal(answer.headers.get('set-cookie'), null);
      assert.doesNotMatch(answer.headers.get('location') ?? '', /[\r\n]/);
    }
  });

  test('names no place that the request has chosen', async () => {
    for (const origin of [undefined, 'https://shop.example']) {
      const {form} = routesWith({}, {origin});
      for (const headers of [
        {host: 'evil.example'},
        {'x-forwarded-host': 'evil.example'},
        {'x-forwarded-proto': 'javascript'},
        {forwarded: 'host=evil.example'},
        {referer: 'https://evil.example/'},
      ] as Record<string, string>[]) {
        const answer = await form(headers, {
          klarna_authorization_token: 'token',
          redirect_url: 'https://evil.example',
          return_to: '//evil.example',
        });
        assert.equal(answer.status, 303);
        assert.doesNotMatch(answer.headers.get('location') ?? '', /evil/);
      }
    }
  });
});

test('no answer repeats what the shopper has typed, however wrong', async () => {
  const secret = 'Hemlig4711';
  const {json, form, events} = routesWith();
  const answers = [
    await json('order', {authorization_token: [secret]}),
    await json('order', {authorization_token: 't', customer_details: secret}),
    await json('order', {
      authorization_token: 't',
      customer_details: {billing_address: {[secret]: {}, email: [secret]}},
    }),
    await json('order', {
      authorization_token: 't',
      customer_details: {billing_address: {email: secret.repeat(100)}},
    }),
    await json('session', [secret]),
    await json(`authorization/${secret}`, {session_id: secret}),
    await form({}, {[`${secret}_authorization_token`]: ''}),
    await form({}, {a_authorization_token: 't', a_customer_details: secret}),
    await form({origin: `https://x.example/${secret}`}),
  ];
  for (const answer of answers) {
    assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status}`);
    assert.doesNotMatch(await answer.text(), new RegExp(secret, 'i'));
  }
  assert.doesNotMatch(JSON.stringify(events), new RegExp(secret, 'i'));
});

// Minutes to years with a pattern that goes back and forth.
describe(
  'a megabyte of nonsense is dealt with at once',
  {timeout: 60_000},
  () => {
    const megabyte = 1_000_000;
    const nonsense: Record<string, string> = {
      'open parentheses': '('.repeat(megabyte),
      blanks: `Bad value${' '.repeat(megabyte)}`,
      'a long word': 'a'.repeat(megabyte),
      'many members': 'Bad value: ' + 'a.b[0],'.repeat(megabyte / 8),
      'many lists': 'Not matching fields: ['.repeat(megabyte / 22),
      'many addresses': 'a://'.repeat(megabyte / 4),
      'many schemes': 'a+'.repeat(megabyte / 2),
    };
    for (const [name, text] of Object.entries(nonsense)) {
      test(`from Klarna: ${name}`, async () => {
        const client = new KlarnaPaymentsClient({
          credentials: {username: 'user', password: 'password'},
          baseUrl: 'http://127.0.0.1:9',
          fetch: async () =>
            Response.json({error_messages: [text]}, {status: 400}),
        });
        await assert.rejects(
          client.createSession({
            purchase_country: 'SE',
            purchase_currency: 'SEK',
            order_amount: 0,
            order_lines: [],
            billing_address: {city: 'aaaaaaaa', email: '((((((((('},
          }),
          KlarnaApiError,
        );
        fieldsIn([text.slice(0, 1000)]);
        namedOrigin(text);
      });
    }

    const bodies: Record<string, [type: string, body: string]> = {
      'deep lists': ['application/json', '['.repeat(megabyte)],
      'deep objects': ['application/json', '{"a":'.repeat(megabyte / 5)],
      'many members': [
        'application/json',
        `{${Array.from({length: 60_000}, (_, index) => `"a${index}":1`).join()}}`,
      ],
      'many pairs': [
        'application/x-www-form-urlencoded',
        'a_authorization_token=&'.repeat(megabyte / 23),
      ],
      'many parts': [
        'multipart/form-data; boundary=x',
        `${'--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n\r\n'.repeat(18_000)}--x--`,
      ],
      'half a boundary': [
        'multipart/form-data; boundary=xxxxxxxx',
        `--xxxxxxxx\r\ncontent-disposition: form-data; name="a"\r\n\r\n${'\r\n--xxxxxxx'.repeat(90_000)}`,
      ],
    };
    for (const [name, [type, body]] of Object.entries(bodies)) {
      test(`from a browser: ${name}`, async () => {
        const {send} = routesWith();
        const answer = await send('order', {
          method: 'POST',
          headers: {'content-type': type},
          body,
        });
        assert.equal(answer.status, 400);
      });
    }
  },
);
