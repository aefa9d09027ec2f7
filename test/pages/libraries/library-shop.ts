import {createServer, type RequestListener} from 'node:http';
import {once} from 'node:events';
import type {AddressInfo} from 'node:net';
import {expect, type Page} from '@playwright/test';
import {toNodeHandler} from 'srvx/node';

import {createKlarnaSandbox} from '../../../src/sandbox/index.js';
import {createKlarnaMerchant} from '../../../src/server/index.js';
import {cart} from '../../server/support/cart.js';
import {bundled} from '../router-scripts.js';
import {ShopPage} from '../shop-page.js';

/** What a library's shop has on its page. */
export interface LibraryPage {
  body: string;
  /** A module's text, which imports the library. */
  script: string;
  /** Runs before the script, as classic scripts in the head do. */
  first?: string;
}

/** What the shopper types, by the names of `fields`. */
export const shopper = {
  'E-mail': 'ada@lovelace.example',
  Phone: '+46 70 174 06 15',
  'First name': 'Ada Zoë',
  'Last name': 'Lovelace',
  Street: 'Vallgatan 1',
  Postcode: '111 22',
  Town: 'Stockholm',
};

/** The same as Klarna is to get it. */
export const address = {
  email: 'ada@lovelace.example',
  phone: '+46 70 174 06 15',
  given_name: 'Ada Zoë',
  family_name: 'Lovelace',
  street_address: 'Vallgatan 1',
  postal_code: '111 22',
  city: 'Stockholm',
};

const names: Readonly<Record<keyof typeof shopper, string>> = {
  'E-mail': 'email',
  Phone: 'tel',
  'First name': 'given-name',
  'Last name': 'family-name',
  Street: 'street-address',
  Postcode: 'postal-code',
  Town: 'address-level2',
};

/** The fields of a checkout, but for those that a library has its own of. */
export function fields(...without: (keyof typeof shopper)[]): string {
  return Object.entries(names)
    .filter(([label]) => !without.some((name) => name === label))
    .map(
      ([label, name]) =>
        `<label>${label} <input name="${name}" autocomplete="${name}" required></label>`,
    )
    .join('');
}

export const payments =
  '<klarna-payments name="klarna" endpoint="/klarna/session" sdk-url="{sdk}"></klarna-payments>';

export const checkoutForm = (attributes = '', inner = fields()) =>
  `<form method="post" action="/order" ${attributes}>
    ${inner}${payments}<button>Place order</button>
  </form>`;

/** Anything posted to `/order` is written down, and ordered at the sandbox. */
export async function openLibraryShop({body, script, first = ''}: LibraryPage) {
  const credentials = {username: 'mornby', password: 'slow mornings'};
  const sandbox = createKlarnaSandbox({credentials});
  const klarna = await sandbox.listen();
  const element = JSON.stringify(`${process.cwd()}/src/index.ts`);
  const code = await bundled(`import ${element};\n${script}`);
  const posted: FormData[] = [];
  const placed: string[] = [];

  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const merchant = createKlarnaMerchant({
    credentials,
    region: 'eu',
    baseUrl: klarna.url,
    visitor: ({headers}) =>
      /id=([\w-]+)/.exec(headers.get('cookie') ?? '')?.[1],
    order: () =>
      cart(10_000, {merchant_urls: {confirmation: `${origin}/thanks`}}),
    placed: ({orderId}) => placed.push(orderId),
  });

  const serve = async (request: Request): Promise<Response> => {
    const {pathname} = new URL(request.url);
    switch (pathname) {
      case '/':
        return html(
          `<script>${first}</script><script type="module" src="/page.js"></script>`,
          body.replaceAll('{sdk}', `${klarna.url}/kp/lib/v1/api.js`),
          {'set-cookie': `id=v${crypto.randomUUID()}; Path=/; HttpOnly`},
        );
      case '/page.js':
        return new Response(code, {
          headers: {'content-type': 'text/javascript'},
        });
      case '/order': {
        posted.push(await request.clone().formData());
        const {status} = await merchant.fetch(
          new Request(`${origin}/klarna/order`, {
            method: 'POST',
            headers: request.headers,
            body: await request.text(),
          }),
        );
        return html(
          '',
          `<p id="answer">${status < 400 ? 'Thank you' : status}</p>`,
        );
      }
      default:
        return merchant.fetch(request);
    }
  };
  server.on('request', toNodeHandler(serve) as unknown as RequestListener);

  return {
    origin,
    sandbox,
    posted,
    placed,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await klarna.close();
    },
  };
}

export type LibraryShop = Awaited<ReturnType<typeof openLibraryShop>>;

/** Opens the shop's page; `thrown` is what nobody on the page has caught. */
export async function visitShop(page: Page, shop: LibraryShop) {
  const thrown: string[] = [];
  /** Of each post of an order: whether the browser itself has sent it. */
  const isNative: boolean[] = [];
  page.on('request', (request) => {
    if (request.url() === `${shop.origin}/order`) {
      isNative.push(request.isNavigationRequest());
    }
  });
  page.on('pageerror', (error) => thrown.push(String(error)));
  const visit = new ShopPage(page);
  await visit.open(`${shop.origin}/`);
  await visit.ready();
  return {visit, thrown, isNative};
}

/** One order, with the token and the details of the approval. */
export async function expectOneOrder(
  page: Page,
  shop: LibraryShop,
  {visit, thrown}: Awaited<ReturnType<typeof visitShop>>,
  wanted: Readonly<Record<string, string>> = address,
): Promise<FormData> {
  await expect(page.locator('#answer')).toHaveText('Thank you');
  expect(shop.posted).toHaveLength(1);
  expect(shop.sandbox.orders).toHaveLength(1);
  expect(shop.placed).toHaveLength(1);
  const [form = new FormData()] = shop.posted;
  const [authorized] = visit.detailsOf('klarna-authorized');
  expect(visit.detailsOf('klarna-authorized')).toHaveLength(1);
  expect(form.getAll('klarna_authorization_token')).toEqual([
    authorized?.['authorizationToken'],
  ]);
  const details = form.getAll('klarna_customer_details');
  expect(details).toHaveLength(1);
  expect(JSON.parse(textOf(details[0]))).toEqual(visit.authorizeCalls.at(-1));
  expect(visit.authorizeCalls.at(-1)?.billing_address).toMatchObject(wanted);
  expect(thrown).toEqual([]);
  return form;
}

function html(
  head: string,
  body: string,
  headers: Record<string, string> = {},
) {
  return new Response(
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>${head}</head><body>${body}</body></html>`,
    {headers: {'content-type': 'text/html; charset=utf-8', ...headers}},
  );
}

function textOf(value: FormDataEntryValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
