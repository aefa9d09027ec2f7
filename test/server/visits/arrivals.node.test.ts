import assert from 'node:assert/strict';
import {describe, it} from 'node:test';

import {memoryStorage, type KlarnaStorage} from '../../../src/server/index.js';
import {ada, cart} from '../support/cart.js';
import {
  okIn,
  openShop,
  problemIn,
  type Call,
  type Fault,
} from '../support/shop.js';

const never = () => new Promise<never>(() => {});

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

/** The storage of a process that dies before one of its calls. */
function dying(storage: KlarnaStorage, calls: number) {
  let left = calls;
  let die = () => {};
  const dead = new Promise<void>((resolve) => {
    die = resolve;
  });
  const alive = <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (left-- > 0) {
      return work();
    }
    die();
    return never();
  };
  const its: KlarnaStorage = {
    durable: true,
    read: (...args) => alive(() => storage.read(...args)),
    write: (...args) => alive(() => storage.write(...args)),
    due: (...args) => alive(() => storage.due(...args)),
    claim: (...args) => alive(() => storage.claim(...args)),
    release: (...args) => alive(() => storage.release(...args)),
  };
  return {its, dead};
}

/** Klarna does not answer when it is asked for the session. */
const silent: Fault = ({kind}) => (kind === 'read' ? never() : undefined);

/** A session without a word of what was authorized. */
const wordless = async (
  {kind}: Call,
  pass: () => Promise<Response>,
): Promise<Response> => {
  const answer = await pass();
  if (kind !== 'read') {
    return answer;
  }
  const {authorization_token: _, ...rest} = (await answer.json()) as {
    authorization_token?: string;
  };
  return Response.json(rest);
};

describe('a browser that brings a token', () => {
  it('is not lost with a process that dies while Klarna is asked for the session', async () => {
    const {shop, clock, body} = openShopAt();
    const {token} = await shop.authorize();
    let isAsked = () => {};
    const asked = new Promise<void>((resolve) => {
      isAsked = resolve;
    });
    shop.fault = (call, pass) => {
      if (call.kind === 'read') {
        isAsked();
      }
      return silent(call, pass);
    };
    void shop.post('order', body(token));
    await asked;
    shop.fault = undefined;
    const [waiting] = await shop.process().pending();
    assert.equal(waiting?.state, 'waiting');
    clock.time += 30_000;
    await shop.process().recover();
    assert.deepEqual(
      shop.placed.map(({details}) => details),
      ['browser'],
    );
  });

  it('is not lost with a process that dies at any call once it is written down', async () => {
    let deaths = 0;
    for (let calls = 2; ; calls++) {
      const {shop, clock, body} = openShopAt({callbackPatience: 15_000});
      const {token} = await shop.authorize();
      const {its, dead} = dying(shop.storage, calls);
      const answer = shop.postTo(
        shop.process({storage: its}),
        '/klarna/order',
        body(token),
      );
      const end = await Promise.race([dead, answer]);
      if (end) {
        await okIn(end);
        break;
      }
      deaths++;
      clock.time += 30_000;
      await shop.process().recover();
      assert.equal(shop.sandbox.orders.length, 1, `after ${calls} calls`);
      const told = new Set(shop.placed.map(({orderId}) => orderId));
      assert.equal(told.size, 1, `after ${calls} calls`);
      assert.ok(shop.placed.every(({details}) => details === 'browser'));
      assert.deepEqual(await shop.process().pending(), []);
    }
    assert.ok(deaths >= 6, `${deaths} deaths`);
  });

  it('is not lost where callbacks wait for it for ever', async () => {
    const {shop, clock, body} = openShopAt({callbackPatience: 'never'});
    const {token, sessionId} = await shop.authorize();
    await shop.callBack(token, sessionId);
    clock.time += 120_000;
    await shop.process().recover();
    assert.equal(shop.sandbox.orders.length, 0);
    shop.fault = ({kind}) =>
      kind === 'read' ? new Response('gone', {status: 503}) : undefined;
    await problemIn(await shop.post('order', body(token)), 502);
    shop.fault = undefined;
    clock.time += 15_000;
    await shop.process().recover();
    assert.equal(shop.sandbox.orders.length, 1);
    assert.deepEqual(
      shop.placed.map(({details}) => details),
      ['browser'],
    );
  });

  it('has its token ordered that Klarna has told of meanwhile, and of which the session says nothing', async () => {
    const {shop, body} = openShopAt({callbackPatience: 15_000});
    const {token, sessionId} = await shop.authorize();
    let reads = 0;
    shop.fault = async (call, pass) => {
      if (call.kind === 'read' && reads++ === 0) {
        assert.equal((await shop.callBack(token, sessionId)).status, 204);
      }
      return wordless(call, pass);
    };
    await okIn(await shop.post('order', body(token)));
    assert.equal(shop.sandbox.orders.length, 1);
  });

  it('has the token cancelled at once that Klarna has told of, and whose session has gone', async () => {
    const {shop, body} = openShopAt({callbackPatience: 15_000});
    const {token, sessionId} = await shop.authorize();
    await shop.callBack(token, sessionId);
    shop.fault = ({kind}) =>
      kind === 'read'
        ? Response.json(
            {error_code: 'NOT_FOUND', error_messages: []},
            {status: 404},
          )
        : undefined;
    const problem = await problemIn(await shop.post('order', body(token)), 409);
    assert.equal(problem.code, 'authorize-again');
    assert.equal(shop.count('cancel'), 1);
    assert.deepEqual(await shop.process().pending(), []);
  });

  it('is refused, and its authorization cancelled, though it was written down, if the cart is another', async () => {
    const {shop, body} = openShopAt();
    const {token} = await shop.authorize();
    shop.carts.set('ada', cart(20_000));
    const problem = await problemIn(await shop.post('order', body(token)), 409);
    assert.equal(problem.code, 'cart-changed');
    assert.equal(shop.count('cancel'), 1);
    assert.deepEqual(await shop.process().pending(), []);
  });
});
