import assert from 'node:assert/strict';
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {chromium} from 'playwright';
import {createKlarnaSandbox} from '../../src/sandbox/index.js';
import {chromiumArgs, findChromium} from '../support/browsers.mjs';
import {
  execute,
  installInto,
  requireBuild,
  temporaryFolder,
} from '../package/package.js';
import {Readme} from '../package/readme.js';
import {clickInFrame} from '../support/klarna-rig.frames.js';

/**
 * Somebody with an empty folder, the tarball and the README. Its lines are used
 * as they stand; what they call the reader's own is added around them, and
 * Klarna's hosts are answered by the sandbox.
 */
const readme = new Readme();
const script = /^(?:js|ts|javascript|typescript)$/;

/** Where Klarna's page is to which the shopper goes after the order. */
const payments = 'https://pay.playground.klarna.com';

/** Loaded before the shop: its calls to Klarna reach the sandbox. */
const klarnaIsTheSandbox = (url: string) => `
  const toKlarna = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const {origin, pathname, search} = new URL(request.url);
    if (origin !== 'https://api.playground.klarna.com') {
      throw new Error('the README calls ' + origin);
    }
    const body = ['GET', 'HEAD'].includes(request.method)
      ? undefined
      : await request.text();
    const answer = await toKlarna(new URL(pathname + search, '${url}'), {
      method: request.method,
      headers: request.headers,
      signal: request.signal,
      body,
    });
    if (!pathname.endsWith('/order')) return answer;
    // Klarna sends shoppers to nothing but https.
    const text = await answer.text();
    return new Response(text.replaceAll('${url}', '${payments}'), answer);
  };
`;

/** What the README leaves to the reader, and its own lines in between. */
const shop = () => {
  const merchant = readme.block(script, 'createKlarnaMerchant(');
  return `
    import process from 'node:process';
    import {Hono} from 'hono';
    import {serve} from 'srvx';

    const KLARNA_USERNAME = 'PK_0000';
    const KLARNA_PASSWORD = 'secret';
    Object.assign(process.env, {KLARNA_USERNAME, KLARNA_PASSWORD});
    const sessionIdOf = () => 'the only visitor';
    const record = (orderId) => console.log('ordered ' + orderId);

    ${merchant}
    ${
      /\border(?:FromCartOf)?\b\s*=/.test(merchant)
        ? ''
        : readme.blockIfAny(script, 'orderFromCartOf = ')
    }

    const app = new Hono();
    ${readme.line("app.all('/klarna/*'")}
    app.get('/', (context) => context.html(
      ${JSON.stringify(readme.block(/^html$/, '<form', '<klarna-payments'))},
    ));
    const server = serve({
      fetch: app.fetch, port: 0, hostname: '127.0.0.1', silent: true,
    });
    await server.ready();
    console.log('at ' + server.url);
  `;
};

