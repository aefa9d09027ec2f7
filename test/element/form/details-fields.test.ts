import {expect, html} from '@open-wc/testing';
import {givenDetails, readyForm} from '../../support/checkout-form.js';
import {installFakeKlarna, type FakeKlarna} from '../../support/fake-klarna.js';

describe('details from the form, field by field,', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  const given = (...args: Parameters<typeof readyForm>) =>
    givenDetails(klarna, ...args);

  describe('come from', () => {
    it('a select', async () => {
      expect(
        await given(html`
          <select autocomplete="country">
            <option value="">Choose</option>
            <option value="gb" selected>United Kingdom</option>
          </select>
          <select autocomplete="shipping country">
            <option value="">Choose</option>
            <option value="se">Sweden</option>
          </select>
        `),
      ).to.deep.equal({billing_address: {country: 'GB'}});
    });

    it('a street of several lines', async () => {
      expect(
        await given(
          html`<textarea autocomplete="street-address">
12 St James’s Square
  2nd floor  

c/o Babbage</textarea>`,
        ),
      ).to.deep.equal({
        billing_address: {
          street_address: '12 St James’s Square',
          street_address2: '2nd floor, c/o Babbage',
        },
      });
    });

    for (const order of ['before', 'after']) {
      it(`a second line of its own, ${order} the street`, async () => {
        const line = html`<input
          autocomplete="address-line2"
          value="2nd floor"
        />`;
        expect(
          await given(
            html`${order === 'before' ? line : ''}
              <input autocomplete="address-line1" value="12 St James’s" />
              ${order === 'after' ? line : ''}`,
          ),
        ).to.deep.equal({
          billing_address: {
            street_address: '12 St James’s',
            street_address2: '2nd floor',
          },
        });
      });
    }

    for (const [autocomplete, expected] of Object.entries({
      'section- shipping tel': {shipping_address: {phone: '1'}},
      'section-shipping tel': {billing_address: {phone: '1'}},
      ' SHIPPING\n work  tel\twebauthn ': {shipping_address: {phone: '1'}},
      'billing home tel': {billing_address: {phone: '1'}},
      shippingtel: {},
      'tel shipping': {},
    })) {
      it(`one with ${JSON.stringify(autocomplete)}, word by word`, async () => {
        expect(
          await given(html`<input autocomplete=${autocomplete} value="1" />`),
        ).to.deep.equal(expected);
      });
    }

    it('the chosen one of several radio buttons or boxes', async () => {
      expect(
        await given(html`
          <input
            type="radio"
            name="t"
            autocomplete="honorific-prefix"
            value="Mr"
          />
          <input
            type="radio"
            name="t"
            autocomplete="honorific-prefix"
            value="Ms"
            checked
          />
          <input
            type="radio"
            name="t"
            autocomplete="honorific-prefix"
            value="Mx"
          />
          <input
            type="checkbox"
            autocomplete="organization"
            value="Engines Ltd"
          />
          <input
            type="checkbox"
            autocomplete="shipping organization"
            value="Engines Ltd"
            checked
          />
        `),
      ).to.deep.equal({
        billing_address: {title: 'Ms'},
        shipping_address: {organization_name: 'Engines Ltd'},
      });
    });

    it('a hidden one and a read-only one', async () => {
      expect(
        await given(html`
          <input type="hidden" autocomplete="country" value="GB" />
          <input readonly autocomplete="email" value="ada@x.example" />
        `),
      ).to.deep.equal({
        billing_address: {country: 'GB', email: 'ada@x.example'},
      });
    });

    it('one outside of the form that is tied to it', async () => {
      const {form, element} = await readyForm();
      form.id = 'checkout';
      const field = document.createElement('input');
      field.setAttribute('form', 'checkout');
      field.autocomplete = 'email';
      field.value = 'ada@x.example';
      form.after(field);
      await element.authorize();
      expect(klarna.of('authorize')[0]?.data).to.deep.equal({
        billing_address: {email: 'ada@x.example'},
      });
    });

    it('but not one inside that is tied to another form', async () => {
      expect(
        await given(
          html`<input
            form="else"
            autocomplete="email"
            value="eve@x.example"
          />`,
        ),
      ).to.deep.equal({});
    });

    it('but not a disabled one, nor one in a disabled fieldset', async () => {
      expect(
        await given(html`
          <input autocomplete="given-name" value="Ada" />
          <input autocomplete="email" value="ada@x.example" disabled />
          <fieldset disabled>
            <input autocomplete="shipping given-name" value="Charles" />
          </fieldset>
        `),
      ).to.deep.equal({billing_address: {given_name: 'Ada'}});
    });

    it('but not an empty one', async () => {
      expect(
        await given(html`
          <input autocomplete="given-name" value="   " />
          <input autocomplete="email" value="" />
          <textarea autocomplete="street-address"> </textarea>
          <input type="date" autocomplete="bday" />
        `),
      ).to.deep.equal({});
    });

    it('lines of their own only where a street may have them', async () => {
      expect(
        await given(
          html`<textarea autocomplete="organization">
Engines Ltd
Difference Dept.</textarea>`,
        ),
      ).not.to.have.nested.property('billing_address.street_address2');
    });
  });
});
