import assert from 'node:assert/strict';
import {describe, test} from 'node:test';

import {memoryStorage} from '../../../src/server/index.js';
import {ada, cart} from '../support/cart.js';
import {secret} from '../support/leaks.js';
import {credentials, okIn, openShop, problemIn} from '../support/shop.js';

interface Order {
  order_id: string;
  redirect_url: string;
  fraud_status: string;
}

describe('the browser places the order', () => {
  test('and gets Klarna’s order, once, however often it asks', async () => {
    const shop = openShop();
    const {token} = await shop.authorize();
    const body = {authorization_token: token, customer_details: ada};

    const order = await okIn<Order>(await shop.post('order', body));
    assert.deepEqual(Object.keys(order).sort(), [
      'fraud_status',
      'order_id',
      'redirect_url',
    ]);
    for (let again = 0; again < 3; again++) {
      assert.deepEqual(await okIn(await shop.post('order', body)), order);
    }
    assert.equal(shop.count('order'), 1);
    assert.deepEqual(
      shop.placed.map(({orderId, visitor}) => [orderId, visitor]),
      [[order.order_id, 'ada']],
    );
  });

  test('with the order as authorized and the details that came along', async () => {
    const shop = openShop();
    const {token} = await shop.authorize();
    await okIn(
      await shop.post('order', {
        authorization_token: token,
        customer_details: {
          ...ada,
          order_amount: 1,
          order_lines: [],
          billing_address: {
            ...ada.billing_address,
            order_amount: 1,
            title: null,
          },
        },
        order_amount: 1,
      }),
    );
    const sent = shop.calls.at(-1)!.body;
    assert.deepEqual(sent, {...cart(), ...ada});
    assert.deepEqual(shop.placed[0]!.order, sent);
  });

  test('with auto_capture only now', async () => {
    const shop = openShop();
    shop.carts.set('ada', {...cart(), auto_capture: true});
    const {token} = await shop.authorize();
    await okIn(await shop.post('order', {authorization_token: token}));
    assert.ok(!('auto_capture' in shop.calls[0]!.body));
    assert.equal(shop.calls.at(-1)!.body.auto_capture, true);
  });

  test('as a form, whatever the element’s name, and is sent on', async () => {
    const shop = openShop();
    const {token} = await shop.authorize();
    const form = new URLSearchParams({
      other_authorization_token: '',
      pay_authorization_token: token,
      pay_category: 'pay_later',
      pay_customer_details: JSON.stringify(ada),
    });
    const answer = await shop.post('order', String(form), 'ada', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    assert.equal(answer.status, 303);
    assert.match(answer.headers.get('location') ?? '', /^https?:\/\//);
    assert.deepEqual(shop.calls.at(-1)!.body, {...cart(), ...ada});
  });

  test('as a form whose fields are not there once, of which the first counts', async () => {
    const shop = openShop();
    const {token} = await shop.authorize();
    const answer = await shop.post(
      'order',
      `a_authorization_token=${token}&a_authorization_token=x&b_authorization_token=y`,
      'ada',
      {'content-type': 'application/x-www-form-urlencoded'},
    );
    assert.equal(answer.status, 303);
  });

  test('as a form that names no page to go to, and gets JSON', async () => {
    const shop = openShop();
    shop.carts.set('ada', cart(10_000, {merchant_urls: undefined}));
    const {token} = await shop.authorize();
    const order = await okIn<Order>(
      await shop.post('order', `a_authorization_token=${token}`, 'ada', {
        'content-type': 'application/x-www-form-urlencoded',
      }),
    );
    assert.equal(order.order_id, shop.placed[0]!.orderId);
    assert.ok(!('redirect_url' in order));
  });

  test('as a multipart form too', async () => {
    const shop = openShop();
    const {token} = await shop.authorize();
    const form = new FormData();
    form.set('klarna_authorization_token', token);
    form.set('klarna_customer_details', JSON.stringify(ada));
    const encoded = new Response(form);
    const answer = await shop.post('order', await encoded.text(), 'ada', {
      'content-type': encoded.headers.get('content-type')!,
    });
    assert.equal(answer.status, 303);
  });

  test('twice at the same time, and two processes place it once', async () => {
    const shop = openShop();
    const processes = [shop.process(), shop.process()];
    const {token} = await shop.authorize();
    const answers = await Promise.all(
      Array.from({length: 20}, async (_, index) =>
        okIn<Order>(
          await shop.postTo(processes[index % 2]!, '/klarna/order', {
            authorization_token: token,
            customer_details: ada,
          }),
        ),
      ),
    );
    assert.equal(new Set(answers.map((order) => order.order_id)).size, 1);
    assert.equal(shop.count('order'), 1);
    assert.equal(shop.placed.length, 1);
  });
});

describe('Klarna’s callback', () => {
  test('places the order with Klarna’s addresses, and the browser gets the same', async () => {
    const shop = openShop();
    const {token, sessionId} = await shop.authorize();
    const called = await shop.callBack(token, sessionId);
    assert.equal(called.status, 204);
    const {body} = shop.calls.findLast(({kind}) => kind === 'order')!;
    // Klarna copies the address if nobody names another (Klarna's docs).
    const shipping_address = ada.billing_address;
    assert.deepEqual(body, {...cart(), ...ada, shipping_address});
    assert.equal(shop.placed[0]!.details, 'klarna');

    const order = await okIn<Order>(
      await shop.post('order', {
        authorization_token: token,
        customer_details: ada,
      }),
    );
    assert.equal(order.order_id, shop.placed[0]!.orderId);
    assert.equal(shop.placed[0]!.visitor, 'ada');
    assert.equal(shop.placed.length, 2);
    assert.equal(shop.placed[1]!.details, 'browser');
    assert.equal(shop.count('order'), 1);
  });

  test('may come after the browser, and again', async () => {
    const shop = openShop();
    const {token, sessionId} = await shop.authorize();
    const path = shop.callbackPath();
    await okIn(await shop.post('order', {authorization_token: token}));
    for (let again = 0; again < 2; again++) {
      const called = await shop.postTo(
        shop.process(),
        path,
        {authorization_token: token, session_id: sessionId},
        null,
      );
      assert.equal(called.status, 204);
    }
    assert.equal(shop.placed.length, 1);
    assert.equal(shop.count('order'), 1);
  });

  test('races the browser in another process, and there is one order', async () => {
    for (let round = 0; round < 20; round++) {
      const shop = openShop();
      const {token, sessionId} = await shop.authorize();
      const path = shop.callbackPath();
      const browser = () =>
        shop.post('order', {authorization_token: token, customer_details: ada});
      const callback = () =>
        shop.postTo(
          shop.process(),
          path,
          {authorization_token: token, session_id: sessionId},
          null,
        );
      const [first, second] = await Promise.all(
        round % 2 === 0
          ? [browser(), callback()]
          : [callback(), browser()].reverse(),
      );
      const order = await okIn<Order>(first!);
      assert.equal(second!.status, 204);
      assert.deepEqual(
        shop.placed.map(({orderId}) => orderId),
        [order.order_id],
      );
      assert.equal(shop.count('order'), 1);
    }
  });

  test('with a wrong secret, or for an unknown session, is not found', async () => {
    const shop = openShop();
    const {token, sessionId} = await shop.authorize();
    const path = shop.callbackPath();
    const body = {authorization_token: token, session_id: sessionId};
    for (const [to, what] of [
      [path.slice(0, -1), body],
      [`${path}a`, body],
      ['/klarna/authorization/%', body],
      [path, {...body, session_id: 'another'}],
    ] as const) {
      await problemIn(await shop.postTo(shop.process(), to, what, null), 404);
    }
    assert.equal(shop.count('order'), 0);
  });

  test('comes to the shop’s own secret, whatever is in it', async () => {
    const shop = openShop({callbackSecret: 'up the/hill ☃'});
    const {token, sessionId} = await shop.authorize();
    const called = await shop.callBack(token, sessionId);
    assert.equal(called.status, 204);
    assert.equal(shop.placed.length, 1);
  });

  test('for a session that was given up places nothing', async () => {
    const shop = openShop();
    const {token, sessionId} = await shop.authorize();
    const path = shop.callbackPath();
    shop.carts.set('ada', cart(10_000, {locale: 'en-SE'}));
    await okIn(await shop.post('session', {}));
    const called = await shop.postTo(
      shop.process(),
      path,
      {authorization_token: token, session_id: sessionId},
      null,
    );
    assert.equal(called.status, 204);
    assert.equal(shop.count('order'), 0);
  });

  test('of one session does not speak for another', async () => {
    const shop = openShop();
    const graces = await shop.authorize('grace');
    const path = shop.callbackPath();
    const adas = await shop.authorize('ada');
    await problemIn(
      await shop.postTo(
        shop.process(),
        path,
        {authorization_token: adas.token, session_id: adas.sessionId},
        null,
      ),
      404,
    );
    const mixed = await shop.callBack(adas.token, graces.sessionId, path);
    assert.equal(mixed.status, 204);
    assert.equal(shop.count('order'), 0);
  });
});

describe('nobody pays for another’s order', () => {
  test('with a token of somebody with the same cart', async () => {
    const shop = openShop();
    const {token} = await shop.authorize('ada');
    await shop.post('session', {}, 'mallory');
    const body = {authorization_token: token, customer_details: ada};
    await problemIn(await shop.post('order', body, 'mallory'), 409);

    // Nor after having paid with one's own, nor once the order is there.
    const own = await shop.authorize('mallory');
    await problemIn(await shop.post('order', body, 'mallory'), 409);
    await okIn(
      await shop.post('order', {authorization_token: own.token}, 'mallory'),
    );
    await problemIn(await shop.post('order', body, 'mallory'), 409);
    // Somebody was told that nothing was ordered with it, and nothing is.
    await problemIn(await shop.post('order', body, 'ada'), 409);
    assert.deepEqual(
      shop.placed.map(({visitor}) => visitor),
      ['mallory'],
    );
  });

  test('with a token that has led to somebody’s order', async () => {
    const shop = openShop();
    const {token} = await shop.authorize('ada');
    await okIn(await shop.post('order', {authorization_token: token}));
    await shop.post('session', {}, 'mallory');
    const problem = await problemIn(
      await shop.post('order', {authorization_token: token}, 'mallory'),
      409,
    );
    assert.equal(problem.code, 'already-ordered');
    assert.equal(problem.order_id, undefined);
    assert.equal(problem.redirect_url, undefined);
  });

  test('with a token that is made up, whatever is in it', async () => {
    const shop = openShop();
    await shop.post('session', {});
    for (const token of [
      'x',
      'x'.repeat(4096),
      '../../sessions',
      'a/b?c#d',
      '%2e%2e',
      '☃',
    ]) {
      await problemIn(
        await shop.post('order', {authorization_token: token}),
        409,
      );
    }
    assert.ok(shop.kinds().every((kind) => ['create', 'read'].includes(kind)));
  });

  test('without a session', async () => {
    const shop = openShop();
    const problem = await problemIn(
      await shop.post('order', {authorization_token: 'x'}),
      409,
    );
    assert.equal(problem.code, 'no-session');
  });
});

describe('a cart that has changed since it was authorized', () => {
  test('is not ordered, neither by the browser nor by the callback after it', async () => {
    const shop = openShop();
    const {token, sessionId} = await shop.authorize();
    const path = shop.callbackPath();
    shop.carts.set('ada', cart(20_000));
    const problem = await problemIn(
      await shop.post('order', {authorization_token: token}),
      409,
    );
    assert.equal(problem.code, 'cart-changed');
    assert.match(problem.detail, /authorize again/);
    const called = await shop.postTo(
      shop.process(),
      path,
      {authorization_token: token, session_id: sessionId},
      null,
    );
    assert.equal(called.status, 204);
    assert.equal(shop.count('order'), 0);

    const again = await shop.authorize();
    await okIn(await shop.post('order', {authorization_token: again.token}));
    assert.equal(shop.placed[0]!.order.order_amount, 20_000);
  });

  test('is refused by Klarna if another tab has updated the session meanwhile', async () => {
    const shop = openShop();
    const {token} = await shop.authorize();
    shop.carts.set('ada', cart(20_000));
    await okIn(await shop.post('session', {}));
    const problem = await problemIn(
      await shop.post('order', {authorization_token: token}),
      409,
    );
    assert.equal(problem.code, 'authorize-again');
    assert.equal(shop.placed.length, 0);

    const again = await shop.authorize();
    await okIn(await shop.post('order', {authorization_token: again.token}));
    assert.equal(shop.placed.length, 1);
  });

  test('that has become empty is not ordered', async () => {
    const shop = openShop();
    const {token} = await shop.authorize();
    shop.carts.set('ada', null);
    const problem = await problemIn(
      await shop.post('order', {authorization_token: token}),
      409,
    );
    assert.equal(problem.code, 'empty-cart');
    assert.equal(shop.count('order'), 0);
  });

  test('after the callback has ordered it leaves the order as it is', async () => {
    const shop = openShop();
    const {token, sessionId} = await shop.authorize();
    await shop.callBack(token, sessionId);
    shop.carts.set('ada', cart(20_000));
    const order = await okIn<Order>(
      await shop.post('order', {authorization_token: token}),
    );
    assert.equal(order.order_id, shop.placed[0]!.orderId);
    assert.equal(shop.placed[0]!.order.order_amount, 10_000);
  });
});

describe('an order whose fate is unknown', () => {
  test('is placed again with the identical bytes', async () => {
    const shop = openShop();
    const {token} = await shop.authorize();
    shop.fault = async ({kind}, pass) => {
      if (kind !== 'order') {
        return pass();
      }
      await pass();
      throw new TypeError('the connection broke');
    };
    const body = {authorization_token: token, customer_details: ada};
    await problemIn(await shop.post('order', body), 502);
    assert.equal(shop.placed.length, 0);

    // Neither a changed cart nor other details change what is being placed.
    shop.fault = undefined;
    shop.carts.set('ada', cart(20_000));
    const order = await okIn<Order>(
      await shop.post('order', {authorization_token: token}),
    );
    const texts = shop.calls
      .filter(({kind}) => kind === 'order')
      .map(({text}) => text);
    assert.ok(texts.length >= 2);
    assert.equal(new Set(texts).size, 1);
    assert.deepEqual(
      shop.placed.map(({orderId, order: {order_amount}}) => [
        orderId,
        order_amount,
      ]),
      [[order.order_id, 10_000]],
    );
  });

  test('is brought to its end by the callback, or by the next visit', async () => {
    for (const way of ['callback', 'visit'] as const) {
      const shop = openShop();
      const {token, sessionId} = await shop.authorize();
      const path = shop.callbackPath();
      shop.fault = async ({kind}, pass) => {
        const answer = await pass();
        return kind === 'order' ? new Response('{"order_id": "cut o') : answer;
      };
      await problemIn(
        await shop.post('order', {authorization_token: token}),
        502,
      );
      shop.fault = undefined;

      if (way === 'callback') {
        await shop.callBack(token, sessionId, path);
      } else {
        const problem = await problemIn(await shop.post('session', {}), 409);
        assert.equal(problem.code, 'already-ordered');
      }
      assert.equal(shop.placed.length, 1);
      await okIn(await shop.post('order', {authorization_token: token}));
      assert.equal(shop.placed.length, 1);
    }
  });

  test('is not given up with its session', async () => {
    const shop = openShop();
    const {token} = await shop.authorize();
    shop.fault = async ({kind}, pass) => {
      const answer = await pass();
      return kind === 'order' ? new Response(null, {status: 502}) : answer;
    };
    await problemIn(
      await shop.post('order', {authorization_token: token}),
      502,
    );
    // Klarna has the order, so the session cannot follow the cart.
    shop.carts.set('ada', cart(20_000));
    await problemIn(await shop.post('session', {}), 502);
    assert.equal(shop.count('create'), 1);

    shop.fault = undefined;
    await okIn(await shop.post('session', {}));
    assert.equal(shop.placed[0]!.order.order_amount, 10_000);
    assert.equal(shop.count('create'), 2);
  });

  test('does not keep the shopper from authorizing again', async () => {
    const shop = openShop();
    const first = await shop.authorize();
    shop.fault = ({kind, path}) =>
      kind === 'order' && path.includes(first.token)
        ? Response.json({error_code: 'INTERNAL_SERVER_ERROR'}, {status: 500})
        : undefined;
    await problemIn(
      await shop.post('order', {authorization_token: first.token}),
      502,
    );
    // The same session, for nothing says that it is completed.
    const second = await shop.authorize();
    assert.equal(second.sessionId, first.sessionId);
    const order = await okIn<Order>(
      await shop.post('order', {authorization_token: second.token}),
    );
    assert.deepEqual(
      shop.placed.map(({orderId}) => orderId),
      [order.order_id],
    );
  });
});

describe('an order that Klarna refuses', () => {
  test('for its data is answered with 422, whoever asks again with what', async () => {
    const shop = openShop();
    const {token} = await shop.authorize();
    shop.fault = ({kind}) =>
      kind === 'order'
        ? refusal(400, 'BAD_VALUE', 'Bad value: billing_address.postal_code')
        : undefined;
    const problem = await problemIn(
      await shop.post('order', {authorization_token: token}),
      422,
    );
    assert.deepEqual(problem.fields, ['billing_address.postal_code']);
    shop.fault = undefined;
    const again = await problemIn(
      await shop.post('order', {
        authorization_token: token,
        customer_details: ada,
      }),
      422,
    );
    assert.deepEqual(again.fields, problem.fields);
    assert.equal(shop.count('order'), 1);
  });

  test('as not matching is not tried again, and the session is put right', async () => {
    const shop = openShop();
    const {token, clientToken} = await shop.authorize();
    shop.fault = ({kind}) =>
      kind === 'order'
        ? refusal(409, 'BAD_VALUE', 'Not matching fields: [order_amount]')
        : undefined;
    const problem = await problemIn(
      await shop.post('order', {authorization_token: token}),
      409,
    );
    assert.deepEqual(problem.fields, ['order_amount']);
    await problemIn(
      await shop.post('order', {authorization_token: token}),
      409,
    );
    assert.equal(shop.count('order'), 1);

    shop.fault = undefined;
    const since = shop.calls.length;
    const session = await okIn<{client_token: string}>(
      await shop.post('session', {}),
    );
    assert.equal(session.client_token, clientToken);
    await shop.post('session', {});
    assert.deepEqual(shop.kinds(since), ['update']);
  });

  test('with words that it was sent leaves them unsaid', async () => {
    for (const status of [400, 401, 403, 404, 409, 500]) {
      const shop = openShop();
      const {token} = await shop.authorize();
      shop.fault = ({kind, text, path}) =>
        kind === 'order'
          ? refusal(
              status,
              'BAD_VALUE',
              `Not matching fields: [${[
                path,
                token,
                ...Object.values(credentials),
                ...Object.values(ada.billing_address),
                text,
              ].join(', ')}]`,
            )
          : undefined;
      const answer = await shop.post('order', {
        authorization_token: token,
        customer_details: ada,
      });
      assert.ok(answer.status >= 400);
    }
    // What was said meanwhile is searched after all tests.
  });

  test('because the session is completed is left to a person', async () => {
    const shop = openShop();
    const {token} = await shop.authorize();
    shop.fault = async ({kind}, pass) => {
      if (kind === 'order') {
        return refusal(
          404,
          'SESSION_COMPLETED',
          'Session has already been completed',
        );
      }
      const answer = await pass();
      return kind === 'read' && shop.count('order') > 0
        ? Response.json({
            ...((await answer.json()) as object),
            status: 'complete',
          })
        : answer;
    };
    for (const [route, body] of [
      ['order', {authorization_token: token}],
      ['order', {authorization_token: token}],
      ['session', {}],
    ] as const) {
      const problem = await problemIn(await shop.post(route, body), 409);
      assert.equal(problem.code, 'order-uncertain');
      assert.doesNotMatch(problem.detail, /again|nothing/);
    }
    assert.equal(shop.count('order'), 1);
    assert.equal(shop.count('cancel'), 0);
    const [open, ...others] = await shop.process().pending();
    assert.equal(open?.state, 'uncertain');
    assert.deepEqual(others, []);
    assert.deepEqual(await shop.process().recover(), []);

    const {sessionId} = open;
    assert.equal(await shop.process().dismiss('another'), false);
    assert.equal(await shop.process().dismiss(sessionId), true);
    assert.deepEqual(await shop.process().pending(), []);
  });

  test('as too risky is told as Klarna’s no, and does not haunt the visitor', async () => {
    const shop = openShop();
    const {token} = await shop.authorize();
    shop.fault = ({kind}) =>
      kind === 'order' ? refusal(403, 'REJECTED', 'Rejected') : undefined;
    const problem = await problemIn(
      await shop.post('order', {authorization_token: token}),
      409,
    );
    assert.equal(problem.code, 'declined');
    await okIn(await shop.post('session', {}));
    assert.equal(shop.count('order'), 1);
  });

  test('because the session has expired gets a new session', async () => {
    const shop = openShop();
    const {token} = await shop.authorize();
    shop.fault = ({kind}) =>
      kind === 'read'
        ? refusal(404, 'NOT_FOUND', 'Invalid session id')
        : undefined;
    await problemIn(
      await shop.post('order', {authorization_token: token}),
      409,
    );
    shop.fault = undefined;
    await okIn(await shop.post('session', {}));
    assert.equal(shop.count('create'), 2);
  });
});

describe('the shop’s own record', () => {
  test('is made by the next arrival if it failed, and the order stands', async () => {
    for (const way of ['browser', 'callback', 'visit'] as const) {
      let failures = 2;
      const taken: string[] = [];
      const shop = openShop({
        placed: ({orderId}) => {
          if (failures-- > 0) {
            throw new Error('the database is gone');
          }
          taken.push(orderId);
        },
      });
      const {token, sessionId} = await shop.authorize();
      const body = {authorization_token: token, session_id: sessionId};
      const path = shop.callbackPath();
      await problemIn(await shop.post('order', body), 500);
      await problemIn(await shop.post('order', body), 500);

      if (way === 'browser') {
        await okIn(await shop.post('order', body));
      } else if (way === 'callback') {
        await shop.callBack(token, sessionId, path);
      } else {
        await problemIn(await shop.post('session', {}), 409);
      }
      const order = await okIn<Order>(await shop.post('order', body));
      assert.deepEqual(taken, [order.order_id]);
      assert.equal(shop.count('order'), 1);
    }
  });

  test('that takes for ever keeps neither the shopper nor anybody else', async () => {
    let calls = 0;
    const shop = openShop({
      // Enough to come as far as `placed` on a busy machine.
      patience: 2_000,
      placed: () => {
        calls++;
        return new Promise<void>(() => {});
      },
    });
    const {token} = await shop.authorize();
    const body = {authorization_token: token};
    const order = await okIn<Order>(await shop.post('order', body));
    const others = shop.process();
    const path = '/klarna/order';
    assert.deepEqual(await okIn(await shop.postTo(others, path, body)), order);
    const problem = await problemIn(await shop.post('session', {}), 409);
    assert.equal(problem.code, 'already-ordered');
    shop.carts.set('ada', cart(20_000));
    await okIn(await shop.postTo(others, '/klarna/session', {}));
    assert.equal(calls, 1);
    assert.equal(shop.count('order'), 1);
    assert.deepEqual(
      (await others.pending()).map(({state, orderId}) => [state, orderId]),
      [['placed', order.order_id]],
    );
  });

  test('that goes on failing keeps nobody from the next purchase', async () => {
    const shop = openShop({
      placed: ({order}) => {
        if (order.order_amount === 10_000) {
          throw new Error('cannot be recorded');
        }
      },
    });
    const first = await shop.authorize();
    await problemIn(
      await shop.post('order', {authorization_token: first.token}),
      500,
    );
    shop.carts.set('ada', cart(20_000));
    const second = await shop.authorize();
    await okIn(await shop.post('order', {authorization_token: second.token}));
  });
});

test('what the storage keeps after an order says nothing of the shopper', async () => {
  const kept = new Map<string, string>();
  const memory = memoryStorage();
  const shop = openShop({
    storage: {
      ...memory,
      write: async (key, expected, next) => {
        const done = await memory.write(key, expected, next);
        if (done && next) {
          kept.set(key, next.value);
        } else if (done) {
          kept.delete(key);
        }
        return done;
      },
    },
  });
  const {token} = await shop.authorize();
  secret(token);
  await okIn(
    await shop.post('order', {
      authorization_token: token,
      customer_details: ada,
    }),
  );
  const all = JSON.stringify([...kept]);
  assert.notEqual(kept.size, 0);
  assert.ok(!all.includes(token));
  for (const value of Object.values(ada.billing_address)) {
    assert.ok(value === 'SE' || !all.includes(value));
  }
});

function refusal(status: number, code: string, message: string): Response {
  return Response.json(
    {error_code: code, error_messages: [message], correlation_id: 'c0ffee-2'},
    {status},
  );
}
