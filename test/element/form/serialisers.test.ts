import {expect, fixture, html, oneEvent, waitUntil} from '@open-wc/testing';
import {unsafeHTML} from 'lit/directives/unsafe-html.js';
import type {KlarnaPaymentsElement} from '../../../src/element.js';
import {sessionAnswer, settled, untilStatus} from '../../support/checkout.js';
import {
  authorizedForm,
  city,
  entries,
  fieldOf,
  readyForm,
  type,
} from '../../support/checkout-form.js';
import {installFakeKlarna, type FakeKlarna} from '../../support/fake-klarna.js';
import {loadScript} from '../../support/shopper.js';

interface Serialised {
  serialize(): string;
  on(type: string, listener: (event: Event) => unknown): void;
  trigger(type: string): void;
}

declare global {
  interface Window {
    $?: (element: Element) => Serialised;
    htmx?: {process(element: Element): void};
  }
}

describe('6: who reads the controls of a form', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  const values = {
    city: 'London',
    klarna_authorization_token: 'authorized-s1',
    klarna_category: 'pay_later',
    klarna_customer_details: '{"billing_address":{"city":"London"}}',
  };

  /** What is there, where it is to be found, and that it is there once. */
  function inputsIn({form}: {form: HTMLFormElement}): string[] {
    const inputs = [
      ...form.querySelectorAll<HTMLInputElement>('[type=hidden]'),
    ];
    for (const input of inputs) {
      expect(input.parentElement?.localName).to.equal('klarna-payments');
      expect(input.getAttribute('autocomplete')).to.equal('off');
    }
    return inputs.map(({name}) => name);
  }

  describe('finds hidden inputs', () => {
    it('only while there is an authorization', async () => {
      const checkout = await readyForm(city);
      const {form, element} = checkout;
      expect(inputsIn(checkout)).to.deep.equal([]);
      let heard: string[] = [];
      element.addEventListener('klarna-authorized', () => {
        heard = inputsIn(checkout);
      });
      await element.authorize();
      expect(heard).to.deep.equal(entries);
      expect(inputsIn(checkout)).to.deep.equal(entries);
      expect([...new FormData(form).keys()].toSorted()).to.deep.equal([
        'city',
        ...entries,
      ]);
    });

    const ends: Record<
      string,
      (
        checkout: Awaited<ReturnType<typeof authorizedForm>>,
      ) => Promise<unknown> | void
    > = {
      'an edit': ({form}) => type(fieldOf(form, 'city'), 'Paris'),
      'a click, after script has written': ({form}) => {
        fieldOf(form, 'city').value = 'Paris';
        document.body.click();
      },
      'a submit, after script has written': ({form}) => {
        fieldOf(form, 'city').value = 'Paris';
        form.dispatchEvent(new SubmitEvent('submit', {cancelable: true}));
      },
      'a reset': ({form}) => form.reset(),
      'a new session': ({element}) => element.refresh(),
      'being disabled': async ({element}) => {
        element.disabled = true;
        await element.updateComplete;
      },
      'losing its name': async ({element}) => {
        element.name = '';
        await element.updateComplete;
      },
      'the page coming back from the cache': () => {
        dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));
      },
      'the element leaving': ({element}) => element.remove(),
    };

    for (const [what, end] of Object.entries(ends)) {
      it(`until ${what}`, async () => {
        const checkout = await authorizedForm(city);
        await end(checkout);
        expect(inputsIn(checkout)).to.deep.equal([]);
        expect(checkout.element.querySelector('[type=hidden]')).to.equal(null);
      });
    }

    it('again after a page has taken them away', async () => {
      const checkout = await authorizedForm(city);
      checkout.element.querySelector('[type=hidden]')!.remove();
      document.body.click();
      expect(inputsIn(checkout)).to.deep.equal(entries);
    });

    it('but none in a copy of the element', async () => {
      const {form} = await authorizedForm(city);
      const copy = form.cloneNode(true) as HTMLFormElement;
      form.after(copy);
      expect(copy.querySelectorAll('[type=hidden]')).to.have.length(0);
      copy.remove();
    });

    it('in the form that the element names', async () => {
      const {form, element} = await readyForm(city);
      form.id = 'named';
      form.after(element);
      element.setAttribute('form', 'named');
      await untilStatus(element, 'ready');
      await element.authorize();
      const names = [...form.elements].map((it) => it.getAttribute('name'));
      expect(names).to.include.members(entries);
      element.remove();
    });
  });

  it('as jQuery’s serialize() has them', async () => {
    await loadScript('jquery/dist/jquery.js');
    const {form, button} = await readyForm(city);
    const sent: Record<string, string>[] = [];
    window.$!(form).on('submit', (event) => {
      event.preventDefault();
      sent.push(
        Object.fromEntries(new URLSearchParams(window.$!(form).serialize())),
      );
    });
    button.click();
    await oneEvent(form, 'submit');
    await settled();
    expect(sent).to.deep.equal([values]);
  });

  for (const version of ['htmx1', 'htmx2']) {
    it(`as ${version} has them with hx-post`, async () => {
      await loadScript(`${version}/dist/htmx.js`);
      const form = await fixture<HTMLFormElement>(html`
        <form hx-post="/order" hx-swap="none">
          ${city}
          ${unsafeHTML('<klarna-payments name="klarna"></klarna-payments>')}
          <button>Place order</button>
        </form>
      `);
      const element =
        form.querySelector<KlarnaPaymentsElement>('klarna-payments')!;
      element.fetchSession = async () => sessionAnswer();
      const sent: unknown[] = [];
      form.addEventListener('htmx:configRequest', (event) => {
        const {parameters} = (event as CustomEvent).detail as {
          parameters: FormData | Record<string, string>;
        };
        event.preventDefault();
        sent.push(
          parameters instanceof FormData
            ? Object.fromEntries(parameters)
            : {...parameters},
        );
      });
      await untilStatus(element, 'ready');
      window.htmx!.process(form);
      form.querySelector('button')!.click();
      await waitUntil(() => sent.length);
      await settled();
      expect(sent).to.deep.equal([values]);
      expect(klarna.of('authorize')).to.have.length(1);
    });
  }

  describe('11: form.submit()', () => {
    let said: string[];
    const {warn} = console;

    beforeEach(() => {
      said = [];
      console.warn = (...words: unknown[]) => said.push(words.join(' '));
    });

    afterEach(() => {
      console.warn = warn;
    });

    async function framedForm() {
      const checkout = await readyForm(city);
      await fixture(html`<iframe name="receiver" title="Receiver"></iframe>`);
      const {form} = checkout;
      form.target = 'receiver';
      form.action = '/package.json';
      form.method = 'post';
      const sent: Record<string, unknown>[] = [];
      form.addEventListener('formdata', ({formData}) => {
        sent.push(Object.fromEntries(formData));
      });
      return {...checkout, sent};
    }

    it('without an authorization is said on the console, once', async () => {
      const {form, sent} = await framedForm();
      form.submit();
      form.submit();
      expect(sent).to.deep.equal([{city: 'London'}, {city: 'London'}]);
      expect(said).to.have.length(1);
      expect(said[0]).to.include('requestSubmit');
    });

    it('is said whatever the fields are named', async () => {
      const {form} = await framedForm();
      const field = document.createElement('input');
      field.name = 'submit';
      form.append(field);
      HTMLFormElement.prototype.submit.call(form);
      expect(said).to.have.length(1);
    });

    it('with one sends it, and nothing is said', async () => {
      const {form, element, sent} = await framedForm();
      await element.authorize();
      form.submit();
      expect(sent).to.deep.equal([values]);
      expect(said).to.deep.equal([]);
    });

    it('is nothing to talk about where the element takes no part', async () => {
      const {form, element} = await framedForm();
      element.disabled = true;
      form.submit();
      element.disabled = false;
      element.name = '';
      form.submit();
      expect(said).to.deep.equal([]);
    });

    it('is not what new FormData(form) is', async () => {
      const {form} = await framedForm();
      new FormData(form);
      expect(said).to.deep.equal([]);
    });

    it('10: by a listener of klarna-authorized is the only submit', async () => {
      const {form, element, button, sent, submits} = await framedForm();
      element.addEventListener('klarna-authorized', () => form.submit());
      button.click();
      await oneEvent(element, 'klarna-authorized');
      await settled();
      expect(sent).to.deep.equal([values]);
      expect(submits).to.deep.equal([]);
    });
  });
});
