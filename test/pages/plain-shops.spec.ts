import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {createServer} from 'node:net';
import type {AddressInfo} from 'node:net';
import {expect, test} from '@playwright/test';
import {build} from 'vite';
import {findPhp, findPython} from '../../scripts/ensure-services.mjs';
import {
  createKlarnaSandbox,
  type KlarnaSandbox,
  type KlarnaSandboxServer,
} from '../../src/sandbox/index.js';
import {ShopPage} from './shop-page.js';

/** Shops without this project's server kit, each in another language. */
const shops = [
  {
    language: 'Python',
    interpreter: findPython(),
    folder: 'demo/examples/python',
    command: () => ['shop.py'],
  },
  {
    language: 'PHP',
    interpreter: findPhp(),
    folder: 'demo/examples/php',
    command: (port: number) => ['-S', `127.0.0.1:${port}`, 'index.php'],
  },
];

const shopper = {
  'E-mail': 'ada@lovelace.example',
  Phone: '+46 70 000 00 00',
  'First name': 'Ada Zoë',
  'Last name': 'Lovelace',
  Street: 'Vallgatan 1',
  Postcode: '111 22',
  Town: 'Stockholm',
};

const address = {
  email: 'ada@lovelace.example',
  phone: '+46 70 000 00 00',
  given_name: 'Ada Zoë',
  family_name: 'Lovelace',
  street_address: 'Vallgatan 1',
  postal_code: '111 22',
  city: 'Stockholm',
  country: 'SE',
};

// One worker, and so one build of the element, for all of them.
test.describe.configure({mode: 'default'});

const element = `${process.cwd()}/test-results/plain-shops`;
test.beforeAll(async () => {
  await build({
    configFile: 'scripts/vite.cdn.config.mjs',
    logLevel: 'error',
    build: {outDir: element, emptyOutDir: true, sourcemap: false},
  });
});

for (const {language, interpreter, folder, command} of shops) {
  test.describe(`a plain shop in ${language}`, () => {
    test.skip(!interpreter, `there is no interpreter for ${language}`);

    let sandbox: KlarnaSandbox;
    let klarna: KlarnaSandboxServer;
    let shop: ChildProcess;
    let origin = '';

    test.beforeAll(async () => {
      sandbox = createKlarnaSandbox();
      klarna = await sandbox.listen();
      const port = await freePort();
      origin = `http://127.0.0.1:${port}`;
      shop = spawn(interpreter!, command(port), {
        cwd: folder,
        stdio: 'ignore',
        env: {
          ...process.env,
          PORT: String(port),
          SHOP_URL: origin,
          KLARNA_URL: klarna.url,
          ELEMENT: element,
        },
      });
      await expect
        .poll(() =>
          fetch(origin).then(
            ({status}) => status,
            () => 0,
          ),
        )
        .toBe(200);
    });
    test.afterAll(async () => {
      const isOver = once(shop, 'exit');
      shop.kill();
      await isOver;
      await klarna.close();
    });

    test('is paid, and the order is what was in its cart', async ({page}) => {
      const visit = new ShopPage(page);
      await visit.open(origin);
      await visit.ready();
      await page.getByRole('button', {name: 'Two'}).click();
      await expect(page.getByText('2 pcs, 398.00 SEK')).toBeVisible();
      await visit.ready();
      await visit.type(shopper);
      await visit.placeOrder();
      await visit.decide('Approve');

      await expect(page).toHaveURL(`${origin}/thanks`);
      const orderId = await page.getByRole('status').textContent();
      const order = sandbox.orders.find(
        ({answer}) => answer.order_id === orderId,
      );
      expect(order?.body.order_amount).toBe(39_800);
      expect(order?.body.billing_address).toEqual(address);
      // The cart was changed in the session that there was.
      expect(sandbox.sessionCount).toBe(1);
    });

    test('lets the shopper think better of it and pay all the same', async ({
      page,
    }) => {
      const before = sandbox.orders.length;
      const visit = new ShopPage(page);
      await visit.open(origin);
      await visit.ready();
      await visit.type(shopper);
      await visit.placeOrder();
      await visit.decide('Close');
      await expect(visit.overlay().getByRole('button')).toHaveCount(0);
      expect(sandbox.orders).toHaveLength(before);

      await visit.placeOrder();
      await visit.decide('Approve');
      await expect(page).toHaveURL(`${origin}/thanks`);
      expect(sandbox.orders).toHaveLength(before + 1);
    });

    test('orders once, also if the answer is lost and the form sent again', async ({
      request,
    }) => {
      const before = sandbox.orders.length;
      const session = (await (
        await request.post(`${origin}/klarna/session`, {data: {}})
      ).json()) as Record<string, string>;
      expect(Object.keys(session).toSorted()).toEqual([
        'client_token',
        'payment_method_categories',
      ]);
      const {authorization_token: token} = await sandbox.authorize(
        session['client_token']!,
        {billing_address: address},
      );
      const send = () =>
        request.post(`${origin}/klarna/order`, {
          form: {
            klarna_authorization_token: token!,
            klarna_customer_details: JSON.stringify({
              billing_address: address,
              order_amount: 1,
              shipping_address: {},
            }),
          },
          maxRedirects: 0,
        });
      sandbox.faults.rest = {
        placeOrder: {answer: 503, when: 'after', times: 1},
      };
      expect((await send()).status()).toBe(502);
      expect((await send()).status()).toBe(303);
      expect((await send()).status()).toBe(303);
      expect(sandbox.orders).toHaveLength(before + 1);
    });

    test('takes nothing from whoever has authorized nothing', async ({
      request,
    }) => {
      for (const [form, status] of [
        [{}, 400],
        [{klarna_authorization_token: '../sessions'}, 400],
        [{klarna_authorization_token: 'unknown'}, 409],
      ] as const) {
        const answer = await request.post(`${origin}/klarna/order`, {
          form: {...form},
        });
        expect(answer.status()).toBe(status);
      }
      for (const path of ['/shop.py', '/index.php', '/..%2fshop.py']) {
        expect((await request.get(origin + path)).status()).toBe(404);
      }
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const {port} = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
