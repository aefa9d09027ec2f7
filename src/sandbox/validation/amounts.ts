import type {KlarnaOrderLine} from '../../klarna/types.js';
import type {SandboxReadings} from '../readings.js';
import type {SandboxOrder} from '../state/store.js';

type SumReadings = Required<
  Pick<SandboxReadings, 'lineTotals' | 'positiveDiscounts'>
>;

/**
 * Klarna's sums, each a stage of its own: the first that fails is the one that
 * Klarna speaks of.
 */
export const amountStages: readonly ((
  order: SandboxOrder,
  readings: SumReadings,
) => string[])[] = [
  positiveDiscounts,
  wrongTotals,
  wrongLineTaxes,
  wrongOrderAmount,
  wrongOrderTax,
];

/** A line that is called a discount and makes the order dearer. */
function positiveDiscounts(
  {order_lines = []}: SandboxOrder,
  readings: SumReadings,
): string[] {
  if (readings.positiveDiscounts === 'accept') return [];
  return fieldsWhere(
    order_lines,
    'total_amount',
    ({type, total_amount}) =>
      type?.toLowerCase() === 'discount' && total_amount > 0,
  );
}

/**
 * `quantity * unit_price - total_discount_amount`, give or take one for each
 * piece; there are whole pieces only.
 */
function wrongTotals(
  {order_lines = []}: SandboxOrder,
  {lineTotals}: SumReadings,
): string[] {
  return fieldsWhere(order_lines, 'total_amount', (line) => {
    const {quantity, unit_price, total_amount} = line;
    if (quantity % 1 !== 0) return true;
    const exact = quantity * unit_price - (line.total_discount_amount ?? 0);
    const tolerance = lineTotals === 'exact' ? 0 : quantity;
    return Math.abs(total_amount - exact) > tolerance;
  });
}

/**
 * The tax is part of the line's total, give or take 1. Both members have to be
 * there for Klarna to compare them.
 */
function wrongLineTaxes({order_lines = []}: SandboxOrder): string[] {
  return fieldsWhere(order_lines, 'total_tax_amount', (line) => {
    const {total_amount, tax_rate, total_tax_amount} = line;
    if (tax_rate == null || total_tax_amount == null) return false;
    // Whole numbers only: total_tax_amount and its limits, times the divisor.
    const divisor = 10_000 + tax_rate;
    const off = total_tax_amount * divisor - total_amount * tax_rate;
    return Math.abs(off) > divisor;
  });
}

/** The sum of all lines, whatever their type. */
function wrongOrderAmount(order: SandboxOrder): string[] {
  const {order_amount, order_lines} = order;
  if (order_amount == null || !order_lines) return [];
  const sum = order_lines.reduce((all, line) => all + line.total_amount, 0);
  return order_amount === sum ? [] : ['order_amount'];
}

/**
 * The taxes of all lines, give or take 1 a piece, where it is stated at all. A
 * US order has its tax as a line. What a line does not state may be nothing or
 * what its rate comes to.
 */
function wrongOrderTax(order: SandboxOrder): string[] {
  const {order_tax_amount, order_lines} = order;
  if (order_tax_amount == null || !order_lines) return [];
  const pieces = order_lines.reduce((all, line) => all + line.quantity, 0);
  let low = -pieces;
  let high = pieces;
  for (const line of order_lines) {
    const taxes = possibleTaxes(line);
    low += Math.min(...taxes);
    high += Math.max(...taxes);
  }
  const isRight = low <= order_tax_amount && order_tax_amount <= high;
  return isRight ? [] : ['order_tax_amount'];
}

function possibleTaxes(line: KlarnaOrderLine): number[] {
  const {total_amount, tax_rate, total_tax_amount} = line;
  const ownLine = line.type?.toLowerCase() === 'sales_tax' ? total_amount : 0;
  if (total_tax_amount != null) return [ownLine + total_tax_amount];
  const rate = tax_rate ?? 0;
  const included = Math.round((total_amount * rate) / (10_000 + rate));
  return [ownLine, ownLine + included];
}

function fieldsWhere(
  lines: readonly KlarnaOrderLine[],
  member: keyof KlarnaOrderLine,
  isWrong: (line: KlarnaOrderLine) => boolean,
): string[] {
  return lines.flatMap((line, index) =>
    isWrong(line) ? [`order_lines[${index}].${member}`] : [],
  );
}
