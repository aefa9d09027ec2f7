import fc from 'fast-check';

import type {KlarnaOrder} from '../../../src/wire/rest-types.js';
import type {KlarnaOrderLine} from '../../../src/klarna/types.js';
import {markets} from '../../../src/server/markets.js';

/**
 * Orders as a careful shop builds them, and single faults in their amounts.
 * The sums here are those of the shop: rounded from exact fractions, not
 * checked by a rule, so that they lean on neither side under test.
 */

const taxRates = fc.oneof(
  fc.constantFrom(0, 210, 550, 600, 700, 1000, 1900, 2000, 2100, 2300, 2500),
  fc.integer({min: 0, max: 10_000}),
);
const prices = fc.oneof(
  {weight: 6, arbitrary: fc.integer({min: 0, max: 100_000})},
  {weight: 1, arbitrary: fc.integer({min: 0, max: 10_000_000})},
);

/** Down, up, to the nearest, and as far off as Klarna tolerates. */
const roundings = fc.constantFrom(
  Math.floor,
  Math.ceil,
  Math.round,
  (exact: number) => Math.floor(exact) + 1,
  (exact: number) => Math.ceil(exact) - 1,
);

/** The tax that a gross amount includes. */
type Tax = (total: number, rate: number) => number;

const taxes: fc.Arbitrary<Tax> = roundings.map(
  (round) => (total, rate) => round((total * rate) / (10_000 + rate)) + 0,
);

/** Sold goods: quantity, price, perhaps a discount, tax included. */
const goods = fc
  .record({
    type: fc.constantFrom('physical', 'digital', 'shipping_fee', 'surcharge'),
    quantity: fc.integer({min: 0, max: 20}),
    unit_price: prices,
    discounted: fc.option(fc.double({min: 0, max: 1, noNaN: true})),
    /** Where in its tolerance the total lies: price and total are rounded. */
    off: fc.oneof(fc.constant(0), fc.double({min: -1, max: 1, noNaN: true})),
    tax_rate: taxRates,
    tax: taxes,
  })
  .map(({type, quantity, unit_price, discounted, off, tax_rate, tax}) => {
    const full = quantity * unit_price;
    const discount = discounted === null ? 0 : Math.floor(full * discounted);
    const total_amount = Math.max(
      0,
      full - discount + Math.round(off * quantity),
    );
    return {
      type,
      name: `One ${type}`,
      quantity,
      unit_price,
      ...(discounted !== null && {total_discount_amount: discount}),
      total_amount,
      tax_rate,
      total_tax_amount: tax(total_amount, tax_rate),
    } satisfies KlarnaOrderLine;
  });

/** A deduction as a share of what there is to deduct from. */
const deduction = fc.record({
  type: fc.constantFrom('discount', 'physical', 'gift_card', 'store_credit'),
  share: fc.double({min: 0, max: 0.3, noNaN: true}),
  tax_rate: taxRates,
  tax: taxes,
});

const places = fc
  .constantFrom(...markets)
  .chain(({country, currency, locales}) =>
    fc.record(
      {
        purchase_country: fc.constantFrom(country, country.toLowerCase()),
        purchase_currency: fc.constantFrom(currency, currency.toLowerCase()),
        locale: fc.constantFrom<string>(...locales, 'en'),
        billing_address: fc.record({
          country: fc.constant(country),
          given_name: fc.constantFrom('Alice', ''),
        }),
        merchant_reference1: fc.string({maxLength: 20}),
      },
      {requiredKeys: ['purchase_country', 'purchase_currency']},
    ),
  );

