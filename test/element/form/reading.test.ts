import {expect, fixture, html} from '@open-wc/testing';
import type {TemplateResult} from 'lit';
import type {FormReading} from '../../../src/checkout/ports.js';
import {FormDetails} from '../../../src/element/form/form-details.js';
import type {KlarnaHost} from '../../../src/element/host.js';

/** A form whose fields have been read, and the means to compare. */
async function readForm(fields: TemplateResult) {
  const form = await fixture<HTMLFormElement>(html`<form>${fields}</form>`);
  const host = {form, withoutFormDetails: false} as unknown as KlarnaHost;
  const details = new FormDetails(host, () => ({invalidField: '!'}));
  const reading: FormReading = details.read();
  const one = (selector: string) =>
    form.querySelector<HTMLInputElement>(selector)!;
  return {
    form,
    one,
    details: reading.details,
    isChanged: () => details.changedSince(reading),
  };
}

/** Billing details that can be seen. */
const billing = html`
  <input name="given" autocomplete="billing given-name" value="Ada" />
  <input name="city" autocomplete="billing address-level2" value="London" />
`;

describe('the fields that are meant', () => {
  const group = (name: string, more: TemplateResult | string = '') => html`
    <input autocomplete="given-name" .value=${name} />
    <input autocomplete="street-address" .value=${`1 ${name} Street`} />
    ${more}
    <input autocomplete="postal-code" value="12345" />
  `;

  it('13: are those of the first of two addresses that no token tells apart', async () => {
    const {details} = await readForm(html`
      <fieldset>${group('Ada')}</fieldset>
      <fieldset>
        ${group(
          'Bea',
          html`
            <input autocomplete="organization" value="Bea Ltd" />
            <input autocomplete="address-line2" value="c/o Cy" />
            <input autocomplete="address-level1" value="Bern" />
          `,
        )}
      </fieldset>
    `);
    expect(details).to.deep.equal({
      billing_address: {
        given_name: 'Ada',
        street_address: '1 Ada Street',
        postal_code: '12345',
      },
    });
  });

  it('13: count with what is empty in them', async () => {
    const {details} = await readForm(html`
      <input autocomplete="given-name" value="Ada" />
      <input autocomplete="organization" value="" />
      <input autocomplete="postal-code" value="" />
      <input autocomplete="given-name" value="Bea" />
      <input autocomplete="organization" value="Bea Ltd" />
      <input autocomplete="postal-code" value="12345" />
    `);
    expect(details).to.deep.equal({billing_address: {given_name: 'Ada'}});
  });

  for (const name of [
    'given-name',
    'family-name',
    'organization',
    'street-address',
    'address-line1',
    'postal-code',
    'address-level2',
    'country',
  ]) {
    it(`are another address's from a second ${name} on`, async () => {
      const {details} = await readForm(html`
        <input autocomplete=${name} value="a" />
        <input autocomplete=${name} value="b" />
        <input autocomplete="address-level1" value="of the second" />
      `);
      expect(JSON.stringify(details)).not.to.include('second');
    });
  }

  for (const [name, member] of Object.entries({
    email: 'email',
    tel: 'phone',
    'honorific-prefix': 'title',
    'address-line2': 'street_address2',
    'address-level1': 'region',
  })) {
    it(`are not another address's for a second ${name}`, async () => {
      const {details} = await readForm(html`
        <input autocomplete=${name} value="" />
        <input autocomplete="given-name" value="Ada" />
        <input autocomplete=${name} value="x" />
        <input autocomplete="family-name" value="Lovelace" />
      `);
      expect(details).to.deep.equal({
        billing_address: {
          given_name: 'Ada',
          family_name: 'Lovelace',
          [member]: 'x',
        },
      });
    });
  }

  it('are not another address’s for a second bday', async () => {
    const {details} = await readForm(html`
      <input autocomplete="bday" value="1815-12-10" />
      <input autocomplete="given-name" value="Ada" />
      <input autocomplete="bday" value="1900-01-01" />
      <input autocomplete="family-name" value="Lovelace" />
    `);
    expect(details).to.deep.equal({
      billing_address: {given_name: 'Ada', family_name: 'Lovelace'},
      customer: {date_of_birth: '1815-12-10'},
    });
  });

  it('take the phone of the first that is filled, whoever it stands with', async () => {
    const {details} = await readForm(html`
      ${group('Ada', html`<input autocomplete="tel" value="" />`)}
      ${group('Bea', html`<input autocomplete="tel" value="+46" />`)}
    `);
    expect(details.billing_address).to.include({
      given_name: 'Ada',
      phone: '+46',
    });
  });

  it('are one field for radio buttons of one name', async () => {
    const {details} = await readForm(html`
      <input type="radio" name="c" autocomplete="country" value="GB" />
      <input type="radio" name="c" autocomplete="country" value="SE" checked />
      <input autocomplete="postal-code" value="12345" />
    `);
    expect(details).to.deep.equal({
      billing_address: {country: 'SE', postal_code: '12345'},
    });
  });

  it('are those of the first address with a field that can be seen', async () => {
    const {details} = await readForm(html`
      <fieldset hidden>${group('Ada')}</fieldset>
      <fieldset>${group('Bea')}</fieldset>
    `);
    expect(details.billing_address?.given_name).to.equal('Bea');
  });

  it('are those of the first address where none can be seen', async () => {
    const {details} = await readForm(html`
      <div hidden>
        <fieldset>${group('Ada')}</fieldset>
        <fieldset>${group('Bea')}</fieldset>
      </div>
    `);
    expect(details.billing_address?.given_name).to.equal('Ada');
  });

  const shipping = html`
    <input autocomplete="shipping given-name" value="Bea" />
    <input autocomplete="shipping address-level2" value="Bern" />
  `;

  const folds: Record<string, (content: TemplateResult) => TemplateResult> = {
    'the hidden attribute': (it) => html`<fieldset hidden>${it}</fieldset>`,
    'display: none': (it) => html`<div style="display: none">${it}</div>`,
    'visibility: hidden': (it) =>
      html`<div style="visibility: hidden">${it}</div>`,
    'closed details': (it) =>
      html`<details>
        <summary>Elsewhere</summary>
        ${it}
      </details>`,
    'something hidden further out': (it) =>
      html`<div hidden>
        <p>Elsewhere</p>
        <fieldset>${it}</fieldset>
      </div>`,
  };

  for (const [how, fold] of Object.entries(folds)) {
    it(`14: leave out a shipping address folded away by ${how}`, async () => {
      const {details} = await readForm(html`${billing} ${fold(shipping)}`);
      expect(details).to.deep.equal({
        billing_address: {given_name: 'Ada', city: 'London'},
      });
    });

    it(`14: keep that of an earlier step, hidden by ${how}`, async () => {
      const {details} = await readForm(
        html`<input autocomplete="email" value="ada@x.example" />
          ${fold(html`${billing} ${shipping}`)}`,
      );
      expect(details.shipping_address).to.deep.equal({
        given_name: 'Bea',
        city: 'Bern',
      });
    });
  }

  it('14: leave out fields that are hidden one by one', async () => {
    const {details} = await readForm(html`
      ${billing}
      <label hidden>
        <input autocomplete="shipping given-name" value="Bea" />
      </label>
      <input hidden autocomplete="shipping address-level2" value="Bern" />
    `);
    expect(details).not.to.have.property('shipping_address');
  });

  it('keep a shipping address where no billing field can be seen', async () => {
    const {details} = await readForm(html`
      <div hidden>${billing}</div>
      <div hidden>${shipping}</div>
    `);
    expect(details.shipping_address?.given_name).to.equal('Bea');
  });

  it('keep a shipping address of which one field can be seen', async () => {
    const {details} = await readForm(html`
      ${billing}
      <div hidden>${shipping}</div>
      <input autocomplete="shipping country" value="CH" />
    `);
    expect(details.shipping_address).to.deep.equal({
      given_name: 'Bea',
      city: 'Bern',
      country: 'CH',
    });
  });

  it('keep a shipping address that the page hands on in hidden inputs', async () => {
    const {details} = await readForm(html`
      ${billing}
      <input type="hidden" autocomplete="shipping given-name" value="Bea" />
    `);
    expect(details.shipping_address?.given_name).to.equal('Bea');
  });

  it('see through what has no box of its own', async () => {
    const {details} = await readForm(html`
      <div style="display: contents">${billing}</div>
      <div style="display: contents"><div hidden>${shipping}</div></div>
    `);
    expect(details).not.to.have.property('shipping_address');
  });
});

