/**
 * What a reader has around a block and the page does not show: the names that
 * it calls the reader's own, the file that the next block imports, the block
 * before.
 */
export interface Setting {
  /** Name of the file, for the blocks that import it. */
  file?: string;
  /** Lines before it. */
  before?: string;
  /** Blocks that come behind it in the same file. */
  with?: readonly string[];
  /** Lines after it: what the test needs of it. */
  behind?: string;
  /** What replaces a text of it, where the page leaves out what happened. */
  instead?: Readonly<Record<string, string>>;
}

const visitorsOwn = `
  const KLARNA_USERNAME = 'PK_0000';
  const KLARNA_PASSWORD = 'secret';
  const sessionIdOf = (/** @type {Request} */ request) => request.headers.get('x-visitor');
  const record = (orderId, _order, _visitor) => console.log('ordered ' + orderId);
`;
/** What the page says for TypeScript. */
const asListener = {
  'toNodeHandler(klarna.fetch)':
    "/** @type {import('node:http').RequestListener} */ (toNodeHandler(klarna.fetch))",
};
const tag = `const klarna = document.querySelector('klarna-payments');`;

export const settings: Readonly<Record<string, Setting>> = {
  'README › The tag (2)': {
    before: `${tag} const placeOrder = async (token, details) => {
      document.title = JSON.stringify([token, details]);
    };`,
  },
  'README › The endpoint': {
    file: 'klarna.js',
    before: visitorsOwn,
    with: ['README › The endpoint (2)'],
  },
  'README › The endpoint (3)': {
    before: `
      import express from 'express';
      import {serve} from '@hono/node-server';
      import {Hono} from 'hono';
      import {toNodeHandler} from 'srvx/node';
      import {klarna} from './klarna.js';
      const inExpress = express();
      const inHono = new Hono();
      inExpress.listen(3000, '127.0.0.1');
      serve({fetch: inHono.fetch, hostname: '127.0.0.1', port: 8000});
      const app = {
        use: inExpress.use.bind(inExpress),
        all: inHono.all.bind(inHono),
      };
    `,
  },
  'guide/endpoint': {
    file: 'klarna.js',
    before: visitorsOwn,
    with: ['guide/endpoint (2)'],
  },
  'guide/endpoint › In your framework › Express': {instead: asListener},
  'guide/endpoint › In your framework › Fastify': {instead: asListener},
  'guide/endpoint › In your framework › Node alone': {instead: asListener},
  'guide/endpoint › In your framework › Next': {
    file: 'app/klarna/[...path]/route.ts',
  },
  'guide/forms › Submitting by script (2)': {behind: 'export {placeOrder};'},
  'guide/frameworks/react › What to know': {
    // What a project says once in its settings.
    before: '/** @jsxRuntime automatic */',
  },
  'guide/orders › Once, by a unique key (2)': {behind: 'export {database};'},
  'guide/start › 2. A shop in one file': {file: 'shop.mjs'},
  'guide/storage': {behind: 'export {storage};'},
  'guide/storage (2)': {behind: 'export {pool, storage};'},
  'guide/storage (3)': {behind: 'export {client, storage};'},
  'guide/testing › What the shopper does': {behind: 'export {sandbox};'},
  'guide/testing › What goes wrong': {behind: 'export {sandbox};'},
  'guide/testing › In a browser': {file: 'playwright.config.ts'},
  'guide/workers › Next on Vercel': {file: 'app/klarna/[...path]/route.ts'},
  'guide/workers › Next on Vercel (2)': {file: 'app/cron/klarna/route.ts'},
  'reference/element › Customer details that are known late': {before: tag},
  'sandbox/rest › Pending orders': {
    before: `
      import {createKlarnaSandbox} from 'klarna-payments-element/sandbox';
      import {placeOrderIn} from '../shopper.js';
    `,
    instead: {'// … the shop': 'await placeOrderIn(sandbox); // … the shop'},
    behind: 'export {sandbox};',
  },
  'src/frameworks/react': {
    before: `
      import {KlarnaPayments} from 'klarna-payments-element/react';
      import type {KlarnaAuthorizeData} from 'klarna-payments-element/klarna.js';
      declare const billing_address: KlarnaAuthorizeData['billing_address'];
      declare const placeOrder: (of: {authorizationToken: string}) => void;
    `,
  },
  'src/server/merchant': {
    before: `
      import {
        createKlarnaMerchant,
        type KlarnaOrder,
      } from 'klarna-payments-element/server';
      declare const username: string;
      declare const password: string;
      declare const sessionIdOf: (request: Request) => string | undefined;
      declare const orderFromCartOf: (request: Request) => Promise<KlarnaOrder>;
      declare const saveOrder: (
        orderId: string,
        order: KlarnaOrder,
        visitor: string,
      ) => Promise<void>;
    `,
  },
  'src/server/opentelemetry': {
    before: `
      import {
        createKlarnaMerchant,
        type KlarnaMerchantOptions,
      } from 'klarna-payments-element/server';
      import {otelEvents} from 'klarna-payments-element/server/opentelemetry';
      declare const options: KlarnaMerchantOptions;
    `,
    instead: {'…': '...options'},
  },
  'src/server/storage/conformance/conformance': {
    before: `
      import type {KlarnaStorage} from 'klarna-payments-element/server';
      declare const openStorage: () => KlarnaStorage;
    `,
  },
  'src/server/storage/sqlite': {behind: 'export {storage};'},
  'sandbox/script': {
    before: `import {createKlarnaSandbox} from 'klarna-payments-element/sandbox';`,
  },
};

/** Files that a page takes from another one: “the same merchant”. */
export const borrowed: Readonly<Record<string, readonly string[]>> = {
  'guide/workers': ['guide/endpoint'],
};
