/**
 * The countries Mornby sells to. Prices hold tax, except in the US, where tax
 * is a line of its own.
 */
export const markets = {
  SE: {
    currency: 'SEK',
    locales: ['sv-SE', 'en-SE'],
    // Food is taxed at the reduced rate of April 2026 to December 2027.
    tax: {goods: 2500, food: 600},
    delivery: {price: 4900, freeFrom: 250000},
  },
  DE: {
    currency: 'EUR',
    locales: ['de-DE', 'en-DE'],
    tax: {goods: 1900, food: 700},
    delivery: {price: 490, freeFrom: 25000},
  },
  GB: {
    currency: 'GBP',
    locales: ['en-GB'],
    tax: {goods: 2000, food: 0},
    delivery: {price: 395, freeFrom: 20000},
  },
  NL: {
    currency: 'EUR',
    locales: ['nl-NL', 'en-NL'],
    tax: {goods: 2100, food: 900},
    delivery: {price: 490, freeFrom: 25000},
  },
  US: {
    currency: 'USD',
    locales: ['en-US'],
    // New York City: the shop delivers there only, and coffee beans are exempt.
    salesTax: {goods: 8875, food: 0},
    delivery: {price: 695, freeFrom: 25000},
  },
} as const satisfies Record<string, Market>;

export type Country = keyof typeof markets;

export type Currency = (typeof markets)[Country]['currency'];

/** Which tax an article falls under. */
export type TaxClass = 'goods' | 'food';

export type Market = {
  currency: string;
  /** BCP 47, the market's own language first. */
  locales: readonly [string, ...string[]];
  /** Minor units, tax included where the market's prices include it. */
  delivery: {price: number; freeFrom: number};
} & (
  | {/** Basis points, within the price. */ tax: Record<TaxClass, number>}
  | {
      /** Thousandths of a per cent, on top. */ salesTax: Record<
        TaxClass,
        number
      >;
    }
);

export const countries = Object.keys(markets) as Country[];
