/**
 * The countries that Klarna sells in, with the one currency that it takes in
 * each and the region of its API (Klarna's docs; Australia, which is missing in
 * their table, after the test data that they list).
 */
const markets: Record<string, readonly [currency: string, region: string]> = {
  AT: ['EUR', 'eu'],
  AU: ['AUD', 'oc'],
  BE: ['EUR', 'eu'],
  CA: ['CAD', 'na'],
  CH: ['CHF', 'eu'],
  CZ: ['CZK', 'eu'],
  DE: ['EUR', 'eu'],
  DK: ['DKK', 'eu'],
  ES: ['EUR', 'eu'],
  FI: ['EUR', 'eu'],
  FR: ['EUR', 'eu'],
  GB: ['GBP', 'eu'],
  GR: ['EUR', 'eu'],
  HU: ['HUF', 'eu'],
  IE: ['EUR', 'eu'],
  IT: ['EUR', 'eu'],
  MX: ['MXN', 'na'],
  NL: ['EUR', 'eu'],
  NO: ['NOK', 'eu'],
  NZ: ['NZD', 'oc'],
  PL: ['PLN', 'eu'],
  PT: ['EUR', 'eu'],
  RO: ['RON', 'eu'],
  SE: ['SEK', 'eu'],
  SK: ['EUR', 'eu'],
  US: ['USD', 'na'],
};

/** ISO 4217, or nothing for a country that is not Klarna's. */
export function currencyOf(country: string): string | undefined {
  return marketOf(country)?.[0];
}

/** `eu`, `na` or `oc`; `eu` for a country that is not Klarna's. */
export function regionOf(country: string): string {
  return marketOf(country)?.[1] ?? 'eu';
}

export function isMarket(country: string): boolean {
  return marketOf(country) !== undefined;
}

function marketOf(country: string) {
  const code = country.toUpperCase();
  return Object.hasOwn(markets, code) ? markets[code] : undefined;
}
