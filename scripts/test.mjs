import {spawnSync} from 'node:child_process';
import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {globSync} from 'tinyglobby';
import {readCounts} from './count-tests.mjs';

/**
 * Everything that has to hold, in the order in which it fails soonest. A stage
 * that fails does not keep the later ones from running. The totals go to
 * `test-results/summary.json`.
 */
const bin = (tool) => ['node', `node_modules/${tool}`];
const stages = [
  {name: 'browser', run: ['node', 'scripts/ensure-browser.mjs'], needed: true},
  {name: 'services', run: ['node', 'scripts/ensure-services.mjs']},
  {name: 'types', run: bin('typescript/bin/tsc')},
  {name: 'lint', run: ['npm', 'run', '--silent', 'lint']},
  {name: 'build', run: ['node', 'scripts/build.mjs']},
  {
    name: 'node',
    run: [
      'node',
      '--import=tsx',
      '--test',
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      '--test-reporter=junit',
      '--test-reporter-destination=test-results/node.xml',
      ...globSync('test/**/*.node.test.ts').toSorted(),
    ],
    results: 'test-results/node.xml',
  },
  {
    name: 'browser tests',
    run: bin('@web/test-runner/dist/bin.js'),
    results: 'test-results/browser.xml',
  },
  // A link that leads nowhere ends it.
  {
    name: 'documentation',
    run: [...bin('vitepress/bin/vitepress.js'), 'build', 'docs'],
  },
  {
    name: 'pages',
    run: [...bin('@playwright/test/cli.js'), 'test'],
    results: 'test-results/pages.xml',
  },
  {
    name: 'examples',
    run: ['node', '--import=tsx', 'test/examples/run.ts', '--every-run'],
    results: 'test-results/examples.xml',
  },
];

rmSync('test-results', {recursive: true, force: true});
mkdirSync('test-results');

const total = {passed: 0, failed: 0, skipped: 0};
const failures = [];
for (const {name, run, results, needed} of stages) {
  console.log(`\n— ${name}`);
  const [command, ...args] = run;
  const started = Date.now();
  const {status} = spawnSync(
    command === 'node' ? process.execPath : command,
    args,
    {
      stdio: 'inherit',
    },
  );
  const counts = results ? readCounts(results) : {};
  total.passed += counts.passed ?? 0;
  total.failed += counts.failed ?? 0;
  total.skipped += counts.skipped ?? 0;
  for (const failure of counts.failures ?? []) {
    failures.push(`${name}: ${failure}`);
  }
  // A stage can also fail without a failing test: a crash, a lint error.
  if (status !== 0 && !counts.failed) {
    total.failed += 1;
    failures.push(`${name}: ended with ${status ?? 'a signal'}`);
  }
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`— ${name}: ${status === 0 ? 'passed' : 'FAILED'}, ${seconds} s`);
  if (status !== 0 && needed) break;
}

writeFileSync('test-results/summary.json', JSON.stringify(total));
const {passed, failed, skipped} = total;
if (failures.length > 0) {
  console.log(`\nWhat failed:\n\n${failures.join('\n\n')}`);
}
console.log(
  `\n${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`,
);
process.exitCode = failed || !passed ? 1 : 0;
