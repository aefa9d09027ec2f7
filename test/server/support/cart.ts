import type {KlarnaPlaceOrder} from '../../../src/wire/rest-types.js';

/** A Swedish cart with one line that costs as many öre, tax included. */
export function cart(
  amount = 10_000,
  members: Partial<KlarnaPlaceOrder> = {},
): KlarnaPlaceOrder {
  const tax = Math.round(amount - (amount * 10_000) / 12_500);
  return {
    purchase_country: 'SE',
    purchase_currency: 'SEK',
    locale: 'sv-SE',
    order_amount: amount,
    order_tax_amount: tax,
    order_lines: [
      {
        name: 'Hammock',
        quantity: 1,
        unit_price: amount,
        tax_rate: 2500,
        total_amount: amount,
        total_tax_amount: tax,
      },
    ],
    merchant_urls: {confirmation: 'https://shop.example/thanks'},
    ...members,
  };
}

/** What the shopper types; unmistakable, so that a leak of it is found. */
export const ada = {
  billing_address: {
    given_name: 'Adalovelace',
    family_name: 'Byronsson',
    email: 'customer@email.se',
    phone: '+46701740615',
    street_address: 'Hemligagatan 7',
    postal_code: '11148',
    city: 'Smygehuk',
    country: 'SE',
  },
};
