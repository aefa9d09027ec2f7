import assert from 'node:assert/strict';
import {describe, test} from 'node:test';

import type {KlarnaRequestEvent} from '../../../src/server/events.js';
import type {KlarnaProblem} from '../../../src/server/http/problems.js';
import {routesWith} from './routes-with.js';

describe('case 15: a request from another origin', () => {
  for (const [what, origin, headers, from, expected] of [
    [
      'a proxy that changes Host, as Vite’s does',
      undefined,
      {
        host: 'localhost:3000',
        origin: 'http://localhost:5173',
        'sec-fetch-site': 'same-origin',
      },
      'http://localhost:5173',
      'https://localhost:3000',
    ],
    [
      'a mistyped option',
      'https://shop.exmaple',
      {origin: 'https://shop.example', 'sec-fetch-site': 'same-origin'},
      'https://shop.example',
      'https://shop.exmaple',
    ],
    [
      'a page elsewhere',
      'https://shop.example',
      {origin: 'https://evil.example', 'sec-fetch-site': 'cross-site'},
      'https://evil.example',
      'https://shop.example',
    ],
    [
      'a page that names itself only as the referrer',
      'https://shop.example',
      {
        referer: 'https://evil.example/secret?token=1',
        'sec-fetch-site': 'cross-site',
      },
      'https://evil.example',
      'https://shop.example',
    ],
    [
      'a sandboxed frame',
      'https://shop.example',
      {origin: 'null', 'sec-fetch-site': 'cross-site'},
      'null',
      'https://shop.example',
    ],
  ] as const) {
    test(`because of ${what} is refused with both origins and the option, on page and in event`, async () => {
      const {json, form, events} = routesWith({}, {origin});
      for (const route of ['session', 'order']) {
        const answer = await json(route, {}, headers);
        assert.equal(answer.status, 403);
        const problem = (await answer.json()) as KlarnaProblem;
        assert.equal(problem.code, 'cross-origin');
        assert.equal(problem.origin, from);
        assert.equal(problem.expected_origin, expected);
        for (const text of [from, expected, 'option origin']) {
          assert.ok(problem.detail.includes(text), problem.detail);
        }
      }
      const page = await (await form(headers)).text();
      for (const text of [from, expected, 'option origin']) {
        assert.ok(page.includes(text), page);
      }
      assert.deepEqual(
        (events as KlarnaRequestEvent[]).map((event) => [
          event.type,
          event.route,
          event.status,
          event.code,
          event.origin,
          event.expectedOrigin,
        ]),
        ['session', 'order', 'order'].map((route) => [
          'request',
          route,
          403,
          'cross-origin',
          from,
          expected,
        ]),
      );
    });
  }

  test('is an event each time', async () => {
    const {json, events} = routesWith({}, {origin: 'https://shop.exmaple'});
    for (let shopper = 0; shopper < 50; shopper++) {
      await json('session', {}, {origin: 'https://shop.example'});
    }
    assert.equal(events.length, 50);
  });

  for (const nasty of [
    'https://evil.example/<script>alert(1)</script>?token=secret',
    'https://user:secret@evil.example',
    '"><img src=x onerror=alert(1)>',
    `https://${'a'.repeat(5000)}.example`,
    'x',
  ]) {
    test(`repeats no more of ${nasty.slice(0, 40)} than an origin`, async () => {
      const {form, json, events} = routesWith();
      const headers = {origin: nasty};
      const texts = [
        await (await form(headers)).text(),
        await (await json('order', {}, headers)).text(),
        JSON.stringify(events),
      ];
      for (const text of texts) {
        assert.doesNotMatch(text, /script|secret|<img|a{300}/);
      }
    });
  }

  test('with the right option is taken behind such a proxy', async () => {
    const {json} = routesWith({}, {origin: 'http://localhost:5173'});
    const answer = await json(
      'session',
      {},
      {
        host: 'localhost:3000',
        origin: 'http://localhost:5173',
        'sec-fetch-site': 'same-origin',
      },
    );
    assert.equal(answer.status, 200);
  });
});

describe('an origin that is no longer than anybody needs', () => {
  test('is all that is told of the shop’s, where the request states it', async () => {
    const {json, events} = routesWith({}, {origin: undefined});
    const answer = await json(
      'session',
      {},
      {
        host: `${'a'.repeat(5000)}.example`,
        origin: 'https://evil.example',
      },
    );
    assert.equal(answer.status, 403);
    const told = (await answer.text()) + JSON.stringify(events);
    assert.doesNotMatch(told, /a{300}/);
  });
});
