import assert from 'node:assert/strict';
import {describe, it} from 'node:test';

import {memoryStorage} from '../../../src/server/index.js';
import {cart} from '../support/cart.js';
import {openShop, problemIn, type Fault} from '../support/shop.js';

const minute = 60_000;

/** A shop in which an authorization is refused, for the cart has changed. */
async function refused(fault?: Fault) {
  const clock = {time: 1_700_000_000_000};
  const now = () => clock.time;
  const shop = openShop({now, storage: memoryStorage({now})});
  const {token, sessionId} = await shop.authorize();
  shop.carts.set('ada', cart(20_000));
  shop.fault = fault;
  const pay = () => shop.post('order', {authorization_token: token});
  const problem = await problemIn(await pay(), 409);
  assert.equal(problem.code, 'cart-changed');
  const outcomes = () =>
    shop.events.flatMap(({type, outcome}) =>
      type === 'authorization' || type === 'order'
        ? [`${type} ${outcome}`]
        : [],
    );
  return {shop, clock, pay, token, sessionId, outcomes};
}

const gone = () =>
  Response.json({error_code: 'NOT_FOUND', error_messages: []}, {status: 404});

/** Klarna does not know the authorization, and says so of the session. */
function unknown(session: () => Response): Fault {
  return ({kind}) =>
    kind === 'cancel' ? gone() : kind === 'read' ? session() : undefined;
}

describe('an authorization that is refused', () => {
  it('is written to be so before Klarna is asked to give it up', async () => {
    const states: string[] = [];
    let keyOf: string | undefined;
    const memory = memoryStorage();
    const shop = openShop({
      storage: {
        ...memory,
        write: (key, expected, next) => {
          keyOf = key.startsWith('token:') ? key : keyOf;
          return memory.write(key, expected, next);
        },
      },
    });
    const {token} = await shop.authorize();
    shop.carts.set('ada', cart(20_000));
    shop.fault = async ({kind}, pass) => {
      if (kind === 'cancel') {
        const record = await memory.read(keyOf ?? '');
        states.push((JSON.parse(record!.value) as {state: string}).state);
      }
      return pass();
    };
    await problemIn(
      await shop.post('order', {authorization_token: token}),
      409,
    );
    assert.deepEqual(states, ['refused']);
  });

  it('is cancelled once, and is what it was to whoever asks', async () => {
    const {shop, clock, pay, outcomes} = await refused();
    for (let again = 0; again < 3; again++) {
      clock.time += minute;
      await shop.process().recover();
      await problemIn(await pay(), 409);
    }
    assert.equal(shop.count('cancel'), 1);
    assert.deepEqual(outcomes(), [
      'authorization refused',
      'authorization cancelled',
    ]);
    assert.deepEqual(await shop.process().pending(), []);
  });

  for (const [what, session] of [
    [
      'reads incomplete',
      () =>
        Response.json({
          status: 'incomplete',
          client_token: 'x',
          expires_at: 'x',
        }),
    ],
    ['is gone as well', gone],
  ] as const) {
    it(`is done with if Klarna does not know it and its session ${what}`, async () => {
      const {shop, outcomes} = await refused(unknown(session));
      assert.deepEqual(await shop.process().pending(), []);
      assert.equal(outcomes().at(-1), 'authorization cancelled');
    });
  }

  it('is left to a person if Klarna does not know it and its session reads complete', async () => {
    const complete = () =>
      Response.json({status: 'complete', client_token: 'x', expires_at: 'x'});
    const {shop, clock, sessionId, outcomes} = await refused(unknown(complete));
    assert.equal(outcomes().at(-1), 'order uncertain');
    const process = shop.process();
    for (const passed of [0, 5 * minute, 100 * 60 * minute]) {
      clock.time += passed;
      await process.recover();
      const [open, ...more] = await process.pending();
      assert.deepEqual([open?.state, more.length], ['uncertain', 0]);
    }
    assert.equal(await process.dismiss('another'), false);
    assert.equal(await process.dismiss(sessionId), true);
    assert.equal(await process.dismiss(sessionId), false);
    assert.deepEqual(await process.pending(), []);
  });

  it('that cannot be cancelled is tried until Klarna has forgotten it, and never told to be', async () => {
    const {shop, clock, outcomes} = await refused(({kind}) =>
      kind === 'cancel' ? new Response(null, {status: 401}) : undefined,
    );
    const process = shop.process();
    for (let passed = 0; passed < 180; passed += 30) {
      clock.time += 30 * minute;
      await process.recover();
    }
    assert.deepEqual(await process.pending(), []);
    assert.ok(shop.count('cancel') >= 3);
    assert.ok(outcomes().includes('authorization not-cancelled'));
    assert.ok(!outcomes().includes('authorization cancelled'));
  });
});

describe('an authorization in placing', () => {
  it('is never cancelled', async () => {
    const shop = openShop();
    const {token, sessionId} = await shop.authorize();
    const path = shop.callbackPath();
    shop.fault = ({kind}) =>
      kind === 'order' ? new Response(null, {status: 500}) : undefined;
    await problemIn(
      await shop.post('order', {authorization_token: token}),
      502,
    );
    for (const change of [
      cart(20_000),
      cart(10_000, {locale: 'en-SE'}),
      null,
    ]) {
      shop.carts.set('ada', change);
      await shop.post('session', {});
      await shop.post('order', {authorization_token: token});
      await shop.callBack(token, sessionId, path);
      await shop.process().recover();
    }
    assert.equal(shop.count('cancel'), 0);
    const [open] = await shop.process().pending();
    assert.equal(open?.state, 'placing');
    const bodies = shop.calls.filter(({kind}) => kind === 'order');
    assert.equal(new Set(bodies.map(({text}) => text)).size, 1);
  });
});
