import assert from 'node:assert/strict';
import {describe, it} from 'node:test';

import {memoryStorage} from '../../../src/server/index.js';
import {cart} from '../support/cart.js';
import {okIn, openShop} from '../support/shop.js';

const hour = 3_600_000;

/** A shop, and a visitor whose cart changes every 40 hours. */
function openShopOfWeeks() {
  const clock = {time: 1_700_000_000_000};
  const now = () => clock.time;
  const shop = openShop({
    now,
    storage: memoryStorage({now}),
    notified: ({orderId}) => {
      notified.push(orderId);
    },
  });
  const notified: string[] = [];
  const live = async (changes: number) => {
    await okIn(await shop.post('session', {}));
    for (let change = 1; change <= changes; change++) {
      clock.time += 40 * hour;
      shop.carts.set('ada', cart(10_000 + change));
      await okIn(await shop.post('session', {}));
    }
    assert.equal(shop.count('create'), 1, 'it is one session');
  };
  return {shop, clock, notified, live};
}

describe('a session that lives for weeks, by its updates', () => {
  it('is still known when Klarna calls back', async () => {
    const {shop, live} = openShopOfWeeks();
    await live(12);
    const {token, sessionId} = await shop.authorize();
    assert.equal((await shop.callBack(token, sessionId)).status, 204);
    assert.deepEqual(
      shop.placed.map(({order}) => order.order_amount),
      [10_012],
    );
  });

  for (const changes of [0, 1, 2, 12]) {
    it(`is still known 72 hours after its order, having been updated ${changes} times`, async () => {
      const {shop, clock, notified, live} = openShopOfWeeks();
      await live(changes);
      clock.time += 47 * hour;
      const {token} = await shop.authorize();
      await okIn(await shop.post('order', {authorization_token: token}));
      clock.time += 71 * hour;
      const {orderId} = shop.placed[0]!;
      const {pathname} = new URL(
        shop.calls[0]!.body.merchant_urls!.notification!,
      );
      const body = {order_id: orderId, event_type: 'FRAUD_RISK_ACCEPTED'};
      const answer = await shop.postTo(shop.process(), pathname, body, null);
      assert.equal(answer.status, 200);
      assert.deepEqual(notified, [orderId]);
    });
  }
});
