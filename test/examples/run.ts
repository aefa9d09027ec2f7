import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {copyFile, mkdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {chromium, type Browser} from 'playwright';
import {createKlarnaSandbox} from '../../src/sandbox/index.js';
import {pack, requireBuild, root, temporaryFolder} from '../package/package.js';
import {chromiumArgs, findChromium} from '../support/browsers.mjs';
import {everyRun, type Example, examples, farewell} from './list.js';
import {Project} from './project.js';
import {junit, tableOf, type Row} from './report.js';
import {buy} from './shopper.js';

/**
 * Installs, checks, builds and pays in the examples, against the sandbox:
 * `npm run examples` in all of them, `npm run examples react vue` in these,
 * `npm run examples -- --every-run` in those of every run of the tests.
 * `--lock` writes the lock files anew.
 */
const args = process.argv.slice(2);
const names = args.filter((arg) => !arg.startsWith('--'));
const chosen = examples.filter(({name}) =>
  names.length > 0
    ? names.includes(name)
    : !args.includes('--every-run') || everyRun.includes(name),
);
const results = join(root, 'test-results');
const logs = join(results, 'examples');

await mkdir(logs, {recursive: true});
const started = Date.now();
const obstacle = await obstacleToInstalling();
const rows = obstacle
  ? chosen.map(({name}): Row => ({name, skipped: obstacle}))
  : await runAll();
await writeFile(join(results, 'examples.xml'), junit(rows));
console.log(tableOf(rows));
console.log(`${Math.round((Date.now() - started) / 1000)} s`);
process.exitCode = rows.some(({failure}) => failure) ? 1 : 0;

async function runAll(): Promise<Row[]> {
  requireBuild();
  const sandbox = await createKlarnaSandbox().listen();
  const browser = await chromium.launch({
    executablePath: findChromium()?.path,
    args: chromiumArgs,
  });
  const folder = await temporaryFolder();
  try {
    const {path} = await pack(root, folder.path);
    const rows: Row[] = [];
    const waiting = [...chosen];
    // Installing waits for the network, building for the processor.
    const work = async (): Promise<void> => {
      for (let next; (next = waiting.shift());) {
        const row = await run(next, path, sandbox.url, browser);
        rows.push(row);
        console.log(row.failure ? `✖ ${row.name}` : `✔ ${row.name}`);
      }
    };
    await Promise.all([work(), work()]);
    return chosen.flatMap(({name}) => rows.filter((row) => row.name === name));
  } finally {
    await folder.remove();
    await browser.close();
    await sandbox.close();
  }
}

async function run(
  example: Example,
  tarball: string,
  klarna: string,
  browser: Browser,
): Promise<Row> {
  const sdkUrl = new URL('/kp/lib/v1/api.js', klarna).href;
  const {name} = example;
  const project = await Project.copy(name, logs, {
    KLARNA_BASE_URL: klarna,
    VITE_KLARNA_SDK_URL: sdkUrl,
    NEXT_PUBLIC_KLARNA_SDK_URL: sdkUrl,
    NUXT_PUBLIC_KLARNA_SDK_URL: sdkUrl,
    PUBLIC_KLARNA_SDK_URL: sdkUrl,
    KLARNA_SDK_URL: sdkUrl,
  });
  const row: Row = {name};
  const from = Date.now();
  try {
    await project.install(tarball);
    if (args.includes('--lock')) await keepLock(project);
    row.installs = secondsSince(from);
    const checked = Date.now();
    await project.script('typecheck');
    await hold(project, example, 'typecheck');
    row.typeChecks = secondsSince(checked);
    const built = Date.now();
    await project.script('build');
    row.builds = secondsSince(built);
    const url = await project.start();
    const purchase = await buy(browser, url);
    row.purchase = purchase;
    row.failure =
      faultOf(example, purchase) ?? (await faultOfFirstRequest(example, url));
    // Building once more takes long.
    if (!args.includes('--every-run')) await hold(project, example, 'build');
  } catch (error) {
    row.failure = error instanceof Error ? error.message : String(error);
  } finally {
    row.seconds = secondsSince(from);
    await project.remove();
  }
  return row;
}

/** Whether somebody is told who makes the mistake that the example avoids. */
async function hold(
  project: Project,
  {trap}: Example,
  script: 'typecheck' | 'build',
): Promise<void> {
  if (trap?.script !== script) return;
  const complaint = await project.complaintAbout(trap);
  if (!trap.says.test(complaint)) {
    throw new Error(`${trap.file} should fail: ${complaint}`);
  }
}

/** What an example claims and does not keep. */
function faultOf(
  {isServerRendered}: Example,
  purchase: NonNullable<Row['purchase']>,
): string | undefined {
  if (purchase.isInMarkup !== isServerRendered) {
    return isServerRendered ? 'the server leaves the tag out' : 'a server?';
  }
  if (purchase.complaints.length > 0) return purchase.complaints.join('\n');
  if (purchase.givenName !== 'Grace') {
    return `Klarna was told ${purchase.givenName}`;
  }
  return purchase.farewell === farewell
    ? undefined
    : `the shopper reads ${purchase.farewell}`;
}

/**
 * Where pages come from a development server the request for a session is the
 * first that the shop sees of a visitor.
 */
async function faultOfFirstRequest(
  {isServerRendered}: Example,
  url: string,
): Promise<string | undefined> {
  if (isServerRendered) return undefined;
  const {status, headers} = await fetch(new URL('/klarna/session', url), {
    method: 'POST',
    headers: {'content-type': 'application/json'},
    body: '{}',
  });
  return status === 200 && headers.has('set-cookie')
    ? undefined
    : `whoever is new gets no session: ${status}`;
}

function secondsSince(time: number): number {
  return Math.round((Date.now() - time) / 1000);
}

/** Without the package, whose tarball is another one each time. */
async function keepLock(project: Project): Promise<void> {
  const file = 'package-lock.json';
  const committed = join(root, 'demo/examples', project.name);
  await copyFile(join(project.folder, file), join(committed, file));
  const path = join(committed, file);
  const lock = JSON.parse(await readFile(path, 'utf8')) as {
    packages: Record<
      string,
      {
        dependencies?: Record<string, string>;
        devDependencies?: Record<string, string>;
      }
    >;
  };
  const manifest = JSON.parse(
    await readFile(join(committed, 'package.json'), 'utf8'),
  ) as {
    dependencies?: Record<string, string>;
    devDependencies?: Record<string, string>;
  };
  for (const name of Object.keys(lock.packages)) {
    if (/^node_modules\/(?:klarna-payments-element|node|node-bin)/.test(name)) {
      delete lock.packages[name];
    }
  }
  Object.assign(lock.packages[''] ?? {}, {
    dependencies: manifest.dependencies,
    devDependencies: manifest.devDependencies,
  });
  await writeFile(path, `${JSON.stringify(lock, null, 2)}\n`);
}

/** Why nothing can be installed here, if so. */
async function obstacleToInstalling(): Promise<string | undefined> {
  if (!existsSync(join(root, 'dist'))) return undefined;
  try {
    await promisify(execFile)('npm', ['view', 'lit', 'version'], {
      timeout: 20_000,
    });
    return undefined;
  } catch {
    return 'the registry of npm cannot be reached';
  }
}
