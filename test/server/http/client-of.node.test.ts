import assert from 'node:assert/strict';
import {describe, test} from 'node:test';

import {systemClock} from '../../../src/server/clock.js';
import {clientOf} from '../../../src/server/http/client-of.js';
import {askShopWithin} from '../../../src/server/http/shop-error.js';

const request = new Request('https://shop.example', {
  headers: {'x-forwarded-for': '203.0.113.7'},
});

function asked(client?: (request: Request) => unknown) {
  const events: unknown[] = [];
  const ask = clientOf({
    client,
    askShop: askShopWithin(20, systemClock(Date.now)),
    emit: (event) => events.push(event),
  });
  return {events, answer: () => ask('ada', request)};
}

describe('a client', () => {
  test('is what the shop says', async () => {
    const {answer} = asked(({headers}) => headers.get('x-forwarded-for'));
    assert.equal(await answer(), 'client 203.0.113.7');
  });

  for (const nothing of [undefined, null, '', 7]) {
    test(`is the visitor where the shop says ${nothing}`, async () => {
      assert.equal(await asked(() => nothing).answer(), 'visitor ada');
    });
  }

  test('is the visitor where the shop says nothing at all', async () => {
    assert.equal(await asked().answer(), 'visitor ada');
  });

  test('is never taken for a visitor of that name', async () => {
    assert.notEqual(await asked(() => 'ada').answer(), await asked().answer());
  });

  for (const [what, client] of [
    [
      'throws',
      () => {
        throw new Error('no address');
      },
    ],
    ['takes for ever', () => new Promise(() => {})],
  ] as const) {
    test(`costs no sale where the shop's function ${what}, and the operator hears of it`, async () => {
      const {answer, events} = asked(client);
      assert.equal(await answer(), 'visitor ada');
      assert.equal(events.length, 1);
    });
  }
});
