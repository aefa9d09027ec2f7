import {expect, fixture, html, oneEvent} from '@open-wc/testing';
import type {KlarnaPaymentsElement} from '../../src/element.js';
import {
  faultOf,
  sessionAnswer,
  settled,
  untilStatus,
} from '../support/checkout.js';
import {installFakeKlarna, type FakeKlarna} from '../support/fake-klarna.js';
import {nest, placeElement} from '../support/places.js';

describe('loading="lazy"', () => {
  let klarna: FakeKlarna;
  let requests: number;
  let spacer: HTMLElement;
  let place: HTMLElement;

  beforeEach(async () => {
    klarna = installFakeKlarna();
    requests = 0;
    const page = await fixture(html`
      <div>
        <div style="height: 6000px"></div>
        <section></section>
        <div style="height: 6000px"></div>
      </div>
    `);
    spacer = page.querySelector('div')!;
    place = page.querySelector('section')!;
    window.scrollTo(0, 0);
  });

  afterEach(() => {
    klarna.uninstall();
    window.scrollTo(0, 0);
  });

  const fetchSession = async () => {
    requests++;
    return sessionAnswer();
  };

  function lazyElement(
    properties: Partial<KlarnaPaymentsElement> = {},
  ): KlarnaPaymentsElement {
    return placeElement(place, {loading: 'lazy', fetchSession, ...properties});
  }

  /** Until observers of what is visible have been told what is. */
  async function observed() {
    await new Promise<void>((resolve) => {
      new IntersectionObserver((_, observer) => {
        observer.disconnect();
        resolve();
      }).observe(place);
    });
    await settled();
  }

  function expectNothingStarted(element: KlarnaPaymentsElement) {
    expect(element.status).to.equal('idle');
    expect(requests).to.equal(0);
    expect(klarna.calls).to.deep.equal([]);
    expect(element.childElementCount).to.equal(0);
  }

  async function expectStartedOnce(element: KlarnaPaymentsElement) {
    await untilStatus(element, 'ready');
    await observed();
    expect(requests).to.equal(1);
    expect(klarna.of('load')).to.have.length(1);
  }

  it('starts nothing while the element is far away', async () => {
    const element = lazyElement();
    await observed();
    expectNothingStarted(element);
  });

  it('adds no script tag while the element is far away', async () => {
    klarna.uninstall();
    const sdkUrl = new URL('/never-asked-for.js', document.baseURI).href;
    const element = lazyElement({sdkUrl});
    await observed();
    expect([...document.scripts].map(({src}) => src)).not.to.include(sdkUrl);
    expect(element.status).to.equal('idle');
  });

  it('starts once when the shopper comes there', async () => {
    const element = lazyElement();
    await observed();
    place.scrollIntoView();
    await expectStartedOnce(element);
    window.scrollTo(0, 0);
    await observed();
    place.scrollIntoView();
    await expectStartedOnce(element);
  });

  it('starts before the shopper sees it, when it is near', async () => {
    const element = lazyElement();
    await observed();
    spacer.style.height = `${innerHeight + 100}px`;
    await expectStartedOnce(element);
    const {top} = element.getBoundingClientRect();
    expect(top).to.be.above(innerHeight);
  });

  it('starts at once where it is in view already', async () => {
    spacer.style.height = '0';
    await expectStartedOnce(lazyElement());
  });

  for (const [how, hide] of Object.entries({
    'display: none': {display: 'none'},
    'content-visibility: hidden': {contentVisibility: 'hidden'},
  })) {
    it(`starts when an ancestor in view shows (${how})`, async () => {
      spacer.style.height = '0';
      const inner = document.createElement('div');
      place.append(inner);
      Object.assign(inner.style, hide);
      const element = placeElement(inner, {loading: 'lazy', fetchSession});
      await observed();
      expectNothingStarted(element);
      inner.removeAttribute('style');
      await expectStartedOnce(element);
    });
  }

  it('starts in view also within shadow roots', async () => {
    const {hosts, inner} = await nest('closed', 'closed');
    place.append(hosts[0]!);
    const element = placeElement(inner, {loading: 'lazy', fetchSession});
    await observed();
    expect(element.status).to.equal('idle');
    place.scrollIntoView();
    await expectStartedOnce(element);
  });

  for (const [how, change] of Object.entries({
    'the property becomes eager': (element: KlarnaPaymentsElement) => {
      element.loading = 'eager';
    },
    'the attribute becomes eager': (element: KlarnaPaymentsElement) =>
      element.setAttribute('loading', 'eager'),
    'the attribute goes': (element: KlarnaPaymentsElement) => {
      element.setAttribute('loading', 'lazy');
      element.removeAttribute('loading');
    },
  })) {
    it(`starts once when ${how}`, async () => {
      const element = lazyElement();
      await observed();
      expectNothingStarted(element);
      change(element);
      await expectStartedOnce(element);
      place.scrollIntoView();
      await expectStartedOnce(element);
    });
  }

  it('changes nothing in an element that has started', async () => {
    const element = lazyElement({loading: 'eager'});
    await untilStatus(element, 'ready');
    element.loading = 'lazy';
    await expectStartedOnce(element);
    expect((await element.authorize()).outcome).to.equal('authorized');
  });

  it('starts at refresh(), and not again in view', async () => {
    const element = lazyElement();
    await observed();
    await element.refresh();
    expect(element.status).to.equal('ready');
    place.scrollIntoView();
    await expectStartedOnce(element);
  });

  it('rejects authorize() with not-ready and starts nothing', async () => {
    const element = lazyElement();
    await observed();
    expect((await faultOf(element.authorize())).code).to.equal('not-ready');
    await settled();
    expectNothingStarted(element);
  });

  for (const [what, change] of Object.entries({
    revision: {revision: '2'},
    category: {category: 'pay_now'},
    loadData: {loadData: {order_amount: 1}},
    disabled: {disabled: true},
  })) {
    it(`starts nothing when ${what} changes`, async () => {
      const element = lazyElement({revision: '1'});
      await observed();
      Object.assign(element, change);
      await settled();
      expectNothingStarted(element);
    });
  }

  it('starts with what is set by then', async () => {
    const element = lazyElement();
    await observed();
    Object.assign(element, {
      category: 'pay_now',
      loadData: {order_amount: 24_600},
    });
    place.scrollIntoView();
    await expectStartedOnce(element);
    expect(klarna.of('load')[0]).to.deep.include({
      data: {order_amount: 24_600},
    });
    expect(element.category).to.equal('pay_now');
  });

  it('starts when what it needs comes after it is in view', async () => {
    spacer.style.height = '0';
    const element = lazyElement({fetchSession: null});
    await observed();
    expect(element.status).to.equal('idle');
    element.fetchSession = fetchSession;
    await expectStartedOnce(element);
  });

  it('starts nothing after the element has left', async () => {
    const element = lazyElement();
    await observed();
    element.remove();
    place.scrollIntoView();
    await observed();
    expectNothingStarted(element);
  });

  it('waits again in the place that the element is put into', async () => {
    const element = lazyElement();
    await observed();
    place.scrollIntoView();
    await untilStatus(element, 'ready');
    element.remove();
    window.scrollTo(0, 0);
    place.append(element);
    await observed();
    expect(element.status).to.equal('idle');
    expect(requests).to.equal(1);
    const loaded = oneEvent(element, 'klarna-load');
    place.scrollIntoView();
    await loaded;
    expect(requests).to.equal(2);
  });

  it('starts when the form is submitted, which then pays', async () => {
    const form = document.createElement('form');
    place.append(form);
    const element = placeElement(form, {
      name: 'klarna',
      loading: 'lazy',
      fetchSession,
    });
    await observed();
    expectNothingStarted(element);
    const submitted = new Promise<FormData>((resolve) => {
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        resolve(new FormData(form));
      });
    });
    form.requestSubmit();
    expect((await submitted).get('klarna_authorization_token')).to.equal(
      'authorized-s1',
    );
  });
});
