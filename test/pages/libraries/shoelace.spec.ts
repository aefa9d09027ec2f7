import {expect, test} from '@playwright/test';
import {
  checkoutForm,
  expectOneOrder,
  fields,
  openLibraryShop,
  shopper,
  visitShop,
} from './library-shop.js';

test('a field of Shoelace gives its value to Klarna and to the shop', async ({
  page,
}) => {
  const shop = await openLibraryShop({
    body: checkoutForm(
      '',
      `<sl-input label="First name" name="given-name" autocomplete="given-name" required></sl-input>${fields('First name')}`,
    ),
    script: `import '@shoelace-style/shoelace/dist/components/input/input.js';`,
  });
  try {
    const seen = await visitShop(page, shop);
    await seen.visit.type(shopper);
    await seen.visit.placeOrder();
    await seen.visit.decide('Approve');
    const form = await expectOneOrder(page, shop, seen);
    expect(form.get('given-name')).toBe(shopper['First name']);
  } finally {
    await shop.close();
  }
});
