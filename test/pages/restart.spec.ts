import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {expect, test} from '@playwright/test';
import {callbackPatience} from '../../demo/server/klarna.js';
import {createKlarnaSandbox} from '../../src/sandbox/index.js';
import {freePort} from '../server/support/free-port.js';
import {ada, ShopPage} from './shop-page.js';

/** The demo shop in a process of its own, which can be killed. */
class DemoProcess {
  readonly #port: number;
  readonly #environment: Record<string, string>;
  #child: ChildProcess | undefined;

  constructor(port: number, environment: Record<string, string>) {
    this.#port = port;
    this.#environment = environment;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    this.#child = spawn(
      process.execPath,
      ['node_modules/vite/bin/vite.js', '--strictPort'].concat(
        '--port',
        String(this.#port),
      ),
      {env: {...process.env, ...this.#environment}, stdio: 'ignore'},
    );
    await expect(async () => {
      expect((await fetch(`${this.url}/shop/counter`)).status).toBe(200);
    }).toPass();
  }

  /** Until Klarna has told it of an authorization. */
  async isWaiting(): Promise<void> {
    await expect(async () => {
      const counter = await fetch(`${this.url}/shop/counter`);
      expect(await counter.text()).toContain('Authorized.');
    }).toPass({timeout: 30_000});
  }

  /** As `kill -9` does: nothing can be put in order before. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
}

test('an order that was approved before the shop was killed is there when the shopper comes back', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const sandbox = createKlarnaSandbox({
    credentials: {username: 'mornby', password: 'slow mornings'},
  });
  const klarna = await sandbox.listen();
  const folder = await mkdtemp(join(tmpdir(), 'restart-'));
  const demo = new DemoProcess(await freePort(), {
    KLARNA_USERNAME: '',
    KLARNA_PASSWORD: '',
    KLARNA_SANDBOX: klarna.url,
    SHOP_DATA: folder,
  });
  try {
    await demo.start();
    const shop = new ShopPage(page);
    await shop.open(demo.url);
    await shop.type(ada);
    await shop.ready();
    // The browser's order never arrives: the shop dies before.
    let killed: Promise<void> | undefined;
    await page.route('**/klarna/order', async (route) => {
      killed ??= demo.isWaiting().then(() => demo.kill());
      await killed;
      await route.abort();
    });
    await shop.placeOrder();
    await shop.decide('Approve');
    await expect.poll(() => killed !== undefined).toBe(true);
    await killed;
    expect(sandbox.orders).toHaveLength(0);

    // Until the shop no longer waits for the browser.
    await sleep(callbackPatience);
    await demo.start();
    await expect.poll(() => sandbox.orders.length, {timeout: 120_000}).toBe(1);
    const [order] = sandbox.orders;
    await page.unroute('**/klarna/order');
    await page.goto(demo.url);
    await expect(shop.orderNumber()).toHaveText(order?.answer.order_id ?? '');

    await page.goto(`${demo.url}/shop/counter`);
    await expect(page.getByText('Nothing is open.')).toBeVisible();
    await expect(page.locator('code')).toHaveText(order?.answer.order_id ?? '');
  } finally {
    await demo.kill();
    await klarna.close();
    await rm(folder, {recursive: true, force: true});
  }
});
