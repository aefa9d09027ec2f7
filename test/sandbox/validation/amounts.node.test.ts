import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import * as fc from 'fast-check';
import {checkOrder} from '../../../src/server/check-order/check-order.js';
import {fieldsIn, openKlarna, orderWith, type Data} from '../klarna.js';

describe('the tax of a line', () => {
  // Totals, rates and taxes of recorded exchanges and of Klarna's docs.
  for (const [total, rate, tax, isTaken] of [
    [1000, 1900, 160, true],
    [4000, 2000, 666, true],
    [2900, 2000, 483, true],
    [9999, 2300, 1870, true],
    [12_300, 2300, 2300, true],
    [59_500, 2500, 11_900, true],
    [2900, 2500, 580, true],
    [495, 700, 41, false],
    [59_500, 2000, 11_900, false],
    [-1000, 2500, -200, true],
    [-1000, 2500, 200, false],
    [-1000, 2500, -201, true],
    [-1000, 2500, -202, false],
    [10_000, 0, 0, true],
    [10_000, 0, 1, true],
    [10_000, 0, 2, false],
  ] as const) {
    it(`${tax} of ${total} at ${rate} is ${isTaken ? 'taken' : 'refused'}`, async () => {
      const base = {name: 'Rest', quantity: 1};
      const rest = 100_000 - total;
      const order = orderOf(
        {
          ...base,
          unit_price: total,
          total_amount: total,
          tax_rate: rate,
          total_tax_amount: tax,
        },
        {...base, unit_price: rest, total_amount: rest},
      );
      // Not what this is about, and never negative.
      delete order['order_tax_amount'];
      const answer = await openKlarna().create(order);
      assert.deepEqual(
        fieldsIn(answer),
        isTaken ? [] : ['order_lines[0].total_tax_amount'],
      );
    });
  }
});

describe('the tax of an order', () => {
  for (const [off, isTaken] of [
    [-3, false],
    [-2, true],
    [2, true],
    [3, false],
  ] as const) {
    it(`of two lines may be off by 2: ${off}`, async () => {
      const order = orderOf(line(4000, 2000), line(2900, 2000));
      order['order_tax_amount'] = Number(order['order_tax_amount']) + off;
      assert.deepEqual(
        fieldsIn(await openKlarna().create(order)),
        isTaken ? [] : ['order_tax_amount'],
      );
    });
  }

  it('was refused with 700 for a line of 666', async () => {
    const order = orderOf({...line(4000, 2000), total_tax_amount: 666});
    assert.deepEqual(
      fieldsIn(await openKlarna().create({...order, order_tax_amount: 700})),
      ['order_tax_amount'],
    );
  });

  it('need not be stated', async () => {
    const order = orderWith({order_tax_amount: undefined});
    assert.equal((await openKlarna().create(order)).status, 200);
  });
});

describe('an order in the US', () => {
  const lines = [
    {name: 'Pot', quantity: 1, unit_price: 1000, total_amount: 1000},
    {
      name: 'Post',
      type: 'shipping_fee',
      quantity: 1,
      unit_price: 700,
      total_amount: 700,
    },
    {
      name: 'Rebate',
      type: 'discount',
      quantity: 1,
      unit_price: -100,
      total_amount: -100,
    },
    {
      name: 'Tax',
      type: 'sales_tax',
      quantity: 1,
      unit_price: 112,
      total_amount: 112,
    },
    {
      name: 'Credit',
      type: 'store_credit',
      quantity: 1,
      unit_price: -300,
      total_amount: -300,
    },
  ];
  const order = {
    purchase_country: 'US',
    purchase_currency: 'USD',
    locale: 'en-US',
    order_amount: 1412,
    order_tax_amount: 112,
    order_lines: lines,
  };

  it('has its tax as a line, as recorded', async () => {
    assert.equal((await openKlarna().create(order)).status, 200);
  });

  it('may leave its tax amount out', async () => {
    const {create} = openKlarna();
    const {status} = await create({...order, order_tax_amount: undefined});
    assert.equal(status, 200);
  });

  it('is refused if the tax is not that of the line', async () => {
    const {create} = openKlarna();
    assert.deepEqual(
      fieldsIn(await create({...order, order_tax_amount: 130})),
      ['order_tax_amount'],
    );
  });

  it('does not add the tax twice', async () => {
    const {create} = openKlarna();
    assert.deepEqual(fieldsIn(await create({...order, order_amount: 1524})), [
      'order_amount',
    ]);
  });

  it('takes tax on its lines unless told otherwise', async () => {
    const taxed = {
      ...orderWith(),
      purchase_country: 'US',
      purchase_currency: 'USD',
    };
    assert.equal((await openKlarna().create(taxed)).status, 200);
    assert.deepEqual(
      fieldsIn(await openKlarna({usLineTax: 'refuse'}).create(taxed)),
      ['order_lines[0].tax_rate'],
    );
  });
});

