import assert from 'node:assert/strict';
import {describe, it} from 'node:test';

import {checkOrder} from '../../../src/server/check-order/check-order.js';
import {markets} from '../../../src/server/markets.js';
import {assertAccepted, fieldsOf, orderWith} from './orders.js';

const letters = (count: number) => 'å'.repeat(count);

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
          certain: true,
          expected: currency,
          actual: other,
        },
      ]);
    }
  });

  it('are any of those that the account settles in besides', () => {
    const order = orderWith({
      purchase_country: 'DK',
      purchase_currency: 'eur',
    });
    assert.deepEqual(fieldsOf(order), ['purchase_currency']);
    assert.deepEqual(checkOrder(order, {currencies: ['GBP', 'Eur']}), []);
    assert.deepEqual(
      checkOrder(order, {currencies: ['GBP']}).map(({field}) => field),
      ['purchase_currency'],
    );
    const own = orderWith({purchase_country: 'DK', purchase_currency: 'DKK'});
    assert.deepEqual(checkOrder(own, {currencies: ['EUR']}), []);
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

  it('are not compared where the decisive country cannot be read', () => {
    for (const country of ['USA', 7]) {
      assert.deepEqual(
        fieldsOf(
          orderWith({purchase_currency: 'USD', billing_address: {country}}),
        ),
        ['billing_address.country'],
      );
    }
    assert.deepEqual(fieldsOf(orderWith({purchase_country: 'SWE'})), [
      'purchase_country',
    ]);
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
