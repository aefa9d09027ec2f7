import assert from 'node:assert/strict';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {after, before, describe, it, type TestContext} from 'node:test';
import {type Browser, chromium, type Page} from 'playwright';
import {requireBuild} from '../package/package.js';
import {chromiumArgs, findChromium} from '../support/browsers.mjs';
import {
  faultsOfTag,
  installReact18,
  openReactShop,
  type ReactPage,
  type ReactShop,
} from './react/rig.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

let browser: Browser;

before(async () => {
  requireBuild();
  browser = await chromium.launch({
    executablePath: findChromium()?.path,
    args: chromiumArgs,
  });
});

after(() => browser.close());

for (const version of [19, 18]) {
  describe(`KlarnaPayments in React ${version}`, () => {
    let react: ReactShop | undefined;
    let obstacle: string | undefined;
    let modules = root;
    let remove: (() => Promise<void>) | undefined;

    before(async () => {
      if (version === 18) {
        const installed = await installReact18();
        ({obstacle, remove, path: modules} = installed);
        if (!obstacle) react = await openReactShop(installed.path);
      } else {
        react = await openReactShop(root);
      }
    });

    after(async () => {
      await react?.close();
      await remove?.();
    });

    /** Where there is no such React the test says so and ends. */
    function test(name: string, run: (shop: ReactShop) => Promise<void>) {
      it(name, async (context: TestContext) => {
        if (react) await run(react);
        else context.skip(obstacle);
      });
    }

    test('renders the empty tag on a server, with what every element has', async ({
      markup,
    }) => {
      assert.match(
        markup('component'),
        /<klarna-payments (?:id="klarna" class="pay"|class="pay" id="klarna")><p slot="loading">One moment<\/p><\/klarna-payments>/,
      );
    });

    test('hydrates without a difference, keeps what was typed, and asks for one session', async (shop) => {
      const opened = await openFresh(shop, 'component');
      const {page, complaints, props} = opened;
      await page.locator('#note').fill('Ring twice');
      await page.addScriptTag({type: 'module', url: '/browser/browser.js'});
      await page.waitForFunction(() => customElements.get('klarna-payments'));
      await markNodes(page);
      await page.evaluate((given) => window.hydrate(given), props);
      await untilReady(page);

      assert.deepEqual(await markedNodes(page), ['klarna', 'note']);
      assert.equal(await page.locator('#note').inputValue(), 'Ring twice');
      assert.deepEqual(complaints, []);
      assert.equal(sessionsOf(shop), 1);
      await page.close();
    });

    test('passes functions, events and the ref, and takes them back', async (shop) => {
      const {page, complaints} = await openReady(shop, 'component');
      await page.getByRole('tablist', {name: 'Ways to pay'}).waitFor();
      await page.locator('#plain').click();
      await page.getByRole('tablist', {name: /^(?!Ways to pay$)/}).waitFor();

      await page.locator('#name').fill('Ada');
      shop.shop.answer(['approve', 'approve', 'approve']);
      await page.locator('#pay').click();
      await page.locator('output', {hasText: /^first Ada$/}).waitFor();

      await page.locator('#listener').click();
      await page.locator('#name').fill('Grace');
      await page.locator('#pay').click();
      await page
        .locator('output', {hasText: /^first Ada,second Grace$/})
        .waitFor();

      await page.locator('#listener').click();
      await page.evaluate(() => {
        document.addEventListener(
          'klarna-authorized',
          () => (document.title = 'authorized'),
          {once: true},
        );
      });
      await page.locator('#pay').click();
      await page.waitForFunction(() => document.title === 'authorized');
      assert.equal(
        await page.locator('output').textContent(),
        'first Ada,second Grace',
      );
      assert.deepEqual(complaints, []);
      await page.close();
    });

    test('switches off with disabled, and on again with disabled={false}', async (shop) => {
      const {page} = await openReady(shop, 'component');
      assert.equal(await isDisabled(page), false);
      await page.locator('#off').click();
      await page.waitForFunction(() =>
        document.querySelector('klarna-payments:disabled'),
      );
      assert.equal(await isDisabled(page), true);
      await page.locator('#off').click();
      await page.waitForFunction(() =>
        document.querySelector('klarna-payments:not(:disabled)'),
      );
      assert.equal(await isDisabled(page), false);
      await page.close();
    });

    test('renders in the browser alone as well', async (shop) => {
      const {page, complaints, props} = await openFresh(shop, 'component');
      await page.addScriptTag({type: 'module', url: '/browser/browser.js'});
      await page.evaluate((given) => window.renderAnew(given), props);
      await untilReady(page);
      assert.deepEqual(complaints, []);
      await page.close();
    });

    test('hydrates the raw tag by the recipe after the element has begun', async (shop) => {
      const {page, complaints, props} = await openFresh(shop, 'recipe');
      await page.locator('#note').fill('Ring twice');
      // The element is there before React: it has its child and its session.
      await page.addScriptTag({type: 'module', url: '/browser/browser.js'});
      await untilReady(page);
      await markNodes(page);
      await page.evaluate((given) => window.hydrate(given), props);
      await page.waitForFunction(() =>
        Object.keys(document.getElementById('klarna')!).some((key) =>
          key.startsWith('__reactProps'),
        ),
      );

      assert.deepEqual(await markedNodes(page), ['klarna', 'note']);
      assert.equal(await page.locator('#note').inputValue(), 'Ring twice');
      assert.deepEqual(complaints, []);
      assert.equal(sessionsOf(shop), 1);
      await page.close();
    });

    if (version === 18) {
      test('has types of the raw tag that admit nothing React 18 gets wrong', async () => {
        assert.equal(await faultsOfTag(modules), '');
      });
    }

    test('takes attributes of the raw tag that is defined after React has rendered', async (shop) => {
      const {page, complaints} = await openFresh(shop, 'late');
      assert.equal(
        await page.evaluate(() => customElements.get('klarna-payments')),
        undefined,
      );
      await page.addScriptTag({type: 'module', url: '/browser/browser.js'});
      await untilReady(page);
      assert.equal(await isDisabled(page), false);
      assert.equal(await propertyOf(page, 'manualFinalize'), false);
      assert.deepEqual(complaints, []);
      await page.close();
    });
  });
}

