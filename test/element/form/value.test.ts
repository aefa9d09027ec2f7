import {expect, html, oneEvent} from '@open-wc/testing';
import {untilStatus} from '../../support/checkout.js';
import {
  authorizedForm,
  city,
  entries,
  entriesIn,
  readyForm,
  valuesOf,
} from '../../support/checkout-form.js';
import {installFakeKlarna, type FakeKlarna} from '../../support/fake-klarna.js';

describe('the value in a form', () => {
  let klarna: FakeKlarna;
  let undo: () => void;

  beforeEach(() => {
    klarna = installFakeKlarna();
    undo = () => {};
  });

  afterEach(() => {
    undo();
    klarna.uninstall();
  });

  it('has the new name at once when the name changes, and none when it goes', async () => {
    const {form, element} = await authorizedForm(city);
    element.name = 'pay';
    const names = () => Object.keys(valuesOf(form));
    const renamed = ['authorization_token', 'category', 'customer_details'];
    expect(names()).to.deep.equal([
      'city',
      ...renamed.map((it) => `pay_${it}`),
    ]);
    element.name = '';
    expect(names()).to.deep.equal(['city']);
    await element.updateComplete;
    element.name = 'pay';
    await element.updateComplete;
    expect(names()).to.include.members(renamed.map((it) => `pay_${it}`));
    element.disabled = true;
    expect(names()).to.deep.equal(['city']);
  });

  it('is nothing before there is an authorization', async () => {
    const checkout = await readyForm(city);
    expect(entriesIn(checkout)).to.deep.equal([]);
  });

  it('is token, category and details', async () => {
    const {form} = await authorizedForm(city);
    expect(valuesOf(form)).to.deep.equal({
      city: 'London',
      klarna_authorization_token: 'authorized-s1',
      klarna_category: 'pay_later',
      klarna_customer_details: '{"billing_address":{"city":"London"}}',
    });
  });

  it('is said in the page’s own letters', async () => {
    const {form} = await authorizedForm(
      html`<input
        autocomplete="family-name"
        .value=${`O'Lovelace-Ångström "Zoë" \u{1F1EC}\u{1F1E7}`}
      />`,
    );
    expect(
      JSON.parse(valuesOf(form)['klarna_customer_details']!),
    ).to.deep.equal({
      billing_address: {
        family_name: `O'Lovelace-Ångström "Zoë" \u{1F1EC}\u{1F1E7}`,
      },
    });
  });

  describe('goes by the name', () => {
    it('and is nothing without one', async () => {
      const {form, button, submits, element} = await readyForm(city);
      element.name = '';
      await element.updateComplete;
      expect(element.hasAttribute('name')).to.equal(false);
      button.click();
      expect(submits).to.have.length(1);
      expect(klarna.of('authorize')).to.deep.equal([]);
      await element.authorize();
      expect(entriesIn({form})).to.deep.equal([]);
    });

    it('and follows it', async () => {
      const {form, element} = await authorizedForm();
      element.name = 'pay';
      await element.updateComplete;
      expect(element.getAttribute('name')).to.equal('pay');
      expect(entriesIn({form})).to.deep.equal(
        entries.map((name) => name.replace('klarna', 'pay')),
      );
      element.setAttribute('name', 'invoice');
      await element.updateComplete;
      expect(entriesIn({form})).to.deep.equal(
        entries.map((name) => name.replace('klarna', 'invoice')),
      );
      element.removeAttribute('name');
      await element.updateComplete;
      expect(entriesIn({form})).to.deep.equal([]);
    });
  });

  describe('of a disabled element', () => {
    it('is nothing, and the submit goes its way', async () => {
      const {form, element, button, submits} = await readyForm(city);
      element.disabled = true;
      await element.updateComplete;
      button.click();
      expect(submits).to.have.length(1);
      expect(entriesIn({form})).to.deep.equal([]);
      expect(klarna.of('authorize')).to.deep.equal([]);
    });

    it('comes back with the token when another way to pay was a passing thought', async () => {
      const {form, element, button, submits} = await authorizedForm(city);
      element.disabled = true;
      await element.updateComplete;
      expect(entriesIn({form})).to.deep.equal([]);
      expect(element.querySelector('iframe')).not.to.equal(null);
      element.disabled = false;
      await element.updateComplete;
      expect(entriesIn({form})).to.deep.equal(entries);
      button.click();
      expect(submits).to.have.length(1);
    });

    it('is nothing in a disabled fieldset', async () => {
      const {form, element, button, submits} = await readyForm(city);
      const fieldset = document.createElement('fieldset');
      element.before(fieldset);
      fieldset.append(element);
      await untilStatus(element, 'ready');
      fieldset.disabled = true;
      button.click();
      expect(submits).to.have.length(1);
      expect(entriesIn({form})).to.deep.equal([]);
      expect(element.disabled).to.equal(false);
      expect(element.matches(':disabled')).to.equal(true);
      fieldset.disabled = false;
      button.click();
      await oneEvent(form, 'submit');
      expect(submits).to.have.length(2);
      expect(entriesIn({form})).to.deep.equal(entries);
    });

    it('stays nothing while the fieldset is disabled, whatever the attribute says', async () => {
      const {element, button, submits} = await readyForm(city);
      const fieldset = document.createElement('fieldset');
      element.before(fieldset);
      fieldset.append(element);
      await untilStatus(element, 'ready');
      element.disabled = true;
      await element.updateComplete;
      fieldset.disabled = true;
      element.disabled = false;
      await element.updateComplete;
      button.click();
      expect(submits).to.have.length(1);
      expect(klarna.of('authorize')).to.deep.equal([]);
    });
  });

  it('leaves no trace of the token in the browser’s history', async () => {
    const states: unknown[] = [];
    type SetFormValue = (
      this: ElementInternals,
      ...args: Parameters<ElementInternals['setFormValue']>
    ) => void;
    const prototype: {setFormValue: SetFormValue} = ElementInternals.prototype;
    const {setFormValue} = prototype;
    prototype.setFormValue = function (...args) {
      states.push(args.length > 1 ? args[1] : args[0]);
      setFormValue.apply(this, args);
    };
    undo = () => {
      prototype.setFormValue = setFormValue;
    };
    await authorizedForm(city);
    expect(states.filter(Boolean)).to.deep.equal([]);
  });
});
