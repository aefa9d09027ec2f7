import {canonicalJson} from '../../wire/json.js';
import type {KlarnaSandboxComparedField} from '../readings.js';
import type {SandboxOrder} from '../state/store.js';
import type {KlarnaAddress, KlarnaOrderLine} from '../../klarna/types.js';

/** Members of a line that make it another product or another price. */
const lineMembers = [
  'name',
  'quantity',
  'quantity_unit',
  'reference',
  'tax_rate',
  'total_amount',
  'total_discount_amount',
  'total_tax_amount',
  'type',
  'unit_price',
] as const;

/**
 * Where an order differs from what the shopper has authorized, in Klarna's
 * words: names of members, and a sentence if the number of lines differs.
 */
export function mismatchesOf(
  order: SandboxOrder,
  authorized: SandboxOrder,
  compared: readonly KlarnaSandboxComparedField[],
): string[] {
  return compared.flatMap((field) => {
    const given = order[field];
    const agreed = authorized[field];
    if (given == null || agreed == null) return [];
    if (field === 'order_lines') {
      return lineMismatches(order.order_lines, authorized.order_lines);
    }
    if (field === 'billing_address' || field === 'shipping_address') {
      return addressMismatches(field, order[field], authorized[field]);
    }
    return word(given) === word(agreed) ? [] : [field];
  });
}

function lineMismatches(
  lines: readonly KlarnaOrderLine[] = [],
  agreed: readonly KlarnaOrderLine[] = [],
): string[] {
  if (lines.length !== agreed.length) {
    return [
      'Incorrect number of items in the cart. ' +
        `Expected: ${agreed.length}, Actual: ${lines.length}`,
    ];
  }
  return lines.flatMap((line, index) =>
    lineMembers
      .filter((member) => word(line[member]) !== word(agreed[index]?.[member]))
      .map((member) => `order_lines[${index}].${member}`),
  );
}

function addressMismatches(
  field: 'billing_address' | 'shipping_address',
  given: KlarnaAddress = {},
  agreed: KlarnaAddress = {},
): string[] {
  return (Object.keys(given) as (keyof KlarnaAddress)[])
    .filter((member) => {
      const [one, other] = [given[member], agreed[member]];
      return (
        one && other && comparable(member, one) !== comparable(member, other)
      );
    })
    .map((member) => `${field}.${member}`);
}

/** A telephone number is the same one with spaces in it. */
function comparable(member: keyof KlarnaAddress, value: string): string {
  return member === 'phone'
    ? value.replace(/[^\d+]/g, '')
    : value.trim().toLowerCase();
}

function word(value: unknown): string {
  return value == null || value === ''
    ? ''
    : canonicalJson(typeof value === 'string' ? value.toLowerCase() : value);
}
