import {execFileSync} from 'node:child_process';
import {accessSync, constants, readdirSync, readFileSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {argv, env, getuid} from 'node:process';
import {pathToFileURL} from 'node:url';

/**
 * Sees to it that there is a Redis and a PostgreSQL for the tests, and PHP and
 * Python for the examples: those on the PATH, or on Debian and Ubuntu, as root,
 * the distribution's. The tests start their own; nothing is left running.
 * Without one its tests are skipped with the reason, so this never fails.
 */
const services = [
  {name: 'redis-server', packages: ['redis-server'], find: findRedis},
  {name: 'PostgreSQL', packages: ['postgresql'], find: findPostgres},
  {name: 'PHP', packages: ['php-cli'], find: findPhp},
  {name: 'Python', packages: ['python3'], find: findPython},
];

/** @returns {string | undefined} the path of redis-server */
export function findRedis() {
  return onPath('redis-server');
}

/** @returns {string | undefined} the path of php */
export function findPhp() {
  return onPath('php');
}

/** @returns {string | undefined} the path of python3 */
export function findPython() {
  return onPath('python3');
}

/** @returns {string | undefined} the folder of postgres and initdb */
export function findPostgres() {
  return [...foldersOnPath(), ...debianPostgres()].find((folder) =>
    ['postgres', 'initdb'].every((name) => isExecutable(join(folder, name))),
  );
}

/** @param {string} command */
function onPath(command) {
  return foldersOnPath()
    .map((folder) => join(folder, command))
    .find(isExecutable);
}

function foldersOnPath() {
  return (env.PATH ?? '').split(delimiter);
}

/** Debian keeps the server's programs off the PATH, by version. */
function debianPostgres() {
  const root = '/usr/lib/postgresql';
  try {
    return readdirSync(root)
      .toSorted((one, other) => Number(other) - Number(one))
      .map((version) => join(root, version, 'bin'));
  } catch {
    return [];
  }
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @returns {readonly string[]} what came of it, for people */
function ensureServices() {
  const missing = services.filter(({find}) => !find());
  const obstacle = missing.length > 0 ? obstacleToInstalling() : undefined;
  if (missing.length > 0 && !obstacle) {
    install(missing.flatMap(({packages}) => packages));
  }
  return services.map(({name, find}) => {
    const path = find();
    if (!path) {
      const reason = obstacle ?? 'it could not be installed';
      return `${name} is missing (${reason}): the tests that need it will be skipped`;
    }
    return `${name}: ${path}`;
  });
}

/** @param {readonly string[]} packages */
function install(packages) {
  try {
    const options = {
      stdio: ['ignore', 'ignore', 'inherit'],
      // In run level 1 the packages do not start their services.
      env: {...env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1'},
      timeout: 300_000,
    };
    execFileSync('apt-get', ['update', '-qq'], options);
    execFileSync(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', ...packages],
      options,
    );
  } catch {
    // What is there now tells.
  }
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
  for (const line of ensureServices()) console.log(line);
}
