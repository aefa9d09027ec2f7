import {expect, test} from '@playwright/test';
import {
  checkoutForm,
  expectOneOrder,
  openLibraryShop,
  shopper,
  visitShop,
} from './library-shop.js';

const pages = {
  'hx-post': checkoutForm('hx-post="/order" hx-target="body"'),
  'hx-boost': `<div hx-boost="true">${checkoutForm()}</div>`,
};

for (const version of ['htmx1', 'htmx2']) {
  for (const [attribute, body] of Object.entries(pages)) {
    test(`${attribute} of ${version} posts the approved payment once`, async ({
      page,
    }) => {
      const shop = await openLibraryShop({
        body,
        script: `import '${version}';`,
      });
      try {
        const seen = await visitShop(page, shop);
        await seen.visit.type(shopper);
        await seen.visit.placeOrder();
        await seen.visit.decide('Approve');
        await expectOneOrder(page, shop, seen);
        // The library has sent it, or the test says nothing.
        expect(seen.isNative).toEqual([false]);
      } finally {
        await shop.close();
      }
    });
  }
}
