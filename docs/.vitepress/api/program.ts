import * as analyzer from '@custom-elements-manifest/analyzer';
import type {AnalyzePhaseParams} from '@custom-elements-manifest/analyzer';
import type {Entry} from './entries.js';

/**
 * The compiler in JavaScript, as the analyzer of custom elements exports it for
 * those who need the same: that of TypeScript 7 has no interface yet that is
 * called stable.
 */
export type Ts = AnalyzePhaseParams['ts'];
export const {ts} = analyzer as unknown as {ts: Ts};

export type Program = ReturnType<Ts['createProgram']>;
export type Checker = ReturnType<Program['getTypeChecker']>;
export type Sym = ReturnType<Checker['getExportsOfModule']>[number];
export type Node = AnalyzePhaseParams['node'];
export type Type = ReturnType<Checker['getTypeAtLocation']>;

/** What an entry exports, under the name that it has there. */
export interface Exported {
  name: string;
  symbol: Sym;
  declaration: Node;
}

export interface ReadEntry extends Entry {
  /** What the module says of itself. */
  comment: string;
  exported: Exported[];
}

/** The sources, and what their public modules export. */
export function readProgram(entries: readonly Entry[]): {
  checker: Checker;
  read: ReadEntry[];
} {
  const program = ts.createProgram(
    entries.map(({path}) => path),
    {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      jsx: ts.JsxEmit.ReactJSX,
      experimentalDecorators: true,
      strict: true,
      noEmit: true,
      types: ['node'],
    },
  );
  const checker = program.getTypeChecker();
  const read = entries.map((entry) => {
    const file = program.getSourceFile(entry.path);
    const module = file && checker.getSymbolAtLocation(file);
    return {
      ...entry,
      comment: file ? commentOf(file) : '',
      exported: module ? exportsOf(checker, module) : [],
    };
  });
  return {checker, read};
}

function exportsOf(checker: Checker, module: Sym): Exported[] {
  return checker
    .getExportsOfModule(module)
    .map((symbol) => {
      const target =
        symbol.flags & ts.SymbolFlags.Alias
          ? checker.getAliasedSymbol(symbol)
          : symbol;
      const declaration = target.declarations?.[0];
      if (!declaration) throw new Error(`${symbol.name} is declared nowhere`);
      return {name: symbol.name, symbol: target, declaration};
    })
    .toSorted((one, other) => one.name.localeCompare(other.name, 'en'));
}

type SourceFile = NonNullable<ReturnType<Program['getSourceFile']>>;

/** The comment above all that a module does; a directive may stand before. */
function commentOf(file: SourceFile): string {
  const text = file.getFullText();
  for (const {pos, kind} of file.statements.slice(0, 2).map((statement) => ({
    pos: statement.getFullStart(),
    kind: statement.kind,
  }))) {
    const range = ts.getLeadingCommentRanges(text, pos)?.[0];
    const isOwn =
      kind !== ts.SyntaxKind.ClassDeclaration &&
      kind !== ts.SyntaxKind.InterfaceDeclaration;
    if (!range || !isOwn) continue;
    const comment = text.slice(range.pos, range.end);
    if (comment.startsWith('/**')) return plain(comment);
  }
  return '';
}

function plain(comment: string): string {
  return comment
    .replace(/^\/\*\*|\*\/$/g, '')
    .replace(/^\s*\* ?/gm, '')
    .trim();
}
