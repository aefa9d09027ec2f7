import {currencyOf, isMarket} from '../state/markets.js';
import type {SandboxSettings} from '../options.js';
import type {SandboxOrder} from '../state/store.js';

/**
 * Not the one currency of the country, nor one that the account settles in
 * besides.
 */
export function wrongCurrency(
  order: SandboxOrder,
  {currencies}: SandboxSettings,
): string[] {
  const given = order.purchase_currency?.toUpperCase();
  const own = currencyOf(decisiveCountry(order));
  if (!given || !own || given === own) return [];
  return currencies.some((each) => each.toUpperCase() === given)
    ? []
    : ['purchase_currency'];
}

/** The billing country comes before that of the purchase. */
export function decisiveCountry(order: SandboxOrder): string {
  return order.billing_address?.country || order.purchase_country || '';
}

/** A purchase country that is not Klarna's, if that is to be refused. */
export function wrongCountry(
  order: SandboxOrder,
  {otherCountries}: SandboxSettings,
): string[] {
  const {purchase_country} = order;
  return otherCountries === 'accept' ||
    !purchase_country ||
    isMarket(purchase_country)
    ? []
    : ['purchase_country'];
}

/** Tax on the lines of a US order, if that is to be refused. */
export function wrongLineTaxInUs(
  order: SandboxOrder,
  {usLineTax}: SandboxSettings,
): string[] {
  const isUs = order.purchase_country?.toUpperCase() === 'US';
  if (usLineTax === 'accept' || !isUs) return [];
  return (order.order_lines ?? []).flatMap((line, index) =>
    line.tax_rate ? [`order_lines[${index}].tax_rate`] : [],
  );
}

const postalCodes: Readonly<Record<string, RegExp>> = {
  DE: /^\d{5}$/,
  GB: /^[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}$/i,
  SE: /^\d{3} ?\d{2}$/,
  US: /^\d{5}(?:-\d{4})?$/,
};

/** Address members that strict readers would not take. */
export function wrongAddresses(
  order: SandboxOrder,
  {strictAddresses}: SandboxSettings,
): string[] {
  if (!strictAddresses) return [];
  return (['billing_address', 'shipping_address'] as const).flatMap((part) => {
    const {postal_code, phone, country} = order[part] ?? {};
    const market = (country || order.purchase_country || '').toUpperCase();
    const form = postalCodes[market];
    return [
      ...(postal_code && form && !form.test(postal_code.trim())
        ? [`${part}.postal_code`]
        : []),
      // E.164: at most 15 digits, and none has fewer than 7.
      ...(phone && !/^\d{7,15}$/.test(phone.replace(/^00|\D/g, ''))
        ? [`${part}.phone`]
        : []),
    ];
  });
}
