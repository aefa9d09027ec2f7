import {expect, test, type Page} from '@playwright/test';
import {KlarnaSessions} from './klarna-session.js';
import {findings, overflow, widgetOverflow} from './page-checks.js';
import {adasAddress, ShopPage} from './shop-page.js';

/** Fills the fields that a page has, by their autocomplete token. */
async function fill(page: Page, tokens: Record<string, string>): Promise<void> {
  for (const [token, value] of Object.entries(tokens)) {
    await page.locator(`[autocomplete~="${token}"]`).first().fill(value);
  }
}

const address = {
  'given-name': adasAddress.given_name,
  'family-name': adasAddress.family_name,
  email: adasAddress.email,
  tel: adasAddress.phone,
  'address-line1': adasAddress.street_address,
  'postal-code': adasAddress.postal_code,
  'address-level2': adasAddress.city,
};

test('every page is linked from the shop and says what it shows', async ({
  page,
}) => {
  await page.goto('/');
  const links = page.getByRole('navigation').getByRole('link');
  const paths = await links.evaluateAll((all) =>
    all.map((link) => new URL((link as HTMLAnchorElement).href).pathname),
  );
  expect(paths).toHaveLength(7);
  for (const path of paths) {
    const response = await page.goto(path);
    expect(response?.status()).toBe(200);
    await expect(page.getByRole('heading', {level: 1})).toBeVisible();
  }
});