describe('15: fields of custom elements', () => {
  /** As Shoelace's: a value, and no form association. */
  class PlainField extends HTMLElement {
    value = '';
  }
  class AssociatedField extends PlainField {
    static formAssociated = true;
  }
  customElements.define('test-plain-field', PlainField);
  customElements.define('test-associated-field', AssociatedField);

  for (const tag of ['test-plain-field', 'test-associated-field']) {
    it(`count with a text in them: <${tag}>`, async () => {
      const form = await fixture<HTMLFormElement>(html`<form></form>`);
      form.innerHTML = `
        <${tag} autocomplete="given-name"></${tag}>
        <input autocomplete="address-level2" value="London">
        <fieldset disabled>
          <${tag} autocomplete="email"></${tag}>
        </fieldset>`;
      for (const field of form.querySelectorAll<PlainField>(tag)) {
        field.value = 'Ada';
      }
      const host = {form, withoutFormDetails: false} as unknown as KlarnaHost;
      const details = new FormDetails(host, () => ({invalidField: '!'}));
      const reading = details.read();
      expect(reading.details).to.deep.equal({
        billing_address: {given_name: 'Ada', city: 'London'},
      });
      form.querySelector<PlainField>(tag)!.value = 'Bea';
      expect(details.changedSince(reading)).to.equal(true);
    });
  }

  it('give way to the browser’s own field in them', async () => {
    const {details, one} = await readForm(html`
      <test-plain-field autocomplete="given-name" .value=${'outer'}>
        <input autocomplete="given-name" value="Ada" />
      </test-plain-field>
      <input autocomplete="family-name" value="Lovelace" />
    `);
    expect(one('test-plain-field').value).to.equal('outer');
    expect(details).to.deep.equal({
      billing_address: {given_name: 'Ada', family_name: 'Lovelace'},
    });
  });

  it('may say their autocomplete as a property', async () => {
    const {details} = await readForm(html`
      <test-plain-field
        .autocomplete=${'given-name'}
        .value=${'Ada'}
      ></test-plain-field>
    `);
    expect(details).to.deep.equal({billing_address: {given_name: 'Ada'}});
  });

  it('may be tied to the form from outside', async () => {
    const {form, isChanged} = await readForm(billing);
    form.id = 'tied';
    const field = document.createElement('test-plain-field') as PlainField;
    field.setAttribute('form', 'tied');
    field.setAttribute('autocomplete', 'organization');
    field.value = 'Engines Ltd';
    form.after(field);
    expect(isChanged()).to.equal(true);
    field.remove();
  });
});