describe('the README', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;

  before(async () => {
    requireBuild();
    folder = await temporaryFolder();
    await installInto(folder.path, ['hono']);
  });

  after(() => folder.remove());

  it('leads from an empty folder to a paid order', async () => {
    const sandbox = await createKlarnaSandbox().listen();
    await writeFile(
      join(folder.path, 'klarna.mjs'),
      klarnaIsTheSandbox(sandbox.url),
    );
    await writeFile(join(folder.path, 'shop.mjs'), shop());
    const server = spawn(
      process.execPath,
      ['--import=./klarna.mjs', 'shop.mjs'],
      {cwd: folder.path, stdio: ['ignore', 'pipe', 'inherit']},
    );
    try {
      const says = linesOf(server);
      const url = (await says('at ')).trim();
      const ordered = says('ordered ');
      // Where paying fails that is what there is to say.
      ordered.catch(() => undefined);
      const arrived = await buy(url, sandbox.url, folder.path);
      assert.match((await ordered).trim(), /^[\w-]{30,}$/);
      const confirmation = /confirmation: '([^']+)'/.exec(readme.text)?.[1];
      assert.equal(arrived, confirmation ?? `${url}thanks`);
    } finally {
      server.kill();
      await once(server, 'exit');
      await sandbox.close();
    }
  });

  it('starts the sandbox as it says, wherever one is', async () => {
    const command = readme.commands.find((line) =>
      line.includes('klarna-sandbox'),
    );
    // There is no package of that name for npx to find.
    assert.match(command ?? '', /^npx -p klarna-payments-element /);
    const [npx = '', ...args] = (command ?? '').split(' ');
    const {stdout} = await execute(
      npx,
      [...args.slice(0, args.indexOf('klarna-sandbox') + 1), '--help'],
      {cwd: folder.path, env: {...process.env, npm_config_offline: 'true'}},
    );
    assert.match(stdout, /--port/);
  });

  it('leaves no sandbox behind where npx is told to end', async () => {
    const [npx = '', ...args] = readme
      .line('klarna-sandbox')
      .replace(/\d+$/, '0')
      .split(' ');
    const started = spawn(npx, args, {
      cwd: folder.path,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {...process.env, npm_config_offline: 'true'},
    });
    await once(started.stdout, 'data');
    // Comes when nobody is left who could print.
    const closed = once(started, 'close', {
      signal: AbortSignal.timeout(60_000),
    });
    started.kill('SIGTERM');
    await closed;
  });
});

/** What a process says after these words, now or later. */
function linesOf(child: ChildProcess): (words: string) => Promise<string> {
  let text = '';
  const waiting = new Set<() => void>();
  child.stdout?.on('data', (data: Buffer) => {
    text += data.toString();
    for (const look of waiting) look();
  });
  return (words) =>
    new Promise((resolve, reject) => {
      const look = () => {
        const line = text.split('\n').find((each) => each.startsWith(words));
        if (!line) return;
        waiting.delete(look);
        resolve(line.slice(words.length));
      };
      waiting.add(look);
      child.once('exit', () => reject(new Error(`The shop ended: ${text}`)));
      look();
    });
}

/** Pays, and is sent to the confirmation that the README's order names. */
async function buy(
  url: string,
  klarna: string,
  folder: string,
): Promise<string> {
  const browser = await chromium.launch({
    executablePath: findChromium()?.path,
    args: chromiumArgs,
  });
  try {
    const page = await browser.newPage();
    const cdn = join(folder, 'node_modules/klarna-payments-element/dist/cdn');
    await page.route(/^https:/, async (route) => {
      const {hostname, origin, pathname, search} = new URL(
        route.request().url(),
      );
      if (origin === payments) {
        const {headers} = await fetch(new URL(pathname + search, klarna), {
          redirect: 'manual',
        });
        const location = headers.get('location') ?? '';
        await route.fulfill({status: 302, headers: {location}});
        return;
      }
      if (pathname === '/kp/lib/v1/api.js') {
        const answer = await fetch(new URL(pathname, klarna));
        await route.fulfill({
          contentType: 'text/javascript',
          body: await answer.text(),
        });
      } else if (hostname.includes('cdn')) {
        await route.fulfill({
          contentType: 'text/javascript',
          headers: {'access-control-allow-origin': '*'},
          body: readFileSync(join(cdn, pathname.split('/').at(-1) ?? '')),
        });
      } else {
        await route.fulfill({
          contentType: 'text/html',
          body: 'This is the confirmation',
        });
      }
    });
    await page.goto(url);
    await page.waitForFunction(
      () => document.querySelector('klarna-payments')?.status === 'ready',
    );
    await page.locator('input[autocomplete*=email]').fill('ada@example.com');
    await page.locator('input[autocomplete*=given-name]').fill('Ada');
    await page.locator('form > button, form p > button').click();
    await clickInFrame(
      page
        .locator('iframe[id$="-fullscreen"]:visible')
        .contentFrame()
        .getByRole('button', {name: 'Approve'}),
    );
    await page.getByText('This is the confirmation').waitFor();
    return page.url();
  } finally {
    await browser.close();
  }
}
