import assert from 'node:assert/strict';
import {describe, test} from 'node:test';

import {
  byScript,
  continueId,
  klarnaUrl,
  navigate,
  routesWith,
} from './routes-with.js';

const path = `continue/${continueId}`;
const refresh = /<meta http-equiv="refresh" content="0; url=([^"]*)">/;

describe('case 14: a form post', () => {
  test('that the browser follows goes to Klarna at once', async () => {
    const answer = await routesWith().form(navigate);
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('location'), klarnaUrl);
    assertUnseen(answer);
  });

  for (const headers of [byScript, {'sec-fetch-mode': 'same-origin'}, {}]) {
    test(`that a router follows (${JSON.stringify(headers)}) stays on the shop's origin`, async () => {
      const answer = await routesWith().form(headers as Record<string, string>);
      assert.equal(answer.status, 303);
      assert.equal(
        answer.headers.get('location'),
        `https://shop.example/klarna/${path}`,
      );
      assertUnseen(answer);
    });
  }

  test('is sent on by path alone if only the browser knows the origin', async () => {
    const routes = routesWith({}, {origin: undefined, basePath: '/a/klarna'});
    const answer = await routes.send('../a/klarna/order', {
      method: 'POST',
      headers: {'content-type': 'application/x-www-form-urlencoded'},
      body: 'x_authorization_token=token',
    });
    assert.equal(
      answer.headers.get('location'),
      `/a/klarna/continue/${continueId}`,
    );
  });

  test('with JSON gets what Klarna has answered', async () => {
    const answer = await routesWith().json('order', {
      authorization_token: 'token',
    });
    assert.deepEqual(await answer.json(), {
      order_id: 'order-1',
      redirect_url: klarnaUrl,
      fraud_status: 'ACCEPTED',
    });
  });
});

