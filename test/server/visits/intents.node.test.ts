import assert from 'node:assert/strict';
import {describe, it} from 'node:test';

import {
  memoryStorage,
  type KlarnaMerchantOptions,
  type KlarnaTokenizedEvent,
} from '../../../src/server/index.js';
import {ada, cart} from '../support/cart.js';
import {okIn, openShop, problemIn} from '../support/shop.js';

const form = {
  'content-type': 'application/x-www-form-urlencoded',
  'sec-fetch-mode': 'navigate',
};

function openShopOf(intent: string, options: Partial<KlarnaMerchantOptions>) {
  const clock = {time: 1_700_000_000_000};
  const now = () => clock.time;
  const shop = openShop({now, storage: memoryStorage({now}), ...options});
  shop.carts.set('ada', cart(10_000, {intent} as object));
  const pay = (token: string) =>
    shop.post('order', {authorization_token: token, customer_details: ada});
  return {shop, clock, pay};
}

describe('an order with the intent tokenize', () => {
  it('is never ordered, whoever comes: browser, callback or recovery', async () => {
    for (const way of ['browser', 'callback', 'recovery'] as const) {
      const told: KlarnaTokenizedEvent[] = [];
      const {shop, clock, pay} = openShopOf('tokenize', {
        callbackPatience: way === 'recovery' ? 15_000 : 0,
        tokenized: (event) => {
          told.push(event);
        },
      });
      const {token, sessionId} = await shop.authorize();
      if (way === 'browser') {
        await okIn(await pay(token));
      } else {
        await shop.callBack(token, sessionId);
        clock.time += 16_000;
        await shop.process().recover();
      }
      assert.equal(shop.count('order'), 0, way);
      assert.equal(shop.count('customer-token'), 1, way);
      assert.deepEqual(shop.placed, []);
      const [{visitor, customerToken, order} = assert.fail()] = told;
      assert.equal(told.length, 1);
      assert.equal(visitor, 'ada');
      assert.ok(customerToken.token_id);
      assert.equal(order.intent, 'tokenize');
      assert.equal(order.order_amount, 10_000);
    }
  });

  it('is told to the shop until it has taken the token over', async () => {
    let isBroken = true;
    let told = 0;
    const {shop, clock, pay} = openShopOf('tokenize', {
      tokenized: () => {
        told++;
        if (isBroken) {
          throw new Error('the database is gone');
        }
      },
    });
    const {token} = await shop.authorize();
    await problemIn(await pay(token), 500);
    assert.equal((await shop.process().pending()).length, 1);
    isBroken = false;
    clock.time += 1_000;
    await shop.process().recover();
    assert.deepEqual([told, shop.count('customer-token')], [2, 1]);
    assert.deepEqual(await shop.process().pending(), []);
    await okIn(await pay(token));
    assert.equal(told, 2);
  });

  it('stays open, with an event, where the shop has no function for the token', async () => {
    const {shop, clock, pay} = openShopOf('tokenize', {});
    const {token} = await shop.authorize();
    await problemIn(await pay(token), 500);
    const failed = shop.events.find(
      ({type, outcome}) => type === 'tokenized' && outcome === 'failed',
    );
    assert.ok(failed && 'error' in failed && failed.error instanceof TypeError);
    assert.match(failed.error.message, /option tokenized/);
    const told: string[] = [];
    const mended = shop.process({
      tokenized: ({customerToken}) => {
        told.push(customerToken.token_id);
      },
    });
    clock.time += 1_000;
    await mended.recover();
    assert.equal(told.length, 1);
    assert.deepEqual(await mended.pending(), []);
  });

  it('sends a form on, without telling the browser the customer token', async () => {
    const {shop} = openShopOf('tokenize', {tokenized: () => {}});
    const {token} = await shop.authorize();
    const answer = await shop.post(
      'order',
      String(new URLSearchParams({a_authorization_token: token})),
      'ada',
      form,
    );
    assert.ok(answer.status === 200 || answer.status === 303);
    const text = await answer.text();
    assert.doesNotMatch(text, /token_id/);
  });
});

for (const intent of [
  'buy_and_tokenize',
  'BUY_AND_TOKENIZE',
  'buy_and_default_tokenize',
]) {
  describe(`an order with the intent ${intent}`, () => {
    it('becomes a customer token first, which `placed` gets, and then the order', async () => {
      const {shop, pay} = openShopOf(intent, {
        check: 'off',
        tokenized: () => assert.fail('it is told with the order'),
      });
      shop.fault = ({kind}) =>
        kind === 'customer-token'
          ? Response.json({token_id: 'customer token 1'})
          : undefined;
      const {token} = await shop.authorize();
      await okIn(await pay(token));
      const kinds = shop.kinds().filter((kind) => kind !== 'read');
      assert.deepEqual(kinds, ['create', 'customer-token', 'order']);
      assert.equal(shop.placed[0]?.customerToken?.token_id, 'customer token 1');
    });

    for (const status of [400, 403, 404, 409]) {
      it(`is ordered though the customer token is refused with ${status}`, async () => {
        const {shop, pay} = openShopOf(intent, {check: 'off'});
        shop.fault = ({kind}) =>
          kind === 'customer-token'
            ? Response.json({error_code: 'SOME_CODE'}, {status})
            : undefined;
        const {token} = await shop.authorize();
        await okIn(await pay(token));
        assert.equal(shop.placed.length, 1);
        assert.equal(shop.placed[0]?.customerToken, undefined);
      });
    }
  });
}

describe('an order with the intent buy', () => {
  for (const intent of ['buy', undefined]) {
    it(`(${intent}) is ordered, and no customer token is asked for`, async () => {
      const {shop, pay} = openShopOf('buy', {
        order: () => cart(10_000, intent ? {intent: 'buy'} : {}),
      });
      const {token} = await shop.authorize();
      await okIn(await pay(token));
      assert.equal(shop.count('customer-token'), 0);
      assert.equal(shop.placed.length, 1);
    });
  }
});
