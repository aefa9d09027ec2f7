import {expect, fixtureSync, html, waitUntil} from '@open-wc/testing';
import type {KlarnaPaymentsElement} from '../../src/element.js';
import {KlarnaPaymentsError} from '../../src/element.js';
import {
  deferred,
  faultOf,
  givenElement,
  recordEvents,
  replaceFetch,
  sessionAnswer,
  settled,
  tabNames,
  partsOf,
  untilStatus,
  watchExceptions,
} from '../support/checkout.js';
import {
  fakeToken,
  installFakeKlarna,
  type FakeKlarna,
} from '../support/fake-klarna.js';

describe("the shop's endpoint", () => {
  let klarna: FakeKlarna;
  let restoreFetch = () => {};
  let page: ReturnType<typeof watchExceptions>;

  beforeEach(() => {
    klarna = installFakeKlarna();
    page = watchExceptions();
  });

  afterEach(() => {
    restoreFetch();
    klarna.uninstall();
    page.end();
    expect(page.exceptions).to.deep.equal([]);
  });

  /** An element whose endpoint has given that answer, and what it told. */
  async function answered(answer: () => Response | Promise<Response>) {
    restoreFetch = replaceFetch(answer);
    const element = await givenElement();
    const events = recordEvents(element);
    element.endpoint = '/session';
    await waitUntil(
      () => !['idle', 'loading'].includes(element.status),
      'the answer has been dealt with',
    );
    await settled(10);
    await element.updateComplete;
    const errors = events
      .filter(({type}) => type === 'klarna-error')
      .map(({detail}) => (detail as {error: KlarnaPaymentsError}).error);
    return {element, events, errors};
  }

  it('is asked with POST, same-origin credentials, JSON headers and {}', async () => {
    const asked: Array<{request: Request; body: string}> = [];
    restoreFetch = replaceFetch(async (request) => {
      asked.push({request, body: await request.clone().text()});
      return Response.json(sessionAnswer());
    });
    const element = await givenElement({endpoint: '/klarna/session'});
    await untilStatus(element, 'ready');
    expect(asked).to.have.length(1);
    const [{request, body} = {request: new Request('/'), body: ''}] = asked;
    expect({
      path: new URL(request.url).pathname,
      method: request.method,
      credentials: request.credentials,
      accept: request.headers.get('accept'),
      contentType: request.headers.get('content-type'),
      body,
    }).to.deep.equal({
      path: '/klarna/session',
      method: 'POST',
      credentials: 'same-origin',
      accept: 'application/json',
      contentType: 'application/json',
      body: '{}',
    });
  });

  it('starts in the same task as the script, and neither waits', async () => {
    klarna.uninstall();
    const log: string[] = [];
    let task = 'this task';
    setTimeout(() => (task = 'a later task'));
    restoreFetch = replaceFetch(() => {
      log.push(`fetch in ${task}`);
      return new Promise(() => {});
    });
    const inserted = new MutationObserver((records) => {
      for (const {addedNodes} of records) {
        for (const node of addedNodes) {
          if (node instanceof HTMLScriptElement) log.push(`script in ${task}`);
        }
      }
    });
    inserted.observe(document.head, {childList: true});
    const url = 'http://localhost/never-answers.js';
    const element = fixtureSync<KlarnaPaymentsElement>(
      html`<klarna-payments
        endpoint="/session"
        sdk-url=${url}
      ></klarna-payments>`,
    );
    await settled();
    inserted.disconnect();
    expect(log.toSorted()).to.deep.equal([
      'fetch in this task',
      'script in this task',
    ]);
    element.remove();
    await settled();
  });

  it('shows the tabs before the script is there', async () => {
    klarna.uninstall();
    restoreFetch = replaceFetch(() => Response.json(sessionAnswer()));
    const element = await givenElement({
      endpoint: '/session',
      sdkUrl: 'http://localhost/slow.js',
    });
    await waitUntil(() => tabNames(element).length === 3);
    expect(element.status).to.equal('loading');
    element.remove();
    await settled();
  });

  it('passes over other members of the answer', async () => {
    const {element} = await answered(() =>
      Response.json({
        ...sessionAnswer(),
        session_id: 's1',
        revision: '4',
        expires_at: '2030-01-01T00:00:00Z',
      }),
    );
    expect(element.status).to.equal('ready');
  });

  it('may answer with any identifier of letters, digits, - and _', async () => {
    const {element} = await answered(() =>
      Response.json(
        sessionAnswer('s1', [{identifier: 'Pay-2_morrow', name: 'Tomorrow'}]),
      ),
    );
    expect(element.status).to.equal('ready');
    expect(element.category).to.equal('Pay-2_morrow');
  });

  it('is unavailable with an empty list', async () => {
    const {element, errors} = await answered(() =>
      Response.json(sessionAnswer('s1', [])),
    );
    expect(element.status).to.equal('unavailable');
    expect(errors).to.deep.equal([]);
    expect(klarna.of('load')).to.have.length(0);
  });

  it('counts the first of two equal identifiers', async () => {
    const {element} = await answered(() =>
      Response.json(
        sessionAnswer('s1', [
          {identifier: 'pay_later', name: 'First'},
          {identifier: 'pay_now', name: 'Other'},
          {identifier: 'pay_later', name: 'Second'},
        ]),
      ),
    );
    expect(tabNames(element)).to.deep.equal(['First', 'Other']);
  });

  it('shows a name full of markup as text', async () => {
    const name =
      '<img src=x onerror="throw Error(1)"><script>throw Error(2)</script>&amp;';
    const {element} = await answered(() =>
      Response.json(
        sessionAnswer('s1', [
          {identifier: 'pay_later', name},
          {identifier: 'pay_now', name: 'Pay now'},
        ]),
      ),
    );
    expect(tabNames(element)[0]).to.equal(name);
    expect(element.shadowRoot!.querySelector('img, script')).to.equal(null);
  });

  it('shows the badge of a category', async () => {
    const url =
      'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"></svg>';
    const {element} = await answered(() =>
      Response.json({
        client_token: fakeToken('s1'),
        payment_method_categories: [
          {
            identifier: 'a',
            name: 'A',
            asset_urls: {standard: 'https://x.klarnacdn.net/a.svg'},
          },
          {identifier: 'b', name: 'B', asset_urls: {standard: url}},
        ],
      }),
    );
    const icons = partsOf(element, 'tab-icon') as HTMLImageElement[];
    expect(icons.map(({src, alt}) => [src, alt])).to.deep.equal([
      ['https://x.klarnacdn.net/a.svg', ''],
    ]);
  });

  for (const assetUrls of [
    'https://x.klarnacdn.net/a.svg',
    42,
    null,
    [],
    {standard: 'http://x.klarnacdn.net/a.svg'},
    {standard: 'javascript:alert(1)'},
    {standard: ' data:image/png;base64,AA'},
    {standard: {}},
  ]) {
    it(`drops asset_urls ${JSON.stringify(assetUrls)}`, async () => {
      const {element, errors} = await answered(() =>
        Response.json({
          client_token: fakeToken('s1'),
          payment_method_categories: [
            {identifier: 'pay_later', name: 'A', asset_urls: assetUrls},
          ],
        }),
      );
      expect(errors).to.deep.equal([]);
      expect(element.shadowRoot!.querySelector('img')).to.equal(null);
      expect(element.status).to.equal('ready');
    });
  }

  describe('that answers oddly', () => {
    const token = fakeToken('s1');
    const list = (item: unknown) => ({
      client_token: token,
      payment_method_categories: [{identifier: 'a', name: 'A'}, item],
    });

    /** What it answers, the code, and what the message has to name. */
    const faults: Record<string, [() => Response, string, string]> = {
      'with status 404': [
        () => new Response('Not found', {status: 404}),
        'session-request',
        '404',
      ],
      'with status 500': [
        () => new Response('{}', {status: 500}),
        'session-request',
        '500',
      ],
      'with status 500 and a good body': [
        () => Response.json(sessionAnswer(), {status: 500}),
        'session-request',
        '500',
      ],
      'with HTML': [
        () => new Response('<!doctype html><p>Log in', {status: 200}),
        'session-response',
        'JSON',
      ],
      'with nothing': [() => new Response(''), 'session-response', 'JSON'],
      'with status 204': [
        () => new Response(null, {status: 204}),
        'session-response',
        'JSON',
      ],
      'with null': [
        () => Response.json(null),
        'session-response',
        'client_token',
      ],
      'with a list': [
        () => Response.json([sessionAnswer()]),
        'session-response',
        'client_token',
      ],
      'with a text': [
        () => Response.json('token'),
        'session-response',
        'client_token',
      ],
      'without client_token': [
        () => Response.json({payment_method_categories: []}),
        'session-response',
        'client_token',
      ],
      'with a number as client_token': [
        () => Response.json({...sessionAnswer(), client_token: 7}),
        'session-response',
        'client_token',
      ],
      'with a client_token that is no JWT': [
        () => Response.json({...sessionAnswer(), client_token: 'no jwt'}),
        'client-token',
        'token',
      ],
      'without payment_method_categories': [
        () => Response.json({client_token: token}),
        'session-response',
        'payment_method_categories',
      ],
      'with payment_method_categories "x"': [
        () =>
          Response.json({client_token: token, payment_method_categories: 'x'}),
        'session-response',
        'payment_method_categories',
      ],
      'with an object as payment_method_categories': [
        () =>
          Response.json({client_token: token, payment_method_categories: {}}),
        'session-response',
        'payment_method_categories',
      ],
      'with a category that is a text': [
        () => Response.json(list('pay_later')),
        'session-response',
        'payment_method_categories[1]',
      ],
      'with a category without identifier': [
        () => Response.json(list({name: 'B'})),
        'session-response',
        'payment_method_categories[1].identifier',
      ],
      'with an identifier of other letters': [
        () => Response.json(list({identifier: '"><b>', name: 'B'})),
        'session-response',
        'payment_method_categories[1].identifier',
      ],
      'with an empty identifier': [
        () => Response.json(list({identifier: '', name: 'B'})),
        'session-response',
        'payment_method_categories[1].identifier',
      ],
      'with a category without name': [
        () => Response.json(list({identifier: 'b'})),
        'session-response',
        'payment_method_categories[1].name',
      ],
      'with a number as name': [
        () => Response.json(list({identifier: 'b', name: 1})),
        'session-response',
        'payment_method_categories[1].name',
      ],
    };

    for (const [how, [answer, code, member]] of Object.entries(faults)) {
      it(`${how} is a ${code} that names ${member}`, async () => {
        const {element, errors} = await answered(answer);
        expect(errors.map((error) => error.code)).to.deep.equal([code]);
        expect(errors[0]).to.be.instanceOf(KlarnaPaymentsError);
        expect(errors[0]?.message).to.include(member);
        expect(element.error).to.equal(errors[0]);
        expect(element.status).to.equal('error');
        expect(tabNames(element)).to.deep.equal([]);
        expect(element.children).to.have.length(0);
        expect(klarna.calls).to.deep.equal([]);
      });
    }

    it('never has the token in the text of its error', async () => {
      const {errors} = await answered(() =>
        Response.json({...sessionAnswer(), client_token: 's3cret token'}),
      );
      expect(`${errors[0]?.message}`).not.to.include('s3cret');
    });

    it('not at all is a session-request with the cause', async () => {
      const cause = new TypeError('Failed to fetch (expected)');
      const {element, errors} = await answered(() => Promise.reject(cause));
      expect(errors.map(({code}) => code)).to.deep.equal(['session-request']);
      expect(errors[0]?.cause).to.equal(cause);
      expect(element.status).to.equal('error');
    });

    it('rejects refresh() with the same error', async () => {
      const {element} = await answered(() => new Response('', {status: 503}));
      const error = await faultOf(element.refresh());
      expect(error.code).to.equal('session-request');
      expect(error).to.equal(element.error);
    });

    it('rejects authorize() with not-ready and the error as its cause', async () => {
      const {element} = await answered(() => new Response('', {status: 503}));
      const error = await faultOf(element.authorize());
      expect(error.code).to.equal('not-ready');
      expect(error.cause).to.equal(element.error);
    });

    it('works again once the answer is right', async () => {
      let isBroken = true;
      const {element} = await answered(() =>
        isBroken
          ? new Response('', {status: 503})
          : Response.json(sessionAnswer()),
      );
      isBroken = false;
      partsOf(element, 'retry-button')[0]!.click();
      await untilStatus(element, 'ready');
      expect(element.error).to.equal(null);
      expect(tabNames(element)).to.have.length(3);
    });

    it('at a refresh leaves no old widget to pay with', async () => {
      let isBroken = false;
      const {element} = await answered(() =>
        isBroken
          ? new Response('', {status: 503})
          : Response.json(sessionAnswer()),
      );
      isBroken = true;
      await faultOf(element.refresh());
      expect(element.status).to.equal('error');
      expect((await faultOf(element.authorize())).code).to.equal('not-ready');
      expect(klarna.of('authorize')).to.have.length(0);
    });
  });

  describe('replaced by fetchSession', () => {
    it('is given the endpoint and a signal', async () => {
      let given: unknown;
      const element = await givenElement({
        endpoint: '/shop',
        fetchSession: async (context) => {
          given = context;
          return sessionAnswer();
        },
      });
      await untilStatus(element, 'ready');
      const {endpoint, signal} = given as {
        endpoint: string;
        signal: AbortSignal;
      };
      expect(endpoint).to.equal('/shop');
      expect(signal.aborted).to.equal(false);
    });

    it('works without an endpoint', async () => {
      const element = await givenElement({
        fetchSession: async () => sessionAnswer(),
      });
      await untilStatus(element, 'ready');
    });

    for (const [how, fetchSession] of Object.entries({
      'throws at once': () => {
        throw new Error('expected');
      },
      rejects: async () => {
        throw new Error('expected');
      },
    })) {
      it(`is a session-request with the cause if it ${how}`, async () => {
        const element = await givenElement({fetchSession});
        await untilStatus(element, 'error');
        expect(element.error?.code).to.equal('session-request');
        expect(String(element.error?.cause)).to.include('expected');
      });
    }

    it('is a session-response if it finds no JSON', async () => {
      const element = await givenElement({
        fetchSession: () => new Response('<!doctype html>').json(),
      });
      await untilStatus(element, 'error');
      expect(element.error?.code).to.equal('session-response');
      expect(element.error?.message).to.include('JSON');
    });

    it('is checked like the endpoint', async () => {
      const element = await givenElement({
        fetchSession: async () => ({client_token: fakeToken('s1')}),
      });
      await untilStatus(element, 'error');
      expect(element.error?.code).to.equal('session-response');
      expect(element.error?.message).to.include('payment_method_categories');
    });

    it('may answer at once', async () => {
      const fetchSession = (() => sessionAnswer()) as never;
      const element = await givenElement({fetchSession});
      await untilStatus(element, 'ready');
    });
  });

  describe('missing', () => {
    const bare = {
      'a bare tag': html`<klarna-payments></klarna-payments>`,
      'an empty endpoint': html`<klarna-payments
        endpoint=""
      ></klarna-payments>`,
      'categories only': html`<klarna-payments
        .categories=${[{identifier: 'a', name: 'A'}]}
      ></klarna-payments>`,
    };
    for (const [what, tag] of Object.entries(bare)) {
      it(`leaves ${what} idle`, async () => {
        const element = fixtureSync<KlarnaPaymentsElement>(tag);
        const events = recordEvents(element);
        await settled();
        expect(element.status).to.equal('idle');
        expect(element.error).to.equal(null);
        expect(events).to.deep.equal([]);
      });
    }

    for (const method of [
      'authorize',
      'reauthorize',
      'finalize',
      'refresh',
    ] as const) {
      it(`rejects ${method}() with configuration`, async () => {
        const element = await givenElement();
        const events = recordEvents(element);
        const error = await faultOf(element[method]());
        expect(error.code).to.equal('configuration');
        expect(error.recoverable).to.equal(false);
        expect(error.message).to.include('endpoint');
        expect(element.status).to.equal('idle');
        expect(events).to.deep.equal([]);
      });
    }

    it('lets focus() do nothing', async () => {
      const element = await givenElement();
      element.focus();
      expect(document.activeElement).to.equal(document.body);
    });
  });

  it('is not waited for after the element has left', async () => {
    const answer = deferred<unknown>();
    let signal: AbortSignal | undefined;
    const element = await givenElement({
      fetchSession: (context) => {
        signal = context.signal;
        return answer.promise;
      },
    });
    await settled();
    const events = recordEvents(element);
    element.remove();
    expect(signal?.aborted).to.equal(true);
    answer.resolve(sessionAnswer());
    await settled();
    expect(events.map(({type}) => type)).to.deep.equal(['klarna-status']);
    expect(element.status).to.equal('idle');
    expect(klarna.of('load')).to.have.length(0);
  });
});
