import process from 'node:process';
import {
  createKlarnaMerchant,
  memoryStorage,
} from 'klarna-payments-element/server';
import {visitorIn} from './visitor.js';

try {
  process.loadEnvFile();
} catch {
  // The environment has it all.
}

/** What the server knows of the order; nothing of it comes from the browser. */
export const klarna = createKlarnaMerchant({
  credentials: {
    username: process.env.KLARNA_USERNAME ?? 'any',
    password: process.env.KLARNA_PASSWORD ?? 'thing',
  },
  region: 'eu',
  environment: 'playground',
  // The sandbox; without it Klarna's playground.
  baseUrl: process.env.KLARNA_BASE_URL,
  basePath: '/klarna',
  // Behind a proxy that ends TLS: `https://shop.example`.
  origin: process.env.ORIGIN,
  // One process, nothing kept: for a shop see `sqliteStorage`.
  storage: memoryStorage(),
  visitor: (request) => visitorIn(request.headers.get('cookie')),
  order: (request) => ({
    purchase_country: 'SE',
    purchase_currency: 'SEK',
    locale: 'en-SE',
    order_amount: 19900,
    order_tax_amount: 3980,
    order_lines: [
      {
        name: 'Speckled mug',
        quantity: 1,
        unit_price: 19900,
        tax_rate: 2500,
        total_amount: 19900,
        total_tax_amount: 3980,
      },
    ],
    // Where the shopper goes from Klarna: a page of this very shop.
    merchant_urls: {
      confirmation: new URL('/thanks', process.env.ORIGIN ?? request.url).href,
    },
  }),
  placed: ({orderId}) => console.log(`Order ${orderId}`),
});
