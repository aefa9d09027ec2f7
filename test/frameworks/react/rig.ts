import {execFile} from 'node:child_process';
import {copyFile, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {promisify} from 'node:util';
import type {Browser, Page} from 'playwright';
import {serve} from 'srvx';
import {build, type InlineConfig} from 'vite';
import {guardPlaywrightPage} from '../../support/klarna-rig.network.js';
import {RigShop} from '../../support/klarna-rig.shop.js';
import type {ShopProps} from './shop.js';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../../..');

/** A shop in one version of React: its server, and its pages in a browser. */
export interface ReactShop {
  readonly shop: RigShop;
  /** What the server sends for a page. */
  readonly markup: (page: ShopProps['page']) => string;
  /** Opens a page that has been rendered by the server, and nothing more. */
  open(browser: Browser, page: ShopProps['page']): Promise<ReactPage>;
  close(): Promise<void>;
}

export interface ReactPage {
  readonly page: Page;
  /** Warnings and errors of the console, and what nobody has caught. */
  readonly complaints: string[];
  readonly props: ShopProps;
}

/**
 * Builds the pages from the package as it is published, with the React that
 * stands in `modules`.
 */
export async function openReactShop(modules: string): Promise<ReactShop> {
  const folder = await mkdtemp(join(tmpdir(), 'klarna-payments-react-'));
  await bundle(modules, folder);
  const {render} = (await import(
    pathToFileURL(join(folder, 'server/server.js')).href
  )) as typeof import('./server.js');
  const shop = await RigShop.open('/klarna/session', {});
  const sdkUrl = `${shop.origin}/kp/lib/v1/api.js`;
  const server = serve({
    hostname: '127.0.0.1',
    port: 0,
    silent: true,
    fetch: (request) => answer(request),
  });
  await server.ready();

  async function answer(request: Request): Promise<Response> {
    const {pathname} = new URL(request.url);
    if (pathname === '/klarna/session') return shop.session(request);
    if (pathname.startsWith('/browser/')) {
      const {readFile} = await import('node:fs/promises');
      return new Response(await readFile(join(folder, pathname)), {
        headers: {'content-type': 'text/javascript'},
      });
    }
    const page = pathname.slice(1) as ShopProps['page'];
    const html = `<!doctype html><link rel="icon" href="data:,"><div id="root">${
      pathname === '/empty' ? '' : render({page, sdkUrl})
    }</div>`;
    return new Response(html, {headers: {'content-type': 'text/html'}});
  }

  return {
    shop,
    markup: (page) => render({page, sdkUrl}),
    async open(browser, page) {
      const tab = await guardPlaywrightPage(await browser.newPage());
      const complaints: string[] = [];
      tab.on('pageerror', (error) => complaints.push(error.message));
      tab.on('console', (message) => {
        if (/warn|error/.test(message.type())) complaints.push(message.text());
      });
      await tab.goto(new URL(page, server.url).href);
      return {page: tab, complaints, props: {page, sdkUrl}};
    },
    async close() {
      await server.close(true);
      await shop.close();
      await rm(folder, {recursive: true, force: true});
    },
  };
}

async function bundle(modules: string, folder: string): Promise<void> {
  const from = createRequire(join(modules, 'package.json'));
  const directory = (name: string) =>
    dirname(from.resolve(`${name}/package.json`));
  const shared: InlineConfig = {
    root: here,
    configFile: false,
    logLevel: 'error',
    define: {'process.env.NODE_ENV': '"development"'},
    resolve: {
      alias: [
        {find: /^react(?=\/|$)/, replacement: directory('react')},
        {find: /^react-dom(?=\/|$)/, replacement: directory('react-dom')},
        {
          // What is published, which `tsc` need not wait for.
          find: /^.*\/src(?=\/frameworks\/)/,
          replacement: join(root, 'dist'),
        },
      ],
    },
  };
  await build({
    ...shared,
    build: {
      outDir: join(folder, 'browser'),
      minify: false,
      lib: {entry: 'browser.tsx', formats: ['es'], fileName: 'browser'},
    },
  });
  await build({
    ...shared,
    ssr: {noExternal: true},
    build: {
      outDir: join(folder, 'server'),
      minify: false,
      ssr: 'server.tsx',
    },
  });
}

/** What TypeScript has against the raw tag with the types of React 18. */
export async function faultsOfTag(modules: string): Promise<string> {
  const types = join(modules, 'node_modules/@types/react');
  const project = join(modules, 'tsconfig.json');
  await copyFile(join(here, '../react-18/tag.tsx'), join(modules, 'tag.tsx'));
  await writeFile(
    project,
    JSON.stringify({
      compilerOptions: {
        target: 'ES2022',
        module: 'ESNext',
        moduleResolution: 'bundler',
        lib: ['ES2023', 'DOM', 'DOM.Iterable'],
        types: [],
        jsx: 'react-jsx',
        strict: true,
        skipLibCheck: true,
        noEmit: true,
        paths: {
          react: [types],
          'react/*': [`${types}/*`],
          'klarna-payments-element/react': [
            join(root, 'dist/frameworks/react.d.ts'),
          ],
        },
      },
      files: ['tag.tsx'],
    }),
  );
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  try {
    await promisify(execFile)(process.execPath, [tsc, '-p', project]);
    return '';
  } catch (error) {
    return (error as {stdout: string}).stdout;
  }
}

/**
 * Installs React 18 where it meets no other, or says why that cannot be done.
 */
export async function installReact18(): Promise<{
  path: string;
  obstacle?: string;
  remove: () => Promise<void>;
}> {
  const path = await mkdtemp(join(tmpdir(), 'klarna-payments-react-18-'));
  const remove = () => rm(path, {recursive: true, force: true});
  for (const name of ['package.json', 'package-lock.json']) {
    await copyFile(join(here, '../react-18', name), join(path, name));
  }
  try {
    await promisify(execFile)(
      'npm',
      ['ci', '--no-audit', '--no-fund', '--prefer-offline'],
      {cwd: path, timeout: 120_000},
    );
    return {path, remove};
  } catch {
    return {path, remove, obstacle: 'React 18 cannot be installed here'};
  }
}
