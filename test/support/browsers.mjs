import {accessSync, constants, existsSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {chromium, firefox} from 'playwright';

/**
 * Finds a browser: the one named in the environment, Playwright's own, or
 * whatever the system has, in this order.
 */

export const chromiumArgs = [
  // Chromium's own sandbox does not start as root, which containers run as.
  ...(process.getuid?.() === 0 || process.env.CI ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

/** @returns {{path: string, bundled: boolean} | undefined} */
export function findChromium() {
  return find({
    override: process.env.CHROME_PATH,
    playwright: chromium,
    commands: ['chromium', 'chromium-browser', 'google-chrome', 'chrome'],
    places: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
  });
}

/** @returns {{path: string, bundled: boolean} | undefined} */
export function findFirefox() {
  return find({
    override: process.env.FIREFOX_PATH,
    playwright: firefox,
    commands: ['firefox', 'firefox-esr'],
    places: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
  });
}

/**
 * WebKitGTK, which needs three programs; a display only where there is none.
 *
 * @returns {{driver: string, browser: string, display?: string} | undefined}
 */
export function findWebKit() {
  const driver = process.env.WEBKIT_DRIVER ?? onPath('WebKitWebDriver');
  const browser = process.env.WEBKIT_BROWSER ?? findMiniBrowser();
  const display = onPath('Xvfb');
  const hasDisplay = display || process.env.DISPLAY;
  // The proxy in front of it makes itself a certificate.
  if (!driver || !browser || !hasDisplay || !onPath('openssl')) return;
  return {driver, browser, ...(display && {display})};
}

/** Distributions keep it outside of the path. */
function findMiniBrowser() {
  const folders = [
    '/usr/lib/x86_64-linux-gnu',
    '/usr/lib/aarch64-linux-gnu',
    '/usr/libexec',
    '/usr/lib',
    '/usr/lib64',
  ];
  const versions = ['webkitgtk-6.0', 'webkit2gtk-4.1', 'webkit2gtk-4.0'];
  return folders
    .flatMap((folder) => versions.map((it) => join(folder, it, 'MiniBrowser')))
    .find(isExecutable);
}

function find({override, playwright, commands, places}) {
  if (override) return {path: override, bundled: false};
  const own = playwrightPath(playwright);
  if (own) return {path: own, bundled: true};
  const path = commands.map(onPath).find(Boolean) ?? places.find(existsSync);
  return path ? {path, bundled: false} : undefined;
}

function playwrightPath(type) {
  try {
    const path = type.executablePath();
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/** The command's whole path, if it is one that can be run. */
export function onPath(command) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, command))
    .find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
