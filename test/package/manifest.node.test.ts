import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {before, describe, it} from 'node:test';
import {readJson, requireBuild, root} from './package.js';

/** What the custom elements manifest is made of, as far as tests read it. */
interface Item {
  name: string;
  kind?: string;
  description?: string;
  default?: string;
  attribute?: string;
  fieldName?: string;
  reflects?: boolean;
  readonly?: boolean;
  static?: boolean;
  type?: {text: string};
  return?: {type: {text: string}};
  parameters?: Array<{name: string; optional?: boolean}>;
}

type List =
  | 'attributes'
  | 'members'
  | 'events'
  | 'slots'
  | 'cssParts'
  | 'cssProperties'
  | 'cssStates';

type Declaration = {
  [Name in List]: Item[];
} & {name: string; tagName?: string; customElement?: boolean};

interface Module {
  path: string;
  declarations?: Declaration[];
  exports?: Array<{
    kind: string;
    name: string;
    declaration: {name: string; module?: string};
  }>;
}

const attributes: Record<string, {property: string; default: string}> = {
  endpoint: {property: 'endpoint', default: "''"},
  'client-token': {property: 'clientToken', default: "''"},
  category: {property: 'category', default: "''"},
  revision: {property: 'revision', default: "''"},
  activation: {property: 'activation', default: "'manual'"},
  loading: {property: 'loading', default: "'eager'"},
  label: {property: 'label', default: "''"},
  name: {property: 'name', default: "''"},
  disabled: {property: 'disabled', default: 'false'},
  'manual-finalize': {property: 'manualFinalize', default: 'false'},
  'without-form-details': {property: 'withoutFormDetails', default: 'false'},
  'sdk-url': {
    property: 'sdkUrl',
    default: "'https://x.klarnacdn.net/kp/lib/v1/api.js'",
  },
};

const properties = {
  settable: [
    ...Object.values(attributes).map(({property}) => property),
    'categories',
    'loadData',
    'customerDetails',
    'fetchSession',
    'messages',
  ],
  readonly: [
    'status',
    'error',
    'authorizationToken',
    'form',
    'labels',
    'type',
    'validity',
    'validationMessage',
    'willValidate',
  ],
};

const methods: Record<string, {returns: string; parameters: string[]}> = {
  authorize: {
    returns: 'Promise<AuthorizeResult>',
    parameters: ['details', 'options'],
  },
  reauthorize: {returns: 'Promise<AuthorizeResult>', parameters: ['details']},
  finalize: {returns: 'Promise<AuthorizeResult>', parameters: ['details']},
  refresh: {returns: 'Promise<void>', parameters: []},
  focus: {returns: 'void', parameters: ['options']},
  checkValidity: {returns: 'boolean', parameters: []},
  reportValidity: {returns: 'boolean', parameters: []},
};

const events: Record<string, string> = {
  'klarna-session': 'KlarnaSessionEvent',
  'klarna-load': 'KlarnaLoadEvent',
  'klarna-select': 'KlarnaSelectEvent',
  'klarna-authorize': 'KlarnaAuthorizeEvent',
  'klarna-authorized': 'KlarnaAuthorizedEvent',
  'klarna-finalize-required': 'KlarnaFinalizeRequiredEvent',
  'klarna-rejected': 'KlarnaRejectedEvent',
  'klarna-overlay': 'KlarnaOverlayEvent',
  'klarna-status': 'KlarnaStatusEvent',
  'klarna-error': 'KlarnaErrorEvent',
};

const looks: Record<
  'slots' | 'cssParts' | 'cssProperties' | 'cssStates',
  string[]
> = {
  slots: ['', 'loading', 'error', 'empty'],
  cssParts: [
    'tablist',
    'tab',
    'tab-icon',
    'tab-label',
    'panel',
    'message',
    'retry-button',
    'loading-indicator',
  ],
  cssProperties: [
    'accent-color',
    'focus-color',
    'border-color',
    'border-radius',
    'gap',
    'tab-padding',
    'panel-padding',
    'panel-min-height',
  ].map((name) => `--klarna-payments-${name}`),
  cssStates: [
    'loading',
    'ready',
    'authorizing',
    'authorized',
    'unavailable',
    'error',
    'single',
  ],
};

