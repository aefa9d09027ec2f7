import {expect, fixture, html} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import type {KlarnaPaymentsElement} from '../../src/element.js';
import {
  categories,
  deferred,
  givenElement,
  tabNames,
  partsOf,
  readyElement,
  sessionAnswer,
  settled,
  untilStatus,
  visit,
} from '../support/checkout.js';
import {installFakeKlarna, type FakeKlarna} from '../support/fake-klarna.js';

describe('the focus', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  async function focusedButton() {
    const page = await fixture(html`<button>Place order</button>`);
    (page as HTMLElement).focus();
    return page;
  }

  for (const [what, change] of Object.entries({
    'an authorization': (element: KlarnaPaymentsElement) => element.authorize(),
    'a refresh': (element: KlarnaPaymentsElement) => element.refresh(),
    'an error': async (element: KlarnaPaymentsElement) => {
      element.fetchSession = async () => null;
      await element.refresh().catch(() => {});
    },
    'a correction without fields': (element: KlarnaPaymentsElement) => {
      klarna.next('authorize', {
        answer: {approved: false, show_form: true, error: {}},
      });
      return element.authorize();
    },
  })) {
    it(`stays on the page's button through ${what}`, async () => {
      const element = await readyElement();
      const button = await focusedButton();
      await change(element);
      await element.updateComplete;
      expect(document.activeElement === button).to.equal(true);
    });

    it(`stays on the selected tab through ${what}`, async () => {
      const element = await readyElement();
      element.focus();
      await change(element);
      await element.updateComplete;
      expect(element.shadowRoot!.activeElement?.id).to.equal('tab-pay_later');
    });
  }

  it('stays in the widget while Klarna is asked and loads again', async () => {
    const element = await readyElement();
    const frame = element.querySelector('iframe')!;
    frame.focus();
    await element.authorize();
    await element.refresh();
    await element.updateComplete;
    expect(document.activeElement === frame).to.equal(true);
  });

  it('is on what the shopper pressed after trying again', async () => {
    const element = await readyElement();
    element.fetchSession = async () => null;
    await element.refresh().catch(() => {});
    await untilStatus(element, 'error');
    element.fetchSession = async () => sessionAnswer();
    partsOf(element, 'retry-button')[0]!.focus();
    await sendKeys({press: 'Enter'});
    await untilStatus(element, 'ready');
    expect(document.activeElement === element).to.equal(true);
  });

  it('stays in the element when trying again brings the first session', async () => {
    let answer = deferred<unknown>();
    const element = await givenElement({fetchSession: () => answer.promise});
    answer.resolve(null);
    await untilStatus(element, 'error');
    answer = deferred();
    partsOf(element, 'retry-button')[0]!.focus();
    await sendKeys({press: 'Enter'});
    await untilStatus(element, 'loading');
    answer.resolve(sessionAnswer());
    await untilStatus(element, 'ready');
    expect(document.activeElement?.localName).to.equal('klarna-payments');
  });

  it('stays in the element when trying again fails again', async () => {
    let answer = deferred<unknown>();
    const element = await givenElement({fetchSession: () => answer.promise});
    answer.resolve(null);
    await untilStatus(element, 'error');
    answer = deferred();
    partsOf(element, 'retry-button')[0]!.focus();
    await sendKeys({press: 'Enter'});
    await untilStatus(element, 'loading');
    answer.resolve(null);
    await untilStatus(element, 'error');
    expect(document.activeElement?.localName).to.equal('klarna-payments');
  });

  it('goes to the next tab when the widget that has it is declined', async () => {
    const element = await readyElement();
    element.querySelector('iframe')!.focus();
    expect(document.activeElement?.localName).to.equal('iframe');
    klarna.next('authorize', {answer: {approved: false, show_form: false}});
    await element.authorize();
    await untilStatus(element, 'ready');
    expect(document.activeElement?.localName).to.equal('klarna-payments');
  });

  it('stays on a tab when a refresh reorders them', async () => {
    let offered = categories;
    const element = await readyElement({
      fetchSession: async () => sessionAnswer('s1', offered),
    });
    await visit(element, 2);
    element.focus();
    expect(document.activeElement === element).to.equal(true);
    offered = [...categories].reverse();
    await element.refresh();
    await element.updateComplete;
    expect(document.activeElement === element).to.equal(true);
  });

  for (const [category, key] of [
    ['pay_later', 'Home'],
    ['pay_over_time', 'End'],
  ]) {
    it(`goes with the tab of ${category} when a refresh reorders them`, async () => {
      let offered = categories;
      const element = await readyElement({
        fetchSession: async () => sessionAnswer('s1', offered),
      });
      element.focus();
      await sendKeys({press: key!});
      const before = element.shadowRoot!.activeElement;
      offered = [...categories].reverse();
      await element.refresh();
      await element.updateComplete;
      expect(tabNames(element)[0]).to.equal('Pay over time');
      expect(element.category).to.equal('pay_later');
      const {activeElement} = element.shadowRoot!;
      expect(activeElement === before).to.equal(true);
      expect(activeElement?.id).to.equal(`tab-${category}`);
      expect((activeElement as HTMLElement).tabIndex).to.equal(0);
    });
  }

  it('goes to the selected tab when its own is not in the new session', async () => {
    let offered = categories;
    const element = await readyElement({
      fetchSession: async () => sessionAnswer('s1', offered),
    });
    element.focus();
    await sendKeys({press: 'End'});
    offered = [...categories].reverse().slice(1);
    await element.refresh();
    await element.updateComplete;
    expect(element.category).to.equal('pay_later');
    expect(element.shadowRoot!.activeElement?.id).to.equal('tab-pay_later');
  });

  it('stays on a tab to which a key has moved it when an earlier one is declined', async () => {
    const element = await readyElement();
    element.focus();
    await sendKeys({press: 'End'});
    const before = element.shadowRoot!.activeElement;
    expect(before?.id).to.equal('tab-pay_over_time');
    klarna.next('authorize', {answer: {approved: false, show_form: false}});
    await element.authorize();
    await untilStatus(element, 'ready');
    await element.updateComplete;
    expect(element.category).to.equal('pay_now');
    expect(element.shadowRoot!.activeElement === before).to.equal(true);
    expect(before?.id).to.equal('tab-pay_over_time');
  });

  it('stays in the widget when a refresh reorders the tabs', async () => {
    let offered = categories;
    const element = await readyElement({
      fetchSession: async () => sessionAnswer('s1', offered),
    });
    await visit(element, 2);
    const frame = [...element.querySelectorAll('iframe')].at(-1)!;
    const inside = frame.contentWindow;
    frame.focus();
    offered = [...categories].reverse();
    await element.refresh();
    await element.updateComplete;
    await settled(50);
    expect(document.activeElement === frame).to.equal(true);
    expect(frame.contentWindow === inside).to.equal(true);
  });

  it('is not taken from the page later when a session without tabs is declined', async () => {
    const element = await readyElement({
      fetchSession: null,
      clientToken: (sessionAnswer() as {client_token: string}).client_token,
    });
    element.querySelector('iframe')!.focus();
    klarna.next('authorize', {answer: {approved: false, show_form: false}});
    await element.authorize();
    await untilStatus(element, 'unavailable');
    await element.refresh();
    await settled(50);
    expect(document.activeElement === document.body).to.equal(true);
  });

  it('of a widget that is declined does not pass over the tab that goes', async () => {
    const element = await readyElement();
    element.querySelector('iframe')!.focus();
    const had: string[] = [];
    element.shadowRoot!.addEventListener('focusin', ({target}) =>
      had.push((target as Element).id),
    );
    klarna.next('authorize', {answer: {approved: false, show_form: false}});
    await element.authorize();
    await untilStatus(element, 'ready');
    expect(had).to.deep.equal(['tab-pay_now']);
  });
});
