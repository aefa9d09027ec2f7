import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {Browser, Page, Request as PageRequest, Route} from 'playwright';
import {
  createKlarnaSandbox,
  type KlarnaSandboxOptions,
} from '../../src/sandbox/index.js';
import {
  createKlarnaMerchant,
  type KlarnaMerchant,
} from '../../src/server/index.js';
import {root} from '../package/package.js';
import type {Fetch} from './machine.js';

const origin = 'https://shop.example';

export interface Shop {
  /** The page that has the block in it. */
  html: string;
  /** Modules that it imports, by their paths. */
  scripts?: Readonly<Record<string, string>>;
  /** The shop's own routes besides the kit's. */
  routes?: Readonly<Record<string, Fetch>>;
  sandbox?: KlarnaSandboxOptions;
  /** Failing answers that the page is meant to get. */
  fails?: RegExp;
}

/** A page of a shop, with the kit as its endpoint and the sandbox as Klarna. */
export class ReadersShop {
  readonly page: Page;
  readonly sandbox: ReturnType<typeof createKlarnaSandbox>;
  /** What the cart holds, in minor units. */
  amount = 1000;
  /** How often the page has asked for a session. */
  sessions = 0;
  readonly #complaints: string[] = [];
  readonly #shop: Shop;
  readonly #merchant: KlarnaMerchant;

  private constructor(page: Page, shop: Shop) {
    this.page = page;
    this.#shop = shop;
    this.sandbox = createKlarnaSandbox(shop.sandbox);
    this.#merchant = createKlarnaMerchant({
      credentials: {username: 'PK_0000', password: 'secret'},
      region: 'eu',
      environment: 'playground',
      origin,
      recovery: 'manual',
      fetch: (request) => this.sandbox.fetch(request),
      visitor: () => 'the only visitor',
      order: () => this.#order,
      placed: () => undefined,
    });
  }

  static async open(browser: Browser, shop: Shop): Promise<ReadersShop> {
    const page = await browser.newPage();
    const opened = new ReadersShop(page, shop);
    page.on('console', (message) => {
      const text = message.text();
      if (message.type() === 'error' && !shop.fails?.test(text)) {
        opened.#complaints.push(text);
      }
    });
    page.on('pageerror', (error) => opened.#complaints.push(error.message));
    // Slow machines are slow, not wrong.
    page.setDefaultTimeout(60_000);
    await page.route('**/*', (route) => opened.#answer(route));
    await page.goto(`${origin}/`);
    return opened;
  }

  /** Errors that the page has caused. */
  get complaints(): readonly string[] {
    return this.#complaints;
  }

  async status(status: string): Promise<void> {
    await this.page.waitForFunction(
      (wanted) => document.querySelector('klarna-payments')?.status === wanted,
      status,
    );
  }

  async press(name: string): Promise<void> {
    await this.page.getByRole('button', {name}).click();
  }

  overlay() {
    return this.page.locator('iframe[id$="-fullscreen"]:visible');
  }

  async approve(): Promise<void> {
    await this.overlay()
      .contentFrame()
      .getByRole('button', {name: 'Approve'})
      .click();
  }

  /** Until the shopper is where the order's `confirmation` says. */
  async thanked(): Promise<void> {
    await this.page.getByText('Thank you').waitFor();
  }

  get #order() {
    const amount = this.amount;
    return {
      purchase_country: 'GB',
      purchase_currency: 'GBP',
      locale: 'en-GB',
      order_amount: amount,
      order_lines: [
        {name: 'Mug', quantity: 1, unit_price: amount, total_amount: amount},
      ],
      merchant_urls: {confirmation: `${origin}/thanks`},
    };
  }

  async #answer(route: Route): Promise<void> {
    const request = requestOf(route.request());
    const answer = ledOn(await this.#fetch(request));
    await route.fulfill({
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: Buffer.from(await answer.arrayBuffer()),
    });
  }

  async #fetch(request: Request): Promise<Response> {
    const {hostname, pathname} = new URL(request.url);
    if (hostname.startsWith('cdn.') || pathname === '/klarna-payments.js') {
      const name = pathname.split('/').at(-1) ?? '';
      return script(await readFile(join(root, 'dist/cdn', name), 'utf8'));
    }
    if (hostname !== 'shop.example') return this.sandbox.fetch(request);
    const {html, scripts = {}, routes = {}} = this.#shop;
    if (pathname === '/klarna/session') this.sessions++;
    const own = routes[pathname];
    if (own) return own(request);
    if (pathname.startsWith('/klarna/')) return this.#merchant.fetch(request);
    const module = scripts[pathname];
    if (module !== undefined) return script(module);
    if (pathname === '/thanks') return page('Thank you');
    if (pathname === '/') return page(html);
    return new Response(null, {status: 404});
  }
}

/** A page, as a shop's server answers it. */
export function page(html: string): Response {
  const whole = /<html/.test(html)
    ? html
    : `<!doctype html><html lang="en"><title>Shop</title>
       <link rel="icon" href="data:,"><body>${html}</body></html>`;
  return new Response(whole, {headers: {'content-type': 'text/html'}});
}

/** A redirect by other means: Playwright answers for its first hop alone. */
function ledOn(answer: Response): Response {
  const to = answer.headers.get('location');
  return to
    ? page(`<script>location.replace(${JSON.stringify(to)})</script>`)
    : answer;
}

function script(text: string): Response {
  return new Response(text, {
    headers: {
      'content-type': 'text/javascript',
      'access-control-allow-origin': '*',
    },
  });
}

function requestOf(request: PageRequest): Request {
  return new Request(request.url(), {
    method: request.method(),
    headers: request.headers(),
    body: request.postData(),
  });
}
