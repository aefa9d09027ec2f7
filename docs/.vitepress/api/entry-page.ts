import {described, isOurs, isPublic} from './described.js';
import {
  block,
  code,
  heading,
  item,
  page,
  prose,
  section,
  type Links,
} from './markdown.js';
import {
  ts,
  type Checker,
  type Exported,
  type Node,
  type ReadEntry,
  type Sym,
} from './program.js';
import {callText, isCallable, typeTextOf, wordsOf} from './signatures.js';

/** What an export is, in the order of the page. */
const kinds = ['Functions', 'Classes', 'Values', 'Types'] as const;

/** The page of one module; what is at home elsewhere is only named. */
export function entryPage(
  {specifier, slug, comment, exported}: ReadEntry,
  links: Links,
  checker: Checker,
): string {
  const isHere = ({name}: Exported) => links.get(name) === linkTo(slug, name);
  const here = exported.filter(isHere);
  const elsewhere = exported.filter((each) => !isHere(each));
  return page(
    `# \`${specifier}\``,
    prose(comment),
    ...kinds.map((kind) =>
      section(
        kind,
        here
          .filter((each) => kindOf(each) === kind)
          .map((each) => chapter(each, links, checker)),
      ),
    ),
    section(
      'Exported here as well',
      elsewhere.map(({name}) => `- ${code(name, links)}`),
    ),
  );
}

/** Where a name is described. */
export function linkTo(slug: string, name: string): string {
  return `./${slug}#${name}`;
}

function kindOf({symbol: {flags}}: Exported): (typeof kinds)[number] {
  if (flags & ts.SymbolFlags.Function) return 'Functions';
  if (flags & ts.SymbolFlags.Class) return 'Classes';
  return flags & ts.SymbolFlags.Variable ? 'Values' : 'Types';
}

function chapter(
  {name, symbol, declaration}: Exported,
  links: Links,
  checker: Checker,
): string {
  return page(
    heading(name),
    described(symbol, checker),
    ...partsOf(name, symbol, declaration, links, checker),
  );
}

function partsOf(
  name: string,
  symbol: Sym,
  declaration: Node,
  links: Links,
  checker: Checker,
): string[] {
  if (ts.isFunctionDeclaration(declaration)) {
    return overloads(symbol).map((each) =>
      code(`${name}${isCallable(each) ? callText(each) : ''}`, links),
    );
  }
  if (ts.isVariableDeclaration(declaration)) {
    return [code(typeTextOf(symbol, declaration, checker), links)];
  }
  if (ts.isClassDeclaration(declaration)) {
    return [
      ...constructors(name, declaration, links),
      ...members(symbol, declaration, links, checker),
    ];
  }
  const isTable =
    ts.isInterfaceDeclaration(declaration) ||
    (ts.isTypeAliasDeclaration(declaration) &&
      (ts.isTypeLiteralNode(declaration.type) ||
        ts.isIntersectionTypeNode(declaration.type)));
  const table = isTable ? members(symbol, declaration, links, checker) : [];
  if (table.length > 0) return table;
  const written =
    writtenOut(name, symbol, checker) ??
    [declaration, ...companions(declaration, links, checker)]
      .map(withoutComment)
      .join('\n\n');
  return [block(written)];
}

/** All but the one that implements them, if there are several. */
function overloads({declarations = []}: Sym): Node[] {
  const all = declarations.filter((each) => ts.isFunctionDeclaration(each));
  const open = all.filter((each) => !('body' in each && each.body));
  return open.length > 0 ? open : all;
}

function constructors(
  name: string,
  declaration: Node & {members: readonly Node[]},
  links: Links,
): string[] {
  return declaration.members
    .filter((member) => ts.isConstructorDeclaration(member))
    .map((member) =>
      code(`new ${name}${isCallable(member) ? callText(member) : ''}`, links),
    );
}

function members(
  symbol: Sym,
  declaration: Node,
  links: Links,
  checker: Checker,
): string[] {
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  // Its members differ from case to case.
  if (type.isUnion()) return [];
  return checker
    .getPropertiesOfType(type)
    .filter((member) => isOurs(member) && isPublic(member, checker))
    .map((member) => {
      const mark = member.flags & ts.SymbolFlags.Optional ? '?' : '';
      const text = typeTextOf(member, declaration, checker);
      return item(
        `**\`${member.name}${mark}\`** ${code(text, links)}`,
        described(member, checker),
      );
    });
}

/** The words that it may be, where they are listed elsewhere. */
function writtenOut(
  name: string,
  symbol: Sym,
  checker: Checker,
): string | undefined {
  const words = wordsOf(checker.getDeclaredTypeOfSymbol(symbol), checker);
  return words && `type ${name} =\n  | ${words.join('\n  | ')};`;
}

/** Types of ours that it is written with, and that have no chapter. */
function companions(declaration: Node, links: Links, checker: Checker): Node[] {
  const found = new Set<Node>();
  const look = (node: Node): void => {
    if (ts.isTypeReferenceNode(node) && !links.has(node.typeName.getText())) {
      const symbol = checker.getSymbolAtLocation(node.typeName);
      const [first] = symbol?.declarations ?? [];
      const isPrivate =
        first && symbol && isOurs(symbol) && ts.isTypeAliasDeclaration(first);
      if (isPrivate) found.add(first);
    }
    ts.forEachChild(node, look);
  };
  look(declaration);
  return [...found];
}

function withoutComment(declaration: Node): string {
  return declaration.getText().replace(/^(?:export |declare )+/, '');
}
