import assert from 'node:assert/strict';
import {describe, it} from 'node:test';

import {checkOrder} from '../../src/server/check-order.js';
import {markets} from '../../src/server/markets.js';
import {assertAccepted, fieldsOf, orderWith} from './check-order-orders.js';

const letters = (count: number) => 'å'.repeat(count);

describe('an order', () => {
  it('needs country, currency, amount and lines', () => {
    for (const empty of [{}, {purchase_country: null, order_amount: null}]) {
      assert.deepEqual(fieldsOf(empty), [
        'purchase_country',
        'purchase_currency',
        'order_amount',
        'order_lines',
      ]);
    }
  });

  it('is an object', () => {
    for (const value of [undefined, null, 1, 'order', true, Symbol('order')]) {
      assert.deepEqual(fieldsOf(value), ['order'], String(value));
    }
  });

  it('has 1 to 1000 lines', () => {
    const line = {name: 'A', quantity: 1, unit_price: 5, total_amount: 5};
    const order = (count: number) =>
      orderWith({
        order_amount: 5 * count,
        order_tax_amount: 0,
        order_lines: Array.from({length: count}, () => line),
      });
    assertAccepted(order(1));
    assertAccepted(order(1000));
    assert.deepEqual(checkOrder(order(1001)), [
      {
        field: 'order_lines',
        message: 'Bad value: order_lines',
        expected: 'a list of 1 to 1000 order lines',
        actual: 'a list of 1001',
      },
    ]);
    assert.deepEqual(fieldsOf(order(0)), ['order_lines']);
  });

  it('is not changed by the check', () => {
    const order = orderWith({merchant_urls: null}, {quantity: 7});
    const copy = structuredClone(order);
    checkOrder(order);
    assert.deepEqual(order, copy);
  });
});

describe('an order line', () => {
  it('needs name, quantity, unit_price and total_amount', () => {
    for (const member of ['name', 'quantity', 'unit_price', 'total_amount']) {
      for (const value of [undefined, null]) {
        assert.deepEqual(
          checkOrder(orderWith({}, {[member]: value})).map(
            ({field, actual}) => ({field, actual}),
          ),
          [{field: `order_lines[0].${member}`, actual: 'missing'}],
        );
      }
    }
  });

  it('needs a name of 1 to 255 characters', () => {
    assertAccepted(orderWith({}, {name: letters(255)}));
    for (const name of ['', letters(256), 7]) {
      assert.deepEqual(fieldsOf(orderWith({}, {name})), [
        'order_lines[0].name',
      ]);
    }
  });

  it('counts an emoji as one character', () => {
    assertAccepted(orderWith({}, {name: '🫖'.repeat(255)}));
    assert.deepEqual(fieldsOf(orderWith({}, {name: '🫖'.repeat(256)})), [
      'order_lines[0].name',
    ]);
  });

  it('takes amounts up to 200,000,000', () => {
    const order = (amount: number) =>
      orderWith(
        {order_amount: amount, order_tax_amount: 0},
        {
          quantity: 1,
          unit_price: amount,
          total_amount: amount,
          tax_rate: 0,
          total_tax_amount: 0,
        },
      );
    assertAccepted(order(200_000_000));
    assert.deepEqual(fieldsOf(order(200_000_001)), [
      'order_lines[0].unit_price',
      'order_lines[0].total_amount',
    ]);
  });

  it('refuses what is no integer in range, and blames that member alone', () => {
    for (const [member, values] of Object.entries({
      quantity: [-1, 1.5, '2', NaN, Infinity, true, 2n, 2 ** 53],
      unit_price: [50.01, '5000', NaN, -Infinity, [], 2 ** 60],
      total_amount: [99.99, '10000', NaN, {}],
      total_discount_amount: [-1, 0.5, '0', false],
      tax_rate: [-1, 10_001, 25.5, '2500', NaN],
      total_tax_amount: [1999.5, '2000', NaN, -2e53],
    })) {
      for (const value of values) {
        assert.deepEqual(
          fieldsOf(orderWith({}, {[member]: value})),
          [`order_lines[0].${member}`],
          `${member} ${String(value)}`,
        );
      }
    }
  });

  it('keeps to the lengths of the OpenAPI document', () => {
    for (const [member, max] of Object.entries({
      reference: 255,
      quantity_unit: 8,
      image_url: 1024,
      product_url: 1024,
      merchant_data: 1024,
    })) {
      assertAccepted(orderWith({}, {[member]: letters(max)}));
      for (const value of [letters(max + 1), 7, {}]) {
        assert.deepEqual(fieldsOf(orderWith({}, {[member]: value})), [
          `order_lines[0].${member}`,
        ]);
      }
    }
    assert.deepEqual(fieldsOf(orderWith({}, {quantity_unit: ''})), [
      'order_lines[0].quantity_unit',
    ]);
  });

  it('keeps to the lengths of product identifiers', () => {
    for (const [member, max] of Object.entries({
      brand: 70,
      category_path: 750,
      global_trade_item_number: 50,
      manufacturer_part_number: 70,
      color: 64,
      size: 64,
    })) {
      const order = (value: unknown) =>
        orderWith({}, {product_identifiers: {[member]: value}});
      assertAccepted(order(letters(max)));
      assert.deepEqual(fieldsOf(order(letters(max + 1))), [
        `order_lines[0].product_identifiers.${member}`,
      ]);
    }
    assert.deepEqual(fieldsOf(orderWith({}, {product_identifiers: 'A'})), [
      'order_lines[0].product_identifiers',
    ]);
  });

  it('takes a whole subscription, in either case', () => {
    const order = (changes: object) =>
      orderWith(
        {},
        {
          subscription: {
            name: 'Tea',
            interval: 'MONTH',
            interval_count: 1,
            ...changes,
          },
        },
      );
    assertAccepted(order({}));
    assertAccepted(order({interval: 'week'}));
    for (const [member, value] of [
      ['name', ''],
      ['name', undefined],
      ['interval', 'FORTNIGHT'],
      ['interval', undefined],
      ['interval_count', 0],
      ['interval_count', 1.5],
      ['interval_count', undefined],
    ] as const) {
      assert.deepEqual(fieldsOf(order({[member]: value})), [
        `order_lines[0].subscription.${member}`,
      ]);
    }
  });

  it('may be of a type that nobody knows yet', () => {
    assertAccepted(orderWith({}, {type: 'donation'}));
    assert.deepEqual(fieldsOf(orderWith({}, {type: 7})), [
      'order_lines[0].type',
    ]);
  });
});

