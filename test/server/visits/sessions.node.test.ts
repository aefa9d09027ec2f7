import assert from 'node:assert/strict';
import {describe, test} from 'node:test';

import type {KlarnaPlaceOrder} from '../../../src/wire/rest-types.js';
import {checkOrder, memoryStorage} from '../../../src/server/index.js';
import {cart} from '../support/cart.js';
import {
  credentials,
  okIn,
  openShop,
  problemIn,
  sessionIdIn,
} from '../support/shop.js';

interface Session {
  client_token: string;
  payment_method_categories: {identifier: string; name: string}[];
}

const hour = 3_600_000;

describe('a visitor’s session', () => {
  test('is created on the first visit, from the shop’s cart', async () => {
    const shop = openShop();
    shop.carts.set('ada', cart(25_000));

    const session = await okIn<Session>(
      await shop.post('session', {order_amount: 1, session_id: 'x'}),
    );

    assert.deepEqual(Object.keys(session), [
      'client_token',
      'payment_method_categories',
    ]);
    assert.notEqual(session.payment_method_categories.length, 0);
    assert.deepEqual(shop.kinds(), ['create']);
    assert.equal(shop.calls[0]!.body.order_amount, 25_000);
  });

  test('is the same after a hundred reloads, with one create', async () => {
    const shop = openShop();
    const tokens = new Set<string>();
    for (let reload = 0; reload < 100; reload++) {
      tokens.add(
        (await okIn<Session>(await shop.post('session', {}))).client_token,
      );
    }
    assert.equal(tokens.size, 1);
    assert.deepEqual(shop.kinds(), ['create']);
  });

  test('follows ten changes of the cart with ten updates', async () => {
    const shop = openShop();
    const {client_token} = await okIn<Session>(await shop.post('session', {}));
    for (let change = 1; change <= 10; change++) {
      shop.carts.set('ada', cart(10_000 + change * 1000));
      for (let reload = 0; reload < 3; reload++) {
        const session = await okIn<Session>(await shop.post('session', {}));
        assert.equal(session.client_token, client_token);
      }
    }
    assert.deepEqual(shop.kinds(), ['create', ...Array(10).fill('update')]);
    assert.equal(shop.calls.at(-1)!.body.order_amount, 20_000);
  });

  test('is created once for fifty requests at once', async () => {
    const shop = openShop();
    const sessions = await Promise.all(
      Array.from({length: 50}, async () =>
        okIn<Session>(await shop.post('session', {})),
      ),
    );
    assert.equal(new Set(sessions.map((s) => s.client_token)).size, 1);
    assert.deepEqual(shop.kinds(), ['create']);
  });

  test('is created once for fifty requests to two processes at once', async () => {
    const shop = openShop();
    const processes = [shop.process(), shop.process()];
    const sessions = await Promise.all(
      Array.from({length: 50}, async (_, index) =>
        okIn<Session>(
          await shop.postTo(processes[index % 2]!, '/klarna/session', {}),
        ),
      ),
    );
    assert.equal(new Set(sessions.map((s) => s.client_token)).size, 1);
    assert.deepEqual(shop.kinds(), ['create']);
  });

  test('gets one update, with the newest cart, of a burst of changes', async () => {
    let asked = 0;
    const shop = openShop({
      order: ({headers}) => {
        asked++;
        return cart(Number(headers.get('x-amount')));
      },
    });
    const post = (amount: number) =>
      shop.post('session', {}, 'ada', {'x-amount': String(amount)});
    await post(10_000);
    let updating: () => void = () => {};
    const held = new Promise<void>((resolve) => (updating = resolve));
    shop.fault = async (_call, pass) => {
      await held;
      return pass();
    };

    const burst = [post(11_000)];
    await until(() => shop.count('update') === 1);
    for (const amount of [12_000, 13_000, 14_000]) {
      const before = asked;
      burst.push(post(amount));
      await until(() => asked > before);
    }
    updating();
    await Promise.all(burst.map(async (answer) => okIn(await answer)));

    const amounts = shop.calls.slice(1).map(({body}) => body.order_amount);
    assert.deepEqual(amounts, [11_000, 14_000]);
  });

  test('belongs to its visitor alone', async () => {
    const shop = openShop();
    const tokens = [];
    for (const visitor of ['ada', 'grace']) {
      const answer = await shop.post('session', {}, visitor);
      tokens.push((await okIn<Session>(answer)).client_token);
    }
    assert.notEqual(tokens[0], tokens[1]);
    assert.deepEqual(shop.kinds(), ['create', 'create']);
  });

  test('is not bothered by the order of an object’s members', async () => {
    const shop = openShop();
    const order = cart();
    shop.carts.set('ada', order);
    await shop.post('session', {});
    shop.carts.set(
      'ada',
      Object.fromEntries(Object.entries(order).reverse()) as typeof order,
    );
    await okIn(await shop.post('session', {}));
    assert.deepEqual(shop.kinds(), ['create']);
  });

  test('goes on after the shopper dropped off, in another process', async () => {
    let time = Date.now();
    const shop = openShop({now: () => time});
    const {client_token} = await okIn<Session>(await shop.post('session', {}));
    time += 48 * hour - 1;
    const back = await okIn<Session>(
      await shop.postTo(shop.process(), '/klarna/session', {}),
    );
    assert.equal(back.client_token, client_token);
    assert.deepEqual(shop.kinds(), ['create']);
  });

  test('is created anew 48 hours after its last create', async () => {
    let time = Date.now();
    const shop = openShop({now: () => time});
    await shop.post('session', {});
    time += 48 * hour;
    await okIn(await shop.post('session', {}));
    assert.deepEqual(shop.kinds(), ['create', 'create']);
  });

  test('lives another 48 hours from an update on', async () => {
    let time = Date.now();
    const shop = openShop({now: () => time});
    await shop.post('session', {});
    time += 47 * hour;
    shop.carts.set('ada', cart(20_000));
    await shop.post('session', {});
    time += 47 * hour;
    await okIn(await shop.post('session', {}));
    assert.deepEqual(shop.kinds(), ['create', 'update']);
    time += hour;
    await okIn(await shop.post('session', {}));
    assert.deepEqual(shop.kinds(), ['create', 'update', 'create']);
  });

  const finland = {purchase_country: 'FI', purchase_currency: 'EUR'};
  // Klarna is not known to be there, so it takes any currency.
  const japan = {purchase_country: 'JP', purchase_currency: 'JPY'};
  for (const [what, before, after] of [
    ['country', finland, {...finland, purchase_country: 'DE'}],
    ['currency', japan, {...japan, purchase_currency: 'USD'}],
    ['locale', {}, {locale: 'en-SE'}],
  ] as const) {
    test(`is created anew when the ${what} changes`, async () => {
      const shop = openShop();
      const tokens = new Set<string>();
      for (const members of [before, after]) {
        shop.carts.set('ada', cart(10_000, members));
        const answer = await shop.post('session', {});
        tokens.add((await okIn<Session>(answer)).client_token);
      }
      assert.equal(tokens.size, 2);
      assert.deepEqual(shop.kinds(), ['create', 'create']);
    });
  }

  test('is created anew when the region changes', async () => {
    const shop = openShop();
    await shop.post('session', {});
    await okIn(
      await shop.postTo(shop.process({region: 'na'}), '/klarna/session', {}),
    );
    assert.deepEqual(shop.kinds(), ['create', 'create']);
  });

  test('is created once if Klarna does not know it any longer', async () => {
    const shop = openShop();
    const before = await okIn<Session>(await shop.post('session', {}));
    shop.carts.set('ada', cart(20_000));
    shop.fault = ({kind}) =>
      kind === 'update'
        ? refusal(404, 'NOT_FOUND', 'Invalid session id')
        : undefined;
    const after = await okIn<Session>(await shop.post('session', {}));
    assert.notEqual(before.client_token, after.client_token);
    assert.deepEqual(shop.kinds(), ['create', 'update', 'create']);
  });

  test('is not created again and again if Klarna answers 404 to that too', async () => {
    const shop = openShop();
    await shop.post('session', {});
    shop.carts.set('ada', cart(20_000));
    shop.fault = () => refusal(404, 'NOT_FOUND', 'Invalid session id');
    const problem = await problemIn(await shop.post('session', {}), 502);
    assert.equal(problem.error_code, 'NOT_FOUND');
    assert.deepEqual(shop.kinds(), ['create', 'update', 'create']);
  });

  test('is forgotten with the order that was placed on it', async () => {
    const shop = openShop();
    const {token, clientToken} = await shop.authorize();
    await okIn(await shop.post('order', {authorization_token: token}));
    shop.carts.set('ada', cart(20_000));
    const next = await okIn<Session>(await shop.post('session', {}));
    assert.notEqual(next.client_token, clientToken);
    assert.equal(shop.count('create'), 2);
  });
});

