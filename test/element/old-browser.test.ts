import {expect, oneEvent, waitUntil} from '@open-wc/testing';
import type * as Fake from '../support/fake-klarna.js';
import {untilStatus} from '../support/checkout.js';
import {fieldOf, recordSubmits, type} from '../support/checkout-form.js';

/**
 * Takes away what one of the oldest browsers lacks, by the tables of the lint
 * rule, before the element comes.
 */
const page = `<!doctype html>
  <script type="module">
    import {missing, newGlobals, newMethods} from '/scripts/lint-old-pages.mjs';
    // Old polyfills take more away, but come with no browser.
    const takeAway = (from, members) => {
      for (const [name, since] of Object.entries(members)) {
        if (from && !since.includes('polyfill')) {
          Reflect.deleteProperty(from, name);
        }
      }
    };
    for (const [name, members] of Object.entries(missing)) {
      takeAway(window[name], members);
    }
    takeAway(window, newGlobals);
    const globals = Object.getOwnPropertyDescriptors(window);
    for (const {value} of Object.values(globals)) {
      if (typeof value !== 'function') continue;
      takeAway(value.prototype, newMethods);
    }
    delete ElementInternals.prototype.states;
    delete HTMLButtonElement.prototype.commandForElement;
  </script>
  <script type="module">
    import * as fake from '/test/support/fake-klarna.ts';
    import '/src/index.ts';
    Object.assign(window, fake);
  </script>
  <body></body>`;

type OldWindow = Window & typeof globalThis & typeof Fake;

describe('the element in a browser as old as any that it supports', () => {
  let frame: HTMLIFrameElement;
  let old: OldWindow;
  let klarna: Fake.FakeKlarna;

  before(async function () {
    this.timeout(60_000);
    frame = document.createElement('iframe');
    frame.srcdoc = page;
    const loaded = oneEvent(frame, 'load');
    document.body.append(frame);
    await loaded;
    old = frame.contentWindow as OldWindow;
  });

  after(() => frame.remove());

  beforeEach(() => {
    klarna = old.installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
    old.document.body.replaceChildren();
  });

  async function checkout(fields: string) {
    old.document.body.innerHTML = `<form method="post">
      ${fields}
      <klarna-payments name="klarna"></klarna-payments>
      <button value="order">Place order</button>
    </form>`;
    const form = old.document.forms[0]!;
    const submits = recordSubmits(form);
    const element = form.querySelector('klarna-payments')!;
    element.fetchSession = async () => ({
      client_token: old.fakeToken('s1'),
      payment_method_categories: [
        {identifier: 'pay_later', name: 'Pay later'},
        {identifier: 'pay_now', name: 'Pay now'},
      ],
    });
    await untilStatus(element, 'ready');
    const button = form.querySelector<HTMLElement>('[value=order]')!;
    return {form, element, button, submits};
  }

  it('has none of what is new', () => {
    expect('withResolvers' in old.Promise).to.equal(false);
    expect('any' in old.AbortSignal).to.equal(false);
    expect('checkVisibility' in old.Element.prototype).to.equal(false);
    expect('states' in old.ElementInternals.prototype).to.equal(false);
  });

  it('sends the form with the token', async () => {
    const {form, element, button, submits} = await checkout(
      '<input name="city" autocomplete="address-level2" value="London">',
    );
    button.click();
    await oneEvent(form, 'submit');
    expect(submits).to.deep.equal([
      {
        submitter: 'order',
        values: {
          city: 'London',
          klarna_authorization_token: 'authorized-s1',
          klarna_category: 'pay_later',
          klarna_customer_details: '{"billing_address":{"city":"London"}}',
        },
      },
    ]);
    expect(element.status).to.equal('authorized');
  });

  describe('with another address', () => {
    const both = (shipping: string) => `
      <input autocomplete="billing address-level2" value="London">
      ${shipping.replace(
        'CITY',
        '<input autocomplete="shipping address-level2" value="Paris">',
      )}`;
    const meant: [string, string, boolean][] = [
      ['shown', '<div>CITY</div>', true],
      [
        'without a box of its own',
        '<div style="display: contents">CITY</div>',
        true,
      ],
      ['hidden', '<div hidden>CITY</div>', false],
      [
        'in a parent not shown',
        '<div style="display: none"><p>CITY</p></div>',
        false,
      ],
      ['invisible', '<div style="visibility: hidden">CITY</div>', false],
    ];
    for (const [what, shipping, isMeant] of meant) {
      it(`${what}, sends there ${isMeant ? 'as well' : 'nothing'}`, async () => {
        const {form, button} = await checkout(both(shipping));
        button.click();
        await oneEvent(form, 'submit');
        expect(klarna.of('authorize').map(({data}) => data)).to.deep.equal([
          {
            billing_address: {city: 'London'},
            ...(isMeant && {shipping_address: {city: 'Paris'}}),
          },
        ]);
      });
    }
  });

  it('leads to a field that Klarna refuses, until it says something else', async () => {
    const {form, element, button, submits} = await checkout(
      '<input name="city" autocomplete="address-level2" value="London">',
    );
    klarna.next('authorize', {
      answer: {
        approved: false,
        show_form: true,
        error: {invalid_fields: ['billing_address.city']},
      },
    });
    button.click();
    await oneEvent(element, 'klarna-rejected');
    const city = fieldOf(form, 'city');
    await waitUntil(() => !city.validity.valid);
    type(city, 'Leeds');
    expect(city.validity.valid).to.equal(true);
    button.click();
    await oneEvent(form, 'submit');
    expect(submits[0]?.values).to.include({city: 'Leeds'});
  });

  it('gives up what takes too long when its signal says so', async () => {
    const {element} = await checkout('');
    klarna.next('authorize', 'never');
    const caller = new old.AbortController();
    const asked = element.authorize({}, {signal: caller.signal});
    caller.abort();
    const fault = await asked.catch((error: unknown) => error);
    expect(fault).to.include({code: 'aborted'});
  });
});
