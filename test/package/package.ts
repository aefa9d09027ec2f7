import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';

/** The package as it is published: what is in `dist`, in a tarball, installed. */

export const root = fileURLToPath(new URL('../..', import.meta.url));

export const execute = promisify(execFile);

export interface Manifest {
  name: string;
  version: string;
  exports: Record<string, string | {types: string; default: string}>;
  bin: Record<string, string>;
  dependencies?: Record<string, string>;
}

export const manifest = readJson<Manifest>(join(root, 'package.json'));

/** The module that an entry of `exports` stands for. */
export function fileOf(entry: string): string {
  const target = manifest.exports[entry];
  assert.ok(target, `${entry} is not exported`);
  return typeof target === 'string' ? target : target.default;
}

/** Everything here is about what `npm run build` makes. */
export function requireBuild(): void {
  const missing = Object.keys(manifest.exports)
    .map(fileOf)
    .filter((path) => !existsSync(join(root, path)));
  assert.deepEqual(
    missing,
    [],
    'dist is missing or incomplete: run "npm run build" first',
  );
}

export function readJson<Value>(path: string): Value {
  return JSON.parse(readFileSync(path, 'utf8')) as Value;
}

/** A folder of the test's own, and how to be rid of it. */
export async function temporaryFolder(): Promise<{
  path: string;
  remove: () => Promise<void>;
}> {
  const path = await mkdtemp(join(tmpdir(), 'klarna-payments-package-'));
  return {path, remove: () => rm(path, {recursive: true, force: true})};
}

export interface Tarball {
  path: string;
  files: readonly string[];
}

/** Packs a package without building it again. */
export async function pack(folder: string, into: string): Promise<Tarball> {
  const {stdout} = await npm(into, [
    'pack',
    folder,
    '--json',
    '--ignore-scripts',
  ]);
  // npm 12 answers by names, those before with a list.
  const [packed] = Object.values(
    JSON.parse(stdout) as Record<
      string,
      {filename: string; files: Array<{path: string}>}
    >,
  );
  assert.ok(packed, 'npm has packed nothing');
  return {
    path: join(into, packed.filename),
    files: packed.files.map((file) => file.path),
  };
}

/**
 * Installs the tarball in a folder as a shop would, but without a network: what
 * the package needs is packed from this checkout, and npm resolves it against
 * the ranges that the tarball names.
 *
 * @param others Packages that the shop has besides, without dependencies.
 */
export async function installInto(
  folder: string,
  others: readonly string[] = [],
): Promise<void> {
  const tarballs = join(folder, 'tarballs');
  await mkdir(tarballs);
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({name: 'shop', private: true, type: 'module'}),
  );
  const packed = [
    await pack(root, tarballs),
    ...(await Promise.all(
      [
        ...dependencyFolders(),
        ...others.map((name) => folderOf(name, root)),
      ].map((path) => pack(path, tarballs)),
    )),
  ];
  await npm(folder, [
    'install',
    '--offline',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    ...packed.map(({path}) => path),
  ]);
}

/** Where the run-time dependencies are in this checkout, theirs included. */
function dependencyFolders(): string[] {
  const folders = new Set<string>();
  const add = (from: string, {dependencies = {}}: Manifest) => {
    for (const name of Object.keys(dependencies)) {
      const folder = folderOf(name, from);
      if (folders.has(folder)) continue;
      folders.add(folder);
      add(folder, readJson(join(folder, 'package.json')));
    }
  };
  add(root, manifest);
  return [...folders];
}

function folderOf(name: string, from: string): string {
  const folder = join(from, 'node_modules', name);
  if (existsSync(folder)) return folder;
  const above = dirname(from);
  assert.notEqual(above, from, `${name} is not installed`);
  return folderOf(name, above);
}

async function npm(folder: string, args: readonly string[]) {
  return execute('npm', [...args], {cwd: folder, maxBuffer: 1 << 26});
}
