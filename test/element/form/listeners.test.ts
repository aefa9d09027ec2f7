import {expect, oneEvent} from '@open-wc/testing';
import {sendMouse} from '@web/test-runner-commands';
import {settled} from '../../support/checkout.js';
import {readyForm, valuesOf} from '../../support/checkout-form.js';
import {installFakeKlarna, type FakeKlarna} from '../../support/fake-klarna.js';
import {html} from 'lit';

describe('a stopped submit', () => {
  let klarna: FakeKlarna;
  /** Undoes what a test has registered on the page. */
  let cleanUp: AbortController;

  beforeEach(() => {
    klarna = installFakeKlarna();
    cleanUp = new AbortController();
  });

  afterEach(() => {
    cleanUp.abort();
    klarna.uninstall();
  });

  /** Counts the submits that a listener sees. */
  function watch(target: EventTarget, capture = false): Event[] {
    const {signal} = cleanUp;
    const seen: Event[] = [];
    target.addEventListener('submit', (event) => seen.push(event), {
      capture,
      signal,
    });
    return seen;
  }

  it('is seen by no listener but the one that comes again', async () => {
    const early = {
      'window, bubbling': watch(window),
      'document, bubbling': watch(document),
    };
    const {form, button, submits} = await readyForm();
    const {signal} = cleanUp;
    const onsubmit: Event[] = [];
    form.onsubmit = (event) => onsubmit.push(event);
    signal.addEventListener('abort', () => (form.onsubmit = null));
    const listeners = {
      ...early,
      'form, bubbling': watch(form),
      'form, capturing': watch(form, true),
      'form, onsubmit': onsubmit,
      'form’s parent, capturing': watch(form.parentElement!, true),
      'document, capturing, later': watch(document, true),
      'window, capturing, later': watch(window, true),
    };
    const counts = () =>
      Object.entries(listeners).map(([name, seen]) => [name, seen.length]);
    button.click();
    expect(klarna.of('authorize')).to.have.length(1);
    expect(counts().filter(([, count]) => count)).to.deep.equal([]);
    await oneEvent(form, 'submit');
    expect(submits).to.have.length(1);
    expect(counts().filter(([, count]) => count !== 1)).to.deep.equal([]);
  });

  it('is seen by capturing listeners of the window that were there before', async () => {
    const seen = watch(window, true);
    const {form, button} = await readyForm();
    button.click();
    expect(seen).to.have.length(1);
    expect(seen[0]?.defaultPrevented).to.equal(true);
    await oneEvent(form, 'submit');
    expect(seen).to.have.length(2);
  });

  it('leaves a framework that sends the form by script with all it needs', async () => {
    const {form, element} = await readyForm(
      html`<input name="email" autocomplete="email" value="ada@x.example" />`,
    );
    const sent: FormData[] = [];
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      sent.push(new FormData(event.target as HTMLFormElement));
    });
    form.requestSubmit();
    await oneEvent(form, 'submit');
    expect(sent).to.have.length(1);
    expect(Object.fromEntries(sent[0]!)).to.deep.equal({
      email: 'ada@x.example',
      klarna_authorization_token: element.authorizationToken,
      klarna_category: 'pay_later',
      klarna_customer_details: '{"billing_address":{"email":"ada@x.example"}}',
    });
  });

  it('comes again only once the page has heard of the approval', async () => {
    const {form, element, button} = await readyForm();
    const order: string[] = [];
    for (const name of ['klarna-authorized', 'klarna-status', 'submit']) {
      form.addEventListener(name, () =>
        order.push(name === 'submit' ? name : element.status),
      );
    }
    button.click();
    await oneEvent(form, 'submit');
    expect(order).to.deep.equal([
      'authorizing',
      'authorized',
      'authorized',
      'submit',
    ]);
  });

  describe('in the task of the click', () => {
    const fields = html`<input
      name="email"
      autocomplete="email"
      value="ada@x.example"
    />`;
    const customerDetails = () => ({customer: {date_of_birth: '1815-12-10'}});
    const given = {
      billing_address: {email: 'ada@x.example'},
      customer: {date_of_birth: '1815-12-10'},
      purchase_country: 'GB',
    };

    async function readyWithAll() {
      const checkout = await readyForm(fields, {customerDetails});
      checkout.element.addEventListener('klarna-authorize', (event) => {
        event.detail.customerDetails.purchase_country = 'GB';
      });
      return checkout;
    }

    it('asks Klarna with everybody’s details and no microtask in between', async () => {
      const {form, button} = await readyWithAll();
      let microtasks = 0;
      let counted: number | undefined;
      klarna.answer.authorize = () => {
        counted = microtasks;
        return {answer: {approved: true, authorization_token: 't'}};
      };
      const count = () => {
        microtasks++;
        if (microtasks < 100) queueMicrotask(count);
      };
      queueMicrotask(count);
      button.click();
      expect(counted).to.equal(0);
      expect(klarna.of('authorize')[0]?.data).to.deep.equal(given);
      await oneEvent(form, 'submit');
      expect(valuesOf(form)).to.include({
        klarna_customer_details: JSON.stringify(given),
      });
    });

    it('keeps the shopper’s activation', async () => {
      const {form, button} = await readyWithAll();
      let during: string | undefined;
      klarna.answer.authorize = () => {
        // The event that is being dispatched right now.
        during = window.event?.type;
        return {answer: {approved: true, authorization_token: 't'}};
      };
      const {x, y} = button.getBoundingClientRect();
      const resubmitted = oneEvent(form, 'submit');
      await sendMouse({
        type: 'click',
        position: [Math.round(x + 5), Math.round(y + 5)],
      });
      await resubmitted;
      const [call] = klarna.of('authorize');
      expect(call?.userActivation).to.equal(true);
      expect(call?.data).to.deep.equal(given);
      expect(during).to.equal('submit');
    });
  });

  it('is forgotten with the element', async () => {
    const {form, element, submits} = await readyForm();
    element.remove();
    form.requestSubmit();
    await settled();
    expect(submits).to.have.length(1);
    expect(klarna.of('authorize')).to.deep.equal([]);
  });
});
