import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('16. the lint rule for what not every page has', () => {
  const folder = mkdtempSync(join(tmpdir(), 'old-pages-lint-'));
  after(() => rmSync(folder, {recursive: true}));
  const configuration = join(folder, '.oxlintrc.json');
  writeFileSync(
    configuration,
    JSON.stringify({
      jsPlugins: [join(root, 'scripts/lint-old-pages.mjs')],
      categories: {correctness: 'off'},
      rules: {'old-pages/only-what-all-have': 'error'},
    }),
  );

  /** How many lines of that text the rule refuses. */
  function refused(...lines: string[]): number {
    const file = join(folder, 'page.ts');
    writeFileSync(file, lines.join('\n'));
    const {stdout, stderr} = spawnSync(
      process.execPath,
      [
        join(root, 'node_modules/oxlint/bin/oxlint'),
        '-c',
        configuration,
        '-f',
        'unix',
        file,
      ],
      {cwd: folder, encoding: 'utf8'},
    );
    assert.equal(stderr, '');
    return stdout.split('page.ts:').length - 1;
  }

  it('refuses what Chrome 111, Firefox 115 or Safari 16.4 lacks', () => {
    const lines = [
      'export const a = Promise.withResolvers<void>();',
      'export const b = AbortSignal.any([]);',
      'export const c = Object.groupBy([1], (n) => `${n}`);',
      'export const d = URL.canParse("https://a.example");',
      'export const e = new Set([1]).union(new Set([2]));',
      'export const f = document.body.checkVisibility();',
      'export const g = Response.json({});',
      'requestIdleCallback(() => {});',
      'export const h = /[a&&b]/v;',
    ];
    assert.equal(refused(...lines), lines.length);
  });

  it('refuses what pages take away that patch their globals', () => {
    const lines = [
      'export const a = Promise.reject(1).finally(() => {});',
      'export const b = AbortSignal.timeout(1);',
      'export const c = Promise.allSettled([]);',
      'declare const signal: AbortSignal;',
      'addEventListener("x", () => {});',
      'window.addEventListener("x", () => {}, {capture: true, signal});',
    ];
    assert.equal(refused(...lines), 4);
  });

  it('lets pass what all have, and what is asked for before', () => {
    assert.equal(
      refused(
        'export const a = [3, 1].toSorted().with(0, 2).toSpliced(0, 1).at(-1);',
        'export const b = Object.hasOwn({}, "a") && structuredClone({});',
        'export const c = Promise.all([]).then(null, () => {});',
        'addEventListener("x", () => {}, {once: true});',
        'export const d = "checkVisibility" in Element.prototype',
        '  ? document.body.checkVisibility() : true;',
        'declare const e: {union?(): void};',
        'e.union?.();',
      ),
      0,
    );
  });
});
