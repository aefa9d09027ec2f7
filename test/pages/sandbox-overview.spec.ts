import {expect, test, type Page} from '@playwright/test';
import {
  createKlarnaSandbox,
  type KlarnaSandbox,
  type KlarnaSandboxServer,
} from '../../src/sandbox/index.js';
import {findings, overflow} from './page-checks.js';

/** The sandbox's own page at `/`. */

let sandbox: KlarnaSandbox;
let server: KlarnaSandboxServer;

const order = {
  purchase_country: 'GB',
  purchase_currency: 'GBP',
  locale: 'en-GB',
  order_amount: 1000,
  order_lines: [
    {name: 'Tea', quantity: 1, unit_price: 1000, total_amount: 1000},
  ],
};

test.beforeEach(async () => {
  sandbox = createKlarnaSandbox({fraudStatus: 'PENDING'});
  server = await sandbox.listen();
});
test.afterEach(() => server.close());

async function rest(path: string, body: object) {
  const response = await fetch(`${server.url}/payments/v1/${path}`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa('user:password')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Record<string, string>;
}

/** Something of everything that the page can show. */
async function busy(page: Page) {
  const {client_token = ''} = await rest('sessions', order);
  await rest('sessions', {...order, order_amount: 1});
  const {authorization_token} = await sandbox.authorize(client_token);
  await rest(`authorizations/${authorization_token}/order`, order);
  sandbox.answer('decline');
  sandbox.faults.frame = 'never';
  await page.goto(server.url);
  await page.getByText('Break something').click();
}

test.describe('with axe let in past the policy', () => {
  test.use({bypassCSP: true});
  for (const media of [
    {colorScheme: 'light'},
    {colorScheme: 'dark'},
    {forcedColors: 'active'},
  ] as const) {
    test(`axe finds nothing in it: ${Object.values(media)[0]}`, async ({
      page,
    }) => {
      await page.emulateMedia(media);
      await page.goto(server.url);
      expect(await findings(page)).toEqual([]);
      await busy(page);
      expect(await findings(page)).toEqual([]);
    });
  }
});

test('320 px are enough', async ({page}) => {
  await page.setViewportSize({width: 320, height: 640});
  await page.goto(server.url);
  expect(await overflow(page)).toBe(0);
  await busy(page);
  expect(await overflow(page)).toBe(0);
});

test('a keyboard settles the next shopper, without script', async ({
  browser,
}) => {
  const context = await browser.newContext({javaScriptEnabled: false});
  const page = await context.newPage();
  await page.goto(server.url);
  const button = page.getByRole('button', {name: 'Next shopper is declined'});
  for (let tab = 0; tab < 20; tab++) {
    if (await button.evaluate((it) => it === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await expect(page.getByRole('listitem')).toHaveText('is declined');
  expect(new URL(page.url()).pathname).toBe('/');
  const {client_token = ''} = await rest('sessions', order);
  expect(await sandbox.authorize(client_token)).toMatchObject({
    approved: false,
  });
  await context.close();
});

test('a fault is switched on and mended', async ({page}) => {
  await page.goto(server.url);
  await page.getByLabel('What', {exact: true}).selectOption('Placing an order');
  await page
    .getByLabel('How', {exact: true})
    .selectOption('acts, then answers 503');
  await page.getByRole('button', {name: 'Break it: REST API'}).click();
  await expect(page.getByText('Placing an order acts, then')).toBeVisible();
  expect(sandbox.faults.rest?.placeOrder).toEqual({
    answer: 503,
    when: 'after',
  });
  await page.getByRole('button', {name: 'Mend Placing an order'}).click();
  await expect(page.getByText('Everything works.')).toBeVisible();
});

test('a pending order is accepted', async ({page}) => {
  await busy(page);
  const {order_id} = sandbox.orders[0]!.answer;
  await page.getByRole('button', {name: `Accept ${order_id}`}).click();
  await expect(page.getByRole('cell', {name: 'accepted'})).toBeVisible();
  expect(sandbox.orders[0]!.fraudStatus).toBe('ACCEPTED');
});

test('another site cannot switch anything', async ({page}) => {
  await page.route('https://evil.example/', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<form method="post" action="${server.url}/sandbox/answers">
        <button name="answer" value="decline">Win</button></form>`,
    }),
  );
  await page.goto('https://evil.example/');
  await page.getByRole('button', {name: 'Win'}).click();
  await expect(page.getByText('Another page must not do this')).toBeVisible();
  const {client_token = ''} = await rest('sessions', order);
  expect(await sandbox.authorize(client_token)).toMatchObject({approved: true});
});

test('what is bought in a browser shows up by itself', async ({page}) => {
  await page.goto(`${server.url}/?live`);
  const {client_token = ''} = await rest('sessions', order);
  expect(client_token).toBeTruthy();
  await expect(page.getByRole('cell', {name: 'session created'})).toBeVisible();
});
