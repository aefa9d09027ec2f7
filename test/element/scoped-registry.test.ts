import {expect, waitUntil} from '@open-wc/testing';
import type {KlarnaPaymentsElement} from '../../src/element.js';
import {untilStatus} from '../support/checkout.js';
import {recordSubmits, type CheckoutForm} from '../support/checkout-form.js';
import {correction} from '../support/corrections.js';
import type {FakeKlarna} from '../support/fake-klarna.js';

/** A page that loads the polyfill before anything else. */
interface PolyfilledPage extends Window {
  klarna: FakeKlarna;
  forms: HTMLFormElement[];
}

const markup = `<form>
  <input name="city" autocomplete="address-level2" value="London">
  <klarna-payments name="klarna"></klarna-payments>
  <button>Place order</button>
</form>`;

const page = `<!doctype html>
  <script src="/node_modules/@webcomponents/scoped-custom-element-registry/scoped-custom-element-registry.min.js"></script>
  ${markup}
  <script type="module">
    import {KlarnaPaymentsElement} from '/src/index.ts';
    import {fakeToken, installFakeKlarna} from '/test/support/fake-klarna.ts';
    window.klarna = installFakeKlarna();
    const registry = new CustomElementRegistry();
    KlarnaPaymentsElement.define('klarna-payments', registry);
    const host = document.body.appendChild(document.createElement('div'));
    const root = host.attachShadow({mode: 'open', customElements: registry});
    root.innerHTML = ${JSON.stringify(markup)};
    window.forms = [document, root].map((scope, index) => {
      Object.assign(scope.querySelector('klarna-payments'), {
        clientToken: fakeToken('s' + index),
        categories: [{identifier: 'klarna', name: 'Klarna'}],
      });
      return scope.querySelector('form');
    });
  </script>`;

describe('16. a page with a polyfill of scoped registries', () => {
  let frame: HTMLIFrameElement;
  let polyfilled: PolyfilledPage;

  before(async () => {
    frame = document.createElement('iframe');
    frame.srcdoc = page;
    const loaded = new Promise((resolve) => {
      frame.addEventListener('load', resolve);
    });
    document.body.append(frame);
    await loaded;
    polyfilled = frame.contentWindow as unknown as PolyfilledPage;
  });

  after(() => frame.remove());

  function checkoutIn(index: number): Omit<CheckoutForm, 'submits'> {
    const form = polyfilled.forms[index]!;
    const element = form.querySelector<KlarnaPaymentsElement>('[name=klarna]')!;
    return {form, element, button: form.querySelector('button')!};
  }

  for (const [index, where] of ['the document', 'a scope'].entries()) {
    it(`pays and corrects in ${where}`, async () => {
      const {form, element, button} = checkoutIn(index);
      const submits = recordSubmits(form);
      await untilStatus(element, 'ready');
      polyfilled.klarna.next('authorize', correction('billing_address.city'));
      button.click();
      const town = form.querySelector('input')!;
      await waitUntil(() => town.validationMessage);
      expect(submits).to.deep.equal([]);
      town.value = 'Oslo';
      button.click();
      await waitUntil(() => submits.length);
      expect(submits[0]?.values).to.deep.equal({
        city: 'Oslo',
        klarna_authorization_token: `authorized-s${index}`,
        klarna_category: 'klarna',
        klarna_customer_details: '{"billing_address":{"city":"Oslo"}}',
      });
    });
  }
});
