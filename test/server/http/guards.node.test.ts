import assert from 'node:assert/strict';
import {after, describe, test} from 'node:test';
import fc from 'fast-check';

import {ada, cart} from '../support/cart.js';
import {
  expressWithParsers,
  hosts,
  type Host,
  type Outgoing,
  type Reply,
} from '../support/hosts.js';
import {seen} from '../support/leaks.js';
import {openShop} from '../support/shop.js';

const json = {'content-type': 'application/json', 'x-visitor': 'ada'};

for (const [name, start] of Object.entries(hosts)) {
  describe(`under ${name}`, () => {
    const shop = openShop({origin: undefined, repeatAfter: 0});
    const started = start(shop.process().fetch);
    const send = async (outgoing: Outgoing) => (await started).send(outgoing);
    const session = (more: Partial<Outgoing> = {}) =>
      send({path: '/klarna/session', headers: json, body: '{}', ...more});
    after(async () => (await started).stop());

    test('a purchase goes through', async () => {
      const answer = await session();
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.headers.get('content-type'), 'application/json');
      assert.equal(answer.headers.get('cache-control'), 'no-store');
      const {client_token} = JSON.parse(answer.text) as {client_token: string};
      const {token} = await shop.authorizeWith(client_token);
      const order = await send({
        path: '/klarna/order',
        headers: {
          ...json,
          'content-type': 'application/x-www-form-urlencoded;charset=utf-8',
        },
        body: String(
          new URLSearchParams({
            klarna_authorization_token: token,
            klarna_customer_details: JSON.stringify(ada),
          }),
        ),
      });
      assert.equal(order.status, 303, order.text);
      assert.ok(order.headers.get('location'));
    });

    test('other paths get 404', async () => {
      for (const path of [
        '/klarna/sessions',
        '/klarna/session/',
        '/klarna/session/x',
        '/klarna/authorization',
        '/klarna/authorization/',
        '/klarna/authorization/a/b',
        '/klarna/__proto__',
      ]) {
        assertProblem(await session({path}), 404);
      }
    });

    test('other methods get 405 and are told which is allowed', async () => {
      for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
        const answer = await session({method, body: undefined});
        assertProblem(answer, 405);
        assert.equal(answer.headers.get('allow'), 'POST');
      }
    });

    test('other content types get 415', async () => {
      for (const type of [
        'text/plain',
        'application/jsonp',
        'application/x-www-form-urlencoded',
        '',
      ]) {
        const headers = {...json, 'content-type': type};
        assertProblem(await session({headers}), 415);
      }
      assertProblem(await session({headers: {'x-visitor': 'ada'}}), 415);
      const headers = {...json, 'content-type': 'Application/JSON; charset=x'};
      assert.equal((await session({headers})).status, 200);
    });

    test('what is not a JSON object gets 400', async () => {
      for (const body of [
        '',
        '{',
        'null',
        '[',
        '1',
        '"x"',
        '\xff',
        undefined,
      ]) {
        assertProblem(await session({body}), 400);
      }
      const latin1 = Buffer.from('{"x": "\xff"}', 'latin1');
      assertProblem(await session({body: latin1}), 400);
    });

    test('members that nobody asked for are ignored', async () => {
      const body = '{"__proto__": {"a": 1}, "order_amount": 1, "x": [[]]}';
      assert.equal((await session({body})).status, 200);
    });

    test('a body over 1 MB gets 413, whatever length it claims', async () => {
      const chunk = new TextEncoder().encode(' '.repeat(64 * 1024));
      const chunks = Array.from({length: 15}, () => chunk);
      const fits = [...chunks, new TextEncoder().encode('{}')];
      assert.equal((await session({body: fits})).status, 200);

      const over = [...chunks, chunk, new TextEncoder().encode('{}')];
      assertProblem(await session({body: over}), 413);
      const size = over.reduce((sum, {length}) => sum + length, 0);
      const headers = {...json, 'content-length': String(size)};
      assertProblem(await session({body: over, headers}), 413);
    });

    test('a page of another origin is refused', async () => {
      const {origin} = await started;
      for (const [site, from, allowed] of [
        ['same-origin', undefined, true],
        ['none', undefined, true],
        ['cross-site', undefined, false],
        ['same-site', undefined, false],
        ['?', undefined, false],
        [undefined, origin, true],
        [undefined, 'https://evil.example', false],
        [undefined, 'null', false],
        [undefined, `${origin}.evil.example`, false],
        [undefined, origin.replace('http:', 'https:'), false],
        ['same-origin', origin, true],
        ['same-origin', 'https://evil.example', false],
        ['cross-site', origin, false],
        // A form of a page that tells nobody where it is.
        ['same-origin', 'null', true],
        ['cross-site', 'null', false],
        ['none', 'null', false],
      ] as const) {
        for (const path of ['/klarna/session', '/klarna/order']) {
          const answer = await session({
            path,
            headers: {
              ...json,
              ...(site && {'sec-fetch-site': site}),
              ...(from && {origin: from}),
            },
          });
          if (allowed) {
            assert.notEqual(answer.status, 403, `${site}, ${from}`);
          } else {
            assertProblem(answer, 403);
          }
        }
      }
    });
  });
}

