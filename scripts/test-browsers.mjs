import {spawnSync} from 'node:child_process';
import {rmSync} from 'node:fs';
import {readCounts} from './count-tests.mjs';

/**
 * The whole browser suite in each engine, one after the other, and the totals
 * of each: `npm run test:browsers`, or with `-- firefox webkit` in some. Files
 * may follow: `-- firefox --files test/klarna/queue.test.ts`.
 */
const engines = ['chromium', 'firefox', 'webkit'];
const args = process.argv.slice(2);
const named = args.filter((arg) => engines.includes(arg));
const wanted = named.length > 0 ? named : engines;
const rest = args.filter((arg) => !engines.includes(arg));

const node = (args, env = {}) =>
  spawnSync(process.execPath, args, {
    stdio: 'inherit',
    env: {...process.env, ...env},
  }).status === 0;

if (!node(['scripts/ensure-browser.mjs', ...wanted])) process.exit(1);

const totals = wanted.map((engine) => {
  const report = `test-results/browser-${engine}.xml`;
  rmSync(report, {force: true});
  const hasPassed = node(
    ['node_modules/@web/test-runner/dist/bin.js', ...rest],
    {
      BROWSERS: engine,
    },
  );
  return {engine, hasPassed, ...readCounts(report)};
});

console.table(
  totals.map(({engine, hasPassed, passed, failed, skipped}) => {
    return {engine, hasPassed, passed, failed, skipped};
  }),
);
for (const {engine, failures = []} of totals) {
  for (const failure of failures) console.log(`${engine}: ${failure}`);
}
if (!totals.every(({hasPassed, passed}) => hasPassed && passed)) {
  process.exitCode = 1;
}