describe('a cart that is put back as it was', () => {
  test('while Klarna is told of the change is told, too', async () => {
    const shop = openShop();
    const {client_token} = await okIn<Session>(await shop.post('session', {}));
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    shop.fault = async (_call, pass) => {
      const answer = await pass();
      await held;
      return answer;
    };
    shop.carts.set('ada', cart(20_000));
    const change = shop.post('session', {});
    await until(() => shop.count('update') === 1);
    shop.carts.delete('ada');
    const back = [shop.process(), shop.process()].map((process) =>
      shop.postTo(process, '/klarna/session', {}),
    );
    release();
    for (const answer of [await change, ...(await Promise.all(back))]) {
      assert.equal((await okIn<Session>(answer)).client_token, client_token);
    }
    const amounts = shop.calls.map(({body}) => body.order_amount);
    assert.deepEqual(amounts, [10_000, 20_000, 10_000]);
  });

  test('is told if Klarna may have heard of the change without answering', async () => {
    for (const fault of [
      () => refusal(500, 'INTERNAL_SERVER_ERROR', 'Internal error'),
      () => new Promise<Response>(() => {}),
      () => Promise.reject(new TypeError('the connection broke')),
    ]) {
      const shop = openShop();
      await shop.post('session', {});
      shop.carts.set('ada', cart(20_000));
      shop.fault = async (_call, pass) => {
        await pass();
        return fault();
      };
      const impatient = shop.process({timeout: 100});
      const {status} = await shop.postTo(impatient, '/klarna/session', {});
      assert.ok(status === 502 || status === 504);
      shop.fault = undefined;
      shop.carts.delete('ada');
      const since = shop.calls.length;
      for (let visit = 0; visit < 2; visit++) {
        await okIn(await shop.post('session', {}));
      }
      assert.deepEqual(shop.kinds(since), ['update']);
      assert.equal(shop.calls.at(-1)!.body.order_amount, 10_000);
    }
  });

  test('needs no call if Klarna has refused the change', async () => {
    for (const status of [400, 401, 403, 429]) {
      // Klarna asks to wait for longer.
      const shop = openShop({timeout: 2000});
      await shop.post('session', {});
      shop.carts.set('ada', cart(20_000));
      shop.fault = () => refusal(status, 'SOME_CODE', 'No');
      await shop.post('session', {});
      shop.carts.delete('ada');
      const since = shop.calls.length;
      await okIn(await shop.post('session', {}));
      assert.deepEqual(shop.kinds(since), []);
    }
  });
});