test('behind a TLS proxy the option origin decides where a page is from', async () => {
  const shop = openShop({origin: 'https://shop.example'});
  const host = await hosts['node:http']!(shop.process().fetch);
  const answers = [];
  for (const origin of ['https://shop.example', host.origin]) {
    const headers = {...json, origin};
    answers.push(
      await host.send({path: '/klarna/session', headers, body: '{}'}),
    );
  }
  await host.stop();
  assert.deepEqual(
    answers.map(({status}) => status),
    [200, 403],
  );
});

test('a host that puts its own name in the URL refuses no page of the shop', async () => {
  // As Next does, however it is asked.
  const shop = openShop({origin: undefined});
  const statuses = [];
  for (const origin of ['https://shop.example', 'https://localhost:3000']) {
    const answer = await shop.process().fetch(
      new Request('https://localhost:3000/klarna/session', {
        method: 'POST',
        headers: {...json, host: 'shop.example', origin},
        body: '{}',
      }),
    );
    statuses.push(answer.status);
  }
  assert.deepEqual(statuses, [200, 403]);
  assert.match(
    shop.calls[0]!.body.merchant_urls!.authorization!,
    /^https:\/\/shop\.example\//,
  );
});

describe('behind body parsers of Express', () => {
  let host: Host;
  const shop = openShop();
  const order = (headers: Record<string, string>, body: string) =>
    host.send({path: '/klarna/order', headers: {...json, ...headers}, body});
  after(() => host.stop());

  test('what they have read is used', async () => {
    host = await expressWithParsers(shop.process().fetch);
    const {token} = await shop.authorize();
    const placed = await order(
      {},
      JSON.stringify({authorization_token: token, customer_details: ada}),
    );
    assert.equal(placed.status, 200, placed.text);
    assert.deepEqual(shop.calls.at(-1)!.body, {...cart(), ...ada});

    const again = await order(
      {'content-type': 'application/x-www-form-urlencoded'},
      `klarna_authorization_token=${token}`,
    );
    assert.equal(again.status, 303, again.text);
  });

  test('what they cannot give back is told', async () => {
    const bare = openShop();
    const other = await expressWithParsers(async (request) => {
      const {node} = (request as unknown as {runtime: {node: {req: object}}})
        .runtime;
      Object.assign(node.req, {body: undefined});
      return bare.process().fetch(request);
    });
    const answer = await other.send({
      path: '/klarna/session',
      headers: json,
      body: '{}',
    });
    await other.stop();
    assertProblem(answer, 400);
    assert.match(answer.text, /read it before/);
  });
});

