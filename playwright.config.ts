import {mkdtempSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {defineConfig} from '@playwright/test';
import {chromiumArgs, findChromium} from './test/support/browsers.mjs';

const chromium = findChromium();
if (!chromium) {
  throw new Error(
    'No Chromium: run "npx playwright install chromium" or set CHROME_PATH.',
  );
}

// Workers read this file too, and have to find the port of the first reading.
const port = (process.env['PAGES_PORT'] ??= `${await freePort()}`);

// The shop begins without anybody's orders.
const data = (process.env['PAGES_DATA'] ??= mkdtempSync(
  join(tmpdir(), 'shop-'),
));

/** Whole pages of the demo shop and of the documentation, against the sandbox. */
export default defineConfig({
  testDir: 'test/pages',
  projects: [
    {name: 'shops', testMatch: '*.spec.ts', testIgnore: 'docs-*.spec.ts'},
    {name: 'documentation, built', testMatch: 'docs.setup.ts'},
    {
      name: 'documentation',
      testMatch: 'docs-*.spec.ts',
      dependencies: ['documentation, built'],
    },
  ],
  outputDir: 'test-results/pages',
  forbidOnly: Boolean(process.env['CI']),
  fullyParallel: true,
  retries: 0,
  // Slow machines are slow, not wrong.
  timeout: 120_000,
  expect: {timeout: 30_000},
  workers: 2,
  reporter: [['list'], ['junit', {outputFile: 'test-results/pages.xml'}]],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    browserName: 'chromium',
    launchOptions: {executablePath: chromium.path, args: chromiumArgs},
    locale: 'en-GB',
    screenshot: 'only-on-failure',
  },
  webServer: {
    command: `npx vite --port ${port} --strictPort`,
    url: `http://127.0.0.1:${port}/`,
    reuseExistingServer: false,
    timeout: 120_000,
    // No account of the developer's is ever charged with tests.
    env: {
      KLARNA_USERNAME: '',
      KLARNA_PASSWORD: '',
      KLARNA_SANDBOX: '',
      SHOP_DATA: data,
    },
  },
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
