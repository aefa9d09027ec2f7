import {expect, fixture, html, waitUntil} from '@open-wc/testing';
import {
  readyElement,
  settled,
  untilStatus,
  watchExceptions,
} from '../../support/checkout.js';
import {readyForm} from '../../support/checkout-form.js';
import {installFakeKlarna, type FakeKlarna} from '../../support/fake-klarna.js';

const details = {billing_address: {given_name: 'Ada'}};

describe('an event of forms that nobody expects', () => {
  let klarna: FakeKlarna;
  let watch: ReturnType<typeof watchExceptions>;

  beforeEach(() => {
    klarna = installFakeKlarna();
    watch = watchExceptions();
  });

  afterEach(() => {
    watch.end();
    klarna.uninstall();
  });

  describe('when customerDetails reads another form with FormData', () => {
    async function other() {
      return fixture<HTMLFormElement>(
        html`<form><input name="email" value="a@example.com" /></form>`,
      );
    }
    const read = (form: HTMLFormElement) => () => ({
      billing_address: {email: new FormData(form).get('email') as string},
    });

    it('keeps the token', async () => {
      const address = await other();
      const element = await readyElement({customerDetails: read(address)});
      const result = await element.authorize();
      expect(result.outcome).to.equal('authorized');
      expect(element.authorizationToken).to.equal('authorized-s1');
      expect(element.status).to.equal('authorized');
    });

    it('places the order', async () => {
      const address = await other();
      const {button, submits} = await readyForm('', {
        customerDetails: read(address),
      });
      button.click();
      await waitUntil(() => klarna.of('authorize').length > 0);
      await settled(100);
      expect(submits).to.have.length(1);
    });

    it('keeps the token when the page reads that form later', async () => {
      const address = await other();
      const element = await readyElement({customerDetails: details});
      await element.authorize();
      new FormData(address);
      expect(element.authorizationToken).to.equal('authorized-s1');
    });
  });

  describe('when the page dispatches it on the form itself', () => {
    for (const name of ['input', 'change']) {
      it(`${name} throws nothing`, async () => {
        const {form, element} = await readyForm('', {customerDetails: details});
        await element.authorize();
        form.dispatchEvent(new Event(name, {bubbles: true}));
        expect(watch.exceptions).to.deep.equal([]);
      });

      it(`${name} has the details looked at again`, async () => {
        const {form, element} = await readyForm(
          html`<input
            name="city"
            autocomplete="address-level2"
            value="Rome"
          />`,
        );
        await element.authorize();
        (form.elements.namedItem('city') as HTMLInputElement).value = 'Oslo';
        form.dispatchEvent(new Event(name, {bubbles: true}));
        expect(element.status).to.equal('ready');
      });
    }
  });

  describe('when a listener before ours changes a field at submit', () => {
    it('has Klarna asked once for one click', async () => {
      let count = 0;
      const {form, button} = await readyForm(
        html`<input name="city" autocomplete="address-level2" value="Rome" />`,
      );
      const change = () => {
        const field = form.elements.namedItem('city') as HTMLInputElement;
        if (count < 5) field.value = `Rome ${count++}`;
      };
      // Before ours, as one from before the element.
      const root = document.createElement('div');
      form.parentElement!.append(root);
      window.addEventListener('submit', change, true);
      root.append(form);
      await settled(50);
      await untilStatus(form.querySelector('klarna-payments')!, 'ready');
      button.click();
      await settled(200);
      window.removeEventListener('submit', change, true);
      expect(klarna.of('authorize')).to.have.length(1);
    });
  });
});
