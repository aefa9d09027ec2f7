import assert from 'node:assert/strict';
import {describe, it} from 'node:test';

import {memoryStorage} from '../../../src/server/index.js';
import {ada, cart} from '../support/cart.js';
import {okIn, openShop, problemIn, type Fault} from '../support/shop.js';

function openShopAt(options: Parameters<typeof openShop>[0] = {}) {
  const clock = {time: 1_700_000_000_000};
  const now = () => clock.time;
  const shop = openShop({now, storage: memoryStorage({now}), ...options});
  const body = (token: string) => ({
    authorization_token: token,
    customer_details: ada,
  });
  return {shop, clock, body};
}

/** Klarna says no to an order that was sent before, and nothing of the session. */
const noAndSilence =
  (status: number, answer: object): Fault =>
  ({kind}) =>
    kind === 'order'
      ? Response.json(answer, {status})
      : kind === 'read'
        ? new Response('gone', {status: 503})
        : undefined;

/** What says no if it is the answer to the only send. */
const refusals = [
  [400, {error_code: 'BAD_VALUE', error_messages: ['Bad value: locale']}],
  [403, {error_code: 'REJECTED', error_messages: []}],
  [404, {error_code: 'NOT_FOUND', error_messages: []}],
  [409, {error_code: 'CONFLICT', error_messages: ['Not matching fields: []']}],
  [409, {error_code: 'CONFLICT', error_messages: ['already completed']}],
] as const;

describe('whoever is told that nothing was ordered', () => {
  for (const [status, answer] of refusals) {
    it(`is not, by a ${status} "${answer.error_messages[0] ?? answer.error_code}" that may hide an order`, async () => {
      const {shop, body} = openShopAt();
      const {token} = await shop.authorize();
      // The order is made, and its answer is lost.
      shop.fault = async ({kind}, pass) => {
        if (kind === 'order') {
          await pass();
        }
        return kind === 'order' ? new Response('gone', {status: 503}) : pass();
      };
      await problemIn(await shop.post('order', body(token)), 502);
      assert.equal(shop.sandbox.orders.length, 1);

      shop.fault = noAndSilence(status, answer);
      const {code, detail} = await problemIn(
        await shop.post('order', body(token)),
        502,
      );
      assert.equal(code, 'klarna-failed');
      assert.doesNotMatch(detail ?? '', /nothing was ordered|authorize again/);
      const [open] = await shop.process().pending();
      assert.equal(open?.state, 'placing');
    });
  }

  it('is, where the session is about another cart than the token by then', async () => {
    const cannot = {isSo: true};
    const {shop, body} = openShopAt({
      order: () => {
        if (cannot.isSo) {
          throw new Error('the shop has no database');
        }
        return shop.carts.get('ada') ?? cart();
      },
    });
    cannot.isSo = false;
    const {token} = await shop.authorize();
    cannot.isSo = true;
    await problemIn(await shop.post('order', body(token)), 500);

    cannot.isSo = false;
    const more = cart();
    shop.carts.set('ada', {
      ...more,
      order_amount: more.order_amount * 2,
      order_tax_amount: (more.order_tax_amount ?? 0) * 2,
      order_lines: [...more.order_lines, ...more.order_lines],
    });
    await okIn(await shop.post('session', {}));
    assert.equal(shop.count('update'), 1);
    const {code} = await problemIn(await shop.post('order', body(token)), 409);
    assert.equal(code, 'cart-changed');
    assert.equal(shop.count('order'), 0);
    await shop.settled();
    assert.deepEqual(await shop.process().pending(), []);
  });
});

describe('a token that another visitor brings first', () => {
  it('is known to be Klarna’s, though its record changes meanwhile', async () => {
    const memory = memoryStorage();
    let isMeanwhile = false;
    const {shop, body} = openShopAt({
      storage: {
        ...memory,
        read: async (key) => {
          const record = await memory.read(key);
          if (isMeanwhile && record && key.startsWith('token:')) {
            isMeanwhile = false;
            const {value, tag} = record;
            assert.ok(await memory.write(key, tag, {value, tag: 'other'}));
          }
          return record;
        },
      },
      callbackPatience: 15_000,
    });
    const {token, sessionId} = await shop.authorize();
    // Nobody can tell whose it is, so it is not cancelled.
    shop.fault = async ({kind}, pass) =>
      kind === 'read'
        ? Response.json({
            ...((await (await pass()).json()) as object),
            authorization_token: 'another',
          })
        : pass();
    await problemIn(await shop.post('order', body(token)), 409);
    assert.equal(shop.count('cancel'), 0);
    isMeanwhile = true;
    assert.equal((await shop.callBack(token, sessionId)).status, 204);
    assert.equal(isMeanwhile, false);
    assert.equal(shop.count('cancel'), 1);
  });

  it("is its own session's once Klarna tells so", async () => {
    const {shop, clock, body} = openShopAt({callbackPatience: 15_000});
    const {token, sessionId} = await shop.authorize('ada');
    const path = shop.callbackPath();
    await okIn(await shop.post('session', {}, 'eve'));
    // Klarna is slow, so nothing is decided yet.
    shop.fault = ({kind}) =>
      kind === 'read' ? new Response('gone', {status: 503}) : undefined;
    await problemIn(await shop.post('order', body(token), 'eve'), 502);
    assert.equal((await shop.callBack(token, sessionId, path)).status, 204);
    shop.fault = undefined;
    clock.time += 30_000;
    await shop.process().recover();
    assert.deepEqual(
      shop.placed.map(({visitor}) => visitor),
      ['ada'],
    );
    assert.equal((await shop.post('order', body(token), 'eve')).status, 409);
    await okIn(await shop.post('order', body(token), 'ada'));
    assert.equal(shop.sandbox.orders.length, 1);
  });
});

describe('a token of which Klarna says nothing', () => {
  const lies = [
    [400, {error_code: 'BAD_VALUE', error_messages: ['Bad value: session']}],
    [403, {error_code: 'REJECTED', error_messages: []}],
    [
      409,
      {error_code: 'CONFLICT', error_messages: ['Not matching fields: []']},
    ],
  ] as const;
  for (const [status, answer] of lies) {
    it(`waits, and nobody is told otherwise, by a ${status} about the session`, async () => {
      const {shop, clock, body} = openShopAt();
      const {token} = await shop.authorize();
      shop.fault = ({kind}) =>
        kind === 'read' ? Response.json(answer, {status}) : undefined;
      const {code} = await problemIn(
        await shop.post('order', body(token)),
        502,
      );
      assert.equal(code, 'klarna-failed');
      shop.fault = undefined;
      clock.time += 15_000;
      await shop.process().recover();
      assert.equal(shop.placed.length, 1);
    });
  }

  it('is late once, however long it is looked after in vain', async () => {
    const {shop, clock, body} = openShopAt();
    const {token} = await shop.authorize();
    shop.fault = ({kind}) =>
      kind === 'read' ? new Response('gone', {status: 501}) : undefined;
    await problemIn(await shop.post('order', body(token)), 502);
    clock.time += 700_000;
    for (let minutes = 0; minutes < 3; minutes++) {
      await shop.process().recover();
      clock.time += 60_000;
    }
    const late = shop.events.filter(
      ({type, outcome}) => type === 'recovery' && outcome === 'late',
    );
    assert.equal(late.length, 1);
  });
});
