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

const minute = 60_000;
const hour = 60 * minute;

function openShopAt(options: Partial<KlarnaMerchantOptions> = {}) {
  const clock = {time: 1_700_000_000_000};
  const now = () => clock.time;
  const shop = openShop({now, storage: memoryStorage({now}), ...options});
  const visit = (visitor = 'ada') => shop.post('session', {}, visitor);
  const pay = (token: string, visitor = 'ada') =>
    shop.post(
      'order',
      {authorization_token: token, customer_details: ada},
      visitor,
    );
  const order = async (visitor = 'ada') => {
    const {token} = await shop.authorize(visitor);
    const {order_id} = await okIn<Order>(await pay(token, visitor));
    return {token, orderId: order_id};
  };
  /** What a visit leads to: a session, or the order that stands. */
  const told = async (visitor = 'ada') => {
    const answer = await visit(visitor);
    return answer.status === 200
      ? 'session'
      : (await problemIn(answer, 409)).order_id;
  };
  return {shop, clock, visit, pay, order, told};
}

describe('whoever has ordered', () => {
  it('is told so for 30 minutes, and not a moment longer', async () => {
    const {clock, order, told} = openShopAt();
    const {orderId} = await order();
    clock.time += 30 * minute - 1;
    assert.equal(await told(), orderId);
    clock.time += 1;
    assert.equal(await told(), 'session');
  });

  it('and may have an order that is uncertain is not asked to pay again before a person has closed it', async () => {
    const {shop, clock, visit} = openShopAt();
    const {token} = await shop.authorize();
    shop.fault = ({kind}) =>
      kind === 'order'
        ? Response.json(
            {error_code: 'SESSION_COMPLETED', error_messages: []},
            {status: 404},
          )
        : kind === 'read' && shop.count('order') > 0
          ? Response.json({
              status: 'complete',
              client_token: 'client_token',
              expires_at: '2026-11-30T00:00:00Z',
            })
          : undefined;
    await problemIn(
      await shop.post('order', {authorization_token: token}),
      409,
    );
    const [open] = await shop.process().pending();
    for (const passed of [0, 31 * minute, 3 * hour, 50 * hour]) {
      clock.time += passed;
      shop.carts.set('ada', cart());
      const problem = await problemIn(await visit(), 409);
      assert.equal(problem.code, 'order-uncertain', `after ${passed}`);
      shop.carts.set('ada', null);
      assert.equal((await problemIn(await visit(), 409)).code, problem.code);
    }
    shop.carts.set('ada', cart(20_000));
    await okIn(await visit());
    shop.carts.set('ada', cart());
    await shop.process().dismiss(open?.sessionId ?? '');
    await okIn(await visit());
    shop.carts.set('ada', null);
    assert.equal((await problemIn(await visit(), 409)).code, 'empty-cart');
  });

  for (const repeatAfter of [0, minute, 3 * hour]) {
    it(`is told so for as long as repeatAfter says: ${repeatAfter}`, async () => {
      const {clock, order, told} = openShopAt({repeatAfter});
      const {orderId} = await order();
      if (repeatAfter > 0) {
        clock.time += repeatAfter - 1;
        assert.equal(await told(), orderId);
        clock.time += 1;
      }
      assert.equal(await told(), 'session');
    });
  }

  it('is told so before the cart is said to be empty, and Klarna is not asked', async () => {
    const {shop, order, visit, pay} = openShopAt();
    const {orderId} = await order();
    shop.carts.set('ada', null);
    const since = shop.calls.length;
    const problem = await problemIn(await visit(), 409);
    assert.equal(problem.code, 'already-ordered');
    assert.equal(problem.order_id, orderId);
    assert.match(
      problem.redirect_url ?? '',
      /\/klarna\/continue\/[\da-f]{32}$/,
    );
    assert.deepEqual(shop.kinds(since), []);
    const paid = await problemIn(await pay('another token'), 409);
    assert.equal(paid.code, 'already-ordered');
    assert.equal(paid.order_id, orderId);
    assert.equal(paid.redirect_url, problem.redirect_url);
  });

  it('may buy something else at once, and is told of each of both again', async () => {
    const {shop, order, told} = openShopAt();
    const first = await order();
    shop.carts.set('ada', cart(20_000));
    const second = await order();
    assert.notEqual(first.orderId, second.orderId);
    assert.equal(await told(), second.orderId);
    shop.carts.set('ada', cart());
    assert.equal(await told(), first.orderId);
    shop.carts.set('ada', null);
    assert.equal(await told(), second.orderId);
  });

  it('is told so though references, addresses to go to or auto_capture are others', async () => {
    const {shop, order, told} = openShopAt();
    const {orderId} = await order();
    shop.carts.set(
      'ada',
      cart(10_000, {
        merchant_reference1: 'another',
        merchant_reference2: 'another',
        merchant_urls: {confirmation: 'https://shop.example/another'},
        auto_capture: true,
      }),
    );
    assert.equal(await told(), orderId);
  });

  it('pays with a second token in vain: it is refused for ever, and cancelled once', async () => {
    const {shop, clock, order, pay} = openShopAt();
    const {token} = await order();
    for (let again = 0; again < 2; again++) {
      const problem = await problemIn(await pay('second token'), 409);
      assert.equal(problem.code, 'already-ordered');
    }
    assert.equal(shop.count('cancel'), 1);
    assert.deepEqual(await shop.process().pending(), []);
    // When nobody is told of the order any more it still is what it was.
    clock.time += 31 * minute;
    await problemIn(await pay('second token'), 409);
    assert.equal(shop.sandbox.orders.length, 1);
    await okIn(await pay(token));
  });

  it('always gets the order again for the same token, whatever the cart is', async () => {
    const {shop, clock, order, pay} = openShopAt();
    const {token, orderId} = await order();
    for (const [passed, present] of [
      [0, cart(20_000)],
      [hour, null],
      [40 * hour, cart()],
    ] as const) {
      clock.time += passed;
      shop.carts.set('ada', present);
      assert.equal((await okIn<Order>(await pay(token))).order_id, orderId);
    }
    assert.equal(shop.placed.length, 1);
  });

  it('and whose order Klarna has rejected is never told so', async () => {
    const {shop, pay, told} = openShopAt();
    const {token} = await shop.authorize();
    shop.fault = async ({kind}, pass) => {
      const answer = await pass();
      return kind === 'order'
        ? Response.json({
            ...((await answer.json()) as object),
            fraud_status: 'REJECTED',
          })
        : answer;
    };
    const problem = await problemIn(await pay(token), 409);
    assert.equal(problem.code, 'declined');
    shop.fault = undefined;
    assert.equal(await told(), 'session');
    shop.carts.set('ada', null);
    assert.equal((await problemIn(await pay('x'), 409)).code, 'empty-cart');
  });
});

