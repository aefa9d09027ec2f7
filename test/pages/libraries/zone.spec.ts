import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {expect, test} from '@playwright/test';
import {
  checkoutForm,
  expectOneOrder,
  openLibraryShop,
  shopper,
  visitShop,
} from './library-shop.js';

const zone = createRequire(import.meta.url).resolve(
  'zone.js/bundles/zone.umd.min.js',
);

test('an element that zone.js has patched the page of is paid with once', async ({
  page,
}) => {
  const shop = await openLibraryShop({
    body: checkoutForm(),
    script: '',
    first: await readFile(zone, 'utf8'),
  });
  try {
    const seen = await visitShop(page, shop);
    expect(await page.evaluate(() => 'Zone' in window)).toBe(true);
    await seen.visit.type(shopper);
    await seen.visit.placeOrder();
    await seen.visit.decide('Approve');
    await expectOneOrder(page, shop, seen);
  } finally {
    await shop.close();
  }
});
