import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import * as fc from 'fast-check';
import {checkOrder} from '../../../src/server/check-order/check-order.js';
import {
  lineMembers,
  lineSums,
  noObject,
  orderMembers,
  orderSums,
  wholeObjects,
  type Kind,
} from './documented-members.js';
import {fieldsIn, openKlarna, type Data} from '../klarna.js';

/** A line that is right, at 25 % or without tax. */
const sums = fc
  .tuple(
    fc.integer({min: 0, max: 9}),
    fc.integer({min: 0, max: 90_000}),
    fc.constantFrom(0, 2500),
  )
  .map(([quantity, price, tax_rate]): Data => {
    const unit_price = price * 5;
    const total_amount = quantity * unit_price;
    const total_tax_amount = tax_rate === 0 ? 0 : total_amount / 5;
    return {quantity, unit_price, total_amount, tax_rate, total_tax_amount};
  });

const line = fc
  .tuple(sums, someOf(lineMembers), lineMembers['name']!.right)
  .map(([amounts, members, name]): Data => ({...members, name, ...amounts}));

/** Any order that Klarna's OpenAPI document and its sums allow. */
const anyOrder = fc
  .tuple(
    fc.array(line, {minLength: 1, maxLength: 4}),
    someOf(orderMembers),
    fc.constantFrom('SEK', 'sek'),
    fc.constantFrom('SE', 'se'),
  )
  .map(([lines, members, purchase_currency, purchase_country]): Data => {
    const sumOf = (member: string) =>
      lines.reduce((sum, each) => sum + Number(each[member]), 0);
    return {
      ...members,
      purchase_country,
      purchase_currency,
      order_amount: sumOf('total_amount'),
      order_tax_amount: sumOf('total_tax_amount'),
      order_lines: lines,
    };
  });

const {create} = openKlarna();

/** Both are to name these members and no others. */
async function assertNamed(order: Data, ...fields: string[]): Promise<void> {
  const text = JSON.stringify(order);
  const kit = checkOrder(order).map(({field}) => field);
  assert.deepEqual(kit, fields, `checkOrder: ${text}`);
  assert.deepEqual(fieldsIn(await create(order)), fields, `sandbox: ${text}`);
}

describe('an order that Klarna’s document allows', () => {
  it('is accepted by both', async () => {
    await fc.assert(
      fc.asyncProperty(anyOrder, (order) => assertNamed(order)),
      {numRuns: 800},
    );
  });

  it('is accepted by both with all its numbers as text', async () => {
    await fc.assert(
      fc.asyncProperty(anyOrder, (order) =>
        assertNamed(
          JSON.parse(JSON.stringify(order), (_key, value: unknown) =>
            typeof value === 'number' ? String(value) : value,
          ) as Data,
        ),
      ),
      {numRuns: 300},
    );
  });

  it('is accepted by both with null for what is optional', async () => {
    for (const path of Object.keys(orderMembers)) {
      const [owner = ''] = path.split('.');
      await fc.assert(
        fc.asyncProperty(anyOrder, async (order) => {
          await assertNamed({...order, [owner]: null});
          if (wholeObjects.includes(owner)) return;
          await assertNamed(withMember(order, path, null));
        }),
        {numRuns: 5},
      );
    }
  });
});

