import type {MarkdownRenderer} from 'vitepress';
import {dirname, join, relative} from 'node:path';
import {docs, repository} from './places.js';

/** What the documents need beyond VitePress's own reading of Markdown. */
export function extendMarkdown(markdown: MarkdownRenderer): void {
  // Double braces in code are text, and no expression of Vue's.
  markdown.renderer.rules.code_inline = (tokens, index) =>
    `<code v-pre>${markdown.utils.escapeHtml(tokens[index]?.content ?? '')}</code>`;

  markdown.core.ruler.push('repository', ({tokens, env}) => {
    for (const {children} of tokens) {
      for (const token of children ?? []) {
        if (token.type !== 'link_open') continue;
        const link = token.attrGet('href');
        if (link) token.attrSet('href', addressOf(link, env.path));
        // The name is that of the heading, without the mark that sets its id.
        const label = token.attrGet('aria-label');
        if (label) token.attrSet('aria-label', label.replace(/ \{#\S+\}/, ''));
      }
    }
  });

  // A line of a checklist has a box, as the repository shows it.
  markdown.core.ruler.push('checklist', ({tokens}) => {
    tokens.forEach((token, index) => {
      const [text] = token.children ?? [];
      if (token.type !== 'inline' || !text?.content.startsWith('[ ] ')) return;
      text.content = text.content.slice(4);
      tokens[index - 2]?.attrJoin('class', 'task');
    });
  });

  // The corner of a table heads nothing.
  markdown.core.ruler.push('corner', ({tokens}) => {
    tokens.forEach((token, index) => {
      if (token.type !== 'th_open' || tokens[index + 1]?.content) return;
      const end = tokens[index + 2];
      token.tag = 'td';
      if (end) end.tag = 'td';
    });
  });
}

/**
 * Where a document points at a file of the repository that is no page, the
 * site points at the repository.
 */
function addressOf(link: string, document: string): string {
  if (/^(?:[a-z]+:|\/|#)/.test(link)) return link;
  const path = relative(join(docs, '..'), join(dirname(document), link));
  return path.startsWith('docs/')
    ? link.replace(/\bREADME\.md/, 'index.md')
    : `${repository}/blob/main/${path}`;
}
