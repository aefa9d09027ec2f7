import {spawnSync} from 'node:child_process';
import {lookup} from 'node:dns/promises';
import {findChromium, onPath} from '../test/support/browsers.mjs';

/**
 * Makes sure that the tests have a Chromium: the one that is there, else
 * Playwright's where it can be downloaded, else Debian's.
 */
if (!findChromium() && (await canDownload())) {
  const withSystemLibraries = isRoot() ? ['--with-deps'] : [];
  run('npx', 'playwright', 'install', ...withSystemLibraries, 'chromium');
}
if (!findChromium() && onPath('apt-get')) {
  apt('update');
  apt(
    'install',
    '-y',
    '--no-install-recommends',
    'chromium',
    'fonts-liberation',
  );
}

const found = findChromium();
if (!found) {
  console.error(
    'The tests need Chromium. Install it, run "npx playwright install' +
      ' --with-deps chromium", or name one in CHROME_PATH.',
  );
  process.exit(1);
}
console.log(`Chromium: ${found.path}`);

/** A look-up tells within seconds what a failing download takes long for. */
async function canDownload() {
  try {
    await lookup('cdn.playwright.dev');
    return true;
  } catch {
    return false;
  }
}

function apt(...args) {
  const command = ['apt-get', ...args];
  if (isRoot()) run(...command);
  else run('sudo', '-n', ...command);
}

function isRoot() {
  return process.getuid?.() === 0;
}

function run(command, ...args) {
  spawnSync(command, args, {
    stdio: 'inherit',
    env: {...process.env, DEBIAN_FRONTEND: 'noninteractive'},
  });
}
