import {createServer, type RequestListener, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {toNodeHandler} from 'srvx/node';

import {createKlarnaSandbox} from '../../src/sandbox/index.js';
import {
  createKlarnaMerchant,
  type KlarnaMerchantEvent,
} from '../../src/server/index.js';
import {ada, cart} from '../server/support/cart.js';

/** What makes a page one of a shop with this router. */
export interface Router {
  head: string;
  script: string;
}

/**
 * A shop on an origin of its own with a checkout under some router, and Klarna
 * on another one. The form has no attribute for any router.
 */
export async function openRouterShop({head, script}: Router) {
  const credentials = {username: 'mornby', password: 'slow mornings'};
  const sandbox = createKlarnaSandbox({credentials});
  const klarna = await sandbox.listen();
  const placed: string[] = [];
  const events: KlarnaMerchantEvent[] = [];

  const server = createServer();
  const origin = await listen(server);
  const merchant = createKlarnaMerchant({
    credentials,
    region: 'eu',
    baseUrl: klarna.url,
    visitor: ({headers}) =>
      /id=([\w-]+)/.exec(headers.get('cookie') ?? '')?.[1],
    order: () =>
      cart(10_000, {merchant_urls: {confirmation: `${origin}/thanks`}}),
    placed: ({orderId}) => placed.push(orderId),
    onEvent: (event) => events.push(event),
  });

  const pages: Record<string, (cookie: string) => Promise<string> | string> = {
    '/': () => `<a href="/checkout">To the checkout</a>`,
    '/checkout': async (cookie) => {
      const session = await merchant.fetch(
        new Request(`${origin}/klarna/session`, {
          method: 'POST',
          headers: {'content-type': 'application/json', cookie},
          body: '{}',
        }),
      );
      const {client_token: clientToken} = (await session.json()) as {
        client_token: string;
      };
      const {authorization_token: token = ''} = await sandbox.authorize(
        clientToken,
        ada,
      );
      return `<h1>Checkout</h1>
        <form method="post" action="/klarna/order">
          <input type="hidden" name="klarna_authorization_token" value="${token}">
          <input type="hidden" name="klarna_customer_details" value='${JSON.stringify(ada)}'>
          <button>Pay</button>
        </form>`;
    },
    '/thanks': () => `<h1>Thank you</h1>`,
  };
  server.on(
    'request',
    toNodeHandler(async (request) => {
      const {pathname} = new URL(request.url);
      if (pathname === '/router.js') {
        return new Response(script, {
          headers: {'content-type': 'text/javascript'},
        });
      }
      const page = pages[pathname];
      const cookie =
        request.headers.get('cookie') ?? `id=v${crypto.randomUUID()}`;
      if (!page) {
        return merchant.fetch(request);
      }
      return new Response(
        `<!doctype html><html><head><meta charset="utf-8"><title>${pathname}</title>${head}
         <script type="module" src="/router.js"></script></head>
         <body>${await page(cookie)}</body></html>`,
        {
          headers: {
            'content-type': 'text/html; charset=utf-8',
            'set-cookie': `${cookie}; Path=/; HttpOnly; SameSite=Lax`,
          },
        },
      );
    }) as unknown as RequestListener,
  );

  return {
    origin,
    klarna: klarna.url,
    sandbox,
    placed,
    events,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await klarna.close();
    },
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
