/**
 * A rule for functions that travel to a browser as their own source text (the
 * sandbox's script and frames): such a function is alone in its file, so that
 * it can refer to nothing but itself, its arguments and what a browser has.
 */
const kinds = new Map([
  ['TSTypeAliasDeclaration', true],
  ['TSInterfaceDeclaration', true],
  ['FunctionDeclaration', true],
]);

/** Of Node and of modules; `import.meta` and `import()` are seen to apart. */
const foreign = new Set([
  'Buffer',
  'process',
  'global',
  'require',
  'module',
  'exports',
  '__dirname',
  '__filename',
  'setImmediate',
]);

const selfContained = {
  meta: {
    type: 'problem',
    messages: {
      value:
        'A function that is served as text can import types only: nothing else travels with it. Take it as an argument.',
      statement:
        'A file of served text has types and one exported function: what else stands here does not travel with it.',
      second:
        'A file of served text has one function: another does not travel with it. Put it inside, or take it as an argument.',
      foreign: 'A browser has no `{{name}}`.',
      module: 'A function that is served as text is in no module.',
    },
    schema: [],
  },
  create(context) {
    return {
      Program(program) {
        let functions = 0;
        for (const statement of program.body) {
          if (statement.type === 'ImportDeclaration') {
            const isType =
              statement.importKind === 'type' ||
              (statement.specifiers.length > 0 &&
                statement.specifiers.every(
                  ({importKind}) => importKind === 'type',
                ));
            if (!isType) {
              context.report({node: statement, messageId: 'value'});
            }
            continue;
          }
          const isExport = statement.type === 'ExportNamedDeclaration';
          const declared = isExport ? statement.declaration : statement;
          if (isExport && !declared && statement.exportKind === 'type') {
            continue;
          }
          const type = declared?.type ?? statement.type;
          if (!kinds.has(type)) {
            context.report({node: statement, messageId: 'statement'});
          } else if (type === 'FunctionDeclaration') {
            functions += 1;
            if (functions > 1 || !isExport) {
              context.report({node: statement, messageId: 'second'});
            }
          }
        }
      },
      Identifier(node) {
        const {parent} = node;
        const isName =
          (parent?.property === node || parent?.key === node) &&
          !parent.computed;
        if (foreign.has(node.name) && !isName) {
          context.report({
            node,
            messageId: 'foreign',
            data: {name: node.name},
          });
        }
      },
      ImportExpression(node) {
        context.report({node, messageId: 'module'});
      },
      MetaProperty(node) {
        if (node.meta.name === 'import') {
          context.report({node, messageId: 'module'});
        }
      },
    };
  },
};

export default {
  meta: {name: 'served-text'},
  rules: {'self-contained': selfContained},
};
