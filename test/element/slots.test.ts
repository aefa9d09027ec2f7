import {expect, fixture, html, oneEvent} from '@open-wc/testing';
import type {KlarnaPaymentsElement} from '../../src/element.js';
import {
  deferred,
  givenElement,
  partsOf,
  readyElement,
  sessionAnswer,
  untilStatus,
  visit,
} from '../support/checkout.js';
import {installFakeKlarna, type FakeKlarna} from '../support/fake-klarna.js';
import {inEveryStatus} from '../support/statuses.js';

describe('the slots', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  /** Gives the element a child of its page for a slot. */
  function give(element: KlarnaPaymentsElement, slot: string): HTMLElement {
    const content = document.createElement('p');
    content.slot = slot;
    content.textContent = `What the page says (${slot})`;
    element.append(content);
    return content;
  }

  const when: Record<string, string[]> = {
    loading: ['loading'],
    error: ['error'],
    empty: ['unavailable'],
  };

  for (const [slot, statuses] of Object.entries(when)) {
    for (const [status, reach] of Object.entries(inEveryStatus)) {
      const shows = statuses.includes(status);
      it(`${slot} ${shows ? 'shows' : 'does not show'} when the status is ${status}`, async () => {
        const element = await reach(klarna);
        const content = give(element, slot);
        expect(content.checkVisibility()).to.equal(shows);
      });
    }
  }

  it('loading replaces the indicator, before the session and after', async () => {
    const answer = deferred<unknown>();
    klarna.answer.load = () => 'never';
    const element = await givenElement({fetchSession: () => answer.promise});
    const content = give(element, 'loading');
    await untilStatus(element, 'loading');
    const indicators = () =>
      partsOf(element, 'loading-indicator').filter((it) =>
        it.checkVisibility(),
      );
    expect(indicators()).to.have.length(0);
    expect(content.checkVisibility()).to.equal(true);
    const told = oneEvent(element, 'klarna-session');
    answer.resolve(sessionAnswer());
    await told;
    await element.updateComplete;
    expect(indicators()).to.have.length(0);
    expect(content.checkVisibility()).to.equal(true);
    expect(content.assignedSlot?.closest('[part=panel]') !== null).to.equal(
      true,
    );
  });

  it('loading shows while another widget loads, and no longer', async () => {
    const element = await readyElement();
    const content = give(element, 'loading');
    klarna.delay = 40;
    const chosen = visit(element, 1);
    await element.updateComplete;
    expect(content.checkVisibility()).to.equal(true);
    await chosen;
    expect(content.checkVisibility()).to.equal(false);
  });

  it('loading leaves a widget in sight that loads again', async () => {
    const element = await readyElement();
    const content = give(element, 'loading');
    klarna.delay = 40;
    element.loadData = {order_amount: 1};
    await untilStatus(element, 'loading');
    expect(content.checkVisibility()).to.equal(false);
    expect(element.querySelector('iframe')!.checkVisibility()).to.equal(true);
    await untilStatus(element, 'ready');
  });

  it('error replaces message and button', async () => {
    const element = await inEveryStatus.error(klarna);
    give(element, 'error');
    for (const part of ['message', 'retry-button']) {
      expect(partsOf(element, part)[0]!.checkVisibility()).to.equal(false);
    }
  });

  it('error may hold a retry of the page’s own', async () => {
    const element = await inEveryStatus.error(klarna);
    const content = give(element, 'error');
    content.innerHTML = '<button>Once more</button>';
    content.firstElementChild!.addEventListener('click', () => {
      element.fetchSession = async () => sessionAnswer();
      void element.refresh();
    });
    (content.firstElementChild as HTMLElement).click();
    await untilStatus(element, 'ready');
    expect(content.checkVisibility()).to.equal(false);
  });

  it('empty replaces the message', async () => {
    const element = await inEveryStatus.unavailable(klarna);
    expect(partsOf(element, 'message')[0]!.checkVisibility()).to.equal(true);
    give(element, 'empty');
    expect(partsOf(element, 'message')[0]!.checkVisibility()).to.equal(false);
  });

  describe('without name', () => {
    async function withContent() {
      const element = await givenElement();
      const content = document.createElement('p');
      content.textContent = 'Card and invoice by Klarna';
      element.append(content);
      return {element, content};
    }

    it('shows before the element is defined', async () => {
      const element = await fixture(
        html`<klarna-never-defined><p>By Klarna</p></klarna-never-defined>`,
      );
      expect(element.querySelector('p')!.checkVisibility()).to.equal(true);
    });

    it('shows in an element that has nothing to start with', async () => {
      const {content} = await withContent();
      expect(content.checkVisibility()).to.equal(true);
    });

    it('shows until a session is there', async () => {
      const answer = deferred<unknown>();
      const {element, content} = await withContent();
      element.fetchSession = () => answer.promise;
      await untilStatus(element, 'loading');
      expect(content.checkVisibility()).to.equal(true);
      klarna.delay = 50;
      const got = oneEvent(element, 'klarna-session');
      answer.resolve(sessionAnswer());
      await got;
      await element.updateComplete;
      expect(content.checkVisibility()).to.equal(false);
      await untilStatus(element, 'ready');
      expect(content.checkVisibility()).to.equal(false);
      expect(content.parentElement === element).to.equal(true);
    });

    it('shows again when the session has been taken away', async () => {
      const {element, content} = await withContent();
      element.fetchSession = async () => sessionAnswer();
      await untilStatus(element, 'ready');
      expect(content.checkVisibility()).to.equal(false);
      element.fetchSession = null;
      await untilStatus(element, 'idle');
      expect(content.checkVisibility()).to.equal(true);
    });

    it('stays hidden while the session is asked for again', async () => {
      const {element, content} = await withContent();
      element.fetchSession = async () => sessionAnswer();
      await untilStatus(element, 'ready');
      element.fetchSession = () => new Promise(() => {});
      void element.refresh().catch(() => {});
      await untilStatus(element, 'loading');
      expect(content.checkVisibility()).to.equal(false);
    });
  });
});
