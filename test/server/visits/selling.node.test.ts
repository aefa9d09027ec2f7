import assert from 'node:assert/strict';
import {describe, it} from 'node:test';

import {
  memoryStorage,
  type KlarnaMerchantOptions,
} from '../../../src/server/index.js';
import {ada, cart} from '../support/cart.js';
import {okIn, openShop, problemIn} from '../support/shop.js';

interface Order {
  order_id: string;
}

const order = (shop: ReturnType<typeof openShop>, token: string) =>
  shop.post('order', {authorization_token: token, customer_details: ada});

function openShopAt(options: Partial<KlarnaMerchantOptions> = {}) {
  const clock = {time: 1_700_000_000_000};
  const now = () => clock.time;
  const shop = openShop({now, storage: memoryStorage({now}), ...options});
  return {shop, clock};
}

describe('atOrder', () => {
  it('adds what is known only now, member by member, and nothing else', async () => {
    const asked: [string, string][] = [];
    const {shop} = openShopAt({
      atOrder: ({visitor, key}) => {
        asked.push([visitor, key]);
        return {
          merchant_reference1: 'order 7',
          auto_capture: true,
          merchant_urls: {confirmation: 'https://shop.example/thanks/7'},
          order_amount: 1,
          locale: 'en-SE',
        } as object;
      },
    });
    const {token} = await shop.authorize();
    await okIn(await order(shop, token));
    await okIn(await order(shop, token));
    assert.equal(asked.length, 1);
    assert.equal(asked[0]?.[0], 'ada');
    assert.deepEqual(shop.calls.find(({kind}) => kind === 'order')?.body, {
      ...cart(),
      ...ada,
      merchant_reference1: 'order 7',
      auto_capture: true,
      merchant_urls: {confirmation: 'https://shop.example/thanks/7'},
    });
    const told = shop.events.find(({type}) => type === 'at-order');
    assert.ok(told?.type === 'at-order');
    assert.deepEqual(told.fields, ['order_amount', 'locale']);
  });

  it('that throws leaves the token waiting, with the same key next time', async () => {
    const keys: string[] = [];
    let isBroken = true;
    const {shop, clock} = openShopAt({
      callbackPatience: 15_000,
      atOrder: ({key}) => {
        keys.push(key);
        if (isBroken) {
          throw new Error('no more numbers');
        }
        return {};
      },
    });
    const {token} = await shop.authorize();
    await problemIn(await order(shop, token), 500);
    assert.equal(shop.count('order'), 0);
    const [open] = await shop.process().pending();
    assert.equal(open?.state, 'waiting');
    isBroken = false;
    clock.time += 16_000;
    await shop.process().recover();
    assert.equal(shop.placed.length, 1);
    assert.equal(new Set(keys).size, 1);
  });
});

describe('an order that Klarna decides later', () => {
  const openPending = (notified: KlarnaMerchantOptions['notified']) => {
    const {shop, clock} = openShopAt({notified});
    const path = () =>
      new URL(shop.calls[0]!.body.merchant_urls!.notification!).pathname;
    const notify = (orderId: string, to = path()) =>
      shop.postTo(
        shop.process(),
        to,
        {order_id: orderId, event_type: 'FRAUD_RISK_ACCEPTED'},
        null,
      );
    return {shop, clock, path, notify};
  };

  it('is told to the shop, once it knows the order', async () => {
    const told: unknown[] = [];
    let isBroken = true;
    const {shop, clock, path, notify} = openPending((event) => {
      told.push(event);
      if (isBroken) {
        throw new Error('not now');
      }
    });
    const {token} = await shop.authorize();
    assert.notEqual(path(), shop.callbackPath());
    const {order_id: id} = await okIn<Order>(await order(shop, token));
    await problemIn(await notify(id), 500);
    isBroken = false;
    assert.equal((await notify(id)).status, 200);
    assert.deepEqual(told, [
      {orderId: id, eventType: 'FRAUD_RISK_ACCEPTED'},
      {orderId: id, eventType: 'FRAUD_RISK_ACCEPTED'},
    ]);
    for (const [orderId, to] of [
      ['another', path()],
      [id, `${path()}x`],
      [id, shop.callbackPath().replace('authorization', 'notification')],
    ] as const) {
      await problemIn(await notify(orderId, to), 404);
    }
    clock.time += 71 * 3_600_000;
    assert.equal((await notify(id)).status, 200);
    clock.time += 2 * 3_600_000;
    await problemIn(await notify(id), 404);
  });

  it('waits while `placed` has not succeeded', async () => {
    let isBroken = true;
    const sandboxed = openShopAt({
      notified: () => {},
      placed: () => {
        if (isBroken) {
          throw new Error('the database is gone');
        }
      },
    }).shop;
    const {token} = await sandboxed.authorize();
    await problemIn(await order(sandboxed, token), 500);
    const [{orderId} = {orderId: ''}] = await sandboxed.process().pending();
    const path = new URL(sandboxed.calls[0]!.body.merchant_urls!.notification!)
      .pathname;
    const body = {order_id: orderId, event_type: 'FRAUD_RISK_ACCEPTED'};
    const notify = () =>
      sandboxed.postTo(sandboxed.process(), path, body, null);
    await problemIn(await notify(), 500);
    isBroken = false;
    await okIn(await order(sandboxed, token));
    assert.equal((await notify()).status, 200);
  });

  it('is asked for only where the shop wants to know and names no address', async () => {
    const {shop: without} = openShopAt();
    await without.post('session', {});
    assert.ok(!('notification' in without.calls[0]!.body.merchant_urls!));
    const {shop} = openShopAt({notified: () => {}});
    const notification = 'https://shop.example/own';
    shop.carts.set('ada', cart(10_000, {merchant_urls: {notification}}));
    await shop.post('session', {});
    assert.equal(shop.calls[0]!.body.merchant_urls!.notification, notification);
  });
});

