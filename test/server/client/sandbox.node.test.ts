import assert from 'node:assert/strict';
import {describe, it} from 'node:test';

import {createKlarnaSandbox} from '../../../src/sandbox/index.js';
import {KlarnaPaymentsClient} from '../../../src/server/client/client.js';
import {credentials, order} from './klarna-that.js';

type SandboxOptions = Parameters<typeof createKlarnaSandbox>[0];

/** A client of a sandbox, without a network between the two. */
function clientOf(options: SandboxOptions = {}) {
  const sandbox = createKlarnaSandbox({credentials, ...options});
  const client = new KlarnaPaymentsClient({
    credentials,
    baseUrl: 'https://klarna.test',
    timeout: 3000,
    fetch: (request) => sandbox.fetch(request),
  });
  return {sandbox, client};
}

async function authorizedOf({sandbox, client}: ReturnType<typeof clientOf>) {
  const session = await client.createSession(order);
  const {authorization_token} = await sandbox.authorize(session.client_token);
  assert.ok(authorization_token);
  return {session, token: authorization_token};
}

describe('a client of the sandbox', () => {
  it('takes an order from its session to its end', async () => {
    const both = clientOf();
    const {client} = both;
    const {session, token} = await authorizedOf(both);
    assert.ok(session.payment_method_categories?.[0]?.identifier);

    const placed = await client.placeOrder(token, order);
    assert.match(placed.order_id, /./);
    assert.equal(placed.fraud_status, 'ACCEPTED');
    assert.deepEqual(await client.placeOrder(token, order), placed);

    const read = await client.readSession(session.session_id);
    assert.equal(read.status, 'complete');
    await assert.rejects(client.updateSession(session.session_id, order), {
      status: 404,
      errorCode: 'SESSION_COMPLETED',
    });
  });

  it('updates part of a session', async () => {
    const {client} = clientOf();
    const session = await client.createSession(order);
    await client.updateSession(session.session_id, {locale: 'en-SE'});
    const read = await client.readSession(session.session_id);
    assert.equal(read.locale, 'en-SE');
    assert.equal(read.order_amount, order.order_amount);
    assert.equal(read.client_token, session.client_token);
  });

  it('is told in which members an order differs from the authorized', async () => {
    const both = clientOf();
    const {token} = await authorizedOf(both);
    const other = {
      ...order,
      order_amount: 400,
      order_lines: [
        {...order.order_lines[0]!, unit_price: 400, total_amount: 400},
      ],
    };
    await assert.rejects(both.client.placeOrder(token, other), (error) => {
      assert.ok(error instanceof Error && 'fields' in error);
      assert.ok(Array.isArray(error.fields));
      assert.ok(error.fields.includes('order_amount'));
      return true;
    });
  });

  it('gives an authorization up', async () => {
    const both = clientOf();
    const {token} = await authorizedOf(both);
    await both.client.cancelAuthorization(token);
    await assert.rejects(both.client.placeOrder(token, order), {
      status: 404,
      errorCode: 'NOT_FOUND',
    });
  });

  it('gets the same customer token twice', async () => {
    const {sandbox, client} = clientOf();
    const session = await client.createSession({...order, intent: 'tokenize'});
    const {authorization_token = ''} = await sandbox.authorize(
      session.client_token,
    );
    const body = {description: 'Tea', intended_use: 'SUBSCRIPTION'};
    const first = await client.createCustomerToken(authorization_token, body);
    const again = await client.createCustomerToken(authorization_token, body);
    assert.equal(first.token_id, again.token_id);
  });

  it('is refused with wrong credentials, in HTML or JSON', async () => {
    for (const unauthorized of ['html', 'json'] as const) {
      const {client} = clientOf({
        credentials: {username: 'K1', password: 'another'},
        unauthorized,
      });
      await assert.rejects(client.createSession(order), {
        name: 'KlarnaApiError',
        status: 401,
      });
    }
  });

  it('is let in with an API key', async () => {
    const apiKey = 'klarna_test_api_1234567890';
    const sandbox = createKlarnaSandbox({credentials: {apiKey}});
    const client = new KlarnaPaymentsClient({
      credentials: {apiKey},
      baseUrl: 'https://klarna.test',
      fetch: (request) => sandbox.fetch(request),
    });
    assert.ok((await client.createSession(order)).session_id);
  });

  it('waits for the rate limit of the playground', async () => {
    const {client} = clientOf({rateLimit: 'playground'});
    const sessions = await Promise.all(
      Array.from({length: 8}, () => client.createSession(order)),
    );
    assert.equal(new Set(sessions.map((each) => each.session_id)).size, 8);
  });

  it('gets the one order although its answer was lost', async () => {
    for (const answer of ['cut-off', 503, 429] as const) {
      const both = clientOf({
        faults: {rest: {placeOrder: {answer, times: 1, when: 'after'}}},
      });
      const {token} = await authorizedOf(both);
      const placed = await both.client.placeOrder(token, order);
      assert.deepEqual(await both.client.placeOrder(token, order), placed);
    }
  });

  it('does not make a second session because an answer was lost', async () => {
    for (const [answer, kind] of [
      ['cut-off', 'malformed'],
      [503, 'refused'],
      ['hang', 'timeout'],
    ] as const) {
      let creates = 0;
      const {client} = clientOf({
        faults: {rest: {createSession: {answer, when: 'after'}}},
        onRequest: () => {
          creates += 1;
        },
      });
      await assert.rejects(client.createSession(order), {kind});
      assert.ok(creates <= 1, `${creates} creates`);
    }
  });

  it('over HTTP is told the same', async (test) => {
    const sandbox = createKlarnaSandbox({credentials});
    const {url, close} = await sandbox.listen();
    test.after(close);
    const client = new KlarnaPaymentsClient({credentials, baseUrl: url});
    const {session_id} = await client.createSession(order);
    assert.equal((await client.readSession(session_id)).status, 'incomplete');
    await assert.rejects(client.readSession('unknown'), {
      status: 404,
      errorCode: 'NOT_FOUND',
      errorMessages: ['Invalid session id'],
    });
  });
});
