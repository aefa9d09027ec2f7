import {detailsOf} from '../shop/customers.js';
import type {Country} from './markets.js';

/**
 * Fills the required fields of a page in, as a shop does for a customer whom it
 * knows: by their `autocomplete`, with somebody who lives in this country.
 */
export function fillIn(html: string, country: Country): string {
  const {phone, ...customer} = detailsOf(country, 'ask');
  const known: Record<string, string | undefined> = {...customer, tel: phone};
  return html
    .replace(
      /<input\b[^>]*\bautocomplete="([^"]+)"[^>]*\brequired\b[^>]*>/g,
      (field, tokens: string) => {
        const token = tokens.split(' ').at(-1) ?? '';
        const value = known[`billing-${token}`] ?? known[token];
        return value
          ? field.replace('<input', `<input value="${value}"`)
          : field;
      },
    )
    .replace(`<option value="${country}"`, '$& selected');
}