describe('what was read', () => {
  const address = html`
    <fieldset>
      <input name="given" autocomplete="given-name" value="Ada  Zoë" />
      <input name="code" autocomplete="postal-code" value="SW1Y 4LE" />
      <input name="phone" autocomplete="tel" value="+44 20 7946" />
      <textarea name="street" autocomplete="street-address">
1 St
2nd floor</textarea>
      <select name="country" autocomplete="country">
        <option>gb</option>
        <option>se</option>
      </select>
    </fieldset>
  `;

  type Form = Awaited<ReturnType<typeof readForm>>;

  const unchanged: Record<string, (form: Form) => void> = {
    'the same': () => {},
    'a field disabled': ({one}) => (one('[name=given]').disabled = true),
    'a field disabled and rewritten': ({one}) =>
      Object.assign(one('[name=given]'), {disabled: true, value: 'Bea'}),
    'all disabled by a fieldset': ({form}) =>
      (form.querySelector('fieldset')!.disabled = true),
    'a field made read-only and rewritten': ({one}) =>
      Object.assign(one('[name=given]'), {readOnly: true, value: 'Bea'}),
    'a field hidden': ({one}) => (one('[name=given]').hidden = true),
    'everything hidden': ({one}) => (one('fieldset').hidden = true),
    'a field taken out': ({one}) => one('[name=given]').remove(),
    'everything taken out': ({one}) => one('fieldset').remove(),
    'a field replaced by one that says the same': ({one}) => {
      const field = one('[name=given]').cloneNode() as HTMLInputElement;
      one('[name=given]').replaceWith(field);
    },
    'a mask taken off the phone': ({one}) =>
      (one('[name=phone]').value = '44207946'),
    'a postal code written without space': ({one}) =>
      (one('[name=code]').value = 'SW1Y4LE'),
    'white space collapsed': ({one}) =>
      (one('[name=given]').value = ' Ada Zoë '),
    'a field that gives nothing': ({one}) => (one('[name=x]').value = '?'),
    'an empty field more': ({form}) => append(form, 'organization', ''),
  };

  const changed: Record<string, (form: Form) => void> = {
    'another value': ({one}) => (one('[name=given]').value = 'Bea'),
    'a field emptied': ({one}) => (one('[name=given]').value = ''),
    'another phone': ({one}) => (one('[name=phone]').value = '+44 20 7947'),
    'another choice': ({one}) => (one('select').value = 'se'),
    'the second line of a street taken away': ({one}) =>
      (one('[name=street]').value = '1 St'),
    'a hidden field rewritten': ({one}) =>
      Object.assign(one('[name=given]'), {hidden: true, value: 'Bea'}),
    'a field replaced by one that says something else': ({one}) => {
      const field = one('[name=given]').cloneNode() as HTMLInputElement;
      field.value = 'Bea';
      one('[name=given]').replaceWith(field);
    },
    'a field more': ({form}) => append(form, 'organization', 'Engines Ltd'),
  };

  function append(form: HTMLFormElement, name: string, value: string) {
    const field = document.createElement('input');
    field.setAttribute('autocomplete', name);
    field.value = value;
    form.append(field);
  }

  const fields = html`${address}<input name="x" value="x" />`;

  for (const [what, change] of Object.entries(unchanged)) {
    it(`still stands with ${what}`, async () => {
      const form = await readForm(fields);
      change(form);
      expect(form.isChanged()).to.equal(false);
    });
  }

  for (const [what, change] of Object.entries(changed)) {
    it(`stands no longer with ${what}`, async () => {
      const form = await readForm(fields);
      change(form);
      expect(form.isChanged()).to.equal(true);
    });
  }

  describe('of two fields for the same', () => {
    const two = html`
      <input name="a" autocomplete="email" value="a@x.example" />
      <input name="b" autocomplete="email" value="b@x.example" />
    `;

    it('stands when the first is locked or taken out', async () => {
      for (const lock of [
        (field: HTMLInputElement) => (field.disabled = true),
        (field: HTMLInputElement) => (field.readOnly = true),
        (field: HTMLInputElement) => field.remove(),
      ]) {
        const {one, isChanged} = await readForm(two);
        lock(one('[name=a]'));
        expect(isChanged()).to.equal(false);
      }
    });

    it('does not when the first is emptied, and the second counts', async () => {
      const {one, isChanged} = await readForm(two);
      one('[name=a]').value = '';
      expect(isChanged()).to.equal(true);
    });

    it('stands when the second changes, which gives nothing', async () => {
      const {one, isChanged} = await readForm(two);
      one('[name=b]').value = 'c@x.example';
      expect(isChanged()).to.equal(false);
    });
  });

  describe('of a shipping address', () => {
    const elsewhere = (isFolded: boolean, value = 'Bern') => html`
      ${billing}
      <fieldset id="elsewhere" ?hidden=${isFolded}>
        <input
          name="ship"
          autocomplete="shipping address-level2"
          .value=${value}
        />
      </fieldset>
    `;

    it('stands no longer when the address is folded away', async () => {
      const {one, isChanged} = await readForm(elsewhere(false));
      one('#elsewhere').hidden = true;
      expect(isChanged()).to.equal(true);
    });

    it('stands no longer when it is folded away and disabled', async () => {
      const {one, isChanged} = await readForm(elsewhere(false));
      Object.assign(one('#elsewhere'), {hidden: true, disabled: true});
      expect(isChanged()).to.equal(true);
    });

    it('stands no longer when one is unfolded', async () => {
      const {one, isChanged} = await readForm(elsewhere(true));
      one('#elsewhere').hidden = false;
      expect(isChanged()).to.equal(true);
    });

    it('stands when what is folded away changes', async () => {
      const {one, isChanged} = await readForm(elsewhere(true));
      one('[name=ship]').value = 'Rome';
      expect(isChanged()).to.equal(false);
    });

    it('stands when the whole form is hidden, with a folded one', async () => {
      const {form, isChanged} = await readForm(elsewhere(true));
      form.hidden = true;
      expect(isChanged()).to.equal(false);
    });

    it('stands when both addresses are hidden one by one', async () => {
      const {one, isChanged} = await readForm(html`
        <input autocomplete="email" value="ada@x.example" />
        <fieldset id="billing">${billing}</fieldset>
        <fieldset id="elsewhere">
          <input autocomplete="shipping given-name" value="Bea" />
        </fieldset>
      `);
      one('#billing').hidden = true;
      one('#elsewhere').hidden = true;
      expect(isChanged()).to.equal(false);
    });

    it('stands when the address is disabled or taken out', async () => {
      for (const lock of [
        (it: HTMLInputElement) => (it.disabled = true),
        (it: HTMLInputElement) => it.remove(),
      ]) {
        const {one, isChanged} = await readForm(elsewhere(false));
        lock(one('#elsewhere'));
        expect(isChanged()).to.equal(false);
      }
    });
  });

  describe('of two addresses that no token tells apart', () => {
    const two = (isHidden: boolean) => html`
      <fieldset id="first" ?hidden=${isHidden}>
        <input name="a" autocomplete="given-name" value="Ada" />
        <input autocomplete="postal-code" value="12345" />
      </fieldset>
      <fieldset id="second">
        <input name="b" autocomplete="given-name" value="Bea" />
        <input autocomplete="postal-code" value="54321" />
      </fieldset>
    `;

    const locks: Record<string, (it: HTMLInputElement) => void> = {
      disabled: (it) => (it.disabled = true),
      'taken out': (it) => it.remove(),
    };

    for (const [how, lock] of Object.entries(locks)) {
      it(`stands when the first is ${how}`, async () => {
        const {one, isChanged} = await readForm(two(false));
        lock(one('#first'));
        expect(isChanged()).to.equal(false);
      });
    }

    it('stands when all of them are hidden', async () => {
      const {form, isChanged} = await readForm(two(true));
      form.hidden = true;
      expect(isChanged()).to.equal(false);
    });

    it('stands when the first is hidden, and the second was in sight', async () => {
      const {one, isChanged} = await readForm(two(false));
      one('#first').hidden = true;
      expect(isChanged()).to.equal(false);
    });

    it('stands when the other one changes', async () => {
      const {one, isChanged} = await readForm(two(false));
      one('[name=b]').value = 'Cy';
      expect(isChanged()).to.equal(false);
    });

    it('stands no longer when the other one comes into sight instead', async () => {
      const {one, isChanged} = await readForm(two(true));
      one('#first').hidden = false;
      expect(isChanged()).to.equal(true);
    });

    it('stands when what comes into sight instead says the same', async () => {
      const {one, isChanged} = await readForm(two(true));
      one('#first').innerHTML = one('#second').innerHTML;
      one('#first').hidden = false;
      one('#second').hidden = true;
      expect(isChanged()).to.equal(false);
    });
  });

  it('stands while the details are not to be read from the form', async () => {
    const form = await fixture<HTMLFormElement>(html`<form>${billing}</form>`);
    const host = {form, withoutFormDetails: true} as unknown as KlarnaHost;
    const details = new FormDetails(host, () => ({invalidField: '!'}));
    const reading = details.read();
    expect(reading.details).to.deep.equal({});
    form.querySelector('input')!.value = 'Bea';
    expect(details.changedSince(reading)).to.equal(false);
  });

  it('stands while a submit goes on that has begun with it', async () => {
    const form = await fixture<HTMLFormElement>(html`<form>${billing}</form>`);
    const host = {form, withoutFormDetails: false} as unknown as KlarnaHost;
    const details = new FormDetails(host, () => ({invalidField: '!'}));
    const reading = details.read();
    details.beginSubmit();
    form.querySelector('input')!.value = 'Bea';
    expect(details.changedSince(reading)).to.equal(false);
    details.endSubmit();
    expect(details.changedSince(reading)).to.equal(true);
  });
});
