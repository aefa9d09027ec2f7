import assert from 'node:assert/strict';
import {describe, it} from 'node:test';

import type {KlarnaOrder} from '../../../src/wire/rest-types.js';
import {createKlarnaSandbox} from '../../../src/sandbox/index.js';
import {checkOrder} from '../../../src/server/check-order/check-order.js';
import {KlarnaPaymentsClient} from '../../../src/server/client/client.js';
import {KlarnaApiError} from '../../../src/server/client/errors.js';
import {assertAccepted, orderWith} from './orders.js';

/**
 * The error table of Klarna's page "Create a Klarna Payments Session", each row
 * with orders that have that fault and no other.
 */
const table: Record<string, Record<string, unknown>> = {
  order_tax_amount: {
    'more than the lines have': orderWith({order_tax_amount: 2003}),
    'less than the lines have': orderWith({order_tax_amount: 1997}),
    'tax of nothing': orderWith(
      {},
      {tax_rate: undefined, total_tax_amount: undefined},
    ),
    'a fraction': orderWith({order_tax_amount: 1999.5}),
    'below zero': orderWith({order_tax_amount: -1}),
  },
  order_lines: {
    none: orderWith({order_lines: []}),
    missing: orderWith({order_lines: undefined}),
    'no list': orderWith({order_lines: {name: 'Teapot'}}),
  },
  purchase_currency: {
    'that of another country': orderWith({purchase_currency: 'EUR'}),
    'that of the purchase, not of the billing country': orderWith({
      billing_address: {country: 'DE'},
    }),
    malformed: orderWith({purchase_currency: 'kr'}),
    missing: orderWith({purchase_currency: undefined}),
  },
  'order_lines[0].tax_rate': {
    'above 100 %': orderWith({}, {tax_rate: 10_001}),
    'below zero': orderWith({}, {tax_rate: -2500}),
    'a fraction': orderWith({}, {tax_rate: 2500.5}),
  },
  'order_lines[0].total_tax_amount': {
    'two more than the rate': orderWith({}, {total_tax_amount: 2002}),
    'tax of the net amount': orderWith({}, {total_tax_amount: 2500}),
  },
  'order_lines[0].total_amount': {
    'not the price of the pieces': orderWith({}, {total_amount: 9997}),
    'half a piece': orderWith({}, {quantity: 0.5}),
  },
  'order_lines[0].name': {
    empty: orderWith({}, {name: ''}),
  },
  order_amount: {
    'not the sum of the lines': orderWith({order_amount: 10_001}),
  },
  'billing_address.phone': {
    'with letters': orderWith({billing_address: {phone: '0700-KLARNA'}}),
    'of four digits': orderWith({billing_address: {phone: '0700'}}),
  },
  'billing_address.postal_code': {
    'of eleven characters': orderWith({
      billing_address: {postal_code: '12345 67890'},
    }),
  },
  locale: {
    'with an underscore': orderWith({locale: 'en_GB'}),
  },
};

const sandbox = createKlarnaSandbox({rateLimit: 'off'});
const client = new KlarnaPaymentsClient({
  credentials: {username: 'K123456_abcdef123456', password: 'sekret'},
  baseUrl: 'http://klarna.test',
  fetch: (request) => sandbox.fetch(request),
});

describe('the error table of create session', () => {
  it('starts from an order that nobody objects to', async () => {
    assertAccepted(orderWith());
    const session = await client.createSession(
      orderWith() as unknown as KlarnaOrder,
    );
    assert.match(session.session_id, /./);
  });

  for (const [field, faults] of Object.entries(table)) {
    for (const [fault, order] of Object.entries(faults)) {
      it(`${field}: ${fault}`, async () => {
        assert.deepEqual(
          checkOrder(order).map(({field, message}) => ({field, message})),
          [{field, message: `Bad value: ${field}`}],
        );
        await assert.rejects(
          client.createSession(order as unknown as KlarnaOrder),
          (error: unknown) => {
            assert.ok(error instanceof KlarnaApiError);
            assert.equal(error.status, 400);
            assert.equal(error.errorCode, 'BAD_VALUE');
            assert.deepEqual(error.errorMessages, [`Bad value: ${field}`]);
            assert.deepEqual(error.fields, [field]);
            assert.match(error.correlationId ?? '', /^[\da-f-]{36}$/);
            return true;
          },
        );
      });
    }
  }
});
