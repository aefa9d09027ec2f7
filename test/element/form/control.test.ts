import {expect, fixture, html, oneEvent} from '@open-wc/testing';
import {sendMouse} from '@web/test-runner-commands';
import {KlarnaPaymentsElement} from '../../../src/element.js';
import {givenElement, readyElement, settled} from '../../support/checkout.js';
import {readyForm} from '../../support/checkout-form.js';
import {needs} from '../../support/engine.js';
import {installFakeKlarna, type FakeKlarna} from '../../support/fake-klarna.js';

describe('as a form control', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  it('is one of the form’s elements', async () => {
    const {form, element} = await readyForm();
    expect(KlarnaPaymentsElement.formAssociated).to.equal(true);
    expect(element.form === form).to.equal(true);
    expect([...form.elements].includes(element)).to.equal(true);
    expect(form.elements.namedItem('klarna') === element).to.equal(true);
  });

  it('says its type', async () => {
    const {element} = await readyForm();
    expect(element.type).to.equal('klarna-payments');
  });

  it('has the labels that the page gives it', async () => {
    const form = await fixture(html`
      <form>
        <label for="pay">Payment</label>
        <klarna-payments id="pay"></klarna-payments>
      </form>
    `);
    const {labels} = form.querySelector('klarna-payments')!;
    expect([...labels].map((label) => label.textContent)).to.deep.equal([
      'Payment',
    ]);
  });

  it('belongs to no form where there is none', async () => {
    const element = await givenElement();
    expect(element.form).to.equal(null);
    expect(element.labels).to.have.length(0);
  });

  it('is valid, for it authorizes at submit', async () => {
    const {form, element} = await readyForm();
    expect(element.willValidate).to.equal(true);
    expect(element.validity.valid).to.equal(true);
    expect(element.validationMessage).to.equal('');
    expect(element.checkValidity()).to.equal(true);
    expect(element.reportValidity()).to.equal(true);
    expect(form.checkValidity()).to.equal(true);
  });

  it('is not validated while it is disabled', async () => {
    const {element} = await readyForm();
    element.disabled = true;
    await element.updateComplete;
    expect(element.willValidate).to.equal(false);
    expect(element.checkValidity()).to.equal(true);
  });

  it('says by :disabled and by its attribute that it is disabled', async () => {
    const {element} = await readyForm();
    expect(element.matches(':enabled')).to.equal(true);
    element.disabled = true;
    await element.updateComplete;
    expect(element.hasAttribute('disabled')).to.equal(true);
    expect(element.matches(':disabled')).to.equal(true);
  });

  describe('obeys a button with', () => {
    before(function () {
      return needs(this, 'buttons with a command');
    });

    /** A button anywhere on the page, with a command for the element. */
    async function commandButton(element: HTMLElement, command: string) {
      element.id = 'klarna';
      return fixture<HTMLButtonElement>(
        html`<button commandfor="klarna" command=${command}>Pay</button>`,
      );
    }

    it('--authorize', async () => {
      const element = await readyElement();
      (await commandButton(element, '--authorize')).click();
      const {detail} = await oneEvent(element, 'klarna-authorized');
      expect(detail.via).to.equal('authorize');
      expect(element.authorizationToken).to.equal('authorized-s1');
    });

    it('--authorize, in the task of the click', async () => {
      const element = await readyElement();
      const button = await commandButton(element, '--authorize');
      const authorized = oneEvent(element, 'klarna-authorized');
      const {x, y} = button.getBoundingClientRect();
      await sendMouse({
        type: 'click',
        position: [Math.round(x + 5), Math.round(y + 5)],
      });
      await authorized;
      expect(klarna.of('authorize')[0]?.userActivation).to.equal(true);
    });

    it('--finalize', async () => {
      const element = await readyElement({manualFinalize: true});
      await element.authorize();
      (await commandButton(element, '--finalize')).click();
      const {detail} = await oneEvent(element, 'klarna-authorized');
      expect(detail.via).to.equal('finalize');
    });

    it('--refresh', async () => {
      const element = await readyElement();
      (await commandButton(element, '--refresh')).click();
      await oneEvent(element, 'klarna-load');
      expect(klarna.of('load')).to.have.length(2);
    });

    it('a command of somebody else by doing nothing', async () => {
      const element = await readyElement();
      (await commandButton(element, '--toggle')).click();
      await settled();
      expect(klarna.of('authorize')).to.have.length(0);
      expect(klarna.of('load')).to.have.length(1);
      expect(element.status).to.equal('ready');
    });

    it('a command that cannot be done by keeping its peace', async () => {
      const element = await readyElement({disabled: true});
      for (const command of ['--authorize', '--finalize']) {
        const button = await commandButton(element, command);
        button.click();
        await settled();
        button.remove();
      }
      const bare = await givenElement();
      element.removeAttribute('id');
      (await commandButton(bare, '--refresh')).click();
      await settled();
      expect(klarna.of('authorize')).to.have.length(0);
      expect(element.status).to.equal('ready');
      expect(bare.status).to.equal('idle');
    });

    it('--authorize without submitting the form around it', async () => {
      const {form, element, submits} = await readyForm(
        html`<button
          type="button"
          name="check"
          commandfor="klarna"
          command="--authorize"
        >
          Check
        </button>`,
      );
      element.id = 'klarna';
      form.querySelector<HTMLElement>('[name=check]')!.click();
      await oneEvent(element, 'klarna-authorized');
      await settled();
      expect(submits).to.have.length(0);
    });
  });
});
