import {expect, html, oneEvent} from '@open-wc/testing';
import {
  deferred,
  namesOf,
  recordEvents,
  sessionAnswer,
  settled,
  tabsOf,
  untilStatus,
} from '../../support/checkout.js';
import {
  city,
  givenForm,
  readyForm,
  valuesOf,
} from '../../support/checkout-form.js';
import {
  installFakeKlarna,
  klarnaError,
  type FakeAnswer,
  type FakeKlarna,
} from '../../support/fake-klarna.js';
import {shownBy, untilShown} from '../../support/shopper.js';

describe('the outcome of a submit', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  const refusals: Record<string, FakeAnswer> = {
    cancelled: {answer: {approved: false, show_form: true}},
    correctable: {
      answer: {
        approved: false,
        show_form: true,
        error: {invalid_fields: ['billing_address.region']},
      },
    },
    declined: {answer: {approved: false, show_form: false}},
  };

  for (const [outcome, answer] of Object.entries(refusals)) {
    it(`leaves the page where it is when ${outcome}`, async () => {
      const {form, element, button, submits} = await readyForm();
      klarna.next('authorize', answer);
      button.click();
      const {detail} = await oneEvent(element, 'klarna-rejected');
      await settled();
      expect(detail.outcome).to.equal(outcome);
      expect(submits).to.deep.equal([]);
      expect(valuesOf(form)).to.deep.equal({});
    });

    it(`lets the shopper try again after ${outcome}`, async () => {
      const {form, element, button, submits} = await readyForm();
      klarna.next('authorize', answer);
      button.click();
      await oneEvent(element, 'klarna-rejected');
      await untilStatus(element, 'ready');
      button.click();
      await oneEvent(form, 'submit');
      expect(submits[0]?.values).to.include({
        klarna_authorization_token: 'authorized-s1',
        klarna_category: outcome === 'declined' ? 'pay_now' : 'pay_later',
      });
    });
  }

  it('leaves the page where it is when Klarna fails', async () => {
    const {element, button, submits} = await readyForm();
    klarna.next('authorize', {throws: klarnaError('TypeError')});
    button.click();
    const {detail} = await oneEvent(element, 'klarna-error');
    await settled();
    expect(detail.error.code).to.equal('authorize-failed');
    expect(submits).to.deep.equal([]);
  });

  it('can be an approval at the first click after Klarna has failed', async () => {
    const {form, element, button, submits} = await readyForm();
    klarna.next('authorize', {throws: klarnaError('TypeError')});
    button.click();
    await oneEvent(element, 'klarna-error');
    await settled();
    button.click();
    await oneEvent(form, 'submit');
    expect(submits).to.have.length(1);
  });

  it('is told when the page locks the element before Klarna can be asked', async () => {
    const session = deferred<unknown>();
    const {form, element, button, submits} = await givenForm(
      html`<fieldset></fieldset>`,
      {fetchSession: () => session.promise},
    );
    const fieldset = form.querySelector('fieldset')!;
    fieldset.append(element);
    await untilStatus(element, 'loading');
    const failed = oneEvent(element, 'klarna-error');
    button.click();
    fieldset.disabled = true;
    session.resolve(sessionAnswer());
    const {detail} = await failed;
    expect(detail.error.code).to.equal('not-ready');
    await untilShown(element, /could not be opened/);
    expect(element.status).to.equal('ready');
    expect(klarna.of('authorize')).to.deep.equal([]);
    expect(submits).to.deep.equal([]);
    fieldset.disabled = false;
    button.click();
    await oneEvent(form, 'submit');
    expect(submits[0]?.values).to.include.keys('klarna_authorization_token');
  });

  it('is quiet when another payment is chosen before Klarna can be asked', async () => {
    const session = deferred<unknown>();
    const {element, button, submits} = await givenForm(city, {
      fetchSession: () => session.promise,
    });
    await untilStatus(element, 'loading');
    const events = recordEvents(element);
    button.click();
    element.disabled = true;
    session.resolve(sessionAnswer());
    await untilStatus(element, 'ready');
    await settled();
    expect(namesOf(events)).to.deep.equal(['session', 'status', 'load']);
    expect(shownBy(element)).to.equal('');
    expect(submits).to.deep.equal([]);
  });

  it('is told when the page takes the widget away while Klarna asks', async () => {
    const {element, button, submits} = await readyForm(city);
    klarna.next('authorize', 'never');
    const failed = oneEvent(element, 'klarna-error');
    button.click();
    element.replaceChildren();
    const {detail} = await failed;
    expect(detail.error.code).to.equal('aborted');
    await untilShown(element, /could not be opened/);
    await untilStatus(element, 'ready');
    expect(submits).to.deep.equal([]);
  });

  it('leaves the page where it is when a listener prevents it', async () => {
    const {form, element, button, submits} = await readyForm();
    element.addEventListener(
      'klarna-authorize',
      (event) => event.preventDefault(),
      {once: true},
    );
    button.click();
    await settled();
    expect(submits).to.deep.equal([]);
    expect(klarna.of('authorize')).to.deep.equal([]);
    button.click();
    await oneEvent(form, 'submit');
    expect(submits).to.have.length(1);
  });

  it('leaves the page where it is when the details cannot be had', async () => {
    const {element, button, submits} = await readyForm('', {
      customerDetails: () => {
        throw new Error('no customer yet');
      },
    });
    const failed = oneEvent(element, 'klarna-error');
    button.click();
    const {detail} = await failed;
    await settled();
    expect(detail.error.code).to.equal('details-failed');
    expect(submits).to.deep.equal([]);
  });

  it('waits for what a listener responds with', async () => {
    const {form, element, button, submits} = await readyForm();
    element.addEventListener('klarna-authorize', (event) =>
      event.respondWith(Promise.resolve({purchase_country: 'GB'})),
    );
    button.click();
    await oneEvent(form, 'submit');
    expect(submits[0]?.values).to.include({
      klarna_customer_details: '{"purchase_country":"GB"}',
    });
  });

  it('is nothing when the element leaves meanwhile', async () => {
    const {element, button, submits} = await readyForm();
    klarna.next('authorize', 'never');
    button.click();
    expect(klarna.of('authorize')).to.have.length(1);
    element.remove();
    await settled();
    expect(submits).to.deep.equal([]);
  });

  describe('with manual-finalize', () => {
    it('leaves the page where it is until finalize() has been called', async () => {
      const {form, element, button, submits} = await readyForm('', {
        manualFinalize: true,
      });
      button.click();
      await oneEvent(element, 'klarna-finalize-required');
      await settled();
      expect(submits).to.deep.equal([]);
      expect(valuesOf(form)).to.deep.equal({});
      klarna.next('finalize', {
        answer: {approved: true, authorization_token: 'final'},
      });
      await element.finalize();
      expect(submits).to.deep.equal([]);
      button.click();
      expect(submits[0]?.values).to.include({
        klarna_authorization_token: 'final',
        klarna_category: 'pay_later',
      });
      expect(klarna.of('authorize')).to.have.length(1);
    });

    it('finalizes at the next submit', async () => {
      const {form, element, button, submits} = await readyForm(city, {
        manualFinalize: true,
      });
      button.click();
      await oneEvent(element, 'klarna-finalize-required');
      await settled();
      expect(submits).to.deep.equal([]);
      button.click();
      await oneEvent(form, 'submit');
      expect(klarna.of('authorize')).to.have.length(1);
      expect(klarna.of('finalize')).to.have.length(1);
      expect(submits).to.have.length(1);
      expect(submits[0]?.values).to.include({
        klarna_authorization_token: element.authorizationToken,
        klarna_customer_details: '{"billing_address":{"city":"London"}}',
      });
    });

    it('leaves the page where it is when finalizing is refused', async () => {
      const {element, button, submits} = await readyForm('', {
        manualFinalize: true,
      });
      button.click();
      await oneEvent(element, 'klarna-finalize-required');
      klarna.next('finalize', {answer: {approved: false, show_form: true}});
      expect((await element.finalize()).outcome).to.equal('cancelled');
      await settled();
      expect(submits).to.deep.equal([]);
      expect(element.authorizationToken).to.equal(null);
    });
  });

  describe('after an approval', () => {
    it('is another authorization once another category is chosen', async () => {
      const {form, element, button, submits} = await readyForm();
      button.click();
      await oneEvent(form, 'submit');
      tabsOf(element)[1]!.click();
      expect(valuesOf(form)).to.deep.equal({});
      await untilStatus(element, 'ready');
      button.click();
      await oneEvent(form, 'submit');
      expect(klarna.of('authorize')).to.have.length(2);
      expect(submits[1]?.values).to.include({klarna_category: 'pay_now'});
    });

    it('is another authorization once the cart has changed', async () => {
      const {form, element, button, submits} = await readyForm('', {
        revision: '1',
      });
      button.click();
      await oneEvent(form, 'submit');
      klarna.next('authorize', {
        answer: {approved: true, authorization_token: 'second'},
      });
      element.revision = '2';
      await oneEvent(element, 'klarna-load');
      button.click();
      await oneEvent(form, 'submit');
      expect(submits[1]?.values).to.include({
        klarna_authorization_token: 'second',
      });
    });

    it('is another authorization while the changed cart is on its way', async () => {
      const {form, element, button, submits} = await readyForm('', {
        revision: '1',
      });
      button.click();
      await oneEvent(form, 'submit');
      element.revision = '2';
      await element.updateComplete;
      expect(element.status).to.equal('loading');
      expect(element.authorizationToken).to.equal(null);
      expect(valuesOf(form)).to.deep.equal({});
      button.click();
      expect(submits).to.have.length(1);
      await oneEvent(form, 'submit');
      expect(klarna.of('authorize')).to.have.length(2);
    });
  });
});