async function openFresh(
  shop: ReactShop,
  page: ReactPage['props']['page'],
): Promise<ReactPage> {
  shop.shop.requests.length = 0;
  return shop.open(browser, page);
}

async function openReady(
  shop: ReactShop,
  name: ReactPage['props']['page'],
): Promise<ReactPage> {
  const opened = await openFresh(shop, name);
  const {page, props} = opened;
  await page.addScriptTag({type: 'module', url: '/browser/browser.js'});
  await page.evaluate((given) => window.hydrate(given), props);
  await untilReady(page);
  return opened;
}

async function untilReady(page: Page): Promise<void> {
  await page.waitForFunction(
    () => document.querySelector('klarna-payments')?.status === 'ready',
  );
}

function sessionsOf({shop}: ReactShop): number {
  return shop.requests.filter(({to}) => to === 'shop').length;
}

function propertyOf(page: Page, name: string): Promise<unknown> {
  return page
    .locator('klarna-payments')
    .evaluate((element, key) => element[key as keyof typeof element], name);
}

function isDisabled(page: Page): Promise<unknown> {
  return propertyOf(page, 'disabled');
}

/** Marks what the server has rendered, to see whether it is still there. */
async function markNodes(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const id of ['klarna', 'note']) {
      Object.assign(document.getElementById(id)!, {isOfServer: true});
    }
  });
}

function markedNodes(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    ['klarna', 'note'].filter(
      (id) => 'isOfServer' in (document.getElementById(id) ?? {}),
    ),
  );
}
