import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

describe('the lint rule for functions that are served as text', () => {
  const folder = mkdtempSync(join(tmpdir(), 'served-text-lint-'));
  after(() => rmSync(folder, {recursive: true}));
  writeFileSync(
    join(folder, '.oxlintrc.json'),
    JSON.stringify({
      jsPlugins: [join(root, 'scripts/lint-served-text.mjs')],
      categories: {correctness: 'off'},
      rules: {'served-text/self-contained': 'error'},
    }),
  );

  /** What the rule says of a file with that text. */
  function lint(text: string): string {
    const file = join(folder, 'served.ts');
    writeFileSync(file, text);
    const {stdout, stderr} = spawnSync(
      process.execPath,
      [
        join(root, 'node_modules/oxlint/bin/oxlint'),
        '-c',
        join(folder, '.oxlintrc.json'),
        file,
      ],
      {cwd: folder, encoding: 'utf8'},
    );
    return stdout + stderr;
  }

  it('lets one function with types pass', () => {
    const said = lint(`import type {A} from './a.js';
import {type B} from './b.js';
export type Self = typeof self;
interface Own {process: string}
export function self(a: A, b: B, own: Own) {
  const helper = () => [a, b, document.body, own.process];
  return helper();
}
`);
    assert.match(said, /Found 0 warnings and 0 errors/);
  });

  const wrong: [string, string, RegExp][] = [
    [
      'an import of a value',
      `import {b} from './b.js';\nexport function a() { return b; }`,
      /import types only/,
    ],
    ['an import for its effect', `import './b.js';`, /import types only/],
    [
      'a constant beside it',
      `const limit = 3;\nexport function a() { return limit; }`,
      /types and one exported function/,
    ],
    [
      'a class beside it',
      `class B {}\nexport function a() { return new B(); }`,
      /types and one exported function/,
    ],
    [
      'an enumeration beside it',
      `export enum B {C}\nexport function a() { return B.C; }`,
      /types and one exported function/,
    ],
    [
      'a second function',
      `function b() {}\nexport function a() { return b(); }`,
      /has one function/,
    ],
    [
      'two functions that are exported',
      `export function b() {}\nexport function a() { return b(); }`,
      /has one function/,
    ],
    [
      'something of Node',
      `export function a() { return process.env; }`,
      /A browser has no `process`/,
    ],
    [
      'its module',
      `export function a() { return import.meta.url; }`,
      /is in no module/,
    ],
    [
      'a module that it loads',
      `export function a() { return import('./b.js'); }`,
      /is in no module/,
    ],
  ];
  for (const [what, text, expected] of wrong) {
    it(`refuses ${what}`, () => {
      assert.match(lint(text), expected);
    });
  }
});
