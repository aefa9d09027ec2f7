import assert from 'node:assert/strict';
import {describe, it} from 'node:test';

import {
  memoryStorage,
  type KlarnaMerchantOptions,
  type KlarnaRecord,
  type KlarnaStorage,
} from '../../../src/server/index.js';
import {ada, cart} from '../support/cart.js';
import {okIn, openShop, problemIn, type Fault} from '../support/shop.js';

interface Order {
  order_id: string;
}

const minute = 60_000;
const hour = 60 * minute;

function openShopAt(options: Partial<KlarnaMerchantOptions> = {}) {
  const clock = {time: 1_700_000_000_000};
  const now = () => clock.time;
  const shop = openShop({now, storage: memoryStorage({now}), ...options});
  const pay = (token: string, visitor = 'ada') =>
    shop.post(
      'order',
      {authorization_token: token, customer_details: ada},
      visitor,
    );
  /** What each order was told to the shop with. */
  const told = () => shop.placed.map(({details}) => details);
  return {shop, clock, pay, told};
}

/** The session as Klarna has it once somebody has ordered by other ways. */
const complete: Fault = ({kind}) =>
  kind === 'read'
    ? Response.json({
        status: 'complete',
        client_token: 'client_token',
        expires_at: '2026-11-30T00:00:00Z',
      })
    : undefined;

