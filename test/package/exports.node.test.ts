import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {before, describe, it} from 'node:test';
import {publint} from 'publint';
import {formatMessage} from 'publint/utils';
import {
  execute,
  fileOf,
  manifest,
  pack,
  readJson,
  requireBuild,
  root,
  temporaryFolder,
} from './package.js';

/** What an import must not leave behind, and what it must not miss. */
const probe = `
  const before = new Set(Reflect.ownKeys(globalThis));
  const module = await import(process.argv[1]);
  const added = Reflect.ownKeys(globalThis).filter(
    (key) => !before.has(key) && globalThis[key] !== undefined,
  );
  process.stdout.write(JSON.stringify({
    added: added.map(String),
    names: Object.keys(module),
  }));
`;

/** Globals that are not ours, and that nobody takes for a browser's. */
const harmless = [
  // Lit's notes to itself.
  /^(?:lit|reactive)[A-Z]\w+$/,
  // Lit's builds for Node, as every package with Lit has them there.
  /^customElements$/,
  // Node's own, made when fetch is used first.
  /^Symbol\(undici\.globalDispatcher\.\d+\)$/,
];

const publicNames = [
  'KlarnaAuthorizeEvent',
  'KlarnaAuthorizedEvent',
  'KlarnaErrorEvent',
  'KlarnaFinalizeRequiredEvent',
  'KlarnaLoadEvent',
  'KlarnaOverlayEvent',
  'KlarnaPaymentsElement',
  'KlarnaPaymentsError',
  'KlarnaRejectedEvent',
  'KlarnaSelectEvent',
  'KlarnaSessionEvent',
  'KlarnaStatusEvent',
  'version',
];

/** Names at run time of every module that the contract lists. */
const entries: Record<string, readonly string[]> = {
  '.': publicNames,
  './element.js': publicNames,
  './loader.js': ['KlarnaPaymentsError', 'loadKlarnaPayments'],
  './klarna.js': [],
  './server': [
    'KlarnaApiError',
    'KlarnaPaymentsClient',
    'checkOrder',
    'createKlarnaMerchant',
    'marketOf',
    'markets',
    'memoryStorage',
    'redisStorage',
    'regionOf',
    'sqlStorage',
    'storageConformance',
  ],
  './server/sqlite': ['sqliteStorage'],
  './server/opentelemetry': ['otelEvents'],
  './sandbox': ['createKlarnaSandbox'],
  './react': ['KlarnaPayments'],
  './vue': [],
  './svelte': [],
  './solid': [],
  './preact': [],
  './angular': [],
  './cdn/klarna-payments.js': publicNames,
};

describe('the exports of the package', () => {
  before(requireBuild);

  it('are those of the contract, and the two JSON files that tools read', () => {
    assert.deepEqual(
      Object.keys(manifest.exports).toSorted(),
      [
        ...Object.keys(entries),
        './custom-elements.json',
        './package.json',
      ].toSorted(),
    );
  });

  for (const [entry, names] of Object.entries(entries)) {
    it(`${entry} is imported in Node without harm`, async () => {
      const {stdout, stderr} = await execute(
        process.execPath,
        ['--input-type=module', '--eval', probe, join(root, fileOf(entry))],
        // A module that keeps the process alive is killed, which rejects.
        {timeout: 30_000},
      );
      assert.equal(stderr, '');
      const {added, names: found} = JSON.parse(stdout) as {
        added: string[];
        names: string[];
      };
      const foreign = added.filter(
        (name) => !harmless.some((pattern) => pattern.test(name)),
      );
      assert.deepEqual(foreign, []);
      assert.deepEqual(found.toSorted(), [...names].toSorted());
    });
  }

  it('resolve for publint without a remark', async () => {
    const {messages, pkg} = await publint({pkgDir: root, strict: true});
    assert.deepEqual(
      messages.map((message) => formatMessage(message, pkg)),
      [],
    );
  });

  it('have types that TypeScript finds, by every way of ES modules', async () => {
    const folder = await temporaryFolder();
    try {
      const {path} = await pack(root, folder.path);
      const attw = join(
        root,
        'node_modules/@arethetypeswrong/cli/dist/index.js',
      );
      const {stdout} = await execute(
        process.execPath,
        [attw, path, '--profile', 'esm-only', '--format', 'json'],
        {cwd: folder.path, maxBuffer: 1 << 26},
      );
      const {analysis} = JSON.parse(stdout) as {
        analysis: {
          entrypoints: object;
          problems: Array<{resolutionKind?: string}>;
        };
      };
      assert.ok(Object.keys(analysis.entrypoints).includes('./svelte'));
      // The other two are those of CommonJS, which the package is not for.
      assert.deepEqual(
        analysis.problems.filter(
          ({resolutionKind}) =>
            resolutionKind !== 'node10' && resolutionKind !== 'node16-cjs',
        ),
        [],
      );
    } finally {
      await folder.remove();
    }
  });
});

