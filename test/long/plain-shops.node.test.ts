import assert from 'node:assert/strict';
import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {cp, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {after, afterEach, before, describe, it} from 'node:test';
import {chromium} from 'playwright';
import {findPhp, findPython} from '../../scripts/ensure-services.mjs';
import {
  installInto,
  requireBuild,
  root,
  temporaryFolder,
} from '../package/package.js';
import {chromiumArgs, findChromium} from '../support/browsers.mjs';
import {clickInFrame} from '../support/klarna-rig.frames.js';

/**
 * Somebody with an empty folder, one file and what its README says. The lines
 * are used as they stand, but for the ports, which may be taken here, and for
 * where npm has the package from.
 */
const shops = [
  {language: 'Python', file: 'shop.py', interpreter: findPython()},
  {language: 'PHP', file: 'index.php', interpreter: findPhp()},
];

describe('the README of a plain shop', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const running: {child: ChildProcess; isOver: Promise<unknown>}[] = [];

  before(async () => {
    requireBuild();
    folder = await temporaryFolder();
    await installInto(folder.path);
  });
  afterEach(async () => {
    for (const {child, isOver} of running.splice(0)) {
      // As Ctrl-C does: whatever npx has started, too.
      if (child.exitCode === null) process.kill(-child.pid!, 'SIGINT');
      await isOver;
    }
  });
  after(() => folder.remove());

  const start = (command: string, env: Record<string, string> = {}) => {
    const [program = '', ...args] = command.split(' ');
    const child = spawn(program, args, {
      cwd: folder.path,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {...process.env, npm_config_offline: 'true', ...env},
    });
    running.push({child, isOver: once(child, 'close')});
    return child;
  };

  for (const {language, file, interpreter} of shops) {
    const skip = !interpreter && `there is no interpreter for ${language}`;
    it(
      `leads from an empty folder to an order: ${language}`,
      {skip},
      async () => {
        const from = join(root, 'demo/examples', language.toLowerCase());
        await cp(join(from, file), join(folder.path, file));
        const readme = await readFile(join(from, 'README.md'), 'utf8');
        const commands = [...readme.matchAll(/^```sh\n(.*?)^```/gms)]
          .flatMap(([, code = '']) => code.split('\n'))
          .filter(Boolean);
        const [install, sandbox = '', shop = '', ...more] = commands;
        assert.deepEqual(more, []);
        assert.equal(install, 'npm install klarna-payments-element');

        const klarna = await said(
          start(sandbox.replace('8700', '0')),
          /http:\/\/[\d.:]+/,
        );
        const url = await said(
          start(
            shop
              .replace(/^(?:python3|php)(?= )/, interpreter ?? '')
              .replace('127.0.0.1:8000', '127.0.0.1:0'),
            {PORT: '0', KLARNA_URL: klarna},
          ),
          /http:\/\/127\.0\.0\.1:[1-9]\d*/,
        );
        const orderId = await buy(url);
        const overview = await (await fetch(klarna)).text();
        assert.ok(orderId && overview.includes(orderId));
      },
    );
  }
});

/** The first thing of that form that a process says. */
function said(child: ChildProcess, form: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const hear = (data: Buffer) => {
      text += data.toString();
      const [found] = form.exec(text) ?? [];
      if (found) resolve(found);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('close', () => reject(new Error(`It has ended: ${text}`)));
  });
}

/** Types as little as will do, approves, and reads the order's id. */
async function buy(url: string): Promise<string> {
  const browser = await chromium.launch({
    executablePath: findChromium()?.path,
    args: chromiumArgs,
  });
  try {
    const page = await browser.newPage();
    await page.goto(url);
    await page.waitForFunction(
      () => document.querySelector('klarna-payments')?.status === 'ready',
    );
    await page.getByLabel('E-mail').fill('ada@shop.example');
    await page.getByLabel('First name').fill('Ada');
    await page.getByRole('button', {name: 'Place order'}).click();
    await clickInFrame(
      page
        .locator('iframe[id$="-fullscreen"]:visible')
        .contentFrame()
        .getByRole('button', {name: 'Approve'}),
    );
    await page.waitForURL('**/thanks');
    return (await page.locator('output').textContent()) ?? '';
  } finally {
    await browser.close();
  }
}
