import {expect, html, waitUntil} from '@open-wc/testing';
import {settled, untilStatus} from '../../support/checkout.js';
import {
  entries,
  fieldOf,
  readyForm,
  type,
  type CheckoutForm,
} from '../../support/checkout-form.js';
import {installFakeKlarna, type FakeKlarna} from '../../support/fake-klarna.js';
import {loadScript, shownBy} from '../../support/shopper.js';

/** What happens to the field of an address. */
const happenings = {
  'field disabled': (form: HTMLFormElement) => {
    fieldOf(form, 'city').disabled = true;
  },
  'field read-only': (form: HTMLFormElement) => {
    fieldOf(form, 'city').readOnly = true;
  },
  'field hidden': (form: HTMLFormElement) => {
    fieldOf(form, 'city').style.display = 'none';
  },
  'field removed': (form: HTMLFormElement) => {
    fieldOf(form, 'city').remove();
  },
  'field replaced': (form: HTMLFormElement) => {
    const field = fieldOf(form, 'city');
    const other = field.cloneNode() as HTMLInputElement;
    other.value = field.value;
    field.replaceWith(other);
  },
  'rewritten on submit': (form: HTMLFormElement) => {
    EventTarget.prototype.addEventListener.call(
      form,
      'submit',
      () => {
        fieldOf(form, 'city').value = 'LONDON, UK';
      },
      true,
    );
  },
  'edited by the shopper': (form: HTMLFormElement) => {
    type(fieldOf(form, 'city'), 'Paris');
  },
  'edited by script before submit': (form: HTMLFormElement) => {
    fieldOf(form, 'city').value = 'Paris';
  },
} satisfies Record<string, (form: HTMLFormElement) => void>;

type Happening = keyof typeof happenings;

/** When it happens: before Klarna is asked, meanwhile, after its approval. */
type Moment = 'before' | 'during' | 'after';

interface Expectation {
  /** The cities that Klarna is asked to authorize, one for each click. */
  asked: readonly (string | undefined)[];
  /** What is sent in the end, besides the authorization. */
  city: string | undefined;
  /** Whether the shopper has to confirm once more. */
  again?: true;
}

const kept: Expectation = {asked: ['London'], city: 'London'};
const leftOut: Expectation = {asked: ['London'], city: undefined};
const fresh: Expectation = {asked: ['Paris'], city: 'Paris'};
const confirmed: Expectation = {
  asked: ['London', 'Paris'],
  city: 'Paris',
  again: true,
};
const rewritten: Expectation = {asked: ['London'], city: 'LONDON, UK'};

/** The contract, cell by cell. */
const table: Record<Happening, Record<Moment, Expectation>> = {
  'field disabled': {
    before: {asked: [undefined], city: undefined},
    during: leftOut,
    after: leftOut,
  },
  'field read-only': {before: kept, during: kept, after: kept},
  'field hidden': {before: kept, during: kept, after: kept},
  'field removed': {
    before: {asked: [undefined], city: undefined},
    during: leftOut,
    after: leftOut,
  },
  'field replaced': {before: kept, during: kept, after: kept},
  'rewritten on submit': {
    before: rewritten,
    during: rewritten,
    after: rewritten,
  },
  'edited by the shopper': {
    before: fresh,
    during: confirmed,
    after: {asked: ['London', 'Paris'], city: 'Paris'},
  },
  'edited by script before submit': {
    before: fresh,
    during: confirmed,
    after: {asked: ['London', 'Paris'], city: 'Paris'},
  },
};

/** How the page sends its form: what has arrived, form by form. */
const senders = {
  'native form': async (form: HTMLFormElement) => {
    const sent: Record<string, unknown>[] = [];
    const frame = document.createElement('iframe');
    Object.assign(frame, {name: 'receiver', title: 'Receiver'});
    form.after(frame);
    form.setAttribute('method', 'post');
    form.setAttribute('action', '/package.json');
    form.setAttribute('target', 'receiver');
    form.addEventListener('formdata', ({formData}) => {
      sent.push(Object.fromEntries(formData));
    });
    return sent;
  },
  'FormData by script': async (form: HTMLFormElement) => {
    const sent: Record<string, unknown>[] = [];
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void settled(1).then(() =>
        sent.push(Object.fromEntries(new FormData(form))),
      );
    });
    return sent;
  },
  jQuery: async (form: HTMLFormElement) => {
    const sent: Record<string, unknown>[] = [];
    await loadScript('jquery/dist/jquery.js');
    window.$!(form).on('submit', (event) => {
      event.preventDefault();
      sent.push(
        Object.fromEntries(new URLSearchParams(window.$!(form).serialize())),
      );
    });
    return sent;
  },
} satisfies Record<
  string,
  (form: HTMLFormElement) => Promise<Record<string, unknown>[]>
>;

describe('what becomes of an approval', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  const field = html`<input
    name="city"
    autocomplete="address-level2"
    value="London"
  />`;

  /** A form without the listener that tests have for submits. */
  async function pageOf(sender: keyof typeof senders) {
    const checkout = await readyForm(field);
    const page = checkout.form.cloneNode() as HTMLFormElement;
    checkout.form.after(page);
    page.append(...checkout.form.children);
    await untilStatus(checkout.element, 'ready');
    return {...checkout, form: page, sent: await senders[sender](page)};
  }

  /** Clicks, and has it happen at that moment. */
  async function order(
    {element, button}: CheckoutForm,
    moment: Moment,
    happen: () => void,
  ): Promise<void> {
    if (moment === 'before') happen();
    if (moment === 'after') {
      await element.authorize();
      happen();
      button.click();
    } else {
      const asked = klarna.of('authorize').length;
      button.click();
      expect(klarna.of('authorize')).to.have.length(asked + 1);
      if (moment === 'during') happen();
    }
  }

  for (const sender of Object.keys(senders) as (keyof typeof senders)[]) {
    describe(`with ${sender}`, () => {
      for (const happening of Object.keys(table) as Happening[]) {
        for (const moment of ['before', 'during', 'after'] as const) {
          const {asked, city, again} = table[happening][moment];
          it(`${happening} ${moment} the authorization: ${
            again
              ? 'confirmed again'
              : asked.length > 1
                ? 'authorized again'
                : 'sent'
          }`, async () => {
            const page = await pageOf(sender);
            const {form, element, button, sent} = page;
            const happen = () => happenings[happening](form);
            await order(page, moment, happen);
            const isOver = () => sent.length || /again/.test(shownBy(element));
            await waitUntil(isOver);
            if (again) {
              expect(sent, 'nothing is sent').to.deep.equal([]);
              expect(shownBy(element)).to.match(/again/);
              button.click();
              await waitUntil(() => sent.length);
            }
            // Nothing is to come after it.
            await settled();
            expect(
              klarna.of('authorize').map(({data}) => cityIn(data)),
            ).to.deep.equal(asked);
            expect(sent).to.have.length(1);
            expect(sent[0]?.['city']).to.equal(city);
            expect(Object.keys(sent[0]!)).to.include.members(entries);
            const details = sent[0]!['klarna_customer_details'] as string;
            expect(cityIn(JSON.parse(details))).to.equal(asked.at(-1));
          });
        }
      }
    });
  }

  function cityIn(details: object): string | undefined {
    return (details as {billing_address?: {city?: string}}).billing_address
      ?.city;
  }
});
