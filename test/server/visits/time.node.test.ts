import assert from 'node:assert/strict';
import {describe, it} from 'node:test';

import {
  memoryStorage,
  type KlarnaMerchantOptions,
  type KlarnaPlacedEvent,
} from '../../../src/server/index.js';
import {openMerchant} from '../../../src/server/merchant.js';
import {ada, cart} from '../support/cart.js';
import {credentials, okIn, openShop, problemIn} from '../support/shop.js';
import {VirtualClock} from './virtual-clock.js';

const second = 1_000;
const minute = 60 * second;

/** A shop, of which more processes can be opened on a clock that is told. */
function openShopOnClock(options: Partial<KlarnaMerchantOptions> = {}) {
  const clock = new VirtualClock();
  const now = () => clock.now();
  const shop = openShop({
    now,
    storage: memoryStorage({now}),
    callbackPatience: undefined,
    ...options,
  });
  const placed: KlarnaPlacedEvent[] = [];
  const open = (more: Partial<KlarnaMerchantOptions> = {}) => {
    const merchant = openMerchant(
      {
        credentials,
        region: 'eu',
        environment: 'playground',
        origin: 'https://shop.example',
        visitor: (request) => request.headers.get('x-visitor'),
        order: () => cart(),
        placed: (event) => {
          placed.push(event);
        },
        fetch: (request) => shop.sandbox.fetch(request),
        recovery: 'timer',
        storage: shop.storage,
        onEvent: (event) => void shop.events.push(event),
        ...options,
        ...more,
      },
      clock,
    );
    const post = (path: string, body: object, visitor: string | null = 'ada') =>
      shop.postTo(merchant, path, body, visitor);
    return {merchant, post};
  };
  const call = async (
    {post}: ReturnType<typeof open>,
    authorized: {token: string; sessionId: string},
  ) =>
    post(
      shop.callbackPath(),
      {
        authorization_token: authorized.token,
        session_id: authorized.sessionId,
      },
      null,
    );
  return {shop, clock, placed, open, call};
}

