import {execFileSync} from 'node:child_process';
import {accessSync, constants, readFileSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {argv, env, getuid} from 'node:process';
import {pathToFileURL} from 'node:url';

/**
 * Sees to it that there is a `redis-server` for the tests: the one on the PATH,
 * or on Debian and Ubuntu, as root, the distribution's. Without one those tests
 * are skipped with the reason, so this never fails.
 */

/** @returns {string | undefined} the path of redis-server */
export function findRedis() {
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    const path = join(folder, 'redis-server');
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

/** @returns {string} what came of it, for people */
function ensureRedis() {
  const present = findRedis();
  if (present) return `redis-server is here: ${present}`;

  const obstacle = obstacleToInstalling();
  if (obstacle) {
    return `redis-server is missing and cannot be installed (${obstacle}): the tests that need it will be skipped`;
  }
  try {
    const options = {
      stdio: ['ignore', 'ignore', 'inherit'],
      // In run level 1 the package does not start a service.
      env: {...env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1'},
      timeout: 180_000,
    };
    execFileSync('apt-get', ['update', '-qq'], options);
    execFileSync(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', 'redis-server'],
      options,
    );
  } catch {
    return 'redis-server could not be installed: the tests that need it will be skipped';
  }
  const installed = findRedis();
  return installed
    ? `redis-server has been installed: ${installed}`
    : 'redis-server is still missing: the tests that need it will be skipped';
}

/** @returns {string | undefined} */
function obstacleToInstalling() {
  if (getuid?.() !== 0) return 'not root';
  try {
    const system = readFileSync('/etc/os-release', 'utf8');
    return /^ID(?:_LIKE)?=.*\b(?:debian|ubuntu)\b/m.test(system)
      ? undefined
      : 'neither Debian nor Ubuntu';
  } catch {
    return 'an unknown system';
  }
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) {
  console.log(ensureRedis());
}
