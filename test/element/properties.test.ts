import {expect, fixture, fixtureSync, html, oneEvent} from '@open-wc/testing';
import {KlarnaPaymentsElement} from '../../src/element.js';
import {
  categories,
  givenElement,
  readyElement,
  sessionAnswer,
  settled,
  tabsOf,
  untilStatus,
  visit,
} from '../support/checkout.js';
import {
  fakeToken,
  installFakeKlarna,
  type FakeKlarna,
} from '../support/fake-klarna.js';

/** Attribute, property, default, and another value as text and as property. */
const table: ReadonlyArray<
  [string, keyof KlarnaPaymentsElement, unknown, string, unknown]
> = [
  ['endpoint', 'endpoint', '', '/session', '/session'],
  ['client-token', 'clientToken', '', 'a.b.c', 'a.b.c'],
  ['category', 'category', '', 'pay_now', 'pay_now'],
  ['revision', 'revision', '', '7', '7'],
  ['activation', 'activation', 'manual', 'auto', 'auto'],
  ['loading', 'loading', 'eager', 'lazy', 'lazy'],
  ['label', 'label', '', 'Pay', 'Pay'],
  ['name', 'name', '', 'klarna', 'klarna'],
  ['disabled', 'disabled', false, '', true],
  ['manual-finalize', 'manualFinalize', false, '', true],
  ['without-form-details', 'withoutFormDetails', false, '', true],
  [
    'sdk-url',
    'sdkUrl',
    'https://x.klarnacdn.net/kp/lib/v1/api.js',
    '/api.js',
    '/api.js',
  ],
];

const reflecting = ['category', 'name', 'disabled'];

function detached(): KlarnaPaymentsElement {
  return document.createElement('klarna-payments');
}

