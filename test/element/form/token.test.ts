import {expect, html, oneEvent} from '@open-wc/testing';
import {sessionAnswer, settled, untilStatus} from '../../support/checkout.js';
import {
  authorizedForm,
  city,
  entries,
  entriesIn,
  fieldOf,
  readyForm,
  type,
} from '../../support/checkout-form.js';
import {installFakeKlarna, type FakeKlarna} from '../../support/fake-klarna.js';
import {untilShown} from '../../support/shopper.js';

describe('the token in a form', () => {
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

  /** Lets the page's clock, and nothing else, go on. */
  function advanceClock(milliseconds: number): void {
    const {now} = Date;
    Date.now = () => now() + milliseconds;
    undo = () => {
      Date.now = now;
    };
  }

  describe('is dropped', () => {
    it('when the shopper edits what was authorized', async () => {
      const checkout = await authorizedForm(city);
      const {form, element, button, submits} = checkout;
      type(fieldOf(form, 'city'), 'Paris');
      expect(element.status).to.equal('ready');
      expect(element.authorizationToken).to.equal(null);
      expect(entriesIn(checkout)).to.deep.equal([]);
      button.click();
      await oneEvent(form, 'submit');
      expect(klarna.of('authorize').map(({data}) => data)).to.deep.equal([
        {billing_address: {city: 'London'}},
        {billing_address: {city: 'Paris'}},
      ]);
      expect(submits[0]?.values).to.include({
        klarna_customer_details: '{"billing_address":{"city":"Paris"}}',
      });
    });

    it('when the shopper chooses in a list', async () => {
      const checkout = await authorizedForm(
        html`<select name="country" autocomplete="country">
          <option>gb</option>
          <option>se</option>
        </select>`,
      );
      const country = fieldOf(checkout.form, 'country');
      country.value = 'se';
      country.dispatchEvent(new Event('change', {bubbles: true}));
      expect(checkout.element.status).to.equal('ready');
      expect(entriesIn(checkout)).to.deep.equal([]);
    });

    it('but not when an edit says the same', async () => {
      const checkout = await authorizedForm(city);
      type(fieldOf(checkout.form, 'city'), ' London ');
      expect(checkout.element.status).to.equal('authorized');
      expect(entriesIn(checkout)).to.deep.equal(entries);
    });

    it('but not when another field is edited', async () => {
      const checkout = await authorizedForm(
        html`${city}<textarea name="note"></textarea>`,
      );
      type(fieldOf(checkout.form, 'note'), 'Please ring twice.');
      expect(checkout.element.status).to.equal('authorized');
      expect(entriesIn(checkout)).to.deep.equal(entries);
    });

    it('for good, also when the edit is undone', async () => {
      const checkout = await authorizedForm(city);
      const {form, button, submits} = checkout;
      type(fieldOf(form, 'city'), 'Paris');
      type(fieldOf(form, 'city'), 'London');
      expect(entriesIn(checkout)).to.deep.equal([]);
      button.click();
      await oneEvent(form, 'submit');
      expect(klarna.of('authorize')).to.have.length(2);
      expect(submits).to.have.length(1);
    });

    it('for the submit when the page has changed a field unnoticed', async () => {
      const {form, element, button, submits} = await authorizedForm(city);
      fieldOf(form, 'city').value = 'Paris';
      expect(element.authorizationToken).to.equal(null);
      button.click();
      await oneEvent(form, 'submit');
      expect(submits.map(({values}) => values)).to.deep.equal([
        {
          city: 'Paris',
          button: 'place-order',
          klarna_authorization_token: 'authorized-s1',
          klarna_category: 'pay_later',
          klarna_customer_details: '{"billing_address":{"city":"Paris"}}',
        },
      ]);
    });

    it('when the form is reset', async () => {
      const checkout = await authorizedForm(city);
      const {form, element, button} = checkout;
      form.reset();
      expect(element.status).to.equal('ready');
      expect(element.authorizationToken).to.equal(null);
      expect(entriesIn(checkout)).to.deep.equal([]);
      button.click();
      await oneEvent(form, 'submit');
      expect(klarna.of('authorize')).to.have.length(2);
    });

    it('when there is another session', async () => {
      let id = 1;
      const checkout = await authorizedForm(city, {
        fetchSession: async () => sessionAnswer(`s${id++}`),
      });
      await checkout.element.refresh();
      expect(checkout.element.status).to.equal('ready');
      expect(entriesIn(checkout)).to.deep.equal([]);
    });

    it('when the element leaves and comes back', async () => {
      const checkout = await authorizedForm(city);
      const {form, element} = checkout;
      element.remove();
      form.append(element);
      await untilStatus(element, 'ready');
      expect(element.authorizationToken).to.equal(null);
      expect(entriesIn(checkout)).to.deep.equal([]);
    });

    it('when the page comes back from the browser’s cache', async () => {
      const checkout = await authorizedForm(city);
      const {element} = checkout;
      const session = oneEvent(element, 'klarna-session');
      dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));
      expect(element.authorizationToken).to.equal(null);
      expect(entriesIn(checkout)).to.deep.equal([]);
      await session;
      await untilStatus(element, 'ready');
      expect(entriesIn(checkout)).to.deep.equal([]);
    });

    it('but not when the page is merely shown', async () => {
      const checkout = await authorizedForm(city);
      dispatchEvent(new PageTransitionEvent('pageshow', {persisted: false}));
      expect(checkout.element.status).to.equal('authorized');
      expect(entriesIn(checkout)).to.deep.equal(entries);
    });
  });

  describe('after 60 minutes', () => {
    const minutes = 60_000;

    it('is another authorization’s', async () => {
      const {form, element, button, submits} = await authorizedForm(city);
      advanceClock(59 * minutes);
      expect(element.authorizationToken).to.equal('authorized-s1');
      button.click();
      expect(submits).to.have.length(1);
      undo();
      advanceClock(60 * minutes);
      expect(element.authorizationToken).to.equal(null);
      klarna.next('authorize', {
        answer: {approved: true, authorization_token: 'second'},
      });
      button.click();
      expect(submits).to.have.length(1);
      await oneEvent(form, 'submit');
      expect(submits[1]?.values).to.include({
        klarna_authorization_token: 'second',
      });
    });

    it('is nothing, and the status says so without being asked', async () => {
      const timers: Array<[() => void, number | undefined]> = [];
      const setTimeout = window.setTimeout.bind(window);
      window.setTimeout = ((task: () => void, delay?: number) => {
        if (delay !== 60 * minutes) return setTimeout(task, delay);
        return timers.push([task, delay]);
      }) as typeof window.setTimeout;
      const checkout = await authorizedForm(city);
      window.setTimeout = setTimeout;
      expect(timers).to.have.length(1);
      advanceClock(60 * minutes);
      timers[0]![0]();
      expect(checkout.element.status).to.equal('ready');
      expect(entriesIn(checkout)).to.deep.equal([]);
    });
  });

  describe('is out of the form as soon as authorizationToken is null,', () => {
    it('when the page has changed a field unnoticed', async () => {
      const checkout = await authorizedForm(city);
      fieldOf(checkout.form, 'city').value = 'Paris';
      expect(checkout.element.authorizationToken).to.equal(null);
      expect(entriesIn(checkout)).to.deep.equal([]);
    });

    it('when the page gives other details', async () => {
      const checkout = await authorizedForm(city);
      const {element} = checkout;
      element.customerDetails = {customer: {date_of_birth: '1815-12-10'}};
      await element.updateComplete;
      expect(element.authorizationToken).to.equal(null);
      expect(element.status).to.equal('ready');
      expect(entriesIn(checkout)).to.deep.equal([]);
    });

    it('when the page’s own state follows an edit', async () => {
      const checkout = await authorizedForm(city, {
        withoutFormDetails: true,
        customerDetails: {billing_address: {city: 'London'}},
      });
      const {form, element} = checkout;
      const field = fieldOf(form, 'city');
      field.addEventListener('input', () => {
        element.customerDetails = {billing_address: {city: field.value}};
      });
      type(field, 'Paris');
      await settled();
      expect(element.authorizationToken).to.equal(null);
      expect(element.status).to.equal('ready');
      expect(entriesIn(checkout)).to.deep.equal([]);
    });

    it('but not for what a function would say by now', async () => {
      const state = {city: 'London'};
      let calls = 0;
      const checkout = await authorizedForm(city, {
        withoutFormDetails: true,
        customerDetails: () => {
          calls++;
          return {billing_address: {city: state.city}};
        },
      });
      const {form, element} = checkout;
      state.city = 'Paris';
      type(fieldOf(form, 'city'), 'Paris');
      await settled();
      expect(calls).to.equal(1);
      expect(element.authorizationToken).to.equal('authorized-s1');
      expect(entriesIn(checkout)).to.deep.equal(entries);
    });

    it('when its object of details can be read no more', async () => {
      let isBroken = false;
      const checkout = await authorizedForm(city, {
        customerDetails: {
          get merchant_reference1() {
            if (isBroken) throw new Error('No reference (expected)');
            return 'A-1';
          },
        },
      });
      isBroken = true;
      expect(entriesIn(checkout)).to.deep.equal([]);
      expect(checkout.element.authorizationToken).to.equal(null);
      checkout.button.click();
      await untilShown(checkout.element, /could not be opened/);
      expect(checkout.submits).to.deep.equal([]);
    });

    it('when a field is edited during the authorization', async () => {
      const checkout = await readyForm(city);
      const {form, element} = checkout;
      const asked = element.authorize();
      type(fieldOf(form, 'city'), 'Paris');
      expect((await asked).outcome).to.equal('authorized');
      expect(element.authorizationToken).to.equal(null);
      expect(element.status).to.equal('ready');
      expect(entriesIn(checkout)).to.deep.equal([]);
    });

    it('when the clock is past the token’s 60 minutes', async () => {
      const checkout = await authorizedForm(city);
      advanceClock(60 * 60_000);
      expect(entriesIn(checkout)).to.deep.equal([]);
    });
  });
});
