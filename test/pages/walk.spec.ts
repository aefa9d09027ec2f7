import {expect, test} from '@playwright/test';
import {KlarnaSessions} from './klarna-session.js';
import {ada, adasAddress, ShopPage} from './shop-page.js';

test('the address typed after the session was created is authorized and ordered, to the letter', async ({
  page,
}) => {
  const shop = new ShopPage(page);
  const sessions = new KlarnaSessions(page);
  await shop.open();
  await shop.ready();
  expect((await sessions.latest()).billing_address ?? {}).toEqual({});

  await shop
    .tab('Monthly')
    .or(shop.tab(/over time/i))
    .click();
  await shop.ready();
  await shop.type(ada);
  await shop.placeOrder();
  const received = shop.overlay().locator('dd');
  for (const value of Object.values(adasAddress)) {
    await expect(received.filter({hasText: value}).first()).toHaveText(value);
  }
  await shop.decide('Approve');

  await expect(shop.orderNumber()).toHaveText(/^[0-9a-f-]{36}$/);
  expect(shop.authorizeCalls).toHaveLength(1);
  expect(shop.authorizeCalls[0]!.billing_address).toEqual(adasAddress);
  const [authorized] = shop.detailsOf('klarna-authorized');
  expect(authorized).toMatchObject({
    category: 'pay_over_time',
    via: 'authorize',
    customerDetails: {billing_address: adasAddress},
  });
  const session = await sessions.latest();
  expect(session.status).toBe('complete');
  expect(session.billing_address).toEqual(adasAddress);
  await expect(page.getByRole('heading', {level: 1})).toHaveText(
    'Thank you, Ada Zoë',
  );
});

test('a different delivery address goes to Klarna beside the billing address', async ({
  page,
}) => {
  const shop = new ShopPage(page);
  const sessions = new KlarnaSessions(page);
  await shop.open();
  await shop.ready();
  await shop.type(ada);
  await page.getByLabel('Deliver to a different address').check();
  const delivery = page.getByRole('group', {name: 'Delivery address'});
  await delivery.getByLabel('First name').fill('Charles');
  await delivery.getByLabel('Last name').fill('Babbage');
  await delivery.getByLabel('Street and number').fill('1 Dorset Street');
  await delivery.getByLabel('Postcode').fill('W1U 4EG');
  await delivery.getByLabel('Town').fill('London');
  await shop.placeOrder();
  await shop.decide('Approve');

  await expect(shop.orderNumber()).toBeVisible();
  const [data] = shop.authorizeCalls;
  expect(data!.billing_address).toEqual(adasAddress);
  expect(data!.shipping_address).toEqual({
    given_name: 'Charles',
    family_name: 'Babbage',
    street_address: '1 Dorset Street',
    postal_code: 'W1U 4EG',
    city: 'London',
    country: 'GB',
  });
  const session = await sessions.latest();
  expect(session.shipping_address).toEqual(data!.shipping_address);
  await expect(page.locator('.address').nth(1)).toContainText('Babbage');
});

test('if the browser never brings the token, Klarna’s callback places the order', async ({
  page,
}) => {
  await page.route('**/klarna/order', (route) => route.abort());
  const shop = new ShopPage(page);
  await shop.open();
  await shop.ready();
  await shop.type(ada);
  await shop.placeOrder();
  await shop.decide('Approve');
  await expect(page.locator('#notice')).toContainText('did not work');

  await expect(async () => {
    await page.reload();
    await expect(shop.orderNumber()).toBeVisible({timeout: 500});
  }).toPass();
});

test('a decline takes its way of paying away and offers the next one', async ({
  page,
}) => {
  const shop = new ShopPage(page);
  await shop.open();
  await shop.ready();
  await expect(page.getByRole('tab')).toHaveCount(3);
  await shop.type(ada);
  await shop.placeOrder();
  await shop.decide('Decline');

  await expect(page.getByRole('tab')).toHaveCount(2);
  await expect(page.locator('#notice')).toContainText('choose another');
  expect(shop.detailsOf('klarna-rejected')).toMatchObject([
    {outcome: 'declined'},
  ]);
  await shop.ready();
  await shop.placeOrder();
  await shop.decide('Approve');
  await expect(shop.orderNumber()).toBeVisible();
});