describe('the way on to Klarna', () => {
  test('is a redirect for a navigation', async () => {
    const answer = await routesWith().get(path, navigate);
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('location'), klarnaUrl);
    assertUnseen(answer);
  });

  test('is a page for a fetch, which goes on by itself and has a link', async () => {
    const answer = await routesWith().get(path, byScript);
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-type') ?? '', /^text\/html/);
    assertUnseen(answer);
    const html = await answer.text();
    assert.equal(refresh.exec(html)?.[1], `/klarna/${path}`);
    assert.match(html, /<meta name="turbo-visit-control" content="reload">/);
    assert.match(html, new RegExp(`<a href="/klarna/${path}"`));
    assert.match(html, /<a [^>]*data-turbo="false"[^>]* hx-boost="false"/);
    assert.equal(answer.headers.get('hx-redirect'), `/klarna/${path}`);
    assert.doesNotMatch(html, /<script|klarna\.example|javascript:| on\w+=/);
  });

  test('never loops where browsers do not say what they want', async () => {
    const routes = routesWith();
    const page = {accept: 'text/html,application/xhtml+xml,*/*;q=0.8'};
    assert.equal((await routes.get(path, page)).status, 303);
    assert.equal((await routes.get(path, {accept: '*/*'})).status, 200);
    assert.equal((await routes.get(path)).status, 200);
  });

  test('has been gone when the browser goes, not when a script looks', async () => {
    const arrivals: boolean[] = [];
    const {get} = routesWith({
      continueTo: async (_visitor, _id, isArriving) => {
        arrivals.push(isArriving);
        return klarnaUrl;
      },
    });
    await get(path, byScript);
    await get(path, navigate);
    assert.deepEqual(arrivals, [false, true]);
  });

  for (const [who, visitor, id] of [
    ['another visitor', 'eve', continueId],
    ['a visitor without a session', '', continueId],
    ['whoever guesses', 'ada', 'f'.repeat(32)],
    ['whoever cuts it short', 'ada', continueId.slice(0, -1)],
  ] as const) {
    test(`is nothing to ${who}, by navigation or fetch`, async () => {
      const {get} = routesWith();
      for (const mode of [navigate, byScript]) {
        const answer = await get(`continue/${id}`, {
          ...mode,
          'x-visitor': visitor,
        });
        assert.equal(answer.status, 404);
        assertUnseen(answer);
        assert.equal(answer.headers.get('location'), null);
        const text = await answer.text();
        assert.doesNotMatch(text, /klarna\.example/);
        // A shopper who goes back after days must not see JSON.
        assert.match(
          answer.headers.get('content-type') ?? '',
          mode === navigate ? /^text\/html/ : /^application\/problem\+json/,
        );
      }
    });
  }

  for (const bad of [
    'continue',
    'continue/',
    `continue/${continueId}/x`,
    'continue/..%2f..%2fsession',
    `continue/${continueId}%0d%0alocation:%20https://evil.example`,
    `continue/%00`,
    `continue/${'a'.repeat(100_000)}`,
    'continue/https://evil.example',
  ]) {
    test(`is nowhere at ${bad.slice(0, 60)}`, async () => {
      const {get} = routesWith({continueTo: async () => klarnaUrl});
      assert.equal((await get(bad, navigate)).status, 404);
    });
  }

  test('is not changed by anything in the request', async () => {
    const {send} = routesWith();
    const answer = await send(
      `${path}?url=https://evil.example&redirect_url=//evil.example#x`,
      {
        headers: {
          ...navigate,
          host: 'evil.example',
          'x-forwarded-host': 'evil.example',
          referer: 'https://evil.example',
          origin: 'https://evil.example',
        },
      },
    );
    assert.equal(answer.headers.get('location'), klarnaUrl);
  });

  test('takes GET alone', async () => {
    const {send} = routesWith();
    for (const method of ['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS']) {
      const answer = await send(path, {method});
      assert.equal(answer.status, 405);
      assert.equal(answer.headers.get('allow'), 'GET');
    }
  });

  for (const [target, sandboxed, expected] of [
    [
      'https://klarna.example/åäö?x=日本',
      false,
      'https://klarna.example/%C3%A5%C3%A4%C3%B6?x=%E6%97%A5%E6%9C%AC',
    ],
    ['https://kłarna.example/ż', true, 'https://xn--karna-k7a.example/%C5%BC'],
    ['http://localhost:4000/x', true, 'http://localhost:4000/x'],
    ['http://127.0.0.1:4000/x', true, 'http://127.0.0.1:4000/x'],
    ['http://127.0.0.1:4000/x', false, undefined],
    ['http://klarna.example/x', true, undefined],
    ['javascript:alert(1)', true, undefined],
    ['data:text/html,x', true, undefined],
    ['/relative', true, undefined],
    ['//klarna.example', true, undefined],
    ['', true, undefined],
  ] as const) {
    test(`case 18: to ${JSON.stringify(target)} ${sandboxed ? 'with' : 'without'} baseUrl leads to ${expected ?? 'nothing'}`, async () => {
      const {get, form} = routesWith(
        {
          continueTo: async () => target,
          place: async () => ({
            answer: {
              order_id: 'order-1',
              redirect_url: target,
              fraud_status: 'ACCEPTED',
            },
            continueId,
          }),
        },
        {sandboxed},
      );
      const went = await get(path, navigate);
      assert.equal(went.status, expected === undefined ? 404 : 303);
      assert.equal(went.headers.get('location'), expected ?? null);
      const posted = await form(navigate);
      // The order stands, whatever its address is like.
      assert.equal(posted.status, expected === undefined ? 200 : 303);
      assert.equal(posted.headers.get('location'), expected ?? null);
      if (expected === undefined) {
        assert.match(await posted.text(), /Your order has been placed/);
      }
    });
  }
});

function assertUnseen({headers}: Response): void {
  assert.equal(headers.get('cache-control'), 'no-store');
  assert.equal(headers.get('referrer-policy'), 'no-referrer');
}
