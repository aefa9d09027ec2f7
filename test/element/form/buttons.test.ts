import {expect, fixture, html, oneEvent, waitUntil} from '@open-wc/testing';
import type {TemplateResult} from 'lit';
import {settled, untilStatus} from '../../support/checkout.js';
import {
  authorizedForm,
  city,
  entries,
  fieldOf,
  readyForm,
  type,
} from '../../support/checkout-form.js';
import {correction} from '../../support/corrections.js';
import {installFakeKlarna, type FakeKlarna} from '../../support/fake-klarna.js';

const isFirefox = navigator.userAgent.includes('Firefox');

describe('a button of a form', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  describe('8: that does something else, with formnovalidate,', () => {
    const coupons: Record<string, TemplateResult> = {
      button: html`<button name="coupon" value="1" formnovalidate>
        Apply
      </button>`,
      input: html`<input
        type="submit"
        name="coupon"
        value="1"
        formnovalidate
      />`,
    };

    for (const [what, coupon] of Object.entries(coupons)) {
      it(`submits without Klarna: ${what}`, async () => {
        const {form, submits} = await readyForm(html`${city} ${coupon}`);
        fieldOf(form, 'coupon').click();
        expect(submits).to.deep.equal([
          {values: {city: 'London', coupon: '1'}, submitter: '1'},
        ]);
        await settled();
        expect(klarna.of('authorize')).to.deep.equal([]);
      });
    }

    it('submits without the members that there are', async () => {
      const {form, element, button, submits} = await authorizedForm(
        html`${city} ${coupons['button']!}`,
      );
      expect(inputsOf(form)).to.deep.equal(entries);
      let inputs: string[] | undefined;
      form.addEventListener('submit', () => (inputs ??= inputsOf(form)));
      fieldOf(form, 'coupon').click();
      expect(submits[0]?.values).to.deep.equal({city: 'London', coupon: '1'});
      expect(inputs).to.deep.equal([]);
      expect(element.status).to.equal('authorized');
      button.click();
      expect(submits[1]?.values).to.include({
        klarna_authorization_token: 'authorized-s1',
      });
      expect(inputsOf(form)).to.deep.equal(entries);
    });

    it('submits without the members also for a script that waits', async () => {
      const {form} = await authorizedForm(html`${city} ${coupons['button']!}`);
      const sent: string[][] = [];
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        void settled(5).then(() => sent.push([...new FormData(form).keys()]));
      });
      fieldOf(form, 'coupon').click();
      await settled();
      expect(sent).to.deep.equal([['city']]);
      form.dispatchEvent(new Event('click', {bubbles: true}));
      expect([...new FormData(form).keys()]).to.include.members(entries);
    });

    it('does not hold up an authorization', async () => {
      const {form, button, submits} = await readyForm(
        html`${city} ${coupons['button']!}`,
      );
      button.click();
      fieldOf(form, 'coupon').click();
      expect(submits).to.have.length(1);
      await oneEvent(form, 'submit');
      expect(submits).to.have.length(2);
      expect(submits[1]?.values).to.include({
        klarna_authorization_token: 'authorized-s1',
      });
    });

    it('places the order where it is the form’s only one', async () => {
      const {form, button, submits} = await readyForm(city);
      button.setAttribute('formnovalidate', '');
      button.click();
      await oneEvent(form, 'submit');
      expect(submits[0]?.values).to.include({
        klarna_authorization_token: 'authorized-s1',
      });
    });

    for (const [what, other] of Object.entries({
      'an image': html`<input type="image" alt="Pay" />`,
      'a disabled one': html`<button disabled>Pay</button>`,
    })) {
      it(`is not the form’s only one beside ${what}`, async () => {
        const {form, button, submits} = await readyForm(html`${city} ${other}`);
        button.setAttribute('formnovalidate', '');
        button.click();
        expect(submits).to.have.length(1);
        expect(form.querySelectorAll('input[type=hidden]')).to.have.length(0);
      });
    }

    it('is not the form’s only one beside an image that is tied to it', async () => {
      const {form, button, submits} = await readyForm(city);
      form.id = 'with-an-image';
      const image = await fixture<HTMLInputElement>(
        html`<input type="image" alt="Pay" form="with-an-image" />`,
      );
      expect(image.form).to.equal(form);
      button.setAttribute('formnovalidate', '');
      button.click();
      expect(submits).to.have.length(1);
    });

    for (const [what, other] of Object.entries({
      'a reset button': html`<button type="reset">Clear</button>`,
      'a plain button': html`<button type="button">Help</button>`,
    })) {
      it(`is the form’s only one beside ${what}`, async () => {
        const {form, button, submits} = await readyForm(html`${city} ${other}`);
        button.setAttribute('formnovalidate', '');
        button.click();
        expect(submits).to.deep.equal([]);
        await oneEvent(form, 'submit');
      });
    }
  });

  describe('7: of a form that the browser does not validate', () => {
    const terms = html`
      ${city}<input name="terms" type="checkbox" required />
    `;

    /** A page that checks by itself, and tells which submits it has seen. */
    async function checking(fields = terms) {
      const checkout = await readyForm(fields);
      const {form} = checkout;
      form.noValidate = true;
      const seen: SubmitEvent[] = [];
      form.addEventListener('submit', (event) => seen.push(event), {
        capture: true,
      });
      return {...checkout, seen};
    }

    it('has the page’s own checks done before Klarna is asked', async () => {
      const {form, button, seen, element} = await checking();
      const invalid: Event[] = [];
      form.addEventListener('invalid', (event) => invalid.push(event), true);
      button.click();
      await settled();
      expect(seen).to.have.length(1);
      expect(seen[0]).to.be.instanceOf(SubmitEvent);
      expect(seen[0]).to.include({
        isTrusted: false,
        submitter: button,
        bubbles: true,
        cancelable: true,
        defaultPrevented: true,
      });
      expect(invalid).to.deep.equal([]);
      expect(klarna.of('authorize')).to.deep.equal([]);
      expect(element.status).to.equal('ready');
    });

    it('asks Klarna once they are done', async () => {
      const {form, button, submits} = await checking();
      button.click();
      fieldOf(form, 'terms').click();
      if (isFirefox) await settled();
      // In the very task in which the first one was refused.
      button.click();
      expect(klarna.of('authorize')).to.have.length(1);
      await oneEvent(form, 'submit');
      expect(submits.at(-1)?.values).to.include({
        klarna_authorization_token: 'authorized-s1',
      });
    });

    it('asks Klarna in the same task where nobody objects', async () => {
      const {element, form} = await readyForm(terms);
      const page = form.cloneNode() as HTMLFormElement;
      form.after(page);
      page.noValidate = true;
      page.append(fieldOf(form, 'city'), fieldOf(form, 'terms'));
      page.append(element);
      await untilStatus(element, 'ready');
      const events: Event[] = [];
      page.addEventListener('submit', (event) => {
        events.push(event);
        if (event.isTrusted) event.preventDefault();
      });
      page.requestSubmit();
      // Firefox drops a submit during another one of the same form.
      if (!isFirefox) {
        expect(klarna.of('authorize')).to.have.length(1);
        expect(events).to.have.length(1);
      }
      await waitUntil(() => events.length > 1);
      expect(klarna.of('authorize')).to.have.length(1);
      expect(events.map(({isTrusted}) => isTrusted)).to.deep.equal([
        false,
        true,
      ]);
      page.remove();
    });

    it('7: is looked at once by a listener that ends its way first', async () => {
      const {form, button} = await readyForm(terms);
      form.noValidate = true;
      let looks = 0;
      form.addEventListener(
        'submit',
        (event) => {
          looks++;
          event.preventDefault();
          event.stopImmediatePropagation();
        },
        true,
      );
      button.click();
      await settled();
      expect(looks).to.equal(1);
      expect(klarna.of('authorize')).to.have.length(0);
    });

    it('is not sent by the copy, however the page ends its way', async () => {
      const {element, form} = await readyForm(terms);
      const page = form.cloneNode() as HTMLFormElement;
      form.after(page);
      page.noValidate = true;
      page.method = 'post';
      page.target = 'nowhere';
      page.append(fieldOf(form, 'city'), fieldOf(form, 'terms'), element);
      await untilStatus(element, 'ready');
      const read: FormData[] = [];
      page.addEventListener('formdata', ({formData}) => read.push(formData));
      const refuses = [false, true];
      page.addEventListener('submit', (event) => {
        event.stopPropagation();
        if (event.isTrusted || refuses.shift()) event.preventDefault();
      });
      klarna.next('authorize', {answer: {approved: false, show_form: true}});
      page.requestSubmit();
      await waitUntil(() => klarna.of('authorize').length);
      await settled();
      page.requestSubmit();
      await settled();
      expect(refuses).to.deep.equal([]);
      expect(klarna.of('authorize')).to.have.length(1);
      expect(read).to.deep.equal([]);
      page.remove();
    });

    it('asks nobody twice where all is valid', async () => {
      const {form, button, seen} = await checking(city);
      button.click();
      expect(seen).to.deep.equal([]);
      expect(klarna.of('authorize')).to.have.length(1);
      await oneEvent(form, 'submit');
      expect(seen).to.have.length(1);
    });

    it('asks nobody for a field that cannot be seen', async () => {
      const {form, button, seen} = await checking(
        html`${city}<input hidden required /><input required disabled />`,
      );
      button.click();
      expect(seen).to.deep.equal([]);
      await oneEvent(form, 'submit');
    });

    it('asks nobody for a mark of its own', async () => {
      const {form, element, button, seen} = await checking(city);
      klarna.next('authorize', correction('billing_address.city'));
      button.click();
      await oneEvent(element, 'klarna-rejected');
      expect(fieldOf(form, 'city').validity.customError).to.equal(true);
      button.click();
      expect(seen).to.deep.equal([]);
      expect(klarna.of('authorize')).to.have.length(2);
      await oneEvent(form, 'submit');
    });

    it('tells two elements of one copy', async () => {
      const {form, button, seen} = await checking(
        html`${terms}<klarna-payments name="other"></klarna-payments>`,
      );
      button.click();
      await settled();
      expect(seen).to.have.length(1);
      expect(form.checkValidity()).to.equal(false);
    });

    it('asks the page for custom elements that the browser does not know', async () => {
      class InvalidField extends HTMLElement {
        value = '';
        validity = {valid: false};
      }
      customElements.define('test-invalid-field', InvalidField);
      const {form, button, submits} = await readyForm(
        html`${city}<test-invalid-field>x</test-invalid-field>`,
      );
      button.click();
      await settled();
      // The page's listener, which refuses whatever it sees.
      expect(submits).to.have.length(1);
      expect(klarna.of('authorize')).to.deep.equal([]);
      form.querySelector('test-invalid-field')!.remove();
      button.click();
      await oneEvent(form, 'submit');
      expect(klarna.of('authorize')).to.have.length(1);
    });
  });

  it('is heard again when the shopper has edited in between', async () => {
    const {form, element, button, submits} = await readyForm(city);
    klarna.next('authorize', correction('billing_address.city'));
    button.click();
    await oneEvent(element, 'klarna-rejected');
    type(fieldOf(form, 'city'), 'Paris');
    button.click();
    await oneEvent(form, 'submit');
    expect(submits).to.have.length(1);
  });

  function inputsOf(form: HTMLFormElement): string[] {
    return [
      ...form.querySelectorAll<HTMLInputElement>(
        'klarna-payments > input[type=hidden]',
      ),
    ].map(({name}) => name);
  }
});
