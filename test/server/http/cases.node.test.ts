import assert from 'node:assert/strict';
import {describe, test} from 'node:test';

import {ada, cart} from '../support/cart.js';
import {okIn, openShop, problemIn} from '../support/shop.js';

const form = {'content-type': 'application/x-www-form-urlencoded'};
const navigate = {'sec-fetch-mode': 'navigate'};
const byScript = {'sec-fetch-mode': 'cors'};

type Shop = ReturnType<typeof openShop>;
type Process = ReturnType<Shop['process']>;

function pay(shop: Shop, token: string, headers = {}, visitor = 'ada') {
  return shop.post(
    'order',
    String(
      new URLSearchParams({
        klarna_authorization_token: token,
        klarna_customer_details: JSON.stringify(ada),
      }),
    ),
    visitor,
    {...form, ...headers},
  );
}

function get(
  process: Process,
  url: string | null,
  headers: Record<string, string>,
  visitor = 'ada',
): Promise<Response> {
  assert.ok(url);
  return process.fetch(
    new Request(url, {headers: {'x-visitor': visitor, ...headers}}),
  );
}

describe('case 3: the operator hears of', () => {
  test('each of 50 shoppers whom a mistyped origin refuses', async () => {
    const shop = openShop({origin: 'https://shop.exmaple'});
    for (let shopper = 0; shopper < 50; shopper++) {
      const headers = {origin: 'https://shop.example'};
      await problemIn(
        await shop.post('session', {}, `v${shopper}`, headers),
        403,
      );
    }
    const refused = shop.events.filter(
      (event) => event.type === 'request' && event.code === 'cross-origin',
    );
    assert.equal(refused.length, 50);
    for (const event of refused) {
      const told = JSON.stringify(event);
      assert.ok(told.includes('"https://shop.example"'), told);
      assert.ok(told.includes('"https://shop.exmaple"'), told);
    }
  });

  test('a queue that is full', async () => {
    const shop = openShop({client: () => 'one address'});
    const answers = await Promise.all(
      Array.from({length: 100}, (_, index) =>
        shop.post('session', {}, `v${index}`),
      ),
    );
    const busy = answers.filter(({status}) => status === 503).length;
    assert.ok(busy > 0);
    const told = shop.events.filter(
      (event) => event.type === 'request' && event.code === 'busy',
    );
    assert.equal(told.length, busy);
  });

  test('every cart that has changed, and which members', async () => {
    const shop = openShop();
    const {token} = await shop.authorize();
    shop.carts.set('ada', cart(20_000));
    await problemIn(
      await shop.post('order', {authorization_token: token}),
      409,
    );
    const [told] = shop.events.filter(({type}) => type === 'cart-changed');
    assert.ok(told?.type === 'cart-changed');
    assert.ok(told.fields.includes('order_amount'), told.fields.join());
  });

  test('a session of Klarna’s that lacks the authorization', async () => {
    const shop = openShop();
    const {token} = await shop.authorize();
    shop.fault = async ({kind}, pass) => {
      if (kind !== 'read') {
        return pass();
      }
      const {authorization_token: _, ...rest} = (await (
        await pass()
      ).json()) as Record<string, unknown>;
      return Response.json(rest);
    };
    const answer = await shop.post('order', {authorization_token: token});
    assert.ok(answer.status >= 400);
    assert.ok(
      shop.events.some(
        (event) => event.type === 'request' && event.outcome === 'problem',
      ),
    );
  });

  test('what goes well, how long it took, and under which id Klarna has it', async () => {
    const shop = openShop();
    const {token} = await shop.authorize();
    await okIn(await shop.post('order', {authorization_token: token}));
    for (const type of [
      'klarna-create-session',
      'klarna-read-session',
      'klarna-place-order',
      'request',
      'placed',
    ] as const) {
      const event = shop.events.find((each) => each.type === type);
      assert.equal(event?.outcome, 'ok', type);
      assert.ok('duration' in event && Number(event.duration) >= 0, type);
    }
  });
});

describe('case 12: Klarna’s no', () => {
  test('at the order is told as one, not as a failure', async () => {
    const shop = openShop();
    const {token} = await shop.authorize();
    shop.fault = ({kind}) =>
      kind === 'order'
        ? Response.json(
            {
              error_code: 'REJECTED',
              error_messages: ['Rejected'],
              correlation_id: 'correlation-1',
            },
            {status: 403},
          )
        : undefined;
    const problem = await problemIn(
      await shop.post('order', {authorization_token: token}),
      409,
    );
    assert.equal(problem.code, 'declined');
    assert.equal(problem.error_code, 'REJECTED');
    assert.equal(problem.correlation_id, 'correlation-1');
    const page = await pay(shop, token, navigate);
    assert.equal(page.status, 409);
    assert.match(await page.text(), /choose another way to pay/);
    assert.equal(shop.placed.length, 0);
  });

  test('in the answer is told as one, and the shop told of the order', async () => {
    const shop = openShop();
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
    const answer = await pay(shop, token, navigate);
    assert.equal(answer.status, 409);
    assert.equal(answer.headers.get('location'), null);
    assert.match(await answer.text(), /Klarna has declined/);
    assert.equal(shop.placed[0]?.fraudStatus, 'REJECTED');
  });
});

