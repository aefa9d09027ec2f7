import {elementPage} from './element-page.js';
import {readEntries} from './entries.js';
import {entryPage, linkTo} from './entry-page.js';
import {readElement} from './manifest.js';
import type {Links} from './markdown.js';
import {readProgram, type ReadEntry, type Sym} from './program.js';

/** A page that is made from the sources. */
export interface ReferencePage {
  slug: string;
  title: string;
  content: string;
}

/**
 * The reference: a page for the tag, and one for each module that is imported.
 * It is made whenever the documentation is, so that it cannot be out of date.
 */
export async function referencePages(): Promise<ReferencePage[]> {
  const {checker, read} = readProgram(readEntries());
  const element = await readElement();
  const homes = new Map<Sym, string>();
  const links = new Map<string, string>();
  for (const {slug, exported} of read) {
    for (const {name, symbol} of exported) {
      // The element's members are told at its tag.
      const link =
        name === element.name ? `./${element.tagName}` : linkTo(slug, name);
      if (!homes.has(symbol)) homes.set(symbol, link);
      if (!links.has(name)) links.set(name, link);
    }
  }
  const vocabulary = read.flatMap(({exported}) => exported);
  return [
    {
      slug: element.tagName,
      title: `<${element.tagName}>`,
      content: elementPage(element, vocabulary, links, checker),
    },
    ...read.map((entry) => ({
      slug: entry.slug,
      title: entry.specifier,
      content: entryPage(entry, linksIn(entry), checker),
    })),
  ];

  /** A module means by a name what it exports itself, if it does. */
  function linksIn({exported}: ReadEntry): Links {
    const own = exported.map(
      ({name, symbol}) => [name, homes.get(symbol) ?? ''] as const,
    );
    return new Map([...links, ...own]);
  }
}
