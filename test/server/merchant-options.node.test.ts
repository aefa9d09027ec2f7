import assert from 'node:assert/strict';
import {describe, test} from 'node:test';

import {
  createKlarnaMerchant,
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

describe('createKlarnaMerchant', () => {
  test('needs no more than what only the shop can know', () => {
    assert.equal(typeof createKlarnaMerchant(options).fetch, 'function');
  });

  for (const [member, value] of [
    ['credentials', {username: 'secretUser'}],
    ['region', 'secretRegion'],
    ['environment', 'secretEnvironment'],
    ['baseUrl', 'secretUrl'],
    ['timeout', -1],
    ['basePath', 'secretPath'],
    ['visitor', 'secretVisitor'],
    ['order', undefined],
    ['placed', {}],
    ['storage', {get: () => 'secretValue'}],
    ['origin', 'secretOrigin'],
    ['origin', 'https://shop.example/secretPath'],
    ['callbackSecret', ''],
    ['now', 1],
    ['onEvent', 'secretLog'],
  ] as const) {
    test(`names ${member} if it is ${JSON.stringify(value)}, not its value`, () => {
      assert.throws(
        () => createKlarnaMerchant({...options, [member]: value} as never),
        (error: unknown) =>
          error instanceof TypeError &&
          error.message.includes(member) &&
          !error.message.includes('secret'),
      );
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