/** Any order that is right. */
export const rightOrders: fc.Arbitrary<KlarnaOrder> = fc
  .record({
    place: places,
    sold: fc.array(goods, {minLength: 1, maxLength: 6}),
    deducted: fc.array(deduction, {maxLength: 3}),
    salesTax: fc.integer({min: 0, max: 50_000}),
    /** Where in its tolerance the tax of the order lies; none: left out. */
    orderTax: fc.option(fc.double({min: -1, max: 1, noNaN: true})),
  })
  .map(({place, sold, deducted, salesTax, orderTax}) => {
    const isUs = place.purchase_country.toUpperCase() === 'US';
    const lines: KlarnaOrderLine[] = isUs ? sold.map(withoutTax) : [...sold];
    const gross = sumOf(lines, 'total_amount');

    for (const {type, share, tax_rate, tax} of deducted) {
      const total_amount = -Math.floor(gross * share) + 0;
      const line = {
        type,
        name: `One ${type}`,
        quantity: 1,
        unit_price: total_amount,
        total_amount,
      };
      const isTaxed = !isUs && (type === 'discount' || type === 'physical');
      lines.push(
        isTaxed
          ? {...line, tax_rate, total_tax_amount: tax(total_amount, tax_rate)}
          : line,
      );
    }
    if (isUs) {
      lines.push({
        type: 'sales_tax',
        name: 'Sales Tax',
        quantity: 1,
        unit_price: salesTax,
        total_amount: salesTax,
      });
    }
    const tax = isUs ? salesTax : sumOf(lines, 'total_tax_amount');
    // The sum of the sales tax lines is exact, nothing there is rounded.
    const shift = isUs ? 0 : Math.trunc((orderTax ?? 0) * piecesOf(lines));
    return {
      ...place,
      order_amount: sumOf(lines, 'total_amount'),
      ...(orderTax !== null &&
        tax + shift >= 0 && {order_tax_amount: tax + shift}),
      order_lines: lines,
    };
  });

/** An order with one fault, and the member that Klarna names for it. */
export interface FaultyOrder {
  order: KlarnaOrder;
  fault: string;
  field: string;
}

type Mutation = (
  order: KlarnaOrder,
  by: number,
  line: number,
) => FaultyOrder | undefined;

/** One change of one amount each; nothing where it would be no fault. */
const mutations: Record<string, Mutation> = {
  order_amount: (order, by) =>
    ofOrder(order, {order_amount: order.order_amount + by}, 'order_amount'),

  order_tax_amount(order, by) {
    const {order_tax_amount, order_lines} = order;
    if (order_tax_amount === undefined) {
      return undefined;
    }
    const right =
      sumOf(order_lines, 'total_tax_amount') +
      sumOf(
        order_lines.filter(({type}) => type === 'sales_tax'),
        'total_amount',
      );
    // Past the tolerance, on the side that `by` points to.
    const wrong = right + Math.sign(by) * piecesOf(order_lines) + by;
    return ofOrder(order, {order_tax_amount: wrong}, 'order_tax_amount');
  },

  total_amount: (order, by, index) => ofTotal(order, index, 'total_amount', by),

  unit_price: (order, by, index) =>
    order.order_lines[index]?.quantity === 0
      ? undefined
      : ofTotal(order, index, 'unit_price', by),

  quantity: (order, by, index) =>
    order.order_lines[index]?.unit_price === 0
      ? undefined
      : ofTotal(order, index, 'quantity', by),

  total_discount_amount: (order, by, index) =>
    ofTotal(order, index, 'total_discount_amount', by),

  total_tax_amount: (order, by, index) =>
    ofTax(order, index, 'total_tax_amount', by),

  tax_rate: (order, by, index) => ofTax(order, index, 'tax_rate', by),

  'tax_rate out of range': (order, by, index) =>
    order.order_lines[index]?.tax_rate === undefined
      ? undefined
      : ofLine(order, index, 'tax_rate', by * 20_000, 'tax_rate'),

  'fraction of a minor unit': (order, by, index) =>
    ofLine(order, index, 'total_amount', by / 2 + 0.25, 'total_amount'),
};

/** An order with one single amount changed so that it is wrong. */
export const faultyOrders: fc.Arbitrary<FaultyOrder> = fc
  .tuple(
    rightOrders,
    fc.constantFrom(...Object.keys(mutations)),
    fc.oneof(fc.integer({min: 1, max: 3}), fc.integer({min: 1, max: 5000})),
    fc.boolean(),
    fc.nat(),
  )
  .map(([order, name, size, negative, line]) => {
    const by = negative ? -size : size;
    const index = line % order.order_lines.length;
    return (
      mutations[name]?.(order, by, index) ??
      // What has no such amount to change has this one.
      ofOrder(order, {order_amount: order.order_amount + size}, 'order_amount')
    );
  })
  .filter((faulty) => faulty !== undefined);