describe('country and currency', () => {
  it('belong together in every market', () => {
    for (const {country, currency} of markets) {
      const order = (purchase_currency: string) =>
        orderWith({purchase_country: country, purchase_currency});
      assertAccepted(order(currency));
      assertAccepted(order(currency.toLowerCase()));
      const other = currency === 'SEK' ? 'EUR' : 'SEK';
      assert.deepEqual(checkOrder(order(other)), [
        {
          field: 'purchase_currency',
          message: 'Bad value: purchase_currency',
          expected: currency,
          actual: other,
        },
      ]);
    }
  });

  it('are compared by the billing country, if there is one', () => {
    // A recorded order named GB as the country and was billed in the US.
    const billedIn = (country: unknown, purchase_country = 'GB') =>
      orderWith({
        purchase_country,
        purchase_currency: 'USD',
        billing_address: {country},
      });
    assertAccepted(billedIn('US'));
    assertAccepted(billedIn('us'));
    assert.deepEqual(fieldsOf(billedIn('SE', 'US')), ['purchase_currency']);
    assert.deepEqual(fieldsOf(billedIn('')), ['purchase_currency']);
    assert.deepEqual(fieldsOf(billedIn(null)), ['purchase_currency']);
    assert.deepEqual(fieldsOf(billedIn(undefined)), ['purchase_currency']);
  });

  it('are left to Klarna where it is not known to be', () => {
    assertAccepted(
      orderWith({purchase_country: 'JP', purchase_currency: 'JPY'}),
    );
  });

  it('are codes of letters', () => {
    for (const purchase_country of ['', 'S', 'SWE', 'S1', 'Sweden', 46]) {
      assert.deepEqual(fieldsOf(orderWith({purchase_country})), [
        'purchase_country',
      ]);
    }
    for (const purchase_currency of ['', 'SE', 'SEKS', 'kr.', '752', 752]) {
      assert.deepEqual(fieldsOf(orderWith({purchase_currency})), [
        'purchase_currency',
      ]);
    }
  });
});