describe('whatever is sent', () => {
  const anything = fc.oneof(
    fc.string({unit: 'binary'}),
    fc.uint8Array({maxLength: 200}),
    fc.json(),
    fc.jsonValue().map((value) => JSON.stringify(value)),
    fc
      .record(
        {
          authorization_token: fc.oneof(fc.string(), fc.jsonValue()),
          session_id: fc.oneof(fc.string(), fc.jsonValue()),
          customer_details: fc.oneof(
            fc.jsonValue(),
            fc.record(
              {
                billing_address: fc.dictionary(
                  fc.constantFrom('given_name', 'email', '__proto__', 'x'),
                  fc.oneof(fc.string(), fc.jsonValue()),
                ),
                shipping_address: fc.jsonValue(),
                customer: fc.jsonValue(),
              },
              {requiredKeys: []},
            ),
          ),
        },
        {requiredKeys: []},
      )
      .map((value) => JSON.stringify(value)),
    fc
      .dictionary(
        fc.constantFrom(
          'a_authorization_token',
          'a_customer_details',
          '_authorization_token',
          'x',
        ),
        fc.oneof(fc.string(), fc.json()),
      )
      .map((entries) => String(new URLSearchParams(entries))),
  );

  test('to the order route or the callback, the answer is a problem below 500', async () => {
    const shop = openShop();
    await shop.post('session', {});
    const callback = shop.callbackPath();
    const {fetch} = shop.process();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('/klarna/order', callback),
        fc.constantFrom(
          'application/json',
          'application/x-www-form-urlencoded',
          'multipart/form-data; boundary=x',
          'multipart/form-data',
        ),
        anything,
        async (path, type, body) => {
          const response = await fetch(
            new Request(`https://shop.example${path}`, {
              method: 'POST',
              headers: {...json, 'content-type': type},
              body: body as BodyInit,
            }),
          );
          const {status, headers} = response;
          const reply = {status, headers, text: await response.text()};
          if (path === '/klarna/order' && type !== 'application/json') {
            assertPage(reply, 400, 404, 409);
          } else {
            assertProblem(reply, 400, 404, 409, 415);
          }
        },
      ),
      {numRuns: 5000},
    );
    assert.equal(shop.placed.length, 0);
    assert.equal(shop.count('order'), 0);
  });

  test('to the session route, an object gets the session and all else a problem', async () => {
    const shop = openShop();
    const {fetch} = shop.process();
    await fc.assert(
      fc.asyncProperty(anything, async (body) => {
        const response = await fetch(
          new Request('https://shop.example/klarna/session', {
            method: 'POST',
            headers: json,
            body: body as BodyInit,
          }),
        );
        assert.equal(response.status, isObject(body) ? 200 : 400);
      }),
      {numRuns: 1000},
    );
    assert.deepEqual(shop.kinds(), ['create']);
  });
});

function assertProblem(reply: Reply, ...statuses: number[]): void {
  seen(reply.text);
  assert.ok(statuses.includes(reply.status), `${reply.status} ${reply.text}`);
  assert.equal(reply.headers.get('content-type'), 'application/problem+json');
  const problem = JSON.parse(reply.text) as Record<string, unknown>;
  assert.equal(problem.status, reply.status);
  assert.equal(typeof problem.title, 'string');
  assert.equal(typeof problem.detail, 'string');
}

/** What a shopper sees whose form ended in a problem. */
function assertPage(reply: Reply, ...statuses: number[]): void {
  seen(reply.text);
  assert.ok(statuses.includes(reply.status), `${reply.status} ${reply.text}`);
  assert.equal(reply.headers.get('content-type'), 'text/html; charset=utf-8');
  assert.match(reply.text, /<h1>[^<]+<\/h1>/);
}

function isObject(body: string | Uint8Array): boolean {
  try {
    const value: unknown = JSON.parse(
      typeof body === 'string'
        ? body
        : new TextDecoder('utf-8', {fatal: true}).decode(body),
    );
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
