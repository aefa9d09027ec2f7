import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {type Server, serve} from 'srvx';
import {createServer, type ProxyOptions, type ViteDevServer} from 'vite';
import {createKlarnaSandbox} from '../../src/sandbox/index.js';
import {
  createKlarnaMerchant,
  memoryStorage,
  type KlarnaMerchantOptions,
} from '../../src/server/index.js';
import {root} from '../package/package.js';

/** A development server for the pages, which hands `/klarna` on to the shop. */
describe('behind a development server', () => {
  let sandbox: Awaited<
    ReturnType<ReturnType<typeof createKlarnaSandbox>['listen']>
  >;
  let shop: Server;

  before(async () => {
    sandbox = await createKlarnaSandbox().listen();
    const options: KlarnaMerchantOptions = {
      credentials: {username: 'any', password: 'thing'},
      region: 'eu',
      baseUrl: sandbox.url,
      storage: memoryStorage(),
      visitor: () => 'the only visitor',
      order: () => ({
        purchase_country: 'SE',
        purchase_currency: 'SEK',
        locale: 'sv-SE',
        order_amount: 100,
        order_lines: [
          {name: 'Mug', quantity: 1, unit_price: 100, total_amount: 100},
        ],
      }),
      placed: () => undefined,
    };
    const klarna = createKlarnaMerchant(options);
    const told = createKlarnaMerchant({...options, origin: seen});
    shop = serve({
      fetch: (request) =>
        (request.headers.get('origin') === seen ? told : klarna).fetch(request),
      hostname: '127.0.0.1',
      port: 0,
      silent: true,
    });
    await shop.ready();
  });

  after(async () => {
    await shop.close(true);
    await sandbox.close();
  });

  it('that keeps the host, as the examples do, a page gets its session', async () => {
    const answer = await askThrough({
      target: shop.url ?? '',
      changeOrigin: false,
    });
    assert.equal(answer.status, 200);
    for (const file of [
      'react/vite.config.ts',
      'vue/vite.config.ts',
      'solid/vite.config.ts',
      'angular/proxy.conf.json',
    ]) {
      assert.match(
        readFileSync(join(root, 'demo/examples', file), 'utf8'),
        /'?\/klarna['"]: \{[^}]*"?changeOrigin"?: false/,
      );
    }
  });

  it('that changes the host, it is told both origins and the option', async () => {
    const answer = await askThrough(shop.url ?? '');
    assert.equal(answer.status, 403);
    const told = answer.text;
    assert.ok(told.includes(new URL(shop.url ?? '').origin), told);
    assert.ok(told.includes(answer.origin), told);
    assert.match(told, /`?origin`?/);
  });

  it('that changes the host, as Next does, a page gets its session with the option', async () => {
    const {status} = await askThrough(shop.url ?? '', seen);
    assert.equal(status, 200);
  });
});

/** Where browsers see the pages of a server that changes the host. */
const seen = 'http://localhost:3000';

/** Asks for a session as a page of the development server does. */
async function askThrough(proxy: string | ProxyOptions, from?: string) {
  const server: ViteDevServer = await createServer({
    configFile: false,
    logLevel: 'silent',
    root: join(root, 'test/frameworks/react'),
    server: {host: '127.0.0.1', port: 0, proxy: {'/klarna': proxy}},
    optimizeDeps: {noDiscovery: true},
  });
  try {
    await server.listen();
    const address = server.httpServer?.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const own = `http://127.0.0.1:${port}`;
    const origin = from ?? own;
    const answer = await fetch(`${own}/klarna/session`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'sec-fetch-site': 'same-origin',
        origin,
      },
      body: '{}',
    });
    const text = await answer.text();
    return {status: answer.status, text, origin};
  } finally {
    await server.close();
  }
}
