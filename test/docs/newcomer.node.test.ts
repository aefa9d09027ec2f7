import assert from 'node:assert/strict';
import {chmod, mkdir, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {after, before, describe} from 'node:test';
import {
  execute,
  manifest,
  requireBuild,
  root,
  temporaryFolder,
} from '../package/package.js';
import {freePort} from '../server/support/free-port.js';
import {chromiumArgs, findChromium} from '../support/browsers.mjs';
import {linkModules} from './readers-folder.js';
import {snippet} from './snippets.js';
import {blocksOf} from './ways.js';

/**
 * Somebody who reads “Five minutes” and then “Testing your shop”: the shop of
 * the one, paid in by the test of the other. Only ports and the browser are
 * this machine's.
 */
describe('the blocks of a newcomer', () => {
  const blocks = blocksOf('newcomer');
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  before(async () => {
    requireBuild();
    folder = await temporaryFolder();
    await install(folder.path);
  });
  after(() => folder.remove());

  const names = {
    'shop.mjs': 'guide/start › 2. A shop in one file',
    'shop.html': 'guide/start › 3. A page without script of its own',
    'playwright.config.ts': 'guide/testing › In a browser',
    'shop.spec.ts': 'guide/testing › In a browser (2)',
  };

  const terminal = 'sandbox/first-order (3)';

  blocks.run(
    [...Object.values(names), terminal],
    'pay in the shop of “Five minutes”',
    async () => {
      const [shop, sandbox] = [await freePort(), await freePort()];
      const here = (text: string) =>
        text.replaceAll('3000', `${shop}`).replaceAll('8700', `${sandbox}`);
      for (const [name, id] of Object.entries(names)) {
        await writeFile(join(folder.path, name), here(snippet(id).code));
      }
      await writeFile(
        join(folder.path, 'here.config.ts'),
        `import config from './playwright.config.ts';
       const launchOptions = ${JSON.stringify({
         executablePath: findChromium()?.path,
         args: chromiumArgs,
       })};
       // Slow machines are slow, not wrong.
       export default {
         ...config,
         timeout: 120_000,
         expect: {timeout: 60_000},
         use: {...config.use, launchOptions},
         webServer: config.webServer.map((each) => ({...each, stdout: 'pipe'})),
       };`,
      );
      const {stdout} = await execute(
        process.execPath,
        [
          join(root, 'node_modules/@playwright/test/cli.js'),
          'test',
          '--config=here.config.ts',
          '--reporter=line',
        ],
        {cwd: folder.path},
      ).catch((error: {stdout: string}) => ({stdout: error.stdout}));
      assert.match(stdout, /1 passed/);
      // What the sandbox's terminal says meanwhile, in this order.
      let from = 0;
      for (const line of snippet(terminal).code.trim().split('\n')) {
        const at = stdout.indexOf(`[WebServer] ${line}`, from);
        assert.notEqual(at, -1, `“${line}” in:\n${stdout}`);
        from = at;
      }
    },
  );

  blocks.all();
});

/** What the page has them install, and the start of the shop as a script. */
async function install(folder: string): Promise<void> {
  const bin = join(folder, 'node_modules/.bin');
  await linkModules(folder);
  await mkdir(bin);
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({
      private: true,
      type: 'module',
      scripts: {start: 'node shop.mjs'},
    }),
  );
  for (const [name, file] of Object.entries(manifest.bin)) {
    await chmod(join(root, file), 0o755);
    await symlink(join(root, file), join(bin, name));
  }
}
