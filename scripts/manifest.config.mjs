import {readFileSync} from 'node:fs';
import {globSync} from 'tinyglobby';

/** What the package exports to pages; the rest is nobody's business. */
const publicModules = [
  'src/index.ts',
  'src/element.ts',
  'src/element/klarna-payments.ts',
  'src/element/events.ts',
];

/** What the element inherits from, which pages cannot import. */
const baseModule = 'src/element/form-control-element.ts';

/** Where the constants are that defaults name. */
const constantModules = ['src/version.ts', 'src/klarna/loader.ts'];

/** String constants by name. */
const constants = new Map();

/** Where the types are that are lists of words. */
const wordModules = globSync('src/{checkout,element}/*.ts');

/** Those types as they are written out, by name. */
const words = new Map();

/** Tells editors the words that a type with a name stands for. */
const writtenOut = {
  name: 'written-out',
  packageLinkPhase({customElementsManifest}) {
    for (const {declarations = []} of customElementsManifest.modules) {
      for (const {members = [], attributes = []} of declarations) {
        for (const item of [...members, ...attributes]) {
          const text = words.get(item.type?.text);
          if (text) item.parsedType = {text};
        }
      }
    }
  },
};

/** Signatures as the source has them, where the analyzer misreads them. */
const signatures = {
  name: 'signatures',
  analyzePhase({ts, node, moduleDoc}) {
    if (!ts.isMethodDeclaration(node) || !ts.isClassLike(node.parent)) return;
    const declaration = moduleDoc.declarations?.find(
      ({name}) => name === node.parent.name?.text,
    );
    const method = declaration?.members?.find(
      ({kind, name}) => kind === 'method' && name === node.name.text,
    );
    if (!method) return;
    // A `@returns` that describes takes the place of the type otherwise.
    if (node.type) method.return = {type: {text: node.type.getText()}};
    for (const parameter of method.parameters ?? []) {
      if (!parameter.name.startsWith('{')) continue;
      parameter.name = 'options';
      parameter.optional = true;
    }
  },
};

/** A type that is exported is not there at run time. */
const valuesOnly = {
  name: 'values-only',
  analyzePhase({ts, node, moduleDoc}) {
    if (!ts.isExportDeclaration(node)) return;
    const {exportClause: clause} = node;
    const types =
      clause && ts.isNamedExports(clause)
        ? clause.elements
            .filter((element) => node.isTypeOnly || element.isTypeOnly)
            .map(({name}) => name.text)
        : [];
    const from = (path = '') => path.match(/(\w[\w./-]*)\.[jt]s$/)?.[1] ?? '';
    const source = from(node.moduleSpecifier?.text);
    moduleDoc.exports = moduleDoc.exports?.filter(({name, declaration}) =>
      name === '*'
        ? !node.isTypeOnly || !from(declaration?.module).endsWith(source)
        : !types.includes(name),
    );
  },
};

/** What is marked `@internal`, private or called by browsers only. */
const publicOnly = {
  name: 'public-only',
  packageLinkPhase({customElementsManifest}) {
    for (const {declarations = []} of customElementsManifest.modules) {
      for (const declaration of declarations) {
        declaration.members = declaration.members?.filter(
          ({privacy, name}) =>
            !privacy?.match(/private|protected/) &&
            !name.startsWith('#') &&
            !name.endsWith('Callback'),
        );
        // The analyzer also counts what `dispatchEvent` is called with.
        declaration.events = declaration.events?.filter(({name}) => name);
        // The function that makes the classes of the events is not exported.
        if (declaration.mixins) {
          delete declaration.mixins;
          declaration.superclass = {name: 'CustomEvent', package: 'global:'};
        }
      }
    }
  },
};

/** The element has what it inherits from a class that is not exported. */
const withoutBase = {
  name: 'without-base',
  packageLinkPhase({customElementsManifest}) {
    const {modules} = customElementsManifest;
    const index = modules.findIndex(({path}) => path === baseModule);
    const [base] = modules.splice(index, 1);
    for (const {declarations = []} of modules) {
      for (const declaration of declarations) {
        const {superclass, members = []} = declaration;
        const parent = base.declarations.find(
          ({name}) => name === superclass?.name,
        );
        if (!parent) continue;
        declaration.superclass = parent.superclass;
        for (const member of members) delete member.inheritedFrom;
      }
    }
  },
};

/** A default says its value, not the name of a constant. */
const plainDefaults = {
  name: 'plain-defaults',
  packageLinkPhase({customElementsManifest}) {
    for (const {declarations = []} of customElementsManifest.modules) {
      for (const {members = [], attributes = []} of declarations) {
        for (const item of [...members, ...attributes]) {
          const constant = constants.get(item.default);
          if (!constant) continue;
          item.default = `'${constant}'`;
          // What it is assigned from tells the analyzer nothing.
          item.type ??= {text: 'string'};
        }
      }
    }
  },
};

/** The analyzer cannot see that `define()` registers the element. */
const definition = {
  name: 'definition',
  packageLinkPhase({customElementsManifest}) {
    const {modules} = customElementsManifest;
    const home = modules.find(({declarations = []}) =>
      declarations.some(({tagName}) => tagName),
    );
    const element = home?.declarations.find(({tagName}) => tagName);
    if (!element) throw new Error('The manifest has no element.');
    const index = modules.find(({path}) => path === 'src/index.ts');
    index?.exports?.push({
      kind: 'custom-element-definition',
      name: element.tagName,
      declaration: {name: element.name, module: home.path},
    });
  },
};

/** Manifest paths name the published modules instead of the sources. */
const publishedPaths = {
  name: 'published-paths',
  packageLinkPhase({customElementsManifest}) {
    const published = (path) =>
      `dist/${path.replace(/^(\/|\.\/|src\/)+/, '').replace(/\.ts$/, '.js')}`;
    for (const module of customElementsManifest.modules) {
      module.path = published(module.path);
      for (const {declaration} of module.exports ?? []) {
        if (declaration?.module && !declaration.package) {
          declaration.module = published(declaration.module);
        }
      }
    }
  },
};

export default {
  globs: publicModules,
  outdir: 'dist',
  litelement: true,
  packagejson: false,
  overrideModuleCreation: ({ts, globs}) => {
    for (const path of constantModules) {
      collectConstants(ts, parse(ts, path));
    }
    for (const path of wordModules) collectWords(ts, parse(ts, path));
    return [baseModule, ...globs].map((path) => parse(ts, path));
  },
  plugins: [
    signatures,
    valuesOnly,
    publicOnly,
    withoutBase,
    plainDefaults,
    writtenOut,
    definition,
    publishedPaths,
  ],
};

function parse(ts, path) {
  const text = readFileSync(path, 'utf8');
  return ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
}

function collectConstants(ts, source) {
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const {name, initializer} of statement.declarationList.declarations) {
      if (initializer && ts.isStringLiteral(initializer)) {
        constants.set(name.text, initializer.text);
      }
    }
  }
}

function collectWords(ts, source) {
  for (const statement of source.statements) {
    if (!ts.isTypeAliasDeclaration(statement)) continue;
    const {name, type} = statement;
    if (!ts.isUnionTypeNode(type)) continue;
    const texts = type.types.map((each) => each.getText());
    if (texts.every((text) => text.startsWith("'"))) {
      words.set(name.text, texts.join(' | '));
    }
  }
}
