import {expect, html, oneEvent, waitUntil} from '@open-wc/testing';
import type {KlarnaAuthorizeEvent} from '../../src/element.js';
import {
  readyElement,
  sessionAnswer,
  settled,
  untilStatus,
} from '../support/checkout.js';
import {
  authorizedForm,
  city,
  entriesIn,
  fieldOf,
  readyForm,
  recordSubmits,
  type,
} from '../support/checkout-form.js';
import {correction} from '../support/corrections.js';
import {installFakeKlarna, type FakeKlarna} from '../support/fake-klarna.js';

describe('16. a page whose elements are patched', () => {
  const remove = Reflect.getOwnPropertyDescriptor(Element.prototype, 'remove')!;
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
    // As Prototype.js does, which shops of Magento 1 have.
    Element.prototype.remove = function () {
      this.parentNode!.removeChild(this);
      return this;
    };
  });

  afterEach(() => {
    Object.defineProperty(Element.prototype, 'remove', remove);
    klarna.uninstall();
  });

  it('may take the widget away and gets it back', async () => {
    const element = await readyElement();
    const loaded = oneEvent(element, 'klarna-load');
    element.textContent = '';
    await loaded;
    expect(element.querySelectorAll('iframe')).to.have.length(1);
    expect((await element.authorize()).outcome).to.equal('authorized');
  });

  it('may take what the form is given away', async () => {
    const checkout = await authorizedForm(city);
    const {form, element} = checkout;
    for (const input of element.querySelectorAll('input')) {
      element.removeChild(input);
    }
    form.reset();
    await settled();
    expect(element.status).to.equal('ready');
    expect(entriesIn(checkout)).to.deep.equal([]);
    expect((await element.authorize()).outcome).to.equal('authorized');
  });
});

describe('16. a page whose lists are patched', () => {
  /** What Prototype.js 1.6 and 1.7 put in the place of a list's methods. */
  const patches: Record<
    string,
    (this: unknown[], ...args: never[]) => unknown
  > = {
    map(call: (each: unknown, index: number) => unknown = (each) => each) {
      const results: unknown[] = [];
      for (const [index, each] of Object.entries(this)) {
        results.push(call(each, Number(index)));
      }
      return results;
    },
    find(call: (each: unknown, index: number) => unknown) {
      for (let index = 0; index < this.length; index++) {
        if (call(this[index], index)) return this[index];
      }
      return undefined;
    },
    filter(call: (each: unknown, index: number) => unknown) {
      const results: unknown[] = [];
      for (let index = 0; index < this.length; index++) {
        if (call(this[index], index)) results.push(this[index]);
      }
      return results;
    },
    some(call: (each: unknown, index: number) => unknown) {
      for (let index = 0; index < this.length; index++) {
        if (call(this[index], index)) return true;
      }
      return false;
    },
    every(call: (each: unknown, index: number) => unknown) {
      for (let index = 0; index < this.length; index++) {
        if (!call(this[index], index)) return false;
      }
      return true;
    },
    entries() {
      return this.slice();
    },
    reduce() {
      return this.length > 1 ? this : this[0];
    },
    toJSON() {
      const parts: string[] = [];
      for (let index = 0; index < this.length; index++) {
        parts.push(JSON.stringify(this[index]));
      }
      return `[${parts.join(', ')}]`;
    },
  };
  const native = new Map(
    Object.keys(patches).map((name) => [
      name,
      Reflect.getOwnPropertyDescriptor(Array.prototype, name),
    ]),
  );
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    for (const [name, descriptor] of native) {
      if (descriptor) Object.defineProperty(Array.prototype, name, descriptor);
      else Reflect.deleteProperty(Array.prototype, name);
    }
    klarna.uninstall();
  });

  it('has the details authorized and sent that it gives', async () => {
    Object.assign(Array.prototype, patches);
    const {form, element, button, submits} = await readyForm(city, {
      customerDetails: {merchant_data: [1, {parts: ['a']}]} as object,
    });
    klarna.next('authorize', correction('billing_address.city'));
    button.click();
    await oneEvent(element, 'klarna-rejected');
    type(fieldOf(form, 'city'), 'Bern');
    button.click();
    await oneEvent(form, 'submit');
    expect(submits[0]?.values).to.include({
      klarna_category: 'pay_later',
      klarna_customer_details:
        '{"billing_address":{"city":"Bern"},"merchant_data":[1,{"parts":["a"]}]}',
    });
    expect(Array.prototype).to.have.property('toJSON', patches['toJSON']);
  });
});

describe('16. a page with an Event of its own', () => {
  const native = window.Event;
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
    // As MooTools had before 1.4.
    Object.assign(window, {Event: class {}});
  });

  afterEach(() => {
    window.Event = native;
    klarna.uninstall();
  });

  it('has its own checks done before Klarna is asked, and pays', async () => {
    const {form, element, button, submits} = await readyForm(
      html`${city}<input name="terms" required />`,
    );
    form.noValidate = true;
    button.click();
    // Firefox takes a copy of a submit only after the submit.
    await waitUntil(() => submits.length > 0);
    expect(klarna.of('authorize')).to.have.length(0);
    fieldOf(form, 'terms').value = 'accepted';
    button.click();
    await waitUntil(() => submits.length > 1);
    expect(submits[1]?.values).to.include.keys('klarna_authorization_token');
    expect(element.status).to.equal('authorized');
  });

  it('is told of an answer that comes too late', async () => {
    const element = await readyElement();
    const told = oneEvent(element, 'klarna-authorize');
    await element.authorize();
    const event = (await told) as KlarnaAuthorizeEvent;
    expect(() => event.respondWith({})).to.throw(DOMException, /dispatched/);
  });
});

describe('16. a form with fields that are named like its members', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  it('is read, corrected, read again and sent', async () => {
    const form = document.createElement('form');
    const submits = recordSubmits(form);
    for (const name of members) {
      const field = Object.assign(document.createElement('input'), {name});
      Node.prototype.appendChild.call(form, field);
    }
    const town = document.createElement('input');
    Object.assign(town, {autocomplete: 'address-level2', value: 'London'});
    const element = document.createElement('klarna-payments');
    element.name = 'klarna';
    element.fetchSession = async () => sessionAnswer();
    const button = document.createElement('button');
    Element.prototype.append.call(form, town, element, button);
    document.body.append(form);
    await untilStatus(element, 'ready');

    klarna.next('authorize', correction('billing_address.city'));
    button.click();
    await waitUntil(() => town.validationMessage);
    expect(submits).to.deep.equal([]);
    type(town, 'Oslo');
    button.click();
    await waitUntil(() => submits.length);
    expect(submits[0]?.values).to.include({
      klarna_customer_details: '{"billing_address":{"city":"Oslo"}}',
    });
    type(town, 'Rome');
    expect(element.authorizationToken).to.equal(null);
    Element.prototype.remove.call(form);
  });
});

/** By space, as there are many. */
const members = `action elements length method name noValidate target
  checkValidity reportValidity requestSubmit reset submit
  attributes children dir hidden id lang style title
  append closest contains getRootNode matches remove
  getAttribute hasAttribute querySelector querySelectorAll
  addEventListener dispatchEvent removeEventListener
  checkVisibility isConnected localName nodeType tagName
  ownerDocument parentElement shadowRoot validity value`.split(/\s+/);
