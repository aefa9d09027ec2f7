import assert from 'node:assert/strict';
import {describe, it} from 'node:test';

import {marketOf, markets, regionOf} from '../../src/server/markets.js';

describe('markets', () => {
  it('are the 26 countries of Klarna Payments, each once', () => {
    assert.equal(markets.length, 26);
    assert.equal(new Set(markets.map(({country}) => country)).size, 26);
  });

  it('have a currency, and locales of their own country', () => {
    for (const {country, currency, locales} of markets) {
      assert.match(currency, /^[A-Z]{3}$/);
      assert.ok(locales.length > 0);
      for (const locale of locales) {
        assert.match(locale, new RegExp(`^[a-z]{2}-${country}$`));
      }
    }
  });

  it('have the currency of the country, also where that is not the euro', () => {
    const others = Object.fromEntries(
      markets
        .filter(({currency}) => currency !== 'EUR')
        .map(({country, currency}) => [country, currency]),
    );
    assert.deepEqual(others, {
      AU: 'AUD',
      CA: 'CAD',
      CH: 'CHF',
      CZ: 'CZK',
      DK: 'DKK',
      GB: 'GBP',
      HU: 'HUF',
      MX: 'MXN',
      NO: 'NOK',
      NZ: 'NZD',
      PL: 'PLN',
      RO: 'RON',
      SE: 'SEK',
      US: 'USD',
    });
  });
});

describe('regionOf', () => {
  it('knows the region of every market', () => {
    const inRegion = (region: string) =>
      markets
        .map(({country}) => country)
        .filter((country) => regionOf(country) === region)
        .join(' ');
    assert.equal(inRegion('na'), 'CA MX US');
    assert.equal(inRegion('oc'), 'AU NZ');
    assert.equal(
      inRegion('eu'),
      'AT BE CH CZ DE DK ES FI FR GB GR HU IE IT NL NO PL PT RO SE SK',
    );
  });

  it('takes lower case', () => {
    assert.equal(regionOf('us'), 'na');
    assert.equal(marketOf('ch')?.currency, 'CHF');
  });

  it('answers nothing for a country without Klarna', () => {
    for (const country of ['JP', 'XX', 'sweden', '', 'constructor']) {
      assert.equal(regionOf(country), undefined);
      assert.equal(marketOf(country), undefined);
    }
  });
});
