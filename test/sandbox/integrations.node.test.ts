import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {
  ada,
  hour,
  minute,
  openKlarna,
  subscription,
  type Answer,
  type Data,
} from './klarna.js';

/**
 * What widespread integrations ask of the REST API, in their order and with
 * their habits, written anew after what is known of them.
 */

/** A shop's notes on what Klarna has sent it. */
function openShop() {
  const callbacks: Data[] = [];
  const klarna = openKlarna({
    callbackBackoff: 1,
    fetch: async (request) => {
      callbacks.push((await request.json()) as Data);
      return new Response(null, {status: 200});
    },
  });
  return {...klarna, callbacks};
}

function assertStatus({status, text}: Answer, expected: number): void {
  assert.equal(status, expected, text);
}

const german: Data = {...ada, country: 'DE', postal_code: '60594', region: ''};

describe('a shop like WooCommerce’s with Krokedil’s plugin', () => {
  /** Net prices: unit and total are rounded apart from the net amount. */
  const cart = (quantity: number): Data => {
    const net = 840 * quantity;
    const tax = Math.round(net * 0.19);
    const unit_price = Math.round(840 + tax / quantity);
    return {
      purchase_country: 'DE',
      purchase_currency: 'EUR',
      locale: 'de-DE',
      order_amount: net + tax,
      order_tax_amount: tax,
      order_lines: [
        {
          reference: 'sku',
          name: 'Tee',
          product_url: 'https://shop.example/tee',
          image_url: 'https://shop.example/tee.jpg',
          quantity,
          quantity_unit: 'pcs',
          tax_rate: 1900,
          total_amount: net + tax,
          total_discount_amount: 0,
          total_tax_amount: tax,
          type: 'physical',
          unit_price,
        },
      ],
      customer: {type: 'person'},
      options: {color_border: '', radius_border: null},
      merchant_urls: {
        authorization: 'https://shop.example/wc-api/authorized/',
        notification: 'https://shop.example/wc-api/notified/',
      },
    };
  };

  it('makes a session without the customer, updates it, authorizes and orders', async () => {
    const {create, update, place, sandbox, read, callbacks} = openShop();
    const created = await create(cart(1));
    assertStatus(created, 200);
    const id = String(created.body['session_id']);
    for (const quantity of [2, 3, 6, 7]) {
      assertStatus(await update(id, cart(quantity)), 204);
    }

    const addresses = {billing_address: german, shipping_address: german};
    const {authorization_token: token} = await sandbox.authorize(
      String(created.body['client_token']),
      {...cart(7), ...addresses},
    );
    await sandbox.settled();
    assert.deepEqual(callbacks, [{authorization_token: token, session_id: id}]);
    const placed = await place(String(token), {
      ...cart(7),
      ...addresses,
      merchant_reference1: '1001',
      merchant_urls: {
        confirmation: 'https://shop.example/received/?order={order.id}',
        notification: 'https://shop.example/wc-api/notified/?order_id=1001',
      },
    });
    assertStatus(placed, 200);
    assert.equal((await read(id)).body['status'], 'complete');
    // The callback comes late and finds the order there.
    assertStatus(await place(String(token), {}), 400);
  });

  it('starts anew where an update is refused', async () => {
    const {create, update, clock} = openShop();
    const {body} = await create(cart(1));
    clock.now += 48 * hour;
    assertStatus(await update(String(body['session_id']), cart(2)), 404);
    assertStatus(await create(cart(2)), 200);
  });
});

describe('a shop like Salesforce’s with Klarna’s cartridge', () => {
  /** Decimals times 100, not rounded. */
  const basket = (price: number, promotion: number): Data => ({
    purchase_country: 'DE',
    purchase_currency: 'EUR',
    locale: 'de-de',
    acquiring_channel: 'ecommerce',
    order_amount: Math.round(100 * price) - Math.round(100 * promotion),
    order_tax_amount: 0,
    order_lines: [
      {
        type: 'physical',
        name: 'Item',
        quantity: 1,
        unit_price: price * 100,
        tax_rate: 0,
        total_amount: price * 100,
        total_tax_amount: 0,
      },
      {
        type: 'discount',
        name: 'Promo',
        quantity: 1,
        unit_price: promotion * -100,
        tax_rate: 0,
        total_amount: promotion * -100,
        total_tax_amount: 0,
        merchant_data: 'CODE',
      },
    ],
    merchant_reference2: '',
    options: {color_details: '', color_button: '#000000'},
    attachment: {
      content_type: 'application/vnd.klarna.internal.emd-v2+json',
      body: '{"customer_account_info":[]}',
    },
  });

  it('reads, updates and reads at each refresh, and authorizes again', async () => {
    const {create, update, read, cancel, sandbox, place} = openShop();
    const first = basket(99.99, 19.99);
    const created = await create(first);
    assertStatus(created, 200);
    const id = String(created.body['session_id']);
    const clientToken = String(created.body['client_token']);
    for (const [price, promotion] of [
      [19.99, 0.1],
      [8.2, 1.1],
    ] as const) {
      assertStatus(await read(id), 200);
      assertStatus(await update(id, basket(price, promotion)), 204);
      const {body} = await read(id);
      assert.equal((body['payment_method_categories'] as []).length, 3);
    }

    const details = {billing_address: german, shipping_address: german};
    const one = await sandbox.authorize(clientToken, details);
    // The basket has changed: what was authorized is released.
    assertStatus(await cancel(String(one.authorization_token)), 204);
    assertStatus(await update(id, first), 204);
    const two = await sandbox.reauthorize(clientToken, details);
    const order = {
      ...first,
      ...details,
      merchant_reference1: '00001001',
      merchant_urls: {
        confirmation: 'https://shop.example/confirmed?klarna_country=DE',
        notification: 'https://shop.example/notified?klarna_country=DE',
      },
    };
    assertStatus(await place(String(two.authorization_token), order), 200);
    assertStatus(await place(String(two.authorization_token), order), 200);
    assert.equal(sandbox.orders.length, 1);
  });

  it('waits for what Klarna decides on a pending order', async () => {
    const {session, sandbox, place, clock, callbacks} = openShop();
    const order = {
      ...basket(99.99, 19.99),
      purchase_country: 'US',
      purchase_currency: 'USD',
      locale: 'en-us',
      merchant_urls: {notification: 'https://shop.example/notified'},
    };
    const {clientToken} = await session(order);
    const billing_address = {
      ...ada,
      country: 'US',
      email: 'customer+pend-accept-03@email.us',
    };
    const {authorization_token: token} = await sandbox.authorize(clientToken, {
      billing_address,
    });
    const {body} = await place(String(token), {...order, billing_address});
    assert.equal(body['fraud_status'], 'PENDING');
    clock.now += 3 * minute;
    await sandbox.settled();
    assert.deepEqual(callbacks, [
      {order_id: body['order_id'], event_type: 'FRAUD_RISK_ACCEPTED'},
    ]);
  });
});

