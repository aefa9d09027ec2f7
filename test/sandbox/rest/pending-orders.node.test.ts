import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {KlarnaSandboxOptions} from '../../../src/sandbox/index.js';
import {hour, minute, openKlarna, orderWith} from '../klarna.js';

const notification = 'https://shop.example/notify/{order.id}';
const order = orderWith({merchant_urls: {notification}});

/** A shop that answers its notifications with these statuses in turn. */
function openShop(
  statuses: readonly (number | 'unreachable')[] = [200],
  options: KlarnaSandboxOptions = {},
) {
  const notified: {url: string; body: unknown}[] = [];
  const klarna = openKlarna({
    fraudStatus: 'PENDING',
    fetch: async (request) => {
      notified.push({url: request.url, body: await request.json()});
      const status = statuses[notified.length - 1] ?? statuses.at(-1) ?? 200;
      if (status === 'unreachable') throw new TypeError('fetch failed');
      return new Response(null, {status});
    },
    ...options,
  });
  const {sandbox, clock} = klarna;
  return {
    ...klarna,
    notified,
    placed: async (body: unknown = order) => {
      const {token} = await klarna.authorized(body);
      const answer = await klarna.place(token, body);
      assert.equal(answer.status, 200, answer.text);
      const orderId = String(answer.body['order_id']);
      return {token, orderId, status: answer.body['fraud_status']};
    },
    wait: async (milliseconds: number) => {
      clock.now += milliseconds;
      await sandbox.settled();
    },
  };
}

describe('an order that is pending', () => {
  for (const [verdict, status] of [
    ['accept', 'ACCEPTED'],
    ['reject', 'REJECTED'],
  ] as const) {
    it(`is decided by hand: ${verdict}`, async () => {
      const {placed, sandbox, notified} = openShop();
      const {orderId, status: before} = await placed();
      assert.equal(before, 'PENDING');
      assert.equal(sandbox.orders[0]?.fraudStatus, 'PENDING');

      assert.equal(sandbox.decide(orderId, verdict), true);
      assert.equal(sandbox.orders[0]?.fraudStatus, status);
      await sandbox.settled();
      assert.deepEqual(notified, [
        {
          url: `https://shop.example/notify/${orderId}`,
          body: {order_id: orderId, event_type: `FRAUD_RISK_${status}`},
        },
      ]);
    });
  }

  it('is decided once', async () => {
    const {placed, sandbox, notified} = openShop();
    const {orderId} = await placed();
    assert.equal(sandbox.decide(orderId, 'accept'), true);
    assert.equal(sandbox.decide(orderId, 'reject'), false);
    assert.equal(sandbox.decide('unknown', 'accept'), false);
    await sandbox.settled();
    assert.equal(notified.length, 1);
  });

  it('is not decided again by its minutes', async () => {
    const {placed, sandbox, notified, wait} = openShop([200], {
      fraudStatus: 'ACCEPTED',
    });
    const {orderId} = await placed({
      ...order,
      purchase_country: 'US',
      purchase_currency: 'USD',
      billing_address: {email: 'customer+pend-reject-05@email.us'},
    });
    sandbox.decide(orderId, 'accept');
    await wait(6 * minute);
    assert.equal(sandbox.orders[0]?.fraudStatus, 'ACCEPTED');
    assert.equal(notified.length, 1);
  });

  it('waits for whoever decides', async () => {
    const {placed, sandbox, notified, wait} = openShop();
    await placed();
    await wait(47 * hour);
    assert.equal(sandbox.orders[0]?.fraudStatus, 'PENDING');
    assert.deepEqual(notified, []);
  });

  it('answers a repeat as it did at first', async () => {
    const {placed, place, sandbox} = openShop();
    const {orderId, token} = await placed();
    sandbox.decide(orderId, 'reject');
    assert.equal((await place(token, order)).body['fraud_status'], 'PENDING');
  });

  it('is told to the URL that came with the order alone', async () => {
    const {authorized, place, sandbox, notified} = openShop();
    const {token} = await authorized(orderWith());
    const {body} = await place(token, order);
    sandbox.decide(String(body['order_id']), 'accept');
    await sandbox.settled();
    assert.equal(notified.length, 1);
  });

  it('is decided where nobody is to be told', async () => {
    const {placed, sandbox, notified} = openShop();
    const {orderId} = await placed(orderWith());
    assert.equal(sandbox.decide(orderId, 'accept'), true);
    await sandbox.settled();
    assert.deepEqual(notified, []);
  });
});

describe('an order that Klarna makes up its mind about at once', () => {
  for (const fraudStatus of ['ACCEPTED', 'REJECTED'] as const) {
    it(`is answered ${fraudStatus}, and there is nothing to decide`, async () => {
      const {placed, sandbox} = openShop([200], {fraudStatus});
      const {orderId, status} = await placed();
      assert.equal(status, fraudStatus);
      assert.equal(sandbox.decide(orderId, 'accept'), false);
    });
  }
});

describe('the notification', () => {
  it('is repeated every ten minutes until it is answered 200', async () => {
    const statuses = [500, 'unreachable', 204, 302, 200] as const;
    const {placed, sandbox, notified, wait} = openShop(statuses);
    const {orderId} = await placed();
    sandbox.decide(orderId, 'accept');
    await sandbox.settled();
    for (let sent = 1; sent < statuses.length; sent++) {
      await wait(10 * minute - 1);
      assert.equal(notified.length, sent);
      await wait(1);
      assert.equal(notified.length, sent + 1);
    }
    await wait(hour);
    assert.equal(notified.length, statuses.length);
    assert.deepEqual(notified.at(-1), notified[0]);
  });

  it('is given up after a day', async () => {
    const {placed, sandbox, notified, wait} = openShop([503]);
    const {orderId} = await placed();
    sandbox.decide(orderId, 'reject');
    await sandbox.settled();
    for (let tries = 0; tries < 200; tries++) await wait(10 * minute);
    assert.equal(notified.length, 1 + (24 * hour) / (10 * minute));
  });
});