describe('case 13: a form post that fails', () => {
  test('because the cart has changed shows a page and orders nothing', async () => {
    const shop = openShop();
    const {token} = await shop.authorize();
    shop.carts.set('ada', cart(20_000));
    const answer = await pay(shop, token, navigate);
    assert.equal(answer.status, 409);
    assert.match(answer.headers.get('content-type') ?? '', /^text\/html/);
    assert.match(await answer.text(), /Your cart has changed/);
    assert.equal(shop.sandbox.orders.length, 0);
  });

  test('because the shop fails can be sent once more, by reloading', async () => {
    let isDown = true;
    const shop = openShop({
      placed: () => {
        if (isDown) {
          throw new Error('the database is gone');
        }
      },
    });
    const {token} = await shop.authorize();
    const first = await pay(shop, token, navigate);
    assert.equal(first.status, 500);
    const html = await first.text();
    assert.match(html, /reload this page/);
    assert.doesNotMatch(html, /database/);
    isDown = false;
    assert.equal((await pay(shop, token, navigate)).status, 303);
    assert.equal(shop.sandbox.orders.length, 1);
  });
});

describe('case 14: the way on to Klarna', () => {
  async function ordered(now?: () => number) {
    const shop = openShop({now});
    const {token} = await shop.authorize();
    const answer = await pay(shop, token, byScript);
    assert.equal(answer.status, 303);
    const url = answer.headers.get('location');
    assert.match(
      url ?? '',
      /^https:\/\/shop\.example\/klarna\/continue\/[\da-f]{32}$/,
    );
    const {redirectUrl} = shop.placed[0]!;
    return {shop, token, url, redirectUrl};
  }

  test('is the same whenever the token is sent, in whatever process', async () => {
    const {shop, token, url, redirectUrl} = await ordered();
    const again = await pay(shop, token);
    assert.equal(again.headers.get('location'), url);
    const plain = await pay(shop, token, navigate);
    assert.equal(plain.headers.get('location'), redirectUrl);

    const went = await get(shop.process(), url, navigate);
    assert.equal(went.status, 303);
    assert.equal(went.headers.get('location'), redirectUrl);
    const page = await get(shop.process(), url, byScript);
    assert.equal(page.status, 200);
    assert.ok(!(await page.text()).includes(redirectUrl ?? ''));
  });

  test('is nothing to everybody else, and to nobody after 48 hours', async () => {
    let time = Date.now();
    const {shop, url} = await ordered(() => time);
    for (const other of ['eve', '']) {
      const answer = await get(shop.process(), url, navigate, other);
      assert.equal(answer.status, 404);
    }
    time += 47 * 3_600_000;
    assert.equal((await get(shop.process(), url, navigate)).status, 303);
    time += 1.1 * 3_600_000;
    assert.equal((await get(shop.process(), url, navigate)).status, 404);
  });

  test('is open to a visitor who has got another id meanwhile', async () => {
    const {shop, url} = await ordered();
    await shop.process().moveVisitor('ada', 'ada@account');
    const answer = await get(shop.process(), url, navigate, 'ada@account');
    assert.equal(answer.status, 303);
  });

  test('is where already-ordered leads, until the shopper has been there', async () => {
    const {shop, url, redirectUrl} = await ordered();
    const problem = await problemIn(await shop.post('session', {}), 409);
    assert.equal(problem.code, 'already-ordered');
    assert.equal(problem.order_id, shop.placed[0]!.orderId);
    assert.equal(problem.redirect_url, url);

    // A router that fetches the page is not the shopper who arrives.
    await get(shop.process(), url, byScript);
    await problemIn(await shop.post('session', {}), 409);
    const went = await get(
      shop.process(),
      problem.redirect_url ?? null,
      navigate,
    );
    assert.equal(went.headers.get('location'), redirectUrl);
    await okIn(await shop.post('session', {}));
  });
});

test('case 16: a flood of fresh ids from one address leaves every real shopper a session', async () => {
  const shop = openShop({client: ({headers}) => headers.get('x-address')});
  const flood = Array.from({length: 300}, (_, index) =>
    shop.post('session', {}, `fresh-${index}`, {'x-address': '203.0.113.7'}),
  );
  const shoppers = Array.from({length: 15}, (_, index) =>
    shop.post('session', {}, `shopper-${index}`, {
      'x-address': `198.51.100.${index}`,
    }),
  );
  for (const answer of await Promise.all(shoppers)) {
    await okIn(answer);
  }
  for (const answer of await Promise.all(flood)) {
    if (answer.status !== 200) {
      await problemIn(answer, 503);
      assert.ok(Number(answer.headers.get('retry-after')) >= 1);
    }
  }
  assert.ok(shop.count('create') <= 15 + 75, `${shop.count('create')}`);
});

test('case 18: an address with letters beyond Latin-1 is reached, by form and by router', async () => {
  const shop = openShop();
  const {token} = await shop.authorize();
  shop.fault = async ({kind}, pass) => {
    const answer = await pass();
    return kind === 'order'
      ? Response.json({
          ...((await answer.json()) as object),
          redirect_url: 'https://klarna.example/tack/日本?namn=Åsa Żółć',
        })
      : answer;
  };
  const expected =
    'https://klarna.example/tack/%E6%97%A5%E6%9C%AC?namn=%C3%85sa%20%C5%BB%C3%B3%C5%82%C4%87';
  const plain = await pay(shop, token, navigate);
  assert.equal(plain.status, 303);
  assert.equal(plain.headers.get('location'), expected);
  const {headers} = await pay(shop, token, byScript);
  const went = await get(shop.process(), headers.get('location'), navigate);
  assert.equal(went.headers.get('location'), expected);
});