describe('a shop like those behind Adyen', () => {
  const payment = (intent?: string): Data => ({
    ...(intent && {intent}),
    purchase_country: 'SE',
    purchase_currency: 'SEK',
    locale: 'sv-SE',
    order_amount: 25_000,
    order_lines: [
      {
        name: 'Shoes',
        reference: '1',
        quantity: 1,
        unit_price: 25_000,
        total_amount: 25_000,
        tax_rate: 2500,
        total_tax_amount: 5000,
      },
    ],
    billing_address: ada,
    shipping_address: ada,
  });

  it('has the customer in the session, and takes the money at once', async () => {
    const {authorized, place, sandbox} = openShop();
    const {token} = await authorized(payment());
    const order = {
      ...payment(),
      auto_capture: true,
      merchant_reference1: '8816178914079738',
    };
    assertStatus(await place(token, order), 200);
    assert.equal(sandbox.orders[0]?.body.auto_capture, true);
  });

  it('keeps a token for later payments, with a payment or without', async () => {
    const {authorized, place, customerToken} = openShop();
    const first = await authorized(payment('buy_and_tokenize'));
    assertStatus(await customerToken(first.token, subscription), 200);
    assertStatus(await place(first.token, payment('buy_and_tokenize')), 200);

    const zero = {name: 'A way to pay', quantity: 1, unit_price: 0};
    const nothing = {
      ...payment('tokenize'),
      order_amount: 0,
      order_lines: [{...zero, total_amount: 0}],
    };
    const second = await authorized(nothing);
    const made = await customerToken(second.token, subscription);
    assertStatus(made, 200);
    assert.ok(made.body['redirect_url']);
    assertStatus(await place(second.token, nothing), 403);
  });
});

describe('a shop like BigCommerce’s', () => {
  const checkout: Data = {
    purchase_country: 'gb',
    purchase_currency: 'gbp',
    locale: 'en-gb',
    order_amount: 10_450,
    order_tax_amount: 1900,
    order_lines: [
      {
        type: 'physical',
        name: 'Chair',
        reference: 'CHAIR',
        quantity: 2,
        unit_price: 6000,
        total_discount_amount: 600,
        total_amount: 11_400,
        tax_rate: 2000,
        total_tax_amount: 1900,
      },
      {
        type: 'shipping_fee',
        name: 'Shipping',
        quantity: 1,
        unit_price: 0,
        total_amount: 0,
      },
      {
        type: 'surcharge',
        name: 'Gift wrap',
        quantity: 1,
        unit_price: 50,
        total_amount: 50,
      },
      {
        type: 'gift_card',
        name: 'Gift certificate',
        quantity: 1,
        unit_price: -1000,
        total_amount: -1000,
      },
    ],
  };
  const british: Data = {...ada, country: 'GB', postal_code: 'SW1Y 4LE'};

  it('loads once per change of the cart, and authorizes twice in a row', async () => {
    const {session, update, sandbox, place} = openShop();
    const {id, clientToken} = await session(checkout);
    for (let load = 0; load < 3; load++) {
      const email = `ada+${load}@shop.example`;
      const billing_address = {...british, email};
      assertStatus(await update(id, {...checkout, billing_address}), 204);
    }
    const details = {billing_address: british, shipping_address: british};
    const [one, two] = await Promise.all([
      sandbox.authorize(clientToken, details),
      sandbox.authorize(clientToken, details),
    ]);
    const order = {...checkout, ...details};
    assertStatus(await place(String(one.authorization_token), order), 404);
    assertStatus(await place(String(two.authorization_token), order), 200);
  });
});
