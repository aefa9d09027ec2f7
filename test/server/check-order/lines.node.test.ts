import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {inspect} from 'node:util';

import {checkOrder} from '../../../src/server/check-order/check-order.js';
import {assertAccepted, fieldsOf, orderWith} from './orders.js';

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
        certain: true,
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
      quantity: [-1, -0.5, '-1', 'two', NaN, Infinity, true, 2n, 2 ** 53],
      unit_price: [50.01, '50.01', '50 kr', '', NaN, -Infinity, [], 2 ** 60],
      total_amount: [99.99, '1e4', ' 10000', '0x10', NaN, {}],
      total_discount_amount: [-1, 0.5, '-1', false],
      tax_rate: [-1, 10_001, 25.5, '10001', '25%', NaN],
      total_tax_amount: [1999.5, '2000.0', '--1', NaN, -2e53],
    })) {
      for (const value of values) {
        assert.deepEqual(
          fieldsOf(orderWith({}, {[member]: value})),
          [`order_lines[0].${member}`],
          `${member} ${inspect(value)}`,
        );
      }
    }
  });

  it('takes numbers as text, as a live test of Klarna’s sent them', () => {
    assertAccepted(
      orderWith(
        {order_amount: '10000', order_tax_amount: '2000'},
        {
          quantity: '2',
          unit_price: '5500',
          total_discount_amount: '1000',
          total_amount: '10000',
          tax_rate: '2500',
          total_tax_amount: '2000',
        },
      ),
    );
    assert.deepEqual(checkOrder(orderWith({order_amount: '10001'})), [
      {
        field: 'order_amount',
        message: 'Bad value: order_amount',
        certain: true,
        expected: 10_000,
        actual: 10_001,
      },
    ]);
    const discount = {
      type: 'discount',
      name: 'Spring',
      quantity: '1',
      unit_price: '-1000',
      total_amount: '-1000',
    };
    const order = orderWith({order_amount: '9000'});
    assertAccepted({
      ...order,
      order_lines: [...(order['order_lines'] as object[]), discount],
    });
  });

  it('takes what a product of decimals leaves behind an integer', () => {
    assertAccepted(
      orderWith(
        {order_amount: 19.99 * 100, order_tax_amount: 2.8 * 100},
        {
          quantity: 1,
          unit_price: 19.99 * 100,
          total_amount: 19.99 * 100,
          tax_rate: 0.163 * 10_000,
          total_tax_amount: 2.8 * 100,
        },
      ),
    );
    assert.notEqual(19.99 * 100, 1999);
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
