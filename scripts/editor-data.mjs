import {readFileSync, writeFileSync} from 'node:fs';

/**
 * Adds to what the analyzer's plugins have written for editors what they leave
 * out of the manifest: custom states, defaults, which members cannot be set, the
 * words that a value may be, and where to read on.
 */
const {homepage} = read('package.json');
const docs = homepage.replace(/#.*$/, '/blob/main/docs');
const pages = {
  tag: `${docs}/reference/element.md`,
  attributes: `${docs}/reference/element.md#attributes`,
  properties: `${docs}/guide/theming.md#custom-properties`,
  parts: `${docs}/guide/theming.md#parts`,
  states: `${docs}/guide/theming.md#states`,
};
const element = read('dist/custom-elements.json')
  .modules.flatMap(({declarations = []}) => declarations)
  .find(({tagName}) => tagName);
const {attributes, members, cssProperties, cssStates} = element;

change('dist/vscode.html-data.json', (data) => {
  const [tag] = data.tags;
  tag.references = referencesTo(pages.tag);
  tag.description = tidy(tag.description);
  tag.description += `\n\n### **Custom states:**\n${list(
    cssStates,
    ({name}) => `:state(${name})`,
  )}\n\n### **Read-only:**\n${list(members.filter(isReadonlyField), nameOf)}`;
  for (const each of tag.attributes) {
    const attribute = named(attributes, each.name);
    each.description = withDefault(attribute.description, attribute.default);
    each.references = referencesTo(pages.attributes);
    // Completed without `=""`, as it switches on whatever is in there.
    if (attribute.type?.text === 'boolean') each.valueSet = 'v';
  }
});

change('dist/vscode.css-data.json', (data) => {
  for (const each of data.properties) {
    const {description, default: value} = named(cssProperties, each.name);
    each.description = {
      kind: 'markdown',
      value: withDefault(description, value),
    };
    each.references = referencesTo(pages.properties);
  }
  for (const each of data.pseudoElements) {
    each.references = referencesTo(pages.parts);
  }
  data.pseudoClasses = cssStates.map(({name, description}) => ({
    name: `:state(${name})`,
    description,
    references: referencesTo(pages.states),
  }));
});

change('dist/web-types.json', (data) => {
  data['js-types-syntax'] = 'typescript';
  const {html, css} = data.contributions;
  const [tag] = html.elements;
  tag['doc-url'] = pages.tag;
  tag.description = tidy(tag.description);
  for (const each of tag.attributes) {
    each['doc-url'] = pages.attributes;
    const values = wordsOf(named(attributes, each.name));
    if (values) each.values = values.map((name) => ({name}));
  }
  tag.js.properties = members
    .filter(({kind, static: isStatic}) => kind === 'field' && !isStatic)
    .map((member) => ({
      name: member.name,
      description: member.description,
      type: member.parsedType?.text ?? member.type?.text,
      ...(member.default !== undefined && {default: member.default}),
      ...(member.readonly && {'read-only': true}),
    }));
  for (const each of css.properties) each['doc-url'] = pages.properties;
  for (const each of css['pseudo-elements']) each['doc-url'] = pages.parts;
  css['pseudo-classes'] = cssStates.map(({name, description}) => ({
    name: `state(${name})`,
    description,
    'doc-url': pages.states,
  }));
});

function read(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function change(path, edit) {
  const data = read(path);
  edit(data);
  writeFileSync(path, JSON.stringify(data, null, 2));
}

/** What the plugins write, as Markdown that shows what is meant. */
function tidy(description) {
  return (
    description
      // Right below a text it makes a heading of it.
      .replace('\n---\n', '\n\n---\n')
      .replaceAll(' _(default: undefined)_', '')
  );
}

function referencesTo(url) {
  return [{name: 'Documentation', url}];
}

function named(items, name) {
  const item = items.find((each) => each.name === name);
  if (!item) throw new Error(`The manifest has no ${name}`);
  return item;
}

function nameOf({name}) {
  return name;
}

function list(items, titleOf) {
  return items
    .map((item) => `- **${titleOf(item)}** - ${item.description ?? ''}`)
    .join('\n');
}

function isReadonlyField({kind, readonly, description}) {
  return kind === 'field' && readonly && description;
}

function withDefault(description, value) {
  return value === undefined
    ? description
    : `${description}\n\nDefault: \`${value}\``;
}

/** The words of `'manual' | 'auto'`. */
function wordsOf({type, parsedType}) {
  const parts = (parsedType?.text ?? type?.text ?? '').split(' | ');
  return parts.every((part) => /^'.+'$/.test(part))
    ? parts.map((part) => part.slice(1, -1))
    : undefined;
}
