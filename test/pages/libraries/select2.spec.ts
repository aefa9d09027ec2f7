import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {expect, test} from '@playwright/test';
import {
  address,
  checkoutForm,
  expectOneOrder,
  fields,
  openLibraryShop,
  shopper,
  visitShop,
} from './library-shop.js';

const styles = createRequire(import.meta.url).resolve(
  'select2/dist/css/select2.min.css',
);

const towns = `<label for="town">Town</label>
  <select id="town" name="address-level2" autocomplete="address-level2" required>
    <option>Stockholm</option><option>Uppsala</option>
  </select>`;

test('a town behind Select2 that Klarna refuses is chosen anew and paid with', async ({
  page,
}) => {
  const shop = await openLibraryShop({
    body: `<style>${await readFile(styles, 'utf8')}</style>${checkoutForm('', fields('Town') + towns)}`,
    script: `
      import $ from 'jquery';
      import select2 from 'select2';
      select2(window, $);
      $('#town').select2({width: '200px', minimumResultsForSearch: Infinity});`,
  });
  try {
    const seen = await visitShop(page, shop);
    const {Town: _, ...typed} = shopper;
    await seen.visit.type(typed);
    await seen.visit.placeOrder();
    await seen.visit.askForCorrection('billing_address.city');

    // The select is a pixel that nobody sees: the element names it itself.
    await expect(
      page.locator('klarna-payments').getByText('Please check: city'),
    ).toBeVisible();
    expect(shop.posted).toHaveLength(0);

    await page.getByRole('combobox', {name: 'Stockholm'}).click();
    await page.getByRole('option', {name: 'Uppsala'}).click();
    await seen.visit.placeOrder();
    await seen.visit.decide('Approve');
    const form = await expectOneOrder(page, shop, seen, {
      ...address,
      city: 'Uppsala',
    });
    expect(form.get('address-level2')).toBe('Uppsala');
    expect(seen.visit.authorizeCalls).toHaveLength(2);
  } finally {
    await shop.close();
  }
});