test('whoever closes Klarna finds everything as it was', async ({page}) => {
  const shop = new ShopPage(page);
  await shop.open();
  await shop.ready();
  await shop.type(ada);
  await shop.placeOrder();
  await shop.decide('Close');

  await expect(page.locator('#notice')).toContainText('Nothing has been paid');
  await expect(page.getByRole('tab')).toHaveCount(3);
  await expect(page.getByLabel('E-mail')).toHaveValue(ada['E-mail']!);
  expect(shop.detailsOf('klarna-rejected')).toMatchObject([
    {outcome: 'cancelled'},
  ]);
  await shop.placeOrder();
  await shop.decide('Approve');
  await expect(shop.orderNumber()).toBeVisible();
});

test('a correction marks its field, and the corrected address is ordered', async ({
  page,
}) => {
  const shop = new ShopPage(page);
  const sessions = new KlarnaSessions(page);
  await shop.open();
  await shop.ready();
  await shop.type({...ada, Postcode: 'SW1Y'});
  await shop.placeOrder();
  await shop.askForCorrection('billing_address.postal_code');

  const postcode = page.getByLabel('Postcode').first();
  await expect(postcode).toBeFocused();
  await expect(postcode).toHaveAccessibleDescription(/\S/);
  expect(shop.detailsOf('klarna-rejected')).toMatchObject([
    {outcome: 'correctable', invalidFields: ['billing_address.postal_code']},
  ]);

  await postcode.fill('SW1Y 4LE');
  await expect(postcode).toHaveAccessibleDescription('');
  await shop.placeOrder();
  await shop.decide('Approve');
  await expect(shop.orderNumber()).toBeVisible();
  expect((await sessions.latest()).billing_address).toEqual(adasAddress);
});

test('the keyboard alone gets to an order', async ({page}) => {
  const shop = new ShopPage(page);
  await shop.open();
  await shop.ready();
  const {keyboard} = page;
  await page.getByLabel('E-mail').focus();
  for (const label of Object.keys(ada)) {
    await tabTo(page, page.getByLabel(label, {exact: true}).first());
    await keyboard.type(ada[label]!);
  }
  await tabTo(page, page.getByRole('tab', {selected: true}));
  await keyboard.press('ArrowRight');
  await keyboard.press('Enter');
  await expect(page.getByRole('tab').nth(1)).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await shop.ready();
  await tabTo(page, shop.placeOrderButton());
  await keyboard.press('Enter');

  // The overlay takes the focus; Approve is the second stop after Close.
  const approve = shop.overlay().getByRole('button', {name: 'Approve'});
  await expect(approve).toBeVisible();
  await tabTo(page, approve);
  await keyboard.press('Enter');
  await expect(shop.orderNumber()).toBeVisible();
  await expect(page.getByRole('heading', {level: 1})).toBeFocused();
});

test('with one category there is one tab, and it pays', async ({page}) => {
  const shop = new ShopPage(page);
  await shop.open();
  await shop.ready();
  await page.getByLabel('Categories').selectOption('one');
  await expect(page.getByRole('tab')).toHaveCount(1);
  await shop.ready();
  await shop.type(ada);
  await shop.placeOrder();
  await shop.decide('Approve');
  await expect(shop.orderNumber()).toBeVisible();
});

test('the test customer who is approved is not asked', async ({page}) => {
  const shop = new ShopPage(page);
  await shop.open();
  await shop.ready();
  await page.getByLabel('Customer').selectOption('approve');
  await shop.placeOrder();
  await expect(shop.orderNumber()).toBeVisible();
});

test('the test customer who is declined is declined', async ({page}) => {
  const shop = new ShopPage(page);
  await shop.open();
  await shop.ready();
  await page.getByLabel('Customer').selectOption('decline');
  await shop.placeOrder();
  await expect(page.getByRole('tab')).toHaveCount(2);
});

test('the test customer who needs a correction is asked for one', async ({
  page,
}) => {
  const shop = new ShopPage(page);
  await shop.open();
  await shop.ready();
  await page.getByLabel('Customer').selectOption('correct');
  await shop.placeOrder();
  await expect(page.locator('#notice')).toContainText('correction');
  await expect(page.getByLabel('Phone')).toBeFocused();

  // Corrected, the next attempt asks the person.
  await page.getByLabel('Phone').fill('+447755564319');
  await page.getByLabel('Postcode').first().fill('W13 3BH');
  await shop.placeOrder();
  await shop.decide('Approve');
  await expect(shop.orderNumber()).toBeVisible();
});

/** Presses Tab until the element has the focus. */
async function tabTo(
  page: import('@playwright/test').Page,
  target: import('@playwright/test').Locator,
): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    const hasFocus = await target.evaluate(
      (element) =>
        (element.getRootNode() as Document | ShadowRoot).activeElement ===
        element,
    );
    if (hasFocus) return;
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
}
