import {ts, type Checker, type Node, type Sym, type Type} from './program.js';

/** The type of a member as it is written, or else as it is. */
export function typeTextOf(symbol: Sym, at: Node, checker: Checker): string {
  const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0];
  const type = checker.getTypeOfSymbolAtLocation(symbol, declaration ?? at);
  const written = declaration && writtenType(declaration);
  if (written) {
    const words = /^\w+$/.test(written) ? wordsOf(type, checker) : undefined;
    return words?.join(' | ') ?? written;
  }
  return checker.typeToString(type, at, ts.TypeFormatFlags.NoTruncation);
}

/** The words of `'manual' | 'auto'`, if a type is made of such alone. */
export function wordsOf(type: Type, checker: Checker): string[] | undefined {
  if (!type.isUnion()) return undefined;
  return type.types.every((each) => each.isStringLiteral())
    ? type.types.map((each) => checker.typeToString(each).replaceAll('"', "'"))
    : undefined;
}

function writtenType(declaration: Node): string | undefined {
  if (
    ts.isPropertySignature(declaration) ||
    ts.isPropertyDeclaration(declaration) ||
    ts.isGetAccessor(declaration) ||
    ts.isVariableDeclaration(declaration)
  ) {
    return declaration.type?.getText();
  }
  if (isCallable(declaration)) return callText(declaration, ' => ');
  return undefined;
}

type Callable = Extract<
  Parameters<typeof ts.isFunctionDeclaration>[0] & {parameters: unknown},
  Node
> & {
  parameters: readonly Parameter[];
  type?: Node;
};

interface Parameter extends Node {
  name: Node;
  type?: Node;
  questionToken?: Node;
  initializer?: Node;
  dotDotDotToken?: Node;
}

/** Whether it has parameters: a function, a method, a constructor. */
export function isCallable(node: Node): node is Callable {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isMethodSignature(node) ||
    ts.isConstructorDeclaration(node)
  );
}

/** `(one: string, options?: Options): Result` */
export function callText({parameters, type}: Callable, arrow = ': '): string {
  const list = parameters.map((parameter) => {
    const isPattern = !ts.isIdentifier(parameter.name);
    const name = isPattern ? 'options' : parameter.name.getText();
    const mark = parameter.questionToken || parameter.initializer ? '?' : '';
    const rest = parameter.dotDotDotToken ? '...' : '';
    return `${rest}${name}${mark}: ${typeOf(parameter)}`;
  });
  return `(${list.join(', ')})${type ? arrow + type.getText() : ''}`;
}

/** A default says the type of a parameter that has none written. */
function typeOf({type, initializer}: Parameter): string {
  if (type) return type.getText();
  if (!initializer) return 'unknown';
  if (ts.isStringLiteral(initializer)) return 'string';
  return ts.isNumericLiteral(initializer) ? 'number' : 'boolean';
}
