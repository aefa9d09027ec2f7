import {expect, html, oneEvent} from '@open-wc/testing';
import type {TemplateResult} from 'lit';
import type {KlarnaPaymentsElement} from '../../../src/element.js';
import {
  readyElement,
  sessionAnswer,
  settled,
  tabsOf,
  untilStatus,
} from '../../support/checkout.js';
import {fieldOf, readyForm, type} from '../../support/checkout-form.js';
import {correction, messageOf} from '../../support/corrections.js';
import {installFakeKlarna, type FakeKlarna} from '../../support/fake-klarna.js';

describe('a correction that no field can show', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  const city = html`<input
    name="city"
    autocomplete="address-level2"
    value="London"
  />`;

  async function correct(
    element: KlarnaPaymentsElement,
    ...paths: readonly string[]
  ): Promise<void> {
    klarna.next('authorize', correction(...paths));
    await element.authorize();
    await element.updateComplete;
  }

  it('is named in the element’s own message, as an alert', async () => {
    const {form, element} = await readyForm(city);
    await correct(
      element,
      'billing_address.postal_code',
      'billing_address.city',
      'customer.national_identification_number',
    );
    expect(messageOf(element)).to.equal(
      'Please check: postal code, national identification number',
    );
    expect(fieldOf(form, 'city').validity.customError).to.equal(true);
  });

  it('is named where there is no form', async () => {
    const element = await readyElement();
    await correct(element, 'billing_address.postal_code');
    expect(messageOf(element)).to.equal('Please check: postal code');
  });

  it('is named by Klarna’s word, also where objects have such a member', async () => {
    const element = await readyElement();
    await correct(
      element,
      'customer.constructor',
      'customer.toString',
      'customer.__proto__',
    );
    expect(messageOf(element)).to.equal(
      'Please check: constructor, toString,   proto',
    );
  });

  it('is named for an address that the form does not have', async () => {
    const {form, element} = await readyForm(city);
    await correct(element, 'shipping_address.city');
    expect(messageOf(element)).to.equal('Please check: city');
    expect(form.checkValidity()).to.equal(true);
  });

  it('is named for a disabled field, which could not be corrected', async () => {
    const {form, element} = await readyForm(city);
    fieldOf(form, 'city').disabled = true;
    await correct(element, 'billing_address.city');
    expect(messageOf(element)).to.equal('Please check: city');
  });

  it('is text, whatever Klarna says', async () => {
    const element = await readyElement();
    await correct(element, 'billing_address.<img src=x>');
    expect(messageOf(element)).to.equal('Please check: <img src=x>');
  });

  it('says nothing where Klarna names no field', async () => {
    const {form, element} = await readyForm(city);
    await correct(element);
    expect(messageOf(element)).to.match(/window was closed/);
    expect(form.checkValidity()).to.equal(true);
  });

  it('goes with the next authorization', async () => {
    const element = await readyElement();
    await correct(element, 'billing_address.postal_code');
    const asked = element.authorize();
    await element.updateComplete;
    expect(messageOf(element)).to.equal('');
    await asked;
    expect(messageOf(element)).to.equal('');
  });

  it('goes when the shopper chooses another category', async () => {
    const element = await readyElement();
    await correct(element, 'billing_address.postal_code');
    tabsOf(element)[1]!.click();
    await element.updateComplete;
    expect(messageOf(element)).to.equal('');
  });

  it('goes with refresh()', async () => {
    const element = await readyElement();
    await correct(element, 'billing_address.postal_code');
    await element.refresh();
    expect(messageOf(element)).to.equal('');
  });

  it('goes when the form is reset', async () => {
    const {form, element} = await readyForm(city);
    await correct(element, 'billing_address.postal_code');
    form.reset();
    await element.updateComplete;
    expect(messageOf(element)).to.equal('');
  });

  it('goes with the element', async () => {
    const {form, element} = await readyForm(city);
    await correct(element, 'billing_address.postal_code');
    element.remove();
    form.append(element);
    await untilStatus(element, 'ready');
    expect(messageOf(element)).to.equal('');
  });

  it('is named once for two addresses', async () => {
    const element = await readyElement();
    await correct(element, 'billing_address.region', 'shipping_address.region');
    expect(messageOf(element)).to.equal('Please check: region');
  });

  it('is named for a field that the shopper cannot edit', async () => {
    const {element} = await readyForm(html`
      <input type="hidden" autocomplete="country" value="GB" />
      <input readonly autocomplete="email" value="ada@lovelace" />
    `);
    await correct(element, 'billing_address.country', 'billing_address.email');
    expect(messageOf(element)).to.equal('Please check: country, email');
  });

  it('stays when loadData change', async () => {
    const element = await readyElement();
    await correct(element, 'billing_address.phone');
    element.loadData = {purchase_country: 'GB'};
    await settled(50);
    await untilStatus(element, 'ready');
    expect(messageOf(element)).to.equal('Please check: phone');
  });
});

