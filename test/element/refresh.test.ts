import {expect, oneEvent, waitUntil} from '@open-wc/testing';
import {
  deferred,
  faultOf,
  givenElement,
  namesOf,
  readyElement,
  recordEvents,
  sessionAnswer,
  settled,
  tabNames,
  tabsOf,
  untilStatus,
} from '../support/checkout.js';
import {messageOf} from '../support/corrections.js';
import {
  fakeToken,
  installFakeKlarna,
  sessionOf,
  type FakeKlarna,
} from '../support/fake-klarna.js';

describe('a cart that changes', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  /** An endpoint that counts, and says how many requests were under way. */
  function countingEndpoint(delay = 0) {
    const counts = {requests: 0, inFlight: 0, most: 0};
    const fetchSession = async () => {
      const id = ++counts.requests;
      counts.most = Math.max(counts.most, ++counts.inFlight);
      await settled(delay);
      counts.inFlight--;
      return sessionAnswer(`s${id}`);
    };
    return {counts, fetchSession};
  }

  /** Which session the widget of a category shows. */
  function shown(category: string): string | undefined {
    const last = klarna
      .of('load')
      .findLast(({options}) => options.payment_method_category === category);
    return last?.token && sessionOf(last.token);
  }

  function loads(category: string): number {
    return klarna
      .of('load')
      .filter(({options}) => options.payment_method_category === category)
      .length;
  }

  it('is asked for once by the first revision', async () => {
    const {counts, fetchSession} = countingEndpoint();
    await readyElement({fetchSession, revision: '1'});
    await settled();
    expect(counts.requests).to.equal(1);
    expect(loads('pay_later')).to.equal(1);
  });

  it('is asked for once by 20 changes of revision in one task', async () => {
    const {counts, fetchSession} = countingEndpoint();
    const element = await readyElement({fetchSession, revision: '0'});
    tabsOf(element)[1]!.click();
    await untilStatus(element, 'ready');
    const before = klarna.of('load').length;
    const loading = oneEvent(element, 'klarna-status');
    for (let n = 1; n <= 20; n++) element.revision = String(n);
    await loading;
    await untilStatus(element, 'ready');
    await settled(60);
    expect(counts.requests).to.equal(2);
    expect(klarna.of('load').length - before).to.equal(1);
    expect(shown('pay_now')).to.equal('s2');
  });

  it('loads the other widget once, before it is used next', async () => {
    const {fetchSession} = countingEndpoint();
    const element = await readyElement({fetchSession});
    tabsOf(element)[1]!.click();
    await untilStatus(element, 'ready');
    for (let n = 1; n <= 20; n++) void element.refresh();
    await untilStatus(element, 'ready');
    expect(loads('pay_later')).to.equal(1);
    tabsOf(element)[0]!.click();
    await untilStatus(element, 'ready');
    expect(shown('pay_later')).to.equal('s2');
    tabsOf(element)[1]!.click();
    tabsOf(element)[0]!.click();
    await settled(60);
    expect(loads('pay_later')).to.equal(2);
    expect(loads('pay_now')).to.equal(2);
  });

  it('is asked for once by 20 calls of refresh() over several microtasks', async () => {
    const {counts, fetchSession} = countingEndpoint();
    const element = await readyElement({fetchSession});
    const refreshed: Array<Promise<void>> = [];
    for (let n = 1; n <= 20; n++) {
      refreshed.push(element.refresh());
      await Promise.resolve();
    }
    await Promise.all(refreshed);
    expect(counts.requests).to.equal(2);
    expect(loads('pay_later')).to.equal(2);
    expect(element.status).to.equal('ready');
  });

  it('never has more than one request in flight, and shows the last state', async function () {
    this.timeout(20_000);
    const {counts, fetchSession} = countingEndpoint(100);
    klarna.delay = 10;
    let state = 0;
    let asked = 0;
    const element = await readyElement({
      fetchSession: async () => {
        asked = state;
        return fetchSession();
      },
    });
    for (let n = 1; n <= 200; n++) {
      state = n;
      element.revision = String(n);
      await settled(10);
    }
    await waitUntil(
      () => element.status === 'ready' && asked === 200,
      'it shows the last state',
      {timeout: 10_000},
    );
    await settled(300);
    expect(element.status).to.equal('ready');
    expect(counts.most).to.equal(1);
    expect(asked).to.equal(200);
    expect(shown('pay_later')).to.equal(`s${counts.requests}`);
    expect(counts.requests).to.be.below(40);
  });

  it('resolves refresh() when the widget shows the new state', async () => {
    const {fetchSession} = countingEndpoint(10);
    const element = await readyElement({fetchSession});
    klarna.delay = 20;
    const refreshed = element.refresh();
    expect(element.status).to.equal('loading');
    await refreshed;
    expect(element.status).to.equal('ready');
    expect(shown('pay_later')).to.equal('s2');
  });

  it('tells of the new session by klarna-session and klarna-load', async () => {
    const {fetchSession} = countingEndpoint();
    const element = await readyElement({fetchSession});
    const events = recordEvents(element);
    await element.refresh();
    expect(namesOf(events)).to.deep.equal([
      'status',
      'session',
      'status',
      'load',
    ]);
  });

  it('keeps the chosen category if it is still offered', async () => {
    const {fetchSession} = countingEndpoint();
    const element = await readyElement({fetchSession});
    tabsOf(element)[2]!.click();
    await untilStatus(element, 'ready');
    await element.refresh();
    expect(element.category).to.equal('pay_over_time');
    expect(shown('pay_over_time')).to.equal('s2');
    expect(loads('pay_later')).to.equal(1);
  });

  it('selects the first category if the chosen one is no longer offered', async () => {
    const offers = [undefined, [{identifier: 'pay_later', name: 'Pay later'}]];
    const element = await readyElement({
      category: 'pay_now',
      fetchSession: async () => sessionAnswer('s1', offers.shift()),
    });
    const gone = element.querySelector('iframe');
    await element.refresh();
    expect(element.category).to.equal('pay_later');
    expect(tabNames(element)).to.deep.equal(['Pay later']);
    expect(gone?.isConnected).to.equal(false);
  });

  it('offers a declined category again with a new session', async () => {
    const {fetchSession} = countingEndpoint();
    const element = await readyElement({fetchSession});
    klarna.next('authorize', {answer: {approved: false, show_form: false}});
    await element.authorize();
    expect(tabNames(element)).to.have.length(2);
    await untilStatus(element, 'ready');
    await element.refresh();
    await element.updateComplete;
    expect(tabNames(element)).to.have.length(3);
    expect(element.category).to.equal('pay_now');
  });

  it('keeps the frames, which Klarna uses again', async () => {
    const {fetchSession} = countingEndpoint();
    const element = await readyElement({fetchSession});
    const frame = element.querySelector('iframe');
    await element.refresh();
    expect(element.querySelector('iframe')).to.equal(frame);
  });

  it('drops the token', async () => {
    const element = await readyElement();
    await element.authorize();
    const refreshed = element.refresh();
    await refreshed;
    expect(element.authorizationToken).to.equal(null);
    expect(element.status).to.equal('ready');
  });

  it('drops the token when loadData changes', async () => {
    const element = await readyElement({loadData: {order_amount: 1}});
    await element.authorize();
    element.loadData = {order_amount: 2};
    await untilStatus(element, 'ready');
    expect(element.authorizationToken).to.equal(null);
  });

  it('authorizes the newest session afterwards', async () => {
    const {fetchSession} = countingEndpoint();
    const element = await readyElement({fetchSession});
    await element.refresh();
    await element.refresh();
    expect(await element.authorize()).to.include({
      authorizationToken: 'authorized-s3',
    });
  });

  it('starts nothing when revision changes before the first session', async () => {
    const {counts, fetchSession} = countingEndpoint();
    const element = await givenElement({revision: '1'});
    element.revision = '2';
    await settled();
    expect(counts.requests).to.equal(0);
    element.fetchSession = fetchSession;
    await untilStatus(element, 'ready');
    expect(counts.requests).to.equal(1);
  });

  it('asks once more when it changes during the first request', async () => {
    const {counts, fetchSession} = countingEndpoint(30);
    const element = await givenElement({fetchSession, revision: '1'});
    await settled(5);
    element.revision = '2';
    await untilStatus(element, 'ready');
    await settled(60);
    expect(counts).to.include({requests: 2, most: 1});
    expect(shown('pay_later')).to.equal('s2');
    expect(loads('pay_later')).to.equal(1);
  });

  it('asks another endpoint when the endpoint changes', async () => {
    const asked: string[] = [];
    const element = await readyElement({
      endpoint: '/a',
      fetchSession: async ({endpoint}) => {
        asked.push(endpoint);
        return sessionAnswer();
      },
    });
    element.endpoint = '/b';
    await settled();
    await untilStatus(element, 'ready');
    expect(asked).to.deep.equal(['/a', '/b']);
  });

  it('stays usable after a request that failed', async () => {
    let isBroken = false;
    const element = await readyElement({
      fetchSession: async () => {
        if (isBroken) throw new Error('expected');
        return sessionAnswer();
      },
    });
    isBroken = true;
    expect((await faultOf(element.refresh())).code).to.equal('session-request');
    isBroken = false;
    await element.refresh();
    expect(element.status).to.equal('ready');
    expect(element.error).to.equal(null);
    expect((await element.authorize()).outcome).to.equal('authorized');
  });

  describe('while authorizing', () => {
    for (const [what, change] of Object.entries({
      'refresh()': (element: HTMLElementTagNameMap['klarna-payments']) => {
        void element.refresh();
      },
      revision: (element: HTMLElementTagNameMap['klarna-payments']) => {
        element.revision = '2';
      },
      loadData: (element: HTMLElementTagNameMap['klarna-payments']) => {
        element.loadData = {order_amount: 2};
      },
    })) {
      it(`waits with ${what} for the outcome`, async () => {
        const {counts, fetchSession} = countingEndpoint();
        const element = await readyElement({fetchSession, revision: '1'});
        const answered = deferred<void>();
        klarna.delay = 60;
        const asked = element.authorize().then((result) => {
          answered.resolve();
          return result;
        });
        change(element);
        await settled(30);
        expect(counts.requests).to.equal(1);
        expect(loads('pay_later')).to.equal(1);
        expect(element.status).to.equal('authorizing');
        expect(await asked).to.include({
          outcome: 'authorized',
          authorizationToken: 'authorized-s1',
        });
        klarna.delay = 0;
        await waitUntil(() => loads('pay_later') === 2, 'it loads again');
        await untilStatus(element, 'ready');
        expect(element.authorizationToken).to.equal(null);
      });
    }

    for (const change of ['revision', 'loadData'] as const) {
      it(`leaves it told that Klarna has declined, with ${change}`, async () => {
        const element = await readyElement({revision: '1'});
        klarna.next('authorize', {answer: {approved: false, show_form: false}});
        const asked = element.authorize();
        if (change === 'revision') element.revision = '2';
        else element.loadData = {order_amount: 2};
        await asked;
        await untilStatus(element, 'ready');
        await settled(50);
        await untilStatus(element, 'ready');
        expect(messageOf(element)).to.match(/Pay later was not approved/);
      });
    }
  });

  describe('as loadData', () => {
    it('is what Klarna is given at load, as it is', async () => {
      const loadData = {
        order_amount: 100,
        billing_address: {email: 'ada@example.com'},
      };
      await readyElement({loadData});
      expect(klarna.of('load')[0]?.data).to.deep.equal(loadData);
    });

    it('is empty unless given, and never filled from a form', async () => {
      const form = document.createElement('form');
      form.innerHTML = '<input autocomplete="email" value="ada@example.com">';
      const element = document.createElement('klarna-payments');
      element.fetchSession = async () => sessionAnswer();
      form.append(element);
      document.body.append(form);
      await untilStatus(element, 'ready');
      expect(klarna.of('load')[0]?.data).to.deep.equal({});
      form.remove();
    });

    it('loads again without asking the endpoint', async () => {
      const {counts, fetchSession} = countingEndpoint();
      const element = await readyElement({fetchSession});
      const loaded = oneEvent(element, 'klarna-load');
      element.loadData = {order_amount: 2};
      await loaded;
      expect(counts.requests).to.equal(1);
      expect(klarna.of('load').at(-1)?.data).to.deep.equal({order_amount: 2});
    });

    it('loads once more for 20 changes while Klarna loads', async () => {
      const element = await readyElement();
      klarna.delay = 300;
      element.loadData = {order_amount: 0};
      await waitUntil(() => klarna.of('load').length === 2, 'it loads');
      for (let n = 1; n <= 20; n++) {
        element.loadData = {order_amount: n};
        await element.updateComplete;
      }
      klarna.delay = 0;
      await untilStatus(element, 'ready');
      await settled(60);
      expect(klarna.of('load').length).to.equal(3);
      expect(klarna.of('load').at(-1)?.data).to.deep.equal({order_amount: 20});
    });

    it('takes back what it was when it becomes null', async () => {
      const element = await readyElement({loadData: {order_amount: 1}});
      element.loadData = null;
      await waitUntil(() => klarna.of('load').length === 2);
      expect(klarna.of('load').at(-1)?.data).to.deep.equal({});
      await untilStatus(element, 'ready');
    });

    it('is never ready with the old data, after an authorization either', async () => {
      const element = await readyElement();
      await element.authorize();
      const statuses: string[] = [];
      element.addEventListener('klarna-status', ({detail}) => {
        statuses.push(detail.status);
      });
      element.loadData = {purchase_country: 'GB'} as never;
      await settled(50);
      await untilStatus(element, 'ready');
      expect(statuses).to.deep.equal(['loading', 'ready']);
    });
  });
});