describe('a locale', () => {
  it('is a language, with or without a country, in either case', () => {
    for (const locale of ['sv-SE', 'EN', 'en', 'en-us', 'en-US', 'de-AT']) {
      assertAccepted(orderWith({locale}));
    }
  });

  it('is of no other form', () => {
    for (const locale of [
      'en_GB',
      'english',
      'en-',
      'e',
      'en-GBR',
      'en-GB\n',
      7,
    ]) {
      assert.deepEqual(fieldsOf(orderWith({locale})), ['locale']);
    }
  });
});

describe('an address', () => {
  for (const owner of ['billing_address', 'shipping_address']) {
    const order = (address: unknown) => orderWith({[owner]: address});

    it(`as ${owner} keeps to the lengths of the OpenAPI document`, () => {
      for (const [member, max] of Object.entries({
        given_name: 99,
        family_name: 99,
        organization_name: 99,
        attention: 99,
        title: 20,
        street_address: 99,
        street_address2: 99,
        postal_code: 10,
        city: 99,
        region: 99,
      })) {
        assertAccepted(order({[member]: letters(max)}));
        for (const value of [letters(max + 1), 7]) {
          assert.deepEqual(fieldsOf(order({[member]: value})), [
            `${owner}.${member}`,
          ]);
        }
      }
      assert.deepEqual(fieldsOf(order('Street 1')), [owner]);
    });

    it(`as ${owner} has an e-mail address that is one`, () => {
      assertAccepted(order({email: 'customer+denied@email.se'}));
      for (const email of [
        'customer',
        'customer@',
        '@email.se',
        'cus tomer@email.se',
        'a@b@email.se',
        `${letters(95)}@a.se`,
        7,
      ]) {
        assert.deepEqual(fieldsOf(order({email})), [`${owner}.email`]);
      }
    });

    it(`as ${owner} has a phone without letters, of 5 digits or more`, () => {
      for (const phone of ['12345678', '+46 (0)70-174 06 15', '12345']) {
        assertAccepted(order({phone}));
      }
      for (const phone of ['1234', '070 CALL 12345', 'åäö12345', 46701740615]) {
        assert.deepEqual(fieldsOf(order({phone})), [`${owner}.phone`]);
      }
    });

    it(`as ${owner} has a country of two letters`, () => {
      assertAccepted(order({country: 'se'}));
      for (const country of ['SWE', 'S', 46]) {
        assert.deepEqual(fieldsOf(order({country})), [`${owner}.country`]);
      }
    });
  }

  it('never shows what the customer entered', () => {
    const secrets = {
      billing_address: {
        phone: 'call Alice',
        email: 'alice(at)shop',
        postal_code: '11148 Stockholm',
        city: 7_654_321,
      },
      customer: {date_of_birth: '3 April 1941', last_four_ssn: '12345'},
    };
    const text = JSON.stringify(checkOrder(orderWith(secrets)));
    assert.equal(checkOrder(orderWith(secrets)).length, 6);
    assert.doesNotMatch(text, /lice|Stockholm|7654321|April|12345/);
  });
});

describe('a customer', () => {
  it('keeps to the patterns of the OpenAPI document', () => {
    for (const [member, right, wrong] of [
      ['date_of_birth', '1941-03-21', '21-03-1941'],
      ['last_four_ssn', '1234', '12345'],
      ['last_four_ssn', '123456789', '12 34'],
      ['type', 'organization', 'company'],
      ['type', 'Person', 'robot'],
      ['organization_entity_type', 'limited_company', 'LTD'],
      ['national_identification_number', '194103219202', 194103219202],
      ['vat_id', 'SE556036079301', {}],
      ['gender', 'female', 1],
    ] as const) {
      const order = (value: unknown) =>
        orderWith({customer: {[member]: value}});
      assertAccepted(order(right));
      assert.deepEqual(fieldsOf(order(wrong)), [`customer.${member}`]);
    }
  });
});

