import {expect, fixture, html, waitUntil} from '@open-wc/testing';
import type {KlarnaPaymentsElement} from '../../../src/element.js';
import {loadMessages} from '../../../src/element/language/language.js';
import {english} from '../../../src/element/language/messages.js';
import {readyElement, sessionAnswer, settled} from '../../support/checkout.js';
import {needs} from '../../support/engine.js';
import {installFakeKlarna, type FakeKlarna} from '../../support/fake-klarna.js';

const languages = 'cs da de el es fi fr hu it nb nl pl pt ro sk sv'.split(' ');

/** Members of Klarna's details that a correction can name. */
const fields = [
  'given_name',
  'family_name',
  'email',
  'phone',
  'street_address',
  'street_address2',
  'postal_code',
  'city',
  'region',
  'country',
  'title',
  'organization_name',
  'date_of_birth',
  'national_identification_number',
];

describe('language', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
    document.documentElement.lang = 'en';
  });

  // The page loads each dictionary once, so this has to come first.
  it('loads no dictionary on an English page, and one on a Danish', async () => {
    document.documentElement.lang = 'en-GB';
    const element = await readyElement();
    expect(textOf(element)).to.equal(english.ready);
    expect(loadedDictionaries()).to.deep.equal([]);

    document.documentElement.lang = 'da';
    await shows(element, 'Klarna er klar.');
    expect(loadedDictionaries()).to.deep.equal(['da.ts']);
  });

  for (const language of languages) {
    it(`has every text in ${language}, none of them left in English`, async () => {
      const messages = await loadMessages(language);
      expect(messages).to.have.all.keys(Object.keys(english));
      const {fields: names, ...texts} = messages!;
      expect(Object.keys(names)).to.have.members(fields);
      for (const [name, text] of Object.entries(texts)) {
        expect(text, name).to.match(/^\S.*\S$/);
        expect(text, name).not.to.equal(english[name as 'label']);
      }
      for (const [name, text] of Object.entries(names)) {
        expect(text, name).to.match(/^\S.*\S$/);
      }
    });

    it(`keeps the marks of a text in ${language} that say what it is`, async () => {
      const messages = await loadMessages(language);
      for (const [name, text] of Object.entries(english)) {
        if (typeof text !== 'string') continue;
        const end = /[….:]$/.exec(text)?.[0] ?? '';
        const other = messages![name as 'label'];
        expect(/[….:]$/.exec(other)?.[0] ?? '', name).to.equal(end);
        if (text.includes('Klarna')) expect(other, name).to.include('Klarn');
      }
    });
  }

  it('takes a region for its language, in any case and notation', async () => {
    const german = await loadMessages('de');
    for (const tag of ['de-AT', 'DE-ch', 'de_DE', 'de-Latn-DE']) {
      expect(await loadMessages(tag), tag).to.equal(german);
    }
  });

  it('writes Bokmål for every form of Norwegian', async () => {
    const norwegian = await loadMessages('nb');
    expect(await loadMessages('no')).to.equal(norwegian);
    expect(await loadMessages('nn-NO')).to.equal(norwegian);
  });

  for (const tag of ['ja', 'den', 'x', '', 'constructor', '__proto__']) {
    it(`leaves English for the language "${tag}"`, async () => {
      expect(await loadMessages(tag)).to.equal(undefined);
      document.documentElement.lang = 'sv';
      const element = await readyElement();
      await shows(element, 'Klarna är redo.');
      document.documentElement.lang = tag;
      await shows(element, english.ready);
    });
  }

  it('uses the nearest lang, not the page’s', async () => {
    document.documentElement.lang = 'fr';
    const {element} = await within('<div lang="de"><p><b></b></p></div>');
    await shows(element, 'Klarna ist bereit.');
    element.lang = 'nl';
    await shows(element, 'Klarna is gereed.');
    element.removeAttribute('lang');
    await shows(element, 'Klarna ist bereit.');
  });

  it('finds a lang beyond two shadow roots', async () => {
    const {element, outer} = await inShadowRoots();
    outer.lang = 'pl';
    await shows(element, 'Klarna jest gotowa.');
    outer.removeAttribute('lang');
    document.documentElement.lang = 'it';
    await shows(element, 'Klarna è pronto.');
  });

  it('follows a lang within a shadow root that it stands in', async () => {
    const {element, inner} = await inShadowRoots();
    await shows(element, english.ready);
    inner.lang = 'fi';
    await shows(element, 'Klarna on valmis.');
  });

  it('takes an unknown language for English, not for the page’s', async () => {
    document.documentElement.lang = 'de';
    const {element, wrapper} = await within('<div><b></b></div>');
    await shows(element, 'Klarna ist bereit.');
    wrapper.lang = '';
    await shows(element, english.ready);
  });

  it('speaks the language of the place that it is moved to', async () => {
    const {element} = await within('<div lang="cs"><b></b></div>');
    const there = await fixture<HTMLElement>(html`<div lang="hu"></div>`);
    await shows(element, 'Služba Klarna je připravena.');
    there.append(element);
    await shows(element, 'A Klarna készen áll.');
  });

  it('does so without loading again when it is moved by moveBefore', async function () {
    await needs(this, 'moveBefore');
    const {element} = await within('<div lang="cs"><b></b></div>');
    const there = await fixture<HTMLElement>(html`<div lang="hu"></div>`);
    await shows(element, 'Služba Klarna je připravena.');
    there.moveBefore(element, null);
    await shows(element, 'A Klarna készen áll.');
    expect(klarna.of('load')).to.have.length(1);
  });

  it('names the tab list in the page’s language', async () => {
    document.documentElement.lang = 'es';
    const element = await readyElement();
    await shows(element, 'Klarna está listo.');
    const tablist = element.shadowRoot!.querySelector('[role=tablist]');
    expect(tablist!.getAttribute('aria-label')).to.equal(
      'Formas de pago con Klarna',
    );
    await expect(element).to.be.accessible();
  });

  it('shows the last of many languages, however they arrive', async () => {
    const element = await readyElement();
    for (const tag of [...languages, 'en', ...languages.toReversed(), 'pt']) {
      document.documentElement.lang = tag;
      // Each turn lets the observer see the change, but no text arrive.
      await Promise.resolve();
    }
    await shows(element, 'A Klarna está pronta.');
    await Promise.all(languages.map(loadMessages));
    await element.updateComplete;
    expect(textOf(element)).to.equal('A Klarna está pronta.');
  });

  it('shows English, which is there, though another arrives after it', async () => {
    const element = await readyElement();
    document.documentElement.lang = 'da';
    // The observer sees it; its text does not arrive in a microtask.
    await Promise.resolve();
    document.documentElement.lang = 'en';
    await loadMessages('da');
    await settled();
    expect(textOf(element)).to.equal(english.ready);
  });

  for (const unset of [undefined, null]) {
    it(`keeps the built-in text where the page's own is ${unset}`, async () => {
      const element = await readyElement({
        messages: {ready: unset, declined: unset} as object,
      });
      expect(textOf(element)).to.equal(english.ready);
      klarna.next('authorize', {answer: {approved: false, show_form: false}});
      await element.authorize();
      await element.updateComplete;
      expect(element.shadowRoot!.textContent).to.include(
        'Pay later was not approved.',
      );
      element.messages = unset as unknown as object;
      await element.updateComplete;
      expect(element.shadowRoot!.textContent).to.include('Pay later was not');
    });
  }

  it('lets `messages` override single texts in every language', async () => {
    document.documentElement.lang = 'de';
    const element = await readyElement({messages: {ready: 'Alles da.'}});
    await shows(element, 'Alles da.');
    const tablist = element.shadowRoot!.querySelector('[role=tablist]')!;
    await waitUntil(
      () => tablist.getAttribute('aria-label') === 'Zahlungsarten mit Klarna',
    );
    element.messages = {};
    await shows(element, 'Klarna ist bereit.');
  });

  it('names fields that the form does not have in the page’s language', async () => {
    document.documentElement.lang = 'fr';
    const element = await readyElement();
    await shows(element, 'Klarna est prêt.');
    klarna.next('authorize', {
      answer: {
        approved: false,
        show_form: true,
        error: {invalid_fields: ['billing_address.postal_code']},
      },
    });
    await element.authorize();
    await element.updateComplete;
    const alert = element.shadowRoot!.querySelector('[role=alert]')!;
    expect(alert.textContent.trim()).to.equal(
      'Veuillez vérifier\u00a0: code postal',
    );
  });
});

