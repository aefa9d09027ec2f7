import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {after, before, describe} from 'node:test';
import {globSync} from 'tinyglobby';
import {findPhp, findPython} from '../../scripts/ensure-services.mjs';
import {scriptBuilds} from '../../src/sandbox/browser/builds.js';
import {
  execute,
  manifest,
  readJson,
  requireBuild,
  root,
} from '../package/package.js';
import {makeReadersFolder, type ReadersFolder} from './readers-folder.js';
import {starts} from './sandbox-process.js';
import {snippets} from './snippets.js';
import {blocksOf, ways} from './ways.js';

interface Packed {
  scripts: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies: Record<string, string>;
}
const {devDependencies} = readJson<Packed>(join(root, 'package.json'));

/** The languages of plain shops: who runs them, and how they are checked. */
const languages = {
  php: {command: 'php', program: findPhp(), check: ['-l']},
  python: {
    command: 'python3',
    program: findPython(),
    check: ['-c', 'import ast, sys; ast.parse(open(sys.argv[1]).read())'],
  },
};

/** What a line of a block may be, and how one knows that it works. */
const rules: Array<[RegExp, (place: Place, ...parts: string[]) => unknown]> = [
  [/^npm ci$/, () => isThere('package-lock.json')],
  [/^npm install(?: (.+))?$/, ({folder}, names) => areInstalled(folder, names)],
  // What they start is what CI, and test/examples, run.
  [
    /^npm (?:run (?=[\w:-]+$))?(start|test|(?<=run )[\w:-]+)$/,
    ({folder}, name = '') => {
      const path = join(root, folder, 'package.json');
      assert.ok(name in readJson<Packed>(path).scripts, name);
    },
  ],
  [/^export (\w+)=\S+$/, ({folder}, name = '') => isRead(folder, name)],
  [
    /^npx (?:-p klarna-payments-element )?klarna-sandbox(.*)$/,
    (_, options) => starts(options),
  ],
  [
    /^npx -p klarna-payments-element klarna-orders (.+)$/,
    ({workshop}, args) => ends(workshop, args),
  ],
  // There is no container runtime here; what the image runs is started.
  [/^docker run .* klarna-sandbox(.*)$/, (_, options) => starts(options)],
  [/^docker build -t klarna-sandbox \S+$/, () => isThere('Dockerfile')],
  // test/long/plain-shops pays in them; what they are written in is checked.
  [/^php -S \S+ (index\.php)$/, (_, name) => compiles('php', name)],
  [/^python3 (shop\.py)$/, (_, name) => compiles('python', name)],
  // The suites are run as such.
  [
    /^(KLARNA_.+ )?npx web-test-runner(?: --files '?([^\s']+)'?)?$/,
    (_, environment, files) => canTest(environment, files),
  ],
  [/^node --import tsx --test (\S+)$/, (_, file) => isThere(file)],
  [/^npx playwright test (\S+)$/, (_, file) => isThere(file)],
];

/** Where a reader types it. */
interface Place {
  /** The shop or the repository, from our root. */
  folder: string;
  /** Where the `klarna.js` of the endpoint's page is. */
  workshop: string;
}

describe('the blocks that are commands', () => {
  const blocks = blocksOf('commands');
  let folder: ReadersFolder;
  before(async () => {
    requireBuild();
    folder = await makeReadersFolder();
  });
  after(() => folder.remove());

  for (const {id, code} of snippets) {
    if (ways[id] !== 'commands') continue;
    const commands = commandsIn(code);
    const check = async () => {
      assert.ok(commands.length > 0);
      const shop = /^guide\/frameworks\/(\w+)/.exec(id)?.[1];
      const place = {
        folder: shop ? `demo/examples/${shop}` : '',
        workshop: join(folder.path, 'guide-endpoint'),
      };
      for (const command of commands) {
        const known = rules.filter(([form]) => form.test(command));
        assert.equal(known.length, 1, `${command}: no rule, or several`);
        for (const [form, isRight] of known) {
          const [, ...parts] = form.exec(command) ?? [];
          await isRight(place, ...parts);
        }
      }
    };
    blocks.run(id, 'can be typed', check, missingFor(commands));
  }

  blocks.all();
});

function commandsIn(code: string): string[] {
  return code
    .replaceAll(/\\\n\s*/g, '')
    .split(/\n| && /)
    .map((line) => line.replace(/\s+#.*/, '').trim())
    .filter(Boolean);
}

function isThere(pattern = ''): void {
  assert.ok(globSync(pattern, {cwd: root}).length > 0, `no ${pattern}`);
}

function isRead(folder: string, variable: string): void {
  const files = globSync('**/*', {
    cwd: join(root, folder),
    dot: true,
    ignore: ['**/node_modules/**', '**/package-lock.json'],
    absolute: true,
  });
  const read = files.filter((file) =>
    readFileSync(file, 'utf8').includes(variable),
  );
  assert.ok(read.length > 0, `nothing reads ${variable}`);
}

function areInstalled(folder: string, names = ''): void {
  const {dependencies = {}} = readJson<Packed>(
    join(root, folder, 'package.json'),
  );
  for (const name of names.split(' ').filter(Boolean)) {
    assert.ok(
      name === manifest.name || name in devDependencies || name in dependencies,
      `${name} is not tried with the package here`,
    );
  }
}

async function ends(workshop: string, args = ''): Promise<void> {
  await execute(
    process.execPath,
    [join(root, manifest.bin['klarna-orders'] ?? ''), ...args.split(' ')],
    {cwd: workshop},
  );
}

/** Which language commands need that is not on this machine. */
function missingFor(commands: readonly string[]): string | false {
  const missing = Object.values(languages).find(
    ({command, program}) =>
      !program && commands.some((each) => each.startsWith(`${command} `)),
  );
  return missing ? `there is no ${missing.command} here` : false;
}

async function compiles(
  language: keyof typeof languages,
  name = '',
): Promise<void> {
  const {program, check} = languages[language];
  assert.ok(program);
  const file = join(root, 'demo/examples', language, name);
  await execute(program, [...check, file]);
}

function canTest(environment = '', files = 'test/**/*.test.ts'): void {
  isThere(files);
  const rig = readFileSync(
    join(root, 'test/support/klarna-rig.shop.ts'),
    'utf8',
  );
  for (const [name = '', value = ''] of environment
    .trim()
    .split(' ')
    .filter(Boolean)
    .map((each) => each.split('='))) {
    assert.ok(rig.includes(name), name);
    assert.ok(
      value in scriptBuilds ||
        Object.values(scriptBuilds).some(({experiments}) =>
          (experiments as readonly string[]).includes(value),
        ),
      value,
    );
  }
}
