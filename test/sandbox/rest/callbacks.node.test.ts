import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {describe, it} from 'node:test';
import {minute, openKlarna, orderWith} from '../klarna.js';

const authorization = 'https://shop.example/callback/{session.id}';
const order = orderWith({merchant_urls: {authorization}});

/** A merchant who answers with these statuses in turn, the last one for ever. */
function merchant(...statuses: (number | 'unreachable')[]) {
  const calls: {url: string; body: unknown}[] = [];
  const options = {
    callbackBackoff: 1,
    fetch: async (request: Request) => {
      calls.push({url: request.url, body: await request.json()});
      const status = statuses[calls.length - 1] ?? statuses.at(-1) ?? 200;
      if (status === 'unreachable') throw new TypeError('fetch failed');
      return new Response(null, {status});
    },
  };
  return {calls, options};
}

describe('the authorization callback', () => {
  it('tells token and session, after the shopper was answered', async () => {
    const {calls, options} = merchant(204);
    const {authorized, sandbox} = openKlarna(options);
    const {id, token} = await authorized(order);
    assert.deepEqual(calls, []);

    await sandbox.settled();
    assert.deepEqual(calls, [
      {
        url: `https://shop.example/callback/${id}`,
        body: {authorization_token: token, session_id: id},
      },
    ]);
  });

  it('is tried three times', async () => {
    for (const [statuses, expected] of [
      [[500, 'unreachable', 200], 3],
      [[500], 3],
      [['unreachable'], 3],
      [[302, 201], 2],
      [[201], 1],
    ] as const) {
      const {calls, options} = merchant(...statuses);
      const {authorized, sandbox} = openKlarna(options);
      const {token} = await authorized(order);
      assert.ok(token);
      await sandbox.settled();
      assert.equal(calls.length, expected, String(statuses));
    }
  });

  it('is JSON', async () => {
    const types: (string | null)[] = [];
    const {authorized, sandbox} = openKlarna({
      fetch: async ({headers}) => {
        types.push(headers.get('content-type'));
        return new Response();
      },
    });
    await authorized(order);
    await sandbox.settled();
    assert.deepEqual(types, ['application/json']);
  });

  it('is tried again after one second and after two more', async (t) => {
    const waits: unknown[] = [];
    t.mock.method(globalThis, 'setTimeout', (go: () => void, wait = 0) => {
      if (wait > 0) waits.push(wait);
      setImmediate(go);
    });
    const {options} = merchant(500);
    const {authorized, sandbox} = openKlarna({fetch: options.fetch});
    await authorized(order);
    await sandbox.settled();
    assert.deepEqual(waits, [1000, 2000]);
  });

  it('is given up and tried again where the shop says nothing for 2 s', async (t) => {
    const limits: number[] = [];
    t.mock.method(AbortSignal, 'timeout', (limit: number) => {
      limits.push(limit);
      return AbortSignal.abort();
    });
    let calls = 0;
    const {authorized, sandbox} = openKlarna({
      callbackBackoff: 1,
      fetch: async ({signal}) => {
        calls++;
        signal.throwIfAborted();
        return new Response();
      },
    });
    await authorized(order);
    await sandbox.settled();
    assert.equal(calls, 3);
    assert.deepEqual(limits, [2000, 2000, 2000]);
  });

  it('does not follow a redirect', async () => {
    const modes: RequestRedirect[] = [];
    const {authorized, sandbox} = openKlarna({
      fetch: async ({redirect}) => {
        modes.push(redirect);
        return new Response();
      },
    });
    await authorized(order);
    await sandbox.settled();
    assert.deepEqual(modes, ['manual']);
  });

  it('comes again with the token of a new authorization', async () => {
    const {calls, options} = merchant(200);
    const {session, token, sandbox} = openKlarna(options);
    const made = await session(order);
    const tokens = [await token(made), await token(made)];
    await sandbox.settled();
    assert.deepEqual(
      new Set(
        calls.map(
          ({body}) =>
            (body as {authorization_token: string}).authorization_token,
        ),
      ),
      new Set(tokens),
    );
  });

  it('does not come without approval', async () => {
    const {calls, options} = merchant(200);
    const {session, sandbox} = openKlarna(options);
    const {clientToken} = await session(order);
    sandbox.answer('decline', 'close', 'correct');
    for (let index = 0; index < 3; index++) {
      await sandbox.authorize(clientToken);
    }
    await sandbox.authorize(clientToken, {}, {autoFinalize: false});
    await sandbox.settled();
    assert.deepEqual(calls, []);
  });

  it('reaches a shop on this machine over http', async () => {
    const bodies: string[] = [];
    const server = createServer((request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => {
        bodies.push(text);
        response.end();
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const {port} = server.address() as AddressInfo;
    try {
      const {authorized, sandbox} = openKlarna();
      const {token, id} = await authorized(
        orderWith({
          merchant_urls: {authorization: `http://127.0.0.1:${port}/callback`},
        }),
      );
      await sandbox.settled();
      assert.deepEqual(
        bodies.map((body) => JSON.parse(body) as unknown),
        [{authorization_token: token, session_id: id}],
      );
    } finally {
      server.close();
    }
  });

  it('leaves other hosts alone unless it was given a fetch', async (t) => {
    const fetched = t.mock.method(globalThis, 'fetch', async () => {
      throw new Error('an offline sandbox called somebody');
    });
    const {authorized, sandbox} = openKlarna();
    await authorized(order);
    await sandbox.settled();
    assert.equal(fetched.mock.callCount(), 0);
  });

  it('takes http for no other host, and for none if so told', async () => {
    const remote = {merchant_urls: {authorization: 'http://shop.example/'}};
    assert.equal((await openKlarna().create(orderWith(remote))).status, 400);
    const local = {merchant_urls: {authorization: 'http://localhost:1/'}};
    assert.equal((await openKlarna().create(orderWith(local))).status, 200);
    const {create} = openKlarna({loopbackHttp: false});
    assert.equal((await create(orderWith(local))).status, 400);
  });
});

describe('a pending order', () => {
  const usOrder = {
    ...orderWith(),
    purchase_country: 'US',
    purchase_currency: 'USD',
    merchant_urls: {notification: 'https://shop.example/notify'},
  };

  for (const verdict of ['accept', 'reject'] as const) {
    it(`is decided after its minutes: ${verdict}`, async () => {
      const {calls, options} = merchant(200);
      const {authorized, place, sandbox, clock} = openKlarna(options);
      const {token} = await authorized(usOrder, {
        billing_address: {email: `customer+pend-${verdict}-02@email.us`},
      });
      const {body} = await place(token, usOrder);
      assert.equal(body['fraud_status'], 'PENDING');

      clock.now += 2 * minute - 1;
      await sandbox.settled();
      assert.deepEqual(calls, []);
      clock.now += 1;
      await sandbox.settled();
      assert.deepEqual(calls, [
        {
          url: 'https://shop.example/notify',
          body: {
            order_id: body['order_id'],
            event_type: `FRAUD_RISK_${verdict.toUpperCase()}ED`,
          },
        },
      ]);
      await sandbox.settled();
      assert.equal(calls.length, 1);
    });
  }

  it('is one of the US and Great Britain', async () => {
    const {authorized, place} = openKlarna();
    const {token} = await authorized(orderWith(), {
      billing_address: {email: 'customer+pend-accept-02@email.se'},
    });
    assert.equal((await place(token)).body['fraud_status'], 'ACCEPTED');

    const british = orderWith({
      purchase_country: 'GB',
      purchase_currency: 'GBP',
    });
    const other = await authorized(british, {
      billing_address: {email: 'customer+pend-accept-02@email.uk'},
    });
    const {body} = await place(other.token, british);
    assert.equal(body['fraud_status'], 'PENDING');
  });
});