describe('a correction, where it is not as plain as that,', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  async function corrected(fields: TemplateResult, path: string) {
    const checkout = await readyForm(fields);
    klarna.next('authorize', correction(path));
    await checkout.element.authorize();
    return checkout;
  }

  it('of one of two elements in a form keeps the other from being asked', async () => {
    const {form, button, submits} = await readyForm(html`
      <input name="city" autocomplete="address-level2" value="Londn" />
      <klarna-payments
        name="first"
        .fetchSession=${async () => sessionAnswer('s0')}
      ></klarna-payments>
    `);
    const first = form.querySelector('klarna-payments')!;
    await untilStatus(first, 'ready');
    klarna.next('authorize', correction('billing_address.city'));
    button.click();
    await oneEvent(first, 'klarna-rejected');
    await settled();
    expect(klarna.of('authorize')).to.have.length(1);
    const field = fieldOf(form, 'city');
    expect(field.validity.customError).to.equal(true);
    type(field, 'London');
    expect(field.validity.customError).to.equal(false);
    button.click();
    await oneEvent(form, 'submit');
    expect(submits[0]?.values).to.include({
      first_authorization_token: 'authorized-s0',
      klarna_authorization_token: 'authorized-s1',
    });
  });

  it('of one of two elements is not cleared by the other', async () => {
    const {form, element} = await corrected(
      html`
        <input name="city" autocomplete="address-level2" value="Londn" />
        <klarna-payments
          name="first"
          .fetchSession=${async () => sessionAnswer('s0')}
        ></klarna-payments>
      `,
      'billing_address.city',
    );
    const first = form.querySelector('klarna-payments')!;
    await untilStatus(first, 'ready');
    klarna.next('authorize', {answer: {approved: false, show_form: true}});
    await first.authorize();
    first.remove();
    expect(element.status).to.equal('ready');
    expect(fieldOf(form, 'city').validity.customError).to.equal(true);
  });

  it('of a choice is cleared by choosing another', async () => {
    const {form, button} = await corrected(
      html`
        <input
          type="radio"
          name="title"
          autocomplete="honorific-prefix"
          value="Mr"
        />
        <input
          type="radio"
          name="title"
          autocomplete="honorific-prefix"
          value="Ms"
          checked
        />
        <input
          type="radio"
          name="title"
          autocomplete="honorific-prefix"
          value="Mx"
        />
      `,
      'billing_address.title',
    );
    expect(form.checkValidity()).to.equal(false);
    form.querySelector<HTMLElement>('[value=Mx]')!.click();
    expect(form.checkValidity()).to.equal(true);
    button.click();
    await oneEvent(form, 'submit');
  });

  it('goes to the field that Klarna’s value came from', async () => {
    const {form} = await corrected(
      html`
        <input name="home" autocomplete="home tel" />
        <input name="mobile" autocomplete="mobile tel" value="+44" />
      `,
      'billing_address.phone',
    );
    expect(fieldOf(form, 'home').validity.customError).to.equal(false);
    expect(fieldOf(form, 'mobile').validity.customError).to.equal(true);
  });

  it('of the second line goes to the street that it was in', async () => {
    const {form, element} = await corrected(
      html`<textarea name="street" autocomplete="street-address">
12 St James’s Square
2nd floor</textarea>`,
      'billing_address.street_address2',
    );
    expect(fieldOf(form, 'street').validity.customError).to.equal(true);
    expect(messageOf(element)).to.equal('');
  });

  it('is cleared when Klarna approves after all', async () => {
    const {form, element} = await corrected(
      html`<input name="city" autocomplete="address-level2" value="Londn" />`,
      'billing_address.city',
    );
    await element.authorize({billing_address: {city: 'London'}});
    expect(fieldOf(form, 'city').validity.customError).to.equal(false);
  });

  it('is cleared also while its field is disabled', async () => {
    const {form} = await corrected(
      html`<fieldset>
        <input name="city" autocomplete="address-level2" value="Londn" />
      </fieldset>`,
      'billing_address.city',
    );
    const fieldset = form.querySelector('fieldset')!;
    fieldset.disabled = true;
    form.reset();
    fieldset.disabled = false;
    expect(form.checkValidity()).to.equal(true);
  });
});