describe('the custom elements manifest', () => {
  let modules: Module[];
  let element: Declaration;

  before(() => {
    requireBuild();
    ({modules} = readJson<{modules: Module[]}>(
      join(root, 'dist/custom-elements.json'),
    ));
    const found = modules
      .flatMap(({declarations = []}) => declarations)
      .filter(({customElement}) => customElement);
    assert.equal(found.length, 1);
    element = found[0]!;
  });

  it('names the tag, the class and the module that registers it', () => {
    assert.equal(element.tagName, 'klarna-payments');
    assert.equal(element.name, 'KlarnaPaymentsElement');
    const definitions = modules.flatMap(({path, exports = []}) =>
      exports
        .filter(({kind}) => kind === 'custom-element-definition')
        .map(({name, declaration}) => ({path, name, declaration})),
    );
    assert.deepEqual(definitions, [
      {
        path: 'dist/index.js',
        name: 'klarna-payments',
        declaration: {
          name: 'KlarnaPaymentsElement',
          module: 'dist/element/klarna-payments.js',
        },
      },
    ]);
  });

  it('lists the attributes with their properties and defaults', () => {
    assert.deepEqual(
      Object.fromEntries(
        element.attributes.map((attribute) => [
          attribute.name,
          {property: attribute.fieldName, default: attribute.default},
        ]),
      ),
      attributes,
    );
  });

  it('says which attributes reflect', () => {
    const reflecting = element.members
      .filter(({reflects}) => reflects)
      .map(({name}) => name);
    for (const name of ['category', 'name']) {
      assert.ok(reflecting.includes(name), name);
    }
  });

  it('lists the properties, and which of them cannot be set', () => {
    const fields = element.members.filter(
      (member) => member.kind === 'field' && !member.static,
    );
    const names = (isReadonly: boolean) =>
      namesOf(fields.filter((field) => Boolean(field.readonly) === isReadonly));
    assert.deepEqual(names(false), properties.settable.toSorted());
    assert.deepEqual(names(true), properties.readonly.toSorted());
  });

  it('lists the methods with what they take and return', () => {
    const found = element.members.filter(
      (member) => member.kind === 'method' && !member.static,
    );
    assert.deepEqual(
      Object.fromEntries(
        found.map((method) => [
          method.name,
          {
            returns: method.return?.type.text,
            parameters: (method.parameters ?? []).map(({name}) => name),
          },
        ]),
      ),
      methods,
    );
    for (const {parameters = []} of found) {
      for (const {name, optional} of parameters) assert.ok(optional, name);
    }
  });

  it('lists what the class itself has', () => {
    assert.deepEqual(
      namesOf(element.members.filter((member) => member.static)),
      ['define', 'formAssociated', 'version'],
    );
  });

  it('lists the events with their classes, which it also describes', () => {
    assert.deepEqual(
      Object.fromEntries(
        element.events.map(({name, type}) => [name, type?.text]),
      ),
      events,
    );
    const classes = modules
      .find(({path}) => path === 'dist/element/events.js')
      ?.declarations?.map(({name}) => name);
    assert.deepEqual(classes?.toSorted(), Object.values(events).toSorted());
  });

  for (const [list, names] of Object.entries(looks)) {
    it(`lists the ${list}`, () => {
      assert.deepEqual(namesOf(element[list as List]), names.toSorted());
    });
  }

  it('describes everything that is the element’s own', () => {
    // These are every form control's, and say nothing new here.
    const known = /^(?:formAssociated|labels|valid.*|willValidate|.*Validity)$/;
    const items = [...lists].flatMap((list) => element[list]);
    assert.deepEqual(
      namesOf(
        items.filter(
          ({name, description}) => !description && !known.test(name),
        ),
      ),
      [],
    );
  });

  it('names modules of the package only, and none that are not public', () => {
    assert.deepEqual(modules.map(({path}) => path).toSorted(), [
      'dist/element.js',
      'dist/element/events.js',
      'dist/element/klarna-payments.js',
      'dist/index.js',
    ]);
    const text = JSON.stringify(modules);
    assert.doesNotMatch(text, /src\/|"privacy":"(?:private|protected)"|"#/);
  });

  it('exports only what is there at run time', async () => {
    const {exports = []} =
      modules.find(({path}) => path === 'dist/element.js') ?? {};
    const module = (await import(join(root, 'dist/element.js'))) as object;
    const names = exports.map(({name}) => name).filter((name) => name !== '*');
    assert.deepEqual(
      names.filter((name) => !(name in module)),
      [],
    );
  });
});

describe('what editors read', () => {
  before(requireBuild);

  it('gives VS Code the tag with its attributes and their values', () => {
    const {tags} = readJson<{
      tags: Array<{
        name: string;
        attributes: Array<{name: string; values?: Array<{name: string}>}>;
      }>;
    }>(join(root, 'dist/vscode.html-data.json'));
    assert.deepEqual(namesOf(tags), ['klarna-payments']);
    const found = tags[0]?.attributes ?? [];
    assert.deepEqual(namesOf(found), Object.keys(attributes).toSorted());
    const values = (name: string) =>
      namesOf(found.find((each) => each.name === name)?.values ?? []);
    assert.deepEqual(values('activation'), ['auto', 'manual']);
    assert.deepEqual(values('loading'), ['eager', 'lazy']);
  });

  it('gives VS Code the custom properties', () => {
    const {properties: found} = readJson<{properties: Item[]}>(
      join(root, 'dist/vscode.css-data.json'),
    );
    assert.deepEqual(namesOf(found), looks.cssProperties.toSorted());
  });

  it('gives JetBrains the tag with attributes, slots, events and properties', () => {
    const {version} = readJson<{version: string}>(join(root, 'package.json'));
    const types = readJson<{
      name: string;
      version: string;
      contributions: {
        html: {
          elements: Array<{
            name: string;
            attributes: Item[];
            slots: Item[];
            events: Item[];
            js: {properties: Item[]};
          }>;
        };
      };
    }>(join(root, 'dist/web-types.json'));
    assert.equal(types.name, 'klarna-payments-element');
    assert.equal(types.version, version);
    const [tag, ...others] = types.contributions.html.elements;
    assert.deepEqual(others, []);
    assert.equal(tag?.name, 'klarna-payments');
    assert.deepEqual(
      namesOf(tag.attributes),
      Object.keys(attributes).toSorted(),
    );
    assert.deepEqual(namesOf(tag.slots), looks.slots.toSorted());
    assert.deepEqual(namesOf(tag.events), Object.keys(events).toSorted());
    const settable = namesOf(tag.js.properties);
    for (const name of properties.settable) {
      assert.ok(settable.includes(name), name);
    }
  });

  it('tells both of the custom states', () => {
    const states = looks.cssStates.map((name) => `state(${name})`);
    const {pseudoClasses} = readJson<{pseudoClasses: Item[]}>(
      join(root, 'dist/vscode.css-data.json'),
    );
    const {contributions} = readJson<{
      contributions: {css: {'pseudo-classes': Item[]}};
    }>(join(root, 'dist/web-types.json'));
    assert.deepEqual(
      namesOf(pseudoClasses),
      states.map((state) => `:${state}`).toSorted(),
    );
    assert.deepEqual(
      namesOf(contributions.css['pseudo-classes']),
      states.toSorted(),
    );
    for (const {name, description} of pseudoClasses) {
      assert.ok(description, name);
    }
  });

  it('tells both of defaults, and of the words that a value may be', () => {
    const {tags} = readJson<{tags: Array<{attributes: Item[]}>}>(
      join(root, 'dist/vscode.html-data.json'),
    );
    for (const {name, description} of tags[0]?.attributes ?? []) {
      const value = attributes[name]?.default;
      assert.ok(description?.endsWith(`Default: \`${value}\``), name);
    }
    const {contributions} = readJson<{
      contributions: {
        html: {
          elements: Array<{
            attributes: Array<Item & {values?: Item[]}>;
            js: {
              properties: Array<{
                name: string;
                type: string;
                default?: string;
                'read-only'?: boolean;
              }>;
            };
          }>;
        };
      };
    }>(join(root, 'dist/web-types.json'));
    const [tag] = contributions.html.elements;
    const words = tag?.attributes.find(({name}) => name === 'activation');
    assert.deepEqual(namesOf(words?.values ?? []), ['auto', 'manual']);

    const fields = tag?.js.properties ?? [];
    assert.deepEqual(
      namesOf(fields.filter((field) => field['read-only'])),
      properties.readonly.toSorted(),
    );
    for (const {name, type} of fields) assert.ok(type, name);
    const status = fields.find(({name}) => name === 'status');
    assert.match(status?.type ?? '', /'idle' \| .*'authorized' \| /);
    for (const {property, default: value} of Object.values(attributes)) {
      const field = fields.find(({name}) => name === property);
      assert.equal(field?.default, value, property);
    }
  });

  it('leads from all to pages and headings that are there', () => {
    const {homepage} = readJson<{homepage: string}>(join(root, 'package.json'));
    const home = homepage.replace('#readme', '/blob/main/');
    for (const file of [
      'vscode.html-data.json',
      'vscode.css-data.json',
      'web-types.json',
    ]) {
      const text = readFileSync(join(root, 'dist', file), 'utf8');
      const urls = Array.from(
        text.matchAll(/"(?:doc-)?url": "([^"]+)"/g),
        ([, url = '']) => url,
      );
      assert.ok(urls.length > 7, file);
      for (const url of new Set(urls)) {
        assert.ok(url.startsWith(home), url);
        const [page = '', heading = ''] = url.slice(home.length).split('#');
        const headings = readFileSync(join(root, page), 'utf8')
          .split('\n')
          .filter((line) => line.startsWith('#'))
          .map((line) => line.replace(/^#+ /, '').toLowerCase())
          .map((line) => line.replaceAll(' ', '-'));
        assert.ok(!heading || headings.includes(heading), url);
      }
    }
  });
});

const lists: readonly List[] = [
  'attributes',
  'members',
  'events',
  'slots',
  'cssParts',
  'cssProperties',
  'cssStates',
];

function namesOf(items: ReadonlyArray<{name: string}>): string[] {
  return items.map(({name}) => name).toSorted();
}
