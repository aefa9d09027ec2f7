import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {checkOrder} from '../../src/server/check-order/check-order.js';
import {fieldsIn, openKlarna, orderWith, type Data} from './klarna.js';

/** An order in which every member has a value. */
const fullOrder = orderWith(
  {
    intent: 'buy',
    acquiring_channel: 'ecommerce',
    design: 'klarna',
    merchant_reference1: 'A-1',
    merchant_data: '{}',
    merchant_urls: {
      confirmation: 'https://shop.example/thanks',
      authorization: 'https://shop.example/callback',
    },
    custom_payment_method_ids: ['promo'],
    options: {color_border: '#aabbcc', radius_border: '5px'},
    attachment: {content_type: 'application/json', body: '{}'},
    customer: {
      date_of_birth: '1815-12-10',
      gender: 'female',
      last_four_ssn: '1234',
      type: 'person',
      organization_entity_type: 'OTHER',
    },
    billing_address: {
      given_name: 'Ada',
      title: 'Ms',
      email: 'ada@shop.example',
      phone: '+46700000000',
      postal_code: '11122',
      country: 'SE',
    },
    shipping_address: {phone: '12345', country: 'PL'},
  },
  {
    type: 'physical',
    reference: 'TEAPOT',
    quantity_unit: 'pcs',
    total_discount_amount: 0,
    image_url: 'https://shop.example/teapot.png',
    product_identifiers: {
      brand: 'Mornby',
      category_path: 'Kitchen > Tea',
      color: 'white',
      global_trade_item_number: '735858293167',
      manufacturer_part_number: 'T-1',
      size: '1 l',
    },
    subscription: {name: 'Tea', interval: 'MONTH', interval_count: 1},
  },
) as unknown as Data;

/** Klarna's limits to the length of a text. */
const lengths = [4, 8, 9, 10, 20, 50, 64, 70, 99, 255, 750, 1024, 2000, 6000];

/** What a member may be replaced with; `undefined` leaves it out. */
const oddValues = (
  [
    [null, undefined, true, [], {}, ['a'], [1], [null]],
    [0, -1, 1, 1.5, 10_001, 210_000_000, 1e9, 2 ** 60],
    lengths.flatMap((length) => ['x'.repeat(length), 'x'.repeat(length + 1)]),
    ['', ' ', 'x', '7'.repeat(100)],
    ['sv_SE', 'USD', 'SE', '12345', '+46 abc 12345', '12-3-4', '#12345g'],
    ['😀'.repeat(60), '😀'.repeat(100), 'å'.repeat(99)],
    ['PERSON', 'week', 'BUY_AND_TOKENIZE', 'http://x.example/', 'https://'],
  ] as unknown[][]
).flat();

describe('the kit and the sandbox', () => {
  for (const path of pathsIn(fullOrder)) {
    it(`agree on ${path.join('.')}, whatever it is`, async () => {
      const {create} = openKlarna();
      for (const value of oddValues) {
        const order = replaced(fullOrder, path, value);
        const kit = new Set(checkOrder(order).map(({field}) => field));
        const klarna = fieldsIn(await create(order));
        const what = JSON.stringify(value)?.slice(0, 40);
        // The kit names all faults, Klarna those of the first stage.
        assert.equal(klarna.length > 0, kit.size > 0, what);
        assert.deepEqual(
          klarna.filter((field) => !kit.has(field)),
          [],
          what,
        );
      }
    });
  }
});

type Path = readonly (string | number)[];

function pathsIn(value: unknown, path: Path = []): Path[] {
  const inner =
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, each]) =>
          pathsIn(each, [...path, Array.isArray(value) ? Number(key) : key]),
        )
      : [];
  return path.length > 0 ? [path, ...inner] : inner;
}

/** As it would arrive: without what JSON cannot carry. */
function replaced(order: Data, path: Path, value: unknown): unknown {
  const copy = structuredClone(order);
  const owner = path
    .slice(0, -1)
    .reduce<Data>((at, key) => at[key] as Data, copy);
  owner[path.at(-1) ?? ''] = value;
  return JSON.parse(JSON.stringify(copy)) as unknown;
}
