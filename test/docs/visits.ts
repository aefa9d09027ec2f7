import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {chromium, type Browser} from 'playwright';
import {chromiumArgs, findChromium} from '../support/browsers.mjs';
import {makeReadersFolder, type ReadersFolder} from './readers-folder.js';
import {ReadersShop, type Shop} from './readers-shop.js';

/** What the pages around the blocks are made of. */
export const element = `<script type="module" src="/klarna-payments.js"></script>`;
export const block = `<script type="module" src="/block.js"></script>`;
export const tag = `<klarna-payments endpoint="/klarna/session" name="klarna"></klarna-payments>`;
export const fields = `
  <label>E-mail <input name="email" autocomplete="email"></label>
  <label>First name
    <input name="given" autocomplete="billing given-name"></label>`;
export const order = `<button>Place order</button>`;
export const form = (...inside: string[]): string =>
  `<form action="/klarna/order" method="post">${inside.join('')}</form>`;

/** A browser, and the blocks that its pages import. */
export class Visits {
  readonly #browser: Browser;
  readonly #folder: ReadersFolder;

  private constructor(browser: Browser, folder: ReadersFolder) {
    this.#browser = browser;
    this.#folder = folder;
  }

  static async begin(): Promise<Visits> {
    const [browser, folder] = await Promise.all([
      chromium.launch({
        executablePath: findChromium()?.path,
        args: chromiumArgs,
      }),
      makeReadersFolder(),
    ]);
    return new Visits(browser, folder);
  }

  async end(): Promise<void> {
    await this.#browser.close();
    await this.#folder.remove();
  }

  /** The block as the module that a page imports. */
  scriptOf(id: string): Record<string, string> {
    const file = this.#folder.files.get(id);
    assert.ok(file, `${id} is no script`);
    return {'/block.js': readFileSync(join(this.#folder.path, file), 'utf8')};
  }

  /** Opens a page, does something there, and finds no error on the console. */
  async visit(
    shop: Shop,
    does: (shop: ReadersShop) => Promise<void>,
  ): Promise<void> {
    const opened = await ReadersShop.open(this.#browser, shop);
    try {
      await does(opened);
      assert.deepEqual(opened.complaints, []);
    } finally {
      await opened.page.close();
    }
  }
}

/** Types, presses, approves, is thanked, and there is one order of Ada's. */
export async function pays(
  shop: ReadersShop,
  button = 'Place order',
): Promise<void> {
  await types(shop);
  await shop.press(button);
  await shop.approve();
  await shop.thanked();
  isOrderedBy(shop, 'Ada');
}

export async function types(shop: ReadersShop): Promise<void> {
  await shop.status('ready');
  await shop.page.locator('[name=email]').fill('ada@shop.example');
  await shop.page.locator('[name=given]').fill('Ada');
}

export function isOrderedBy({sandbox}: ReadersShop, name: string): void {
  assert.deepEqual(
    sandbox.orders.map(({body}) => body.billing_address?.given_name),
    [name],
  );
}
