import {expect, html, oneEvent} from '@open-wc/testing';
import type {TemplateResult} from 'lit';
import {settled} from '../../support/checkout.js';
import {fieldOf, readyForm, type} from '../../support/checkout-form.js';
import {correction, messageOf, watchFields} from '../../support/corrections.js';
import {installFakeKlarna, type FakeKlarna} from '../../support/fake-klarna.js';

/** A correction is never a dead end, however the shopper gets out of it. */
describe('5: the marks of a correction', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  const fields = html`
    <input name="city" autocomplete="address-level2" value="Londn" />
    <input name="code" autocomplete="postal-code" value="SW1Y" />
    <select name="country" autocomplete="country">
      <option>GB</option>
      <option>SE</option>
    </select>
    <input name="note" />
  `;

  /** A form whose submit has been refused, for its city. */
  async function refusedForm(
    content: TemplateResult = fields,
    path = 'billing_address.city',
  ) {
    const checkout = await readyForm(content);
    klarna.next('authorize', correction(path));
    checkout.button.click();
    await oneEvent(checkout.element, 'klarna-rejected');
    await settled();
    return checkout;
  }

  type Checkout = Awaited<ReturnType<typeof refusedForm>>;

  const marked = (form: HTMLFormElement) =>
    [...form.elements].some(
      (it) => (it as HTMLInputElement).validity.customError,
    );

  const ends: Record<string, (checkout: Checkout) => void> = {
    'typing into the field': ({form}) => type(fieldOf(form, 'city'), 'London'),
    'typing into another field': ({form}) => type(fieldOf(form, 'code'), 'E1'),
    'a change event alone': ({form}) => {
      const field = fieldOf(form, 'city');
      field.value = 'London';
      field.dispatchEvent(new Event('change', {bubbles: true}));
    },
    'an event on something else': ({form}) => {
      fieldOf(form, 'city').value = 'London';
      type(fieldOf(form, 'note'), 'x');
    },
    'a click anywhere, after script has written': ({form}) => {
      fieldOf(form, 'country').value = 'SE';
      document.body.click();
    },
    'checkValidity() by the page, after script has written': ({form}) => {
      fieldOf(form, 'city').value = 'London';
      form.checkValidity();
    },
    'taking the field out': ({form}) => {
      fieldOf(form, 'city').remove();
      document.body.click();
    },
    'hiding the field': ({form}) => {
      fieldOf(form, 'city').hidden = true;
      document.body.click();
    },
    'replacing it by a field that says something else': ({form}) => {
      const field = fieldOf(form, 'city').cloneNode() as HTMLInputElement;
      field.value = 'London';
      fieldOf(form, 'city').replaceWith(field);
      document.body.click();
    },
    'a reset': ({form}) => form.reset(),
    'the element leaving': ({element}) => element.remove(),
  };

  for (const [how, end] of Object.entries(ends)) {
    it(`end by ${how}`, async () => {
      const checkout = await refusedForm();
      const field = fieldOf(checkout.form, 'city');
      expect(field.validity.customError).to.equal(true);
      end(checkout);
      expect(marked(checkout.form)).to.equal(false);
      expect(field.validity.customError).to.equal(false);
    });
  }

  it('end before the browser validates, at the click that submits', async () => {
    const {form, button} = await refusedForm();
    const invalid = watchFields(form);
    fieldOf(form, 'city').value = 'London';
    button.click();
    await oneEvent(form, 'submit');
    expect(invalid).to.deep.equal([]);
    expect(klarna.of('authorize')).to.have.length(2);
  });

  it('end before the browser validates, at requestSubmit()', async () => {
    const {form} = await refusedForm();
    fieldOf(form, 'city').value = 'London';
    form.requestSubmit();
    await oneEvent(form, 'submit');
    expect(klarna.of('authorize')).to.have.length(2);
  });

  it('do not let requestSubmit() pass while nothing has changed', async () => {
    const {form, submits} = await refusedForm();
    form.requestSubmit();
    form.requestSubmit();
    await settled();
    expect(klarna.of('authorize')).to.have.length(1);
    expect(submits).to.deep.equal([]);
  });

  it('do not let requestSubmit() pass while something else is wrong', async () => {
    const {form} = await refusedForm(
      html`${fields}<input name="terms" type="checkbox" required checked />`,
    );
    fieldOf(form, 'terms').checked = false;
    fieldOf(form, 'city').value = 'London';
    form.requestSubmit();
    await settled();
    expect(klarna.of('authorize')).to.have.length(1);
    expect(marked(form)).to.equal(false);
  });

  it('end at the second click of a shopper who insists', async () => {
    const {form, button, submits} = await refusedForm();
    button.click();
    await settled();
    expect(klarna.of('authorize')).to.have.length(1);
    button.click();
    await oneEvent(form, 'submit');
    expect(klarna.of('authorize')).to.have.length(2);
    expect(submits).to.have.length(1);
  });

  it('stay for clicks on anything else', async () => {
    const {form} = await refusedForm(
      html`${fields}<button type="button" name="help">Help</button>`,
    );
    for (let clicks = 0; clicks < 3; clicks++) {
      fieldOf(form, 'help').click();
      document.body.click();
    }
    expect(marked(form)).to.equal(true);
  });

  it('are shown where the page locks its form while Klarna is asked', async () => {
    const {form, element, button} = await readyForm(
      html`<fieldset>${fields}</fieldset>`,
    );
    const fieldset = form.querySelector('fieldset')!;
    element.addEventListener('klarna-status', ({detail}) => {
      fieldset.disabled = detail.status === 'authorizing';
    });
    const invalid = watchFields(form);
    klarna.next('authorize', correction('billing_address.city'));
    button.click();
    await oneEvent(element, 'klarna-rejected');
    await settled();
    expect(invalid).to.deep.equal(['city']);
    expect(messageOf(element)).to.equal('');
    document.body.click();
    expect(marked(form)).to.equal(true);
    type(fieldOf(form, 'city'), 'London');
    button.click();
    await oneEvent(form, 'submit');
  });

  const city = (attributes: Record<string, string>, tag = 'input') => {
    const field = document.createElement(tag) as HTMLInputElement;
    field.setAttribute('autocomplete', 'address-level2');
    field.setAttribute('name', 'city');
    field.append(new Option('Londn'));
    field.value = 'Londn';
    for (const [name, value] of Object.entries(attributes)) {
      field.setAttribute(name, value);
    }
    return field;
  };

  const unreachable: Record<string, () => HTMLElement> = {
    'of a step that is hidden': () => city({hidden: ''}),
    'that is invisible': () => city({style: 'visibility: hidden'}),
    'that is read-only': () => city({readonly: ''}),
    'of type hidden': () => city({type: 'hidden'}),
    'that takes no focus': () => city({tabindex: '-1'}),
    'hidden from assistive technology': () => city({'aria-hidden': 'true'}),
    'that is inert': () => city({inert: ''}),
    'behind a widget': () =>
      city(
        {
          class: 'select2-hidden-accessible',
          style:
            'position: absolute; clip: rect(0 0 0 0); width: 1px; ' +
            'height: 1px; padding: 0; border: 0; overflow: hidden',
        },
        'select',
      ),
  };

  for (const [what, make] of Object.entries(unreachable)) {
    it(`are not made on a field ${what}: it is named instead`, async () => {
      const {form, element, button} = await refusedForm(html`${make()}`);
      await element.updateComplete;
      expect(messageOf(element)).to.equal('Please check: city');
      expect(marked(form)).to.equal(false);
      button.click();
      await oneEvent(form, 'submit');
      expect(klarna.of('authorize')).to.have.length(2);
    });
  }

  it('are made on a field in a dialog that takes the focus itself', async () => {
    const {form} = await refusedForm(
      html`<div tabindex="-1">${city({})}</div>`,
    );
    expect(marked(form)).to.equal(true);
  });

  it('are made on radio buttons that a style replaces', async () => {
    const {form} = await refusedForm(
      html`<label>
        Ms
        <input
          type="radio"
          name="title"
          autocomplete="honorific-prefix"
          value="Ms"
          checked
          style="position: absolute; width: 1px; height: 1px; opacity: 0"
        />
      </label>`,
      'billing_address.title',
    );
    expect(marked(form)).to.equal(true);
  });

  describe('on a custom element', () => {
    class SayingField extends HTMLElement {
      value = 'Londn';
      name = 'city';
      validationMessage = '';
      reports = 0;
      get validity() {
        return {customError: Boolean(this.validationMessage)};
      }
      setCustomValidity(message: string) {
        this.validationMessage = message;
      }
      reportValidity() {
        this.reports++;
        return false;
      }
    }
    class SilentField extends HTMLElement {
      value = 'Londn';
    }
    customElements.define('test-saying-field', SayingField);
    customElements.define('test-silent-field', SilentField);

    it('are said by it, and end with its value', async () => {
      const {form} = await refusedForm(
        html`<test-saying-field
          autocomplete="address-level2"
        ></test-saying-field>`,
      );
      const field = form.querySelector<SayingField>('test-saying-field')!;
      expect(field.validationMessage).to.equal('Please check this entry.');
      expect(field.reports).to.equal(1);
      field.value = 'London';
      document.body.click();
      expect(field.validationMessage).to.equal('');
    });

    it('are not made where it cannot say them', async () => {
      const {element} = await refusedForm(
        html`<test-silent-field
          autocomplete="address-level2"
        ></test-silent-field>`,
      );
      await element.updateComplete;
      expect(messageOf(element)).to.equal('Please check: city');
    });
  });
});
