import {expect, test} from '@playwright/test';
import {
  address,
  checkoutForm,
  expectOneOrder,
  openLibraryShop,
  shopper,
  visitShop,
} from './library-shop.js';

test('Inputmask may take its mask off in the submit that sends the payment', async ({
  page,
}) => {
  const shop = await openLibraryShop({
    body: checkoutForm(),
    script: `
      import Inputmask from 'inputmask';
      Inputmask('+46 99 999 99 99', {removeMaskOnSubmit: true})
        .mask(document.querySelector('[name=tel]'));`,
  });
  try {
    const seen = await visitShop(page, shop);
    const {Phone: _, ...others} = shopper;
    await seen.visit.type(others);
    await page.getByLabel('Phone').click();
    await page.getByLabel('Phone').pressSequentially('701740615');
    await seen.visit.placeOrder();
    await seen.visit.decide('Approve');
    const {phone, ...rest} = address;
    const form = await expectOneOrder(page, shop, seen, rest);
    const digits = (text: unknown) => String(text).replaceAll(/\D/g, '');
    const given = digits(seen.visit.authorizeCalls[0]?.billing_address?.phone);
    expect(digits(phone).endsWith(given)).toBe(true);
    expect(given).toContain('701740615');
    // The mask was taken off, or the test says nothing.
    expect(form.get('tel')).toMatch(/^\d+$/);
  } finally {
    await shop.close();
  }
});
