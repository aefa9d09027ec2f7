/** Markup whose parts have been made safe. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | false | undefined | readonly Part[];

/** Whatever is not markup itself is text, wherever it comes from. */
export function markup(
  strings: TemplateStringsArray,
  ...parts: Part[]
): Markup {
  return new Markup(String.raw({raw: strings}, ...parts.map(markupOf)));
}

function markupOf(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (part === undefined || part === false) return '';
  if (typeof part === 'object') return part.map(markupOf).join('');
  return String(part).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