describe('the other members', () => {
  it('keep to their lengths', () => {
    for (const [member, max] of Object.entries({
      merchant_reference1: 255,
      merchant_reference2: 255,
      merchant_data: 6000,
    })) {
      assertAccepted(orderWith({[member]: letters(max)}));
      assert.deepEqual(fieldsOf(orderWith({[member]: letters(max + 1)})), [
        member,
      ]);
    }
  });

  it('are of the right kind', () => {
    for (const [member, value] of [
      ['intent', 'sell'],
      ['acquiring_channel', 'BY_MAIL'],
      ['auto_capture', 'yes'],
      ['design', 7],
      ['custom_payment_method_ids', 'promo'],
      ['custom_payment_method_ids[1]', ['promo', 7]],
      ['attachment', 'text'],
      ['options.color_text', {color_text: 'red'}],
      ['options.color_border', {color_border: '#FFF'}],
      ['options.radius_border', {radius_border: 5}],
      ['merchant_urls', 'https://shop.example'],
      ['merchant_urls.push', {push: 7}],
    ] as const) {
      const [owner = ''] = member.split(/[.[]/);
      assert.deepEqual(fieldsOf(orderWith({[owner]: value})), [member]);
    }
  });

  it('take an attachment with type and body, both as text', () => {
    const content_type = 'application/vnd.klarna.internal.emd-v2+json';
    assertAccepted(orderWith({attachment: {content_type, body: '{}'}}));
    assert.deepEqual(
      fieldsOf(orderWith({attachment: {content_type, body: {}}})),
      ['attachment.body'],
    );
    assert.deepEqual(fieldsOf(orderWith({attachment: {body: '{}'}})), [
      'attachment.content_type',
    ]);
  });

  it('take any URL up to 2000 characters, but https for authorization', () => {
    for (const member of ['confirmation', 'notification', 'push']) {
      const order = (url: string) =>
        orderWith({merchant_urls: {[member]: url}});
      assertAccepted(order('http://localhost:3000/{order.id}'));
      assertAccepted(order(`http://${letters(1993)}`));
      assert.deepEqual(fieldsOf(order(`http://${letters(1994)}`)), [
        `merchant_urls.${member}`,
      ]);
    }
    const order = (authorization: string) =>
      orderWith({merchant_urls: {authorization}});
    assertAccepted(order('https://shop.example/klarna/authorization/secret'));
    for (const url of [
      'http://shop.example/klarna',
      '/klarna',
      'https:///klarna',
      `https://${letters(1993)}`,
    ]) {
      assert.deepEqual(fieldsOf(order(url)), ['merchant_urls.authorization']);
    }
  });
});

describe('what Klarna is recorded to accept', () => {
  it('is null for everything optional', () => {
    assertAccepted(
      orderWith(
        {
          locale: null,
          order_tax_amount: null,
          intent: null,
          acquiring_channel: null,
          billing_address: null,
          shipping_address: {phone: null, email: null, country: null},
          customer: {date_of_birth: null, type: null},
          merchant_reference1: null,
          merchant_data: null,
          merchant_urls: {authorization: null, confirmation: null},
          options: {color_text: null},
          attachment: null,
          custom_payment_method_ids: null,
          design: null,
        },
        {
          type: null,
          reference: null,
          tax_rate: null,
          total_discount_amount: null,
          product_identifiers: {brand: null},
          subscription: null,
        },
      ),
    );
  });

  it('is an empty text for what is optional', () => {
    assertAccepted(
      orderWith(
        {
          locale: '',
          intent: '',
          merchant_reference1: '',
          merchant_urls: {authorization: '', confirmation: ''},
          options: {color_text: ''},
          billing_address: {
            street_address2: '',
            phone: '',
            email: '',
            country: '',
            postal_code: '',
          },
          customer: {date_of_birth: '', type: '', last_four_ssn: ''},
        },
        {reference: '', image_url: '', product_identifiers: {brand: ''}},
      ),
    );
  });

  it('is what only Klarna sets, and what nobody knows', () => {
    assertAccepted(
      orderWith(
        {
          client_token: 'token',
          authorization_token: 7,
          expires_at: 'soon',
          status: 'incomplete',
          payment_method_categories: {},
          step_up_id: 'x',
        },
        {colour: 'blue'},
      ),
    );
  });

  it('is a fixed word in either case', () => {
    assertAccepted(
      orderWith({
        intent: 'BUY',
        acquiring_channel: 'ecommerce',
        customer: {type: 'PERSON'},
      }),
    );
  });

  it('is an address that does not suit its country', () => {
    assertAccepted(
      orderWith({
        billing_address: {
          country: 'SE',
          phone: '+48795222223',
          region: 'DC',
          postal_code: '20500',
        },
        shipping_address: {country: 'US', street_address2: ''},
      }),
    );
  });
});
