import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {judgedByCheckOrder, judgedBySandbox} from './cases.js';
import {orderWith, type Data} from './klarna.js';

/**
 * Requests of the kinds that Klarna was seen to judge, with other members,
 * countries and amounts. Both are to judge them alike.
 */
type Row = readonly [what: string, order: Data, ...fields: string[]];

const piece = (changes: Data = {}): Data => ({
  name: 'Thing',
  quantity: 1,
  unit_price: 1000,
  total_amount: 1000,
  ...changes,
});

/** An order with these lines and the sums that follow. */
function of(lines: Data[], changes: Data = {}): Data {
  const total = lines.reduce(
    (sum, line) => sum + Number(line['total_amount']),
    0,
  );
  return {
    purchase_country: 'DE',
    purchase_currency: 'EUR',
    order_amount: total,
    order_lines: lines,
    ...changes,
  };
}

const abroad = (country: string, currency: string, more: Data = {}): Data =>
  of([piece()], {
    purchase_country: country,
    purchase_currency: currency,
    ...more,
  });

const address = (member: string, value: unknown): Data =>
  of([piece()], {billing_address: {[member]: value}});

const urls = (merchant_urls: Data): Data => of([piece()], {merchant_urls});

const taxed = (total: number, rate: number, tax: number, more: Data = {}) =>
  piece({
    unit_price: total,
    total_amount: total,
    tax_rate: rate,
    total_tax_amount: tax,
    ...more,
  });

const usTax = (lines: Data[], order_tax_amount: number): Data =>
  of([piece(), ...lines], {
    purchase_country: 'US',
    purchase_currency: 'USD',
    order_tax_amount,
  });

const salesTax = (amount: number): Data =>
  piece({type: 'sales_tax', unit_price: amount, total_amount: amount});

