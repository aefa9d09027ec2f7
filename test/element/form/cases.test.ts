import {expect, html, oneEvent} from '@open-wc/testing';
import {sessionAnswer, settled, untilStatus} from '../../support/checkout.js';
import {
  authorizedForm,
  city,
  entries,
  entriesIn,
  fieldOf,
  givenForm,
  readyForm,
  type,
  valuesOf,
} from '../../support/checkout-form.js';
import {correction, messageOf} from '../../support/corrections.js';
import {installFakeKlarna, type FakeKlarna} from '../../support/fake-klarna.js';
import {shownBy, untilShown} from '../../support/shopper.js';

/** Pages on which an approval was lost, or a shopper could not go on. */
describe('a page from the field:', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  const locked = html`<fieldset id="addr">${city}</fieldset>`;

  for (const [how, lock] of Object.entries({
    disabled: (it: HTMLFieldSetElement, isLocked: boolean) => {
      it.disabled = isLocked;
    },
    hidden: (it: HTMLFieldSetElement, isLocked: boolean) => {
      it.hidden = isLocked;
    },
    'read-only': (it: HTMLFieldSetElement, isLocked: boolean) => {
      it.querySelector('input')!.readOnly = isLocked;
    },
  })) {
    it(`1: the address is ${how} while Klarna is asked`, async () => {
      const {form, element, button, submits} = await readyForm(locked);
      const addr = form.querySelector('fieldset')!;
      element.addEventListener('klarna-status', ({detail}) => {
        lock(addr, detail.status === 'authorizing');
      });
      button.click();
      await oneEvent(form, 'submit');
      expect(submits[0]?.values).to.include({
        city: 'London',
        klarna_authorization_token: 'authorized-s1',
        klarna_customer_details: '{"billing_address":{"city":"London"}}',
      });
      expect(klarna.of('authorize')).to.have.length(1);
    });

    it(`1: the address is ${how} for good`, async () => {
      const {form, element, button, submits} = await readyForm(locked);
      const addr = form.querySelector('fieldset')!;
      element.addEventListener('klarna-status', () => lock(addr, true));
      button.click();
      await oneEvent(form, 'submit');
      expect(submits[0]?.values).to.include({
        klarna_authorization_token: 'authorized-s1',
      });
    });
  }

  it('1: the whole form, the element too, is disabled while Klarna is asked', async () => {
    const {form, element, button, submits} = await readyForm(city);
    const all = document.createElement('fieldset');
    form.prepend(all);
    all.append(element, fieldOf(form, 'city'));
    await untilStatus(element, 'ready');
    element.addEventListener('klarna-status', ({detail}) => {
      if (detail.status === 'authorizing') all.disabled = true;
    });
    button.click();
    // A second one is not to slip through while all is locked.
    form.requestSubmit();
    expect(submits).to.have.length(0);
    await oneEvent(form, 'submit');
    expect(element.matches(':disabled')).to.equal(true);
    expect(Object.keys(submits[0]!.values)).to.include.members(entries);
    expect(klarna.of('authorize')).to.have.length(1);
  });

  it('1: the whole form stays disabled, and the token is lost meanwhile', async () => {
    const {form, element, button, submits} = await readyForm(city);
    const all = document.createElement('fieldset');
    form.prepend(all);
    all.append(element, fieldOf(form, 'city'));
    await untilStatus(element, 'ready');
    element.addEventListener('klarna-status', ({detail}) => {
      if (detail.status === 'authorizing') all.disabled = true;
    });
    button.click();
    await oneEvent(form, 'submit');
    element.revision = '2';
    await untilStatus(element, 'ready');
    button.click();
    await settled();
    // Nothing is posted silently without a token.
    expect(submits).to.have.length(1);
    expect(messageOf(element)).to.match(/confirm your order again/);
    // Let go of and disabled again, it is another way to pay that is chosen.
    all.disabled = false;
    await settled();
    form.click();
    all.disabled = true;
    button.click();
    expect(submits).to.have.length(2);
  });

  for (const when of ['at once', 'after an await'] as const) {
    it(`2: the page's submit listener rewrites a field, ${when}`, async () => {
      const {form, button} = await readyForm(city);
      const sent: Record<string, unknown>[] = [];
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        void (async () => {
          if (when !== 'at once') await settled(5);
          const field = fieldOf(form, 'city');
          field.value = 'LONDON';
          field.dispatchEvent(new Event('klarna-test', {bubbles: true}));
          sent.push(valuesOf(form));
        })();
      });
      button.click();
      await oneEvent(form, 'submit');
      await settled();
      expect(sent).to.have.length(1);
      expect(sent[0]).to.include({
        city: 'LONDON',
        klarna_authorization_token: 'authorized-s1',
        klarna_customer_details: '{"billing_address":{"city":"London"}}',
      });
    });
  }

  it('2: the page tells of what it rewrites during the submit', async () => {
    const {form, button} = await readyForm(city);
    const sent: Record<string, unknown>[] = [];
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const field = fieldOf(form, 'city');
      field.value = 'LONDON';
      for (const name of ['input', 'change']) {
        field.dispatchEvent(new Event(name, {bubbles: true}));
      }
      sent.push(valuesOf(form));
    });
    button.click();
    await oneEvent(form, 'submit');
    await settled();
    expect(sent[0]).to.include({klarna_authorization_token: 'authorized-s1'});
  });

  it('2: an edit after the submit is one again', async () => {
    const checkout = await readyForm(city);
    const {form, element, button} = checkout;
    button.click();
    await oneEvent(form, 'submit');
    type(fieldOf(form, 'city'), 'Paris');
    expect(element.authorizationToken).to.equal(null);
    expect(entriesIn(checkout)).to.deep.equal([]);
  });

  it('3: customerDetails says something else whenever it is called', async () => {
    let calls = 0;
    const {form, button, submits} = await readyForm(city, {
      customerDetails: () => ({merchant_reference1: `order-${++calls}`}),
    });
    button.click();
    await oneEvent(form, 'submit');
    type(fieldOf(form, 'city'), 'London ');
    expect(calls).to.equal(1);
    expect(submits[0]?.values['klarna_customer_details']).to.include('order-1');
  });

  it('4: the refused field stands in a step that cannot be seen', async () => {
    const {form, element, button, submits} = await readyForm(
      html`<div style="display: none">${city}</div>`,
    );
    klarna.next('authorize', correction('billing_address.city'));
    button.click();
    await oneEvent(element, 'klarna-rejected');
    await element.updateComplete;
    expect(messageOf(element)).to.match(/check: city/);
    expect(form.checkValidity()).to.equal(true);
    button.click();
    await oneEvent(form, 'submit');
    expect(submits).to.have.length(1);
  });

  it('9: a form without method is not sent in its address', async () => {
    const {form, element} = await authorizedForm(city);
    const copy = form.cloneNode() as HTMLFormElement;
    form.after(copy);
    copy.target = 'nowhere';
    while (form.firstElementChild) copy.append(form.firstElementChild);
    const sent: FormData[] = [];
    copy.addEventListener('formdata', ({formData}) => sent.push(formData));
    fieldOf(copy, 'button').click();
    expect(sent).to.have.length(0);
    await untilShown(element, /cannot send/i);
    expect(element.authorizationToken).to.equal('authorized-s1');
    copy.remove();
  });

  it('10: a listener of klarna-authorized submits the form itself', async () => {
    const {form, element, button, submits} = await readyForm(city);
    element.addEventListener('klarna-authorized', () => form.requestSubmit());
    button.click();
    await oneEvent(form, 'submit');
    await settled();
    expect(submits).to.have.length(1);
    expect(Object.keys(submits[0]!.values)).to.include.members(entries);
  });

  it('10: a listener of klarna-authorized only reads the form', async () => {
    const {form, element, button, submits} = await readyForm(city);
    element.addEventListener('klarna-authorized', () => new FormData(form));
    button.click();
    await oneEvent(form, 'submit');
    expect(submits).to.have.length(1);
  });

  it('12: a click while loading, and Klarna’s window is blocked', async () => {
    const {element, button} = await givenForm(city, {
      fetchSession: async () => sessionAnswer(),
    });
    klarna.next('authorize', {answer: {approved: false, show_form: true}});
    button.click();
    expect(element.status).to.equal('loading');
    await oneEvent(element, 'klarna-rejected');
    await untilStatus(element, 'ready');
    await untilShown(element, /window/i);
  });

  it('14: “ship elsewhere” is not ticked, its fields are filled and hidden', async () => {
    const {form, element, button} = await readyForm(html`
      <input name="b" autocomplete="billing address-level2" value="London" />
      <fieldset id="elsewhere" hidden>
        <input name="s" autocomplete="shipping address-level2" value="Bern" />
      </fieldset>
    `);
    button.click();
    await oneEvent(form, 'submit');
    expect(klarna.of('authorize')[0]?.data).to.deep.equal({
      billing_address: {city: 'London'},
    });
    form.querySelector('fieldset')!.hidden = false;
    expect(element.authorizationToken).to.equal('authorized-s1');
    type(fieldOf(form, 's'), 'Rome');
    expect(element.authorizationToken).to.equal(null);
  });

  it('details that change while Klarna is asked are to be confirmed again', async () => {
    const checkout = await readyForm(city);
    const {form, element, button, submits} = checkout;
    button.click();
    type(fieldOf(form, 'city'), 'Paris');
    const {detail} = await oneEvent(element, 'klarna-authorized');
    expect(detail).to.deep.include({
      authorizationToken: 'authorized-s1',
      customerDetails: {billing_address: {city: 'London'}},
    });
    await settled();
    expect(submits).to.deep.equal([]);
    expect(entriesIn(checkout)).to.deep.equal([]);
    expect(shownBy(element)).to.match(/again/);
    button.click();
    await oneEvent(form, 'submit');
    expect(submits[0]?.values).to.include({
      klarna_customer_details: '{"billing_address":{"city":"Paris"}}',
    });
  });

  describe('an approval that no submit follows', () => {
    it('is kept and said where the form is invalid by now', async () => {
      const {form, element, button, submits} = await readyForm(
        html`${city}<input name="terms" type="checkbox" required checked />`,
      );
      button.click();
      fieldOf(form, 'terms').checked = false;
      await oneEvent(element, 'klarna-authorized');
      await untilShown(element, /not been sent/);
      expect(submits).to.deep.equal([]);
      expect(element.status).to.equal('authorized');
      fieldOf(form, 'terms').click();
      button.click();
      expect(submits).to.have.length(1);
      expect(klarna.of('authorize')).to.have.length(1);
      await element.updateComplete;
      expect(shownBy(element)).not.to.match(/not.*sent/i);
    });

    it('is kept and said where the element belongs to another form', async () => {
      const {form, element, button} = await readyForm(city);
      form.id = 'first';
      form.after(element);
      element.setAttribute('form', 'first');
      await untilStatus(element, 'ready');
      button.click();
      form.remove();
      await oneEvent(element, 'klarna-authorized');
      await untilShown(element, /not been sent/);
      expect(element.status).to.equal('authorized');
      element.remove();
    });

    it('is to be confirmed again where a listener has changed the form', async () => {
      const {form, element, button, submits} = await readyForm(city);
      element.addEventListener('klarna-authorized', () => {
        fieldOf(form, 'city').value = 'Paris';
      });
      button.click();
      await oneEvent(element, 'klarna-authorized');
      await untilShown(element, /again/i);
      expect(submits).to.deep.equal([]);
      expect(klarna.of('authorize')).to.have.length(1);
    });

    it('is said where the page saves the form in between', async () => {
      const {form, element, button, submits} = await readyForm(
        html`${city}<button name="save" formnovalidate>Save</button>`,
      );
      element.addEventListener('klarna-authorized', () =>
        fieldOf(form, 'save').click(),
      );
      button.click();
      await oneEvent(element, 'klarna-authorized');
      await untilShown(element, /not been sent/);
      expect(submits).to.have.length(1);
      expect(Object.keys(submits[0]!.values)).not.to.include.members(entries);
      button.click();
      expect(Object.keys(submits[1]!.values)).to.include.members(entries);
    });
  });

  it('an order that stands keeps nobody from paying in another way', async () => {
    const {form, element, button, submits} = await givenForm(
      html`<fieldset disabled></fieldset>`,
      {
        fetchSession: async () => {
          throw {status: 409, problem: {code: 'already-ordered'}};
        },
      },
    );
    form.querySelector('fieldset')!.append(element);
    await untilStatus(element, 'error');
    button.click();
    expect(submits).to.deep.equal([
      {values: {button: 'place-order'}, submitter: 'place-order'},
    ]);
  });

  it('an order that stands is not submitted again', async () => {
    const {element, button, submits} = await givenForm(city);
    const failed = oneEvent(element, 'klarna-error');
    element.fetchSession = async () => {
      throw {status: 409, problem: {code: 'already-ordered'}};
    };
    const {detail} = await failed;
    expect(detail.error.code).to.equal('already-ordered');
    button.click();
    await settled();
    expect(submits).to.deep.equal([]);
    expect(klarna.of('authorize')).to.deep.equal([]);
  });
});
