import {expect, fixture, html, oneEvent, waitUntil} from '@open-wc/testing';
import type {TemplateResult} from 'lit';
import type {KlarnaPaymentsElement} from '../../../src/element.js';
import {sessionAnswer, settled, untilStatus} from '../../support/checkout.js';
import {
  fieldOf,
  givenForm,
  readyForm,
  type,
  type CheckoutForm,
} from '../../support/checkout-form.js';
import {installFakeKlarna, type FakeKlarna} from '../../support/fake-klarna.js';
import {correction, messageOf, watchFields} from '../../support/corrections.js';

const text = 'Please check this entry.';

describe('a correction', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  const address = html`
    <input name="email" autocomplete="email" value="ada@lovelace" />
    <input name="city" autocomplete="address-level2" value="London" />
    <input name="code" autocomplete="postal-code" value="SW1Y" />
    <input name="ship" autocomplete="shipping postal-code" value="EC1A" />
    <input type="date" name="bday" autocomplete="bday" value="1815-12-10" />
  `;

  /** A form whose submit Klarna has answered with these fields. */
  async function correctedForm(
    paths: readonly string[],
    fields: TemplateResult = address,
    properties: Partial<KlarnaPaymentsElement> = {},
  ): Promise<CheckoutForm> {
    const checkout = await readyForm(fields, properties);
    await correct(checkout, paths);
    return checkout;
  }

  async function correct(
    {element}: {element: KlarnaPaymentsElement},
    paths: readonly string[],
  ): Promise<void> {
    klarna.next('authorize', correction(...paths));
    await element.authorize();
    await element.updateComplete;
  }

  /** Names of the fields that are marked. */
  function marked(form: HTMLFormElement): string[] {
    return [...form.elements]
      .filter((it) => (it as HTMLInputElement).validity.customError)
      .map((it) => (it as HTMLInputElement).name);
  }

  describe('of a field of the form', () => {
    it('marks the field with a text of ours', async () => {
      const {form, element} = await correctedForm([
        'billing_address.postal_code',
      ]);
      expect(marked(form)).to.deep.equal(['code']);
      expect(fieldOf(form, 'code').validationMessage).to.equal(text);
      expect(messageOf(element)).to.equal('');
    });

    it('tells billing, shipping and the customer apart', async () => {
      const {form} = await correctedForm([
        'shipping_address.postal_code',
        'customer.date_of_birth',
      ]);
      expect(marked(form)).to.deep.equal(['ship', 'bday']);
    });

    it('keeps the page where it is, and the next submit too', async () => {
      const {form, element, button, submits} = await readyForm(address);
      klarna.next('authorize', correction('billing_address.city'));
      button.click();
      await oneEvent(element, 'klarna-rejected');
      button.click();
      await settled();
      expect(submits).to.deep.equal([]);
      expect(klarna.of('authorize')).to.have.length(1);
      expect(form.checkValidity()).to.equal(false);
    });

    it('is authorized and submitted once the shopper has edited it', async () => {
      const {form, button, submits} = await correctedForm([
        'billing_address.city',
      ]);
      type(fieldOf(form, 'city'), 'Paris');
      button.click();
      await oneEvent(form, 'submit');
      expect(submits[0]?.values['klarna_customer_details']).to.include('Paris');
    });

    it('is told before klarna-rejected', async () => {
      const {form, element} = await readyForm(address);
      let markedThen: string[] = [];
      element.addEventListener('klarna-rejected', () => {
        markedThen = marked(form);
      });
      await correct({element}, ['billing_address.city']);
      expect(markedThen).to.deep.equal(['city']);
    });

    it('counts where the details are not read from the form too', async () => {
      const {form} = await correctedForm(['billing_address.city'], address, {
        withoutFormDetails: true,
      });
      expect(marked(form)).to.deep.equal(['city']);
    });

    it('finds the field that is tied to the form from outside', async () => {
      const {form, element} = await readyForm();
      form.id = 'checkout';
      const field = document.createElement('input');
      field.setAttribute('form', 'checkout');
      field.name = 'code';
      field.autocomplete = 'postal-code';
      form.after(field);
      await correct({element}, ['billing_address.postal_code']);
      expect(marked(form)).to.deep.equal(['code']);
    });

    it('finds a select and a text area', async () => {
      const {form} = await correctedForm(
        ['billing_address.country', 'billing_address.street_address'],
        html`
          <select name="country" autocomplete="country">
            <option>GB</option>
          </select>
          <textarea name="street" autocomplete="street-address">1 St</textarea>
        `,
      );
      expect(marked(form)).to.deep.equal(['country', 'street']);
    });

    it('after reauthorize() and finalize() marks the field as well', async () => {
      const {form, element} = await readyForm(address);
      await element.authorize();
      klarna.next('reauthorize', correction('billing_address.city'));
      await element.reauthorize();
      expect(marked(form)).to.deep.equal(['city']);
      klarna.next('finalize', correction('billing_address.email'));
      await element.finalize();
      expect(marked(form)).to.deep.equal(['email']);
    });
  });

  describe('of several fields', () => {
    const paths = [
      'customer.date_of_birth',
      'billing_address.city',
      'billing_address.postal_code',
    ];

    it('is reported once, with the focus on the first', async () => {
      const {form, element} = await readyForm(address);
      const seen = watchFields(form);
      await correct({element}, paths);
      expect(seen).to.deep.equal(['city', 'code', 'bday']);
      expect(document.activeElement?.getAttribute('name')).to.equal('city');
    });

    it('is reported in a form without validation too', async () => {
      const {form, element, button, submits} = await readyForm(address);
      form.noValidate = true;
      const seen = watchFields(form);
      await correct({element}, paths);
      expect(seen).to.deep.equal(['city', 'code', 'bday']);
      expect(document.activeElement?.getAttribute('name')).to.equal('city');
      button.click();
      await oneEvent(form, 'submit');
      expect(submits).to.have.length(1);
    });

    it('is cleared by an edit of any of them', async () => {
      const {form} = await correctedForm(paths);
      const bday = fieldOf(form, 'bday');
      bday.value = '1815-12-11';
      bday.dispatchEvent(new Event('change', {bubbles: true}));
      expect(marked(form)).to.deep.equal([]);
    });

    it('gives way to what Klarna says next', async () => {
      const checkout = await correctedForm(paths);
      await correct(checkout, ['billing_address.email']);
      expect(marked(checkout.form)).to.deep.equal(['email']);
    });

    it('gives way to another refusal', async () => {
      const {form, element} = await correctedForm(paths);
      klarna.next('authorize', {answer: {approved: false, show_form: true}});
      await element.authorize();
      expect(marked(form)).to.deep.equal([]);
    });

    it('marks none twice', async () => {
      const {form, element} = await readyForm(address);
      const seen = watchFields(form);
      await correct({element}, [
        'billing_address.city',
        'billing_address.city',
      ]);
      expect(seen).to.deep.equal(['city']);
      type(fieldOf(form, 'city'), 'Paris');
      expect(marked(form)).to.deep.equal([]);
    });
  });

  describe('is cleared', () => {
    it('when the form is reset', async () => {
      const {form} = await correctedForm(['billing_address.city']);
      form.reset();
      expect(marked(form)).to.deep.equal([]);
      expect(form.checkValidity()).to.equal(true);
    });

    it('when the element leaves', async () => {
      const {form, element} = await correctedForm(['billing_address.city']);
      element.remove();
      expect(marked(form)).to.deep.equal([]);
    });

    it('by an edit of any other field that gives a detail', async () => {
      const {form} = await correctedForm(['billing_address.city']);
      type(fieldOf(form, 'code'), 'EC1A');
      expect(marked(form)).to.deep.equal([]);
    });

    it('but not by an edit that says the same, or of a field that gives none', async () => {
      const {form} = await correctedForm(
        ['billing_address.city'],
        html`${address}<input name="note" />`,
      );
      type(fieldOf(form, 'city'), 'London');
      type(fieldOf(form, 'note'), 'Ring twice');
      expect(marked(form)).to.deep.equal(['city']);
    });

    it('but a text of the page’s own stays', async () => {
      const {form} = await correctedForm(['billing_address.city']);
      fieldOf(form, 'city').setCustomValidity('No such town.');
      form.reset();
      expect(fieldOf(form, 'city').validationMessage).to.equal('No such town.');
    });
  });

  describe('in the page’s language', () => {
    it('is said in it', async () => {
      const wrapper = await fixture<HTMLElement>(
        html`<div lang="sv-SE"></div>`,
      );
      const checkout = await givenForm(address);
      wrapper.append(checkout.form);
      checkout.element.fetchSession = async () => sessionAnswer();
      await untilStatus(checkout.element, 'ready');
      const {default: swedish} =
        await import('../../../src/element/language/messages/sv.js');
      await waitUntil(
        () =>
          checkout.element.shadowRoot!.querySelector(
            `[aria-label="${swedish.label}"]`,
          ),
        'it speaks Swedish',
      );
      await correct(checkout, [
        'billing_address.city',
        'billing_address.phone',
      ]);
      expect(fieldOf(checkout.form, 'city').validationMessage).to.equal(
        swedish.invalidField,
      );
      expect(messageOf(checkout.element)).to.equal(
        `${swedish.invalidFields} ${swedish.fields['phone']}`,
      );
    });

    it('is said in the page’s own words', async () => {
      const {form, element} = await correctedForm(
        ['billing_address.city', 'billing_address.phone'],
        address,
        {
          messages: {
            invalidField: 'Hm?',
            invalidFields: 'What about',
            fields: {phone: 'the telephone'},
          },
        },
      );
      expect(fieldOf(form, 'city').validationMessage).to.equal('Hm?');
      expect(messageOf(element)).to.equal('What about the telephone');
    });
  });
});
