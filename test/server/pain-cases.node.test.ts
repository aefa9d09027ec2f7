import assert from 'node:assert/strict';
import {describe, it} from 'node:test';

import type {KlarnaPlaceOrder} from '../../src/wire/rest-types.js';
import {checkOrder} from '../../src/server/index.js';
import {ada, cart} from './support/cart.js';
import {okIn, openShop, problemIn} from './support/shop.js';

/**
 * What has gone wrong in other integrations of Klarna Payments, as far as it
 * is the server's. The numbers are those of docs/reliability.md.
 */
describe('cases that have hurt other shops, on the server', () => {
  type Shop = ReturnType<typeof openShop>;
  interface Order {
    order_id: string;
    redirect_url: string;
  }
  interface Session {
    client_token: string;
  }

  /** The browser brings the token. */
  const order = (shop: Shop, token: string, customer_details: object = ada) =>
    shop.post('order', {authorization_token: token, customer_details});

  /** Klarna brings the token. */
  const callBack = (shop: Shop, token: string, sessionId: string) =>
    shop.postTo(
      shop.process(),
      shop.callbackPath(),
      {authorization_token: token, session_id: sessionId},
      null,
    );

  const session = async (shop: Shop) =>
    okIn<Session>(await shop.post('session', {}));

  /** Klarna refuses orders with that. */
  const refusing = (status: number, code: string, message: string) =>
    function fault({kind}: {kind: string}) {
      return kind === 'order'
        ? Response.json({error_code: code, error_messages: [message]}, {status})
        : undefined;
    };

  it('4. an authorization that Klarna refuses once is not tried for ever', async () => {
    const shop = openShop();
    const {token} = await shop.authorize();
    shop.fault = refusing(409, 'BAD_VALUE', 'Not matching fields: [x]');
    for (let attempt = 0; attempt < 3; attempt++) {
      await problemIn(await order(shop, token), 409);
    }
    assert.equal(shop.count('order'), 1);

    shop.fault = undefined;
    const again = await shop.authorize();
    assert.notEqual(again.token, token);
    await okIn(await order(shop, again.token));
    assert.equal(shop.placed.length, 1);
  });

  it('5. a session that is of no more use is replaced by a new one', async () => {
    const shop = openShop();
    const {token, clientToken} = await shop.authorize();
    shop.fault = ({kind}) =>
      kind === 'read'
        ? Response.json({error_code: 'NOT_FOUND'}, {status: 404})
        : undefined;
    await problemIn(await order(shop, token), 409);

    shop.fault = undefined;
    assert.notEqual((await session(shop)).client_token, clientToken);
  });

  it('6. a postal code reaches the order as it was authorized, blanks and all', async () => {
    const shop = openShop();
    const {client_token: clientToken} = await session(shop);
    const details = {
      billing_address: {...ada.billing_address, postal_code: '111 48'},
    };
    const {authorization_token: token} = await shop.sandbox.authorize(
      clientToken,
      details,
    );
    await okIn(await order(shop, token!, details));
    const {billing_address: placed} = shop.calls.at(-1)!.body;
    assert.equal(placed?.postal_code, '111 48');
  });

  it('7. an order without a delivery address is placed without one', async () => {
    const shop = openShop();
    const {token} = await shop.authorize();
    await okIn(await order(shop, token, {...ada, shipping_address: null}));
    assert.ok(!('shipping_address' in shop.calls.at(-1)!.body));
  });

  it('8. a street that a plugin has split is ordered as it was authorized', async () => {
    const split = {street_address: 'Hemligagatan', street_address2: '7'};
    const shop = openShop({
      order: () => cart(10_000, {shipping_address: split}),
    });
    const {client_token: clientToken} = await session(shop);
    const details = {...ada, shipping_address: ada.billing_address};
    const {authorization_token: token} = await shop.sandbox.authorize(
      clientToken,
      details,
    );
    await okIn(await order(shop, token!, details));
    const {shipping_address: placed} = shop.calls.at(-1)!.body;
    assert.equal(placed?.street_address, 'Hemligagatan 7');
  });

  it('9. a country without credentials breaks that country only', async () => {
    const shop = openShop();
    const {client_token: swedish} = await session(shop);
    shop.fault = ({body}) =>
      body.purchase_country === 'US'
        ? new Response('<h1>401</h1>', {status: 401})
        : undefined;
    shop.carts.set('ada', {
      ...cart(),
      purchase_country: 'US',
      purchase_currency: 'USD',
      locale: 'en-US',
    });
    await problemIn(await shop.post('session', {}), 502);

    shop.carts.set('ada', cart());
    assert.equal((await session(shop)).client_token, swedish);
    assert.deepEqual(shop.kinds(), ['create', 'create']);
  });

  it('10. another country or language gets a session of its own', async () => {
    const shop = openShop();
    const tokens = new Set([(await session(shop)).client_token]);
    for (const members of [
      {locale: 'en-SE'},
      {
        purchase_country: 'NO',
        purchase_currency: 'NOK',
        locale: 'nb-NO',
      },
    ]) {
      shop.carts.set('ada', cart(10_000, members));
      tokens.add((await session(shop)).client_token);
    }
    assert.equal(tokens.size, 3);
    assert.deepEqual(shop.kinds(), ['create', 'create', 'create']);
  });

  it('11. many clicks on “Place order” place one order', async () => {
    const shop = openShop();
    const {token} = await shop.authorize();
    const answers = await Promise.all(
      Array.from({length: 10}, async () =>
        okIn<Order>(await order(shop, token)),
      ),
    );
    assert.equal(new Set(answers.map(({order_id: id}) => id)).size, 1);
    assert.equal(shop.count('order'), 1);
    assert.equal(shop.placed.length, 1);
  });

  it('12. browser and callback at the same time place one order', async () => {
    for (let round = 0; round < 10; round++) {
      const shop = openShop();
      const {token, sessionId} = await shop.authorize();
      const ways = [
        () => order(shop, token),
        () => callBack(shop, token, sessionId),
      ];
      if (round % 2) ways.reverse();
      await Promise.all(ways.map((way) => way()));
      assert.equal(shop.count('order'), 1);
      assert.equal(shop.placed.length, 1);
    }
  });

  it('13. a callback that comes first does not leave the shopper behind', async () => {
    const shop = openShop();
    const {token, sessionId} = await shop.authorize();
    await callBack(shop, token, sessionId);
    // Klarna has its answer by now; the order comes after it.
    await shop.settled();
    // The shop empties the cart when it has recorded the order.
    shop.carts.set('ada', null);
    const {order_id: id, redirect_url: url} = await okIn<Order>(
      await order(shop, token),
    );
    assert.equal(id, shop.placed[0]!.orderId);
    assert.match(url, /^https?:/);
  });

  it('14. a callback that is repeated changes nothing', async () => {
    const shop = openShop();
    const {token, sessionId} = await shop.authorize();
    const placed = await okIn<Order>(await order(shop, token));
    for (let again = 0; again < 3; again++) {
      assert.equal((await callBack(shop, token, sessionId)).status, 204);
    }
    assert.deepEqual(await okIn(await order(shop, token)), placed);
    assert.equal(shop.placed.length, 1);
  });

  it('15. no payment makes two orders, though the first answer was lost', async () => {
    const shop = openShop({timeout: 300});
    const {token, sessionId} = await shop.authorize();
    shop.fault = async ({kind}, pass) => {
      const answer = await pass();
      if (kind === 'order') throw new TypeError('the connection broke');
      return answer;
    };
    assert.ok((await order(shop, token)).status >= 500);
    shop.fault = undefined;
    await callBack(shop, token, sessionId);
    await okIn(await order(shop, token));
    assert.equal(shop.sandbox.orders.length, 1);
    assert.equal(shop.placed.length, 1);
  });

  it('16. a callback during the order waits for it, and nothing stays pending', async () => {
    const shop = openShop();
    const {token, sessionId} = await shop.authorize();
    let callback: Promise<Response> | undefined;
    shop.fault = async ({kind}, pass) => {
      if (kind === 'order') callback ??= callBack(shop, token, sessionId);
      return pass();
    };
    await okIn(await order(shop, token));
    assert.equal((await callback)?.status, 204);
    assert.equal(shop.count('order'), 1);
    assert.equal(shop.placed.length, 1);
  });

  it('18. an approval of which the browser never hears becomes an order', async () => {
    const shop = openShop();
    const {token, sessionId} = await shop.authorize();
    assert.equal((await callBack(shop, token, sessionId)).status, 204);
    await shop.settled();
    assert.deepEqual(
      shop.placed.map(({visitor}) => visitor),
      ['ada'],
    );
  });

  it('25. a tax that a shop has rounded or added is refused, with the right one', () => {
    const problemsOf = (total: number, tax: number) =>
      checkOrder(orderWithDiscount(total, tax)).filter(({field}) =>
        field.startsWith('order_lines[1]'),
      );
    assert.deepEqual(problemsOf(-10_000, -2000), []);
    // Up or down is the shop's choice.
    assert.deepEqual(problemsOf(-333, -66), []);
    assert.deepEqual(problemsOf(-333, -67), []);
    // 25 % of the total, instead of what the total holds of it.
    assert.deepEqual(
      problemsOf(-10_000, -2500).map(({field, expected}) => [field, expected]),
      [['order_lines[1].total_tax_amount', -2000]],
    );
    // A shop without decimals rounds 19.80 to 20.
    assert.deepEqual(
      problemsOf(-9900, -2000).map(({expected}) => expected),
      [-1980],
    );
  });

  it('27. a cart that has expired sends no negative tax', async () => {
    const shop = openShop();
    const {token} = await shop.authorize();
    shop.carts.set('ada', null);
    for (const answer of [
      await shop.post('session', {}),
      await order(shop, token),
    ]) {
      assert.equal((await problemIn(answer, 409)).code, 'empty-cart');
    }
    const fields = checkOrder({...cart(), order_tax_amount: -2000});
    assert.deepEqual(
      fields.map(({field}) => field),
      ['order_tax_amount'],
    );
  });

  it('28. whoever returns after two days pays in a new session, without an error', async () => {
    let hours = 0;
    const shop = openShop({now: () => Date.now() + hours * 3_600_000});
    const {client_token: old} = await session(shop);
    hours = 49;
    const {client_token: token} = await session(shop);
    assert.notEqual(token, old);
    const {token: authorized} = await shop.authorizeWith(token);
    await okIn(await order(shop, authorized));
  });

  it('28. so does whoever has a session that Klarna no longer knows', async () => {
    const shop = openShop();
    const {client_token: old} = await session(shop);
    shop.fault = ({kind}) =>
      kind === 'update'
        ? Response.json({error_code: 'NOT_FOUND'}, {status: 404})
        : undefined;
    shop.carts.set('ada', cart(20_000));
    assert.notEqual((await session(shop)).client_token, old);
  });

  it('28. a currency that is not the country’s is noticed before Klarna is asked', async () => {
    const problems = checkOrder(cart(10_000, {purchase_currency: 'EUR'}));
    assert.deepEqual(
      problems.map(({field}) => field),
      ['purchase_currency'],
    );
  });

  it('29. a refused phone is named, and is no “not available”', async () => {
    const shop = openShop();
    shop.carts.set(
      'ada',
      cart(10_000, {
        billing_address: {...ada.billing_address, phone: 'ask me'},
      }),
    );
    const problem = await problemIn(await shop.post('session', {}), 422);
    assert.deepEqual(problem.fields, ['billing_address.phone']);
  });

  /** A second line at 25 % takes something off. */
  function orderWithDiscount(total: number, tax: number): KlarnaPlaceOrder {
    const {order_lines: lines, ...order} = cart(100_000);
    const discount = {
      type: 'discount',
      name: 'Discount',
      quantity: 1,
      unit_price: total,
      tax_rate: 2500,
      total_amount: total,
      total_tax_amount: tax,
    };
    return {
      ...order,
      order_amount: 100_000 + total,
      order_tax_amount: 20_000 + tax,
      order_lines: [...lines, discount],
    };
  }
});
