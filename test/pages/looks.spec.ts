import {expect, test} from '@playwright/test';
import {findings, overflow, widgetOverflow} from './page-checks.js';
import {ada, ShopPage} from './shop-page.js';

for (const look of [
  {name: 'light', media: {colorScheme: 'light'}},
  {name: 'dark', media: {colorScheme: 'dark'}},
  {name: 'forced colours', media: {forcedColors: 'active'}},
] as const) {
  test(`axe finds nothing in the shop: ${look.name}`, async ({page}) => {
    const shop = new ShopPage(page);
    await page.emulateMedia(look.media);
    await shop.open();
    await shop.ready();
    expect(await findings(page)).toEqual([]);
  });
}

test('axe finds nothing after a decline, a correction and in the confirmation', async ({
  page,
}) => {
  const shop = new ShopPage(page);
  await shop.open();
  await shop.ready();
  await shop.type(ada);
  await shop.placeOrder();
  await shop.decide('Decline');
  await shop.ready();
  expect(await findings(page)).toEqual([]);

  await shop.placeOrder();
  await shop.askForCorrection('billing_address.city');
  await expect(page.locator('.message')).toBeVisible();
  expect(await findings(page)).toEqual([]);

  await page.getByLabel('Town').first().fill('York');
  await shop.placeOrder();
  await shop.decide('Approve');
  await expect(shop.orderNumber()).toBeVisible();
  expect(await findings(page)).toEqual([]);
});

for (const dir of ['ltr', 'rtl'] as const) {
  test(`320 px are enough, ${dir}`, async ({page}) => {
    await page.setViewportSize({width: 320, height: 640});
    await page.addInitScript(
      (value) => localStorage.setItem('mornby-dir', value),
      dir,
    );
    const shop = new ShopPage(page);
    await shop.open();
    await shop.ready();
    expect(await overflow(page)).toBe(0);
    expect(await widgetOverflow(page)).toBe(0);
    await page.getByText('Demo settings').click();
    expect(await overflow(page)).toBe(0);
    expect(await findings(page)).toEqual([]);

    await shop.type(ada);
    await shop.placeOrder();
    await shop.decide('Approve');
    await expect(shop.orderNumber()).toBeVisible();
    expect(await overflow(page)).toBe(0);
  });
}

test('right to left, the tabs stand and move the other way round', async ({
  page,
}) => {
  const shop = new ShopPage(page);
  await shop.open();
  await shop.ready();
  await page.getByLabel('Direction').selectOption('rtl');
  const tabs = page.getByRole('tab');
  const [first, second] = [
    await tabs.nth(0).boundingBox(),
    await tabs.nth(1).boundingBox(),
  ];
  expect(first!.x).toBeGreaterThan(second!.x);

  await tabs.nth(0).focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await expect(tabs.nth(1)).toHaveAttribute('aria-selected', 'true');
});

test('the colours chosen stay after a reload', async ({page}) => {
  const shop = new ShopPage(page);
  await shop.open();
  const background = () =>
    page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.getByLabel('Colours').selectOption('dark');
  const dark = await background();
  expect(dark).not.toBe(light);
  await page.reload();
  expect(await background()).toBe(dark);
});

test('in forced colours the selected tab can be told from the others', async ({
  page,
}) => {
  await page.emulateMedia({forcedColors: 'active'});
  const shop = new ShopPage(page);
  await shop.open();
  await shop.ready();
  const looks = await page.getByRole('tab').evaluateAll((tabs) =>
    tabs.map((tab) => {
      const {backgroundColor, borderColor, outlineStyle, boxShadow} =
        getComputedStyle(tab);
      return [backgroundColor, borderColor, outlineStyle, boxShadow].join();
    }),
  );
  expect(looks[0]).not.toBe(looks[1]);
  expect(looks[1]).toBe(looks[2]);
});

test('the events are listed, and tokens in them are shortened', async ({
  page,
}) => {
  const shop = new ShopPage(page);
  await shop.open();
  await shop.ready();
  const log = page.locator('#event-log');
  await expect(log.getByText('klarna-session', {exact: true})).toBeVisible();
  // The shop goes to the confirmation only when it is let.
  await page.route('**/klarna/order', (route) => route.abort());
  await shop.type(ada);
  await shop.placeOrder();
  await shop.decide('Approve');
  const entry = log.locator('li', {hasText: 'klarna-authorized'});
  await entry.locator('summary').click();
  await expect(entry.locator('pre')).toContainText(
    /"authorizationToken": ".{8}…"/,
  );
  await expect(entry.locator('pre')).toContainText(ada['Last name']!);
});
