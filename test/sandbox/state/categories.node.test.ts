import assert from 'node:assert/strict';
import {basename} from 'node:path';
import {describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {globSync} from 'tinyglobby';
import {scriptBuilds} from '../../../src/sandbox/browser/builds.js';
import {
  createKlarnaSandbox,
  type KlarnaSandboxOptions,
} from '../../../src/sandbox/index.js';
import type {KlarnaCreatedSession} from '../../../src/wire/rest-types.js';
import {orderWith} from '../klarna.js';

async function offered(
  categories: KlarnaSandboxOptions['categories'],
  locale = 'en-GB',
): Promise<{identifier: string; name: string}[]> {
  const sandbox = createKlarnaSandbox({categories});
  const response = await sandbox.fetch(
    new Request('http://klarna.test/payments/v1/sessions', {
      method: 'POST',
      headers: {authorization: 'Basic eDp5'},
      body: JSON.stringify(orderWith({locale})),
    }),
  );
  const session = (await response.json()) as KlarnaCreatedSession;
  return session.payment_method_categories ?? [];
}

describe('the categories of a session', () => {
  const presets = {
    klarna: ['klarna'],
    three: ['pay_later', 'pay_over_time', 'pay_now'],
    one: ['pay_later'],
  } as const;
  for (const [preset, expected] of Object.entries(presets)) {
    it(`are those of the preset ${preset}`, async () => {
      const categories = await offered(preset as keyof typeof presets);
      assert.deepEqual(
        categories.map(({identifier}) => identifier),
        expected,
      );
    });
  }

  it('are three unless said', async () => {
    assert.equal((await offered(undefined)).length, 3);
  });

  it('are no word that is none of the presets', () => {
    assert.throws(
      () => createKlarnaSandbox({categories: 'pay_later' as 'one'}),
      /categories is a list or one of klarna, three, one/,
    );
  });

  const identifiers = scriptBuilds['1.10-1987'].categories;
  const languages = globSync('src/element/**/messages/??.ts', {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
  }).map((file) => basename(file, '.ts'));

  it('have names in all languages that the element speaks', () => {
    assert.ok(languages.length >= 16);
  });

  for (const language of languages) {
    it(`are named in the language of the session: ${language}`, async () => {
      const english = await offered(identifiers);
      const named = await offered(identifiers, `${language}-XX`);
      for (const [index, {identifier, name}] of named.entries()) {
        assert.notEqual(name, english[index]?.name, identifier);
        assert.match(name, /^\p{L}/u);
      }
      assert.equal(new Set(named.map(({name}) => name)).size, named.length);
    });
  }

  it('are Norwegian under all its names, and English where nothing else is', async () => {
    const [bokmal] = await offered(['pay_now'], 'nb-NO');
    for (const locale of ['no-NO', 'nn-NO']) {
      assert.deepEqual(await offered(['pay_now'], locale), [bokmal]);
    }
    const [unknown] = await offered(['pay_now'], 'ja-JP');
    assert.equal(unknown?.name, 'Pay now');
    const [other] = await offered(['pay_next_year'], 'sv-SE');
    assert.equal(other?.name, 'pay next year');
  });
});