/** Until what goes on elsewhere in this process has come as far. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Long enough for whatever would be done by itself now. */
async function rest(): Promise<void> {
  for (let turn = 0; turn < 200; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('a callback', () => {
  for (const [callbackPatience, wait] of [
    [undefined, 15 * second],
    [40 * second, 40 * second],
    [600_000, 10 * minute],
  ] as const) {
    it(`waits for its browser for ${wait} ms with callbackPatience ${callbackPatience}, then is ordered without`, async () => {
      const {shop, clock, placed, open, call} = openShopOnClock({
        callbackPatience,
      });
      const process = open();
      const authorized = await shop.authorize();
      assert.equal((await call(process, authorized)).status, 204);
      clock.advance(wait - 1);
      await rest();
      assert.equal(shop.sandbox.orders.length, 0);
      clock.advance(1);
      await until(() => placed.length === 1);
      assert.equal(placed[0]?.details, 'klarna');
      await process.merchant.close();
      assert.deepEqual(await process.merchant.pending(), []);
    });
  }

  it("is written down and listed only with 'never', until the browser comes", async () => {
    const {shop, clock, placed, open, call} = openShopOnClock({
      callbackPatience: 'never',
    });
    const process = open();
    const authorized = await shop.authorize();
    await call(process, authorized);
    for (let passed = 0; passed < 50; passed++) {
      clock.advance(minute);
      await rest();
    }
    const [open1, ...more] = await process.merchant.pending();
    assert.deepEqual([open1?.state, more.length], ['waiting', 0]);
    assert.equal(shop.sandbox.orders.length, 0);
    const body = {authorization_token: authorized.token, customer_details: ada};
    await okIn(await process.post('/klarna/order', body));
    assert.deepEqual(
      placed.map(({details}) => details),
      ['browser'],
    );
    await process.merchant.close();
  });

  it('needs no claim', async () => {
    const {shop, open, call} = openShopOnClock();
    const authorized = await shop.authorize();
    const process = open({
      recovery: 'manual',
      storage: {
        ...shop.storage,
        claim: () => Promise.reject(new Error('no leases today')),
      },
    });
    assert.equal((await call(process, authorized)).status, 204);
    const [open1] = await process.merchant.pending();
    assert.equal(open1?.state, 'waiting');
  });

  it('is answered once the storage has acknowledged it, not before', async () => {
    const {shop, clock, open, call} = openShopOnClock();
    const authorized = await shop.authorize();
    let acknowledge = () => {};
    const held = new Promise<void>((resolve) => (acknowledge = resolve));
    let isWriting = false;
    const process = open({
      recovery: 'manual',
      storage: {
        ...shop.storage,
        write: async (key, ...record) => {
          const isDone = await shop.storage.write(key, ...record);
          if (key.startsWith('token:')) {
            isWriting = true;
            await held;
          }
          return isDone;
        },
      },
    });
    let status: number | undefined;
    const answer = call(process, authorized).then((response) => {
      ({status} = response);
      return response;
    });
    await until(() => isWriting);
    clock.advance(1_499);
    await rest();
    assert.equal(status, undefined);
    acknowledge();
    assert.equal((await answer).status, 204);
  });

  it('that is not acknowledged for 1.5 s gets 503, and is taken when Klarna repeats it', async () => {
    const {shop, clock, open, call} = openShopOnClock();
    const authorized = await shop.authorize();
    for (const method of ['read', 'write'] as const) {
      let isAsked = false;
      const process = open({
        recovery: 'manual',
        storage: {
          ...shop.storage,
          [method]: () => {
            isAsked = true;
            return new Promise(() => {});
          },
        },
      });
      const answer = call(process, authorized);
      await until(() => isAsked);
      clock.advance(1_500);
      const refused = await answer;
      assert.ok(Number(refused.headers.get('retry-after')) >= 1);
      await problemIn(refused, 503);
    }
    assert.equal((await call(open(), authorized)).status, 204);
  });
});

describe("recovery: 'timer'", () => {
  /** Klarna has the order, and the process has died before anybody knew. */
  async function abandoned(
    shop: ReturnType<typeof openShop>,
    visitor = 'ada',
  ): Promise<void> {
    const {token} = await shop.authorize(visitor);
    shop.fault = async ({kind}, pass) => {
      const answer = await pass();
      return kind === 'order' ? new Response('{"order_id": "cut o') : answer;
    };
    const body = {authorization_token: token, customer_details: ada};
    await problemIn(await shop.post('order', body, visitor), 502);
    shop.fault = undefined;
  }

  it('begins with the process', async () => {
    const {shop, placed, open} = openShopOnClock();
    await abandoned(shop);
    const {merchant} = open();
    await until(() => placed.length === 1);
    await merchant.close();
    assert.deepEqual(await merchant.pending(), []);
  });

  it('goes on every minute, until the merchant is closed', async () => {
    const {shop, clock, placed, open} = openShopOnClock();
    const {merchant} = open();
    await rest();
    for (let round = 1; round <= 3; round++) {
      await abandoned(shop, `visitor ${round}`);
      clock.advance(minute - 1);
      await rest();
      assert.equal(placed.length, round - 1);
      clock.advance(1);
      await until(() => placed.length === round);
      await rest();
    }
    await merchant.close();
    await abandoned(shop, 'visitor 4');
    clock.advance(5 * minute);
    await rest();
    assert.equal(placed.length, 3);
    assert.equal((await merchant.pending()).length, 1);
  });

  it('is one process at a time', async () => {
    const {shop, placed, open} = openShopOnClock();
    await abandoned(shop);
    const claims: boolean[] = [];
    const storage = {
      ...shop.storage,
      claim: async (key: string, holder: string, ttl: number) => {
        const isHeld = await shop.storage.claim(key, holder, ttl);
        if (key === 'recovery') {
          claims.push(isHeld);
        }
        return isHeld;
      },
    };
    const processes = Array.from({length: 4}, () => open({storage}));
    await until(() => claims.length === 4 && placed.length === 1);
    assert.deepEqual(claims, [true, false, false, false]);
    await Promise.all(processes.map(({merchant}) => merchant.close()));
    assert.equal(placed.length, 1);
  });

  it("does nothing by itself with 'manual', which is what there is where nobody waits", async () => {
    const {shop, clock, placed, open} = openShopOnClock();
    await abandoned(shop);
    const edge = globalThis as {EdgeRuntime?: string};
    for (const recovery of ['manual', undefined] as const) {
      edge.EdgeRuntime = 'edge';
      const {merchant} = open({recovery});
      delete edge.EdgeRuntime;
      clock.advance(5 * minute);
      await rest();
      assert.equal(placed.length, 0);
      await merchant.close();
    }
    const {merchant} = open({recovery: undefined});
    await until(() => placed.length === 1);
    await merchant.close();
  });

  for (const hanging of ['placed', 'atOrder'] as const) {
    it(`does the rest after \`patience\` though ${hanging} hangs for one`, async () => {
      const {shop, clock, placed, open, call} = openShopOnClock();
      const first = open({recovery: 'manual'});
      for (const visitor of ['ada', 'grace', 'joan']) {
        await call(first, await shop.authorize(visitor));
        clock.advance(1);
      }
      clock.advance(minute);
      let enter = () => {};
      const entered = new Promise<void>((resolve) => {
        enter = resolve;
      });
      const {merchant} = open({
        recovery: 'manual',
        [hanging]: (event: KlarnaPlacedEvent) => {
          if (event.visitor === 'ada') {
            enter();
            return new Promise(() => {});
          }
          return hanging === 'placed' ? placed.push(event) : undefined;
        },
      });
      const done = merchant.recover();
      await entered;
      clock.advance(10 * second);
      assert.deepEqual(
        (await done).map(({outcome}) => outcome),
        ['open', 'placed', 'placed'],
      );
      assert.deepEqual(
        placed.map(({visitor}) => visitor),
        ['grace', 'joan'],
      );
      const [left, ...others] = await merchant.pending();
      assert.equal(left?.state, hanging === 'placed' ? 'placed' : 'waiting');
      assert.deepEqual(others, []);

      // A process that does not hang takes it over once it is given up.
      clock.advance(5 * minute);
      await rest();
      const later = open({recovery: 'manual'}).merchant;
      clock.advance(minute);
      assert.equal((await later.recover())[0]?.outcome, 'placed');
      assert.equal(placed[2]?.visitor, 'ada');
      assert.deepEqual(await later.pending(), []);
    });
  }

  it('tells of work that is more than 10 minutes late', async () => {
    for (const [passed, isLate] of [
      [10 * minute, false],
      [10 * minute + 1, true],
    ] as const) {
      const {shop, clock, open} = openShopOnClock();
      await abandoned(shop);
      clock.advance(passed);
      const {merchant} = open({recovery: 'manual'});
      await merchant.recover();
      const late = shop.events.filter(
        ({type, outcome}) => type === 'recovery' && outcome === 'late',
      );
      assert.equal(late.length === 1, isLate, `${passed}`);
    }
  });
});

describe('an authorization of which nothing was sent', () => {
  it('is refused 60 minutes after it came, with an event, and not before', async () => {
    const {shop, clock, open, call} = openShopOnClock({
      callbackPatience: 'never',
    });
    const process = open({recovery: 'manual'});
    await call(process, await shop.authorize());
    const expired = () =>
      shop.events.filter(
        ({type, outcome}) => type === 'authorization' && outcome === 'expired',
      ).length;
    clock.advance(60 * minute - 1);
    await process.merchant.recover();
    assert.equal(expired(), 0);
    clock.advance(1);
    await process.merchant.recover();
    assert.equal(expired(), 1);
    assert.deepEqual(await process.merchant.pending(), []);
    assert.equal(shop.sandbox.orders.length, 0);
  });
});

describe('patience', () => {
  for (const [patience, wait] of [
    [undefined, 10 * second],
    [2 * second, 2 * second],
  ] as const) {
    for (const hanging of ['visitor', 'order'] as const) {
      it(`of ${patience} bounds an answer for which ${hanging} is waited to ${wait} ms`, async () => {
        const {clock, open} = openShopOnClock();
        let isAsked = false;
        const {post} = open({
          recovery: 'manual',
          patience,
          [hanging]: () => {
            isAsked = true;
            return new Promise(() => {});
          },
        });
        let status: number | undefined;
        const answer = post('/klarna/session', {}).then((response) => {
          ({status} = response);
          return response;
        });
        await until(() => isAsked);
        clock.advance(wait - 100);
        await rest();
        assert.equal(status, undefined);
        clock.advance(200);
        const busy = await answer;
        assert.ok(Number(busy.headers.get('retry-after')) >= 1);
        await problemIn(busy, 503);
      });
    }
  }
});
