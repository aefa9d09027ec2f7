import assert from 'node:assert/strict';
import {describe, test} from 'node:test';

import {
  statuses,
  titles,
  type KlarnaProblemCode,
} from '../../../src/server/http/problem-codes.js';
import {
  ProblemError,
  type KlarnaProblem,
} from '../../../src/server/http/problems.js';
import {asking, continueId, navigate, routesWith} from './routes-with.js';

function failing(code: KlarnaProblemCode, goesOn = false) {
  return async () => {
    throw new ProblemError(
      code,
      'A detail for developers.',
      code === 'busy' ? {'retry-after': '3'} : {},
      {order_id: 'order-1', correlation_id: 'correlation-1'},
      goesOn ? continueId : undefined,
    );
  };
}

describe('case 13: a form post that ends in a problem', () => {
  for (const [code, status] of Object.entries(statuses) as [
    KlarnaProblemCode,
    number,
  ][]) {
    test(`${code} shows the shopper a page, with status ${status}`, async () => {
      const {form, json} = routesWith({place: failing(code)});
      const page = await form(navigate);
      assert.equal(page.status, status);
      assert.equal(
        page.headers.get('content-type'),
        'text/html; charset=utf-8',
      );
      assert.equal(page.headers.get('cache-control'), 'no-store');
      assert.equal(
        page.headers.get('retry-after'),
        code === 'busy' ? '3' : null,
      );
      const html = await page.text();
      assert.match(html, /<html lang="en">/);
      assert.match(html, /<title>[^<]+<\/title>/);
      assert.match(html, /<h1>[^<]+<\/h1>\n<p>[^<]+<\/p>/);
      assert.match(html, /color-scheme: light dark/);
      assert.doesNotMatch(html, /<script|http-equiv|undefined|correlation-1/);

      const answer = await json('order', {authorization_token: 'token'});
      assert.equal(answer.status, status);
      assert.equal(
        answer.headers.get('content-type'),
        'application/problem+json',
      );
      assert.deepEqual(await answer.json(), {
        status,
        title: titles[statuses[code]],
        detail: 'A detail for developers.',
        code,
        order_id: 'order-1',
        correlation_id: 'correlation-1',
      });
    });
  }

  for (const [what, headers, fields, status] of [
    ['has no token', {}, {x: 'y'}, 400],
    ['comes from elsewhere', {'sec-fetch-site': 'cross-site'}, {}, 403],
    ['comes from nobody', {'x-visitor': ''}, {}, 401],
    ['is too large', {}, {x_authorization_token: 'x'.repeat(1_100_000)}, 413],
    [
      'has details that are no JSON',
      {},
      {x_authorization_token: 't', x_customer_details: '<b>'},
      400,
    ],
  ] as const) {
    test(`because it ${what} shows a page as well`, async () => {
      const {form} = routesWith();
      const answer = await form(headers as Record<string, string>, fields);
      assert.equal(answer.status, status);
      assert.match(answer.headers.get('content-type') ?? '', /^text\/html/);
    });
  }

  test('says nothing of what was posted', async () => {
    const {form} = routesWith();
    const answer = await form(
      {'x-visitor': 'visitor-4711'},
      {
        x_authorization_token: 'token-4711',
        x_customer_details: '{"billing_address": {"email": {"a": "ada@4711"}}}',
      },
    );
    assert.equal(answer.status, 400);
    assert.doesNotMatch(await answer.text(), /4711/);
  });

  test('under a router, and is reloaded, shows a page as well', async () => {
    const {get} = routesWith();
    const answer = await get('order', navigate);
    assert.equal(answer.status, 405);
    assert.equal(answer.headers.get('allow'), 'POST');
    assert.match(await answer.text(), /go back to the checkout/);
    const other = await get('order');
    assert.equal(other.headers.get('content-type'), 'application/problem+json');
  });

  test('never invites to pay again where an order may stand', async () => {
    for (const code of [
      'order-uncertain',
      'already-ordered',
      'internal',
      'busy',
      'klarna-failed',
      'klarna-timeout',
    ] as const) {
      const html = await (
        await routesWith({place: failing(code)}).form()
      ).text();
      assert.doesNotMatch(html, /pay again\.|nothing was ordered/i, code);
    }
  });

  test('leads to the order that stands, by the shop', async () => {
    const {form, json} = routesWith({place: failing('already-ordered', true)});
    const url = `https://shop.example/klarna/continue/${continueId}`;
    assert.match(await (await form()).text(), new RegExp(`<a href="${url}"`));
    const answer = await json('order', {authorization_token: 'token'});
    const problem = (await answer.json()) as KlarnaProblem;
    assert.equal(problem.redirect_url, url);
    assert.equal(problem.order_id, 'order-1');
  });
});

describe('the option failed', () => {
  const page = () => new Response('<h1>Oj</h1>', {status: 409});

  test('is told the problem and the request, and its page is shown', async () => {
    const told: {problem: KlarnaProblem; request: Request}[] = [];
    const {form} = routesWith(
      {place: failing('declined')},
      {failed: async (event) => (told.push(event), page())},
    );
    const answer = await form({...navigate, 'accept-language': 'sv'});
    assert.equal(await answer.text(), '<h1>Oj</h1>');
    const [{problem, request} = assert.fail()] = told;
    assert.equal(problem.code, 'declined');
    assert.equal(problem.status, 409);
    assert.equal(problem.order_id, 'order-1');
    assert.equal(request.headers.get('accept-language'), 'sv');
  });

  test('may answer a page of a library, or of another realm', async () => {
    // What undici and node-fetch export is no instance of the global class.
    const other = Object.defineProperties(page(), {});
    Object.setPrototypeOf(other, {
      status: 409,
      headers: new Headers({'content-type': 'text/html'}),
      text: async () => '<h1>Oj</h1>',
    });
    const {form, events} = routesWith(
      {place: failing('declined')},
      {failed: () => other},
    );
    const answer = await form();
    assert.equal(answer.status, 409);
    assert.equal(await answer.text(), '<h1>Oj</h1>');
    assert.deepEqual(
      events.map(({type}) => type),
      ['request'],
    );
  });

  test('is not asked about JSON', async () => {
    const {json} = routesWith({place: failing('declined')}, {failed: page});
    const answer = await json('order', {authorization_token: 'token'});
    assert.equal(
      answer.headers.get('content-type'),
      'application/problem+json',
    );
  });

  for (const [what, failed] of [
    [
      'throws',
      () => {
        throw new Error('template');
      },
    ],
    ['rejects', () => Promise.reject(new Error('template'))],
    ['answers no page', () => 'oops'],
    ['takes for ever', () => new Promise(() => {})],
  ] as const) {
    test(`that ${what} is replaced by the plain page, and the operator hears of it`, async () => {
      const {form, events} = routesWith(
        {place: failing('declined')},
        {failed, askShop: asking(20)},
      );
      const answer = await form();
      assert.equal(answer.status, 409);
      assert.match(await answer.text(), /Klarna has declined/);
      assert.deepEqual(
        events.map(({type, outcome}) => [type, outcome]),
        [
          ['request', 'problem'],
          ['shop-error', 'ignored'],
        ],
      );
    });
  }
});
