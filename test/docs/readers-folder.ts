import {readdirSync} from 'node:fs';
import {copyFile, mkdir, symlink, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {manifest, root, temporaryFolder} from '../package/package.js';
import {borrowed, settings} from './settings.js';
import {
  isScript,
  scriptsIn,
  snippet,
  snippets,
  type Snippet,
} from './snippets.js';

/** The blocks as files, where a reader who tries them has them. */
export interface ReadersFolder {
  readonly path: string;
  /** The file of a block, from the folder. */
  readonly files: ReadonlyMap<string, string>;
  /** Where in the documentation a line of a file stands. */
  placeOf(file: string, line: number): string;
  remove(): Promise<void>;
}

interface Line {
  text: string;
  where: string;
}

/**
 * Writes each script of the documentation into a folder for its page, with the
 * package and what it is used with installed.
 */
export async function makeReadersFolder(): Promise<ReadersFolder> {
  const {path, remove} = await temporaryFolder();
  await install(path);
  const files = new Map<string, string>();
  const places = new Map<string, readonly Line[]>();
  const write = async (file: string, lines: readonly Line[]) => {
    places.set(file, lines);
    await mkdir(dirname(join(path, file)), {recursive: true});
    await writeFile(join(path, file), lines.map(({text}) => text).join('\n'));
  };
  for (const block of snippets.filter(isScript)) {
    const file = fileOf(block);
    files.set(block.id, file);
    await write(file, linesOf(block));
  }
  for (const block of snippets.filter(({language}) => language === 'html')) {
    for (const [index, script] of scriptsIn(block).entries()) {
      await write(
        join(folderOf(block), `${nameOf(block)}-${index}.js`),
        linesOf({...block, code: script}),
      );
    }
  }
  for (const [page, ids] of Object.entries(borrowed)) {
    for (const block of ids.map(snippet)) {
      const name = settings[block.id]?.file ?? nameOf(block);
      await write(join(page.replaceAll('/', '-'), name), linesOf(block));
    }
  }
  return {
    path,
    files,
    remove,
    placeOf: (file, line) =>
      places.get(file)?.[line - 1]?.where ?? `${file}:${line}`,
  };
}

/** What `npm install` brings, and what is ours around the blocks. */
async function install(folder: string): Promise<void> {
  await linkModules(folder);
  const next = join(folder, 'node_modules/next');
  await mkdir(next);
  const ours = (name: string, to = join(folder, name)) =>
    copyFile(fileURLToPath(new URL(`readers/${name}`, import.meta.url)), to);
  await Promise.all([
    writeFile(
      join(folder, 'package.json'),
      JSON.stringify({private: true, type: 'module'}),
    ),
    ours('ambient.d.ts'),
    ours('shopper.js'),
    ours('next-server.js', join(next, 'server.js')),
    ours('next-server.d.ts', join(next, 'server.d.ts')),
  ]);
}

/** Has in a folder what this checkout has, and the package itself. */
export async function linkModules(folder: string): Promise<void> {
  const modules = join(folder, 'node_modules');
  await mkdir(modules);
  await Promise.all([
    symlink(root, join(modules, manifest.name)),
    ...readdirSync(join(root, 'node_modules'))
      .filter((name) => !name.startsWith('.') && name !== manifest.name)
      .map((name) =>
        symlink(join(root, 'node_modules', name), join(modules, name)),
      ),
  ]);
}

function linesOf(block: Snippet): Line[] {
  const {
    before = '',
    with: others = [],
    behind = '',
    instead = {},
  } = settings[block.id] ?? {};
  const where = `the setting of ${block.where}`;
  const filled = (text: string) =>
    Object.entries(instead).reduce(
      (whole, [from, to]) => whole.replace(from, to),
      text,
    );
  return [
    // In one line, and a module, whatever the block is.
    {text: `${oneLine(before)} export {};`, where},
    ...[block, ...others.map(snippet)].flatMap(({code, where}) =>
      code.split('\n').map((text, index) => ({
        text: filled(text),
        where: where.replace(/\d+$/, (line) => `${Number(line) + 1 + index}`),
      })),
    ),
    {text: behind, where},
  ];
}

const oneLine = (text: string) => text.trim().replaceAll(/\s*\n\s*/g, ' ');

function fileOf(block: Snippet): string {
  const extension = block.language === 'js' ? 'js' : block.language;
  const name = settings[block.id]?.file ?? `${nameOf(block)}.${extension}`;
  return join(folderOf(block), name);
}

function folderOf({id}: Snippet): string {
  return (id.split(' › ')[0] ?? '')
    .replace(/ \(\d+\)$/, '')
    .replaceAll('/', '-');
}

function nameOf({id}: Snippet): string {
  const [, ...rest] = id.split(' › ');
  const name = rest.join(' ') || (/\(\d+\)$/.exec(id)?.[0] ?? 'first');
  return name
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
