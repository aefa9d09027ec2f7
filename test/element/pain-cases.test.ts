import {expect, fixture, html, oneEvent, waitUntil} from '@open-wc/testing';
import type {KlarnaPaymentsElement} from '../../src/element.js';
import {
  faultOf,
  namesOf,
  partsOf,
  readyElement,
  recordEvents,
  sessionAnswer,
  settled,
  tabNames,
  tabsOf,
  untilStatus,
  watchExceptions,
} from '../support/checkout.js';
import {
  fakeToken,
  installFakeKlarna,
  klarnaError,
  sessionOf,
  type FakeKlarna,
} from '../support/fake-klarna.js';
import {fakeKlarnaCdn, openShop} from '../support/shop.js';

/**
 * What has gone wrong in other integrations of Klarna Payments, as far as it
 * can happen in a page. The numbers are those of docs/reliability.md.
 */
describe('cases that have hurt other shops, in the page', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  /** A checkout whose submits are counted instead of sent. */
  async function checkout(properties: Partial<KlarnaPaymentsElement> = {}) {
    let requests = 0;
    const sent: FormData[] = [];
    const form = await fixture<HTMLFormElement>(html`
      <form>
        <input name="email" autocomplete="email" />
        <input name="street" autocomplete="billing street-address" />
        <input name="zip" autocomplete="billing postal-code" />
        <input name="to-zip" autocomplete="shipping postal-code" />
        <klarna-payments name="klarna"></klarna-payments>
        <button>Place order</button>
      </form>
    `);
    const field = (name: string) =>
      form.elements.namedItem(name) as HTMLInputElement;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      sent.push(new FormData(form));
    });
    const element = form.querySelector('klarna-payments')!;
    const loaded = oneEvent(element, 'klarna-load');
    Object.assign(element, {
      fetchSession: async () => {
        requests++;
        return sessionAnswer(`s${requests}`);
      },
      ...properties,
    });
    await loaded;
    await element.updateComplete;
    return {
      element,
      form,
      field,
      button: form.querySelector('button')!,
      sent,
      requests: () => requests,
      type: (name: string, value: string) => {
        field(name).value = value;
        for (const kind of ['input', 'change']) {
          field(name).dispatchEvent(new Event(kind, {bubbles: true}));
        }
      },
    };
  }

  it('1. of two payments on a page, each authorizes its own', async () => {
    const [first, second] = await Promise.all([
      readyElement({clientToken: fakeToken('first')}),
      readyElement({clientToken: fakeToken('second')}),
    ]);
    const tokens = [
      await second.authorize(),
      await first.authorize(),
      await second.authorize(),
    ].map((result) => 'authorizationToken' in result && result);
    expect(tokens.map((it) => it && it.authorizationToken)).to.deep.equal([
      'authorized-second',
      'authorized-first',
      'authorized-second',
    ]);
  });

  it('2. a widget is loaded once, although properties come one by one', async () => {
    const {element} = await checkout({revision: '1'});
    element.revision = '1';
    element.category = 'pay_later';
    element.label = 'Ways to pay';
    element.messages = {label: 'Ways to pay'};
    await element.updateComplete;
    element.requestUpdate();
    await settled();
    expect(klarna.of('load')).to.have.length(1);
  });

  it('3. nothing loads again when the shopper types, looks away and comes back', async () => {
    const {element, type, field, requests} = await checkout();
    for (let round = 0; round < 5; round++) {
      type('email', `${round}@example.com`);
      type('zip', `1114${round}`);
      field('email').focus();
      window.dispatchEvent(new Event('blur'));
      document.dispatchEvent(new Event('visibilitychange'));
      window.dispatchEvent(new Event('focus'));
      element.focus();
      tabsOf(element)[round % 2]!.click();
      await untilStatus(element, 'ready');
    }
    expect(requests()).to.equal(1);
    expect(klarna.of('load')).to.have.length(2);
  });

  it('6. Klarna, the event and the form get a postal code equal to the letter', async () => {
    const {element, button, type, sent} = await checkout();
    type('zip', '  111 48 ');
    const approved = oneEvent(element, 'klarna-authorized');
    const submitted = oneEvent(element.form!, 'submit');
    button.click();
    const {detail} = (await approved) as CustomEvent;
    await submitted;
    const details = {billing_address: {postal_code: '111 48'}};
    expect(klarna.of('authorize')[0]?.data).to.deep.equal(details);
    expect(detail.customerDetails).to.deep.equal(details);
    expect(
      JSON.parse(sent[0]?.get('klarna_customer_details') as string),
    ).to.deep.equal(details);
  });

  it('7. a delivery address that is left empty is not sent as an empty one', async () => {
    const {element, type} = await checkout();
    type('street', 'Hemligagatan 7');
    type('to-zip', ' ');
    const {customerDetails} = await element.authorize();
    expect(customerDetails).to.deep.equal({
      billing_address: {street_address: 'Hemligagatan 7'},
    });
  });

  it('8. a page that splits the street has the last word on it', async () => {
    const {element, type} = await checkout();
    type('street', 'Hemligagatan');
    element.addEventListener('klarna-authorize', ({detail}) => {
      detail.customerDetails.billing_address!.street_address += ' 7';
    });
    await element.authorize();
    expect(klarna.of('authorize')[0]?.data).to.deep.equal({
      billing_address: {street_address: 'Hemligagatan 7'},
    });
  });

  it('10. after a change of country the new session is paid, not the old one', async () => {
    const {element, requests} = await checkout();
    await element.authorize();
    expect(element.authorizationToken).to.equal('authorized-s1');
    element.revision = 'NO';
    await waitUntil(() => requests() === 2 && element.status === 'ready');
    expect(element.authorizationToken).to.equal(null);
    await element.authorize();
    expect(element.authorizationToken).to.equal('authorized-s2');
  });

  it('11. many clicks on “Place order” authorize once and submit once', async () => {
    const {form, button, sent} = await checkout();
    for (let click = 0; click < 10; click++) button.click();
    await oneEvent(form, 'submit');
    await settled();
    expect(klarna.of('authorize')).to.have.length(1);
    expect(sent).to.have.length(1);
  });

  it('17. “not available” is not for ever: a refresh offers it again', async () => {
    klarna.next('load', {answer: {show_form: false}});
    const element = await readyElement({
      fetchSession: async () => sessionAnswer('s1', [payLater]),
    });
    await untilStatus(element, 'unavailable');
    element.fetchSession = async () => sessionAnswer('s2', [payLater]);
    await element.refresh();
    expect(element.status).to.equal('ready');
    expect(tabNames(element)).to.deep.equal(['Pay later']);
  });

  it('17. a widget that breaks is not taken for one that is not offered', async () => {
    klarna.next('load', {throws: klarnaError('ApplicationNotLoadedError')});
    const element = await fixture<KlarnaPaymentsElement>(
      html`<klarna-payments></klarna-payments>`,
    );
    const failed = oneEvent(element, 'klarna-error');
    element.fetchSession = async () => sessionAnswer('s1', [payLater]);
    await failed;
    await element.updateComplete;
    expect(element.status).to.equal('error');
    expect(tabNames(element)).to.deep.equal(['Pay later']);
    partsOf(element, 'retry-button')[0]!.click();
    await untilStatus(element, 'ready');
  });

  it('18. an authorization that is never answered can be given up', async () => {
    const element = await readyElement();
    klarna.next('authorize', 'never');
    const giveUp = new AbortController();
    const fault = faultOf(element.authorize({}, {signal: giveUp.signal}));
    expect(element.status).to.equal('authorizing');
    giveUp.abort();
    expect((await fault).code).to.equal('aborted');
    expect(element.status).to.equal('ready');
  });

  it('19. whoever closes Klarna’s window can go on at once', async () => {
    const {element, form, button, sent} = await checkout();
    klarna.next('authorize', {answer: {approved: false, show_form: true}});
    button.click();
    await oneEvent(element, 'klarna-rejected');
    expect(element.status).to.equal('ready');
    expect(tabNames(element)).to.have.length(3);
    expect(button.matches(':disabled')).to.equal(false);
    expect(sent).to.have.length(0);
    await settled();
    button.click();
    await oneEvent(form, 'submit');
    expect(sent[0]?.get('klarna_authorization_token')).to.equal(
      'authorized-s1',
    );
  });

  it('20. Klarna’s window can be opened and closed again and again', async () => {
    const element = await readyElement();
    const cancel = {answer: {approved: false, show_form: true}};
    klarna.next('authorize', cancel, cancel, cancel);
    const outcomes: string[] = [];
    for (let round = 0; round < 4; round++) {
      outcomes.push((await element.authorize()).outcome);
    }
    expect(outcomes).to.deep.equal([
      'cancelled',
      'cancelled',
      'cancelled',
      'authorized',
    ]);
  });

  it('21. a way to pay that breaks does not take the others with it', async () => {
    const watch = watchExceptions();
    const element = await readyElement();
    klarna.next('load', {throws: new TypeError('broken')});
    tabsOf(element)[1]!.click();
    await oneEvent(element, 'klarna-error');
    tabsOf(element)[2]!.click();
    await untilStatus(element, 'ready');
    watch.end();
    expect((await element.authorize()).category).to.equal('pay_over_time');
    expect(watch.exceptions).to.deep.equal([]);
  });

  it('22. a blocked script is told, is no decline, and can be tried again', async () => {
    klarna.uninstall();
    await fakeKlarnaCdn(null);
    const element = await fixture<KlarnaPaymentsElement>(
      html`<klarna-payments></klarna-payments>`,
    );
    const events = recordEvents(element);
    element.fetchSession = async () => sessionAnswer();
    await untilStatus(element, 'error');
    expect(element.error?.code).to.equal('sdk-blocked');
    const [message] = partsOf(element, 'message');
    expect(message?.closest('[role=alert]')?.textContent).to.match(/\w/);
    expect(namesOf(events)).not.to.include('rejected');

    document.addEventListener('evaluated', () => klarna.evaluate(), {
      once: true,
    });
    await fakeKlarnaCdn({
      body: "document.dispatchEvent(new Event('evaluated'))",
    });
    partsOf(element, 'retry-button')[0]!.click();
    await untilStatus(element, 'ready');
    await fakeKlarnaCdn(null);
  });

  it('22. a widget that a blocker has removed comes back and pays', async () => {
    const {element, form, button, sent} = await checkout();
    klarna.next('authorize', 'never');
    button.click();
    expect(element.status).to.equal('authorizing');
    element.replaceChildren();
    await untilStatus(element, 'ready');
    expect(document.querySelectorAll('[id^=klarna-]')).to.have.length(1);
    const submitted = oneEvent(form, 'submit');
    button.click();
    await submitted;
    expect(sent).to.have.length(1);
  });

  it('24. two shadow roots deep Klarna finds its frames and authorizes', async () => {
    klarna.uninstall();
    const shop = await openShop({categories: ['pay_later']});
    const outer = await fixture(html`<div></div>`);
    const inner = document.createElement('div');
    outer.attachShadow({mode: 'open'}).append(inner);
    const element = document.createElement('klarna-payments');
    element.endpoint = shop.endpoint;
    element.sdkUrl = shop.sdkUrl;
    const loaded = oneEvent(element, 'klarna-load');
    inner.attachShadow({mode: 'open'}).append(element);
    await loaded;
    const frames = document.querySelectorAll('iframe[id^=klarna-][id$=-main]');
    expect(frames).to.have.length(1);
    expect(document.getElementById(frames[0]!.id)).to.equal(frames[0]);

    await shop.answer('approve');
    const result = await element.authorize();
    expect(result.outcome).to.equal('authorized');
    outer.remove();
    delete window.Klarna;
    await shop.close();
  });

  it('28. a session that has expired is renewed without a word', async () => {
    const {element, requests} = await checkout();
    const alert = element.shadowRoot!.querySelector('[role=alert]')!;
    const spoken: string[] = [];
    const listen = new MutationObserver(() =>
      spoken.push(alert.textContent.trim()),
    );
    listen.observe(alert, {childList: true, subtree: true});
    await element.refresh();
    listen.disconnect();
    expect(requests()).to.equal(2);
    expect(element.status).to.equal('ready');
    expect(spoken.join('')).to.equal('');
    expect(sessionOf(klarna.of('load').at(-1)!.token!)).to.equal('s2');
  });

  it('29. what Klarna objects to is shown at its field', async () => {
    const {element, button, field, type} = await checkout();
    const correction = {
      approved: false,
      show_form: true,
      error: {invalid_fields: ['billing_address.postal_code']},
    };
    type('zip', '1');
    klarna.next('authorize', {answer: correction});
    button.click();
    await oneEvent(element, 'klarna-rejected');
    expect(field('zip').validationMessage).not.to.equal('');
    expect(document.activeElement).to.equal(field('zip'));
    type('zip', '11148');
    expect(field('zip').checkValidity()).to.equal(true);
  });

  it('29. what has no field is named in the element’s own message', async () => {
    const {element, button} = await checkout();
    const correction = {
      approved: false,
      show_form: true,
      error: {invalid_fields: ['billing_address.phone']},
    };
    klarna.next('authorize', {answer: correction});
    button.click();
    await oneEvent(element, 'klarna-rejected');
    await element.updateComplete;
    expect(
      element.shadowRoot?.querySelector('[role=alert]')?.textContent,
    ).to.match(/phone/i);
  });

  it('30. the widget can be used at all times', async () => {
    const {element} = await checkout();
    const frame = document.querySelector<HTMLElement>('[id^=klarna-]')!;
    const usable = () =>
      getComputedStyle(frame).pointerEvents === 'auto' &&
      !frame.closest('[inert]') &&
      frame.checkVisibility();
    klarna.next('authorize', 'never');
    const giveUp = new AbortController();
    const authorizing = faultOf(element.authorize({}, {signal: giveUp.signal}));
    expect(element.status).to.equal('authorizing');
    await element.updateComplete;
    expect(usable()).to.equal(true);
    giveUp.abort();
    await authorizing;
    expect(usable()).to.equal(true);
  });

  it('30. nothing is authorized while another payment method is chosen', async () => {
    const {element, form, button, sent} = await checkout({disabled: true});
    expect((await faultOf(element.authorize())).code).to.equal('not-ready');
    const submitted = oneEvent(form, 'submit');
    button.click();
    await submitted;
    expect(klarna.of('authorize')).to.have.length(0);
    expect(sent[0]?.has('klarna_authorization_token')).to.equal(false);
  });

  it('30. whoever comes back with the Back button finds no old token', async () => {
    const {element} = await checkout();
    await element.authorize();
    expect(element.authorizationToken).to.equal('authorized-s1');
    window.dispatchEvent(
      new PageTransitionEvent('pageshow', {persisted: true}),
    );
    expect(element.authorizationToken).to.equal(null);
    await untilStatus(element, 'ready');
    expect(element.form && new FormData(element.form)).not.to.equal(null);
    expect(
      new FormData(element.form!).has('klarna_authorization_token'),
    ).to.equal(false);
  });
});

const payLater = {identifier: 'pay_later', name: 'Pay later'};
