import assert from 'node:assert/strict';
import {describe, it} from 'node:test';

import {memoryStorage} from '../../../src/server/index.js';
import {cart} from '../support/cart.js';
import {okIn, openShop, problemIn} from '../support/shop.js';

interface Order {
  order_id: string;
}

const hour = 3_600_000;

function openShopThatAsks() {
  const clock = {time: 1_700_000_000_000};
  const now = () => clock.time;
  const told: string[] = [];
  const shop = openShop({
    now,
    storage: memoryStorage({now}),
    notified: ({orderId, eventType}) => {
      told.push(`${orderId} ${eventType}`);
    },
  });
  /** Orders, and answers the id and where Klarna tells of the order. */
  const order = async (visitor: string) => {
    const {token} = await shop.authorize(visitor);
    const {merchant_urls: urls} = shop.calls.findLast(
      ({kind}) => kind === 'create',
    )!.body;
    const answer = await shop.post(
      'order',
      {authorization_token: token},
      visitor,
    );
    const {order_id: id} = await okIn<Order>(answer);
    return {id, path: new URL(urls!.notification!).pathname};
  };
  const notify = (path: string, id: string) =>
    shop.postTo(
      shop.process(),
      path,
      {order_id: id, event_type: 'FRAUD_RISK_STOPPED'},
      null,
    );
  return {shop, clock, told, order, notify};
}

describe('Klarna’s word on a pending order', () => {
  it('is taken for 72 hours after the order, and not a moment longer', async () => {
    const {clock, told, order, notify} = openShopThatAsks();
    const {id, path} = await order('ada');
    clock.time += 72 * hour;
    assert.equal((await notify(path, id)).status, 200);
    clock.time += 1;
    await problemIn(await notify(path, id), 404);
    assert.deepEqual(told, [`${id} FRAUD_RISK_STOPPED`]);
  });

  it('is taken of an order of that very session, not of another of the same visitor’s', async () => {
    const {shop, told, order, notify} = openShopThatAsks();
    const first = await order('ada');
    shop.carts.set('ada', cart(20_000));
    const second = await order('ada');
    const graces = await order('grace');
    assert.notEqual(first.path, second.path);
    for (const [path, id] of [
      [first.path, second.id],
      [second.path, first.id],
      [first.path, graces.id],
      [graces.path, first.id],
    ] as const) {
      await problemIn(await notify(path, id), 404);
    }
    assert.deepEqual(told, []);
    for (const {path, id} of [first, second, graces]) {
      assert.equal((await notify(path, id)).status, 200);
    }
  });

  it('comes to a secret from which that of the callback cannot be told, nor the other way', async () => {
    const {shop, order} = openShopThatAsks();
    const {path} = await order('ada');
    const secret = path.split('/').at(-1) ?? '';
    assert.match(secret, /^[\da-f]{64}$/);
    assert.notEqual(secret, shop.callbackPath().split('/').at(-1));
  });
});