/** The status as a screen reader gets it. */
function textOf(element: KlarnaPaymentsElement): string {
  const status = element.shadowRoot!.querySelector('[role=status]')!;
  return status.textContent.trim();
}

async function shows(element: KlarnaPaymentsElement, text: string) {
  await waitUntil(
    () => textOf(element) === text,
    `"${text}" does not come; there is "${textOf(element)}"`,
  );
}

function loadedDictionaries(): string[] {
  return performance
    .getEntriesByType('resource')
    .map(({name}) => new URL(name).pathname)
    .filter((path) => path.includes('/element/language/messages/'))
    .map((path) => path.split('/').at(-1) ?? '');
}

/** An element in place of the `<b>` of some HTML. */
async function within(markup: string) {
  const wrapper = await fixture<HTMLElement>(markup);
  const element = document.createElement('klarna-payments');
  element.fetchSession = async () => sessionAnswer();
  wrapper.querySelector('b')!.replaceWith(element);
  return {element, wrapper};
}

/** An element in a shadow root, whose host stands in another. */
async function inShadowRoots() {
  const outer = await fixture<HTMLElement>(html`<div></div>`);
  const middle = document.createElement('div');
  outer.attachShadow({mode: 'open'}).append(middle);
  const inner = document.createElement('section');
  const element = document.createElement('klarna-payments');
  element.fetchSession = async () => sessionAnswer();
  inner.append(element);
  middle.attachShadow({mode: 'open'}).append(inner);
  return {element, outer, inner};
}
