import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import {writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {before, describe, it} from 'node:test';
import {globSync} from 'tinyglobby';
import {createMarkdownRenderer} from 'vitepress';
import {referencePages} from '../../docs/.vitepress/api/reference.js';
import {extendMarkdown} from '../../docs/.vitepress/site/markdown.js';
import {repository} from '../../docs/.vitepress/site/places.js';
import {execute, readJson, root, temporaryFolder} from '../package/package.js';

/** A page of the site, as its readers have it. */
interface Page {
  ids: ReadonlySet<string>;
  links: readonly string[];
  images: readonly string[];
}

const docs = join(root, 'docs');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

// What is on other hosts is not asked for: the tests need no network.
const isElsewhere = (link: string) => /^(?:[a-z]+:|\/\/)/.test(link);

describe('the documentation site', () => {
  const site = new Map<string, Page>();

  before(async () => {
    const renderer = await createMarkdownRenderer(docs, {
      // Colours lead nowhere.
      highlight: (code) => code.replaceAll('<', '&lt;'),
      config: extendMarkdown,
    });
    const add = (path: string, text: string) => {
      const html = renderer.render(text.replace(/^---\n[\s\S]*?\n---\n/, ''), {
        path: join(docs, path),
        relativePath: path,
        cleanUrls: true,
      });
      const all = (attribute: string) =>
        Array.from(
          html.matchAll(new RegExp(`<[^>]* ${attribute}="([^"]*)"`, 'g')),
          ([, value = '']) => value.replaceAll('&amp;', '&'),
        );
      site.set(nameOf(path), {
        ids: new Set(all('id')),
        links: all('href'),
        images: all('src'),
      });
    };
    for (const path of globSync('**/*.md', {
      cwd: docs,
      ignore: ['.vitepress/**', 'reference/api/**'],
    })) {
      add(path, read(join('docs', path)));
    }
    for (const {slug, content} of await referencePages()) {
      add(`reference/api/${slug}.md`, content);
    }
  });

  /** What is wrong with a link of a page, if anything. */
  function faultOf(from: string, link: string): string | undefined {
    const ours = `${repository}/blob/main/`;
    if (link.startsWith(ours)) {
      return existsSync(join(root, link.slice(ours.length).split('#')[0] ?? ''))
        ? undefined
        : `${from}: ${link}`;
    }
    if (isElsewhere(link)) return undefined;
    const [path = '', id] = link.split('#');
    const name = path
      ? nameOf(path.startsWith('/') ? path.slice(1) : join(dirname(from), path))
      : from;
    const page = site.get(name);
    const isFound = page && (!id || page.ids.has(decodeURIComponent(id)));
    return isFound ? undefined : `${from}: ${link}`;
  }

  it('leads to pages, headings and files that there are', () => {
    const all = [...site].flatMap(([name, {links}]) =>
      links.map((link) => faultOf(name, link)),
    );
    assert.ok(all.length > 500, `${all.length}`);
    assert.deepEqual(all.filter(Boolean), []);
  });

  it('shows images that there are', () => {
    const missing = [...site].flatMap(([name, {images}]) =>
      images
        .filter((image) => !isElsewhere(image))
        .filter((image) => {
          const path = image.startsWith('/')
            ? join('public', image)
            : join(dirname(name), image);
          return !existsSync(join(docs, path));
        })
        .map((image) => `${name}: ${image}`),
    );
    assert.deepEqual(missing, []);
  });

  it('leads on from its menus and its start page', () => {
    const sources = globSync(
      ['index.md', '.vitepress/config.ts', '.vitepress/{site,theme}/*'],
      {cwd: docs},
    );
    const links = sources.flatMap((path) =>
      Array.from(
        read(join('docs', path)).matchAll(
          /(?:^\s+link: |page\([^)]*, '|href="(?:\$\{base\})?)(\/[\w/#.-]*)/gm,
        ),
        ([, link = '']) => link,
      ),
    );
    assert.ok(links.length > 30, `${links.length}`);
    assert.deepEqual(
      links.map((link) => faultOf('index', link)).filter(Boolean),
      [],
    );
  });
});

describe('the documents that are read at GitHub and npm', () => {
  const documents = globSync(['*.md', '.github/**/*.md', 'demo/**/README.md'], {
    cwd: root,
    dot: true,
    ignore: ['**/node_modules/**'],
  });

  for (const document of documents) {
    it(`${document} points at what is there`, () => {
      const faults = linksIn(read(document)).filter((link) => {
        const [path, id] = link.split('#');
        const target = path ? join(dirname(document), path) : document;
        return (
          !existsSync(join(root, target)) ||
          (id && !idsAtGitHub(read(target)).has(id))
        );
      });
      assert.deepEqual(faults, []);
    });
  }

  /**
   * npm resolves relative links and images against `repository`, as GitHub
   * does; so the README says nothing of where that is, and one place does.
   */
  it('README.md has links that npm resolves', () => {
    const {
      repository: place,
      homepage,
      bugs,
    } = readJson<{
      repository: {type: string; url: string};
      homepage: string;
      bugs: {url: string};
    }>(join(root, 'package.json'));
    assert.equal(place.type, 'git');
    assert.match(
      place.url,
      /^git\+https:\/\/github\.com\/[\w.-]+\/[\w.-]+\.git$/,
    );
    const address = place.url.replace(/^git\+|\.git$/g, '');
    assert.equal(repository, address);
    assert.ok(homepage.startsWith(address), homepage);
    assert.ok(bugs.url.startsWith(address), bugs.url);

    for (const link of linksIn(read('README.md'))) {
      const [path = ''] = link.split('#');
      assert.doesNotMatch(path, /^\/|\.\./, link);
      assert.ok(existsSync(join(root, path)), link);
      assert.doesNotMatch(path, /^(?:dist|node_modules)\//, link);
    }
    assert.doesNotMatch(read('README.md'), /github\.com/);
  });

  it('are not published while they lead to a placeholder', async () => {
    const {path, remove} = await temporaryFolder();
    const script = join(root, 'scripts/check-repository.mjs');
    const publishWith = async (owner: string) => {
      const text = JSON.stringify({
        repository: {url: `git+https://github.com/${owner}/element.git`},
        homepage: `https://github.com/${owner}/element#readme`,
        bugs: {url: `https://github.com/${owner}/element/issues`},
      });
      await writeFile(join(path, 'package.json'), text);
      return execute(process.execPath, [script], {cwd: path});
    };
    try {
      await assert.rejects(publishWith('OWNER'), /need the repository's owner/);
      await publishWith('a-shop');
    } finally {
      await remove();
    }
    const {scripts} = readJson<{scripts: {release: string}}>(
      join(root, 'package.json'),
    );
    assert.match(scripts.release, /^node scripts\/check-repository\.mjs && /);
  });

  it('name every place that names the owner of the repository', () => {
    const named = globSync('**/*.{md,json,yml,ts,mjs}', {
      cwd: root,
      dot: true,
      ignore: ['**/{node_modules,dist,.git,cache}/**', 'test/**', 'scripts/**'],
    }).filter((file) => /\bOWNER\b/.test(read(file)));
    const chapter = read('CONTRIBUTING.md').split('\n## Releases')[1] ?? '';
    assert.deepEqual(
      named.filter(
        (file) => file !== 'CONTRIBUTING.md' && !chapter.includes(`(${file})`),
      ),
      [],
    );
  });
});

/** `guide/start`, for its file and for its address. */
function nameOf(path: string): string {
  return path
    .replace(/\.(?:md|html)$/, '')
    .replace(/(?:^|\/)(?:index|README)$/, (end) =>
      end.startsWith('/') ? '/index' : 'index',
    )
    .replace(/^$|^\.$/, 'index')
    .replace(/\/$/, '/index');
}

/** Relative links and images; code is none. */
function linksIn(markdown: string): string[] {
  const text = markdown
    .replaceAll(/^( *)```[\s\S]*?^\1```$/gm, '')
    .replaceAll(/`[^`\n]*`/g, '');
  return Array.from(
    text.matchAll(/\]\(([^)\s]+)|(?:href|src)="([^"]+)"/g),
    ([, one, other]) => one ?? other ?? '',
  ).filter((link) => !isElsewhere(link));
}

/** The ids that GitHub gives to headings. */
function idsAtGitHub(markdown: string): Set<string> {
  const taken = new Map<string, number>();
  return new Set(
    Array.from(
      markdown
        .replaceAll(/^( *)```[\s\S]*?^\1```$/gm, '')
        .matchAll(/^#+ (.+)$/gm),
      ([, heading = '']) => {
        const id = heading
          .toLowerCase()
          .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
          .replaceAll(' ', '-');
        const count = taken.get(id) ?? 0;
        taken.set(id, count + 1);
        return count ? `${id}-${count}` : id;
      },
    ),
  );
}