describe('an approved payment is neither lost nor doubled', () => {
  for (const jump of [-72 * hour, -hour, -minute, minute]) {
    it(`by a clock that is set right by ${jump / minute} minutes in between`, async () => {
      const {shop, clock, pay} = openShopAt({callbackPatience: 15_000});
      const {token, sessionId} = await shop.authorize();
      clock.time += jump;
      await shop.callBack(token, sessionId);
      clock.time -= jump;
      const {order_id} = await okIn<Order>(await pay(token));
      clock.time += jump;
      assert.equal((await okIn<Order>(await pay(token))).order_id, order_id);
      clock.time += 5 * minute;
      await shop.process().recover();
      assert.equal(shop.sandbox.orders.length, 1);
      assert.deepEqual(await shop.process().pending(), []);
    });
  }

  it('by a storage that answers older records for a while', async () => {
    for (let stale = 1; stale <= 6; stale++) {
      const memory = memoryStorage();
      const before = new Map<string, KlarnaRecord | undefined>();
      let left = 0;
      const lagging: KlarnaStorage = {
        ...memory,
        read: async (key) =>
          before.has(key) && !key.startsWith('session:') && left-- > 0
            ? before.get(key)
            : memory.read(key),
        write: async (key, expected, next) => {
          const present = await memory.read(key);
          const isDone = await memory.write(key, expected, next);
          if (isDone) {
            before.set(key, present);
          }
          return isDone;
        },
      };
      const {shop, pay} = openShopAt({storage: lagging});
      const {token, sessionId} = await shop.authorize();
      left = stale;
      const [first, called, second] = await Promise.all([
        pay(token),
        shop.callBack(token, sessionId),
        pay(token),
      ]);
      assert.equal(called.status, 204);
      await shop.process().recover();
      const texts = [await first.text(), await second.text()];
      const [order, ...others] = shop.sandbox.orders;
      assert.deepEqual(others, [], `${stale} old answers`);
      for (const text of texts) {
        // Whoever was told that there is none was told the truth.
        assert.match(
          text,
          order
            ? new RegExp(`${order.answer.order_id}|busy`)
            : /nothing was ordered/i,
        );
      }
      assert.deepEqual(await shop.process().pending(), []);
    }
  });

  it('by a storage that has forgotten the last of what it acknowledged', async () => {
    for (let lost = 1; lost <= 8; lost++) {
      const clock = {time: 1_700_000_000_000};
      const now = () => clock.time;
      const memory = memoryStorage({now});
      const undo: (() => Promise<void>)[] = [];
      const forgetful: KlarnaStorage = {
        ...memory,
        write: async (key, expected, next) => {
          const present = await memory.read(key);
          const isDone = await memory.write(key, expected, next);
          if (isDone) {
            undo.push(async () => {
              const now = await memory.read(key);
              await memory.write(key, now?.tag, present);
            });
          }
          return isDone;
        },
      };
      const {shop, pay} = openShopAt({storage: forgetful, now});
      const {token} = await shop.authorize();
      const since = undo.length;
      const {order_id} = await okIn<Order>(await pay(token));
      // A replica takes over that has not heard of them.
      for (const back of undo.slice(since).slice(-lost).toReversed()) {
        await back();
      }
      clock.time += 30_000;
      const text = await (await pay(token)).text();
      const session = await (await shop.post('session', {})).text();
      await shop.process().recover();
      assert.equal(shop.sandbox.orders.length, 1, `${lost} writes lost`);
      assert.doesNotMatch(text, /nothing was ordered/i);
      assert.match(text, new RegExp(`${order_id}|order-uncertain`));
      assert.match(session, new RegExp(`${order_id}|order-uncertain`));
    }
  });

  it('by a token that two accounts are told of', async () => {
    const {shop, pay} = openShopAt({
      credentials: undefined,
      region: undefined,
      account: ({locale}) => ({
        id: locale,
        region: 'eu',
        credentials: {
          username: 'K123456_0a1b2c3d4e5f',
          password: 'sup3rSecretPassword',
        },
      }),
    });
    shop.carts.set('grace', cart(10_000, {locale: 'en-SE'}));
    const own = await shop.authorize('ada');
    const path = shop.callbackPath();
    const other = await shop.authorize('grace');
    const otherPath = shop.callbackPath();
    const callback = (at: string, sessionId: string) =>
      shop.callBack(own.token, sessionId, at);
    // The token of the one with the session, and the secret, of the other.
    assert.equal((await callback(otherPath, own.sessionId)).status, 404);
    await problemIn(await pay(own.token, 'grace'), 409);
    assert.equal((await callback(path, own.sessionId)).status, 204);
    assert.equal((await callback(otherPath, other.sessionId)).status, 204);
    await shop.process().recover();
    assert.ok(shop.sandbox.orders.length <= 1);
    assert.ok(shop.placed.every(({visitor}) => visitor === 'ada'));
    await okIn(await pay(other.token, 'grace'));
    assert.deepEqual(await shop.process().pending(), []);
  });

  it('by a callback that comes again, with another body', async () => {
    const {shop, pay, told} = openShopAt({callbackPatience: 15_000});
    const other = await shop.authorize('grace');
    const {token, sessionId} = await shop.authorize();
    const path = shop.callbackPath();
    const call = (body: object) =>
      shop.postTo(shop.process(), path, body, null);
    const body = {authorization_token: token, session_id: sessionId};
    assert.equal((await call(body)).status, 204);
    assert.equal((await call({...body, order_amount: 1})).status, 204);
    assert.equal(
      (await call({...body, session_id: other.sessionId})).status,
      404,
    );
    assert.equal((await call({...body, session_id: ['x']})).status, 400);
    assert.equal(
      (await call({...body, authorization_token: 'another token'})).status,
      204,
    );
    await okIn(await pay(token));
    assert.equal((await call(body)).status, 204);
    await shop.process().recover();
    assert.equal(shop.sandbox.orders.length, 1);
    assert.deepEqual(told(), ['browser']);
  });

  it('by somebody who has ordered by hand: it is left to a person, and nothing cancelled', async () => {
    for (const first of ['browser', 'callback'] as const) {
      const {shop, pay} = openShopAt();
      const {token, sessionId} = await shop.authorize();
      shop.fault = complete;
      if (first === 'callback') {
        await shop.callBack(token, sessionId);
      }
      const problem = await problemIn(await pay(token), 409);
      assert.equal(problem.code, 'order-uncertain', first);
      await shop.callBack(token, sessionId);
      await shop.process().recover();
      const [open, ...others] = await shop.process().pending();
      assert.deepEqual([open?.state, others.length], ['uncertain', 0]);
      assert.equal(shop.count('cancel'), 0);
      assert.equal(shop.count('order'), 0);
    }
  });

  for (const [what, order] of [
    ['throws', () => assert.fail('the database is gone')],
    ['rejects', async () => assert.fail('the database is gone')],
    ['never answers', () => new Promise<never>(() => {})],
  ] as const) {
    it(`by the shop’s order that ${what}`, async () => {
      const {shop, clock, told} = openShopAt();
      const {token} = await shop.authorize();
      let ask = () => {};
      const asked = new Promise<void>((resolve) => {
        ask = resolve;
      });
      const answer = await shop.postTo(
        shop.process({
          order: (): Promise<never> => {
            ask();
            return order();
          },
          ...(what === 'never answers' && {patience: 30}),
        }),
        '/klarna/order',
        {authorization_token: token, customer_details: ada},
      );
      await asked;
      assert.equal(answer.status, what === 'never answers' ? 503 : 500);
      assert.doesNotMatch(await answer.text(), /nothing was ordered/i);
      clock.time += minute;
      await shop.process({order}).recover();
      assert.deepEqual(told(), ['browser']);
      assert.deepEqual(await shop.process().pending(), []);
    });
  }

  it('by a cart that was emptied after the approval, before anybody looks after it', async () => {
    const {shop, clock, pay, told} = openShopAt({callbackPatience: 15_000});
    const {token, sessionId} = await shop.authorize();
    await shop.callBack(token, sessionId);
    shop.carts.set('ada', null);
    clock.time += minute;
    const [done] = await shop.process().recover();
    assert.equal(done?.outcome, 'placed');
    assert.deepEqual(told(), ['klarna']);
    assert.equal((await okIn<Order>(await pay(token))).order_id, done.orderId);
    assert.deepEqual(told(), ['klarna', 'browser']);
  });
});

describe('a storage that takes no writes any more', () => {
  it('is given up after half a minute, and nobody is told that nothing was ordered', async () => {
    const memory = memoryStorage();
    let isReadOnly = false;
    let refused = 0;
    const storage: KlarnaStorage = {
      ...memory,
      write: async (...args) => {
        if (!isReadOnly) {
          return memory.write(...args);
        }
        refused++;
        return false;
      },
    };
    const {shop, pay} = openShopAt({storage});
    const {token} = await shop.authorize();
    isReadOnly = true;
    const answer = await shop.postTo(
      shop.process({patience: 100}),
      '/klarna/order',
      {authorization_token: token, customer_details: ada},
    );
    await problemIn(answer, 503);
    assert.ok(refused < 80, `${refused} writes`);
    isReadOnly = false;
    await okIn(await pay(token));
    assert.equal(shop.sandbox.orders.length, 1);
  });
});
