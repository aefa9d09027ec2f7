/**
 * What search engines and link previews are told of a page: its first
 * paragraph, as text.
 */
export function descriptionOf(markdown: string): string | undefined {
  const paragraph = markdown
    .replace(/^---\n[\s\S]*?\n---\n/, '')
    .replace(/^(`{3,})[\s\S]*?^\1$/gm, '')
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .find((block) => isProse(block));
  return paragraph && shorten(textOf(paragraph));
}

/** Neither a heading, list, table, tag nor the date of a decision. */
function isProse(block: string): boolean {
  return (
    /^[\p{L}\d`[“"*_]/u.test(block) && !/^(?:\* |\d+\. |\d{4}-)/.test(block)
  );
}

function textOf(paragraph: string): string {
  return paragraph
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<\/?[a-z][^>]*>/gi, '')
    .replace(/&lt;/g, '<')
    .replace(/[*`]/g, '')
    .replace(/\s+/g, ' ');
}

/** As much as is shown of it, in whole sentences or at least in whole words. */
function shorten(text: string, most = 180): string {
  if (text.length <= most) return text;
  const start = text.slice(0, most);
  return (
    /^.*[.!?](?=\s)/.exec(start)?.[0] ?? `${start.replace(/\s+\S*$/, '')} …`
  );
}
