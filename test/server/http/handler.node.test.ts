import assert from 'node:assert/strict';
import {describe, test} from 'node:test';

import {KlarnaApiError} from '../../../src/server/client/errors.js';
import type {KlarnaRequestEvent} from '../../../src/server/events.js';
import type {KlarnaProblem} from '../../../src/server/http/problems.js';
import {asking, byScript, continueId, routesWith} from './routes-with.js';

const token = {authorization_token: 'token'};

describe('a notification on a pending order', () => {
  const body = {order_id: 'order-1', event_type: 'FRAUD_RISK_ACCEPTED'};

  test('is passed on with its secret and answered 200', async () => {
    const told: string[][] = [];
    const {json, events} = routesWith({
      notified: async (...args) => told.push(args),
    });
    const answer = await json('notification/s%C3%A4cret', body);
    assert.equal(answer.status, 200);
    assert.equal(await answer.text(), '');
    assert.deepEqual(told, [['säcret', 'order-1', 'FRAUD_RISK_ACCEPTED']]);
    assert.doesNotMatch(JSON.stringify(events), /s%C3|säcret|FRAUD/);
  });

  test('is answered 500 if the shop fails, so that Klarna repeats', async () => {
    const {json} = routesWith({
      notified: async () => {
        throw new Error('the database is gone');
      },
    });
    assert.equal((await json('notification/x', body)).status, 500);
  });

  test('goes nowhere in a shop that does not want to know', async () => {
    assert.equal((await routesWith().json('notification/x', body)).status, 404);
  });

  test('comes from anywhere, but in the form of one', async () => {
    const notified = async () => {};
    const {json, send} = routesWith({notified});
    const elsewhere = {'sec-fetch-site': 'cross-site', 'x-visitor': ''};
    assert.equal((await json('notification/x', body, elsewhere)).status, 200);
    for (const bad of [
      {},
      [],
      {order_id: 'order-1'},
      {...body, event_type: 7},
      {...body, event_type: 'a\r\nb'},
      {...body, order_id: ''},
      {...body, order_id: 'x'.repeat(256)},
    ]) {
      assert.equal((await json('notification/x', bad)).status, 400);
    }
    for (const path of ['notification', 'notification/', 'notification/a/b']) {
      assert.equal((await json(path, body)).status, 404);
    }
    const get = await send('notification/x');
    assert.equal(get.status, 405);
    assert.equal(get.headers.get('allow'), 'POST');
    const text = await send('notification/x', {
      method: 'POST',
      body: JSON.stringify(body),
    });
    assert.equal(text.status, 415);
  });
});

describe('every answer', () => {
  test('is one event, with what it took and what came of it', async () => {
    const routes = routesWith();
    await routes.json('session', {});
    await routes.json('order', token);
    await routes.form(byScript);
    await routes.get(`continue/${continueId}`, byScript);
    await routes.json('authorization/x', {...token, session_id: 'session-1'});
    await routes.get('session');
    await routes.get(`continue/${'0'.repeat(32)}`);
    await routes.json('sessions', {});
    assert.deepEqual(
      (routes.events as KlarnaRequestEvent[]).map((event) => {
        assert.equal(event.type, 'request');
        assert.ok(event.duration >= 0 && event.time > 1e12);
        return [
          event.route,
          event.outcome,
          event.status,
          event.orderId ?? event.code,
        ];
      }),
      [
        ['session', 'ok', 200, undefined],
        ['order', 'ok', 200, 'order-1'],
        ['order', 'ok', 303, 'order-1'],
        ['continue', 'ok', 200, undefined],
        ['authorization', 'ok', 204, undefined],
        ['session', 'problem', 405, 'method'],
        ['continue', 'problem', 404, 'not-found'],
        [undefined, 'problem', 404, 'not-found'],
      ],
    );
  });

  test('of Klarna’s is told with its fields and correlation id', async () => {
    const init = {
      kind: 'refused',
      errorCode: 'BAD_VALUE',
      fields: ['billing_address.phone'],
      errorMessages: ['Bad value: 070-secret'],
      correlationId: 'correlation-1',
    } as const;
    for (const [route, status, expected, code, more] of [
      ['session', 400, 422, 'klarna-refused', {}],
      ['session', 403, 502, 'klarna-failed', {errorCode: 'REJECTED'}],
      ['session', 409, 502, 'klarna-failed', {}],
      // What Klarna refuses of an order is told from the record of its token.
      ['order', 400, 502, 'klarna-failed', {}],
      ['order', 401, 502, 'klarna-failed', {}],
      ['order', 403, 502, 'klarna-failed', {}],
      ['order', 403, 502, 'klarna-failed', {errorCode: 'REJECTED'}],
      ['order', 404, 502, 'klarna-failed', {}],
      ['order', 409, 502, 'klarna-failed', {}],
      ['order', 413, 502, 'klarna-failed', {}],
      ['order', 429, 503, 'busy', {retryAfter: 7}],
      ['order', 500, 502, 'klarna-failed', {}],
      ['order', 0, 504, 'klarna-timeout', {kind: 'timeout'}],
      ['order', 0, 502, 'klarna-failed', {kind: 'network'}],
      ['order', 200, 502, 'klarna-failed', {kind: 'malformed'}],
    ] as const) {
      const fail = async () => {
        throw new KlarnaApiError('070-secret', {...init, status, ...more});
      };
      const {json, events} = routesWith({session: fail, place: fail});
      const answer = await json(route, token);
      assert.equal(answer.status, expected, `${status} to ${route}`);
      const text = await answer.text();
      const problem = JSON.parse(text) as KlarnaProblem;
      assert.equal(problem.code, code);
      assert.deepEqual(problem.fields, ['billing_address.phone']);
      assert.equal(problem.correlation_id, 'correlation-1');
      assert.equal(
        answer.headers.get('retry-after'),
        'retryAfter' in more ? '7' : null,
      );
      const [event] = events as KlarnaRequestEvent[];
      assert.equal(event?.code, code);
      assert.equal(event.correlationId, 'correlation-1');
      assert.doesNotMatch(text + JSON.stringify(events), /070-secret/);
    }
  });
});

describe('a function of the shop', () => {
  test('that passes an error of Klarna’s on has failed itself', async () => {
    const error = new KlarnaApiError('…', {kind: 'refused', status: 404});
    const {json, events} = routesWith(
      {},
      {
        visitor: () => {
          throw error;
        },
      },
    );
    assert.equal((await json('session', {})).status, 500);
    assert.equal((events as KlarnaRequestEvent[])[0]?.error, error);
  });

  test('that takes for ever is waited for as long as patience lasts', async () => {
    const {json} = routesWith(
      {},
      {askShop: asking(20), visitor: () => new Promise(() => {})},
    );
    const answer = await json('session', {});
    assert.equal(answer.status, 503);
    assert.ok(Number(answer.headers.get('retry-after')) > 0);
  });

  for (const visitor of [{}, 7, true, [] as unknown]) {
    test(`that answers ${JSON.stringify(visitor)} for a visitor gets 500`, async () => {
      const {json} = routesWith({}, {visitor: () => visitor});
      assert.equal((await json('session', {})).status, 500);
    });
  }
});
