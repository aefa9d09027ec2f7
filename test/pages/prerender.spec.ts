import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {createServer, type RequestListener} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from '@playwright/test';
import {toNodeHandler} from 'srvx/node';
import {createKlarnaSandbox} from '../../src/sandbox/index.js';
import {createKlarnaMerchant} from '../../src/server/index.js';
import {cart} from '../server/support/cart.js';
import {chromiumArgs, findChromium} from '../support/browsers.mjs';
import {bundled} from './router-scripts.js';

/** What the checkout says of itself, when it is done with that. */
interface Report {
  prerendering: boolean;
  status: string;
  /** Whether what asked for this is what the browser had made ready. */
  wasPrerendered: boolean;
}

/** Leads to the checkout once that says that it has been made ready. */
const bagPage = `<!doctype html><title>Bag</title>
  <script type="speculationrules">
    {"prerender": [{"urls": ["/checkout"], "eagerness": "immediate"}]}
  </script>
  <script type="module">
    await fetch('/wait');
    location.href = '/checkout';
  </script>`;

const checkoutPage = (sdkUrl: string, hidden: string) => `<!doctype html>
  <title>Checkout</title>
  <script type="module">
    import '/element.js';
    const klarna = document.querySelector('klarna-payments');
    const report = () => fetch('/report', {
      method: 'POST',
      body: JSON.stringify({
        prerendering: document.prerendering,
        status: klarna.status,
        wasPrerendered:
          performance.getEntriesByType('navigation')[0].activationStart > 0,
      }),
    });
    klarna.addEventListener('klarna-load', report);
    klarna.addEventListener('klarna-error', report);
    if (document.prerendering) {
      ${hidden}
      await klarna.updateComplete;
      setTimeout(() => setTimeout(report));
    }
  </script>
  <form method="post">
    <klarna-payments name="klarna" endpoint="/klarna/session" sdk-url="${sdkUrl}"></klarna-payments>
  </form>`;

/** A shop whose browser nobody drives: a driven one does not prerender. */
async function visit(hidden: string) {
  const credentials = {username: 'mornby', password: 'slow mornings'};
  const sandbox = createKlarnaSandbox({credentials});
  const klarna = await sandbox.listen();
  const element = JSON.stringify(`${process.cwd()}/src/index.ts`);
  const code = await bundled(`import ${element};`);
  const merchant = createKlarnaMerchant({
    credentials,
    region: 'eu',
    baseUrl: klarna.url,
    visitor: () => 'v1',
    order: () =>
      cart(10_000, {merchant_urls: {confirmation: 'https://shop.example/'}}),
    placed: () => {},
  });

  const reports: Report[] = [];
  /** Of each session: what the browser says the request is for. */
  const sessions: unknown[] = [];
  const heard = new EventTarget();
  const untilReport = async (count: number) => {
    while (reports.length < count) await once(heard, 'report');
  };
  const pages: Readonly<Record<string, string>> = {
    '/': bagPage,
    '/checkout': checkoutPage(`${klarna.url}/kp/lib/v1/api.js`, hidden),
  };
  const serve = async (request: Request): Promise<Response> => {
    const {pathname} = new URL(request.url);
    switch (pathname) {
      case '/element.js':
        return new Response(code, {
          headers: {'content-type': 'text/javascript'},
        });
      case '/wait':
        await untilReport(1);
        return new Response();
      case '/report':
        reports.push((await request.json()) as Report);
        heard.dispatchEvent(new Event('report'));
        return new Response();
      case '/klarna/session':
        sessions.push(request.headers.get('sec-purpose'));
        return merchant.fetch(request);
      default:
        return new Response(pages[pathname] ?? null, {
          status: pathname in pages ? 200 : 404,
          headers: {'content-type': 'text/html'},
        });
    }
  };
  const server = createServer(
    toNodeHandler(serve) as unknown as RequestListener,
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const {port} = server.address() as AddressInfo;
  const profile = await mkdtemp(join(tmpdir(), 'prerender-'));
  const browser = spawn(
    findChromium()!.path,
    [
      ...chromiumArgs,
      '--headless=new',
      `--user-data-dir=${profile}`,
      `http://127.0.0.1:${port}/`,
    ],
    {stdio: 'ignore'},
  );
  try {
    await untilReport(2);
    return {reports, sessions};
  } finally {
    browser.kill();
    await once(browser, 'exit');
    server.close();
    server.closeAllConnections();
    await klarna.close();
    await rm(profile, {recursive: true, force: true, maxRetries: 5});
  }
}

for (const [what, hidden, status] of [
  ['starts nothing', '', 'idle'],
  ['asks for nothing', 'klarna.refresh();', 'loading'],
  ['asks for nothing', 'document.forms[0].requestSubmit();', 'idle'],
] as const) {
  test(`19. a checkout that is prerendered ${what} before it is shown${hidden && `, with ${hidden}`}`, async () => {
    const {reports, sessions} = await visit(hidden);
    expect(reports).toEqual([
      {prerendering: true, status, wasPrerendered: false},
      {prerendering: false, status: 'ready', wasPrerendered: true},
    ]);
    expect(sessions).toEqual([null]);
  });
}
