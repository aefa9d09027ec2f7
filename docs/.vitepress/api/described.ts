import {prose} from './markdown.js';
import {ts, type Checker, type Sym} from './program.js';

/** What the comment at a symbol says, as Markdown. */
export function described(symbol: Sym, checker: Checker): string {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  const tags = symbol
    .getJsDocTags(checker)
    .map(({name, text: parts}) => {
      const words = ts.displayPartsToString(parts).trim();
      const title = titles[name];
      if (!title) return '';
      if (name === 'param') return parameter(words);
      return `_${title}_ ${words.replace(/^\{(\w+)\}/, '`$1`')}`;
    })
    .filter(Boolean);
  return prose([text, ...tags].filter(Boolean).join('\n\n'));
}

/** The tags that are for a reader; those of tools are left out. */
const titles: Readonly<Record<string, string>> = {
  default: 'Default:',
  deprecated: 'Deprecated:',
  example: 'Example:',
  param: 'Parameter',
  remarks: 'Note:',
  returns: 'Returns',
  see: 'See',
  throws: 'Throws',
};

/** `name words`, as the compiler has them. */
function parameter(words: string): string {
  const [name = '', ...rest] = words.split(/\s+/);
  return `\`${name}\`: ${rest.join(' ').replace(/^- /, '')}`;
}

/** Whether a symbol is for the readers of a reference at all. */
export function isPublic(symbol: Sym, checker: Checker): boolean {
  return (
    !symbol.name.startsWith('__') &&
    !symbol.name.startsWith('#') &&
    !symbol.getJsDocTags(checker).some(({name}) => name === 'internal') &&
    (symbol.declarations ?? []).every(
      (declaration) =>
        (ts.getCombinedModifierFlags(
          declaration as Parameters<typeof ts.getCombinedModifierFlags>[0],
        ) &
          (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) ===
        0,
    )
  );
}

/** Whether it is declared here, and not by the language or a dependency. */
export function isOurs(symbol: Sym): boolean {
  return (symbol.declarations ?? []).some((declaration) => {
    const {fileName} = declaration.getSourceFile();
    return !fileName.includes('/node_modules/');
  });
}
