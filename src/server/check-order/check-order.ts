import * as v from 'valibot';

import {checkAmounts} from './amounts.js';
import {badValue, type OrderProblem} from './problem.js';
import {checkShape, currencyCode} from './shape.js';
import {marketOf} from '../markets.js';

export type {OrderProblem} from './problem.js';

/** What is particular to a merchant's account. */
export interface CheckOrderOptions {
  /**
   * ISO 4217 codes, in either case, that the account settles in wherever the
   * shopper is: Klarna's cross-border add-on. Default: none, each country has
   * its own currency.
   */
  currencies?: readonly string[];
}

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
 * digits; numbers may be text, and a country where Klarna is not known to be is
 * left to Klarna.
 *
 * @param order As it would be sent; anything may be passed.
 * @returns Empty if there is nothing to object to.
 */
export function checkOrder(
  order: unknown,
  options: CheckOrderOptions = {},
): OrderProblem[] {
  return [
    ...checkShape(order),
    ...checkCurrency(order, options),
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
 * overrides that of the purchase (Klarna's OpenAPI document); an account may
 * settle in more.
 */
function checkCurrency(
  order: unknown,
  {currencies = []}: CheckOrderOptions,
): OrderProblem[] {
  const parsed = v.safeParse(placeAndCurrency, order);
  if (!parsed.success) {
    return [];
  }
  const {purchase_country, purchase_currency, billing_address} = parsed.output;
  const decisive = billing_address?.country || purchase_country;
  const expected = decisive && marketOf(decisive)?.currency;

  const code = purchase_currency.toUpperCase();
  const isTaken =
    !expected ||
    expected === code ||
    currencies.some((each) => each.toUpperCase() === code);
  return isTaken
    ? []
    : [badValue('purchase_currency', expected, purchase_currency)];
}