describe('a discount', () => {
  it('is taken on the line', async () => {
    const order = orderOf({
      ...line(9000, 2500),
      unit_price: 10_000,
      total_discount_amount: 1000,
    });
    assert.equal((await openKlarna().create(order)).status, 200);
  });

  it('is taken as a line with negative tax, gift cards without', async () => {
    const order = orderOf(
      line(10_000, 2500),
      {...line(-1000, 2500), type: 'discount'},
      {...line(-500, 0), type: 'gift_card'},
    );
    assert.equal((await openKlarna().create(order)).status, 200);
  });
});

const anyLine = fc
  .record({
    // Few, so that the faults below are more than the tolerances.
    quantity: fc.integer({min: 0, max: 3}),
    unit_price: fc.integer({min: -20_000, max: 200_000}),
    discount: fc.integer({min: 0, max: 5000}),
    tax_rate: fc.constantFrom(
      0,
      600,
      700,
      1200,
      1900,
      2000,
      2300,
      2500,
      10_000,
    ),
    rounding: fc.constantFrom(Math.floor, Math.ceil, Math.round),
  })
  .map(({quantity, unit_price, discount, tax_rate, rounding}) => {
    const total = quantity * unit_price - discount;
    return {
      name: 'Thing',
      quantity,
      unit_price,
      total_discount_amount: discount,
      tax_rate,
      total_amount: total,
      total_tax_amount: rounding((total * tax_rate) / (10_000 + tax_rate)),
    };
  });

const anyOrder = fc
  .tuple(fc.array(anyLine, {minLength: 1, maxLength: 6}), fc.boolean())
  .map(([lines, statesTax]): Data => ({...orderOf(...lines), statesTax}))
  .filter((order) => Number(order['order_amount']) >= 0)
  .filter((order) => Number(order['order_tax_amount']) >= 0);

describe('10,000 orders', () => {
  it('that are built right are taken by the kit and the sandbox', async () => {
    const {create} = openKlarna();
    await fc.assert(
      fc.asyncProperty(anyOrder, async ({statesTax, ...order}: Data) => {
        if (!statesTax) delete order['order_tax_amount'];
        assert.deepEqual(checkOrder(order), []);
        assert.equal((await create(order)).status, 200);
      }),
      {numRuns: 10_000},
    );
  });

  it('with one amount changed are refused by both, for the same member', async () => {
    const {create} = openKlarna();
    const change = fc.record({
      member: fc.constantFrom(
        'order_amount',
        'order_tax_amount',
        'unit_price',
        'total_amount',
        'total_tax_amount',
        'total_discount_amount',
      ),
      line: fc.nat(),
      // More than rounding can explain, on either side.
      by: fc.oneof(
        fc.integer({min: -5000, max: -20}),
        fc.integer({min: 20, max: 5000}),
      ),
    });
    await fc.assert(
      fc.asyncProperty(
        anyOrder,
        change,
        async (built, {member, line: at, by}) => {
          const {statesTax: _, ...order} = structuredClone(built) as Data;
          const lines = order['order_lines'] as Data[];
          const target = member.startsWith('order_')
            ? order
            : (lines[at % lines.length] ?? {});
          // A price that is not multiplied with anything changes nothing.
          fc.pre(member !== 'unit_price' || target['quantity'] !== 0);
          target[member] = Number(target[member]) + by;

          const kit = new Set(checkOrder(order).map(({field}) => field));
          assert.equal(kit.size, 1);
          assert.deepEqual(fieldsIn(await create(order)), [...kit]);
        },
      ),
      {numRuns: 10_000},
    );
  });
});

function line(total: number, rate: number): Data {
  return {
    name: 'Thing',
    quantity: 1,
    unit_price: total,
    total_amount: total,
    tax_rate: rate,
    total_tax_amount: Math.round((total * rate) / (10_000 + rate)),
  };
}

/** An order of these lines, with the sums that follow from them. */
function orderOf(...lines: Data[]): Data {
  const sumOf = (member: string) =>
    lines.reduce((sum, each) => sum + Number(each[member] ?? 0), 0);
  return {
    purchase_country: 'SE',
    purchase_currency: 'SEK',
    order_amount: sumOf('total_amount'),
    order_tax_amount: sumOf('total_tax_amount'),
    order_lines: lines,
  };
}