for (const name of [
  'bare',
  'form',
  'three-steps',
  'two-sessions',
  'nested-shadow',
  'cms-embed',
  'lazy',
]) {
  test(`${name}: axe finds nothing, and 320 px are enough`, async ({page}) => {
    await page.setViewportSize({width: 320, height: 640});
    const shop = new ShopPage(page);
    await shop.open(`/demo/${name}.html`);
    // There the tag waits on the second step.
    if (name !== 'three-steps') {
      await page.locator('klarna-payments').last().scrollIntoViewIfNeeded();
    }
    await shop.ready();
    expect(await findings(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    if (name === 'three-steps') {
      await page.locator('#step-payment').evaluate((step: HTMLElement) => {
        step.hidden = false;
      });
    }
    expect(await widgetOverflow(page)).toBe(0);
  });
}

test('after a purchase the pages have something to sell again', async ({
  page,
}) => {
  const shop = new ShopPage(page);
  await shop.open('/demo/cms-embed.html');
  await shop.ready();
  await page.getByRole('button', {name: 'Buy the set'}).click();
  await shop.decide('Approve');
  const number = await shop.orderNumber().textContent();

  await page.getByRole('link', {name: 'The bare tag'}).click();
  await shop.ready();
  await page.getByRole('link', {name: 'Mornby'}).click();
  await expect(shop.orderNumber()).toHaveText(number!);
  await page.getByRole('button', {name: 'Go on shopping'}).click();
  await shop.ready();
});

test('the bare tag shows what Klarna offers, and its button authorizes', async ({
  page,
}) => {
  const shop = new ShopPage(page);
  await shop.open('/demo/bare.html');
  await shop.ready();
  await expect(page.getByRole('tab')).toHaveCount(3);
  await page.getByRole('button', {name: 'Authorize'}).click();
  await shop.decide('Approve');
  await expect.poll(() => shop.detailsOf('klarna-authorized').length).toBe(1);
});

for (const locale of ['sv-SE', 'en-GB', 'de-DE', 'nl-NL', 'en-US']) {
  test.describe(`for a browser that asks for ${locale}`, () => {
    test.use({locale});

    test('the form is paid as it comes', async ({page}) => {
      const shop = new ShopPage(page);
      await shop.open('/demo/form.html');
      await shop.ready();
      await shop.placeOrder();
      await shop.decide('Approve');
      await expect(shop.orderNumber()).toBeVisible();
      await expect(page.locator('#thanks')).not.toContainText(
        /confirmation goes|skickas till|Bestätigung geht|bevestiging gaat/,
      );
    });

    test('three steps are paid as they come', async ({page}) => {
      const shop = new ShopPage(page);
      await shop.open('/demo/three-steps.html');
      await page.getByRole('button', {name: 'Continue to payment'}).click();
      await shop.ready();
      await page.getByRole('button', {name: 'Continue to review'}).click();
      await shop.decide('Approve');
      await expect(page.locator('#review')).toContainText('Alice Lindqvist');
      await expect(page.locator('#review')).not.toContainText(/[{}"_]/);
      await shop.placeOrder();
      await shop.decide('Approve');
      await expect(shop.orderNumber()).toBeVisible();
    });
  });
}

test('what a customer of the shop sees says nothing of how it is built', async ({
  page,
}) => {
  await page.goto('/demo/cms-embed.html');
  await expect(page.locator('main')).not.toContainText(/until then|been built/);
});

test('a form without script places the order with what was authorized', async ({
  page,
}) => {
  const shop = new ShopPage(page);
  const sessions = new KlarnaSessions(page);
  await shop.open('/demo/form.html');
  const scripts = page.locator('script[src]:not([src*="@vite"])');
  expect(
    await scripts.evaluateAll((all) =>
      all
        .map((script) => new URL((script as HTMLScriptElement).src))
        .filter(({origin}) => origin === location.origin)
        .map(({pathname}) => pathname),
    ),
  ).toEqual(['/src/index.ts']);
  await shop.ready();
  await fill(page, address);
  await page.locator('select').selectOption('GB');
  await page.getByLabel('Date of birth').fill('1815-12-10');
  const submitted = page.waitForRequest('**/klarna/order');
  await shop.placeOrder();
  await shop.decide('Approve');

  const form = new URLSearchParams((await submitted).postData() ?? '');
  expect(form.get('klarna_authorization_token')).toMatch(/\S+/);
  expect(form.get('klarna_category')).toBe('pay_later');
  expect(form.get('action')).toBe('order');
  const details = JSON.parse(form.get('klarna_customer_details')!) as unknown;
  expect(details).toEqual(shop.authorizeCalls[0]);
  expect(details).toEqual({
    billing_address: adasAddress,
    customer: {date_of_birth: '1815-12-10'},
  });
  await expect(shop.orderNumber()).toBeVisible();
  expect((await sessions.latest()).billing_address).toEqual(adasAddress);
});

test('three steps: authorized on the second, finalized on the third', async ({
  page,
}) => {
  const shop = new ShopPage(page);
  await shop.open('/demo/three-steps.html');
  await fill(page, address);
  await page.locator('select').selectOption('GB');
  await page.getByRole('button', {name: 'Continue to payment'}).click();
  await shop.ready();
  await page.getByRole('button', {name: 'Continue to review'}).click();
  await shop.decide('Approve');

  await expect(page.locator('#review')).toContainText(adasAddress.city);
  expect(shop.detailsOf('klarna-finalize-required')).toHaveLength(1);
  expect(shop.detailsOf('klarna-authorized')).toHaveLength(0);
  await shop.placeOrder();
  await shop.decide('Approve');
  await expect(shop.orderNumber()).toBeVisible();
  expect(shop.detailsOf('klarna-authorized')).toMatchObject([
    {via: 'finalize', customerDetails: {billing_address: adasAddress}},
  ]);
});

test('two sessions: each form pays for its own order', async ({page}) => {
  const shop = new ShopPage(page);
  await shop.open('/demo/two-sessions.html');
  const gift = page.getByRole('form', {name: 'A gift card'});
  await expect(gift.getByRole('tab').first()).toBeVisible();
  await expect(page.getByRole('tab')).toHaveCount(6);
  await gift.getByLabel('First name').fill('Grace');
  await page
    .getByRole('form', {name: 'The bag'})
    .getByLabel('First name')
    .fill('Ada');

  await gift.getByRole('button', {name: 'Buy the gift card'}).click();
  await expect(shop.overlay().locator('table')).toContainText('Gift card');
  await expect(shop.overlay().locator('table')).not.toContainText('kettle');
  await shop.decide('Approve');
  await expect(shop.orderNumber()).toBeVisible();
  expect(shop.authorizeCalls).toMatchObject([
    {billing_address: {given_name: 'Grace'}},
  ]);

  await page.goto('/demo/two-sessions.html');
  const bag = page.getByRole('form', {name: 'The bag'});
  await expect(bag.getByRole('tab').first()).toBeVisible();
  await bag.getByRole('button', {name: 'Place the order'}).click();
  await expect(shop.overlay().locator('table')).toContainText('kettle');
  await shop.decide('Approve');
  await expect(shop.orderNumber()).toBeVisible();
});

test('two shadow roots deep Klarna finds its frames, and the order is placed', async ({
  page,
}) => {
  const shop = new ShopPage(page);
  await shop.open('/demo/nested-shadow.html');
  await shop.ready();
  const frames = await page.evaluate(
    () => document.querySelectorAll('iframe[id$="-main"]').length,
  );
  expect(frames).toBeGreaterThan(0);
  await expect(
    page.locator('iframe[id$="-main"]:visible').contentFrame().locator('body'),
  ).toBeVisible();
  await page.getByLabel('First name').fill('Ada');
  await shop.placeOrder();
  await shop.decide('Approve');
  await expect(shop.orderNumber()).toBeVisible();
  expect(shop.authorizeCalls).toEqual([{billing_address: {given_name: 'Ada'}}]);
});

test('one script tag and the tag pay in a page that knows nothing of them', async ({
  page,
}) => {
  const shop = new ShopPage(page);
  await shop.open('/demo/cms-embed.html');
  await shop.ready();
  await page.getByLabel('Your name').fill('Ada');
  await page.getByRole('button', {name: 'Buy the set'}).click();
  await shop.decide('Approve');
  await expect(shop.orderNumber()).toBeVisible();
});

test('lazy: nothing is fetched for Klarna before the shopper comes near', async ({
  page,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (/klarna\/session|\/kp\//.test(request.url())) asked.push(request.url());
  });
  const shop = new ShopPage(page);
  await shop.open('/demo/lazy.html');
  await page.waitForLoadState('networkidle');
  expect(asked).toEqual([]);
  await expect(page.locator('#requests')).toHaveText('0');

  await page.locator('klarna-payments').scrollIntoViewIfNeeded();
  await shop.ready();
  expect(asked.length).toBeGreaterThan(1);
  await expect(page.locator('#requests')).not.toHaveText('0');
});
