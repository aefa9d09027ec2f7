import assert from 'node:assert/strict';
import {describe, test} from 'node:test';

import {
  createKlarnaMerchant,
  memoryStorage,
  type KlarnaMerchantOptions,
} from '../../src/server/index.js';

const options: KlarnaMerchantOptions = {
  credentials: {username: 'user', password: 'password'},
  region: 'eu',
  environment: 'playground',
  visitor: () => 'ada',
  order: () => null,
  placed: () => {},
};

const {credentials: _, region: __, ...unaccounted} = options;
/** The same shop with several merchant accounts. */
const several: KlarnaMerchantOptions = {
  ...unaccounted,
  account: () => ({credentials: options.credentials!, region: 'eu'}),
};

/** What `account` answers in the place of options. */
function isOfAccount(member: string): boolean {
  return ['credentials', 'region'].includes(member);
}

function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

describe('createKlarnaMerchant', () => {
  test('needs no more than what only the shop can know', () => {
    assert.equal(typeof createKlarnaMerchant(options).fetch, 'function');
  });

  for (const [member, value] of [
    ['credentials', {username: 'secretUser'}],
    ['credentials', undefined],
    ['credentials', 'secretText'],
    ['credentials', {username: 'secret:user', password: 'secret'}],
    ['credentials', {apiKey: 'secret\n'}],
    ['region', 'secretRegion'],
    ['region', undefined],
    ['environment', 'secretEnvironment'],
    ['environment', undefined],
    ['baseUrl', 'secretUrl'],
    ['baseUrl', 'https://user:secret@klarna.example'],
    ['fetch', 'secretFetch'],
    ['timeout', -1],
    ['timeout', 0],
    ['timeout', Infinity],
    ['basePath', 'secretPath'],
    ['basePath', '/secret?path'],
    ['account', {secret: true}],
    ['atOrder', 'secretText'],
    ['tokenized', true],
    ['notified', 'secretText'],
    ['failed', new Response('secret')],
    ['client', 'secretAddress'],
    ['callbackPatience', -1],
    ['callbackPatience', 600_001],
    ['callbackPatience', Number.NaN],
    ['callbackPatience', 'secret'],
    ['recovery', 'secret'],
    ['recovery', false],
    ['check', 'secret'],
    ['check', true],
    ['patience', 0],
    ['patience', Infinity],
    ['patience', '10'],
    ['repeatAfter', -1],
    ['repeatAfter', '10'],
    ['visitor', 'secretVisitor'],
    ['order', undefined],
    ['placed', {}],
    ['visitor', undefined],
    ['placed', undefined],
    ['storage', {get: () => 'secretValue'}],
    ['storage', null],
    ['storage', {...memoryStorage(), durable: 'secret'}],
    ...(['read', 'write', 'due', 'claim', 'release'] as const).map(
      (method) => ['storage', {...memoryStorage(), [method]: 1}] as const,
    ),
    ['origin', 'secretOrigin'],
    ['origin', 'https://shop.example/secretPath'],
    ['origin', 'https://shop.example/?secret'],
    ['origin', 'ftp://shop.secret'],
    ['callbackSecret', ''],
    ['callbackSecret', 7],
    ['now', 1],
    ['onEvent', 'secretLog'],
  ] as const) {
    test(`names ${member} if it is ${shown(value)}, not its value`, () => {
      for (const shop of isOfAccount(member) ? [options] : [options, several]) {
        assert.throws(
          () => createKlarnaMerchant({...shop, [member]: value} as never),
          (error: unknown) =>
            error instanceof TypeError &&
            error.message.includes(member) &&
            !error.message.includes('secret'),
        );
      }
    });
  }

  for (const [member, value] of [
    ['callbackPatience', 0],
    ['callbackPatience', 600_000],
    ['callbackPatience', 'never'],
    ['repeatAfter', 0],
    ['origin', 'http://localhost:3000/'],
    ['credentials', {apiKey: 'klarna_live_api_key'}],
    ['recovery', 'manual'],
    ['check', 'off'],
  ] as const) {
    test(`takes ${shown(value)} for ${member}`, () => {
      createKlarnaMerchant({
        ...options,
        recovery: 'manual',
        [member]: value,
      });
    });
  }

  test('refuses what is no object', () => {
    assert.throws(() => createKlarnaMerchant(null as never), TypeError);
  });

  test('answers at the path that it is given', async () => {
    for (const [basePath, path, status] of [
      [undefined, '/klarna/session', 409],
      ['/pay/with/', '/pay/with/session', 409],
      ['/', '/session', 409],
      ['', '/session', 409],
      ['/pay', '/klarna/session', 404],
      ['/pay', '/payment/session', 404],
    ] as const) {
      const {fetch} = createKlarnaMerchant({...options, basePath});
      const response = await fetch(
        new Request(`https://shop.example${path}`, {
          method: 'POST',
          headers: {'content-type': 'application/json'},
          body: '{}',
        }),
      );
      assert.equal(response.status, status, `${basePath} ${path}`);
    }
  });
});
