import assert from 'node:assert/strict';
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {before, describe, it} from 'node:test';
import {
  readElement,
  type ManifestElement,
} from '../../docs/.vitepress/api/manifest.js';
import {examples} from '../examples/list.js';
import {root} from '../package/package.js';
import {borrowed, settings} from './settings.js';
import {included, snippets} from './snippets.js';
import {ways} from './ways.js';

const of = (...languages: string[]) =>
  snippets.filter(({language}) => languages.includes(language));

describe('the snippets of the documentation', () => {
  it('are each run by a test, or have a reason in the table', () => {
    assert.deepEqual(
      Object.keys(ways).toSorted(),
      snippets.map(({id}) => id).toSorted(),
      'test/docs/ways.ts says how each block is run',
    );
  });

  it('have no settings but for blocks that there are', () => {
    const ids = [
      ...Object.keys(settings),
      ...Object.values(settings).flatMap((setting) => setting.with ?? []),
      ...Object.values(borrowed).flat(),
    ];
    assert.deepEqual(
      ids.filter((id) => !(id in ways)),
      [],
    );
  });

  it('take files from shops that a test pays in', () => {
    const shops = new Set([...examples.map(({name}) => name), 'php', 'python']);
    assert.ok(included.length > 50);
    assert.deepEqual(
      included.filter(
        ({path}) =>
          !shops.has(/^demo\/examples\/(\w+)\//.exec(path)?.[1] ?? '') ||
          !existsSync(join(root, path)),
      ),
      [],
    );
  });

  it('are JSON that parses', () => {
    for (const {where, code} of of('json')) {
      assert.doesNotThrow(() => JSON.parse(code) as unknown, where);
    }
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
