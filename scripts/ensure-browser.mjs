import {spawnSync} from 'node:child_process';
import {lookup} from 'node:dns/promises';
import {
  findChromium,
  findFirefox,
  findWebKit,
  onPath,
} from '../test/support/browsers.mjs';

/**
 * Makes sure that the tests have their browsers, Chromium unless others are
 * named: `ensure-browser.mjs chromium firefox webkit`. Takes what is there,
 * else Playwright's build where it can be downloaded and driven, else
 * Debian's.
 */
const browsers = {
  chromium: {
    find: () => findChromium()?.path,
    playwright: true,
    packages: ['chromium', 'fonts-liberation'],
    hint: 'run "npx playwright install --with-deps chromium", or name one in CHROME_PATH',
  },
  firefox: {
    find: () => findFirefox()?.path,
    playwright: true,
    packages: ['firefox-esr'],
    hint: 'run "npx playwright install --with-deps firefox", or name one in FIREFOX_PATH',
  },
  webkit: {
    find: () => findWebKit()?.driver,
    playwright: false,
    packages: ['webkit2gtk-driver', 'xvfb', 'openssl'],
    hint: 'it is WebKitGTK with its WebKitWebDriver and MiniBrowser, Xvfb and openssl, or WEBKIT_DRIVER and WEBKIT_BROWSER name them',
  },
};

const wanted = process.argv.length > 2 ? process.argv.slice(2) : ['chromium'];
const unknown = wanted.filter((name) => !(name in browsers));
if (unknown.length > 0) {
  throw new Error(
    `"${unknown.join()}": none of ${Object.keys(browsers).join()}`,
  );
}
const missing = () => wanted.filter((name) => !browsers[name].find());

const downloads = missing().filter((name) => browsers[name].playwright);
if (downloads.length > 0 && (await canDownload())) {
  const withSystemLibraries = isRoot() ? ['--with-deps'] : [];
  run('npx', 'playwright', 'install', ...withSystemLibraries, ...downloads);
}
if (missing().length > 0 && onPath('apt-get')) {
  apt('update');
  apt(
    'install',
    '-y',
    '--no-install-recommends',
    ...missing().flatMap((name) => browsers[name].packages),
  );
}

for (const name of missing()) {
  console.error(`The tests need ${name}: ${browsers[name].hint}.`);
  process.exitCode = 1;
}
for (const name of wanted) {
  const path = browsers[name].find();
  if (path) console.log(`${name}: ${path}`);
}

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