describe('an error of Klarna', () => {
  const cases = [
    {status: 400, answer: 422, code: 'klarna-refused'},
    {status: 401, answer: 502, code: 'klarna-failed'},
    {status: 403, answer: 502, code: 'klarna-failed'},
    {status: 429, answer: 503, code: 'busy'},
    {status: 500, answer: 502, code: 'klarna-failed'},
    {status: 503, answer: 502, code: 'klarna-failed'},
  ];
  for (const {status, answer, code} of cases) {
    test(`${status} is answered with ${answer}, and the session stays`, async () => {
      // Enough for all tries, but not for the wait that a 429 asks for.
      const shop = openShop({timeout: 2000});
      const before = await okIn<Session>(await shop.post('session', {}));
      shop.carts.set('ada', cart(20_000));
      shop.fault = () =>
        refusal(status, 'SOME_CODE', 'Bad value: order_amount');

      const refused = await shop.post('session', {});
      assert.equal(
        refused.headers.get('retry-after'),
        code === 'busy' ? '3' : null,
      );
      const problem = await problemIn(refused, answer);
      assert.equal(problem.code, code);
      assert.equal(shop.count('create'), 1);
      assert.equal(problem.error_code, 'SOME_CODE');
      assert.deepEqual(problem.fields, ['order_amount']);
      assert.equal(problem.correlation_id, 'c0ffee-1');

      // What was refused is sent again, for Klarna does not have it.
      shop.fault = undefined;
      const since = shop.calls.length;
      const after = await okIn<Session>(await shop.post('session', {}));
      assert.equal(after.client_token, before.client_token);
      assert.deepEqual(shop.kinds(since), ['update']);
      assert.equal(shop.calls.at(-1)!.body.order_amount, 20_000);
    });
  }

  test('429 asks to wait for a second at least', async () => {
    const shop = openShop();
    shop.fault = () =>
      new Response(null, {status: 429, headers: {'x-ratelimit-reset': '0'}});
    const refused = await shop.post('session', {});
    assert.equal(refused.headers.get('retry-after'), '1');
    await problemIn(refused, 503);
  });

  test('that is no answer in time is answered with 504, and the session stays', async () => {
    const shop = openShop();
    const before = await okIn<Session>(await shop.post('session', {}));
    shop.carts.set('ada', cart(20_000));
    shop.fault = () => new Promise<Response>(() => {});
    const problem = await problemIn(
      await shop.postTo(shop.process({timeout: 100}), '/klarna/session', {}),
      504,
    );
    assert.equal(problem.code, 'klarna-timeout');

    shop.fault = undefined;
    const after = await okIn<Session>(await shop.post('session', {}));
    assert.equal(after.client_token, before.client_token);
  });

  const line = cart().order_lines[0]!;
  for (const [field, members] of Object.entries({
    order_tax_amount: {order_tax_amount: 9000},
    order_lines: {order_lines: []},
    purchase_currency: {purchase_currency: 'EUR'},
    'order_lines[0].tax_rate': {order_lines: [{...line, tax_rate: 10_001}]},
    'order_lines[0].total_amount': {
      order_lines: [{...line, unit_price: 9998}],
    },
    'billing_address.phone': {billing_address: {phone: 'by post'}},
  } satisfies Record<string, Partial<KlarnaPlaceOrder>>)) {
    test(`that is about ${field} names it, as checkOrder does before`, async () => {
      const shop = openShop();
      const order = cart(10_000, members);
      shop.carts.set('ada', order);
      const problem = await problemIn(await shop.post('session', {}), 422);
      assert.equal(problem.error_code, 'BAD_VALUE');
      assert.ok(problem.fields?.includes(field), problem.detail);
      assert.ok(problem.detail.includes(field));
      assert.match(problem.correlation_id ?? '', /^[\w-]{8,}$/);
      assert.ok(checkOrder(order).some((found) => found.field === field));

      // The shop sees to it, and the visitor goes on.
      shop.carts.set('ada', cart());
      await okIn(await shop.post('session', {}));
    });
  }

  test('that is an HTML page for wrong credentials is answered with 502', async () => {
    const shop = openShop({
      credentials: {...credentials, password: 'wrongPassword'},
    });
    const problem = await problemIn(await shop.post('session', {}), 502);
    assert.equal(problem.code, 'klarna-failed');
  });
});

