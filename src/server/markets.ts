/** Where a merchant account, its credentials and its sessions live. */
export type KlarnaRegion = 'eu' | 'na' | 'oc';

/** A country in which Klarna Payments can be offered. */
export interface KlarnaMarket {
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country: string;
  /** ISO 4217. Klarna takes no other currency in this country. */
  readonly currency: string;
  /** The languages that Klarna speaks there; the country's own come first. */
  readonly locales: readonly string[];
  /** Which of Klarna's API hosts serves the country. */
  readonly region: KlarnaRegion;
}

/**
 * Klarna's 26 markets, by country code.
 *
 * Source: Klarna's docs (countries, currencies and locales), completed by what
 * integrations that Klarna lists use: Australia is missing from the docs'
 * table.
 */
export const markets = [
  {
    country: 'AT',
    currency: 'EUR',
    locales: ['de-AT', 'en-AT'],
    region: 'eu',
  },
  {country: 'AU', currency: 'AUD', locales: ['en-AU'], region: 'oc'},
  {
    country: 'BE',
    currency: 'EUR',
    locales: ['nl-BE', 'fr-BE', 'en-BE'],
    region: 'eu',
  },
  {
    country: 'CA',
    currency: 'CAD',
    locales: ['en-CA', 'fr-CA'],
    region: 'na',
  },
  {
    country: 'CH',
    currency: 'CHF',
    locales: ['de-CH', 'fr-CH', 'it-CH', 'en-CH'],
    region: 'eu',
  },
  {
    country: 'CZ',
    currency: 'CZK',
    locales: ['cs-CZ', 'en-CZ'],
    region: 'eu',
  },
  {
    country: 'DE',
    currency: 'EUR',
    locales: ['de-DE', 'en-DE'],
    region: 'eu',
  },
  {
    country: 'DK',
    currency: 'DKK',
    locales: ['da-DK', 'en-DK'],
    region: 'eu',
  },
  {
    country: 'ES',
    currency: 'EUR',
    locales: ['es-ES', 'en-ES'],
    region: 'eu',
  },
  {
    country: 'FI',
    currency: 'EUR',
    locales: ['fi-FI', 'sv-FI', 'en-FI'],
    region: 'eu',
  },
  {
    country: 'FR',
    currency: 'EUR',
    locales: ['fr-FR', 'en-FR'],
    region: 'eu',
  },
  {country: 'GB', currency: 'GBP', locales: ['en-GB'], region: 'eu'},
  {
    country: 'GR',
    currency: 'EUR',
    locales: ['el-GR', 'en-GR'],
    region: 'eu',
  },
  {
    country: 'HU',
    currency: 'HUF',
    locales: ['hu-HU', 'en-HU'],
    region: 'eu',
  },
  {country: 'IE', currency: 'EUR', locales: ['en-IE'], region: 'eu'},
  {
    country: 'IT',
    currency: 'EUR',
    locales: ['it-IT', 'en-IT'],
    region: 'eu',
  },
  {
    country: 'MX',
    currency: 'MXN',
    locales: ['es-MX', 'en-MX'],
    region: 'na',
  },
  {
    country: 'NL',
    currency: 'EUR',
    locales: ['nl-NL', 'en-NL'],
    region: 'eu',
  },
  {
    country: 'NO',
    currency: 'NOK',
    locales: ['nb-NO', 'en-NO'],
    region: 'eu',
  },
  {country: 'NZ', currency: 'NZD', locales: ['en-NZ'], region: 'oc'},
  {
    country: 'PL',
    currency: 'PLN',
    locales: ['pl-PL', 'en-PL'],
    region: 'eu',
  },
  {
    country: 'PT',
    currency: 'EUR',
    locales: ['pt-PT', 'en-PT'],
    region: 'eu',
  },
  {
    country: 'RO',
    currency: 'RON',
    locales: ['ro-RO', 'en-RO'],
    region: 'eu',
  },
  {
    country: 'SE',
    currency: 'SEK',
    locales: ['sv-SE', 'en-SE'],
    region: 'eu',
  },
  {
    country: 'SK',
    currency: 'EUR',
    locales: ['sk-SK', 'en-SK'],
    region: 'eu',
  },
  {
    country: 'US',
    currency: 'USD',
    locales: ['en-US', 'es-US'],
    region: 'na',
  },
] as const satisfies readonly KlarnaMarket[];

/** A country code of {@link markets}. */
export type KlarnaCountry = (typeof markets)[number]['country'];

const marketsByCountry: ReadonlyMap<string, KlarnaMarket> = new Map(
  markets.map((market) => [market.country, market]),
);

/**
 * The market of a country.
 *
 * @param country ISO 3166-1 alpha-2, in either case.
 * @returns Nothing if Klarna Payments is not offered there.
 */
export function marketOf(country: string): KlarnaMarket | undefined {
  return marketsByCountry.get(country.toUpperCase());
}

/**
 * The region whose API host serves a country. A convenience: the region of a
 * session follows the merchant's account, so a shop states its region itself.
 *
 * @param country ISO 3166-1 alpha-2, in either case.
 * @returns Nothing if Klarna Payments is not offered there.
 */
export function regionOf(country: KlarnaCountry): KlarnaRegion;
export function regionOf(country: string): KlarnaRegion | undefined;
export function regionOf(country: string): KlarnaRegion | undefined {
  return marketOf(country)?.region;
}
