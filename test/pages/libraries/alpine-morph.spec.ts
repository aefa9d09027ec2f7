import {expect, test, type Page} from '@playwright/test';
import {
  checkoutForm,
  expectOneOrder,
  fields,
  openLibraryShop,
  shopper,
  visitShop,
  type LibraryShop,
} from './library-shop.js';

declare global {
  interface Window {
    /** Renders the checkout anew, as a component of the server's does. */
    morphCheckout(): void;
  }
}

/** A checkout whose markup comes from the server after each change. */
function openMorphingShop(): Promise<LibraryShop> {
  return openLibraryShop({
    body: `<div id="checkout" x-data>${checkoutForm('', '<p id="total" data-times="0">Total</p>' + fields())}</div>`,
    script: `
      import Alpine from 'alpinejs';
      import morph from '@alpinejs/morph';
      const checkout = document.getElementById('checkout');
      // Of the server's markup: nothing in the element, nothing typed.
      const markup = checkout.cloneNode(true);
      markup.querySelector('klarna-payments').replaceChildren();
      let times = 0;
      window.morphCheckout = () => {
        markup.querySelector('#total').dataset.times = String(++times);
        Alpine.morph(checkout, markup.outerHTML);
      };
      Alpine.plugin(morph);
      Alpine.start();`,
  });
}

async function morphCheckout(page: Page, times: number): Promise<void> {
  await page.evaluate(() => window.morphCheckout());
  await expect(page.locator('#total')).toHaveAttribute(
    'data-times',
    String(times),
  );
}

test('a checkout that Alpine morphs before the submit is paid with once', async ({
  page,
}) => {
  const shop = await openMorphingShop();
  try {
    const seen = await visitShop(page, shop);
    await morphCheckout(page, 1);
    await seen.visit.type(shopper);
    await morphCheckout(page, 2);
    await seen.visit.ready();
    await seen.visit.placeOrder();
    await seen.visit.decide('Approve');
    await expectOneOrder(page, shop, seen);
  } finally {
    await shop.close();
  }
});

test('a checkout that Alpine morphs while Klarna asks says so, and is paid with once', async ({
  page,
}) => {
  const shop = await openMorphingShop();
  try {
    const seen = await visitShop(page, shop);
    await seen.visit.type(shopper);
    await seen.visit.placeOrder();
    await expect(
      seen.visit.overlay().getByRole('button', {name: 'Approve'}),
    ).toBeVisible();
    await morphCheckout(page, 1);

    await expect(
      page.locator('klarna-payments').getByRole('alert'),
    ).toContainText('You can try again.');
    await seen.visit.ready();
    expect(shop.posted).toHaveLength(0);

    await seen.visit.placeOrder();
    await seen.visit.decide('Approve');
    await expectOneOrder(page, shop, seen);
  } finally {
    await shop.close();
  }
});
