import {described} from './described.js';
import type {ManifestElement, ManifestItem} from './manifest.js';
import {code, item, page, prose, section, type Links} from './markdown.js';
import {ts, type Checker, type Exported} from './program.js';
import {typeTextOf} from './signatures.js';

/** The page of the tag: everything that the manifest says of it. */
export function elementPage(
  element: ManifestElement,
  exported: readonly Exported[],
  links: Links,
  checker: Checker,
): string {
  const fields = element.members.filter(
    ({kind, static: isStatic}) => kind === 'field' && !isStatic,
  );
  const list = (
    items: readonly ManifestItem[],
    headOf: (item: ManifestItem) => string,
  ) => items.map((each) => item(headOf(each), ...about(each)));
  const typed = (each: ManifestItem) =>
    `**\`${each.name}\`** ${code(each.parsedType?.text ?? each.type?.text ?? '', links)}`;

  return page(
    `# \`<${element.tagName}>\``,
    prose(element.description),
    section('Attributes', list(element.attributes, typed)),
    section(
      'Properties that can be set',
      list(
        fields.filter(({readonly}) => !readonly),
        typed,
      ),
    ),
    section(
      'Properties that are read',
      list(
        fields.filter(({readonly}) => readonly),
        typed,
      ),
    ),
    section(
      'Methods',
      list(
        element.members.filter(({kind}) => kind === 'method'),
        (method) =>
          `**\`${method.static ? `${element.name}.` : ''}${method.name}\`** ${code(callOf(method), links)}`,
      ),
    ),
    section(
      'Events',
      element.events.map((event) =>
        item(
          `**\`${event.name}\`** ${code(event.type?.text ?? '', links)}`,
          prose(event.description ?? ''),
          detailOf(event, exported, links, checker),
        ),
      ),
    ),
    section(
      'Slots',
      list(element.slots, ({name}) => `**\`${name || '(default)'}\`**`),
    ),
    section(
      'Parts',
      list(element.cssParts, ({name}) => `**\`${name}\`**`),
    ),
    section(
      'Custom properties',
      list(element.cssProperties, ({name}) => `**\`${name}\`**`),
    ),
    section(
      'States',
      list(element.cssStates, ({name}) => `**\`:state(${name})\`**`),
    ),
  );
}

/** What is said of it, its parameters and its default. */
function about({
  name,
  description = '',
  default: value,
  attribute,
  reflects,
  parameters = [],
}: ManifestItem): string[] {
  return [
    prose(description),
    ...parameters
      .filter((parameter) => parameter.description)
      .map(
        (parameter) =>
          `\`${parameter.name}\`: ${prose(parameter.description ?? '')}`,
      ),
    attribute && attribute !== name ? `Attribute: \`${attribute}\`.` : '',
    reflects ? 'It reflects.' : '',
    value === undefined ? '' : `Default: \`${value}\`.`,
  ];
}

function callOf({parameters = [], return: answer}: ManifestItem): string {
  const list = parameters.map(
    ({name, optional, default: value, type}) =>
      `${name}${optional || value ? '?' : ''}: ${type?.text ?? 'string'}`,
  );
  return `(${list.join(', ')}) => ${answer?.type.text ?? 'void'}`;
}

/** The members of an event's `detail`. */
function detailOf(
  {type}: ManifestItem,
  exported: readonly Exported[],
  links: Links,
  checker: Checker,
): string {
  const found = exported.find(({name}) => name === type?.text);
  if (!found) throw new Error(`${type?.text} is not exported`);
  const {symbol, declaration} = found;
  const detail = checker.getDeclaredTypeOfSymbol(symbol).getProperty('detail');
  if (!detail) throw new Error(`${type?.text} has no detail`);
  const members = checker
    .getTypeOfSymbolAtLocation(detail, declaration)
    .getProperties();
  return members
    .map((member) => {
      const text = typeTextOf(member, declaration, checker);
      const words = described(member, checker).replace(/\s+/g, ' ');
      const mark = member.flags & ts.SymbolFlags.Optional ? '?' : '';
      return `- \`detail.${member.name}${mark}\` ${code(text, links)} ${words}`.trim();
    })
    .join('\n');
}