describe('the tarball', () => {
  let files: readonly string[];

  before(async () => {
    requireBuild();
    const folder = await temporaryFolder();
    ({files} = await pack(root, folder.path));
    await folder.remove();
  });

  it('has what the manifest points at', () => {
    const {customElements, ...fields} = readJson<Record<string, unknown>>(
      join(root, 'package.json'),
    );
    const pointers = [
      'package.json',
      'LICENSE',
      'README.md',
      customElements,
      fields['web-types'],
      fields['unpkg'],
      fields['jsdelivr'],
      fields['main'],
      fields['types'],
      ...Object.values(manifest.bin),
      ...Object.values(manifest.exports).flatMap((target) =>
        typeof target === 'string' ? target : Object.values(target),
      ),
    ].map((path) => String(path).replace(/^\.\//, ''));
    assert.deepEqual(
      pointers.filter((path) => !files.includes(path)),
      [],
    );
  });

  it('has nothing but that, the modules and their sources', () => {
    const foreign = files.filter(
      (path) =>
        !/^(?:LICENSE|README\.md|package\.json)$/.test(path) &&
        !/^src\/[\w./-]+\.ts$/.test(path) &&
        !/^dist\/[\w./-]+\.(?:js|d\.ts)(?:\.map)?$/.test(path) &&
        !/^dist\/[\w.-]+\.json$/.test(path) &&
        path !== 'dist/cdn/THIRD-PARTY-NOTICES',
    );
    assert.deepEqual(foreign, []);
    assert.deepEqual(
      files.filter((path) =>
        /(?:^|\/)(?:test|demo|bench)\/|\.(?:test|spec|tmp)\./.test(path),
      ),
      [],
    );
  });

  it('has the licences of what is bundled for the CDN, in full', () => {
    assert.ok(files.includes('dist/cdn/THIRD-PARTY-NOTICES'));
    const notices = readFileSync(
      join(root, 'dist/cdn/THIRD-PARTY-NOTICES'),
      'utf8',
    );
    const map = readJson<{sources: string[]}>(
      join(root, 'dist/cdn/klarna-payments.js.map'),
    );
    const bundled = new Set(
      map.sources.flatMap(
        (source) =>
          /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? [],
      ),
    );
    assert.ok(bundled.has('lit-html'));
    // A shop may serve the module, and nothing beside it.
    const module = readFileSync(
      join(root, 'dist/cdn/klarna-payments.js'),
      'utf8',
    );
    const paragraphs = readFileSync(
      join(root, 'node_modules/lit-html/LICENSE'),
      'utf8',
    ).split(/\n\s*\n/);
    assert.ok(paragraphs.length > 5);
    for (const paragraph of paragraphs) {
      assert.ok(module.includes(paragraph.trim()), paragraph);
    }
    for (const name of bundled) {
      const license = readFileSync(
        join(root, 'node_modules', name, 'LICENSE'),
        'utf8',
      );
      assert.ok(notices.includes(`\n${name} `), name);
      assert.ok(notices.includes(license.trim()), name);
    }
  });

  it('says where it is at home', () => {
    const {repository, homepage, bugs} = readJson<{
      repository: {url: string};
      homepage: string;
      bugs: {url: string};
    }>(join(root, 'package.json'));
    const home = repository.url.replace(/^git\+|\.git$/g, '');
    assert.match(home, /^https:\/\//);
    assert.ok(homepage.startsWith(home));
    assert.ok(bugs.url.startsWith(home));
  });

  it('has every dictionary, as a module and for the CDN', () => {
    const languages = 'cs da de el es fi fr hu it nb nl pl pt ro sk sv';
    for (const language of languages.split(' ')) {
      assert.ok(
        files.includes(`dist/element/language/messages/${language}.js`),
      );
      assert.ok(files.includes(`dist/cdn/klarna-payments.${language}.js`));
    }
    assert.ok(files.includes('dist/cdn/klarna-payments.language.js'));
  });

  it('names the modules with side effects that it has, and no others of ours', () => {
    const {sideEffects} = readJson<{sideEffects: string[]}>(
      join(root, 'package.json'),
    );
    // The demo is this repository's, and src is what a bundler here reads.
    const published = sideEffects.filter((path) => path.startsWith('./dist/'));
    for (const path of published) {
      const [start = '', end] = path.slice(2).split('*');
      assert.ok(
        files.some((file) =>
          end === undefined
            ? file === start
            : file.startsWith(start) && file.endsWith(end),
        ),
        path,
      );
    }
    // Both register the tag, whatever else a page takes of them.
    for (const entry of ['.', './react']) {
      assert.ok(published.includes(fileOf(entry)), entry);
    }
    for (const entry of ['./element.js', './loader.js', './server']) {
      assert.ok(!published.includes(fileOf(entry)), entry);
    }
  });

  it('tells TypeScript the class of the tag', () => {
    const types = readFileSync(
      join(root, 'dist/element/klarna-payments.d.ts'),
      'utf8',
    );
    assert.match(
      types,
      /declare global \{\s*interface HTMLElementTagNameMap \{[^}]*'klarna-payments': KlarnaPaymentsElement;/,
    );
  });

  it('has source maps whose sources are in it', () => {
    const lost = files
      .filter((path) => /^dist\/(?!cdn\/).*\.map$/.test(path))
      .flatMap((path) => {
        const {sources} = readJson<{sources: string[]}>(join(root, path));
        return sources.map((source) => join(path, '..', source));
      })
      .filter((source) => !files.includes(source));
    assert.deepEqual(lost, []);
  });
});

describe('the package', () => {
  before(requireBuild);

  it('says the version that it has', async () => {
    const {version} = (await import(
      join(root, 'dist/version.js')
    )) as typeof import('../../src/version.js');
    assert.equal(version, manifest.version);
    const banner = readFileSync(join(root, fileOf('./cdn/klarna-payments.js')))
      .subarray(0, 200)
      .toString();
    assert.ok(banner.includes(` ${version} `), banner);
  });

  it('keeps within its sizes', () => {
    // Its exit code says the same as what it prints, in fewer words.
    const {stdout} = spawnSync(
      process.execPath,
      [join(root, 'node_modules/size-limit/bin.js'), '--json'],
      {cwd: root, encoding: 'utf8'},
    );
    const sizes = JSON.parse(stdout) as Array<{passed: boolean}>;
    assert.equal(sizes.length, 2);
    assert.deepEqual(
      sizes.filter(({passed}) => !passed),
      [],
    );
  });

  it('says of its dictionaries in the module for the CDN only where they are', () => {
    const module = readFileSync(
      join(root, fileOf('./cdn/klarna-payments.js')),
      'utf8',
    );
    assert.deepEqual(
      Array.from(module.matchAll(/import\(\W*([\w.-]+)\W*\)/g), ([, it]) => it),
      ['klarna-payments.language.js'],
    );
  });

  it('starts its sandbox from the command line', async () => {
    const sandbox = spawn(
      process.execPath,
      [join(root, manifest.bin['klarna-sandbox'] ?? ''), '--quiet'],
      {stdio: ['ignore', 'pipe', 'inherit']},
    );
    try {
      const [line] = (await once(sandbox.stdout, 'data')) as [Buffer];
      const response = await fetch(
        new URL('/kp/lib/v1/api.js', line.toString().trim()),
      );
      assert.equal(response.status, 200);
    } finally {
      sandbox.kill();
    }
    const [code, signal] = (await once(sandbox, 'exit')) as [number, string];
    assert.deepEqual({code, signal}, {code: 0, signal: null});
  });
});
