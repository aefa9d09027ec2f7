import {test} from '@playwright/test';
import {execFileSync} from 'node:child_process';
import {statSync} from 'node:fs';
import {globSync} from 'tinyglobby';
import {builtSite} from './documentation.js';

/** Nobody looks at a site that is older than what it is made from. */
test('the documentation is built', () => {
  test.setTimeout(600_000);
  const [built = 0] = timesOf([`${builtSite}/index.html`]);
  const sources = timesOf([
    'docs/**',
    'src/**',
    'demo/examples/**',
    'package.json',
    '!docs/.vitepress/{dist,cache}/**',
    '!**/node_modules/**',
  ]);
  if (built > Math.max(...sources)) return;
  execFileSync(
    process.execPath,
    ['node_modules/vitepress/bin/vitepress.js', 'build', 'docs'],
    {stdio: 'inherit'},
  );
});

function timesOf(patterns: string[]): number[] {
  return globSync(patterns, {dot: true}).map((path) => statSync(path).mtimeMs);
}
