import assert from 'node:assert/strict';

import {checkOrder} from '../../../src/server/check-order/check-order.js';

type Data = Record<string, unknown>;

/** A Swedish order of one line that nobody objects to, with changes. */
export function orderWith(changes: Data = {}, lineChanges: Data = {}): Data {
  return {
    purchase_country: 'SE',
    purchase_currency: 'SEK',
    locale: 'sv-SE',
    order_amount: 10_000,
    order_tax_amount: 2000,
    order_lines: [
      {
        type: 'physical',
        name: 'Teapot',
        quantity: 2,
        unit_price: 5000,
        total_amount: 10_000,
        tax_rate: 2500,
        total_tax_amount: 2000,
        ...lineChanges,
      },
    ],
    ...changes,
  };
}

/** An order of these lines, with the sums that follow from them. */
export function orderOf(lines: readonly Data[], changes: Data = {}): Data {
  const sumOf = (member: string) =>
    lines.reduce((sum, line) => sum + Number(line[member] ?? 0), 0);
  return {
    purchase_country: 'SE',
    purchase_currency: 'SEK',
    order_amount: sumOf('total_amount'),
    order_tax_amount: sumOf('total_tax_amount'),
    order_lines: lines,
    ...changes,
  };
}

export function fieldsOf(order: unknown): string[] {
  return checkOrder(order).map(({field}) => field);
}

export function assertAccepted(order: unknown): void {
  assert.deepEqual(checkOrder(order), []);
}