describe('the option check', () => {
  const wrong = cart(10_000, {order_tax_amount: 9_000});

  it('refuses what is certain, as the kit and not as Klarna', async () => {
    const {shop} = openShopAt({check: 'refuse'});
    shop.carts.set('ada', wrong);
    const problem = await problemIn(await shop.post('session', {}), 422);
    assert.match(problem.detail, /check/);
    assert.deepEqual(problem.fields, ['order_tax_amount']);
    assert.deepEqual(shop.kinds(), []);
  });

  it('reports, or is off, and Klarna decides', async () => {
    for (const [check, events] of [
      ['report', 1],
      ['off', 0],
    ] as const) {
      const {shop} = openShopAt({check});
      shop.carts.set('ada', wrong);
      await problemIn(await shop.post('session', {}), 422);
      assert.deepEqual(shop.kinds(), ['create']);
      const told = shop.events.filter(({type}) => type === 'check');
      assert.equal(told.length, events);
    }
  });
});

describe('an account that changes for an open order', () => {
  it('is an event, and the order stays open', async () => {
    let id = 'one';
    const {shop, clock} = openShopAt({
      credentials: undefined,
      callbackPatience: 15_000,
      account: () => ({
        id,
        credentials: {
          username: 'K123456_0a1b2c3d4e5f',
          password: 'sup3rSecretPassword',
        },
        region: 'eu',
      }),
    });
    const {token, sessionId} = await shop.authorize();
    await shop.callBack(token, sessionId);
    id = 'two';
    clock.time += 16_000;
    await shop.process().recover();
    assert.equal(shop.count('order'), 0);
    assert.ok(
      shop.events.some(
        (event) =>
          event.type === 'recovery' &&
          event.outcome === 'failed' &&
          (event.error as Error).name === 'AccountChangedError',
      ),
    );
    const [open] = await shop.process().pending();
    assert.deepEqual([open?.state, open?.account], ['waiting', 'one']);
    id = 'one';
    await shop.process().recover();
    assert.equal(shop.placed.length, 1);
  });
});

describe('what goes on after the answer', () => {
  it('does so by waitUntil', async () => {
    const {shop} = openShopAt({callbackPatience: 0});
    const {token, sessionId} = await shop.authorize();
    const promises: Promise<unknown>[] = [];
    const answer = await shop.process().fetch(
      new Request(`https://shop.example${shop.callbackPath()}`, {
        method: 'POST',
        headers: {'content-type': 'application/json'},
        body: JSON.stringify({
          authorization_token: token,
          session_id: sessionId,
        }),
      }),
      {waitUntil: (promise) => promises.push(promise)},
    );
    assert.equal(answer.status, 204);
    await Promise.all(promises);
    assert.equal(shop.placed.length, 1);
  });

  it('is written down within a second and a half, or Klarna is to try again', async () => {
    const memory = memoryStorage();
    let isHanging = false;
    const shop = openShop({
      storage: {
        ...memory,
        write: (...args) =>
          isHanging ? new Promise<never>(() => {}) : memory.write(...args),
      },
    });
    const {token, sessionId} = await shop.authorize();
    isHanging = true;
    const since = performance.now();
    const answer = await shop.postTo(
      shop.process(),
      shop.callbackPath(),
      {authorization_token: token, session_id: sessionId},
      null,
    );
    await problemIn(answer, 503);
    assert.ok(performance.now() - since > 1_000);
  });

  it('keeps at most the five newest tokens of a session', async () => {
    const {shop} = openShopAt({callbackPatience: 15_000});
    const {token, sessionId} = await shop.authorize();
    const tokens = Array.from({length: 7}, (_, index) => `token ${index}`);
    for (const each of [...tokens, token]) {
      await shop.callBack(each, sessionId);
    }
    const open = await shop.process().pending();
    assert.equal(open.filter(({state}) => state === 'waiting').length, 5);
    await okIn(await order(shop, token));
  });
});
