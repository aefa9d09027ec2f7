import {expect, fixture, html, oneEvent} from '@open-wc/testing';
import type {KlarnaPaymentsElement} from '../../../src/element.js';
import {
  deferred,
  sessionAnswer,
  settled,
  untilStatus,
  watchExceptions,
} from '../../support/checkout.js';
import {
  fieldOf,
  readyForm,
  recordSubmits,
  valuesOf,
} from '../../support/checkout-form.js';
import {needs} from '../../support/engine.js';
import {installFakeKlarna, type FakeKlarna} from '../../support/fake-klarna.js';

describe('the form of an element', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  const fetchSession = async () => sessionAnswer();

  /** A second form on the page, with a city of its own. */
  async function otherForm(city = 'Paris') {
    const form = await fixture<HTMLFormElement>(html`
      <form id="other">
        <input name="city" autocomplete="address-level2" .value=${city} />
        <button name="button" value="other">Place order</button>
      </form>
    `);
    return {form, submits: recordSubmits(form)};
  }

  it('may be named by its form attribute', async () => {
    const {form, submits} = await otherForm();
    const element = await fixture<KlarnaPaymentsElement>(
      html`<klarna-payments
        name="klarna"
        form="other"
        .fetchSession=${fetchSession}
      ></klarna-payments>`,
    );
    await untilStatus(element, 'ready');
    expect(element.form === form).to.equal(true);
    fieldOf(form, 'button').click();
    expect(submits).to.have.length(0);
    await oneEvent(form, 'submit');
    expect(submits[0]?.values).to.include({
      klarna_customer_details: '{"billing_address":{"city":"Paris"}}',
    });
  });

  it('may come later than the element', async () => {
    const element = await fixture<KlarnaPaymentsElement>(
      html`<klarna-payments
        name="klarna"
        form="other"
        .fetchSession=${fetchSession}
      ></klarna-payments>`,
    );
    await untilStatus(element, 'ready');
    expect(element.form).to.equal(null);
    const {form, submits} = await otherForm();
    expect(element.form === form).to.equal(true);
    form.requestSubmit();
    await oneEvent(form, 'submit');
    expect(submits).to.have.length(1);
    expect(klarna.of('authorize')).to.have.length(1);
  });

  it('may be none: the element authorizes all the same', async () => {
    const {element, form} = await readyForm();
    form.replaceWith(element);
    await untilStatus(element, 'ready');
    expect(element.form).to.equal(null);
    expect((await element.authorize()).outcome).to.equal('authorized');
  });

  it('may change: only the new one is stopped', async () => {
    const {form, element, submits} = await readyForm(
      html`<input name="city" autocomplete="address-level2" value="London" />`,
    );
    const other = await otherForm();
    element.setAttribute('form', 'other');
    form.requestSubmit();
    expect(submits).to.have.length(1);
    other.form.requestSubmit();
    await oneEvent(other.form, 'submit');
    expect(klarna.of('authorize').map(({data}) => data)).to.deep.equal([
      {billing_address: {city: 'Paris'}},
    ]);
    expect(other.submits).to.have.length(1);
    expect(Object.keys(valuesOf(form))).to.deep.equal(['city']);
  });

  it('may change by moving the element, undisturbed', async function () {
    await needs(this, 'moveBefore');
    const {form, element, submits} = await readyForm();
    const other = await otherForm();
    const frame = element.querySelector('iframe');
    other.form.moveBefore(element, null);
    expect(element.status).to.equal('ready');
    form.requestSubmit();
    expect(submits).to.have.length(1);
    other.form.requestSubmit();
    await oneEvent(other.form, 'submit');
    expect(other.submits).to.have.length(1);
    expect(element.querySelector('iframe') === frame).to.equal(true);
  });

  it('may change by taking the element out and putting it in elsewhere', async () => {
    const {form, element, submits} = await readyForm();
    const other = await otherForm();
    other.form.append(element);
    await untilStatus(element, 'ready');
    form.requestSubmit();
    expect(submits).to.have.length(1);
    other.form.requestSubmit();
    await oneEvent(other.form, 'submit');
    expect(other.submits[0]?.values).to.include({
      klarna_customer_details: '{"billing_address":{"city":"Paris"}}',
    });
  });

  it('is not submitted for a click in another', async () => {
    const {element, button, submits} = await readyForm();
    const other = await otherForm('');
    const watch = watchExceptions();
    button.click();
    element.setAttribute('form', 'other');
    await oneEvent(element, 'klarna-authorized');
    await settled();
    watch.end();
    expect(watch.exceptions).to.deep.equal([]);
    expect(submits).to.have.length(0);
    expect(other.submits).to.have.length(0);
  });

  it('does not get what another form’s details were authorized for', async () => {
    const {element} = await readyForm();
    const other = await otherForm();
    await element.authorize();
    element.setAttribute('form', 'other');
    expect(element.authorizationToken).to.equal(null);
    expect(Object.keys(valuesOf(other.form))).to.deep.equal(['city']);
  });

  describe('in a shadow root', () => {
    /** A form, with the element in it, in a shadow root. */
    async function shadowForm() {
      const host = await fixture(html`<div></div>`);
      const root = host.attachShadow({mode: 'open'});
      root.innerHTML = `
        <form>
          <input name="city" autocomplete="address-level2" value="London">
          <klarna-payments name="klarna"></klarna-payments>
          <button name="button" value="place-order">Place order</button>
        </form>`;
      const form = root.querySelector('form')!;
      const element = root.querySelector('klarna-payments')!;
      element.fetchSession = fetchSession;
      await untilStatus(element, 'ready');
      return {root, form, element, submits: recordSubmits(form)};
    }

    it('is stopped before its listeners, and submitted again', async () => {
      const {root, form, submits} = await shadowForm();
      const seen: Event[] = [];
      root.addEventListener('submit', (event) => seen.push(event), true);
      fieldOf(form, 'button').click();
      expect(submits).to.have.length(0);
      expect(seen).to.have.length(0);
      expect(klarna.of('authorize')).to.have.length(1);
      await oneEvent(form, 'submit');
      expect(seen).to.have.length(1);
      expect(submits[0]).to.deep.include({submitter: 'place-order'});
      expect(submits[0]?.values).to.include({
        klarna_authorization_token: 'authorized-s1',
        klarna_customer_details: '{"billing_address":{"city":"London"}}',
      });
    });

    it('drops the token when a field in it is edited', async () => {
      const {form, element} = await shadowForm();
      await element.authorize();
      const city = fieldOf(form, 'city');
      city.value = 'Paris';
      // The browser's change events stay in their shadow root.
      city.dispatchEvent(new Event('change', {bubbles: true}));
      expect(element.status).to.equal('ready');
      expect(Object.keys(valuesOf(form))).to.deep.equal(['city']);
    });

    it('is left alone once the element is gone', async () => {
      const {form, element, submits} = await shadowForm();
      element.remove();
      form.requestSubmit();
      expect(submits).to.have.length(1);
      expect(klarna.of('authorize')).to.have.length(0);
    });

    it('is stopped also where a document’s form was moved into it', async () => {
      const {form, element, submits} = await readyForm();
      const host = document.createElement('div');
      form.before(host);
      host.attachShadow({mode: 'open'}).append(form);
      await untilStatus(element, 'ready');
      form.requestSubmit();
      expect(submits).to.have.length(0);
      await oneEvent(form, 'submit');
      expect(klarna.of('authorize')).to.have.length(1);
    });

    it('is stopped also where moveBefore has moved it into it', async function () {
      await needs(this, 'moveBefore');
      const {form, element, submits} = await readyForm();
      const host = document.createElement('div');
      form.before(host);
      host.attachShadow({mode: 'open'}).moveBefore(form, null);
      await settled();
      await untilStatus(element, 'ready');
      form.requestSubmit();
      expect(submits).to.have.length(0);
      await oneEvent(form, 'submit');
      expect(klarna.of('authorize')).to.have.length(1);
    });
  });

  describe('with two elements', () => {
    async function twoElements() {
      const checkout = await readyForm(
        html`<klarna-payments
          name="first"
          .fetchSession=${async () => sessionAnswer('s0')}
        ></klarna-payments>`,
      );
      const first = checkout.form.querySelector('klarna-payments')!;
      await untilStatus(first, 'ready');
      return {...checkout, first};
    }

    it('is submitted once both are authorized, each on its own session', async () => {
      const {form, button, submits} = await twoElements();
      button.click();
      await oneEvent(form, 'submit');
      await settled();
      expect(submits).to.have.length(1);
      expect(submits[0]).to.deep.include({submitter: 'place-order'});
      expect(submits[0]?.values).to.include({
        first_authorization_token: 'authorized-s0',
        klarna_authorization_token: 'authorized-s1',
      });
      expect(klarna.of('authorize')).to.have.length(2);
    });

    it('asks only the one that is not disabled', async () => {
      const {form, element, button, submits} = await twoElements();
      element.disabled = true;
      await element.updateComplete;
      button.click();
      await oneEvent(form, 'submit');
      expect(Object.keys(submits[0]!.values)).to.include(
        'first_authorization_token',
      );
      expect(Object.keys(submits[0]!.values)).not.to.include(
        'klarna_authorization_token',
      );
      expect(klarna.of('authorize')).to.have.length(1);
    });

    it('stays where it is when the second is refused', async () => {
      const {element, button, submits} = await twoElements();
      klarna.next(
        'authorize',
        {answer: {approved: true, authorization_token: 'one'}},
        {answer: {approved: false, show_form: true}},
      );
      button.click();
      await oneEvent(element, 'klarna-rejected');
      await settled();
      expect(submits).to.have.length(0);
    });

    it('waits for the one that is not ready', async () => {
      const {form, element, button, submits} = await twoElements();
      const session = deferred<unknown>();
      element.fetchSession = () => session.promise;
      element.refresh().catch(() => {});
      button.click();
      await settled();
      expect(submits).to.have.length(0);
      session.resolve(sessionAnswer('s2'));
      await oneEvent(form, 'submit');
      expect(submits[0]?.values).to.include({
        first_authorization_token: 'authorized-s0',
        klarna_authorization_token: 'authorized-s2',
      });
    });
  });
});
