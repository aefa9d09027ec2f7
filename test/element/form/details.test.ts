import {expect, html} from '@open-wc/testing';
import {givenDetails, readyForm} from '../../support/checkout-form.js';
import {installFakeKlarna, type FakeKlarna} from '../../support/fake-klarna.js';

describe('details from the form', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  const given = (...args: Parameters<typeof readyForm>) =>
    givenDetails(klarna, ...args);

  describe('by its autocomplete', () => {
    const members = {
      'given-name': 'given_name',
      'family-name': 'family_name',
      email: 'email',
      tel: 'phone',
      organization: 'organization_name',
      'street-address': 'street_address',
      'address-line1': 'street_address',
      'address-line2': 'street_address2',
      'postal-code': 'postal_code',
      'address-level2': 'city',
      'address-level1': 'region',
      country: 'country',
      'honorific-prefix': 'title',
    };

    for (const [name, member] of Object.entries(members)) {
      it(`${name} is the ${member} of the billing address`, async () => {
        expect(
          await given(html`<input autocomplete=${name} value="XY" />`),
        ).to.deep.equal({billing_address: {[member]: 'XY'}});
      });
    }

    it('every field of one form is in one address', async () => {
      const names = Object.keys(members).filter((it) => it !== 'address-line1');
      expect(
        await given(
          html`${names.map(
            (name) =>
              html`<input autocomplete="billing ${name}" .value=${name} />`,
          )}`,
        ),
      ).to.deep.equal({
        billing_address: {
          given_name: 'given-name',
          family_name: 'family-name',
          email: 'email',
          phone: 'tel',
          organization_name: 'organization',
          street_address: 'street-address',
          street_address2: 'address-line2',
          postal_code: 'postal-code',
          city: 'address-level2',
          region: 'address-level1',
          country: 'COUNTRY',
          title: 'honorific-prefix',
        },
      });
    });

    it('bday is the customer’s date of birth, from a date field too', async () => {
      expect(
        await given(
          html`<input type="date" autocomplete="bday" value="1815-12-10" />`,
        ),
      ).to.deep.equal({customer: {date_of_birth: '1815-12-10'}});
    });

    it('the words billing and shipping say which address', async () => {
      expect(
        await given(html`
          <input autocomplete="billing given-name" value="Ada" />
          <input autocomplete="shipping given-name" value="Charles" />
          <input autocomplete="family-name" value="Lovelace" />
          <input autocomplete="shipping bday" value="1791-12-26" />
        `),
      ).to.deep.equal({
        billing_address: {given_name: 'Ada', family_name: 'Lovelace'},
        shipping_address: {given_name: 'Charles'},
        customer: {date_of_birth: '1791-12-26'},
      });
    });

    it('of several the same, the first that is filled', async () => {
      expect(
        await given(html`
          <input autocomplete="email" />
          <input autocomplete="billing email" value="first@x.example" />
          <input autocomplete="billing email" value="second@x.example" />
        `),
      ).to.deep.equal({billing_address: {email: 'first@x.example'}});
    });

    for (const kind of ['home', 'work', 'mobile', 'fax', 'pager']) {
      it(`may have the word ${kind} in it`, async () => {
        expect(
          await given(
            html`<input autocomplete="shipping ${kind} tel" value="+44" />`,
          ),
        ).to.deep.equal({shipping_address: {phone: '+44'}});
      });
    }

    it('may have webauthn at its end', async () => {
      expect(
        await given(
          html`<input autocomplete="email webauthn" value="ada@x.example" />`,
        ),
      ).to.deep.equal({billing_address: {email: 'ada@x.example'}});
    });

    it('may be written in any case and with any space', async () => {
      expect(
        await given(
          html`<input autocomplete="  Shipping   POSTAL-CODE " value="SW1Y" />`,
        ),
      ).to.deep.equal({shipping_address: {postal_code: 'SW1Y'}});
    });

    it('is left alone when it names something else, or nothing', async () => {
      expect(
        await given(html`
          <input value="nothing" />
          <input autocomplete="" value="empty" />
          <input autocomplete="off" value="off" />
          <input autocomplete="on" value="on" />
          <input autocomplete="billing" value="billing" />
          <input autocomplete="given-name billing" value="wrong order" />
          <input autocomplete="cc-number" value="4111111111111111" />
          <input autocomplete="new-password" value="secret" />
          <input autocomplete="constructor" value="a prototype's" />
        `),
      ).to.deep.equal({});
    });

    it('is left alone when it is a word of JavaScript', async () => {
      expect(
        await given(html`
          <input autocomplete="constructor" value="constructor" />
          <input autocomplete="__proto__" value="proto" />
        `),
      ).to.deep.equal({});
    });
  });

  describe('in sections', () => {
    it('come from the first that has such an address', async () => {
      expect(
        await given(html`
          <input autocomplete="section-a billing given-name" value="Ada" />
          <input autocomplete="section-a billing postal-code" value="SW1Y" />
          <input autocomplete="section-b billing given-name" value="Bea" />
          <input autocomplete="section-b billing address-level2" value="Bonn" />
          <input autocomplete="section-b shipping given-name" value="Cy" />
          <input autocomplete="section-c shipping given-name" value="Dee" />
        `),
      ).to.deep.equal({
        billing_address: {given_name: 'Ada', postal_code: 'SW1Y'},
        shipping_address: {given_name: 'Cy'},
      });
    });

    it('go with an e-mail address and a phone outside of them', async () => {
      expect(
        await given(html`
          <input autocomplete="email" value="ada@x.example" />
          <input autocomplete="section-a billing given-name" value="Ada" />
          <input autocomplete="tel" value="+44" />
        `),
      ).to.deep.equal({
        billing_address: {
          email: 'ada@x.example',
          given_name: 'Ada',
          phone: '+44',
        },
      });
    });

    it('do not mix with fields outside of them', async () => {
      expect(
        await given(html`
          <input autocomplete="given-name" value="Ada" />
          <input autocomplete="section-gift given-name" value="Charles" />
        `),
      ).to.deep.equal({billing_address: {given_name: 'Ada'}});
    });

    it('come together with what stands outside of any section', async () => {
      expect(
        await given(html`
          <input autocomplete="email" value="ada@x.example" />
          <input autocomplete="section-a billing given-name" value="Ada" />
          <input autocomplete="section-a billing postal-code" value="SW1Y" />
        `),
      ).to.deep.equal({
        billing_address: {
          email: 'ada@x.example',
          given_name: 'Ada',
          postal_code: 'SW1Y',
        },
      });
    });
  });
});
