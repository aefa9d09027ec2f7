import {expect, html, oneEvent} from '@open-wc/testing';
import {recordEvents} from '../../support/checkout.js';
import {fieldOf, givenDetails, readyForm} from '../../support/checkout-form.js';
import {installFakeKlarna, type FakeKlarna} from '../../support/fake-klarna.js';

describe('details from the form, once they are read,', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  const given = (...args: Parameters<typeof readyForm>) =>
    givenDetails(klarna, ...args);

  describe('normalised once', () => {
    const fields = html`
      <input autocomplete="given-name" value="  Ada  Zoë " />
      <input autocomplete="postal-code" value="sw1y 4le" />
      <input autocomplete="country" value=" gb " />
      <input autocomplete="shipping country" value="se" />
    `;
    const details = {
      billing_address: {
        given_name: 'Ada  Zoë',
        postal_code: 'sw1y 4le',
        country: 'GB',
      },
      shipping_address: {country: 'SE'},
    };

    it('are trimmed, and countries are in upper case', async () => {
      expect(await given(fields)).to.deep.equal(details);
    });

    it('are the same bytes for Klarna, events, result and form', async () => {
      const {form, element, button, submits} = await readyForm(fields);
      const events = recordEvents(element);
      const resubmitted = oneEvent(form, 'submit');
      button.click();
      const result = await element.authorize();
      await resubmitted;
      const told = events
        .filter(({type}) => /authorize/.test(type))
        .map(({detail}) => detail.customerDetails as unknown);
      expect(told).to.have.length(2);
      const bytes = [
        ...told,
        result.customerDetails,
        klarna.of('authorize')[0]?.data,
      ].map((it) => JSON.stringify(it));
      bytes.push(submits[0]!.values['klarna_customer_details']!);
      expect([...new Set(bytes)]).to.deep.equal([JSON.stringify(details)]);
    });

    it('leave what the shopper sees as it was typed', async () => {
      const {form, element} = await readyForm(
        html`<input name="country" autocomplete="country" value=" gb " />`,
      );
      await element.authorize();
      expect(fieldOf(form, 'country').value).to.equal(' gb ');
    });
  });

  describe('among the other details', () => {
    const fields = html`
      <input autocomplete="given-name" value="Form" />
      <input autocomplete="family-name" value="Form" />
      <input autocomplete="address-level2" value="Form" />
      <input autocomplete="address-level1" value="Form" />
    `;

    it('come first: property, argument and listeners win over them', async () => {
      const {element} = await readyForm(fields, {
        customerDetails: () => ({
          billing_address: {
            family_name: 'Property',
            city: 'Property',
            region: 'Property',
          },
        }),
      });
      element.addEventListener('klarna-authorize', (event) => {
        event.respondWith({billing_address: {region: 'Listener'}});
      });
      await element.authorize({
        billing_address: {city: 'Argument', region: 'Argument'},
      });
      expect(klarna.of('authorize')[0]?.data).to.deep.equal({
        billing_address: {
          given_name: 'Form',
          family_name: 'Property',
          city: 'Argument',
          region: 'Listener',
        },
      });
    });

    it('are left out with without-form-details', async () => {
      expect(
        await given(fields, {
          withoutFormDetails: true,
          customerDetails: {billing_address: {city: 'Property'}},
        }),
      ).to.deep.equal({billing_address: {city: 'Property'}});
    });

    it('are left out with the attribute as well', async () => {
      const {element} = await readyForm(fields);
      element.setAttribute('without-form-details', '');
      await element.authorize();
      expect(klarna.of('authorize')[0]?.data).to.deep.equal({});
    });

    it('are never given to Klarna before authorize', async () => {
      await given(fields);
      expect(JSON.stringify(klarna.of('load'))).not.to.include('Form');
    });

    it('are what stands in the fields at each authorize', async () => {
      const {form, element} = await readyForm(
        html`<input
          name="city"
          autocomplete="address-level2"
          value="London"
        />`,
      );
      await element.authorize();
      fieldOf(form, 'city').value = 'Paris';
      await element.authorize();
      expect(klarna.of('authorize').map(({data}) => data)).to.deep.equal([
        {billing_address: {city: 'London'}},
        {billing_address: {city: 'Paris'}},
      ]);
    });

    it('are read for finalize and reauthorize too', async () => {
      const {form, element} = await readyForm(
        html`<input
          name="city"
          autocomplete="address-level2"
          value="London"
        />`,
        {manualFinalize: true},
      );
      await element.authorize();
      fieldOf(form, 'city').value = 'Paris';
      await element.finalize();
      await element.reauthorize();
      expect(klarna.of('finalize')[0]?.data).to.deep.equal({
        billing_address: {city: 'Paris'},
      });
      expect(klarna.of('reauthorize')[0]?.data).to.deep.equal({
        billing_address: {city: 'Paris'},
      });
    });
  });
});
