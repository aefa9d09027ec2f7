import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {
  assertError,
  fieldsIn,
  openKlarna,
  orderWith,
  type Data,
} from '../klarna.js';

describe('Klarna’s stages', () => {
  it('name country and currency before all else when a session is created', async () => {
    const {create} = openKlarna();
    assert.deepEqual(fieldsIn(await create({})), [
      'purchase_country',
      'purchase_currency',
    ]);
    assert.deepEqual(
      fieldsIn(
        await create({purchase_country: 'SE', purchase_currency: 'SEK'}),
      ),
      ['order_amount', 'order_lines'],
    );
  });

  it('name all four required members of an order at once', async () => {
    const {place, authorized} = openKlarna();
    const {token} = await authorized();
    const answer = await place(token, {});
    assert.deepEqual(fieldsIn(answer), [
      'order_amount',
      'order_lines',
      'purchase_country',
      'purchase_currency',
    ]);
    assertError(
      answer,
      400,
      'BAD_VALUE',
      ...(answer.body['error_messages'] as string[]),
    );
  });

  it('join all members of a stage in one message', async () => {
    const {create} = openKlarna();
    const answer = await create(
      orderWith({
        locale: 'sv_SE',
        billing_address: {postal_code: '12345678901', phone: 'none'},
      }),
    );
    assert.equal((answer.body['error_messages'] as string[]).length, 1);
    assert.deepEqual(fieldsIn(answer), [
      'billing_address.phone',
      'billing_address.postal_code',
      'locale',
    ]);
  });

  it('come before what is known of a token', async () => {
    const answer = await openKlarna().place('unknown', {});
    assert.equal(answer.status, 400);
  });
});

/** What is wrong with an order, and the one member that Klarna names for it. */
const faults: readonly [fault: string, field: string, order: Data][] = [
  // The table of Klarna's page on creating a session.
  ['too much tax', 'order_tax_amount', orderOf({order_tax_amount: 2003})],
  ['no lines', 'order_lines', orderOf({order_lines: []})],
  ['1001 lines', 'order_lines', manyLines(1001)],
  [
    'another currency',
    'purchase_currency',
    orderOf({purchase_currency: 'EUR'}),
  ],
  ['no currency', 'purchase_currency', orderOf({purchase_currency: 'kronor'})],
  [
    'a rate in decimals',
    'order_lines[0].tax_rate',
    orderOf({}, {tax_rate: 0.25}),
  ],
  [
    'a rate above 100 %',
    'order_lines[0].tax_rate',
    orderOf({}, {tax_rate: 10_001}),
  ],
  [
    'letters in a phone',
    'billing_address.phone',
    billing({phone: '070-CALL-ME'}),
  ],
  ['four digits', 'billing_address.phone', billing({phone: '+4670'})],
  // The rest of what it can hold.
  ['a sum that is off', 'order_amount', orderOf({order_amount: 9999})],
  ['a negative sum', 'order_amount', orderOf({order_amount: -1})],
  ['a sum in decimals', 'order_amount', orderOf({order_amount: 100.5})],
  ['a sum in words', 'order_amount', orderOf({order_amount: '100 kr'})],
  [
    'a line sum',
    'order_lines[0].total_amount',
    orderOf({}, {total_amount: 9997}),
  ],
  [
    'a line price',
    'order_lines[0].total_amount',
    orderOf({}, {unit_price: 4998}),
  ],
  [
    'a line tax',
    'order_lines[0].total_tax_amount',
    orderOf({}, {total_tax_amount: 1998}),
  ],
  ['a line without a name', 'order_lines[0].name', orderOf({}, {name: ''})],
  [
    'half a teapot',
    'order_lines[0].total_amount',
    orderOf({}, {quantity: 0.5}),
  ],
  ['fewer than none', 'order_lines[0].quantity', orderOf({}, {quantity: -1})],
  [
    'a negative discount',
    'order_lines[0].total_discount_amount',
    orderOf({}, {total_discount_amount: -1}),
  ],
  [
    'a long unit',
    'order_lines[0].quantity_unit',
    orderOf({}, {quantity_unit: 'kilograms'}),
  ],
  [
    'a long reference',
    'order_lines[0].reference',
    orderOf({}, {reference: 'r'.repeat(256)}),
  ],
  [
    'a long brand',
    'order_lines[0].product_identifiers.brand',
    orderOf({}, {product_identifiers: {brand: 'b'.repeat(71)}}),
  ],
  [
    'an odd interval',
    'order_lines[0].subscription.interval',
    orderOf(
      {},
      {subscription: {name: 'n', interval: 'HOUR', interval_count: 1}},
    ),
  ],
  ['an underscore', 'locale', orderOf({locale: 'en_GB'})],
  ['three letters', 'purchase_country', orderOf({purchase_country: 'SWE'})],
  [
    'a long postal code',
    'billing_address.postal_code',
    billing({postal_code: '12345678901'}),
  ],
  ['no e-mail', 'billing_address.email', billing({email: 'ada'})],
  [
    'a long city',
    'shipping_address.city',
    orderOf({shipping_address: {city: 'c'.repeat(100)}}),
  ],
  [
    'a day first',
    'customer.date_of_birth',
    orderOf({customer: {date_of_birth: '21-03-1941'}}),
  ],
  ['neither', 'customer.type', orderOf({customer: {type: 'robot'}})],
  [
    'three digits',
    'customer.last_four_ssn',
    orderOf({customer: {last_four_ssn: '123'}}),
  ],
  [
    'a long reference',
    'merchant_reference1',
    orderOf({merchant_reference1: 'r'.repeat(256)}),
  ],
  ['much data', 'merchant_data', orderOf({merchant_data: 'd'.repeat(6001)})],
  [
    'http',
    'merchant_urls.authorization',
    orderOf({merchant_urls: {authorization: 'http://shop.example/'}}),
  ],
  [
    'a named colour',
    'options.color_text',
    orderOf({options: {color_text: 'red'}}),
  ],
  [
    'half an attachment',
    'attachment.body',
    orderOf({attachment: {content_type: 'x'}}),
  ],
  ['an odd intent', 'intent', orderOf({intent: 'borrow'})],
  ['an odd channel', 'acquiring_channel', orderOf({acquiring_channel: 'FAX'})],
];

