import {expect, test} from '@playwright/test';
import {
  checkoutForm,
  expectOneOrder,
  openLibraryShop,
  shopper,
  visitShop,
} from './library-shop.js';

test('a frame of Turbo 8 posts the approved payment once', async ({page}) => {
  const shop = await openLibraryShop({
    body: `<turbo-frame id="checkout" target="_top">${checkoutForm('data-turbo-frame="answers"')}</turbo-frame>
      <turbo-frame id="answers"></turbo-frame>`,
    script: `import '@hotwired/turbo';
      document.addEventListener('turbo:frame-missing', async (event) => {
        event.preventDefault();
        document.body.innerHTML = await event.detail.response.text();
      });`,
  });
  try {
    const seen = await visitShop(page, shop);
    const kinds: boolean[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/order')) {
        kinds.push(request.isNavigationRequest());
      }
    });
    await seen.visit.type(shopper);
    await seen.visit.placeOrder();
    await seen.visit.decide('Approve');
    await expectOneOrder(page, shop, seen);
    // Turbo was at work, or the test says nothing.
    expect(kinds).toEqual([false]);
  } finally {
    await shop.close();
  }
});
