import {expect, test, type Page, type Request} from '@playwright/test';

import {openRouterShop, type Router} from './router-shop.js';
import {astroScript, htmxScript, turboScript} from './router-scripts.js';

type RouterShop = Awaited<ReturnType<typeof openRouterShop>>;

const routers: Record<string, {open: () => Promise<Router>}> = {
  'no router': {open: async () => ({head: '', script: ''})},
  'Turbo 8': {open: async () => ({head: '', script: await turboScript()})},
  'Astro’s ClientRouter': {
    open: async () => ({
      head: '<meta name="astro-view-transitions-enabled" content="true"><meta name="astro-view-transitions-fallback" content="animate">',
      script: await astroScript(),
    }),
  },
  'htmx 1, boosted': {
    open: async () => ({head: '', script: await htmxScript('htmx1')}),
  },
  'htmx 2, boosted': {
    open: async () => ({head: '', script: await htmxScript('htmx2')}),
  },
};

for (const [name, {open}] of Object.entries(routers)) {
  test.describe(`case 14: a shop with ${name}`, () => {
    let shop: RouterShop;
    test.beforeAll(async () => {
      shop = await openRouterShop(await open());
    });
    test.afterAll(() => shop.close());

    test('sends the shopper who has ordered to Klarna’s page', async ({
      page,
    }) => {
      const posts = watch(page, (request) => request.method() === 'POST');
      const klarnas = watch(page, (request) =>
        request.url().startsWith(shop.klarna),
      );
      await goToCheckout(page, shop, name);
      await page.getByRole('button', {name: 'Pay'}).click();

      await expect(page).toHaveURL(`${shop.origin}/thanks`);
      await expect(page.getByRole('heading')).toHaveText('Thank you');
      // By Klarna's page, which the browser itself has gone to.
      expect(klarnas.map((each) => each.isNavigationRequest())).toEqual([true]);
      // The router was at work, or the test says nothing.
      expect(posts.map((each) => each.isNavigationRequest())).toEqual([
        name === 'no router',
      ]);
      expect(shop.placed).toHaveLength(1);
      expect(shop.sandbox.orders).toHaveLength(1);
    });

    test('case 13: shows the shopper whose form fails a page', async ({
      page,
    }) => {
      await goToCheckout(page, shop, name);
      // As of a form that was left open for days.
      await page
        .locator('[name=klarna_authorization_token]')
        .evaluate((input: HTMLInputElement) => (input.value = 'outdated'));
      await page.getByRole('button', {name: 'Pay'}).click();
      await expect(page.getByRole('heading')).toHaveText(
        'Your order was not placed',
      );
      await expect(page.locator('p')).toContainText('Nothing was ordered');
    });
  });
}

/** By a link, for which routers do their work as well. */
async function goToCheckout(
  page: Page,
  shop: RouterShop,
  router: string,
): Promise<void> {
  await page.goto(`${shop.origin}/`);
  await page.evaluate(() => Object.assign(window, {isSame: true}));
  await page.getByRole('link').click();
  await expect(page.getByRole('heading')).toHaveText('Checkout');
  expect(await page.evaluate(() => 'isSame' in window)).toBe(
    router !== 'no router',
  );
}

function watch(page: Page, isMeant: (request: Request) => boolean): Request[] {
  const requests: Request[] = [];
  page.on('request', (request) => {
    if (isMeant(request)) {
      requests.push(request);
    }
  });
  return requests;
}