describe('who and what', () => {
  test('a visitor who is nobody gets 401', async () => {
    for (const nobody of [null, undefined, '']) {
      const shop = openShop({visitor: () => nobody});
      for (const route of ['session', 'order']) {
        const problem = await problemIn(await shop.post(route, {}), 401);
        assert.equal(problem.code, 'no-visitor');
      }
      assert.deepEqual(shop.kinds(), []);
    }
  });

  test('an empty cart gets 409', async () => {
    const shop = openShop();
    shop.carts.set('ada', null);
    const problem = await problemIn(await shop.post('session', {}), 409);
    assert.equal(problem.code, 'empty-cart');
    assert.deepEqual(shop.kinds(), []);
  });

  test('visitor and order may take their time', async () => {
    const shop = openShop({
      visitor: async () => 'ada',
      order: async () => cart(30_000),
    });
    await okIn(await shop.post('session', {}, null));
    assert.equal(shop.calls[0]!.body.order_amount, 30_000);
  });

  test('a function of the shop that throws gets 500, and tells only onEvent', async () => {
    const fault = new Error('the database is gone');
    const shop = openShop({
      order: () => {
        throw fault;
      },
    });
    const problem = await problemIn(await shop.post('session', {}), 500);
    assert.equal(problem.code, 'internal');
    assert.doesNotMatch(JSON.stringify(problem), /database/);
    const [event] = shop.events;
    assert.ok(event?.type === 'request' && shop.events.length === 1);
    assert.equal(event.error, fault);
    assert.equal(event.route, 'session');
    assert.equal(event.code, 'internal');
  });
});

test('onEvent may throw; nobody else notices', async () => {
  const shop = openShop({
    visitor: () => {
      throw new Error('first');
    },
    onEvent: () => {
      throw new Error('second');
    },
  });
  await problemIn(await shop.post('session', {}), 500);
});