describe('acknowledge', () => {
  it('is of that order of that visitor alone', async () => {
    const {shop, order, told} = openShopAt();
    const adas = await order('ada');
    const graces = await order('grace');
    const process = shop.process();
    await process.acknowledge('ada', graces.orderId);
    await process.acknowledge('grace', adas.orderId);
    await process.acknowledge('nobody', adas.orderId);
    assert.equal(await told('ada'), adas.orderId);
    assert.equal(await told('grace'), graces.orderId);
    await process.acknowledge('ada', adas.orderId);
    assert.equal(await told('ada'), 'session');
    assert.equal(await told('grace'), graces.orderId);
  });

  it('may be said by the id that the visitor has by now', async () => {
    const {shop, order, told} = openShopAt();
    const {orderId} = await order('guest');
    await shop.process().moveVisitor('guest', 'user');
    assert.equal(await told('user'), orderId);
    await shop.process().acknowledge('user', orderId);
    assert.equal(await told('user'), 'session');
  });

  it('leaves the token its order', async () => {
    const {shop, order, pay} = openShopAt();
    const {token, orderId} = await order();
    await shop.process().acknowledge('ada', orderId);
    assert.equal((await okIn<Order>(await pay(token))).order_id, orderId);
  });
});

describe('moveVisitor', () => {
  it('leaves everything as it is for the id itself, and for whoever is unknown', async () => {
    const {shop, visit, told} = openShopAt();
    const before = await okIn(await visit());
    await shop.process().moveVisitor('ada', 'ada');
    await shop.process().moveVisitor('nobody', 'ada');
    assert.deepEqual(await okIn(await visit()), before);
    assert.equal(await told(), 'session');
  });

  it('makes what is in flight answered to both ids for 48 hours, and to nobody else', async () => {
    const {shop, clock, pay} = openShopAt();
    const {token} = await shop.authorize('guest');
    await shop.process().moveVisitor('guest', 'user');
    const placed = await okIn<Order>(await pay(token, 'guest'));
    clock.time += 48 * hour - 1;
    for (const visitor of ['guest', 'user']) {
      assert.deepEqual(await okIn(await pay(token, visitor)), placed);
    }
    const problem = await problemIn(await pay(token, 'eve'), 409);
    assert.equal(problem.order_id, undefined);
    assert.deepEqual(
      shop.placed.map(({visitor, movedTo}) => [visitor, movedTo]),
      [['guest', 'user']],
    );
  });

  it('keeps the open orders of both ids, and finishes both', async () => {
    let isBroken = true;
    const told: [string, string | undefined][] = [];
    const {shop, clock, pay, visit} = openShopAt({
      placed: ({visitor, movedTo}) => {
        if (isBroken) {
          throw new Error('the database is gone');
        }
        told.push([visitor, movedTo]);
      },
    });
    for (const visitor of ['guest', 'user']) {
      const {token} = await shop.authorize(visitor);
      await problemIn(await pay(token, visitor), 500);
    }
    await shop.process().moveVisitor('guest', 'user');
    assert.equal((await shop.process().pending()).length, 2);
    isBroken = false;
    clock.time += 1_000;
    // The visitor's next request finishes what is due for that visitor.
    await problemIn(await visit('user'), 409);
    assert.equal(told.length, 2);
    assert.deepEqual(
      new Map(told),
      new Map([
        ['guest', 'user'],
        ['user', undefined],
      ]),
    );
    assert.deepEqual(await shop.process().pending(), []);
  });

  it('waits for nothing that is in flight', async () => {
    const {shop, pay} = openShopAt();
    const {token} = await shop.authorize('guest');
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    let asked = () => {};
    const isAsked = new Promise<void>((resolve) => (asked = resolve));
    shop.fault = async ({kind}, pass) => {
      if (kind === 'order') {
        asked();
        await held;
      }
      return pass();
    };
    const paying = pay(token, 'guest');
    await isAsked;
    await shop.process().moveVisitor('guest', 'user');
    release();
    const placed = await okIn<Order>(await paying);
    assert.deepEqual(await okIn(await pay(token, 'user')), placed);
    assert.deepEqual(
      shop.placed.map(({visitor, movedTo}) => [visitor, movedTo]),
      [['guest', 'user']],
    );
  });
});

describe('the visitor’s next request, of whatever kind', () => {
  for (const way of ['a visit', 'another token', 'the same token'] as const) {
    it(`finishes what is due for that visitor: ${way}`, async () => {
      let isBroken = true;
      const told: string[] = [];
      const {shop, clock, pay, visit} = openShopAt({
        placed: ({orderId}) => {
          if (isBroken) {
            throw new Error('the database is gone');
          }
          told.push(orderId);
        },
      });
      const {token} = await shop.authorize();
      await problemIn(await pay(token), 500);
      isBroken = false;
      clock.time += 1_000;
      const answer = await (way === 'a visit'
        ? visit()
        : pay(way === 'the same token' ? token : 'another token'));
      assert.equal(answer.status, way === 'the same token' ? 200 : 409);
      await shop.settled();
      assert.equal(told.length, 1);
      assert.deepEqual(await shop.process().pending(), []);
    });
  }
});
