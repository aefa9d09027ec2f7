import {canonicalJson} from '../../wire/json.js';
import type {SandboxReadings} from '../readings.js';
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

type Readings = Required<
  Pick<SandboxReadings, 'comparedFields' | 'lackingAddress' | 'addedAddress'>
>;

/**
 * Where an order differs from what the shopper has authorized, in Klarna's
 * words: names of members, and a sentence if the number of lines differs. What
 * only one of them has differs, too (recorded of `organization_name`).
 */
export function mismatchesOf(
  order: SandboxOrder,
  authorized: SandboxOrder,
  readings: Readings,
): string[] {
  return readings.comparedFields.flatMap((field) => {
    switch (field) {
      case 'order_lines':
        return lineMismatches(order.order_lines, authorized.order_lines);
      case 'billing_address':
      case 'shipping_address':
        return addressMismatches(field, order, authorized, readings);
      case 'order_tax_amount':
        return (order[field] ?? 0) === (authorized[field] ?? 0) ? [] : [field];
      default:
        return word(order[field]) === word(authorized[field]) ? [] : [field];
    }
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
  order: SandboxOrder,
  authorized: SandboxOrder,
  {lackingAddress, addedAddress}: Readings,
): string[] {
  const given = order[field];
  // Klarna copies the billing address if there is no other (Klarna's docs).
  const agreed = authorized[field] ?? authorized.billing_address;
  if (!given) {
    return authorized[field] && lackingAddress === 'refuse' ? [field] : [];
  }
  if (!agreed) return addedAddress === 'refuse' ? [field] : [];
  const members = new Set([...Object.keys(given), ...Object.keys(agreed)]);
  return ([...members] as (keyof KlarnaAddress)[])
    .filter(
      (member) =>
        comparable(member, given[member]) !==
        comparable(member, agreed[member]),
    )
    .map((member) => `${field}.${member}`);
}

/** A telephone number is the same one with spaces in it. */
function comparable(member: keyof KlarnaAddress, value?: string): string {
  if (!value) return '';
  return member === 'phone'
    ? value.replace(/[^\d+]/g, '')
    : value.trim().toLowerCase();
}

function word(value: unknown): string {
  return value == null || value === ''
    ? ''
    : canonicalJson(typeof value === 'string' ? value.toLowerCase() : value);
}