describe('attributes and properties', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  for (const [attribute, property, before, text, after] of table) {
    it(`has ${property} ${JSON.stringify(before)} unless said`, () => {
      expect(detached()[property]).to.equal(before);
    });

    it(`reads ${property} from the attribute ${attribute}`, () => {
      const element = detached();
      element.setAttribute(attribute, text);
      expect(element[property]).to.equal(after);
    });

    const reflects = reflecting.includes(attribute);
    it(`${reflects ? 'writes' : 'does not write'} ${property} to its attribute`, async () => {
      const element = await givenElement();
      Object.assign(element, {[property]: after});
      await element.updateComplete;
      expect(element.hasAttribute(attribute)).to.equal(reflects);
    });
  }

  for (const property of [
    'categories',
    'loadData',
    'customerDetails',
    'fetchSession',
  ] as const) {
    it(`has no ${property} unless given`, () => {
      expect(detached()[property]).to.equal(null);
    });
  }

  it('is idle, without error and token, before it is used', () => {
    const {status, error, authorizationToken} = detached();
    expect({status, error, authorizationToken}).to.deep.equal({
      status: 'idle',
      error: null,
      authorizationToken: null,
    });
  });

  for (const property of ['status', 'error', 'authorizationToken']) {
    it(`does not let the page set ${property}`, () => {
      expect(() => Object.assign(detached(), {[property]: 'x'})).to.throw(
        TypeError,
      );
    });
  }

  it('shadows no global attribute', () => {
    for (const member of ['nonce', 'lang', 'dir', 'hidden', 'title']) {
      expect(member in KlarnaPaymentsElement.prototype).to.equal(true);
      expect(Object.hasOwn(KlarnaPaymentsElement.prototype, member)).to.equal(
        false,
      );
    }
  });

  it('has no attributes and no children when it is created', () => {
    const element = detached();
    expect(element).to.be.instanceOf(KlarnaPaymentsElement);
    expect(element.getAttributeNames()).to.deep.equal([]);
    expect(element.childNodes).to.have.length(0);
  });

  it('starts nothing before it is in a document', async () => {
    let requests = 0;
    const element = detached();
    element.fetchSession = async () => {
      requests++;
      return sessionAnswer();
    };
    await settled();
    expect(requests).to.equal(0);
    expect(element.status).to.equal('idle');
    document.body.append(element);
    await untilStatus(element, 'ready');
    expect(requests).to.equal(1);
    element.remove();
  });

  it('works from innerHTML', async () => {
    const parent = await fixture(html`<div></div>`);
    parent.innerHTML = `<klarna-payments client-token="${fakeToken('s9')}"></klarna-payments>`;
    const element = parent.querySelector('klarna-payments')!;
    await untilStatus(element, 'ready');
    expect(klarna.of('load')[0]?.token).to.equal(fakeToken('s9'));
  });

  it('takes properties that were set before it was defined', async () => {
    const element = document.createElement('klarna-defined-late');
    Object.assign(element, {
      clientToken: fakeToken('s3'),
      categories,
      category: 'pay_now',
    });
    document.body.append(element);
    KlarnaPaymentsElement.define('klarna-defined-late');
    const upgraded = element as KlarnaPaymentsElement;
    await untilStatus(upgraded, 'ready');
    expect(upgraded.category).to.equal('pay_now');
    expect(klarna.of('load').map(({token}) => token)).to.deep.equal([
      fakeToken('s3'),
    ]);
    element.remove();
  });

  it('takes what is set after it was defined for newer than what was before', async () => {
    const element = document.createElement('klarna-defined-later');
    Object.assign(element, {
      clientToken: fakeToken('old'),
      categories,
      category: 'pay_later',
    });
    document.body.append(element);
    KlarnaPaymentsElement.define('klarna-defined-later');
    const upgraded = element as KlarnaPaymentsElement;
    upgraded.clientToken = fakeToken('new');
    upgraded.category = 'pay_now';
    await untilStatus(upgraded, 'ready');
    expect(upgraded.categories).to.deep.equal(categories);
    expect(
      klarna
        .of('load')
        .map(({token, options}) => [token, options.payment_method_category]),
    ).to.deep.equal([[fakeToken('new'), 'pay_now']]);
    element.remove();
  });

  it('starts when the endpoint comes late', async () => {
    const element = await givenElement();
    await settled();
    expect(element.status).to.equal('idle');
    element.fetchSession = async () => sessionAnswer();
    await untilStatus(element, 'ready');
  });

  it('goes back to idle when what it needs is taken away', async () => {
    const element = await readyElement();
    element.fetchSession = null;
    await untilStatus(element, 'idle');
    expect(element.querySelector('iframe')).to.equal(null);
  });

  it('selects the category that is set before there is a session', async () => {
    const element = await readyElement({category: 'pay_over_time'});
    expect(element.category).to.equal('pay_over_time');
    expect(
      klarna.of('load').map(({options}) => options.payment_method_category),
    ).to.deep.equal(['pay_over_time']);
  });

  it('selects the first category if the one that is set is not offered', async () => {
    const element = await readyElement({category: 'pay_by_shell'});
    expect(element.category).to.equal('pay_later');
    expect(element.getAttribute('category')).to.equal('pay_later');
  });

  it('stays with the selected category if another is set that is not offered', async () => {
    const element = await readyElement({category: 'pay_now'});
    element.category = 'pay_by_shell';
    await settled();
    expect(element.category).to.equal('pay_now');
    expect(element.getAttribute('category')).to.equal('pay_now');
  });

  it('selects when the attribute category is set', async () => {
    const element = await readyElement();
    element.setAttribute('category', 'pay_now');
    await untilStatus(element, 'ready');
    expect(element.category).to.equal('pay_now');
    await settled();
    expect(klarna.of('load')).to.have.length(2);
  });

  for (const [how, change] of Object.entries({
    'is set to one that is not offered': (element: Element) =>
      element.setAttribute('category', 'pay_by_shell'),
    'is taken away': (element: Element) => element.removeAttribute('category'),
  })) {
    it(`has its attribute category follow when it ${how}`, async () => {
      const element = await readyElement();
      change(element);
      expect(element.category).to.equal('pay_later');
      await element.updateComplete;
      expect(element.getAttribute('category')).to.equal('pay_later');
      expect(klarna.of('load')).to.have.length(1);
    });
  }

  it('passes loadData on that only Klarna could read', async () => {
    const element = await readyElement();
    const data: {order_amount: number; itself?: object} = {order_amount: 1};
    data.itself = data;
    element.loadData = data;
    await untilStatus(element, 'ready');
    expect(klarna.of('load').at(-1)?.data).to.equal(data);
    element.customerDetails = {customer: {type: 'person'}};
    await settled();
    expect(klarna.of('load')).to.have.length(2);
  });

  it('compares categories and loadData by what they say', async () => {
    const element = await readyElement({
      fetchSession: null,
      clientToken: fakeToken('s1'),
      categories,
      loadData: {order_amount: 100},
    });
    element.categories = structuredClone(categories);
    element.loadData = {order_amount: 100};
    await settled();
    expect(klarna.of('load')).to.have.length(1);
  });

  it('puts its own texts in place of the built-in ones', async () => {
    const element = await readyElement({messages: {label: 'Pay by Klarna'}});
    expect(
      element
        .shadowRoot!.querySelector('[role=tablist]')
        ?.getAttribute('aria-label'),
    ).to.equal('Pay by Klarna');
  });

  it('shows nothing for a text that is null, and goes on', async () => {
    const element = await readyElement();
    element.messages = {loading: null} as never;
    await element.updateComplete;
    await visit(element, 1);
    expect(tabsOf(element)[1]!.getAttribute('aria-selected')).to.equal('true');
  });

  it('can be registered under another tag as well', () => {
    KlarnaPaymentsElement.define('klarna-another-tag');
    KlarnaPaymentsElement.define('klarna-another-tag');
    expect(document.createElement('klarna-another-tag')).to.be.instanceOf(
      KlarnaPaymentsElement,
    );
  });

  it('hides when it has the attribute hidden', async () => {
    const element = fixtureSync<KlarnaPaymentsElement>(
      html`<klarna-payments hidden></klarna-payments>`,
    );
    await element.updateComplete;
    expect(getComputedStyle(element).display).to.equal('none');
  });

  describe('the script tag', () => {
    let url: string;

    beforeEach(() => {
      klarna.uninstall();
      const script = 'window.Klarna = {Payments: window.fakePayments}';
      Object.assign(window, {fakePayments: klarna.evaluate()});
      delete window.Klarna;
      url = URL.createObjectURL(new Blob([script], {type: 'text/javascript'}));
    });

    afterEach(() => {
      URL.revokeObjectURL(url);
      for (const tag of tags()) tag.remove();
    });

    function tags(): HTMLScriptElement[] {
      return [...document.scripts].filter(({src}) => src === url);
    }

    it('comes from sdk-url and carries the nonce', async () => {
      const element = fixtureSync<KlarnaPaymentsElement>(
        html`<klarna-payments
          sdk-url=${url}
          nonce="n0nce"
          client-token=${fakeToken('s1')}
        ></klarna-payments>`,
      );
      await oneEvent(element, 'klarna-load');
      expect(tags().map(({nonce}) => nonce)).to.deep.equal(['n0nce']);
    });

    it('carries the nonce that was set as a property', async () => {
      const element = document.createElement('klarna-payments');
      element.nonce = 'pr0perty';
      element.sdkUrl = url;
      element.clientToken = fakeToken('s1');
      document.body.append(element);
      await untilStatus(element, 'ready');
      expect(tags().map(({nonce}) => nonce)).to.deep.equal(['pr0perty']);
      element.remove();
    });

    it('carries the nonce that was set as the last of the properties', async () => {
      const element = document.createElement('klarna-payments');
      element.sdkUrl = url;
      element.clientToken = fakeToken('s1');
      element.nonce = 'last';
      document.body.append(element);
      await untilStatus(element, 'ready');
      expect(tags().map(({nonce}) => nonce)).to.deep.equal(['last']);
      element.remove();
    });

    it('is one for many elements', async () => {
      await fixture(html`
        <div>
          ${[1, 2, 3].map(
            (n) =>
              html`<klarna-payments
                sdk-url=${url}
                client-token=${fakeToken(`s${n}`)}
              ></klarna-payments>`,
          )}
        </div>
      `);
      const elements = [...document.querySelectorAll('klarna-payments')];
      await Promise.all(elements.map((it) => untilStatus(it, 'ready')));
      expect(tags()).to.have.length(1);
    });
  });
});