describe('one fault in it is named by both', () => {
  for (const [path, {wrong}] of Object.entries(orderMembers)) {
    it(path, async () => {
      await fc.assert(
        fc.asyncProperty(anyOrder, wrong, (order, value) =>
          assertNamed(withMember(order, path, value), path),
        ),
        {numRuns: 25},
      );
    });
  }

  for (const [path, wrong] of Object.entries(orderSums)) {
    it(path, async () => {
      await fc.assert(
        fc.asyncProperty(anyOrder, wrong, (order, value) =>
          assertNamed({...order, [path]: value}, path),
        ),
        {numRuns: 50},
      );
    });
  }

  const inLines = {...wrongOf(lineMembers), ...lineSums};
  for (const [path, wrong] of Object.entries(inLines)) {
    it(`order_lines[i].${path}`, async () => {
      await fc.assert(
        fc.asyncProperty(anyOrder, fc.nat(), wrong, (order, at, value) =>
          assertNamed(...inLine(order, at, path, value)),
        ),
        {numRuns: 25},
      );
    });
  }

  it('what is no object where one is to be', async () => {
    const owners = new Set(
      Object.keys(orderMembers).flatMap(
        (path) => /(.*)\./.exec(path)?.[1] ?? [],
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        anyOrder,
        fc.constantFrom(...owners),
        noObject,
        (order, owner, value) => assertNamed({...order, [owner]: value}, owner),
      ),
      {numRuns: 200},
    );
    await fc.assert(
      fc.asyncProperty(
        anyOrder,
        fc.nat(),
        fc.constantFrom('product_identifiers', 'subscription'),
        noObject,
        (order, at, owner, value) =>
          assertNamed(...inLine(order, at, owner, value)),
      ),
      {numRuns: 100},
    );
  });

  it('what is no line in the lines, and no lines at all', async () => {
    const none = fc.constantFrom<unknown>(null, 'x', 7, true, [], [1]);
    await fc.assert(
      fc.asyncProperty(anyOrder, none, async (order, value) => {
        const lines = order['order_lines'] as Data[];
        const order_lines = [...lines, value];
        await assertNamed(
          {...order, order_lines},
          `order_lines[${lines.length}]`,
        );
      }),
      {numRuns: 50},
    );
    const noLines = fc.constantFrom<unknown>(null, undefined, [], {}, 'x', 7);
    await fc.assert(
      fc.asyncProperty(anyOrder, noLines, (order, order_lines) =>
        assertNamed({...order, order_lines}, 'order_lines'),
      ),
      {numRuns: 50},
    );
  });

  it('half of what has to be whole', async () => {
    for (const [path, lines] of [
      ['attachment.body', false],
      ['attachment.content_type', false],
      ['subscription.name', true],
      ['subscription.interval', true],
      ['subscription.interval_count', true],
    ] as const) {
      await fc.assert(
        fc.asyncProperty(
          anyOrder,
          fc.constantFrom(null, undefined),
          (order, value) =>
            lines
              ? assertNamed(...inLine(order, 0, path, value))
              : assertNamed(withMember(order, path, value), path),
        ),
        {numRuns: 10},
      );
    }
  });

  it('a custom payment method that is no text', async () => {
    const ids = (custom_payment_method_ids: unknown) =>
      fc.sample(anyOrder, 1).map((order) => ({
        ...order,
        custom_payment_method_ids,
      }))[0]!;
    await assertNamed(ids(['a', 'b']));
    await assertNamed(ids(['a', 7]), 'custom_payment_method_ids[1]');
    await assertNamed(ids('a'), 'custom_payment_method_ids');
  });
});

/** Any of the members; those of an object that has to be whole all or none. */
function someOf(members: Readonly<Record<string, Kind>>): fc.Arbitrary<Data> {
  const paths = Object.keys(members);
  return fc
    .tuple(
      fc.record(
        Object.fromEntries(
          paths.map((path) => [path, members[path]!.right] as const),
        ),
      ),
      fc.array(fc.boolean(), {
        minLength: paths.length,
        maxLength: paths.length,
      }),
    )
    .map(([values, chosen]) =>
      paths.reduce<Data>((order, path, index) => {
        const [owner = ''] = path.split('.');
        const decisive = wholeObjects.includes(owner)
          ? paths.findIndex((each) => each.startsWith(`${owner}.`))
          : index;
        return chosen[decisive]
          ? withMember(order, path, (values as Data)[path])
          : order;
      }, {}),
    );
}

/** An object that has to be whole is completed for it. */
function withMember(order: Data, path: string, value: unknown): Data {
  const [owner = '', member] = path.split('.');
  if (member === undefined) return {...order, [owner]: value};
  const completed: Data =
    {
      attachment: {content_type: 'x', body: '{}'},
      subscription: {name: 'x', interval: 'DAY', interval_count: 1},
    }[owner] ?? {};
  const before = order[owner] as Data | undefined;
  return {...order, [owner]: {...completed, ...before, [member]: value}};
}

/** The arguments of an assertion about one line, whichever it is. */
function inLine(
  order: Data,
  at: number,
  path: string,
  value: unknown,
): [order: Data, field: string] {
  const lines = order['order_lines'] as Data[];
  const index = at % lines.length;
  const changed = withMember(lines[index]!, path, value);
  return [
    {...order, order_lines: lines.with(index, changed)},
    `order_lines[${index}].${path}`,
  ];
}

function wrongOf(members: Readonly<Record<string, Kind>>) {
  return Object.fromEntries(
    Object.entries(members).map(([path, {wrong}]) => [path, wrong]),
  );
}
