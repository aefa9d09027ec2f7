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
  const lists = Array.prototype;
  const {reduce} = lists;
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
    // As Prototype.js 1.6 does.
    Object.assign(lists, {
      reduce(this: unknown[]) {
        return this.length > 1 ? this : this[0];
      },
      toJSON(this: unknown[]) {
        return `[${this.map((each) => JSON.stringify(each)).join(', ')}]`;
      },
    });
  });

  afterEach(() => {
    Reflect.deleteProperty(lists, 'toJSON');
    Object.defineProperty(lists, 'reduce', {value: reduce, enumerable: false});
    klarna.uninstall();
  });

  it('has the details authorized and sent that it gives', async () => {
    const {form, button, submits} = await readyForm(city, {
      customerDetails: {merchant_data: [1, {parts: ['a']}]} as object,
    });
    button.click();
    await oneEvent(form, 'submit');
    expect(submits[0]?.values).to.include({
      klarna_customer_details:
        '{"billing_address":{"city":"London"},"merchant_data":[1,{"parts":["a"]}]}',
    });
    expect(lists).to.have.property('toJSON');
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
