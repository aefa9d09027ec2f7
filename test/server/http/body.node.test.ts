import assert from 'node:assert/strict';
import {describe, test} from 'node:test';

import type {KlarnaProblem} from '../../../src/server/http/problems.js';
import {routesWith} from './routes-with.js';

const megabyte = 1_048_576;

/** Of so many bytes, in chunks, without a length. */
function streamOf(text: string, size: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text.padEnd(size));
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(bytes.subarray(sent, (sent += 60_000)));
      if (sent >= bytes.length) {
        controller.close();
      }
    },
  });
}

const reached: string[] = [];
const routes = routesWith({
  session: async () => (reached.push('session'), '{}'),
  place: async () => {
    reached.push('order');
    return {answer: {order_id: 'order-1', fraud_status: 'ACCEPTED'}};
  },
  authorized: async () => reached.push('authorization'),
  notified: async () => reached.push('notification'),
});
const bodies = {
  session: '{}',
  order: '{"authorization_token": "token"}',
  'authorization/secret':
    '{"authorization_token": "token", "session_id": "session"}',
  'notification/secret': '{"order_id": "order", "event_type": "ACCEPTED"}',
};

/** @param length What is stated; nothing as for a body that is streamed. */
function post(path: string, text: string, size: number, length?: string) {
  return routes.send(path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(length !== undefined && {'content-length': length}),
    },
    body: streamOf(text, size),
    duplex: 'half',
  } as {method: string; headers: Record<string, string>});
}

for (const [path, text] of Object.entries(bodies)) {
  describe(`a body for ${path}`, () => {
    test('of 1 MB is read', async () => {
      reached.length = 0;
      const {status} = await post(path, text, megabyte);
      assert.ok(status < 300, `${status}`);
      assert.deepEqual(reached, [path.split('/', 1)[0]]);
    });

    for (const [what, length] of [
      ['without a length', undefined],
      ['with a length that is a lie', '20'],
      ['with its length', String(megabyte + 1)],
    ] as const) {
      test(`of a byte more gets 413 ${what}, and leads to nothing`, async () => {
        reached.length = 0;
        const answer = await post(path, text, megabyte + 1, length);
        assert.equal(answer.status, 413);
        assert.equal(
          answer.headers.get('content-type'),
          'application/problem+json',
        );
        const problem = (await answer.json()) as KlarnaProblem;
        assert.equal(problem.code, 'too-large');
        assert.equal(problem.title, 'Content Too Large');
        assert.equal(problem.status, 413);
        assert.deepEqual(reached, []);
      });
    }

    test('that breaks off gets 400', async () => {
      const broken = new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('{'));
          controller.error(new Error('cut off'));
        },
      });
      const answer = await routes.send(path, {
        method: 'POST',
        headers: {'content-type': 'application/json'},
        body: broken,
        duplex: 'half',
      } as {method: string; headers: Record<string, string>});
      assert.equal(answer.status, 400);
    });

    test('of another type gets 415, of none too, by any other method 405', async () => {
      for (const type of [
        'text/plain',
        'application/xml',
        'application/json5',
      ]) {
        const answer = await routes.send(path, {
          method: 'POST',
          headers: {'content-type': type},
          body: text,
        });
        assert.equal(answer.status, 415, type);
        assert.equal(
          answer.headers.get('content-type'),
          'application/problem+json',
        );
      }
      for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']) {
        const answer = await routes.send(path, {method});
        assert.equal(answer.status, 405);
        assert.equal(answer.headers.get('allow'), 'POST');
      }
    });
  });
}

describe('a form', () => {
  test('is taken by the order route alone', async () => {
    for (const path of Object.keys(bodies)) {
      const answer = await routes.send(path, {
        method: 'POST',
        headers: {'content-type': 'application/x-www-form-urlencoded'},
        body: 'klarna_authorization_token=token',
      });
      assert.equal(answer.status, path === 'order' ? 200 : 415, path);
    }
  });

  for (const [what, fields, token, details] of [
    [
      'one element',
      {
        pay_authorization_token: 't',
        pay_customer_details: '{"customer":{"gender":"x"}}',
      },
      't',
      {customer: {gender: 'x'}},
    ],
    [
      'two elements, of which the second was used',
      {
        a_authorization_token: '',
        a_customer_details: '{"customer":{"gender":"a"}}',
        b_authorization_token: 'b',
        b_customer_details: '{"customer":{"gender":"b"}}',
      },
      'b',
      {customer: {gender: 'b'}},
    ],
    [
      'a name of its own with underscores',
      {a_b_authorization_token: 't'},
      't',
      {},
    ],
    [
      'details that are empty',
      {a_authorization_token: 't', a_customer_details: ''},
      't',
      {},
    ],
    [
      'details that are null',
      {a_authorization_token: 't', a_customer_details: 'null'},
      't',
      {},
    ],
    [
      'other details than the token’s',
      {
        a_authorization_token: 't',
        b_customer_details: '{"customer":{"gender":"b"}}',
      },
      't',
      {},
    ],
    [
      'fields of the shop’s own',
      {csrf: 'x', order_amount: '1', a_authorization_token: 't'},
      't',
      {},
    ],
  ] as const) {
    test(`of ${what} leads to its token and its details`, async () => {
      const placed: unknown[] = [];
      const {form} = routesWith({
        place: async (_visitor, ...order) => {
          placed.push(order.slice(0, 2));
          return {answer: {fraud_status: 'ACCEPTED'}};
        },
      });
      await form({}, fields as Record<string, string>);
      assert.deepEqual(placed, [[token, details]]);
    });
  }
});
