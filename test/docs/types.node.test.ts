import assert from 'node:assert/strict';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {execute, requireBuild, root} from '../package/package.js';
import {makeReadersFolder, type ReadersFolder} from './readers-folder.js';

/** As in a shop that has just been begun. */
const usual = {
  target: 'ES2022',
  module: 'ESNext',
  moduleResolution: 'bundler',
  lib: ['ES2024', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
  types: ['node'],
  typeRoots: [join(root, 'node_modules/@types')],
  jsx: 'react-jsx',
  allowJs: true,
  skipLibCheck: true,
  noEmit: true,
  // What Deno resolves by itself.
  paths: {
    'npm:klarna-payments-element/server': [
      './node_modules/klarna-payments-element/dist/server/index.d.ts',
    ],
  },
};

const kinds = [
  {
    name: 'TypeScript',
    files: ['**/*.ts', '**/*.tsx', '**/*.d.ts'],
    options: {...usual, strict: true, checkJs: false},
  },
  {
    // Whoever writes JavaScript is not told that something may be null.
    name: 'JavaScript',
    files: ['**/*.js', '**/*.mjs', '**/*.d.ts'],
    options: {...usual, strict: false, checkJs: true},
  },
];

describe('the scripts of the documentation', () => {
  let folder: ReadersFolder;
  before(async () => {
    requireBuild();
    folder = await makeReadersFolder();
  });
  after(() => folder.remove());

  for (const {name, files, options} of kinds) {
    it(`are right in their types, as ${name}`, async () => {
      assert.deepEqual(await faultsOf(files, options), []);
    });
  }

  async function faultsOf(
    include: readonly string[],
    compilerOptions: object,
  ): Promise<string[]> {
    const config = join(folder.path, 'tsconfig.json');
    await writeFile(config, JSON.stringify({compilerOptions, include}));
    const said = await execute(
      process.execPath,
      [
        join(root, 'node_modules/typescript/bin/tsc'),
        '--pretty',
        'false',
        '-p',
        config,
      ],
      {cwd: folder.path},
    ).then(
      () => '',
      ({stdout}: {stdout: string}) => stdout,
    );
    return said
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) =>
        line.replace(/^(\S.*?)\((\d+),\d+\)/, (_, file: string, row: string) =>
          folder.placeOf(file, Number(row)),
        ),
      );
  }
});
