import {expect} from '@open-wc/testing';
import type {KlarnaPaymentsElement} from '../../src/element.js';
import {
  namesOf,
  readyElement,
  recordEvents,
  settled,
  tabsOf,
  untilStatus,
  visit,
} from '../support/checkout.js';
import {installFakeKlarna, type FakeKlarna} from '../support/fake-klarna.js';

const declined = {answer: {approved: false, show_form: false}};
const details = {billing_address: {given_name: 'Ada'}};

/** What the alert says. */
function notice(element: KlarnaPaymentsElement): string {
  return element.shadowRoot!.querySelector('[role=alert]')!.textContent.trim();
}

describe('once Klarna has answered', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  describe('finalize()', () => {
    it('works while the element is out of the document', async () => {
      const element = await readyElement({manualFinalize: true});
      await element.authorize(details);
      element.remove();
      await settled();
      expect((await element.finalize()).outcome).to.equal('authorized');
    });

    it('works as soon as the element is back', async () => {
      const element = await readyElement({manualFinalize: true});
      const parent = element.parentElement!;
      await element.authorize(details);
      element.remove();
      await settled();
      parent.append(element);
      expect((await element.finalize()).outcome).to.equal('authorized');
    });
  });

  describe('the notice', () => {
    it('of a decline outlives a revision that has waited for it', async () => {
      const element = await readyElement();
      klarna.next('authorize', declined);
      const asked = element.authorize();
      element.revision = '1';
      await element.updateComplete;
      element.revision = '2';
      await asked;
      await untilStatus(element, 'ready');
      await settled(50);
      await untilStatus(element, 'ready');
      expect(notice(element)).to.match(/could not offer/);
    });

    it('of a decline outlives loadData that have waited for it', async () => {
      const element = await readyElement();
      klarna.next('authorize', declined);
      const asked = element.authorize();
      element.loadData = {purchase_country: 'GB'} as never;
      await asked;
      await settled(50);
      await untilStatus(element, 'ready');
      expect(notice(element)).to.match(/could not offer/);
    });

    it('of a correction outlives loadData that change afterwards', async () => {
      const element = await readyElement();
      klarna.next('authorize', {
        answer: {
          approved: false,
          show_form: true,
          error: {invalid_fields: ['billing_address.phone']},
        },
      });
      await element.authorize();
      await element.updateComplete;
      expect(notice(element)).to.match(/phone/);
      element.loadData = {purchase_country: 'GB'} as never;
      await settled(50);
      await untilStatus(element, 'ready');
      expect(notice(element)).to.match(/phone/);
    });

    it('is told again when Klarna declines again at once', async () => {
      const element = await readyElement();
      const alert = element.shadowRoot!.querySelector('[role=alert]')!;
      const told: string[] = [];
      new MutationObserver(() => told.push(alert.textContent.trim())).observe(
        alert,
        {childList: true, characterData: true, subtree: true},
      );
      for (let time = 0; time < 2; time++) {
        klarna.next('authorize', {...declined, sync: true} as never);
        await element.authorize();
        await untilStatus(element, 'ready');
      }
      expect(told.filter(Boolean)).to.have.length(2);
    });
  });

  describe('loadData that change while authorized', () => {
    it('make no ready widget of one with old data', async () => {
      const element = await readyElement();
      await element.authorize();
      const statuses: string[] = [];
      element.addEventListener('klarna-status', ({detail}) => {
        statuses.push(detail.status);
      });
      element.loadData = {purchase_country: 'GB'} as never;
      await settled(50);
      await untilStatus(element, 'ready');
      expect(statuses).to.deep.equal(['loading', 'ready']);
    });
  });

  describe('after reauthorize()', () => {
    it('the other widgets are as they were', async () => {
      const element = await readyElement();
      await visit(element, 1);
      await visit(element, 0);
      await element.authorize();
      await element.reauthorize();
      await settled(50);
      const loads = klarna.of('load').length;
      tabsOf(element)[1]!.click();
      expect(element.status).to.equal('ready');
      await settled(50);
      expect(klarna.of('load')).to.have.length(loads);
    });

    it('of one category the selected other one is left alone', async () => {
      const element = await readyElement();
      await element.authorize();
      await visit(element, 1);
      const events = recordEvents(element);
      await element.reauthorize();
      await settled(50);
      expect(namesOf(events)).not.to.include('load');
    });

    it('that is declined, the next widget is left alone', async () => {
      const element = await readyElement();
      await visit(element, 1);
      await visit(element, 0);
      await element.authorize();
      const loads = klarna.of('load').length;
      klarna.next('reauthorize', declined);
      await element.reauthorize();
      expect(element.status).to.equal('ready');
      await settled(50);
      expect(klarna.of('load')).to.have.length(loads);
    });
  });

  describe('authorize() between two sources', () => {
    it('leaves no fault behind', async () => {
      const element = await readyElement();
      const {fetchSession} = element;
      element.fetchSession = null;
      element.authorize().catch(() => {});
      element.fetchSession = fetchSession;
      await settled(20);
      expect(element.status).to.equal('ready');
      expect((await element.authorize()).outcome).to.equal('authorized');
    });
  });
});
