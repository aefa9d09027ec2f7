import assert from 'node:assert/strict';
import {describe, it} from 'node:test';

import {KlarnaPaymentsClient} from '../../../src/server/client/client.js';
import type {KlarnaCallEvent} from '../../../src/server/events.js';
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

async function listening(
  test: Parameters<typeof klarnaThat>[0],
  replies: readonly Reply[],
  timeout = 60_000,
) {
  const {baseUrl} = await klarnaThat(test, replies);
  const events: KlarnaCallEvent[] = [];
  const client = new KlarnaPaymentsClient({
    credentials,
    baseUrl,
    timeout,
    onEvent: (event) => events.push(event),
  });
  const told = () =>
    events.map(({time, duration, ...rest}) => {
      assert.ok(time > 1e12 && duration >= 0);
      return rest;
    });
  return {client, events, told};
}

const id = {'klarna-correlation-id': 'correlation-1'};

describe('a client', {concurrency: 8}, () => {
  it('tells of each call what it was and how it ended', async (test) => {
    const {client, told} = await listening(test, [
      created,
      noContent,
      json(200, {status: 'incomplete', client_token: 'c', expires_at: 'x'}),
      placed,
      noContent,
      json(200, {token_id: 'customer-token'}),
    ]);
    await client.createSession(order);
    await client.updateSession('session-1', order);
    await client.readSession('session-1');
    await client.placeOrder('token', order);
    await client.cancelAuthorization('token');
    await client.createCustomerToken('token', {
      description: 'Tea',
      intended_use: 'SUBSCRIPTION',
    });
    const ok = {outcome: 'ok', attempt: 1};
    const sessionId = 'session-1';
    assert.deepEqual(told(), [
      {type: 'klarna-create-session', ...ok, status: 200, sessionId},
      {type: 'klarna-update-session', ...ok, status: 204, sessionId},
      {type: 'klarna-read-session', ...ok, status: 200, sessionId},
      {type: 'klarna-place-order', ...ok, status: 200, orderId: 'order-1'},
      {type: 'klarna-cancel-authorization', ...ok, status: 204},
      {type: 'klarna-create-customer-token', ...ok, status: 200},
    ]);
  });

  it('tells of each retry before it', async (test) => {
    const limited = json(429, undefined, {'x-ratelimit-reset': '0', ...id});
    const {client, told, events} = await listening(test, [
      disconnect,
      limited,
      placed,
    ]);
    await client.placeOrder('token', order);
    const type = 'klarna-place-order';
    assert.deepEqual(told(), [
      {type, outcome: 'retry', attempt: 1},
      {
        type,
        outcome: 'retry',
        attempt: 2,
        status: 429,
        correlationId: 'correlation-1',
      },
      {type, outcome: 'ok', attempt: 3, status: 200, orderId: 'order-1'},
    ]);
    assert.ok(events[0]!.duration >= 125 && events[0]!.duration <= 250);
  });

  it('tells of a refusal what Klarna objects to, not in which words', async (test) => {
    const {client, told} = await listening(test, [
      json(
        400,
        {
          error_code: 'BAD_VALUE',
          error_messages: ['Bad value: order_lines[0].name (Kaffe)'],
        },
        id,
      ),
    ]);
    await assert.rejects(client.createSession(order));
    assert.deepEqual(told(), [
      {
        type: 'klarna-create-session',
        outcome: 'refused',
        attempt: 1,
        status: 400,
        errorCode: 'BAD_VALUE',
        fields: ['order_lines[0].name'],
        correlationId: 'correlation-1',
      },
    ]);
  });

  for (const [outcome, reply] of [
    ['malformed', cutOff(200)],
    ['malformed', json(200, {})],
    ['timeout', hang],
    ['network', disconnect],
  ] as const) {
    it(`tells of a call that is ${outcome}, once`, async (test) => {
      const {client, told} = await listening(
        test,
        [reply],
        reply === hang ? 200 : 60_000,
      );
      await assert.rejects(client.createSession(order));
      assert.deepEqual(
        told().map((event) => [event.type, event.outcome]),
        [['klarna-create-session', outcome]],
      );
    });
  }

  it('tells of a call that its caller has ended, and of no retry after that', async (test) => {
    const {client, told} = await listening(test, [hang]);
    const ended = new AbortController();
    const call = client.placeOrder('token', order, {signal: ended.signal});
    setTimeout(() => ended.abort(), 20);
    await assert.rejects(call, {name: 'AbortError'});
    assert.deepEqual(told(), [
      {type: 'klarna-place-order', outcome: 'aborted', attempt: 1},
    ]);
  });

  it('tells nothing of what it sends and gets', async (test) => {
    const {client, events} = await listening(test, [
      disconnect,
      placed,
      created,
      json(400, {error_messages: ['Bad value: Kaffe']}),
    ]);
    await client.placeOrder('authorization-token-1', order);
    await client.createSession(order);
    await assert.rejects(client.updateSession('session-1', order));
    const text = JSON.stringify(events);
    for (const secret of [
      'authorization-token-1',
      'client-token-1',
      credentials.username,
      credentials.password,
      'Kaffe',
      'redirect',
      'http',
    ]) {
      assert.ok(!text.includes(secret), `${secret} in ${text}`);
    }
  });
});
