import * as v from 'valibot';

import {badValue, type OrderProblem} from './problem.js';
import {lineAmounts, orderAmounts} from './shape.js';

/**
 * Klarna's sums, after its documents, its docs on tax handling and what
 * recorded exchanges show to be accepted and refused.
 *
 * | member | rule |
 * | --- | --- |
 * | `order_lines[i].total_amount` | `quantity * unit_price - total_discount_amount`, ± `quantity`, which is whole |
 * | `order_lines[i].total_tax_amount` | the tax that `total_amount` includes at `tax_rate`, ± 1 |
 * | `order_amount` | sum of all `total_amount` |
 * | `order_tax_amount` | sum of all tax, ± the sum of all `quantity` |
 *
 * Where the documents disagree the lenient one counts: the tolerance of a total
 * is that of Klarna's specification of 2020, which shops rely on that round
 * price and total apart.
 *
 * Tax is compared where it is stated: a line with only one of `tax_rate` and
 * `total_tax_amount` is not refused, nor an order without `order_tax_amount`.
 *
 * One fault is to be one problem, so what builds on a faulty member gets the
 * benefit of the doubt. A member that cannot be read is NaN, which spreads
 * through sums and makes comparisons false. A member that breaks its rule has
 * two readings, what it says and what the rule says, and a sum is faulty only
 * outside of all that it could come to.
 */
export function checkAmounts(value: unknown): OrderProblem[] {
  const parsed = v.safeParse(amountsOfOrder, value);
  if (!parsed.success || parsed.output.order_lines.length === 0) {
    return [];
  }
  const {order_amount, order_tax_amount, order_lines} = parsed.output;
  const lines = order_lines.map(checkLine);
  const problems = lines.flatMap((line) => line.problems);

  const total = sumOf(lines.map((line) => line.total));
  if (isOutside(order_amount, total, 0)) {
    problems.push(badValue('order_amount', total.right, order_amount));
  }
  const tax = sumOf(lines.flatMap((line) => line.tax));
  const pieces = lines.reduce((sum, line) => sum + line.pieces, 0);
  if (
    typeof order_tax_amount === 'number' &&
    isOutside(order_tax_amount, tax, pieces)
  ) {
    problems.push(badValue('order_tax_amount', tax.right, order_tax_amount));
  }
  return problems;
}

type AmountSchema = v.GenericSchema<unknown, number | null | undefined>;

const required = (schema: v.GenericSchema<unknown, number>) =>
  v.fallback(schema, NaN);

// The null keeps an absent member from being taken for an unreadable one.
const optional = (schema: AmountSchema) =>
  v.fallback(v.nullish(schema, null), NaN);

const amountsOfLine = v.object({
  quantity: required(lineAmounts.quantity),
  unit_price: required(lineAmounts.unit_price),
  total_amount: required(lineAmounts.total_amount),
  total_discount_amount: optional(lineAmounts.total_discount_amount),
  tax_rate: optional(lineAmounts.tax_rate),
  total_tax_amount: optional(lineAmounts.total_tax_amount),
  type: v.fallback(v.nullish(v.string()), undefined),
});

/** In the place of what is no line at all: nothing of it can be read. */
const unreadableLine = v.parse(amountsOfLine, {
  total_discount_amount: NaN,
  tax_rate: NaN,
  total_tax_amount: NaN,
});

const amountsOfOrder = v.object({
  order_amount: required(orderAmounts.order_amount),
  order_tax_amount: optional(orderAmounts.order_tax_amount),
  order_lines: v.array(v.fallback(amountsOfLine, unreadableLine)),
});

/** What an amount may be: between `low` and `high`, rather `right`. */
interface Reading {
  readonly low: number;
  readonly high: number;
  readonly right: number;
}

interface CheckedLine {
  problems: OrderProblem[];
  total: Reading;
  /** What the line adds to the tax of the order. */
  tax: Reading[];
  /** How many there are, or at most may be meant. */
  pieces: number;
}

function checkLine(
  line: v.InferOutput<typeof amountsOfLine>,
  index: number,
): CheckedLine {
  const problems: OrderProblem[] = [];
  const blame = (member: string, expected: string | number, actual: number) =>
    problems.push(
      badValue(`order_lines[${index}].${member}`, expected, actual),
    );
  const {quantity, unit_price, total_amount, tax_rate, total_tax_amount} = line;
  const discount = line.total_discount_amount ?? 0;

  const rightTotal = quantity * unit_price - discount + 0;
  let total = exactly(total_amount);
  let pieces = quantity;
  if (isFraction(quantity) && !Number.isNaN(total_amount)) {
    blame('total_amount', 'the total of a whole quantity', total_amount);
  } else if (Math.abs(total_amount - rightTotal) > quantity) {
    blame('total_amount', rightTotal, total_amount);
    total = around(total_amount, rightTotal, quantity);
    // It may be the quantity that is wrong, and the total that is right.
    const meant = Math.abs((total_amount + discount) / unit_price);
    pieces = Math.max(quantity, Number.isFinite(meant) ? Math.round(meant) : 0);
  }

  let tax = exactly(total_tax_amount ?? 0);
  if (typeof tax_rate === 'number') {
    const rightTax = taxIn(total.right, tax_rate);
    const taxes = [taxIn(total.low, tax_rate), taxIn(total.high, tax_rate)];
    if (typeof total_tax_amount !== 'number') {
      tax = {
        low: Math.min(0, ...taxes),
        high: Math.max(0, ...taxes),
        right: rightTax,
      };
    } else if (isNoTaxOf(total, total_tax_amount, tax_rate)) {
      blame('total_tax_amount', rightTax, total_tax_amount);
      tax = around(total_tax_amount, rightTax, 1);
    }
  }
  // In the US the tax of the order is a line of its own.
  const isSalesTax = line.type?.toLowerCase() === 'sales_tax';
  return {problems, total, tax: isSalesTax ? [tax, total] : [tax], pieces};
}

/** The tax that an amount includes; it has the sign of the amount. */
function taxIn(total: number, rate: number): number {
  return Math.round((total * rate) / (10_000 + rate)) + 0;
}

/**
 * Whether the tax is more than 1 off whatever the total is. Multiplied out, so
 * that there are only integers: for amounts within Klarna's ceiling they stay
 * below 2 ** 53.
 */
function isNoTaxOf({low, high}: Reading, tax: number, rate: number): boolean {
  const divisor = 10_000 + rate;
  const scaled = tax * divisor;
  return scaled < low * rate - divisor || scaled > high * rate + divisor;
}

function isFraction(value: number): boolean {
  return !Number.isNaN(value) && !Number.isInteger(value);
}

function isOutside(
  amount: number,
  {low, high}: Reading,
  tolerance: number,
): boolean {
  return amount < low - tolerance || amount > high + tolerance;
}

function exactly(amount: number): Reading {
  return {low: amount, high: amount, right: amount};
}

/** Of what is stated and what would be right, give or take a tolerance. */
function around(stated: number, right: number, tolerance: number): Reading {
  return {
    low: Math.min(stated, right - tolerance),
    high: Math.max(stated, right + tolerance),
    right,
  };
}

function sumOf(readings: readonly Reading[]): Reading {
  return readings.reduce((sum, each) => ({
    low: sum.low + each.low,
    high: sum.high + each.high,
    right: sum.right + each.right,
  }));
}
