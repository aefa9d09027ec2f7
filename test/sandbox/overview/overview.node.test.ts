import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {
  createKlarnaSandbox,
  type KlarnaSandbox,
  type KlarnaSandboxNote,
  type KlarnaSandboxOptions,
} from '../../../src/sandbox/index.js';
import {orderWith} from '../klarna.js';

const here = 'http://127.0.0.1:8099';
const authorization = `Basic ${btoa('merchant:pass-word')}`;

function open(options: KlarnaSandboxOptions = {}) {
  const notes: KlarnaSandboxNote[] = [];
  const sandbox = createKlarnaSandbox({
    onNote: (note) => notes.push(note),
    ...options,
  });
  const page = async () =>
    (await sandbox.fetch(new Request(`${here}/`))).text();
  const rest = async (path: string, body: object, headers = {authorization}) =>
    sandbox.fetch(
      new Request(`${here}/payments/v1/${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      }),
    );
  const session = async (order: Record<string, unknown> = {}) => {
    const response = await rest('sessions', orderWith(order));
    return (await response.json()) as {client_token: string};
  };
  const send = async (
    path: string,
    form: Record<string, string>,
    headers: Record<string, string> = {},
    origin = here,
  ) =>
    sandbox.fetch(
      new Request(origin + path, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          ...headers,
        },
        body: new URLSearchParams(form).toString(),
      }),
    );
  return {sandbox, notes, page, rest, session, send};
}

/** What a person reads of it. */
function textOf(html: string): string {
  return html
    .replace(/<style[^]*?<\/style>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/\s+/g, ' ');
}

describe('the page at /', () => {
  /** A shop that answers as its URL says. */
  const fetch = (request: Request) =>
    Promise.resolve(
      new Response(null, {status: request.url.endsWith('taken') ? 204 : 500}),
    );
  const calledBack = async (
    sandbox: KlarnaSandbox,
    session: ReturnType<typeof open>['session'],
    authorization: string,
  ) => {
    const {client_token} = await session({merchant_urls: {authorization}});
    await sandbox.authorize(client_token);
    await sandbox.settled();
  };

  it('says what this is, and what to do first', async () => {
    const {page} = open();
    const text = textOf(await page());
    assert.match(text, /Klarna sandbox/);
    assert.match(text, /no money moves/);
    assert.match(
      text,
      /curl http:\/\/127\.0\.0\.1:8099\/payments\/v1\/sessions/,
    );
  });

  it('has no script, and no other page may frame it', async () => {
    const {sandbox} = open();
    const response = await sandbox.fetch(new Request(`${here}/`));
    const policy = response.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /script-src|unsafe/);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.doesNotMatch(await response.text(), /<script[\s>]/);
  });

  it('answers no other method', async () => {
    const {sandbox} = open();
    const put = new Request(`${here}/`, {method: 'PUT'});
    assert.equal((await sandbox.fetch(put)).status, 405);
    const read = new Request(`${here}/sandbox/answers`);
    assert.equal((await sandbox.fetch(read)).status, 405);
  });

  it('does not wait for the latency that others meet', async () => {
    const {page} = open({latency: 600_000});
    assert.match(await page(), /Klarna sandbox/);
  });

  describe('lists the newest requests with verdicts in plain words:', () => {
    const cases: [
      string,
      (opened: ReturnType<typeof open>) => Promise<unknown>,
      RegExp,
    ][] = [
      [
        'a session',
        ({session}) => session(),
        /POST createSession 200 session created/,
      ],
      [
        'wrong credentials',
        ({rest}) => rest('sessions', orderWith(), {authorization: ''}),
        /createSession 401 No: wrong credentials, or none/,
      ],
      [
        'a value that Klarna does not take, with Klarna’s words',
        ({rest}) => rest('sessions', orderWith({order_amount: -1})),
        /createSession 400 No: Klarna does not take this \(Bad value: .*order_amount/,
      ],
      [
        'a session that is unknown',
        ({rest}) => rest('sessions/nowhere', orderWith()),
        /updateSession 404 No: unknown, or over: .* \(Invalid session id\)/,
      ],
      [
        'a path that Klarna does not have',
        ({rest}) => rest('nothing', {}),
        /POST unknown 404 No: Klarna has no such path/,
      ],
      [
        'the way back to the shop',
        async ({sandbox, session, rest}) => {
          const order = {
            merchant_urls: {confirmation: 'https://shop.example/'},
          };
          const {client_token} = await session(order);
          const {authorization_token} = await sandbox.authorize(client_token);
          const placed = await rest(
            `authorizations/${authorization_token}/order`,
            orderWith(),
          );
          const {redirect_url} = (await placed.json()) as Record<
            string,
            string
          >;
          return sandbox.fetch(new Request(redirect_url ?? ''));
        },
        /GET redirect 302 the shopper is sent on to the shop/,
      ],
      [
        'no way back to the shop',
        ({sandbox}) =>
          sandbox.fetch(
            new Request(`${here}/payments/v1/sessions/nowhere/redirect`),
          ),
        /GET redirect 404 No: nowhere to go: merchant_urls\.confirmation/,
      ],
      [
        'a callback that the shop has taken',
        ({sandbox, session}) =>
          calledBack(sandbox, session, 'http://127.0.0.1:1/taken'),
        /authorization callback 204 answered by the shop/,
      ],
      [
        'a callback that the shop has not taken',
        ({sandbox, session}) =>
          calledBack(sandbox, session, 'http://127.0.0.1:1/broken'),
        /authorization callback 500 No: answered by the shop/,
      ],
      [
        'a fault',
        ({sandbox, rest}) => {
          sandbox.faults.rest = {any: 503};
          return rest('sessions', orderWith());
        },
        /createSession 503 No: a fault that is switched on/,
      ],
      [
        'the script',
        ({sandbox}) => sandbox.fetch(new Request(`${here}/kp/lib/v1/api.js`)),
        /GET script 200 served/,
      ],
      [
        'a script that is missing',
        ({sandbox}) => {
          sandbox.faults.script = 'missing';
          return sandbox.fetch(new Request(`${here}/kp/lib/v1/api.js`));
        },
        /GET script 404 No: a fault that is switched on/,
      ],
      [
        'a shopper who approves',
        async ({sandbox, session}) =>
          sandbox.authorize((await session()).client_token),
        /authorize approved/,
      ],
      [
        'a shopper who is declined',
        async ({sandbox, session}) => {
          sandbox.answer('decline');
          return sandbox.authorize((await session()).client_token);
        },
        /authorize No: declined/,
      ],
      [
        'a shopper who closes the window',
        async ({sandbox, session}) => {
          sandbox.answer('close');
          return sandbox.authorize((await session()).client_token);
        },
        /authorize No: closed by the shopper/,
      ],
      [
        'a shopper who has to correct something',
        async ({sandbox, session}) => {
          sandbox.answer('correct');
          return sandbox.reauthorize((await session()).client_token);
        },
        /reauthorize No: to be corrected: billing_address\.postal_code/,
      ],
      [
        'several steps',
        async ({sandbox, session}) =>
          sandbox.authorize((await session()).client_token, undefined, {
            autoFinalize: false,
          }),
        /authorize approved, to be finalized/,
      ],
      [
        'a client token that is of no session',
        ({sandbox}) => sandbox.authorize('other'),
        /authorize No: refused: the client token is of no open session/,
      ],
    ];
    for (const [what, happen, expected] of cases) {
      it(what, async () => {
        const opened = open({fetch, callbackBackoff: 0});
        await happen(opened);
        assert.match(textOf(await opened.page()), expected);
      });
    }

    it('a callback that nobody answers, and one that is not sent', async () => {
      const away = open({
        callbackBackoff: 0,
        fetch: () => Promise.reject(new TypeError('fetch failed')),
      });
      await calledBack(away.sandbox, away.session, 'https://shop.example/a');
      assert.match(
        textOf(await away.page()),
        /authorization callback No: the shop has not answered in time/,
      );
      const offline = open();
      await calledBack(
        offline.sandbox,
        offline.session,
        'https://shop.example/secret-path',
      );
      const text = textOf(await offline.page());
      assert.match(text, /callback No: not sent: only hosts of this machine/);
      assert.ok(!text.includes('secret-path'));
    });

    it('what a frame asks, until a person decides', async () => {
      const {sandbox, session, page} = open();
      const {client_token: clientToken} = await session();
      const ask = (method: string, more = {}) =>
        sandbox.fetch(
          new Request(`${here}/kp/shopper/${method}`, {
            method: 'POST',
            headers: {'content-type': 'application/json'},
            body: JSON.stringify({clientToken, ...more}),
          }),
        );
      await ask('load');
      await ask('authorize');
      assert.match(
        textOf(await page()),
        /authorize the person at the purchase page decides .* load offered/,
      );
      sandbox.faults.frame = 'silent';
      await ask('authorize');
      assert.match(textOf(await page()), /authorize No: no answer: a fault/);
    });

    it('the newest first, and no more than it has room for', async () => {
      const {rest, page} = open();
      for (let call = 0; call < 120; call++) await rest('nothing', {});
      await rest('sessions', orderWith());
      const text = textOf(await page());
      assert.match(text, /Verdict \S+ POST createSession/);
      assert.equal(text.match(/no such path/g)?.length, 29);
    });
  });

  it('says what to do next, step by step', async () => {
    const {sandbox, session, page, rest} = open();
    const {client_token} = await session();
    assert.match(textOf(await page()), /includes the script/);
    await sandbox.fetch(
      new Request(`${here}/kp/shopper/load`, {
        method: 'POST',
        headers: {'content-type': 'application/json'},
        body: JSON.stringify({clientToken: client_token}),
      }),
    );
    assert.match(textOf(await page()), /Let the shopper authorize it/);
    const {authorization_token} = await sandbox.authorize(client_token);
    assert.match(textOf(await page()), /Place the order/);
    await rest(`authorizations/${authorization_token}/order`, orderWith());
    assert.match(textOf(await page()), /the way through works/);
  });

  it('shows orders without the shopper', async () => {
    const {sandbox, session, rest, page} = open();
    const {client_token} = await session();
    const {authorization_token} = await sandbox.authorize(client_token);
    await rest(`authorizations/${authorization_token}/order`, orderWith());
    const [order] = sandbox.orders;
    const text = textOf(await page());
    assert.ok(text.includes(order?.answer.order_id ?? 'none'));
    assert.match(text, /accepted/);
  });

  it('decides on a pending order, and tells the shop', async () => {
    const told: unknown[] = [];
    const {sandbox, session, rest, page, send} = open({
      fraudStatus: 'PENDING',
      fetch: async (request) => {
        told.push(await request.json());
        return new Response();
      },
    });
    const notification = 'https://shop.example/notify';
    const {client_token} = await session({merchant_urls: {notification}});
    const {authorization_token} = await sandbox.authorize(client_token);
    await rest(`authorizations/${authorization_token}/order`, orderWith());
    const order = sandbox.orders[0]?.answer.order_id ?? '';
    assert.match(textOf(await page()), /An order is pending\. Accept or/);
    assert.match(textOf(await page()), /pending Accept Reject/);

    const path = '/sandbox/orders';
    for (const [form, status] of [
      [{order, verdict: 'maybe'}, 400],
      [{order: 'other', verdict: 'accept'}, 400],
      [{order, verdict: 'accept'}, 303],
      [{order, verdict: 'reject'}, 400],
    ] as const) {
      assert.equal((await send(path, {...form})).status, status);
    }
    await sandbox.settled();
    assert.deepEqual(told, [
      {order_id: order, event_type: 'FRAUD_RISK_ACCEPTED'},
    ]);
    const text = textOf(await page());
    assert.match(text, /notification 200 answered by the shop/);
    assert.match(text, /accepted/);
    assert.doesNotMatch(text, /pending|Reject/);
    assert.match(text, /the way through works/);
  });

  it('keeps tokens, credentials and people out of page and notes', async () => {
    const {sandbox, notes, session, rest, page} = open({
      credentials: {username: 'merchant', password: 'pass-word'},
    });
    const secret = {
      given_name: 'Genoveva',
      email: 'genoveva@example.com',
      phone: '+46701234567',
      postal_code: '98765',
    };
    const {client_token} = await session({billing_address: secret});
    const {authorization_token} = await sandbox.authorize(client_token, {
      billing_address: secret,
    });
    await rest(`authorizations/${authorization_token}/order`, {
      ...orderWith(),
      billing_address: {...secret, given_name: 'Other'},
    });
    await rest(`authorizations/${authorization_token}/order`, {
      ...orderWith(),
      billing_address: secret,
    });
    await rest(`sessions/${client_token}`, orderWith());
    const [placed] = sandbox.orders;
    const shown = (await page()) + JSON.stringify(notes);
    for (const word of [
      ...Object.values(secret),
      client_token,
      authorization_token ?? '',
      placed?.sessionId ?? '',
      'pass-word',
      authorization,
    ]) {
      assert.ok(word && !shown.includes(word), word);
    }
  });

  it('shows what requests bring as text, never as markup', async () => {
    const {sandbox, session, rest, page, notes} = open({
      unknownProperties: 'refuse',
    });
    const evil = '<img src=x onerror=alert(1)>';
    await rest('sessions', {...orderWith(), [evil]: 1});
    await rest('sessions', orderWith({purchase_currency: evil}));
    const {client_token: clientToken} = await session();
    await sandbox.fetch(
      new Request(`${here}/kp/shopper/authorize`, {
        method: 'POST',
        headers: {'content-type': 'application/json'},
        body: JSON.stringify({clientToken, answer: 'correct', fields: [evil]}),
      }),
    );
    assert.ok(notes.some(({verdict}) => verdict.includes('<img')));
    const html = await page();
    assert.ok(!html.includes('<img'));
    assert.ok(textOf(html).includes('<img src=x'));
  });
});

describe('the forms of the page at /', () => {
  it('settle what the next shoppers do, and forget it', async () => {
    const {sandbox, session, page, send} = open();
    const sent = await send('/sandbox/answers', {answer: 'decline'});
    assert.equal(sent.status, 303);
    assert.equal(sent.headers.get('location'), '/#answers');
    await send('/sandbox/answers', {answer: 'close'});
    assert.match(
      textOf(await page()),
      /is declined closes the window After that/,
    );
    const {client_token} = await session();
    const declined = await sandbox.authorize(client_token);
    assert.deepEqual(declined, {approved: false, show_form: false});
    await send('/sandbox/answers', {answer: 'none'});
    const {approved} = await sandbox.authorize(client_token);
    assert.equal(approved, true);
  });

  const faults: [string, string, unknown][] = [
    ['script', 'missing', {script: 'missing'}],
    ['frame', 'silent', {frame: 'silent'}],
    ['hiddenFrame', 'never', {hiddenFrame: 'never'}],
    ['library', 'late', {library: {late: 5000}}],
    ['overlay', 'silent', {overlay: 'silent'}],
    ['rest.any', '500', {rest: {any: 500}}],
    [
      'rest.placeOrder',
      'after',
      {rest: {placeOrder: {answer: 503, when: 'after'}}},
    ],
    [
      'rest.createSession',
      'once',
      {rest: {createSession: {answer: 503, times: 1}}},
    ],
  ];
  for (const [what, way, expected] of faults) {
    it(`break ${what} (${way}) and mend it`, async () => {
      const {sandbox, page, send} = open();
      assert.match(textOf(await page()), /Everything works/);
      await send('/sandbox/faults', {what, way});
      assert.deepEqual(sandbox.faults, expected);
      assert.match(await page(), new RegExp(`value="${what}"`));
      assert.doesNotMatch(textOf(await page()), /Everything works/);
      await send('/sandbox/faults', {what, way: 'works'});
      assert.match(textOf(await page()), /Everything works/);
    });
  }

  it('show and mend a fault that came by code', async () => {
    const {sandbox, page, send} = open({
      faults: {frame: {late: 10}, rest: {readSession: 418}},
    });
    assert.match(textOf(await page()), /is broken in a way of your own/);
    await send('/sandbox/faults', {what: 'frame', way: 'works'});
    await send('/sandbox/faults', {what: 'rest.readSession', way: 'works'});
    assert.equal(sandbox.faults.frame, undefined);
    assert.ok(!sandbox.faults.rest?.readSession);
  });

  it('refuse what makes no sense', async () => {
    const {sandbox, send} = open();
    for (const [path, form] of [
      ['/sandbox/answers', {answer: 'maybe'}],
      ['/sandbox/faults', {what: 'frame', way: 'sideways'}],
      ['/sandbox/faults', {what: 'script', way: 'silent'}],
      ['/sandbox/faults', {what: '__proto__', way: 'missing'}],
      ['/sandbox/faults', {what: 'rest.__proto__', way: '500'}],
      ['/sandbox/faults', {what: 'rest.any', way: 'toString'}],
      ['/sandbox/faults', {}],
    ] as const) {
      assert.equal((await send(path, {...form})).status, 400, path);
    }
    assert.deepEqual(sandbox.faults, {});
    const json = await send(
      '/sandbox/answers',
      {answer: 'decline'},
      {'content-type': 'application/json'},
    );
    assert.equal(json.status, 415);
  });

  describe('are the page’s own alone:', () => {
    const senders: [string, Record<string, string>, string, number][] = [
      [
        'the page itself',
        {origin: here, 'sec-fetch-site': 'same-origin'},
        here,
        303,
      ],
      ['the page in an older browser', {origin: here}, here, 303],
      ['no browser at all', {}, here, 303],
      [
        'another site',
        {origin: 'https://evil.example', 'sec-fetch-site': 'cross-site'},
        here,
        403,
      ],
      [
        'another site in an older browser',
        {origin: 'https://evil.example'},
        here,
        403,
      ],
      [
        'another port of this machine',
        {origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-site'},
        here,
        403,
      ],
      [
        'a page without an origin',
        {origin: 'null', 'sec-fetch-site': 'cross-site'},
        here,
        403,
      ],
      [
        'a page that hides its origin',
        {'sec-fetch-site': 'cross-site'},
        here,
        403,
      ],
      [
        'a foreign name that leads here',
        {origin: 'http://evil.example:8099', 'sec-fetch-site': 'same-origin'},
        'http://evil.example:8099',
        403,
      ],
    ];
    for (const [who, headers, origin, status] of senders) {
      it(`${status === 303 ? 'taken' : 'refused'} from ${who}`, async () => {
        const {sandbox, session, send} = open();
        const sent = await send(
          '/sandbox/answers',
          {answer: 'decline'},
          headers,
          origin,
        );
        assert.equal(sent.status, status);
        const {approved} = await sandbox.authorize(
          (await session()).client_token,
        );
        assert.equal(approved, status !== 303);
      });
    }

    it('taken under the name that was set for it', async () => {
      const origin = 'https://klarna.shop.example';
      const {send} = open({origin});
      const sent = await send('/sandbox/answers', {answer: 'close'}, {origin});
      assert.equal(sent.status, 303);
    });
  });
});