describe('an order with exactly one fault', () => {
  for (const [fault, field, order] of faults) {
    it(`is refused at create and at the order: ${fault}, ${field}`, async () => {
      const {create, authorized, place} = openKlarna();
      assertError(await create(order), 400, 'BAD_VALUE', `Bad value: ${field}`);
      const {token} = await authorized();
      assertError(
        await place(token, order),
        400,
        'BAD_VALUE',
        `Bad value: ${field}`,
      );
    });
  }
});

describe('what Klarna is recorded to take', () => {
  const tolerated: readonly [what: string, order: Data][] = [
    ['null for what is absent', orderOf({locale: null, billing_address: null})],
    ['empty texts', billing({street_address2: '', phone: '', email: ''})],
    ['a phone of null', billing({phone: null})],
    [
      'words in lower case',
      orderOf({acquiring_channel: 'ecommerce', purchase_country: 'se'}),
    ],
    [
      'members that can only be read',
      orderOf({status: 'incomplete', client_token: 'x', expires_at: 'x'}),
    ],
    ['a language alone', orderOf({locale: 'EN'})],
    ['the language of another country', orderOf({locale: 'de-AT'})],
    ['a foreign phone', billing({phone: '+48 123 456 789', region: 'DC'})],
    ['members that nobody knows', orderOf({hello: 1})],
    ['1000 lines', manyLines(1000)],
    [
      'a billing country with the currency',
      orderOf({purchase_country: 'DE', billing_address: {country: 'SE'}}),
    ],
  ];
  for (const [what, order] of tolerated) {
    it(what, async () => {
      const {status, text} = await openKlarna().create(order);
      assert.equal(status, 200, text);
    });
  }
});

describe('a body that is no order', () => {
  it('is a bad request if it is not UTF-8', async () => {
    const {sandbox} = openKlarna();
    const {status} = await sandbox.fetch(
      new Request('https://klarna.example/payments/v1/sessions', {
        method: 'POST',
        headers: {authorization: 'Basic eDp5'},
        body: Buffer.from(
          JSON.stringify(orderWith({}, {name: 'Tö'})),
          'latin1',
        ),
      }),
    );
    assert.equal(status, 400);
  });

  it('is a bad request if it cannot be parsed', async () => {
    for (const body of ['{', 'null', '[]', '"x"', '']) {
      assertError(await openKlarna().create(body), 400, 'BAD_REQUEST');
    }
  });

  it('is a bad request if it is nested without end', async () => {
    const klarna = openKlarna();
    const {id, token} = await klarna.authorized();
    const nested = (levels: number) =>
      JSON.stringify(orderWith({nested: 0})).replace(
        '"nested":0',
        `"nested":${'['.repeat(levels)}${']'.repeat(levels)}`,
      );
    for (const levels of [1000, 20_000]) {
      const body = nested(levels);
      assertError(await klarna.create(body), 400, 'BAD_REQUEST');
      assertError(await klarna.update(id, body), 400, 'BAD_REQUEST');
      assertError(await klarna.place(token, body), 400, 'BAD_REQUEST');
    }
    assert.equal((await klarna.update(id, nested(100))).status, 204);
    assert.equal((await klarna.read(id)).status, 200);
    assert.equal((await klarna.place(token, nested(100))).status, 200);
  });

  it('is too large above 1 MB, whether or not it says so', async () => {
    const {create, sandbox} = openKlarna();
    const large = JSON.stringify(orderWith({design: 'x'.repeat(1_048_576)}));
    assert.equal((await create(large)).status, 413);

    const stream = new Blob([large]).stream();
    const {status} = await sandbox.fetch(
      new Request('https://klarna.example/payments/v1/sessions', {
        method: 'POST',
        headers: {authorization: 'Basic eDp5'},
        body: stream,
        duplex: 'half',
      } as RequestInit),
    );
    assert.equal(status, 413);
  });
});

describe('a path that Klarna does not have', () => {
  it('is answered as by a framework', async () => {
    const {call} = openKlarna();
    for (const [method, path, status] of [
      ['GET', '/payments/v1/authorizations/x', 405],
      ['PUT', '/payments/v1/sessions/x', 405],
      ['GET', '/payments/v1/orders', 404],
    ] as const) {
      const {body, ...answer} = await call(method, path);
      assert.equal(answer.status, status);
      assert.deepEqual(Object.keys(body), [
        'timestamp',
        'status',
        'error',
        'message',
        'path',
      ]);
    }
    assert.equal((await call('GET', '/elsewhere')).status, 404);
  });
});

function orderOf(changes: Data, line: Data = {}): Data {
  return {...orderWith(changes, line)};
}

function billing(address: Data): Data {
  return orderOf({billing_address: address});
}

function manyLines(count: number): Data {
  const line = {name: 'Spoon', quantity: 1, unit_price: 1, total_amount: 1};
  return orderOf({
    order_amount: count,
    order_tax_amount: 0,
    order_lines: Array.from({length: count}, () => line),
  });
}
