import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {KlarnaSandboxOptions} from '../../../src/sandbox/index.js';
import {
  ada,
  assertError,
  openKlarna,
  orderWith,
  type Answer,
  type Data,
} from '../klarna.js';

const addresses = ['billing_address', 'shipping_address'] as const;

/** Places an order with other details than were authorized. */
async function placed(
  authorized: Data,
  ordered: Data,
  options: KlarnaSandboxOptions = {},
): Promise<Answer> {
  const klarna = openKlarna(options);
  const {token} = await klarna.authorized(orderWith(), authorized);
  return klarna.place(token, orderWith(ordered));
}

function assertMismatch(answer: Answer, ...fields: string[]): void {
  const message = `Not matching fields: [${fields.join(', ')}]`;
  assertError(answer, 409, 'BAD_VALUE', message);
}

describe('an order that differs from what was authorized', () => {
  for (const [member, value] of [
    ['organization_name', 'Byron AB'],
    ['title', 'Ms'],
    ['attention', 'Ada'],
    ['street_address2', 'Floor 2'],
    ['region', 'AB'],
    ['care_of', 'Babbage'],
  ] as const) {
    it(`is refused where only one of them has ${member}`, async () => {
      const without = {billing_address: ada, shipping_address: ada};
      const more = {...ada, [member]: value};
      const having = {billing_address: more, shipping_address: more};
      const fields = addresses.map((each) => `${each}.${member}`);
      assertMismatch(await placed(without, having), ...fields);
      assertMismatch(await placed(having, without), ...fields);
      assert.equal((await placed(having, having)).status, 200);
    });
  }

  it('is refused in the one address that differs', async () => {
    for (const field of addresses) {
      const both = {billing_address: ada, shipping_address: ada};
      const {phone: _, ...silent} = ada;
      const answer = await placed(both, {...both, [field]: silent});
      assertMismatch(answer, `${field}.phone`);
    }
  });

  it('does not differ by what is empty', async () => {
    const empty = {...ada, organization_name: '', title: null};
    assert.equal(
      (await placed({billing_address: ada}, {billing_address: empty})).status,
      200,
    );
    assert.equal(
      (await placed({billing_address: empty}, {billing_address: ada})).status,
      200,
    );
  });

  it('differs by a space in the postal code, not by one in the phone', async () => {
    const authorized = {billing_address: ada};
    const spaced = {billing_address: {...ada, postal_code: '111 22'}};
    assertMismatch(
      await placed(authorized, spaced),
      'billing_address.postal_code',
    );
    const phone = {billing_address: {...ada, phone: '+46 70-000 00 00'}};
    assert.equal((await placed(authorized, phone)).status, 200);
  });

  it('has the billing address for shipping where there was no other', async () => {
    const authorized = {billing_address: ada};
    const same = {billing_address: ada, shipping_address: ada};
    assert.equal((await placed(authorized, same)).status, 200);
    const other = {...same, shipping_address: {...ada, city: 'Lund'}};
    assertMismatch(await placed(authorized, other), 'shipping_address.city');
  });

  it('may lack an address altogether, unless told otherwise', async () => {
    const both = {billing_address: ada, shipping_address: ada};
    assert.equal((await placed(both, {})).status, 200);
    const strict = {lackingAddress: 'refuse'} as const;
    assertMismatch(await placed(both, {}, strict), ...addresses);
    assertMismatch(
      await placed(both, {billing_address: ada}, strict),
      'shipping_address',
    );
    assert.equal((await placed({}, {}, strict)).status, 200);
    assert.equal(
      (await placed({billing_address: ada}, {billing_address: ada}, strict))
        .status,
      200,
    );
  });

  it('may add an address where there was none, unless told otherwise', async () => {
    const order = {billing_address: ada};
    assert.equal((await placed({}, order)).status, 200);
    const strict = {addedAddress: 'refuse'} as const;
    assertMismatch(await placed({}, order, strict), 'billing_address');
  });

  it('is refused where only one of them has the tax', async () => {
    const klarna = openKlarna();
    const without = orderWith({order_tax_amount: undefined});
    const first = await klarna.authorized(orderWith());
    assertMismatch(
      await klarna.place(first.token, without),
      'order_tax_amount',
    );
    const second = await klarna.authorized(without);
    assertMismatch(
      await klarna.place(second.token, orderWith()),
      'order_tax_amount',
    );
  });

  it('is refused where only one of them has a member of a line', async () => {
    const {authorized, place} = openKlarna();
    const {token} = await authorized(orderWith({}, {reference: 'TEAPOT'}));
    assertMismatch(await place(token, orderWith()), 'order_lines[0].reference');
  });

  it('does not differ by numbers that are text', async () => {
    const {authorized, place, read} = openKlarna();
    const {token, id} = await authorized(
      orderWith(
        {order_amount: '10000'},
        {quantity: '2', unit_price: 49.99 * 100 + 1},
      ),
    );
    const {body} = await read(id);
    assert.equal(body['order_amount'], 10_000);
    const {status, text} = await place(token, orderWith());
    assert.equal(status, 200, text);
  });
});

describe('an order that is placed with more than was authorized', () => {
  it('may bring references, data, URLs and capture of its own', async () => {
    const {authorized, place, call} = openKlarna();
    const {token, id} = await authorized();
    const {status, body} = await place(
      token,
      orderWith({
        merchant_reference1: 'A-1',
        merchant_reference2: 'B-2',
        merchant_data: '{}',
        auto_capture: true,
        merchant_urls: {
          confirmation: 'https://shop.example/thanks/{session.id}',
          notification: 'https://shop.example/notify',
        },
      }),
    );
    assert.equal(status, 200);
    const {pathname} = new URL(String(body['redirect_url']));
    const {headers} = await call('GET', pathname);
    assert.equal(headers.get('location'), `https://shop.example/thanks/${id}`);
  });
});
