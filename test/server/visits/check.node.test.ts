import assert from 'node:assert/strict';
import {describe, it} from 'node:test';

import type {KlarnaMerchantOptions} from '../../../src/server/index.js';
import {cart} from '../support/cart.js';
import {openShop, problemIn} from '../support/shop.js';

const wrong = cart(10_000, {order_tax_amount: 9_000});

describe('the option check, where the shop says nothing', () => {
  for (const [environment, baseUrl, code, outcome] of [
    ['playground', undefined, 'check-refused', 'refused'],
    [undefined, 'http://127.0.0.1:9', 'check-refused', 'refused'],
    ['live', undefined, 'klarna-refused', 'reported'],
  ] as const) {
    it(`leads in ${environment ?? baseUrl} to ${code}`, async () => {
      const shop = openShop({
        environment,
        baseUrl,
      } as Partial<KlarnaMerchantOptions>);
      shop.carts.set('ada', wrong);
      const problem = await problemIn(await shop.post('session', {}), 422);
      assert.equal(problem.code, code);
      assert.deepEqual(problem.fields, ['order_tax_amount']);
      const told = shop.events.filter(({type}) => type === 'check');
      assert.deepEqual(
        told.map((event) => event.outcome),
        [outcome],
      );
    });
  }

  it('is never asked of an order, only of what is created and updated', async () => {
    const shop = openShop({check: 'refuse', atOrder: () => ({})});
    const {token} = await shop.authorize();
    shop.fault = async ({kind}, pass) => {
      assert.notEqual(kind, 'update');
      return pass();
    };
    // Klarna alone judges what a browser adds.
    const answer = await shop.post('order', {
      authorization_token: token,
      customer_details: {billing_address: {phone: 'by post'}},
    });
    assert.ok(!(await answer.text()).includes('check-refused'));
    assert.equal(shop.count('order'), 1);
  });
});
