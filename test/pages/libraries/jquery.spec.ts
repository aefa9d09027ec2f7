import {expect, test} from '@playwright/test';
import {
  checkoutForm,
  expectOneOrder,
  openLibraryShop,
  shopper,
  visitShop,
} from './library-shop.js';

test('jQuery’s serialize() posts the approved payment once', async ({page}) => {
  const shop = await openLibraryShop({
    body: checkoutForm(),
    script: `
      import $ from 'jquery';
      $('form').on('submit', function (event) {
        event.preventDefault();
        $.ajax({type: 'POST', url: this.action, data: $(this).serialize()})
          .done((answer) => $('body').html($(answer).filter('#answer')));
      });`,
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
