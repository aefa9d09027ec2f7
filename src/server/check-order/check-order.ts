import * as v from 'valibot';

import {checkAmounts} from './amounts.js';
import {badValue, type OrderProblem} from './problem.js';
import {checkShape, currencyCode} from './shape.js';
import {marketOf} from '../markets.js';

export type {OrderProblem} from './problem.js';

/**
 * Everything that Klarna would refuse about an order, before it is sent: a
 * body of create session or place order. Pure, and its cost grows with the
 * number of lines only.
 *
 * Each fault is one problem, under the name that Klarna gives it: an amount
 * that the sums of a line do not lead to is a problem of that line's
 * `total_amount`, not also of `order_amount`.
 *
 * Where Klarna is recorded to be lenient, so is this: of `merchant_urls` only
 * `authorization` must be https, a locale needs no country and not that of the
 * order, a phone number is refused only with letters in it or fewer than 5
 * digits. A country where Klarna is not known to be is left to Klarna.
 *
 * @param order As it would be sent; anything may be passed.
 * @returns Empty if there is nothing to object to.
 */
export function checkOrder(order: unknown): OrderProblem[] {
  return [
    ...checkShape(order),
    ...checkCurrency(order),
    ...checkAmounts(order),
  ];
}

// A country that cannot be read is a problem already; it has no market.
const country = v.fallback(v.nullish(v.string()), 'unreadable');

const placeAndCurrency = v.object({
  purchase_country: country,
  purchase_currency: currencyCode,
  billing_address: v.fallback(v.nullish(v.object({country})), undefined),
});

/**
 * Each country has one currency, and the country of the billing address
 * overrides that of the purchase (Klarna's OpenAPI document).
 */
function checkCurrency(order: unknown): OrderProblem[] {
  const parsed = v.safeParse(placeAndCurrency, order);
  if (!parsed.success) {
    return [];
  }
  const {purchase_country, purchase_currency, billing_address} = parsed.output;
  const decisive = billing_address?.country || purchase_country;
  const expected = decisive && marketOf(decisive)?.currency;

  return !expected || expected === purchase_currency.toUpperCase()
    ? []
    : [badValue('purchase_currency', expected, purchase_currency)];
}