describe('the callback', () => {
  test('is registered with every create and update, beside the shop’s own URLs', async () => {
    const shop = openShop();
    await shop.post('session', {});
    shop.carts.set('ada', cart(20_000));
    await shop.post('session', {});
    const urls = shop.calls.map(({body}) => body.merchant_urls!);
    assert.equal(urls.length, 2);
    assert.match(
      urls[0]!.authorization!,
      /^https:\/\/shop\.example\/klarna\/authorization\/[\w-]{43,}$/,
    );
    assert.equal(urls[1]!.authorization, urls[0]!.authorization);
    assert.equal(urls[0]!.confirmation, 'https://shop.example/thanks');
  });

  test('has a secret of its own for each session, or the shop’s', async () => {
    const own = openShop();
    await own.post('session', {}, 'ada');
    const first = own.callbackPath();
    await own.post('session', {}, 'grace');
    assert.notEqual(own.callbackPath(), first);

    const given = openShop({callbackSecret: 'up the/hill', basePath: '/pay'});
    await given.postTo(given.process(), '/pay/session', {});
    assert.equal(given.callbackPath(), '/pay/authorization/up%20the%2Fhill');
  });

  for (const [origin, baseUrl, registered] of [
    ['http://shop.example', undefined, false],
    ['http://shop.example', 'http://127.0.0.1:9', false],
    ['http://localhost:3000', undefined, false],
    ['http://localhost:3000', 'http://127.0.0.1:9', true],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:9', true],
  ] as const) {
    test(`is ${registered ? '' : 'not '}registered for ${origin} at ${baseUrl ?? 'Klarna'}`, async () => {
      const shop = openShop({origin, ...(baseUrl && {baseUrl})});
      await shop.post('session', {});
      const url = shop.calls[0]!.body.merchant_urls!.authorization;
      assert.equal(
        url?.startsWith(`${origin}/klarna/`),
        registered || undefined,
      );
    });
  }
});

describe('creates', () => {
  test('stay below Klarna’s limit in any second, and the queue has an end', async (t) => {
    const storage = memoryStorage();
    t.mock.timers.enable({
      apis: ['setTimeout', 'setInterval', 'Date'],
      // Amid a slot, however long that is.
      now: 1_700_000_000_190,
    });
    const times: number[] = [];
    const shop = openShop({
      storage,
      environment: 'playground',
      fetch: async () => {
        times.push(Date.now());
        return Response.json({
          session_id: `session-${times.length}`,
          client_token: 'e.e.e',
        });
      },
    });
    const processes = [shop.process(), shop.process()];

    const answers = Array.from({length: 60}, (_, index) =>
      shop.postTo(processes[index % 2]!, '/klarna/session', {}, `v${index}`),
    );
    for (let passed = 0; passed < 15_000; passed += 20) {
      // Whatever is due may in turn wait for what is due next.
      for (let task = 0; task < 5; task++) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      t.mock.timers.tick(20);
    }

    const busy = [];
    for (const answer of await Promise.all(answers)) {
      if (answer.status !== 200) {
        busy.push(answer.headers.get('retry-after'));
        await problemIn(answer, 503);
      }
    }
    assert.equal(times.length + busy.length, 60);
    assert.ok(times.length >= 30, `${times.length} created`);
    assert.ok(busy.length > 0, 'the queue has no end');
    assert.ok(busy.every((seconds) => Number(seconds) >= 1));
    for (const time of times) {
      const within = times.filter((t) => t >= time && t < time + 1000);
      assert.ok(within.length <= 5, `${within.length} within a second`);
    }
  });
});

test('a clock that is put back keeps nobody from a session', async (t) => {
  const shop = openShop();
  t.mock.timers.enable({apis: ['Date'], now: 1_700_000_000_000});
  await okIn(await shop.post('session', {}, 'ada'));
  t.mock.timers.setTime(1_600_000_000_000);
  await okIn(await shop.post('session', {}, 'grace'));
  await okIn(await shop.post('session', {}, 'ada'));
  assert.equal(shop.count('create'), 2);
});

test('no session id leaves the shop but inside Klarna’s own values', async () => {
  const shop = openShop();
  const answer = await shop.post('session', {});
  const {client_token, ...rest} = await okIn<Session>(answer);
  assert.ok(!JSON.stringify(rest).includes(sessionIdIn(client_token)));
});

/** Until what goes on elsewhere in this process has come as far. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function refusal(status: number, code: string, message: string): Response {
  return Response.json(
    {
      error_code: code,
      error_messages: [message],
      correlation_id: 'c0ffee-1',
    },
    {status, headers: status === 429 ? {'x-ratelimit-reset': '3'} : {}},
  );
}
