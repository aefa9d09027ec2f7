import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, it} from 'node:test';
import {globSync} from 'tinyglobby';
import {readJson, root} from './package.js';

describe('the documents of the repository', () => {
  it('list every decision, under its number', () => {
    const folder = join(root, 'docs/decisions');
    const list = readFileSync(join(folder, 'README.md'), 'utf8');
    const decisions = globSync('[0-9]*.md', {cwd: folder}).toSorted();
    decisions.forEach((file, index) => {
      const number = String(index + 1).padStart(4, '0');
      assert.ok(file.startsWith(`${number}-`), file);
      assert.ok(list.includes(`(${file})`), file);
      const [title, , date] = readFileSync(join(folder, file), 'utf8').split(
        '\n',
      );
      assert.ok(title?.startsWith(`# ${number} `), file);
      assert.match(date ?? '', /^\d{4}-\d\d-\d\d, (?:holds|replaced)/, file);
    });
  });
});

describe('the README', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');

  it('is read in a minute: a third of what it was', () => {
    assert.ok(readme.trimEnd().split('\n').length <= 336 / 3);
  });

  it('says where to read on about everything that has a page', () => {
    const pages = globSync('docs/guide/*.md', {cwd: root});
    assert.ok(pages.length > 10);
    assert.deepEqual(
      pages.filter((page) => !readme.includes(`](${page})`)),
      [],
    );
  });
});

describe('the page of a framework', () => {
  const shops = join(root, 'demo/examples');
  for (const page of globSync('*.md', {
    cwd: join(root, 'docs/guide/frameworks'),
  })) {
    const name = page.replace('.md', '');

    it(`${name} has every file of its shop`, () => {
      const text = readFileSync(
        join(root, 'docs/guide/frameworks', page),
        'utf8',
      );
      const included = Array.from(
        text.matchAll(/^<<< \.\.\/\.\.\/\.\.\/demo\/examples\/([^{\n]+)/gm),
        ([, path = '']) => path,
      );
      const files = globSync(`${name}/**/*`, {
        cwd: shops,
        dot: true,
        // What tools make is not in it.
        ignore: [
          '**/{node_modules,dist,build}/**',
          '**/.[a-z]*/**',
          '**/{package-lock.json,next-env.d.ts,*.tsbuildinfo}',
        ],
      });
      assert.ok(files.length > 5);
      assert.deepEqual(included.toSorted(), files.toSorted());
    });
  }
});

describe('who has a shop and reads the page of a framework', () => {
  for (const page of globSync('*.md', {
    cwd: join(root, 'docs/guide/frameworks'),
  })) {
    const name = page.replace('.md', '');
    const text = readFileSync(
      join(root, 'docs/guide/frameworks', page),
      'utf8',
    );
    const told = /## In a shop that you have\n([\s\S]*?)\n## /.exec(text)?.[1];

    it(`${name}: is told to install what its files import`, () => {
      const {dependencies} = readJson<{dependencies: Record<string, string>}>(
        join(root, 'demo/examples', name, 'package.json'),
      );
      const [, list = ''] = /npm install (.+)/.exec(told ?? '') ?? [];
      const installed = list.split(' ');
      assert.ok(installed.includes('klarna-payments-element'));
      assert.deepEqual(
        installed.filter((each) => !(each in dependencies)),
        [],
      );
      const missing = Object.keys(dependencies).filter(
        (each) =>
          !installed.includes(each) &&
          // Those make the shop one of this framework.
          !/^(?:react|next|vue|nuxt|astro|solid-js|rxjs|tslib)(?:-dom)?$|^@angular/.test(
            each,
          ),
      );
      assert.deepEqual(missing, []);
    });

    it(`${name}: is told of files that are there, the confirmation among them`, () => {
      const files = Array.from(
        told?.matchAll(
          /`([\w./+-]+\.(?:[cm]?[jt]sx?|vue|svelte|astro|json))`/g,
        ) ?? [],
        ([, file = '']) => file,
      ).filter((file) => file !== 'klarna.ts');
      assert.deepEqual(
        files.filter(
          (file) => !existsSync(join(root, 'demo/examples', name, file)),
        ),
        [],
      );
      assert.match(told ?? '', /thanks[\s\S]*`merchant_urls.confirmation`/);
    });
  }
});

describe('the workflows', () => {
  const workflow = (name: string) =>
    readFileSync(join(root, '.github/workflows', name), 'utf8');

  it('run everything on the Nodes and in the browsers that we say', () => {
    const text = workflow('ci.yml');
    assert.match(text, /node: \[20, 22, 24\]/);
    assert.match(text, /browser: \[chromium, firefox, webkit\]/);
    assert.match(text, /npm ci\n[\s\S]*npm test\n/);
  });

  it('call scripts that the package has', () => {
    const {scripts} = readJson<{scripts: Record<string, string>}>(
      join(root, 'package.json'),
    );
    const called = ['ci.yml', 'release.yml'].flatMap((name) =>
      Array.from(workflow(name).matchAll(/npm run ([\w:-]+)/g), ([, it]) => it),
    );
    assert.ok(called.length >= 3);
    assert.deepEqual(
      called.filter((name) => !name || !(name in scripts)),
      [],
    );
  });

  it('name the actions that they run by commit, and say its version', () => {
    const used = ['ci.yml', 'release.yml'].flatMap((name) =>
      Array.from(workflow(name).matchAll(/uses: (.+)/g), ([, it = '']) => it),
    );
    assert.ok(used.length >= 8);
    for (const action of used) {
      assert.match(action, /^[\w-]+\/[\w-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  it('publish with provenance, and with no more rights than that needs', () => {
    const text = workflow('release.yml');
    assert.match(text, /NPM_CONFIG_PROVENANCE: 'true'/);
    assert.match(text, /^permissions: \{\}$/m);
    assert.doesNotMatch(text, /NPM_TOKEN|NODE_AUTH_TOKEN/);
  });
});
