/**
 * A lint rule for what runs on shops' pages: it uses only what Chrome and Edge
 * 111, Firefox 115 and Safari 16.4 have, and what pages leave intact that have
 * replaced `Promise` or `addEventListener` (old polyfills, zone.js).
 */

/** Members that one of those lacks, and since when all have them. */
export const missing = {
  Promise: {
    withResolvers: 'Chrome 119, Firefox 121, Safari 17.4',
    try: 'Chrome 128, Firefox 134, Safari 18.2',
    any: 'not in old polyfills',
    allSettled: 'not in old polyfills',
  },
  AbortSignal: {
    any: 'Chrome 116, Firefox 124, Safari 17.4',
    timeout: 'not under old polyfills of AbortController',
  },
  Array: {fromAsync: 'Chrome 121, Firefox 115, Safari 16.4 partly'},
  Object: {groupBy: 'Chrome 117, Firefox 119, Safari 17.4'},
  Map: {groupBy: 'Chrome 117, Firefox 119, Safari 17.4'},
  URL: {
    canParse: 'Chrome 120, Firefox 115, Safari 17',
    parse: 'Chrome 126, Firefox 126, Safari 18',
  },
  Response: {json: 'Chrome 105, Firefox 115, Safari 17'},
  RegExp: {escape: 'Chrome 136, Firefox 134, Safari 18.2'},
  Iterator: {from: 'Chrome 122, Firefox 131, Safari 18.4'},
};

/** Methods that no built-in object had before; whatever they are called on. */
export const newMethods = {
  finally: 'not in old polyfills of Promise: await in try and finally',
  union: 'Chrome 122, Firefox 127, Safari 17',
  intersection: 'Chrome 122, Firefox 127, Safari 17',
  difference: 'Chrome 122, Firefox 127, Safari 17',
  symmetricDifference: 'Chrome 122, Firefox 127, Safari 17',
  isSubsetOf: 'Chrome 122, Firefox 127, Safari 17',
  isSupersetOf: 'Chrome 122, Firefox 127, Safari 17',
  isDisjointFrom: 'Chrome 122, Firefox 127, Safari 17',
  checkVisibility: 'Chrome 105, Firefox 106, Safari 17.4',
  showPopover: 'Chrome 114, Firefox 125, Safari 17',
  hidePopover: 'Chrome 114, Firefox 125, Safari 17',
  togglePopover: 'Chrome 114, Firefox 125, Safari 17',
  moveBefore: 'Chrome 133, Firefox 144',
  setHTMLUnsafe: 'Chrome 124, Firefox 123, Safari 17.4',
  isWellFormed: 'Chrome 111, Firefox 119, Safari 16.4',
  toWellFormed: 'Chrome 111, Firefox 119, Safari 16.4',
  toBase64: 'Chrome 140, Firefox 133, Safari 18.2',
  getOrInsert: 'Chrome 145, Firefox 144, Safari 26.2',
};

/** Globals of the page that one of the browsers lacks. */
export const newGlobals = {
  requestIdleCallback: 'not in Safari',
  scheduler: 'not in Safari 16.4',
  navigation: 'not in Firefox 115',
};

const rule = {
  create(context) {
    const found = [];
    /** What the file asks for before it uses it: `'name' in something`. */
    const guarded = new Set();
    const note = (node, what, since, name) => {
      if (since) found.push({node, what, since, name});
    };
    return {
      BinaryExpression({operator, left}) {
        if (operator === 'in') guarded.add(left.value);
      },
      MemberExpression(node) {
        const {object, property, computed} = node;
        if (computed || property.type !== 'Identifier') return;
        const {name} = property;
        const since = own(own(missing, object.name), name);
        note(node, `${object.name}.${name}`, since, name);
      },
      CallExpression(node) {
        const {callee, optional} = node;
        if (callee.type === 'Identifier') {
          note(node, callee.name, own(newGlobals, callee.name), callee.name);
        }
        if (callee.type !== 'MemberExpression' || callee.computed) return;
        const {name} = callee.property;
        if (!optional) note(node, `${name}()`, own(newMethods, name), name);
        if (name === 'addEventListener' && hasSignal(node.arguments[2])) {
          note(node, 'The signal of a listener', 'zone.js takes no notice');
        }
      },
      Literal(node) {
        if (node.regex?.flags.includes('v')) {
          note(node, 'The flag v', 'Chrome 112, Firefox 116, Safari 17');
        }
      },
      'Program:exit'() {
        for (const {node, what, since, name} of found) {
          if (name && guarded.has(name)) continue;
          context.report({
            node,
            message: `${what} is not on every page of a shop: ${since}.`,
          });
        }
      },
    };
  },
};

function own(table, name) {
  return table && Object.hasOwn(table, name ?? '') ? table[name] : undefined;
}

function hasSignal(options) {
  return (
    options?.type === 'ObjectExpression' &&
    options.properties.some(({key}) => key?.name === 'signal')
  );
}

export default {
  meta: {name: 'old-pages'},
  rules: {'only-what-all-have': rule},
};
