import {expect, waitUntil} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import type {
  KlarnaPaymentsElement,
  KlarnaPaymentsStatus,
} from '../../src/element.js';
import {
  categories,
  deferred,
  givenElement,
  panelsOf,
  partsOf,
  readyElement,
  sessionAnswer,
  tabNames,
  untilStatus,
  visit,
} from '../support/checkout.js';
import {messageOf} from '../support/corrections.js';
import {
  fakeToken,
  installFakeKlarna,
  type FakeKlarna,
} from '../support/fake-klarna.js';
import {expectSame} from '../support/places.js';
import {inEveryStatus} from '../support/statuses.js';

describe('assistive technology', function () {
  // axe is large, and looks at everything.
  this.timeout(60_000);

  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  function regions(element: KlarnaPaymentsElement, role: string) {
    return [
      ...element.shadowRoot!.querySelectorAll<HTMLElement>(`[role=${role}]`),
    ];
  }

  /** What is announced politely. */
  function saidBy(element: KlarnaPaymentsElement): string {
    return regions(element, 'status')[0]!.textContent.trim();
  }

  /** What is announced at once: texts of alerts, without their buttons. */
  function alertsOf(element: KlarnaPaymentsElement): string[] {
    return regions(element, 'alert')
      .flatMap((alert) => [...alert.querySelectorAll('[part=message]')])
      .map((message) => message.textContent.trim());
  }

  const one = () =>
    readyElement({
      fetchSession: async () => sessionAnswer('s1', categories.slice(0, 1)),
    });

  const scenes: Record<string, () => Promise<KlarnaPaymentsElement>> = {
    ...Object.fromEntries(
      Object.entries(inEveryStatus).map(([status, reach]) => [
        `when the status is ${status}`,
        () => reach(klarna),
      ]),
    ),
    'with one category': one,
    'with a nameless widget': () =>
      readyElement({fetchSession: null, clientToken: fakeToken('s1')}),
    'with another tab selected': async () => {
      const element = await readyElement();
      await visit(element, 2);
      return element;
    },
    'while the chosen widget loads': async () => {
      const element = await readyElement();
      klarna.answer.load = () => 'never';
      element.category = 'pay_now';
      await untilStatus(element, 'loading');
      return element;
    },
    'after a decline': async () => {
      const element = await readyElement();
      klarna.next('authorize', {answer: {approved: false, show_form: false}});
      await element.authorize();
      await untilStatus(element, 'ready');
      return element;
    },
    'after the last decline': async () => {
      const element = await one();
      klarna.next('authorize', {answer: {approved: false, show_form: false}});
      await element.authorize();
      await untilStatus(element, 'unavailable');
      return element;
    },
    'with a correction': async () => {
      const element = await readyElement();
      klarna.next('authorize', {
        answer: {
          approved: false,
          show_form: true,
          error: {invalid_fields: ['billing_address.postal_code']},
        },
      });
      await element.authorize();
      await element.updateComplete;
      expect(alertsOf(element)).to.deep.equal(['Please check: postal code']);
      return element;
    },
    'when one widget has failed': async () => {
      const element = await readyElement();
      klarna.next('load', {throws: new Error('no')});
      element.category = 'pay_now';
      await untilStatus(element, 'error');
      return element;
    },
    'when disabled': () => readyElement({disabled: true}),
    'from right to left': async () => {
      const element = await readyElement();
      element.dir = 'rtl';
      return element;
    },
    'with content in every slot': async () => {
      const element = await inEveryStatus.error(klarna);
      for (const slot of ['loading', 'error', 'empty', '']) {
        const content = document.createElement('p');
        content.slot = slot;
        content.textContent = 'Klarna';
        element.append(content);
      }
      return element;
    },
  };

  for (const [name, reach] of Object.entries(scenes)) {
    it(`finds nothing amiss ${name}`, async () => {
      const element = await reach();
      await expect(element).to.be.accessible();
    });

    it(`has one polite status region ${name}`, async () => {
      const element = await reach();
      const live = element.shadowRoot!.querySelectorAll(
        '[role=status], [aria-live], output, [role=log]',
      );
      expect(live).to.have.length(1);
      expectSame([...live], regions(element, 'status'));
      expect(live[0]!.getAttribute('aria-live') ?? 'polite').to.equal('polite');
    });
  }

  it('hears each status once, in a region that was there before', async () => {
    const element = await givenElement();
    const [region] = regions(element, 'status');
    const heard: string[] = [saidBy(element)];
    const observer = new MutationObserver(() => heard.push(saidBy(element)));
    observer.observe(region!, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    element.fetchSession = async () => sessionAnswer();
    await untilStatus(element, 'ready');
    klarna.delay = 20;
    await element.authorize();
    await element.updateComplete;
    element.label = 'Rendered again';
    await element.updateComplete;
    element.requestUpdate();
    await element.updateComplete;
    element.remove();
    await element.updateComplete;
    observer.disconnect();
    expectSame(regions(element, 'status'), [region]);
    expect(heard).to.deep.equal([
      '',
      'Loading Klarna…',
      'Klarna is ready.',
      'Waiting for Klarna…',
      'Klarna has approved the payment.',
      '',
    ]);
  });

  const silent: KlarnaPaymentsStatus[] = ['idle', 'error'];
  for (const [status, reach] of Object.entries(inEveryStatus)) {
    const isSilent = silent.includes(status as KlarnaPaymentsStatus);
    it(`hears ${isSilent ? 'nothing' : 'a sentence'} politely when the status is ${status}`, async () => {
      const element = await reach(klarna);
      expect(saidBy(element)).to.match(isSilent ? /^$/ : /\w/);
    });
  }

  it('finds the status region on no screen, but not hidden', async () => {
    const element = await readyElement();
    const [region] = regions(element, 'status');
    expect(region!.checkVisibility({visibilityProperty: true})).to.equal(true);
    expect(region!.offsetHeight).to.be.at.most(1);
  });

  describe('an error', () => {
    it('is an alert with a button that tries again', async () => {
      let isBroken = true;
      const element = await givenElement({
        fetchSession: async () => (isBroken ? null : sessionAnswer()),
      });
      await untilStatus(element, 'error');
      expect(alertsOf(element)).to.deep.equal(['Klarna could not be reached.']);
      const [button] = partsOf(element, 'retry-button');
      expect(button!.closest('[role=alert]') !== null).to.equal(true);
      expect(button!.textContent.trim()).to.equal('Try again');
      isBroken = false;
      button!.click();
      await untilStatus(element, 'ready');
      expect(alertsOf(element)).to.deep.equal([]);
      expect(partsOf(element, 'retry-button')).to.have.length(0);
      expect((await element.authorize()).outcome).to.equal('authorized');
    });

    it('is told again when trying again fails', async () => {
      let answer = deferred<unknown>();
      const element = await givenElement({fetchSession: () => answer.promise});
      answer.resolve(null);
      await untilStatus(element, 'error');
      for (let attempt = 1; attempt <= 2; attempt++) {
        answer = deferred();
        partsOf(element, 'retry-button')[0]!.click();
        await untilStatus(element, 'loading');
        expect(alertsOf(element)).to.deep.equal([]);
        answer.resolve(null);
        await untilStatus(element, 'error');
        expect(alertsOf(element)).to.have.length(1);
      }
    });

    it('is tried again by one press of a key, also pressed twice', async () => {
      let attempts = 0;
      const answer = deferred<unknown>();
      const element = await givenElement({
        fetchSession: async () => (attempts++ ? answer.promise : null),
      });
      await untilStatus(element, 'error');
      const [button] = partsOf(element, 'retry-button');
      button!.click();
      button!.click();
      await untilStatus(element, 'loading');
      answer.resolve(sessionAnswer());
      await untilStatus(element, 'ready');
      expect(attempts).to.equal(2);
    });

    it('of one widget leaves the tabs, and trying again loads it', async () => {
      const element = await readyElement();
      klarna.next('load', {throws: new Error('no')});
      element.category = 'pay_now';
      await untilStatus(element, 'error');
      expect(tabNames(element)).to.have.length(3);
      partsOf(element, 'retry-button')[0]!.focus();
      await sendKeys({press: 'Enter'});
      await untilStatus(element, 'ready');
      expect(element.category).to.equal('pay_now');
      expect(element.shadowRoot!.activeElement?.id).to.equal('tab-pay_now');
    });
  });

  describe('aria-busy', () => {
    function busy(element: KlarnaPaymentsElement) {
      return panelsOf(element).map((panel) => panel.ariaBusy);
    }

    it('is on the panel whose widget loads, until it is there', async () => {
      klarna.answer.load = () => 'never';
      const element = await givenElement({
        clientToken: fakeToken('s1'),
        categories,
      });
      await untilStatus(element, 'loading');
      await waitUntil(() => panelsOf(element).length);
      expect(busy(element)).to.deep.equal(['true', 'false', 'false']);
      delete klarna.answer.load;
      element.category = 'pay_now';
      await untilStatus(element, 'ready');
      expect(busy(element)).to.deep.equal(['false', 'false', 'false']);
    });

    it('is on none while Klarna is asked', async () => {
      const element = await inEveryStatus.authorizing(klarna);
      expect(busy(element)).to.deep.equal(['false', 'false', 'false']);
    });
  });

  it('hears of a second decline as of the first', async () => {
    const element = await readyElement();
    const [alert] = regions(element, 'alert');
    const told: string[] = [];
    new MutationObserver(() => told.push(messageOf(element))).observe(alert!, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    for (let time = 0; time < 2; time++) {
      klarna.next('authorize', {answer: {approved: false, show_form: false}});
      await element.authorize();
      await untilStatus(element, 'ready');
    }
    expect(told.filter(Boolean)).to.have.length(2);
  });
});
