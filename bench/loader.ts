/**
 * What the loader costs over a bare script tag: run it with
 * `node --import tsx bench/loader.ts`. A page gets Klarna's script as late as
 * it comes in any case; the loader may add at most four milliseconds to it, also
 * when twenty callers ask at once. The best run of each counts, for whatever
 * else the machine does only adds.
 */
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {gzipSync} from 'node:zlib';
import {chromium} from 'playwright';
import {build} from 'vite';
import {chromiumArgs, findChromium} from '../test/support/browsers.mjs';

const runs = 40;
const limit = 4;
const scriptDelay = 20;

type Loader = typeof import('../src/klarna/loader.js');

interface Chunk {
  output: ReadonlyArray<{code?: string}>;
}

const [bundle] = (await build({
  configFile: false,
  logLevel: 'silent',
  build: {
    write: false,
    minify: true,
    lib: {entry: 'src/klarna/loader.ts', formats: ['es'], fileName: 'loader'},
    rolldownOptions: {output: {minify: true, comments: false}},
  },
})) as unknown as [Chunk];
const loader = bundle.output[0]?.code ?? '';
const size = gzipSync(loader, {level: 9}).length;

const server = createServer((request, response) => {
  const {pathname} = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/') {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>bench</title>');
    return;
  }
  response.setHeader('content-type', 'text/javascript');
  response.setHeader('cache-control', 'no-store');
  if (pathname === '/loader.js') response.end(loader);
  else setTimeout(() => response.end(script), scriptDelay);
}).listen(0, '127.0.0.1');

const script = `
  (window.Klarna ??= {}).Payments = {};
  window.klarnaAsyncCallback?.();
`;

/** Each way in turn, so that what else goes on disturbs both alike. */
function measureInPage(count: number): Promise<Record<string, number[]>> {
  const times: Record<string, number[]> = {bare: [], one: [], twenty: []};
  const bareTag = (src: string) =>
    new Promise((resolve) => {
      const tag = document.createElement('script');
      tag.src = src;
      tag.onload = resolve;
      document.head.append(tag);
    });
  return (async () => {
    const path = '/loader.js';
    const {loadKlarnaPayments} = (await import(path)) as Loader;
    const ways: Record<string, (src: string) => Promise<unknown>> = {
      bare: bareTag,
      one: (src) => loadKlarnaPayments({src}),
      twenty: (src) =>
        Promise.all(Array.from({length: 20}, () => loadKlarnaPayments({src}))),
    };
    for (let run = 0; run < count; run++) {
      for (const [way, load] of Object.entries(ways)) {
        delete window.Klarna;
        const start = performance.now();
        await load(`/api.js?${way}${run}`);
        times[way]?.push(performance.now() - start);
      }
    }
    return times;
  })();
}

function best(values: readonly number[] = []): number {
  return Math.min(...values);
}

const path = findChromium()?.path;
const browser = await chromium.launch({
  args: chromiumArgs,
  ...(path && {executablePath: path}),
});
try {
  const page = await browser.newPage();
  // The runner of this file wraps named functions in it, also those that go
  // into the page.
  await page.addInitScript('globalThis.__name = (value) => value');
  const {port} = server.address() as AddressInfo;
  await page.goto(`http://127.0.0.1:${port}/`);
  const times = await page.evaluate(measureInPage, runs);
  const bare = best(times['bare']);
  console.log(`loader alone: ${size} bytes (gzip -9)`);
  console.log(`a bare tag: ${bare.toFixed(1)} ms`);
  for (const way of ['one', 'twenty']) {
    const more = best(times[way]) - bare;
    console.log(`loader, callers ${way}: ${more.toFixed(1)} ms more`);
    if (!(more <= limit)) process.exitCode = 1;
  }
} finally {
  await browser.close();
  server.close();
}
