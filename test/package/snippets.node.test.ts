import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {before, describe, it} from 'node:test';
import {globSync} from 'tinyglobby';
import {readEntries} from '../../docs/.vitepress/api/entries.js';
import {
  readElement,
  type ManifestElement,
} from '../../docs/.vitepress/api/manifest.js';
import {readProgram, ts} from '../../docs/.vitepress/api/program.js';
import {manifest, readJson, root} from './package.js';

interface Snippet {
  /** File and line, to find it by. */
  where: string;
  language: string;
  code: string;
}

const snippets = globSync(['README.md', 'docs/**/*.md'], {
  cwd: root,
  ignore: ['docs/.vitepress/**'],
})
  .toSorted()
  .flatMap(snippetsOf);

const isScript = ({language}: Snippet) => /^(?:[jt]sx?|vue)$/.test(language);
const of = (...languages: string[]) =>
  snippets.filter(({language}) => languages.includes(language));

/** What is only shown: nothing of ours is called in it. */
const shown = ['css', 'http', 'sql', 'text', 'yaml'];

describe('the snippets of the documentation', () => {
  it('are in languages that are looked at here, or only shown', () => {
    assert.ok(snippets.length > 60, `${snippets.length}`);
    assert.deepEqual(
      snippets
        .filter(
          (snippet) =>
            !isScript(snippet) &&
            !['html', 'json', 'sh', ...shown].includes(snippet.language),
        )
        .map(({where, language}) => `${where} ${language}`),
      [],
    );
  });

  it('are scripts that parse', () => {
    const faults = snippets.filter(isScript).flatMap(({where, code}) => {
      const {diagnostics = []} = ts.transpileModule(code, {
        reportDiagnostics: true,
        fileName: 'snippet.tsx',
        compilerOptions: {
          jsx: ts.JsxEmit.Preserve,
          module: ts.ModuleKind.ESNext,
          target: ts.ScriptTarget.ESNext,
        },
      });
      return diagnostics.map(
        ({messageText}) =>
          `${where} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
      );
    });
    assert.deepEqual(faults, []);
  });

  it('are JSON that parses', () => {
    for (const {where, code} of of('json')) {
      assert.doesNotThrow(() => JSON.parse(code) as unknown, where);
    }
  });

  it('import what the package exports, from where it does', () => {
    const {read} = readProgram(readEntries());
    const names = new Map(
      read.map(({specifier, exported}) => [
        specifier,
        new Set(exported.map(({name}) => name)),
      ]),
    );
    const faults = [...snippets.filter(isScript), ...of('html')].flatMap(
      ({where, code}) =>
        Array.from(
          code.matchAll(
            /import (?:type )?(?:\{([^}]*)\} from )?['"](klarna-payments-element[^'"]*)['"]/g,
          ),
          ([, list = '', specifier = '']) => {
            const known = names.get(specifier);
            if (!known) return [`${where} ${specifier}`];
            return list
              .split(',')
              .map((name) => name.trim().replace(/^type | as .*$/g, ''))
              .filter((name) => name && !known.has(name))
              .map((name) => `${where} ${name} of ${specifier}`);
          },
        ).flat(),
    );
    assert.deepEqual(faults, []);
  });

  it('run commands that there are', () => {
    const scripts = new Set(
      globSync(['package.json', 'demo/examples/*/package.json'], {
        cwd: root,
      }).flatMap((path) =>
        Object.keys(
          readJson<{scripts?: Record<string, string>}>(join(root, path))
            .scripts ?? {},
        ),
      ),
    );
    const faults = of('sh').flatMap(({where, code}) => [
      ...Array.from(code.matchAll(/npm run ([\w:-]+)/g), ([, name = '']) =>
        scripts.has(name) ? [] : [`${where} npm run ${name}`],
      ).flat(),
      ...Array.from(
        code.matchAll(/npx -p klarna-payments-element ([\w-]+)/g),
        ([, name = '']) =>
          name in manifest.bin ? [] : [`${where} npx … ${name}`],
      ).flat(),
    ]);
    assert.deepEqual(faults, []);
  });

  describe('of the tag', () => {
    let element: ManifestElement;
    before(async () => {
      element = await readElement();
    });

    it('give it attributes that it has', () => {
      const known = new Set(element.attributes.map(({name}) => name));
      const tags = of('html').flatMap(({where, code}) =>
        Array.from(
          code.matchAll(/<klarna-payments\b([^>]*)>/g),
          ([, attributes = '']) => ({where, attributes}),
        ),
      );
      assert.ok(tags.length > 3);
      const faults = tags.flatMap(({where, attributes}) =>
        Array.from(
          attributes.matchAll(/(?:^|\s)([a-z][\w-]*)(?=[\s=]|$)/g),
          ([, name = '']) => name,
        )
          .filter((name) => !known.has(name) && !isGlobal(name))
          .map((name) => `${where} ${name}`),
      );
      assert.deepEqual(faults, []);
    });

    it('listen to events that it has', () => {
      const known = new Set(element.events.map(({name}) => name));
      const faults = snippets.flatMap(({where, code}) =>
        Array.from(
          code.matchAll(/addEventListener\(\s*'(klarna-[\w-]+)'/g),
          ([, name = '']) => name,
        )
          .filter((name) => !known.has(name))
          .map((name) => `${where} ${name}`),
      );
      assert.deepEqual(faults, []);
    });

    it('style parts, states and properties that it has', () => {
      const known = new Set([
        ...element.cssParts.map(({name}) => `::part(${name})`),
        ...element.cssStates.map(({name}) => `:state(${name})`),
        ...element.cssProperties.map(({name}) => name),
      ]);
      const faults = of('css').flatMap(({where, code}) =>
        Array.from(
          code.matchAll(
            /::part\([\w-]+\)|:state\([\w-]+\)|--klarna-payments-[\w-]+/g,
          ),
          ([found]) => found,
        )
          .filter((found) => !known.has(found))
          .map((found) => `${where} ${found}`),
      );
      assert.deepEqual(faults, []);
    });
  });
});

/** Of every element. */
function isGlobal(name: string): boolean {
  return (
    /^(?:class|id|lang|dir|nonce|slot|style|hidden)$/.test(name) ||
    /^(?:aria|data|hx|phx|up)-/.test(name)
  );
}

function snippetsOf(document: string): Snippet[] {
  const text = readFileSync(join(root, document), 'utf8');
  return Array.from(
    text.matchAll(/^( *)```(\w+)[^\n]*\n([\s\S]*?)^ *```/gm),
    ({index, 2: language = '', 3: code = ''}) => ({
      where: `${document}:${text.slice(0, index).split('\n').length}`,
      language,
      code,
    }),
  );
}
