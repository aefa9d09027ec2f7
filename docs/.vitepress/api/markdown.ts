/** Pieces of Markdown that Vue leaves alone. */

/** Where the page of each public name is. */
export type Links = ReadonlyMap<string, string>;

/** A type, in which public names lead to where they are described. */
export function code(text: string, links: Links): string {
  const linked = collapse(text)
    .split(/('[^']*'|"[^"]*"|[A-Za-z_$][\w$]*)/)
    .map((piece) => {
      const link = links.get(piece);
      return link ? `<a href="${link}">${piece}</a>` : entities(piece);
    });
  return `<code v-pre>${linked.join('')}</code>`;
}

/** A comment of the sources as Markdown; tags in words are no HTML. */
export function prose(comment: string): string {
  return comment
    .replace(/\{@link(?:code)? ([^}\s]+)(?: [^}]*)?\}/g, '`$1`')
    .trim()
    .split(/(```[\s\S]*?```|`[^`]*`)/)
    .map((piece, index) =>
      index % 2 === 1
        ? piece
        : piece.replaceAll('<', '&lt;').replaceAll('{{', '&#123;&#123;'),
    )
    .join('');
}

/** A block of the sources as they are written. */
export function block(text: string): string {
  return `\`\`\`ts\n${text.trim()}\n\`\`\``;
}

/** An entry of a list, with what is said of it below its head. */
export function item(head: string, ...paragraphs: readonly string[]): string {
  const body = paragraphs
    .filter(Boolean)
    .join('\n\n')
    .replace(/^(?=.)/gm, '  ');
  return body ? `- ${head}\n\n${body}\n` : `- ${head}\n`;
}

/** A part of a page; nothing if there is nothing in it. */
export function section(title: string, parts: readonly string[]): string {
  return parts.length > 0 ? `## ${title}\n\n${parts.join('\n')}` : '';
}

export function page(...parts: readonly string[]): string {
  const text = parts.filter(Boolean).join('\n\n');
  return `${text.replace(/\n{3,}/g, '\n\n').trim()}\n`;
}

/** Reached by its name as it is: some differ in case alone. */
export function heading(name: string): string {
  return `### ${name} {#${name}}`;
}

function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Neither HTML, nor Markdown, nor Vue has anything to say in it. */
function entities(text: string): string {
  return text.replace(
    /[^\w\s.,:;?'"-]/g,
    (letter) => `&#${letter.codePointAt(0)};`,
  );
}
