import assert from 'node:assert/strict';
import {describe, it} from 'node:test';

import {
  createKlarnaMerchant,
  memoryStorage,
  type KlarnaMerchantOptions,
  type KlarnaStorage,
} from '../../../src/server/index.js';
import {ada, cart} from '../support/cart.js';
import {credentials, okIn, openShop, problemIn} from '../support/shop.js';

interface Order {
  order_id: string;
  redirect_url?: string;
}

interface Session {
  client_token: string;
}

const minute = 60_000;
const hour = 60 * minute;

/** A shop with a clock of its own. */
function openShopAt(options: Partial<KlarnaMerchantOptions> = {}) {
  const clock = {time: 1_700_000_000_000};
  const now = () => clock.time;
  const shop = openShop({now, storage: memoryStorage({now}), ...options});
  return {shop, clock};
}

const order = (
  shop: ReturnType<typeof openShop>,
  token: string,
  visitor = 'ada',
  details: object | undefined = ada,
) =>
  shop.post(
    'order',
    {authorization_token: token, customer_details: details},
    visitor,
  );

/** What was seen in the field, by the numbers of those reports. */
describe('an order from the field', () => {
  it('1. a stale holder of a claim tells nobody that nothing was ordered', async () => {
    let isAsleep = true;
    let wake = () => {};
    const sleep = new Promise<void>((resolve) => (wake = resolve));
    const {shop} = openShopAt();
    const {token} = await shop.authorize();
    // The first process stops right before it would write, lease and all.
    const stalled: KlarnaStorage = {
      ...shop.storage,
      claim: async () => true,
      write: async (...args) => {
        if (isAsleep && args[0].startsWith('token:')) {
          isAsleep = false;
          await sleep;
        }
        return shop.storage.write(...args);
      },
    };
    const slow = shop.process({
      storage: stalled,
      order: () => cart(20_000),
    });
    const stale = shop.postTo(slow, '/klarna/order', {
      authorization_token: token,
    });
    const placed = await okIn<Order>(await order(shop, token));
    wake();
    const answer = await okIn<Order>(await stale);
    assert.equal(answer.order_id, placed.order_id);
    assert.equal(shop.sandbox.orders.length, 1);
    assert.deepEqual(await slow.pending(), []);
  });

  it('1. a stale sender takes Klarna’s no for no last word', async () => {
    const {shop} = openShopAt();
    const {token} = await shop.authorize();
    let wake = () => {};
    const sleep = new Promise<void>((resolve) => (wake = resolve));
    let arrive = () => {};
    const sent = new Promise<void>((resolve) => (arrive = resolve));
    let stale: Promise<Response> | undefined;
    shop.fault = async ({kind}, pass) => {
      if (kind !== 'order') {
        return pass();
      }
      if (shop.count('order') === 1) {
        arrive();
        await sleep;
        return Response.json(
          {error_code: 'NOT_FOUND', error_messages: ['Not found']},
          {status: 404},
        );
      }
      const answer = await pass();
      wake();
      // The first sender hears its no before this one has its order.
      assert.equal((await stale)?.status, 503);
      return answer;
    };
    stale = order(shop, token);
    await sent;
    const other = shop.process({
      storage: {...shop.storage, claim: async () => true},
    });
    const placed = await okIn<Order>(
      await shop.postTo(other, '/klarna/order', {authorization_token: token}),
    );
    assert.equal(placed.order_id, shop.sandbox.orders[0]?.answer.order_id);
    assert.equal(shop.placed.length, 1);
    assert.deepEqual(await other.pending(), []);
  });

  it('2. somebody looks after what is open though nobody comes back', async () => {
    const {shop, clock} = openShopAt();
    const {token} = await shop.authorize();
    shop.fault = async ({kind}, pass) => {
      const answer = await pass();
      return kind === 'order' ? new Response('{"order_id": "cut o') : answer;
    };
    await problemIn(await order(shop, token), 502);
    shop.fault = undefined;
    clock.time += 90 * minute;
    const [recovered, ...more] = await shop.process().recover();
    assert.equal(recovered?.outcome, 'placed');
    assert.equal(recovered?.orderId, shop.sandbox.orders[0]?.answer.order_id);
    assert.deepEqual(more, []);
    assert.deepEqual(
      shop.placed.map(({orderId}) => orderId),
      [recovered?.orderId],
    );
    assert.deepEqual(await shop.process().pending(), []);
    assert.ok(
      shop.events.some(
        ({type, outcome}) => type === 'recovery' && outcome === 'late',
      ),
    );
    // The shopper who comes back after all is told of it.
    const again = await okIn<Order>(await order(shop, token));
    assert.equal(again.order_id, recovered?.orderId);
  });

  it('2. `placed` that fails for days is called until it succeeds', async () => {
    let isBroken = true;
    const {shop, clock} = openShopAt({
      placed: () => {
        if (isBroken) {
          throw new Error('the database is gone');
        }
      },
    });
    const {token} = await shop.authorize();
    await problemIn(await order(shop, token), 500);
    for (let hours = 0; hours < 72; hours += 12) {
      clock.time += 12 * hour;
      await shop.process().recover();
      const [open] = await shop.process().pending();
      assert.equal(open?.state, 'placed');
    }
    isBroken = false;
    await shop.process().recover();
    assert.deepEqual(await shop.process().pending(), []);
    assert.equal(shop.count('order'), 1);
    assert.ok(
      shop.events.some(
        ({type, outcome}) => type === 'placed' && outcome === 'failed',
      ),
    );
  });

  it('2. `placed` that has succeeded is not called again for a record that was touched', async () => {
    const told: string[] = [];
    const {shop} = openShopAt({
      placed: async ({orderId}) => {
        told.push(orderId);
        // Somebody who has failed before says just now that it was looked at.
        const [key = ''] = await shop.storage.due(Infinity, 1);
        const record = await shop.storage.read(key);
        assert.ok(record);
        await shop.storage.write(key, record.tag, {...record, tag: 'touched'});
      },
    });
    const {token} = await shop.authorize();
    const {order_id} = await okIn<Order>(await order(shop, token));
    assert.deepEqual(told, [order_id]);
    assert.deepEqual(await shop.process().pending(), []);
  });

  it('2. an authorization that was never sent ends after an hour, with an event', async () => {
    const {shop, clock} = openShopAt({callbackPatience: 'never'});
    const {token, sessionId} = await shop.authorize();
    await shop.callBack(token, sessionId);
    clock.time += 59 * minute;
    assert.deepEqual(await shop.process().recover(), []);
    const [open] = await shop.process().pending();
    assert.equal(open?.state, 'waiting');
    clock.time += 2 * minute;
    await shop.process().recover();
    assert.deepEqual(await shop.process().pending(), []);
    assert.ok(
      shop.events.some(
        ({type, outcome}) => type === 'authorization' && outcome === 'expired',
      ),
    );
    const problem = await problemIn(await order(shop, token), 409);
    assert.equal(problem.code, 'authorize-again');
    assert.equal(shop.count('order'), 0);
  });

  it('3. a session read that lacks the token is an event for each shopper', async () => {
    const {shop} = openShopAt();
    shop.fault = async ({kind}, pass) => {
      const answer = await pass();
      if (kind !== 'read') {
        return answer;
      }
      const {authorization_token: _, ...session} =
        (await answer.json()) as Record<string, unknown>;
      return Response.json(session);
    };
    for (let shopper = 0; shopper < 5; shopper++) {
      const {token} = await shop.authorize(`shopper ${shopper}`);
      await problemIn(await order(shop, token, `shopper ${shopper}`), 409);
    }
    const told = shop.events.filter(
      (event) =>
        event.type === 'authorization' &&
        event.fields?.includes('authorization_token'),
    );
    assert.equal(told.length, 5);
  });

  it('4. memory storage is refused in live', () => {
    assert.throws(
      () =>
        createKlarnaMerchant({
          credentials,
          region: 'eu',
          environment: 'live',
          visitor: () => 'ada',
          order: () => cart(),
          placed: () => {},
        }),
      (error: unknown) =>
        error instanceof TypeError &&
        /storage must be durable/.test(error.message),
    );
  });

  it('5. the shopper is told that an order exists', async () => {
    const {shop, clock} = openShopAt();
    const {token} = await shop.authorize();
    const placed = await okIn<Order>(await order(shop, token));
    const since = shop.calls.length;
    for (const visit of [
      () => shop.post('session', {}),
      () => order(shop, 'another token'),
      () => {
        shop.carts.set('ada', null);
        return shop.post('session', {});
      },
    ]) {
      const problem = await problemIn(await visit(), 409);
      assert.equal(problem.code, 'already-ordered');
      assert.equal(problem.order_id, placed.order_id);
      assert.match(problem.redirect_url ?? '', /^https:/);
    }
    // Klarna is asked nothing but to give up what nobody will use.
    assert.equal(shop.count('cancel'), 1);
    assert.ok(
      shop.kinds(since).every((kind) => ['cancel', 'read'].includes(kind)),
    );
    assert.deepEqual(await okIn(await order(shop, token)), placed);

    // Until the shop says so, another cart comes, or half an hour is over.
    shop.carts.set('ada', cart(20_000));
    await okIn(await shop.post('session', {}));
    shop.carts.set('ada', cart());
    await problemIn(await shop.post('session', {}), 409);
    clock.time += 31 * minute;
    await okIn(await shop.post('session', {}));
  });

  it('5. whoever has seen the order may order the same once more', async () => {
    const {shop} = openShopAt();
    const {token} = await shop.authorize();
    const {order_id} = await okIn<Order>(await order(shop, token));
    await problemIn(await shop.post('session', {}), 409);
    await shop.process().acknowledge('ada', order_id);
    const second = await shop.authorize();
    const again = await okIn<Order>(await order(shop, second.token));
    assert.notEqual(again.order_id, order_id);
  });

  /** A process in which the shop's own function never answers. */
  const hanging = {patience: 1_000, order: () => new Promise<never>(() => {})};

  it('6. `order` that hangs locks nobody', async () => {
    const {shop} = openShopAt({callbackPatience: 15_000});
    const {token} = await shop.authorize();
    const stuck = shop.process(hanging);
    for (const route of ['order', 'session']) {
      const busy = await shop.postTo(stuck, `/klarna/${route}`, {
        authorization_token: token,
      });
      assert.ok(Number(busy.headers.get('retry-after')) >= 1);
      await problemIn(busy, 503);
    }
    await okIn(await shop.post('session', {}));
    await okIn(await order(shop, token));
  });

  it('6. a payment that could not be served is not lost', async () => {
    const {shop, clock} = openShopAt({callbackPatience: 15_000});
    const {token} = await shop.authorize();
    const answer = await shop.postTo(shop.process(hanging), '/klarna/order', {
      authorization_token: token,
      customer_details: ada,
    });
    await problemIn(answer, 503);
    clock.time += 16_000;
    await shop.process().recover();
    assert.equal(shop.placed.length, 1);
    assert.equal(shop.placed[0]?.details, 'browser');
    const {billing_address} = shop.placed[0]!.order;
    assert.equal(billing_address?.city, ada.billing_address.city);
  });

  it('7. a visitor whose id has changed is never told two things', async () => {
    const {shop} = openShopAt();
    const {token, sessionId} = await shop.authorize('guest');
    const path = shop.callbackPath();
    await shop.post('session', {}, 'user');
    await problemIn(await order(shop, token, 'user'), 409);
    await shop.callBack(token, sessionId, path);
    assert.equal(shop.count('order'), 0);
    assert.equal(shop.count('cancel'), 1);
    assert.deepEqual(await shop.process().pending(), []);
  });

  it('7. a visitor whose id has changed orders on, if the shop says so', async () => {
    const {shop} = openShopAt();
    const {token, clientToken} = await shop.authorize('guest');
    await shop.process().moveVisitor('guest', 'user');
    const session = await okIn<Session>(await shop.post('session', {}, 'user'));
    assert.equal(session.client_token, clientToken);
    const placed = await okIn<Order>(await order(shop, token, 'user'));
    assert.deepEqual(
      shop.placed.map(({orderId, visitor, movedTo}) => [
        orderId,
        visitor,
        movedTo,
      ]),
      [[placed.order_id, 'guest', 'user']],
    );
    for (const visitor of ['guest', 'user']) {
      assert.deepEqual(await okIn(await order(shop, token, visitor)), placed);
      const problem = await problemIn(
        await shop.post('session', {}, visitor),
        409,
      );
      assert.equal(problem.order_id, placed.order_id);
    }
    assert.equal(shop.sandbox.orders.length, 1);
  });

  it('7. `placed` is told the last of several ids', async () => {
    const {shop} = openShopAt();
    const {token} = await shop.authorize('guest');
    await shop.process().moveVisitor('guest', 'user');
    await shop.process().moveVisitor('user', 'account');
    await okIn(await order(shop, token, 'account'));
    assert.deepEqual(
      shop.placed.map(({visitor, movedTo}) => [visitor, movedTo]),
      [['guest', 'account']],
    );
  });

  it('7. an id that comes after the order is told with what comes later', async () => {
    const {shop} = openShopAt();
    const {token, sessionId} = await shop.authorize('guest');
    await shop.callBack(token, sessionId);
    await shop.process().moveVisitor('guest', 'user');
    await okIn(
      await order(shop, token, 'user', {
        billing_address: {...ada.billing_address, email: 'late@email.se'},
      }),
    );
    assert.deepEqual(
      shop.placed.map(({visitor, movedTo, details}) => [
        visitor,
        movedTo,
        details,
      ]),
      [
        ['guest', undefined, 'klarna'],
        ['guest', 'user', 'browser'],
      ],
    );
  });

  it('7. a token under the first of three ids is refused where the last has a session', async () => {
    const {shop, clock} = openShopAt({callbackPatience: 600_000});
    await okIn<Session>(await shop.post('session', {}, 'account'));
    const {token, sessionId} = await shop.authorize('guest');
    await shop.callBack(token, sessionId);
    await shop.process().moveVisitor('guest', 'user');
    await shop.process().moveVisitor('user', 'account');
    clock.time += 11 * minute;
    await shop.process().recover();
    assert.equal(shop.count('order'), 0);
    assert.equal(shop.count('cancel'), 1);
  });

  it('7. a session of the new id stays, and the old one is given up', async () => {
    const {shop} = openShopAt();
    const own = await okIn<Session>(await shop.post('session', {}, 'user'));
    const {token, sessionId} = await shop.authorize('guest');
    const path = shop.callbackPath();
    await shop.process().moveVisitor('guest', 'user');
    const session = await okIn<Session>(await shop.post('session', {}, 'user'));
    assert.equal(session.client_token, own.client_token);
    await shop.callBack(token, sessionId, path);
    assert.equal(shop.count('order'), 0);
    assert.equal(shop.count('cancel'), 1);
  });

  it('8. the callback wins the race, and `placed` gets what the browser brings', async () => {
    const {shop} = openShopAt();
    const {token, sessionId} = await shop.authorize();
    await shop.callBack(token, sessionId);
    const placed = await okIn<Order>(
      await order(shop, token, 'ada', {
        billing_address: {...ada.billing_address, email: 'late@email.se'},
      }),
    );
    await okIn(await order(shop, token));
    assert.deepEqual(
      shop.placed.map(({orderId, details}) => [orderId, details]),
      [
        [placed.order_id, 'klarna'],
        [placed.order_id, 'browser'],
      ],
    );
    assert.equal(shop.placed[1]?.order.billing_address?.email, 'late@email.se');
    assert.equal(shop.count('order'), 1);
  });

  it('8. the callback waits for the browser, which has the details', async () => {
    const {shop, clock} = openShopAt({callbackPatience: 15_000});
    const {token, sessionId} = await shop.authorize();
    await shop.callBack(token, sessionId);
    clock.time += 14_000;
    await shop.process().recover();
    assert.equal(shop.count('order'), 0);
    await okIn(await order(shop, token));
    clock.time += 2_000;
    await shop.process().recover();
    assert.deepEqual(
      shop.placed.map(({details}) => details),
      ['browser'],
    );
  });

  it('9. `tokenize` is never ordered: it becomes a customer token', async () => {
    const told: unknown[] = [];
    const {shop} = openShopAt({
      tokenized: ({visitor, customerToken}) => {
        told.push([visitor, typeof customerToken.token_id]);
      },
    });
    shop.carts.set('ada', cart(10_000, {intent: 'tokenize'}));
    const {token} = await shop.authorize();
    for (let again = 0; again < 2; again++) {
      const answer = await okIn<Order>(await order(shop, token));
      assert.equal(answer.order_id, undefined);
      assert.ok(!JSON.stringify(answer).includes('token_id'));
    }
    assert.deepEqual(told, [['ada', 'string']]);
    assert.equal(shop.count('order'), 0);
    assert.equal(shop.count('customer-token'), 1);
    assert.deepEqual(shop.placed, []);
  });

  it('9. `buy_and_tokenize` is ordered with or without its customer token', async () => {
    for (const isRefused of [false, true]) {
      const {shop} = openShopAt();
      shop.carts.set('ada', cart(10_000, {intent: 'buy_and_tokenize'}));
      const {token} = await shop.authorize();
      shop.fault = ({kind}) =>
        isRefused && kind === 'customer-token'
          ? Response.json({error_code: 'INVALID_OPERATION'}, {status: 403})
          : undefined;
      await okIn(await order(shop, token));
      assert.deepEqual(
        shop.placed.map(({customerToken}) => customerToken !== undefined),
        [!isRefused],
      );
      const kinds = shop.kinds();
      assert.ok(kinds.indexOf('customer-token') < kinds.indexOf('order'));
    }
  });

  it('10. another merchant id gets a session of its own, other credentials do not', async () => {
    const {shop} = openShopAt();
    const visit = async (more: Partial<KlarnaMerchantOptions>) =>
      okIn<Session>(
        await shop.postTo(shop.process(more), '/klarna/session', {}),
      );
    const first = await visit({});
    const rotated = await visit({
      credentials: {...credentials, username: 'K123456_ffffffffffff'},
      fetch: () => Promise.reject(new Error('nobody has to ask')),
    });
    assert.equal(rotated.client_token, first.client_token);
    const own = openShop().sandbox;
    const other = await visit({
      credentials: {username: 'K999_0a1b2c3d4e5f', password: 'another'},
      fetch: async (request) =>
        own.fetch(
          new Request(request, {
            headers: {
              authorization: `Basic ${btoa(`${credentials.username}:${credentials.password}`)}`,
              'content-type': 'application/json',
            },
          }),
        ),
    });
    assert.notEqual(other.client_token, first.client_token);
  });

  it('10. several accounts are told apart by the order', async () => {
    const asked: string[] = [];
    const {shop} = openShopAt({
      credentials: undefined,
      region: undefined,
      account: ({purchase_country}) => {
        asked.push(purchase_country);
        return {id: purchase_country, credentials, region: 'eu'};
      },
    });
    const {token, sessionId} = await shop.authorize();
    await shop.callBack(token, sessionId);
    assert.equal(shop.placed.length, 1);
    assert.deepEqual([...new Set(asked)], ['SE']);
    assert.ok(
      shop.events.some(
        (event) => event.type === 'order' && event.account === 'SE',
      ),
    );
  });

  it('11. a new reference each time is no other cart', async () => {
    let asked = 0;
    const {shop} = openShopAt({
      order: () =>
        cart(10_000, {
          merchant_reference1: `order ${asked++}`,
          merchant_reference2: `basket ${asked}`,
          merchant_urls: {confirmation: `https://shop.example/thanks/${asked}`},
          auto_capture: asked % 2 === 0,
        }),
    });
    const {token} = await shop.authorize();
    await okIn(await order(shop, token));
    assert.equal(shop.placed[0]?.order.merchant_reference1, 'order 0');
    assert.deepEqual(shop.kinds(), ['create', 'read', 'order']);
  });

  it('11. a cart that has changed is an event that names the members', async () => {
    const {shop} = openShopAt();
    const {token} = await shop.authorize();
    shop.carts.set('ada', cart(20_000, {merchant_data: 'secret value'}));
    await problemIn(await order(shop, token), 409);
    const told = shop.events.find(({type}) => type === 'cart-changed');
    assert.ok(told?.type === 'cart-changed');
    assert.deepEqual(told.fields, [
      'merchant_data',
      'order_amount',
      'order_lines[0].total_amount',
      'order_lines[0].total_tax_amount',
      'order_lines[0].unit_price',
      'order_tax_amount',
    ]);
    assert.ok(!JSON.stringify(told).includes('secret value'));
  });

  it('12. Klarna’s no to an order is told as one', async () => {
    const {shop} = openShopAt();
    const {token} = await shop.authorize();
    shop.fault = ({kind}) =>
      kind === 'order'
        ? Response.json(
            {error_code: 'REJECTED', error_messages: ['Rejected']},
            {status: 403},
          )
        : undefined;
    for (let again = 0; again < 2; again++) {
      const problem = await problemIn(await order(shop, token), 409);
      assert.equal(problem.code, 'declined');
    }
    assert.equal(shop.count('order'), 1);
    assert.deepEqual(shop.placed, []);
  });

  it('12. an order that is rejected is told to the shop, and no success to the shopper', async () => {
    const {shop} = openShopAt();
    const {token} = await shop.authorize();
    shop.fault = async ({kind}, pass) => {
      const answer = await pass();
      return kind === 'order'
        ? Response.json({
            ...((await answer.json()) as object),
            fraud_status: 'REJECTED',
          })
        : answer;
    };
    for (let again = 0; again < 2; again++) {
      const problem = await problemIn(await order(shop, token), 409);
      assert.equal(problem.code, 'declined');
    }
    assert.deepEqual(
      shop.placed.map(({fraudStatus}) => fraudStatus),
      ['REJECTED'],
    );
    // It keeps nobody from paying in another way.
    await okIn(await shop.post('session', {}));
  });

  it('17. authorizations that nobody will use are cancelled, once', async () => {
    const {shop} = openShopAt();
    const {token, sessionId} = await shop.authorize();
    const path = shop.callbackPath();
    shop.carts.set('ada', cart(20_000));
    await problemIn(await order(shop, token), 409);
    await shop.callBack(token, sessionId, path);
    await shop.process().recover();
    assert.equal(shop.count('cancel'), 1);
    assert.equal(shop.sandbox.orders.length, 0);
  });

  it('17. what waits on a session is decided before it becomes another one', async () => {
    const {shop} = openShopAt({callbackPatience: 15_000});
    for (const members of [{order_amount: 10_000}, {locale: 'en-SE'}]) {
      const {token, sessionId} = await shop.authorize();
      await shop.callBack(token, sessionId);
      const since = shop.calls.length;
      const amount = 'locale' in members ? 10_000 : 30_000;
      shop.carts.set('ada', cart(amount, 'locale' in members ? members : {}));
      await okIn(await shop.post('session', {}));
      const kinds = shop.kinds(since);
      assert.equal(kinds[0], 'cancel', kinds.join());
      assert.equal(kinds.length, 2);
      await problemIn(await order(shop, token), 409);
      assert.equal(shop.count('order'), 0);
    }
  });

  it('17. a cancellation that fails is tried again', async () => {
    const {shop, clock} = openShopAt();
    const {token} = await shop.authorize();
    shop.carts.set('ada', cart(20_000));
    shop.fault = ({kind}) =>
      kind === 'cancel' ? new Response(null, {status: 401}) : undefined;
    await problemIn(await order(shop, token), 409);
    const [open] = await shop.process().pending();
    assert.equal(open?.state, 'cancelling');
    shop.fault = undefined;
    clock.time += minute;
    await shop.process().recover();
    assert.deepEqual(await shop.process().pending(), []);
    assert.equal(shop.count('cancel'), 2);
  });

  it('18. keys hold digests, and an order takes at most eight calls of the storage', async () => {
    for (const way of ['browser', 'callback first'] as const) {
      let calls: string[] = [];
      const memory = memoryStorage();
      const values = new Map<string, string>();
      const counted = Object.fromEntries(
        Object.entries(memory).map(([name, method]) => [
          name,
          typeof method === 'function'
            ? (...args: never[]) => {
                if (name !== 'due') {
                  calls.push(`${name} ${String(args[0]).split(':', 1)[0]}`);
                }
                return (method as (...all: never[]) => unknown)(...args);
              }
            : method,
        ]),
      ) as unknown as KlarnaStorage;
      const storage: KlarnaStorage = {
        ...counted,
        write: async (key, expected, next) => {
          assert.ok(!key.includes('shopper@example'), key);
          values.set(key, next?.value ?? '');
          return counted.write(key, expected, next);
        },
      };
      const shop = openShop({storage, callbackPatience: 15_000});
      const visitor = 'shopper@example';
      const {token, sessionId} = await shop.authorize(visitor);
      if (way === 'callback first') {
        await shop.callBack(token, sessionId);
      }
      calls = [];
      await okIn(await order(shop, token, visitor));
      assert.ok(calls.length <= 8, calls.join(', '));
      assert.ok(![...values.values()].join().includes(visitor));
    }
  });

  it('18. a `redirect_url` with letters beyond Latin-1 is answered', async () => {
    const {shop} = openShopAt();
    const {token} = await shop.authorize();
    shop.fault = async ({kind}, pass) => {
      const answer = await pass();
      return kind === 'order'
        ? Response.json({
            ...((await answer.json()) as object),
            redirect_url: 'https://klarna.example/ありがとう',
          })
        : answer;
    };
    const {redirect_url: url} = await okIn<Order>(await order(shop, token));
    assert.equal(url, new URL('https://klarna.example/ありがとう').href);
  });
});