const rows: readonly Row[] = [
  // Prices and totals that are rounded apart.
  [
    'a total one below for each of 3',
    of([piece({quantity: 3, total_amount: 2997})]),
  ],
  [
    'a total one above for each of 3',
    of([piece({quantity: 3, total_amount: 3003})]),
  ],
  [
    'a total four off for 3',
    of([piece({quantity: 3, total_amount: 2996})]),
    'order_lines[0].total_amount',
  ],
  ['one piece that is one off', of([piece({total_amount: 1001})])],
  [
    'one piece that is two off',
    of([piece({total_amount: 998})]),
    'order_lines[0].total_amount',
  ],
  [
    'no piece, for nothing',
    of([piece(), piece({quantity: 0, total_amount: 0})]),
  ],
  [
    'no piece, for one',
    of([piece(), piece({quantity: 0, total_amount: 1})]),
    'order_lines[1].total_amount',
  ],
  [
    'a discount on the line, within the pieces',
    of([piece({quantity: 4, total_discount_amount: 333, total_amount: 3664})]),
  ],
  [
    'a discount that is not taken off',
    of([piece({quantity: 4, total_discount_amount: 333, total_amount: 4000})]),
    'order_lines[0].total_amount',
  ],
  [
    'a negative line, within its piece',
    of([piece(), piece({unit_price: -500, total_amount: -499})]),
  ],
  [
    'an order that adds up to what the prices say, not the totals',
    of([piece({quantity: 3, total_amount: 2998})], {order_amount: 3000}),
    'order_amount',
  ],
  // Fractions of a piece.
  ...[0.5, 1.5, 2.75].map((quantity): Row => [
    `${quantity} pieces`,
    of([piece(), piece({quantity, total_amount: Math.round(1000 * quantity)})]),
    'order_lines[1].total_amount',
  ]),
  // Taxes.
  ['a tax one above', of([taxed(11_900, 1900, 1901)])],
  ['a tax one below', of([taxed(11_900, 1900, 1899)])],
  [
    'a tax two above',
    of([taxed(11_900, 1900, 1902)]),
    'order_lines[0].total_tax_amount',
  ],
  [
    'shipping with a rate and no tax',
    of([taxed(590, 700, 0, {type: 'shipping_fee'})]),
    'order_lines[0].total_tax_amount',
  ],
  [
    'a discount whose tax has the wrong sign',
    of([
      taxed(11_900, 1900, 1900),
      taxed(-1190, 1900, 190, {type: 'discount'}),
    ]),
    'order_lines[1].total_tax_amount',
  ],
  ['a surcharge with tax', of([taxed(119, 1900, 19, {type: 'surcharge'})])],
  [
    'a gift card without tax',
    of([taxed(11_900, 1900, 1900), taxed(-500, 0, 0)]),
  ],
  [
    'the tax of the order off by all its pieces',
    of(
      [
        piece({quantity: 5, total_amount: 5000}),
        taxed(11_900, 1900, 1900, {quantity: 2, unit_price: 5950}),
      ],
      {order_tax_amount: 1907},
    ),
  ],
  ...[1893, 1892].map((order_tax_amount): Row => [
    `the tax of the order at ${order_tax_amount} for seven pieces with 1900`,
    of(
      [
        piece({quantity: 5, total_amount: 5000}),
        taxed(11_900, 1900, 1900, {quantity: 2, unit_price: 5950}),
      ],
      {order_tax_amount},
    ),
    ...(order_tax_amount < 1893 ? ['order_tax_amount'] : []),
  ]),
  [
    'the tax of the order off by one more than its pieces',
    of(
      [
        piece({quantity: 5, total_amount: 5000}),
        taxed(11_900, 1900, 1900, {quantity: 2, unit_price: 5950}),
      ],
      {order_tax_amount: 1908},
    ),
    'order_tax_amount',
  ],
  ['tax lines in the US', usTax([salesTax(80), salesTax(20)], 100)],
  ['a tax line of nothing in the US', usTax([salesTax(0)], 0)],
  [
    'one of two tax lines in the US forgotten',
    usTax([salesTax(80), salesTax(20)], 80),
    'order_tax_amount',
  ],
  // Currencies.
  ...(
    [
      ['NO', 'SEK'],
      ['dk', 'eur'],
      ['CH', 'EUR'],
      ['GB', 'EUR'],
      ['SE', 'EUR'],
      ['PL', 'EUR'],
      ['US', 'CAD'],
    ] as const
  ).map(([country, currency]): Row => [
    `${currency} in ${country}`,
    abroad(country, currency),
    'purchase_currency',
  ]),
  ...(
    [
      ['AU', 'AUD', 'en-AU'],
      ['NZ', 'NZD', 'en-NZ'],
      ['CA', 'CAD', 'fr-CA'],
      ['MX', 'MXN', 'es-MX'],
      ['CH', 'CHF', 'it-CH'],
      ['CZ', 'CZK', 'cs-CZ'],
      ['GR', 'EUR', 'el-GR'],
      ['RO', 'RON', 'ro-RO'],
    ] as const
  ).map(([country, currency, locale]): Row => [
    `a sale in ${country}`,
    abroad(country, currency, {locale}),
  ]),
  ['lower case throughout', abroad('ch', 'chf', {locale: 'de-ch'})],
  ['mixed case', abroad('Gb', 'gBp', {locale: 'En-gB'})],
  [
    'the currency of the billing country',
    abroad('DE', 'SEK', {billing_address: {country: 'se'}}),
  ],
  [
    'the currency of the purchase country, billed elsewhere',
    abroad('DE', 'EUR', {billing_address: {country: 'SE'}}),
    'purchase_currency',
  ],
  ['a country that is not Klarna’s', abroad('JP', 'JPY')],
  // Locales.
  ...['en', 'EN', 'en-SE', 'de-AT', 'nb-no', '', null].map((locale): Row => [
    `locale ${locale}`,
    of([piece()], {locale}),
  ]),
  ...['en_GB', 'english', 'e', 'en-', '-GB', 'en GB', 'eng-GB'].map(
    (locale): Row => [`locale ${locale}`, of([piece()], {locale}), 'locale'],
  ),
  // Addresses.
  ['a ZIP code of nine digits', address('postal_code', '28286-1828')],
  ['a region in words', address('region', 'Alabama')],
  [
    'a country in lower case',
    abroad('BE', 'EUR', {billing_address: {country: 'be'}}),
  ],
  ...['555-555-0199', '333444555', '12345', '+46 (0)70 174', '', null].map(
    (phone): Row => [`phone ${phone}`, address('phone', phone)],
  ),
  ...['1234', '0700-KLARNA', '555 555 0199 ext 7', '----'].map((phone): Row => [
    `phone ${phone}`,
    address('phone', phone),
    'billing_address.phone',
  ]),
  [
    'an organization',
    of([piece()], {
      customer: {
        type: 'organization',
        organization_registration_id: '556036-0793',
        organization_entity_type: 'LIMITED_COMPANY',
        vat_id: 'SE556036079301',
      },
      billing_address: {organization_name: 'Firma GmbH', attention: 'Alex'},
    }),
  ],
  [
    'an organization of an unknown kind',
    of([piece()], {customer: {organization_entity_type: 'LTD'}}),
    'customer.organization_entity_type',
  ],
  // Customers.
  ...(
    [
      ['1970-07-10'],
      ['1970-12-31'],
      ['1970-13-10', 'customer.date_of_birth'],
      ['1970-00-10', 'customer.date_of_birth'],
      ['1970-10-32', 'customer.date_of_birth'],
      ['10-07-1970', 'customer.date_of_birth'],
      ['1970-02-30', 'customer.date_of_birth'],
      ['1970-02-29', 'customer.date_of_birth'],
      ['1900-02-29', 'customer.date_of_birth'],
      ['1970-04-31', 'customer.date_of_birth'],
      ['1972-02-29'],
      ['2000-02-29'],
    ] as const
  ).map(([date_of_birth, ...fields]): Row => [
    `a birth on ${date_of_birth}`,
    of([piece()], {customer: {date_of_birth}}),
    ...fields,
  ]),
  // Kinds of lines.
  ...[
    'physical',
    'digital',
    'shipping_fee',
    'surcharge',
    'SHIPPING_FEE',
    'of another kind',
    '',
    null,
  ].map((type): Row => [`a line of type ${type}`, of([piece({type})])]),
  ...['gift_card', 'store_credit', 'discount'].map((type): Row => [
    `a line of type ${type} that takes off`,
    of([piece(), piece({type, unit_price: -400, total_amount: -400})]),
  ]),
  ['a type that is no text', of([piece({type: 1})]), 'order_lines[0].type'],
  [
    'a line with nothing in it',
    of([piece()], {order_lines: [{}]}),
    'order_lines[0].name',
    'order_lines[0].quantity',
    'order_lines[0].total_amount',
    'order_lines[0].unit_price',
  ],
  [
    'fewer pieces than none',
    of([piece(), piece({quantity: -1, total_amount: -1000})]),
    'order_lines[1].quantity',
  ],
  [
    'a discount of less than nothing',
    of([piece({total_discount_amount: -1, total_amount: 1001})]),
    'order_lines[0].total_discount_amount',
  ],
  [
    'a rate above 100 %',
    of([piece({tax_rate: 10_001})]),
    'order_lines[0].tax_rate',
  ],
  [
    'a rate in per cent',
    of([taxed(12_500, 25, 2500)]),
    'order_lines[0].total_tax_amount',
  ],
  [
    'an order of less than nothing',
    of([piece({unit_price: -1000, total_amount: -1000})]),
    'order_amount',
  ],
  ['an order of nothing', of([piece({unit_price: 0, total_amount: 0})])],
  ['1000 lines', of(Array.from({length: 1000}, () => piece()))],
  ['1001 lines', of(Array.from({length: 1001}, () => piece())), 'order_lines'],
  // Intents.
  ...['buy', 'TOKENIZE', 'buy_and_tokenize', 'buy_and_link', '', null].map(
    (intent): Row => [`intent ${intent}`, of([piece()], {intent})],
  ),
  ['intent sell', of([piece()], {intent: 'sell'}), 'intent'],
  // URLs.
  [
    'all but the callback over http or a scheme of an app',
    urls({
      confirmation: 'http://shop.example/thanks',
      notification: 'http://shop.example/notify',
      push: 'shop-app://push',
      authorization: 'https://shop.example/authorized',
    }),
  ],
  [
    'the callback over http',
    urls({authorization: 'http://shop.example/authorized'}),
    'merchant_urls.authorization',
  ],
  [
    'the callback to an app',
    urls({authorization: 'shop-app://authorized'}),
    'merchant_urls.authorization',
  ],
  ['an empty picture', of([piece({image_url: '', product_url: ''})])],
  // References.
  ['a reference of 255 characters', of([piece({reference: 'r'.repeat(255)})])],
  [
    'a reference of 256 characters',
    of([piece({reference: 'r'.repeat(256)})]),
    'order_lines[0].reference',
  ],
  ['a name of 255 teapots', of([piece({name: '🫖'.repeat(255)})])],
  [
    'a name of 256 teapots',
    of([piece({name: '🫖'.repeat(256)})]),
    'order_lines[0].name',
  ],
  // Numbers.
  [
    'a sum as text that is off',
    orderWith({order_amount: '9999'}) as unknown as Data,
    'order_amount',
  ],
  [
    'a negative sum as text',
    of([piece()], {order_amount: '-1000'}),
    'order_amount',
  ],
  [
    'a sum as text with a point',
    of([piece()], {order_amount: '1000.0'}),
    'order_amount',
  ],
  [
    'half a cent',
    of([piece({unit_price: 1000.5})]),
    'order_lines[0].unit_price',
  ],
  [
    'products of decimals',
    of(
      [
        piece({
          unit_price: 8.2 * 100,
          total_amount: 8.2 * 100,
          tax_rate: 0.07 * 10_000,
        }),
      ],
      {
        order_amount: 820,
      },
    ),
  ],
  [
    'the dearest line that there is',
    of([piece({unit_price: 200_000_000, total_amount: 200_000_000})]),
  ],
  [
    'a line that is too dear',
    of([piece({unit_price: 200_000_001, total_amount: 200_000_001})]),
    'order_lines[0].unit_price',
    'order_lines[0].total_amount',
  ],
  [
    'a line that costs less than nothing, however much',
    of([
      piece({unit_price: 200_000_000, total_amount: 200_000_000}),
      piece({unit_price: -199_999_999, total_amount: -199_999_999}),
    ]),
  ],
  // What comes with an order besides.
  [
    'extra merchant data',
    of([piece()], {
      attachment: {
        content_type: 'application/vnd.klarna.internal.emd-v2+json',
        body: '{"customer_account_info":[]}',
      },
    }),
  ],
  [
    'extra merchant data that are not text',
    of([piece()], {
      attachment: {
        content_type: 'application/vnd.klarna.internal.emd-v2+json',
        body: {customer_account_info: []},
      },
    }),
    'attachment.body',
  ],
  ['members that nobody knows', of([piece({weight: 7})], {hello: {world: 1}})],
  ['options without any', of([piece()], {options: {}})],
  [
    'a list in the place of an object',
    of([piece()], {customer: []}),
    'customer',
  ],
];

describe('a sibling of what Klarna was seen to judge', () => {
  for (const [what, order, ...fields] of rows) {
    it(`${fields.length > 0 ? 'refused' : 'accepted'}: ${what}`, async () => {
      const status = fields.length > 0 ? 400 : 200;
      const verdict = {status, fields: fields.toSorted()};
      assert.deepEqual(judgedByCheckOrder(order), verdict);
      const request = {op: 'create', request: order};
      assert.deepEqual(await judgedBySandbox(request), verdict);
    });
  }
});