describe('a session that the page has', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  const given = [
    {identifier: 'pay_now', name: 'Pay now'},
    {identifier: 'klarna', name: 'Klarna'},
  ];

  it('needs no endpoint', async () => {
    const element = await givenElement({
      clientToken: fakeToken('g1'),
      categories: given,
    });
    await untilStatus(element, 'ready');
    expect(tabNames(element)).to.deep.equal(['Pay now', 'Klarna']);
    expect(klarna.of('load')[0]?.token).to.equal(fakeToken('g1'));
  });

  it('goes before the endpoint', async () => {
    let requests = 0;
    const element = await givenElement({
      clientToken: fakeToken('g1'),
      categories: given,
      fetchSession: async () => {
        requests++;
        return sessionAnswer();
      },
    });
    await untilStatus(element, 'ready');
    expect(requests).to.equal(0);
    expect(tabNames(element)).to.have.length(2);
  });

  it('is renewed at the endpoint by refresh() if there is one', async () => {
    const element = await givenElement({
      clientToken: fakeToken('g1'),
      categories: given,
      fetchSession: async () => sessionAnswer('s1'),
    });
    await untilStatus(element, 'ready');
    await element.refresh();
    await element.updateComplete;
    expect(tabNames(element)).to.have.length(3);
    expect(klarna.of('load').at(-1)?.token).to.equal(fakeToken('s1'));
  });

  it('has one nameless widget and no tab list without categories', async () => {
    const element = await givenElement({clientToken: fakeToken('g1')});
    const {detail} = await oneEvent(element, 'klarna-session');
    expect(detail).to.deep.equal({categories: []});
    await untilStatus(element, 'ready');
    expect(element.shadowRoot!.querySelector('[role=tablist]')).to.equal(null);
    const [load] = klarna.of('load');
    expect(load?.options).not.to.have.property('payment_method_category');
    expect(element.querySelectorAll('iframe')).to.have.length(1);
    expect(element.category).to.equal('');
    expect(element.getAttribute('category')).to.be.oneOf([null, '']);
  });

  it('authorizes without a category as well', async () => {
    const element = await givenElement({clientToken: fakeToken('g1')});
    await untilStatus(element, 'ready');
    expect(await element.authorize()).to.deep.equal({
      outcome: 'authorized',
      category: '',
      authorizationToken: 'authorized-g1',
      customerDetails: {},
    });
    const [load] = klarna.of('load');
    const [call] = klarna.of('authorize');
    expect(call?.options).not.to.have.property('payment_method_category');
    expect(call?.options.instance_id).to.equal(load?.options.instance_id);
  });

  it('is unavailable when its only, nameless widget is declined', async () => {
    const element = await givenElement({clientToken: fakeToken('g1')});
    await untilStatus(element, 'ready');
    klarna.next('authorize', {answer: {approved: false, show_form: false}});
    expect((await element.authorize()).outcome).to.equal('declined');
    expect(element.status).to.equal('unavailable');
    expect(element.querySelector('iframe')).to.equal(null);
  });

  it('is unavailable with an empty list', async () => {
    const element = await givenElement({
      clientToken: fakeToken('g1'),
      categories: [],
    });
    await untilStatus(element, 'unavailable');
  });

  it('may change at run time', async () => {
    const element = await givenElement({
      clientToken: fakeToken('g1'),
      categories: given,
      category: 'klarna',
    });
    await untilStatus(element, 'ready');
    await element.authorize();
    element.clientToken = fakeToken('g2');
    await settled();
    await untilStatus(element, 'ready');
    expect(element.authorizationToken).to.equal(null);
    expect(element.category).to.equal('klarna');
    expect(klarna.of('load').map(({token}) => token)).to.deep.equal([
      fakeToken('g1'),
      fakeToken('g2'),
    ]);
    expect(await element.authorize()).to.include({
      authorizationToken: 'authorized-g2',
    });
  });

  it('may change with its categories in one task, and loads once', async () => {
    const element = await givenElement({
      clientToken: fakeToken('g1'),
      categories: given,
    });
    await untilStatus(element, 'ready');
    element.clientToken = fakeToken('g2');
    element.categories = [{identifier: 'klarna', name: 'Klarna'}];
    await settled();
    await untilStatus(element, 'ready');
    expect(tabNames(element)).to.deep.equal(['Klarna']);
    expect(klarna.of('load')).to.have.length(2);
  });

  it('may be taken away', async () => {
    const element = await givenElement({clientToken: fakeToken('g1')});
    await untilStatus(element, 'ready');
    element.clientToken = '';
    await untilStatus(element, 'idle');
    expect(element.querySelector('iframe')).to.equal(null);
  });

  it('is client-token if it is no JWT, noticed before Klarna does', async () => {
    const element = await givenElement({clientToken: 's3cret'});
    await untilStatus(element, 'error');
    expect(element.error?.code).to.equal('client-token');
    expect(element.error?.recoverable).to.equal(false);
    expect(element.error?.message).not.to.include('s3cret');
    expect(klarna.calls).to.deep.equal([]);
  });

  it('is client-token if Klarna refuses it', async () => {
    const element = await givenElement({clientToken: 'a.b.c'});
    await untilStatus(element, 'error');
    expect(element.error?.code).to.equal('client-token');
    expect((element.error!.cause as Error).name).to.equal(
      'InvalidClientTokenError',
    );
  });

  it('is session-response if its categories are wrong', async () => {
    const element = await givenElement({
      clientToken: fakeToken('g1'),
      categories: [{identifier: 'a b', name: 'x'}],
    });
    await untilStatus(element, 'error');
    expect(element.error?.code).to.equal('session-response');
    expect(element.error?.message).to.include('[0].identifier');
  });

  it('recovers when a right token follows a wrong one', async () => {
    const element = await givenElement({clientToken: 'wrong'});
    await untilStatus(element, 'error');
    element.clientToken = fakeToken('g1');
    await untilStatus(element, 'ready');
    expect(element.error).to.equal(null);
  });
});
