import {expect} from '@open-wc/testing';
import {
  faultOf,
  panelsOf,
  readyElement,
  settled,
  tabNames,
  tabsOf,
  untilStatus,
} from '../support/checkout.js';
import {messageOf} from '../support/corrections.js';
import {
  fakeToken,
  installFakeKlarna,
  klarnaError,
  type FakeAnswer,
  type FakeKlarna,
} from '../support/fake-klarna.js';
import {shownBy, untilShown} from '../support/shopper.js';

const declined: FakeAnswer = {answer: {approved: false, show_form: false}};
const cancelled: FakeAnswer = {answer: {approved: false, show_form: true}};

describe('36. what the shopper sees', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  it('is nothing but the tabs while there is nothing to know', async () => {
    const element = await readyElement();
    expect(shownBy(element)).to.equal('');
  });

  it('is that Klarna has approved', async () => {
    const element = await readyElement();
    await element.authorize();
    await untilShown(element, /^Klarna has approved the payment\.$/);
  });

  it('is who was not approved, and who is selected now', async () => {
    const element = await readyElement({category: 'pay_now'});
    klarna.next('authorize', declined);
    await element.authorize();
    await untilShown(
      element,
      /^Pay now was not approved\. Pay over time is selected now\.$/,
    );
    expect(tabNames(element)).to.deep.equal(['Pay later', 'Pay over time']);
    // It is about the one that has gone, and under no tab.
    for (const panel of panelsOf(element)) {
      expect(panel.textContent).not.to.contain('approved');
    }
  });

  it('is that the last one was not approved, and that none is left', async () => {
    const element = await readyElement({
      fetchSession: null,
      clientToken: fakeToken('s1'),
      categories: [{identifier: 'klarna', name: 'Klarna'}],
    });
    klarna.next('authorize', declined);
    await element.authorize();
    expect(element.status).to.equal('unavailable');
    await untilShown(element, /Klarna was not approved\./);
    expect(shownBy(element)).to.match(/not available for this order/);
    expect(shownBy(element)).not.to.match(/selected/);
  });

  it('is Klarna’s name where a session has no categories', async () => {
    const element = await readyElement({
      fetchSession: null,
      clientToken: fakeToken('s1'),
    });
    klarna.next('authorize', declined);
    await element.authorize();
    await untilShown(element, /Klarna was not approved\./);
  });

  it('is that Klarna’s window was closed or did not open', async () => {
    const element = await readyElement();
    klarna.next('authorize', cancelled);
    await element.authorize();
    await untilShown(element, /closed or could not be opened/);
    expect(messageOf(element)).to.match(/closed or could not be opened/);
    expect(tabNames(element)).to.have.length(3);
  });

  it('is a name to the letter, whatever is in it', async () => {
    const element = await readyElement({
      fetchSession: null,
      clientToken: fakeToken('s1'),
      categories: [
        {identifier: 'a', name: '$& <b>{category}</b>'},
        {identifier: 'b', name: 'Pay'},
      ],
    });
    klarna.next('authorize', declined);
    await element.authorize();
    await untilShown(element, /selected/);
    expect(messageOf(element)).to.equal(
      '$& <b>{category}</b> was not approved. Pay is selected now.',
    );
    expect(element.shadowRoot!.querySelector('b')).to.equal(null);
  });

  for (const [what, answer] of Object.entries({declined, cancelled})) {
    for (const [how, end] of Object.entries({
      'another tab is chosen': (tabs: HTMLElement[]) => tabs.at(-1)!.click(),
      'Klarna is asked again': undefined,
    })) {
      it(`is no longer that one was ${what} once ${how}`, async () => {
        const element = await readyElement();
        klarna.next('authorize', answer);
        await element.authorize();
        await untilShown(element, /./);
        await untilStatus(element, 'ready');
        if (end) end(tabsOf(element));
        else await element.authorize();
        await settled();
        expect(messageOf(element)).to.equal('');
      });
    }
  }

  it('is no decline where something broke, and the tabs are there', async () => {
    const element = await readyElement();
    klarna.next('authorize', {throws: klarnaError('TypeError')});
    const {code} = await faultOf(element.authorize());
    expect(code).to.equal('authorize-failed');
    await element.updateComplete;
    expect(shownBy(element)).not.to.match(/approved/);
    expect(tabNames(element)).to.have.length(3);
  });

  it('is said in the page’s own words', async () => {
    const element = await readyElement({
      messages: {
        declined: 'Kein Kauf mit {category}.',
        selected: '{category} ist gewählt.',
        cancelled: 'Geschlossen.',
      },
    });
    klarna.next('authorize', declined, cancelled);
    await element.authorize();
    await untilShown(
      element,
      /^Kein Kauf mit Pay later\. Pay now ist gewählt\.$/,
    );
    await untilStatus(element, 'ready');
    await element.authorize();
    await untilShown(element, /^Geschlossen\.$/);
  });
});