/** Several of them at once. */
export const veryFaultyOrders: fc.Arbitrary<KlarnaOrder> = fc
  .tuple(
    rightOrders,
    fc.array(
      fc.tuple(
        fc.constantFrom(...Object.keys(mutations)),
        fc.integer({min: -300, max: 300}).filter((by) => by !== 0),
        fc.nat(),
      ),
      {minLength: 2, maxLength: 4},
    ),
  )
  .map(([order, changes]) =>
    changes.reduce(
      (changed, [name, by, line]) =>
        mutations[name]?.(changed, by, line % changed.order_lines.length)
          ?.order ?? changed,
      order,
    ),
  );

function ofOrder(
  order: KlarnaOrder,
  change: Partial<KlarnaOrder>,
  field: string,
): FaultyOrder | undefined {
  return Object.values(change).some((value) => Number(value) < 0)
    ? undefined
    : {
        order: {...order, ...change},
        fault: JSON.stringify(change),
        field,
      };
}

type LineMember =
  | 'quantity'
  | 'unit_price'
  | 'total_amount'
  | 'total_discount_amount'
  | 'total_tax_amount'
  | 'tax_rate';

function ofLine(
  order: KlarnaOrder,
  index: number,
  member: LineMember,
  by: number,
  blamed: LineMember,
): FaultyOrder | undefined {
  const line = order.order_lines[index];
  if (!line) {
    return undefined;
  }
  const changed = {...line, [member]: (line[member] ?? 0) + by};
  if (changed.quantity < 0 || (changed.total_discount_amount ?? 0) < 0) {
    return undefined;
  }
  const field = `order_lines[${index}].${blamed}`;
  return {
    order: {...order, order_lines: order.order_lines.with(index, changed)},
    fault: `${field} by ${member} ${line[member]} -> ${changed[member]}`,
    field,
  };
}

/** A change after which price and total are too far apart. */
function ofTotal(
  order: KlarnaOrder,
  index: number,
  member: LineMember,
  by: number,
): FaultyOrder | undefined {
  const faulty = ofLine(order, index, member, by, 'total_amount');
  const line = faulty?.order.order_lines[index];
  if (!line) return undefined;
  const {quantity, unit_price, total_amount, total_discount_amount = 0} = line;
  const off = total_amount - (quantity * unit_price - total_discount_amount);
  return Math.abs(off) > quantity ? faulty : undefined;
}

/** A change of rate or tax that puts the one out of the other's tolerance. */
function ofTax(
  order: KlarnaOrder,
  index: number,
  member: 'tax_rate' | 'total_tax_amount',
  by: number,
): FaultyOrder | undefined {
  if (order.order_lines[index]?.total_tax_amount === undefined) {
    return undefined;
  }
  const faulty = ofLine(order, index, member, by, 'total_tax_amount');
  const line = faulty?.order.order_lines[index];
  const {total_amount = 0, tax_rate = 0, total_tax_amount = 0} = line ?? {};
  // An earlier fault may have left a fraction.
  if (tax_rate < 0 || tax_rate > 10_000 || !Number.isInteger(total_amount)) {
    return undefined;
  }
  const off =
    BigInt(total_tax_amount) * BigInt(10_000 + tax_rate) -
    BigInt(total_amount) * BigInt(tax_rate);
  const tolerance = BigInt(10_000 + tax_rate);
  return off > tolerance || off < -tolerance ? faulty : undefined;
}

function withoutTax(line: KlarnaOrderLine): KlarnaOrderLine {
  const {tax_rate: _rate, total_tax_amount: _tax, ...rest} = line;
  return rest;
}

function piecesOf(lines: readonly KlarnaOrderLine[]): number {
  return lines.reduce((sum, {quantity}) => sum + quantity, 0);
}

function sumOf(
  lines: readonly KlarnaOrderLine[],
  member: 'total_amount' | 'total_tax_amount',
): number {
  return lines.reduce((sum, line) => sum + (line[member] ?? 0), 0);
}
