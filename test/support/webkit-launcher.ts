import {spawn, type ChildProcess} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Readable} from 'node:stream';
import type {BrowserLauncher} from '@web/test-runner';
import type {FoundWebKit} from './browsers.mjs';
import {answerKlarnaCdn} from './klarna-rig.network.js';
import {startDriver, WebDriverWindow} from './webdriver.js';
import {WebKitPage} from './webkit-page.js';
import {startProxy} from './webkit-proxy.js';

/** A driver with one window, and what it needs around it. */
interface WebKit {
  readonly window: WebDriverWindow;
  readonly page: WebKitPage;
  stop(): Promise<void>;
}

/**
 * Runs tests in WebKitGTK, in one window that is used again and again. It says
 * that it is Playwright, for the runner's commands ask for nothing but that
 * name before they use its page.
 */
export function webkitLauncher(
  paths: FoundWebKit,
): BrowserLauncher & {getPage(): WebKitPage} {
  const active = new Set<string>();
  let starting: Promise<WebKit> | undefined;
  let webkit: WebKit | undefined;

  const go = async (url: string) => {
    webkit = await (starting ??= start(paths));
    const {window} = webkit;
    await window.alone(() => window.post('/url', {url}));
  };

  /** A page that has crashed takes the window along. */
  const goAnew = async (url: string) => {
    try {
      await go(url);
    } catch {
      await webkit?.stop();
      starting = undefined;
      await go(url);
    }
  };

  return {
    name: 'WebKit',
    type: 'playwright',
    concurrency: 1,
    async startSession(id, url) {
      active.add(id);
      await goAnew('about:blank');
      // What the file before has chosen is over.
      answerKlarnaCdn(this.getPage(), null);
      await this.getPage().setViewportSize({width: 800, height: 600});
      await go(url);
    },
    isActive: (id) => active.has(id),
    async getBrowserUrl() {
      if (!webkit) return undefined;
      const {window} = webkit;
      try {
        return (await window.alone(() => window.get('/url'))) as string;
      } catch {
        // The runner takes it for a page that went elsewhere, which fails.
        return 'about:crashed';
      }
    },
    async stopSession(id) {
      active.delete(id);
      await goAnew('about:blank');
      return {};
    },
    async startDebugSession() {
      throw new Error('WebKit has no session to debug.');
    },
    async stop() {
      await (await starting)?.stop();
    },
    getPage() {
      if (!webkit) throw new Error('WebKit has not started.');
      return webkit.page;
    },
  };
}

async function start({driver, browser, display}: FoundWebKit): Promise<WebKit> {
  const home = mkdtempSync(join(tmpdir(), 'klarna-webkit-'));
  const screen = process.env['DISPLAY'] ? undefined : await openScreen(display);
  const {address, process: child} = await startDriver(driver, {
    ...process.env,
    ...(screen && {DISPLAY: screen.name}),
    // No graphics card, no session bus, no sandbox in a container. Layers stay
    // on: without them a view transition takes the page's process down.
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    LIBGL_ALWAYS_SOFTWARE: '1',
    GDK_BACKEND: 'x11',
    NO_AT_BRIDGE: '1',
    GTK_A11Y: 'none',
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_DATA_HOME: join(home, 'data'),
  });
  let page: WebKitPage | undefined;
  const proxy = await startProxy(() => page ?? {});
  const window = await WebDriverWindow.open(address, {
    acceptInsecureCerts: true,
    timeouts: {script: 60_000, pageLoad: 120_000},
    'webkitgtk:browserOptions': {
      binary: browser,
      args: [
        '--automation',
        '--ignore-tls-errors',
        `--proxy=http://127.0.0.1:${proxy.port}`,
        '--ignore-host=localhost',
        '--ignore-host=127.0.0.1',
      ],
    },
  });
  page = new WebKitPage(window);
  return {
    window,
    page,
    async stop() {
      await window.close().catch(() => undefined);
      child.kill();
      screen?.process.kill();
      proxy.stop();
      rmSync(home, {recursive: true, force: true});
    },
  };
}

/** A display in memory, on a free number that Xvfb finds by itself. */
async function openScreen(
  command = 'Xvfb',
): Promise<{name: string; process: ChildProcess}> {
  const options = '-displayfd 3 -screen 0 1280x1024x24 -nolisten tcp';
  const process = spawn(command, options.split(' '), {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise<string>((resolve, reject) => {
    let said = '';
    (process.stdio[3] as Readable).on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('\n')) resolve(said.trim());
    });
    process.once('error', reject);
    process.once('exit', () => reject(new Error('Xvfb did not start.')));
  });
  return {name: `:${number}`, process};
}
