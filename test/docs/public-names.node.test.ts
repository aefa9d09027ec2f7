import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {before, describe, it} from 'node:test';
import {
  described,
  isOurs,
  isPublic,
} from '../../docs/.vitepress/api/described.js';
import {readEntries} from '../../docs/.vitepress/api/entries.js';
import {
  readProgram,
  type Checker,
  type ReadEntry,
  type Sym,
} from '../../docs/.vitepress/api/program.js';
import {referencePages} from '../../docs/.vitepress/api/reference.js';
import {manifest, root} from '../package/package.js';
import {pages} from './snippets.js';

describe('what the package exports', () => {
  let chapters = '';
  let read: ReadEntry[] = [];
  let checker: Checker;
  const reference = new Map<string, string>();

  before(async () => {
    chapters = pages
      .map((page) => readFileSync(join(root, page), 'utf8'))
      .join('\n');
    ({read, checker} = readProgram(readEntries()));
    for (const {slug, content} of await referencePages()) {
      reference.set(slug, content);
    }
  });

  it('is named in a chapter, module by module', () => {
    const entries = Object.keys(manifest.exports)
      // Of tools alone.
      .filter((entry) => entry !== './package.json')
      .map((entry) => manifest.name + entry.slice(1));
    assert.deepEqual(
      entries.filter(
        (entry) =>
          !new RegExp(`(?<![\\w./-])${entry}(?![\\w/.-]*\\w)`).test(chapters),
      ),
      [],
    );
  });

  it('has a comment, or a chapter that names it', () => {
    const silent = read.flatMap(({specifier, exported}) =>
      exported
        .filter(
          ({name, symbol}) =>
            !described(symbol, checker).trim() && !isInChapter(name),
        )
        .map(({name}) => `${specifier} ${name}`),
    );
    assert.deepEqual(silent, []);
  });

  it('stands in the reference, at its module', () => {
    const missing = read.flatMap(({slug, specifier, exported}) => {
      const text = reference.get(slug) ?? '';
      return exported
        .filter(({name}) => !text.includes(name))
        .map(({name}) => `${specifier} ${name}`);
    });
    assert.deepEqual(missing, []);
  });

  const isInChapter = (name: string) =>
    new RegExp(`\\b${name}\\b`).test(chapters);

  // What Klarna's own data mean is told where Klarna documents them.
  const isKlarnas = (member: Sym) =>
    member.name.includes('_') ||
    (member.declarations ?? []).some((declaration) =>
      /src\/(?:wire\/|klarna\/types)/.test(
        declaration.getSourceFile().fileName,
      ),
    );
  // What a shop hands over as it got it, and what browsers call.
  const isPassedOn = /^(?:KlarnaKysely|KlarnaRedisClient)\.|Callback$/;

  it('has members that say what they are', () => {
    const silent = new Set(
      read.flatMap(({exported}) =>
        exported.flatMap(({name, symbol}) =>
          checker
            .getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol))
            .filter(
              (member) =>
                isOurs(member) &&
                isPublic(member, checker) &&
                !isKlarnas(member) &&
                !described(member, checker).trim() &&
                !isInChapter(member.name),
            )
            .map((member) => `${name}.${member.name}`)
            .filter((path) => !isPassedOn.test(path)),
        ),
      ),
    );
    assert.deepEqual([...silent], []);
  });
});
