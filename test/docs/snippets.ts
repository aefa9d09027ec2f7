import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {globSync} from 'tinyglobby';
import {root} from '../package/package.js';

/** A block of code of the documentation. */
export interface Snippet {
  /**
   * What the tests know it by: its page, the heading above it, its tab, and
   * which one it is if there are several.
   */
  id: string;
  /** File and line, to find it by. */
  where: string;
  language: string;
  code: string;
}

/** A file of the repository that a page shows as it is. */
export interface Included {
  where: string;
  /** From the root of the repository. */
  path: string;
}

export const pages = globSync(['README.md', 'docs/**/*.md'], {
  cwd: root,
  ignore: ['docs/.vitepress/**'],
}).toSorted();

/** Sources, whose comments are documentation too. */
const sources = globSync('src/**/*.{ts,tsx}', {cwd: root}).toSorted();

export const snippets: readonly Snippet[] = [...pages, ...sources].flatMap(
  snippetsOf,
);

export const included: readonly Included[] = pages.flatMap((page) =>
  Array.from(
    textOf(page).matchAll(/^<<< ([^{\n]+)/gm),
    ({index, 1: path = ''}) => ({
      where: `${page}:${lineOf(textOf(page), index)}`,
      path: join(page, '..', path.trim()),
    }),
  ),
);

/** The block of that name, as it stands. */
export function snippet(id: string): Snippet {
  const found = snippets.find((each) => each.id === id);
  assert.ok(found, `No page has the block “${id}”`);
  return found;
}

export const isScript = ({language}: Snippet): boolean =>
  /^(?:[jt]sx?|vue|svelte)$/.test(language);

/** Scripts that stand in a page's markup. */
export function scriptsIn({code}: Snippet): string[] {
  return Array.from(
    code.matchAll(/<script type="module">\n([\s\S]*?)<\/script>/g),
    ([, script = '']) => script,
  );
}

function snippetsOf(page: string): Snippet[] {
  const text = textOf(page);
  const taken = new Map<string, number>();
  const name = page.replace(/^docs\/|\.(?:md|tsx?)$/g, '');
  return Array.from(
    text.matchAll(
      /^( *)```([\w-]*)(?: *\[([^\]\n]+)\])?[^\n]*\n([\s\S]*?)^\1```$/gm,
    ),
    ({index, 1: indent = '', 2: language = '', 3: tab, 4: code = ''}) => {
      const id = [name, headingAbove(text.slice(0, index)), tab]
        .filter(Boolean)
        .join(' › ');
      const count = (taken.get(id) ?? 0) + 1;
      taken.set(id, count);
      return {
        id: count > 1 ? `${id} (${count})` : id,
        where: `${page}:${lineOf(text, index)}`,
        language: language || 'text',
        code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
      };
    },
  );
}

/** Headings below the title; what looks like one in a block is none. */
function headingAbove(text: string): string {
  const outside = text.replaceAll(/^( *)```[\s\S]*?^\1```$/gm, '');
  const last = [...outside.matchAll(/^##+ (.+?)(?: \{#.*\})?$/gm)].at(-1);
  return (last?.[1] ?? '').replaceAll('`', '');
}

/** Of a source what its comments say, line by line. */
function textOf(page: string): string {
  const text = readFileSync(join(root, page), 'utf8');
  return page.endsWith('.md')
    ? text
    : text.replaceAll(/^ *(?:\* ?(?!\/)(.*)|.*)$/gm, '$1');
}

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
