import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, describe, it} from 'node:test';
import {pathToFileURL} from 'node:url';
import {createContext, runInContext} from 'node:vm';
import {build, createServer} from 'vite';
import type {ShopperSide} from '../../../src/sandbox/shopper/shopper.js';

type Routes = typeof import('../../../src/sandbox/browser/routes.js');

const source = join(
  import.meta.dirname,
  '../../../src/sandbox/browser/routes.ts',
);
const nobody = {} as ShopperSide;
const claims = Buffer.from('{"base_url":"http://klarna"}').toString(
  'base64url',
);

describe('the text that the sandbox serves is whole', () => {
  const cleanUps: (() => Promise<unknown>)[] = [];
  after(() => Promise.all(cleanUps.map((cleanUp) => cleanUp())));

  const ways: [string, () => Promise<Routes>][] = [
    [
      'loaded from its sources',
      () => import(pathToFileURL(source).href) as Promise<Routes>,
    ],
    [
      "loaded by Vite's dev server",
      async () => {
        const server = await createServer({
          configFile: false,
          logLevel: 'error',
          server: {middlewareMode: true, ws: false},
          optimizeDeps: {noDiscovery: true},
        });
        cleanUps.push(() => server.close());
        return (await server.ssrLoadModule(source)) as Routes;
      },
    ],
    ['built and minified', () => built(true)],
    ['built', () => built(false)],
  ];

  async function built(minify: boolean): Promise<Routes> {
    const outDir = await mkdtemp(join(tmpdir(), 'served-text-'));
    cleanUps.push(() => rm(outDir, {recursive: true}));
    await build({
      configFile: false,
      logLevel: 'error',
      ssr: {noExternal: true},
      build: {
        ssr: source,
        outDir,
        minify,
        rolldownOptions: {output: {entryFileNames: 'routes.mjs'}},
      },
    });
    return (await import(
      pathToFileURL(join(outDir, 'routes.mjs')).href
    )) as Routes;
  }

  for (const [way, load] of ways) {
    it(way, async () => {
      const {browserRoutes} = await load();
      const answer = browserRoutes(nobody);
      const get = async (path: string) =>
        (await answer(new Request(`http://klarna${path}`)))!.text();

      const page = pageWith(await get('/kp/lib/v1/api.js'));
      assert.equal(
        page.run(`Klarna.Payments.init({client_token: 'a.${claims}.c'}) ===
          Klarna.Payments`),
        true,
      );
      assert.throws(
        () => page.run('Klarna.Payments.init({client_token: "none"})'),
        {name: 'InvalidClientTokenError'},
      );
      page.run(`Klarna.Payments.load({container: new HTMLElement()});
        Klarna.Payments.authorize({}, () => undefined);
        Klarna.Payments.on('heightChanged', () => undefined);`);
      assert.deepEqual(page.appended, ['link', 'iframe', 'style']);
      page.run(`Klarna.Credit.init({client_token: 'a.${claims}.c'});
        Klarna.Credit.reauthorize({}, {}, () => undefined);`);

      for (const path of [
        '/kp/lib/v1.11.0/api.js',
        '/js.playground.klarna.com/kp/flow/v1/purchase-flow.js',
      ]) {
        const library = pageWith(await get(path));
        assert.deepEqual(library.told, ['klarna-sandbox-library'], path);
      }

      for (const path of ['/kp/frames/widget', '/kp/frames/purchase']) {
        const html = await get(path);
        const script = /<script nonce="[^"]+">([^]+)<\/script>/.exec(html)?.[1];
        assert.ok(script, path);
        assert.deepEqual(pageWith(script).posted, ['ready']);
      }
    });
  }
});

/** As much of a browser's page as the scripts touch when they begin. */
function pageWith(script: string) {
  const posted: unknown[] = [];
  const appended: string[] = [];
  const told: string[] = [];
  const frames = new Map<string, object>();
  class HTMLElement {
    style = {};
    id = '';
    localName = '';
    setAttribute() {}
    remove() {}
    addEventListener() {}
    append(...children: HTMLElement[]) {
      for (const child of children) {
        appended.push(child.localName);
        frames.set(child.id, child);
      }
    }
  }
  const page: Record<string, unknown> = {
    HTMLElement,
    HTMLIFrameElement: HTMLElement,
    URL,
    TextDecoder,
    CustomEvent,
    atob,
    setTimeout: () => 0,
    clearTimeout: () => undefined,
    navigator: {},
    getComputedStyle: () => ({colorScheme: 'normal'}),
    matchMedia: () => ({matches: false, addEventListener() {}}),
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    parent: {
      postMessage: ({type}: {type: string}) => posted.push(type),
    },
    ResizeObserver: class {
      observe() {}
    },
    document: {
      body: new HTMLElement(),
      head: new HTMLElement(),
      currentScript: {dispatchEvent: ({type}: Event) => told.push(type)},
      createElement: (localName: string) =>
        Object.assign(new HTMLElement(), {localName}),
      getElementById: (id: string) => frames.get(id) ?? null,
      querySelector: () => null,
    },
  };
  page['window'] = page;
  const context = createContext(page);
  runInContext(script, context);
  return {
    posted,
    appended,
    told,
    run: (text: string): unknown => runInContext(text, context),
  };
}
