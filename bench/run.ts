import {execFile} from 'node:child_process';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {availableParallelism, cpus, loadavg, platform} from 'node:os';
import {promisify} from 'node:util';
import {format, resolveConfig} from 'prettier';
import {pageOf} from './page.js';
import {weigh} from './peers/contenders.js';
import {measure} from './peers/measure.js';

/**
 * Measures the element beside its peers, and what else is measured here, and
 * writes the page that says how fast it is: `npm run bench`. It installs the
 * peers, which only it needs; `npm run bench 3` makes three visits each.
 */
const run = promisify(execFile);
const runs = Number(process.argv[2] ?? 15);
const page = 'docs/how-fast.md';
const longest = 120_000;

const parts = {
  'time-to-widget': 'The element beside the same by hand',
  loader: 'The loader beside a script tag',
  'check-order': 'The check of an order',
  'session-route': 'The session route',
  'order-route': 'The order route by storage, milliseconds an order',
  storage: 'The storages, milliseconds a call',
};

if (!existsSync('dist/cdn/klarna-payments.js')) {
  throw new Error('There is no build to measure: npm run build.');
}
await run('npm', ['ci', '--prefix', 'bench', '--ignore-scripts', '--no-audit']);

const loads = [loadavg()[0] ?? 0];
const weights = await weigh();
const {figures, browser} = await measure(runs);
loads.push(loadavg()[0] ?? 0);

const others: Array<{title: string; output: string}> = [];
for (const [name, title] of Object.entries(parts)) {
  others.push({title, output: await outputOf(`bench/${name}.ts`)});
}

const text = pageOf({
  figures,
  weights,
  versions: {
    element: versionOf('package.json'),
    bigcommerce: peerVersionOf('@bigcommerce/checkout-sdk'),
    adyen: peerVersionOf('@adyen/adyen-web'),
  },
  runs,
  machine: machineOf(loads),
  browser,
  others,
});
writeFileSync(
  page,
  await format(text, {...(await resolveConfig(page)), filepath: page}),
);
console.log(text);

/** No figure decides over success: a limit that is missed is in the output. */
async function outputOf(file: string): Promise<string> {
  const options = {timeout: longest, maxBuffer: 2 ** 24};
  const {stdout} = await run(
    process.execPath,
    ['--import=tsx', file],
    options,
  ).catch((error: Error & {stdout: string; killed?: boolean}) => ({
    stdout:
      error.stdout.trim() ||
      (error.killed
        ? `It had not ended after ${longest / 1000} s.`
        : error.message),
  }));
  return stdout.trim();
}

function machineOf([before, after]: readonly number[]): string {
  const [cpu] = cpus();
  const count = availableParallelism();
  const load = Math.max(before ?? 0, after ?? 0);
  return [
    `${count} × ${cpu?.model.trim()}`,
    platform(),
    `Node ${process.version}`,
    `load average ${load.toFixed(1)}${load > count ? ', so that the machine was busy with other things and the times of all are longer' : ''}`,
  ].join(', ');
}

function versionOf(file: string): string {
  const {version} = JSON.parse(readFileSync(file, 'utf8')) as {
    version: string;
  };
  return version;
}

function peerVersionOf(name: string): string {
  return versionOf(`bench/node_modules/${name}/package.json`);
}
