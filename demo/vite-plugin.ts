import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import type {IncomingMessage} from 'node:http';
import {join} from 'node:path';
import {toNodeHandler} from 'srvx/node';
import type {Connect, Plugin, ViteDevServer} from 'vite';
import type {Demo} from './server/demo.js';

/** Paths that the demo shop's server answers; the rest is Vite's. */
const shopPaths = /^\/(?:$|\?|index\.html|shop\/|klarna\/|gift\/klarna\/)/;

/** The pages beside the shop's own. */
const demoPages = /^\/(demo\/[\w-]+\.html)(?:\?|$)/;

/** What a page elsewhere would load from a CDN. */
const bundlePath = '/cdn/klarna-payments.js';

/**
 * Runs the demo shop in Vite's server: the shop's own server as middleware, and
 * Klarna's sandbox on an origin of its own, as Klarna is in production.
 */
export function demoShop(): Plugin {
  let demo: Demo | undefined;
  let root = '';
  return {
    name: 'demo-shop',
    apply: 'serve',

    /** Behind a tunnel the shop has another name. */
    config() {
      const origin = process.env['SHOP_ORIGIN'];
      if (!origin) return undefined;
      return {server: {allowedHosts: [new URL(origin).hostname]}};
    },

    configResolved(config) {
      root = config.root;
    },

    async configureServer(server) {
      const {startDemo} = (await server.ssrLoadModule(
        '/demo/server/demo.ts',
      )) as typeof import('./server/demo.js');
      demo = await startDemo(process.env, (url) =>
        pageIn(server, 'index.html', url),
      );
      mount(server, demo);
      announce(server, demo);
    },

    resolveId(id) {
      return id === bundlePath ? bundleIn(root) : undefined;
    },

    /** The sandbox has a script of its own; the tags have to know where. */
    transformIndexHtml(html) {
      const url = demo?.klarna.scriptUrl;
      return url
        ? html.replaceAll(
            '<klarna-payments',
            `<klarna-payments sdk-url="${url}"`,
          )
        : html;
    },
  };
}

function mount(server: ViteDevServer, demo: Demo): void {
  const shop = toNodeHandler((request) =>
    demo.fetch(request),
  ) as Connect.SimpleHandleFunction;
  server.middlewares.use((request, response, next) => {
    const url = request.url ?? '/';
    if (shopPaths.test(url)) {
      shop(request, response);
      return;
    }
    const page = demoPages.exec(url)?.[1];
    if (!page || !isPage(request)) {
      next();
      return;
    }
    // The pages pay as one visitor, whom they know already.
    const {cookie, fill} = demo.welcome(requestOf(request));
    if (cookie) response.setHeader('set-cookie', cookie);
    pageIn(server, page, url).then((html) => {
      response.setHeader('content-type', 'text/html');
      response.setHeader('cache-control', 'no-store');
      response.end(fill(html));
    }, next);
  });
  server.httpServer?.once('close', () => void demo.close());
}

/** A page as Vite serves it. */
async function pageIn(
  server: ViteDevServer,
  file: string,
  url: string,
): Promise<string> {
  const html = await readFile(join(server.config.root, file), 'utf8');
  return server.transformIndexHtml(url, html);
}

/** The bundle, if it has been built, else the source that it is made of. */
function bundleIn(root: string): string {
  const built = join(root, 'dist/cdn/klarna-payments.js');
  return existsSync(built) ? built : join(root, 'src/index.ts');
}

function requestOf(request: IncomingMessage): Request {
  const headers = new Headers();
  for (const name of ['cookie', 'accept-language'] as const) {
    const value = request.headers[name];
    if (value) headers.set(name, value);
  }
  return new Request('http://shop/', {headers});
}

function isPage(request: IncomingMessage): boolean {
  return request.headers.accept?.includes('text/html') ?? false;
}

function announce(server: ViteDevServer, demo: Demo): void {
  const {scriptUrl} = demo.klarna;
  server.httpServer?.once('listening', () => {
    server.config.logger.info(
      scriptUrl
        ? `\n  Klarna's sandbox: ${new URL(scriptUrl).origin}`
        : "\n  Klarna's playground, with the credentials of the environment",
    );
  });
}
