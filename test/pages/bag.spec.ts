import {expect, test} from '@playwright/test';
import {KlarnaSessions} from './klarna-session.js';
import {ada, ShopPage} from './shop-page.js';

/** Country, language of the shop, and how its total and tax are written. */
const markets = [
  {country: 'SE', total: '1 971 kr', tax: '375,70 kr'},
  {country: 'DE', total: '€181.80', tax: '€27.90'},
  {country: 'GB', total: '£150.90', tax: '£23.49'},
  {country: 'NL', total: '€181.80', tax: '€30.46'},
  {country: 'US', total: '$213.66', tax: '$15.71'},
];

for (const {country, total, tax} of markets) {
  test(`${country} pays in its currency, with its tax`, async ({page}) => {
    const shop = new ShopPage(page);
    const sessions = new KlarnaSessions(page);
    await shop.open();
    await page
      .getByRole('complementary', {name: 'Demo settings'})
      .getByLabel('Country')
      .selectOption(country);
    const totals = page.locator('#bag-totals');
    await expect(totals.locator('.total')).toContainText(total);
    await expect(totals).toContainText(tax);
    await shop.ready();

    await expect
      .poll(async () => (await sessions.latest()).purchase_country)
      .toBe(country);
    const session = await sessions.latest();
    const lines = session.order_lines!;
    expect(session.order_amount).toBe(
      lines.reduce((sum, line) => sum + line.total_amount, 0),
    );
    const hasSalesTax = lines.some(({type}) => type === 'sales_tax');
    expect(hasSalesTax).toBe(country === 'US');
  });
}

for (const [locale, heading] of [
  ['sv-SE', 'Kassa'],
  ['de-DE', 'Kasse'],
  ['nl-NL', 'Afrekenen'],
  ['en-GB', 'Checkout'],
] as const) {
  test.describe(`a browser that speaks ${locale}`, () => {
    test.use({locale});

    test('is answered in its language, and so is Klarna', async ({page}) => {
      const shop = new ShopPage(page);
      const sessions = new KlarnaSessions(page);
      await shop.open();
      await expect(page.getByRole('heading', {level: 1})).toHaveText(heading);
      await expect(page.locator('html')).toHaveAttribute('lang', locale);
      await shop.ready();
      expect((await sessions.latest()).locale).toBe(locale);
    });
  });
}

test('a changed quantity reaches Klarna’s session, and the tag stays ready', async ({
  page,
}) => {
  const shop = new ShopPage(page);
  const sessions = new KlarnaSessions(page);
  await shop.open();
  await shop.ready();
  const tokens = new Set(sessions.tokens);
  await page.getByRole('button', {name: 'One more: Gooseneck kettle'}).click();

  await expect(page.locator('#bag-totals .total')).toContainText('£245.95');
  await expect
    .poll(async () => (await sessions.latest()).order_amount)
    .toBe(24595);
  await shop.ready();
  expect(new Set(sessions.tokens)).toEqual(tokens);
});

test('quick clicks all count', async ({page}) => {
  const shop = new ShopPage(page);
  await shop.open();
  const more = page.getByRole('button', {name: 'One more: Speckled mug'});
  for (let clicks = 0; clicks < 6; clicks++) await more.click();
  await expect(page.locator('.line', {hasText: 'Speckled mug'})).toContainText(
    '£152',
  );
  await page.reload();
  await expect(page.locator('.line', {hasText: 'Speckled mug'})).toContainText(
    '£152',
  );
});

test('an emptied bag has nothing to pay; adding something brings the form back', async ({
  page,
}) => {
  const shop = new ShopPage(page);
  await shop.open();
  await shop.ready();
  for (const name of ['Gooseneck kettle', 'Sunday roast']) {
    await page.getByRole('button', {name: `One fewer: ${name}`}).click();
  }
  const mug = page.getByRole('button', {name: 'One fewer: Speckled mug'});
  await mug.click();
  await mug.click();
  await expect(page.getByText('Your bag is empty.')).toBeVisible();
  await expect(shop.placeOrderButton()).toBeHidden();

  await page.getByRole('button', {name: 'Add to the bag: Lambswool'}).click();
  await shop.ready();
  await shop.type(ada);
  await shop.placeOrder();
  await shop.decide('Approve');
  await expect(shop.orderNumber()).toBeVisible();
});

test('the browser has no say in amounts', async ({page}) => {
  const shop = new ShopPage(page);
  const sessions = new KlarnaSessions(page);
  await page.route('**/klarna/session', async (route) => {
    await route.continue({postData: JSON.stringify({order_amount: 1})});
  });
  await page.route('**/klarna/order', async (route) => {
    const body = route.request().postDataJSON() as object;
    await route.continue({
      postData: JSON.stringify({...body, order_amount: 1, order_lines: []}),
    });
  });
  await shop.open();
  await shop.ready();
  await shop.type(ada);
  await shop.placeOrder();
  await shop.decide('Approve');
  await expect(shop.orderNumber()).toBeVisible();
  expect((await sessions.latest()).order_amount).toBe(15090);
});

test('a reload keeps the bag, what was typed and the session', async ({
  page,
}) => {
  const shop = new ShopPage(page);
  const sessions = new KlarnaSessions(page);
  await shop.open();
  await shop.ready();
  await page.getByRole('button', {name: 'One more: Sunday roast'}).click();
  await shop.type(ada);
  await page.reload();

  await shop.ready();
  for (const [label, value] of Object.entries(ada)) {
    const field = page.getByLabel(label, {exact: true}).first();
    await expect(field).toHaveValue(value);
  }
  await expect(page.locator('.line', {hasText: 'Sunday roast'})).toContainText(
    '£19.90',
  );
  expect(new Set(sessions.tokens).size).toBe(1);
  await shop.placeOrder();
  await shop.decide('Approve');
  const number = await shop.orderNumber().textContent();

  await page.reload();
  await expect(shop.orderNumber()).toHaveText(number!);
  await page.getByRole('button', {name: 'Go on shopping'}).click();
  await shop.ready();
  expect(new Set(sessions.tokens).size).toBe(2);
});

test('whoever leaves and comes back goes on', async ({page}) => {
  const shop = new ShopPage(page);
  await shop.open();
  await shop.ready();
  await shop.type(ada);
  await page.getByRole('link', {name: 'The bare tag'}).click();
  await expect(page).toHaveURL(/bare/);
  await page.goBack();
  await shop.ready();
  await expect(page.getByLabel('E-mail')).toHaveValue(ada['E-mail']!);
  await shop.placeOrder();
  await shop.decide('Approve');
  await expect(shop.orderNumber()).toBeVisible();
});
