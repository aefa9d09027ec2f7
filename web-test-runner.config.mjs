import {fileURLToPath} from 'node:url';
import {esbuildPlugin} from '@web/dev-server-esbuild';
import {defaultReporter} from '@web/test-runner';
import {chromeLauncher} from '@web/test-runner-chrome';
import {junitReporter} from '@web/test-runner-junit-reporter';
import {playwrightLauncher} from '@web/test-runner-playwright';
import puppeteer from 'puppeteer-core';
import {tsImport} from 'tsx/esm/api';
import {
  chromiumArgs,
  findChromium,
  findFirefox,
  findWebKit,
} from './test/support/browsers.mjs';

// The rig runs the sandbox from its TypeScript source, also where the runner
// itself was started without tsx.
const {klarnaRig, guardPlaywrightPage, guardPuppeteerPage, webkitLauncher} =
  await tsImport('./test/support/klarna-rig.ts', import.meta.url);

/**
 * Which browsers: `BROWSERS=chromium,firefox,webkit`; Chromium unless said.
 */
const wanted = (process.env.BROWSERS ?? 'chromium').split(',');
const report = process.env.BROWSERS ? `browser-${wanted.join('-')}` : 'browser';

const launchers = {
  chromium: () =>
    playwrightLauncher({
      product: 'chromium',
      launchOptions: {
        executablePath: path('Chromium', findChromium(), 'CHROME_PATH'),
        args: chromiumArgs,
      },
      createPage: async ({context}) =>
        guardPlaywrightPage(await context.newPage()),
    }),

  // Playwright drives only a Firefox of its own build; the system's speaks
  // WebDriver BiDi, which puppeteer does too.
  firefox: () =>
    findFirefox()?.bundled
      ? playwrightLauncher({
          product: 'firefox',
          launchOptions: {executablePath: findFirefox().path},
          createPage: async ({context}) =>
            guardPlaywrightPage(await context.newPage()),
        })
      : chromeLauncher({
          puppeteer,
          // A tab in the background has no focus and slow timers.
          concurrency: 1,
          launchOptions: {
            browser: 'firefox',
            executablePath: path('Firefox', findFirefox(), 'FIREFOX_PATH'),
          },
          createPage: async ({context}) =>
            guardPuppeteerPage(await context.newPage()),
        }),

  webkit() {
    const webkit = findWebKit();
    if (webkit) return webkitLauncher(webkit);
    throw new Error(
      'No WebKit found: it needs WebKitWebDriver, MiniBrowser, Xvfb, openssl.',
    );
  },
};

export default {
  rootDir: fileURLToPath(new URL('.', import.meta.url)),
  files: ['test/**/*.test.ts', '!test/**/*.node.test.ts'],
  concurrency: 2,
  browsers: wanted.map((name) => launcher(name.trim())),
  nodeResolve: {exportConditions: ['development', 'browser']},
  plugins: [
    klarnaRig.plugin,
    esbuildPlugin({ts: true, target: 'es2022', tsconfig: './tsconfig.json'}),
  ],
  middleware: [klarnaRig.middleware],
  // How many random sequences the long tests run, if it is not as usual.
  ...(process.env.SEQUENCES && {
    testRunnerHtml: (framework) => `<!doctype html>
      <script>testSettings = {sequences: ${Number(process.env.SEQUENCES)}};</script>
      <script type="module" src="${framework}"></script>`,
  }),
  testFramework: {
    config: {ui: 'bdd', timeout: 30_000, forbidOnly: Boolean(process.env.CI)},
  },
  reporters: [
    defaultReporter(),
    junitReporter({outputPath: `./test-results/${report}.xml`}),
  ],
  filterBrowserLogs: ({args}) => !args.some(isExpected),
  browserStartTimeout: 60_000,
  testsStartTimeout: 120_000,
  testsFinishTimeout: 600_000,
};

function launcher(name) {
  const make = launchers[name];
  if (!make) {
    throw new Error(
      `BROWSERS: "${name}" is none of ${Object.keys(launchers).join()}`,
    );
  }
  return make();
}

function path(name, found, variable) {
  if (found) return found.path;
  throw new Error(`No ${name} found; set ${variable} to one.`);
}

/**
 * Lit says on every page that it is in dev mode, as tests want it; and a test
 * that provokes an uncaught error says in its message that it is "expected".
 */
function isExpected(arg) {
  const text = String(arg?.message ?? arg);
  return text.includes('lit.dev/msg/dev-mode') || text.includes('(expected)');
}
