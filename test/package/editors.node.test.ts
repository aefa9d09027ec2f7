import assert from 'node:assert/strict';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {before, describe, it} from 'node:test';
import {Ajv} from 'ajv';
import type {CSSDataV1} from 'vscode-css-languageservice';
import type {HTMLDataV1} from 'vscode-html-languageservice';
import {readJson, requireBuild, root} from './package.js';

// Neither tells Node the names of its exports.
const require = createRequire(import.meta.url);
const {
  getCSSLanguageService,
  newCSSDataProvider,
  TextDocument: StyleSheet,
} = require('vscode-css-languageservice') as typeof import('vscode-css-languageservice');
const {
  getLanguageService,
  newHTMLDataProvider,
  TextDocument: Page,
} = require('vscode-html-languageservice') as typeof import('vscode-html-languageservice');

const html = 'dist/vscode.html-data.json';
const css = 'dist/vscode.css-data.json';

/** What Visual Studio Code offers and says where `|` is in a page. */
function inPage(text: string) {
  const service = getLanguageService({
    customDataProviders: [
      newHTMLDataProvider('klarna', readJson<HTMLDataV1>(join(root, html))),
    ],
  });
  const page = Page.create('shop.html', 'html', 1, text.replace('|', ''));
  const at = page.positionAt(text.indexOf('|'));
  const parsed = service.parseHTMLDocument(page);
  return {
    offered: Object.fromEntries(
      service
        .doComplete(page, at, parsed)
        .items.map(({label, textEdit}) => [label, textEdit?.newText]),
    ),
    said: JSON.stringify(service.doHover(page, at, parsed)?.contents ?? ''),
  };
}

/** The same in a style sheet. */
function inStyleSheet(text: string) {
  const service = getCSSLanguageService({
    customDataProviders: [
      newCSSDataProvider(readJson<CSSDataV1>(join(root, css))),
    ],
  });
  const sheet = StyleSheet.create('shop.css', 'css', 1, text.replace('|', ''));
  const at = sheet.positionAt(text.indexOf('|'));
  const parsed = service.parseStylesheet(sheet);
  return {
    offered: service
      .doComplete(sheet, at, parsed)
      .items.map(({label}) => label),
    said: JSON.stringify(service.doHover(sheet, at, parsed)?.contents ?? ''),
    faults: service.doValidation(sheet, parsed).map(({message}) => message),
  };
}

describe('Visual Studio Code, given what the package has for it,', () => {
  before(requireBuild);

  it('offers the tag, and tells its events, states and read-only members', () => {
    assert.ok('klarna-payments' in inPage('<klarna-|').offered);
    const {said} = inPage('<klarna-pay|ments></klarna-payments>');
    assert.match(said, /klarna-authorized/);
    assert.match(said, /:state\(unavailable\)/);
    assert.match(said, /Read-only:[^#]*authorizationToken/);
    assert.match(said, /\[Documentation\]\(\S+reference\/element\.md\)/);
    assert.doesNotMatch(said, /undefined\)/);
    // A line of hyphens below a text makes a heading of the text.
    assert.doesNotMatch(said, /[^n]\\n---/);
  });

  it('offers the words that a value may be, and no others', () => {
    const of = (attribute: string) =>
      Object.keys(inPage(`<klarna-payments ${attribute}="|">`).offered);
    assert.deepEqual(of('activation'), ['manual', 'auto']);
    assert.deepEqual(of('loading'), ['eager', 'lazy']);
  });

  it('writes a switch without a value, which nobody can set to false', () => {
    const {offered} = inPage('<klarna-payments |></klarna-payments>');
    for (const name of [
      'disabled',
      'manual-finalize',
      'without-form-details',
    ]) {
      assert.equal(offered[name], name);
    }
    assert.equal(offered['endpoint'], 'endpoint="$1"');
  });

  it('tells of an attribute what it is without it, and where to read on', () => {
    const {said} = inPage('<klarna-payments activ|ation="auto">');
    assert.match(said, /Default: `'manual'`/);
    assert.match(said, /\[Documentation\]\(\S+element\.md#attributes\)/);
  });

  it('offers states and parts, and finds no fault with them', () => {
    const {offered} = inStyleSheet('klarna-payments:| {}');
    assert.ok(offered.includes(':state(authorized)'));
    assert.ok(offered.includes('::part(retry-button)'));
    const {faults} = inStyleSheet(
      'klarna-payments:state(loading)::part(tab) {color: red}|',
    );
    assert.deepEqual(faults, []);
  });

  it('offers the custom properties with their defaults', () => {
    const name = '--klarna-payments-accent-color';
    assert.ok(inStyleSheet('klarna-payments { --k| }').offered.includes(name));
    const {said} = inStyleSheet(`klarna-payments { ${name}|: red }`);
    assert.match(said, /Default: `currentColor`/);
    assert.match(said, /\[Documentation\]\(\S+theming\.md#custom-properties\)/);
  });
});

describe('what tools read', () => {
  before(requireBuild);

  for (const [file, schema] of [
    [html, 'vscode-html-languageservice/docs/customData.schema.json'],
    [css, 'vscode-css-languageservice/docs/customData.schema.json'],
    ['dist/custom-elements.json', 'custom-elements-manifest/schema.json'],
  ] as const) {
    it(`is as ${schema} has it: ${file}`, () => {
      const ajv = new Ajv({strict: false, allErrors: true});
      const validate = ajv.compile(readJson<object>(require.resolve(schema)));
      validate(readJson(join(root, file)));
      assert.deepEqual(validate.errors ?? [], []);
    });
  }
});
