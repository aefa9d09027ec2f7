import assert from 'node:assert/strict';
import {describe, it} from 'node:test';

import {KlarnaPaymentsClient} from '../../../src/server/client/client.js';
import {KlarnaApiError} from '../../../src/server/client/errors.js';
import {
  created,
  credentials,
  cutOff,
  disconnect,
  hang,
  json,
  klarnaThat,
  noContent,
  order,
  placed,
  type Reply,
} from './klarna-that.js';

const limited = (seconds: string) =>
  json(429, undefined, {
    'x-ratelimit-limit': '5, 5;w=1',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': seconds,
  });

const calls = {
  create: (client: KlarnaPaymentsClient) => client.createSession(order),
  update: (client: KlarnaPaymentsClient) =>
    client.updateSession('session', order),
  'place order': (client: KlarnaPaymentsClient) =>
    client.placeOrder('token', order),
  cancel: (client: KlarnaPaymentsClient) => client.cancelAuthorization('token'),
};
const successes: Record<keyof typeof calls, Reply> = {
  create: created,
  update: noContent,
  'place order': placed,
  cancel: noContent,
};

const failures: Record<string, Reply> = {
  '429': limited('0'),
  '500': json(500, {error_code: 'INTERNAL_SERVER_ERROR'}),
  '502': json(502, undefined),
  '503': json(503, undefined),
  '504': json(504, undefined),
  'a broken connection': disconnect,
  'a body that is cut off': cutOff(200),
};

describe('a call that fails', {concurrency: 8}, () => {
  for (const [name, call] of Object.entries(calls) as [
    keyof typeof calls,
    (typeof calls)[keyof typeof calls],
  ][]) {
    for (const [failure, reply] of Object.entries(failures)) {
      // Nobody reads the body of an update or a cancellation.
      if (
        failure === 'a body that is cut off' &&
        successes[name] === noContent
      ) {
        continue;
      }
      const repeated = name !== 'create' || failure === '429';
      it(`with ${failure}, ${name}, is ${repeated ? '' : 'not '}tried again`, async (test) => {
        const {client, seen} = await klarnaThat(test, [
          reply,
          reply,
          successes[name],
        ]);
        if (repeated) {
          await call(client);
          assert.equal(seen.length, 3);
          assert.equal(new Set(seen.map(({body}) => body)).size, 1);
          assert.equal(new Set(seen.map(({url}) => url)).size, 1);
        } else {
          await assert.rejects(call(client), KlarnaApiError);
          assert.equal(seen.length, 1);
        }
      });
    }

    for (const status of [400, 401, 403, 404, 408, 409, 413, 501]) {
      it(`with ${status}, ${name}, is not tried again`, async (test) => {
        const {client, seen} = await klarnaThat(test, [
          json(status, undefined),
          successes[name],
        ]);
        await assert.rejects(call(client), {status});
        assert.equal(seen.length, 1);
      });
    }
  }

  it('is tried three times, not more', async (test) => {
    const {client, seen} = await klarnaThat(test, [json(503, undefined)]);
    await assert.rejects(client.readSession('session'), {status: 503});
    assert.equal(seen.length, 3);
  });

  it('sends the bytes it was given, whatever becomes of the order', async (test) => {
    const {client, seen} = await klarnaThat(test, [disconnect, placed]);
    const mutable = structuredClone(order);
    const result = client.placeOrder('token', mutable);
    mutable.order_amount = 7;
    await result;
    assert.deepEqual(
      seen.map(({body}) => body),
      [JSON.stringify(order), JSON.stringify(order)],
    );
    assert.equal(
      Number(seen[1]?.headers['content-length']),
      Buffer.byteLength(JSON.stringify(order)),
    );
  });

  for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_CONNECT_TIMEOUT']) {
    it(`before it was sent (${code}), create, is tried again`, async () => {
      let attempts = 0;
      const client = new KlarnaPaymentsClient({
        credentials,
        baseUrl: 'http://127.0.0.1:9',
        fetch: async () => {
          attempts += 1;
          if (attempts < 3) {
            const cause = Object.assign(new Error('…'), {code});
            throw new TypeError('fetch failed', {cause});
          }
          return Response.json({session_id: 'a', client_token: 'b'});
        },
      });
      assert.equal((await client.createSession(order)).session_id, 'a');
      assert.equal(attempts, 3);
    });
  }
});

describe('a rate limit', () => {
  it('without a readable time is waited for with back-off', async (test) => {
    for (const header of ['soon', '-5', '']) {
      const {client, seen} = await klarnaThat(test, [limited(header), created]);
      await client.createSession(order);
      assert.equal(seen.length, 2);
    }
  });
});

describe('the time of a call', {concurrency: 8}, () => {
  for (const [part, reply] of [
    ['an answer that does not come', hang],
    [
      'a body that does not end',
      (response) => {
        response.writeHead(200, {'content-type': 'application/json'});
        response.write('{');
      },
    ],
  ] as [string, Reply][]) {
    it(`covers ${part}`, async (test) => {
      const {client} = await klarnaThat(test, [reply], 150);
      await assert.rejects(client.placeOrder('token', order), {
        name: 'KlarnaApiError',
        kind: 'timeout',
        status: 0,
      });
    });
  }

  it('ends also where fetch does not heed signals', async () => {
    const client = new KlarnaPaymentsClient({
      credentials,
      baseUrl: 'http://127.0.0.1:9',
      timeout: 50,
      fetch: () => new Promise(() => {}),
    });
    await assert.rejects(client.createSession(order), {kind: 'timeout'});
  });
});

describe('a signal', () => {
  it('that is aborted already keeps the call from being sent', async (test) => {
    const {client, seen} = await klarnaThat(test, [created]);
    const reason = new Error('gone');
    await assert.rejects(
      client.createSession(order, {signal: AbortSignal.abort(reason)}),
      reason,
    );
    assert.equal(seen.length, 0);
  });

  it('ends a call, which rejects with the reason', async (test) => {
    const controller = new AbortController();
    const reason = new Error('gone');
    const {client, seen} = await klarnaThat(test, [
      () => controller.abort(reason),
    ]);
    await assert.rejects(
      client.placeOrder('token', order, {signal: controller.signal}),
      reason,
    );
    assert.equal(seen.length, 1);
  });

  it('ends the wait before another try', async () => {
    const controller = new AbortController();
    let attempts = 0;
    const client = new KlarnaPaymentsClient({
      credentials,
      baseUrl: 'http://127.0.0.1:9',
      fetch: async () => {
        attempts++;
        // Once the answer has been read.
        setImmediate(() => controller.abort());
        return new Response(null, {
          status: 429,
          headers: {'x-ratelimit-reset': '2'},
        });
      },
    });
    await assert.rejects(
      client.createSession(order, {signal: controller.signal}),
      {name: 'AbortError'},
    );
    assert.equal(attempts, 1);
  });

  it('does no harm after the call', async (test) => {
    const {client} = await klarnaThat(test, [created]);
    const controller = new AbortController();
    await client.createSession(order, {signal: controller.signal});
    controller.abort();
    await client.createSession(order);
  });
});
