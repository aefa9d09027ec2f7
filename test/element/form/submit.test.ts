import {expect, fixture, html, oneEvent} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import {
  deferred,
  sessionAnswer,
  settled,
  untilStatus,
} from '../../support/checkout.js';
import {
  fieldOf,
  givenForm,
  readyForm,
  recordSubmits,
  type,
} from '../../support/checkout-form.js';
import {shownBy, untilShown} from '../../support/shopper.js';
import {installFakeKlarna, type FakeKlarna} from '../../support/fake-klarna.js';

const email = html`<input
  name="email"
  autocomplete="email"
  value="ada@lovelace.example"
/>`;

describe('the submit of a form', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  it('is stopped, authorized and made again with the authorization', async () => {
    const {form, button, submits} = await readyForm(email);
    button.click();
    expect(submits).to.deep.equal([]);
    await oneEvent(form, 'submit');
    expect(klarna.of('authorize')).to.have.length(1);
    expect(submits.map(({values}) => values)).to.deep.equal([
      {
        email: 'ada@lovelace.example',
        klarna_authorization_token: 'authorized-s1',
        klarna_category: 'pay_later',
        klarna_customer_details:
          '{"billing_address":{"email":"ada@lovelace.example"}}',
        button: 'place-order',
      },
    ]);
  });

  it('goes straight through with a token that may still be used', async () => {
    const {form, button, submits} = await readyForm(email);
    button.click();
    await oneEvent(form, 'submit');
    button.click();
    expect(submits).to.have.length(2);
    expect(submits[1]).to.deep.equal(submits[0]);
    expect(klarna.of('authorize')).to.have.length(1);
  });

  it('goes straight through after the page has called authorize()', async () => {
    const {element, button, submits} = await readyForm(email);
    await element.authorize();
    button.click();
    expect(submits).to.have.length(1);
    expect(klarna.of('authorize')).to.have.length(1);
  });

  it('joins an authorization in flight', async () => {
    const {form, element, button, submits} = await readyForm(email);
    const asked = element.authorize();
    button.click();
    expect(submits).to.deep.equal([]);
    await Promise.all([asked, oneEvent(form, 'submit')]);
    expect(submits).to.have.length(1);
    expect(klarna.of('authorize')).to.have.length(1);
  });

  it('is made once for impatient clicks', async () => {
    const {form, button, submits} = await readyForm(email);
    const resubmitted = oneEvent(form, 'submit');
    for (let clicks = 0; clicks < 5; clicks++) button.click();
    await resubmitted;
    await settled();
    expect(submits).to.have.length(1);
    expect(klarna.of('authorize')).to.have.length(1);
  });

  it('is left alone where a listener before ours has prevented it', async () => {
    const prevent = (event: Event) => event.preventDefault();
    window.addEventListener('submit', prevent, {capture: true});
    const {button, submits} = await readyForm(email);
    button.click();
    await settled();
    window.removeEventListener('submit', prevent, {capture: true});
    expect(submits).to.have.length(1);
    expect(klarna.of('authorize')).to.deep.equal([]);
  });

  it('of another form is left alone', async () => {
    await readyForm(email);
    const other = await fixture<HTMLFormElement>(
      html`<form><button>Search</button></form>`,
    );
    const submits = recordSubmits(other);
    other.requestSubmit();
    expect(submits).to.have.length(1);
    expect(klarna.of('authorize')).to.deep.equal([]);
  });

  it('does not come about while a field is invalid', async () => {
    const {form, button} = await readyForm(
      html`<input name="email" autocomplete="email" required />`,
    );
    button.click();
    await settled();
    expect(klarna.of('authorize')).to.deep.equal([]);
    type(fieldOf(form, 'email'), 'ada@lovelace.example');
    button.click();
    await oneEvent(form, 'submit');
    expect(klarna.of('authorize')).to.have.length(1);
  });

  it('may have a button that is named like the method', async () => {
    const {form, submits} = await readyForm(
      html`<button name="submit" value="1">Pay</button>`,
    );
    fieldOf(form, 'submit').click();
    await oneEvent(form, 'submit');
    expect(submits[0]?.values).to.include({submit: '1'});
  });

  describe('however it comes about', () => {
    it('is stopped when Enter is pressed in a field', async () => {
      const {form, submits} = await readyForm(email);
      fieldOf(form, 'email').focus();
      await Promise.all([oneEvent(form, 'submit'), sendKeys({press: 'Enter'})]);
      expect(submits).to.have.length(1);
      expect(submits[0]?.submitter).to.equal('place-order');
      expect(klarna.of('authorize')).to.have.length(1);
      expect(klarna.of('authorize')[0]?.userActivation).to.equal(true);
    });

    it('is stopped when requestSubmit() makes it, and has no submitter', async () => {
      const {form, submits} = await readyForm(email);
      form.requestSubmit();
      expect(submits).to.deep.equal([]);
      await oneEvent(form, 'submit');
      expect(submits[0]?.submitter).to.equal(null);
      expect(submits[0]?.values).not.to.have.property('button');
    });

    it('is stopped when the page dispatches the event itself', async () => {
      const {form, submits} = await readyForm(email);
      const event = new Event('submit', {bubbles: true, cancelable: true});
      expect(form.dispatchEvent(event)).to.equal(false);
      expect(submits).to.deep.equal([]);
      await oneEvent(form, 'submit');
      expect(submits).to.have.length(1);
    });

    it('is stopped in a form without validation', async () => {
      const {form, button, submits} = await readyForm(
        html`<input name="email" required value="ada@x.example" />`,
      );
      form.noValidate = true;
      button.click();
      await oneEvent(form, 'submit');
      expect(submits).to.have.length(1);
    });
  });

  describe('before the element is ready', () => {
    it('waits for the widget and goes on', async () => {
      const session = deferred<unknown>();
      const {form, element, button, submits} = await givenForm(email, {
        fetchSession: () => session.promise,
      });
      button.click();
      await settled();
      expect(submits).to.deep.equal([]);
      expect(element.status).to.equal('loading');
      session.resolve(sessionAnswer());
      await oneEvent(form, 'submit');
      expect(submits).to.have.length(1);
    });

    it('waits for the newest state after a refresh', async () => {
      let id = 1;
      const {form, element, button, submits} = await readyForm(email, {
        fetchSession: async () => sessionAnswer(`s${id++}`),
      });
      element.revision = '1';
      await element.updateComplete;
      element.revision = '2';
      button.click();
      await oneEvent(form, 'submit');
      expect(submits[0]?.values).to.include({
        klarna_authorization_token: 'authorized-s2',
      });
    });

    it('stays where it is when no session comes', async () => {
      const session = deferred<unknown>();
      const {element, button, submits} = await givenForm(email, {
        fetchSession: () => session.promise,
      });
      button.click();
      const failed = oneEvent(element, 'klarna-error');
      session.reject(new Error('refused'));
      await failed;
      await settled();
      expect(submits).to.deep.equal([]);
      expect(element.status).to.equal('error');
    });

    it('tries again after an error', async () => {
      let isDown = true;
      const {form, element, button, submits} = await givenForm(email);
      const failed = oneEvent(element, 'klarna-error');
      element.fetchSession = async () => {
        if (isDown) throw new Error('down');
        return sessionAnswer();
      };
      await failed;
      isDown = false;
      button.click();
      await oneEvent(form, 'submit');
      expect(submits).to.have.length(1);
    });

    it('stays where it is when Klarna offers nothing', async () => {
      const {element, button, submits} = await givenForm(email);
      const told = oneEvent(element, 'klarna-session');
      element.fetchSession = async () => sessionAnswer('s1', []);
      await told;
      await settled();
      button.click();
      await settled();
      expect(element.status).to.equal('unavailable');
      expect(submits).to.deep.equal([]);
    });

    for (const [what, properties] of Object.entries({
      'says no source of a session': {},
      'says a wrong sdk-url': {
        sdkUrl: 'data:,',
        fetchSession: async () => sessionAnswer(),
      },
    })) {
      it(`stays where it is, and is told, when the tag ${what}`, async () => {
        const {form, element, button, submits} = await givenForm(
          email,
          properties,
        );
        const said: unknown[] = [];
        const {error} = console;
        console.error = (...words: unknown[]) => said.push(...words);
        button.click();
        await untilShown(element, /not available/);
        console.error = error;
        expect(said).to.have.length(1);
        expect(said[0]).to.match(/^<klarna-payments>: configuration: /);
        expect(submits).to.deep.equal([]);
        expect(element.status).to.equal('idle');
        element.sdkUrl = '';
        element.fetchSession = async () => sessionAnswer();
        await untilStatus(element, 'ready');
        expect(shownBy(element)).to.equal('');
        button.click();
        await oneEvent(form, 'submit');
      });
    }

    it('starts a lazy element that is far from the viewport', async () => {
      const {form, element, button, submits} = await givenForm(
        html`<div style="height: 9000px"></div>`,
        {loading: 'lazy', fetchSession: async () => sessionAnswer()},
      );
      await settled();
      expect(element.status).to.equal('idle');
      button.click();
      await oneEvent(form, 'submit');
      expect(submits[0]?.values).to.include({
        klarna_authorization_token: 'authorized-s1',
      });
    });
  });
});
