import {expect, fixture, html} from '@open-wc/testing';
import {css} from 'lit';
import {KlarnaPaymentsElement} from '../../src/element.js';
import {
  categories,
  readyElement,
  sessionAnswer,
  settled,
  tabsOf,
  untilStatus,
  visit,
} from '../support/checkout.js';
import {installFakeKlarna, type FakeKlarna} from '../support/fake-klarna.js';

const declined = {answer: {approved: false, show_form: false}};

describe('the nodes of the element', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  describe('a refresh that reorders the tabs', () => {
    it('leaves the focus on a tab', async () => {
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

    it('leaves the focus in the widget', async () => {
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
  });

  describe('messages', () => {
    it('may be null, as a translation that is missing', async () => {
      const element = await readyElement();
      element.messages = {loading: null} as never;
      await element.updateComplete;
      await visit(element, 1);
      expect(tabsOf(element)[1]!.getAttribute('aria-selected')).to.equal(
        'true',
      );
    });
  });

  describe('what the page has put into the shadow root', () => {
    it('stays', async () => {
      const element = await readyElement();
      const style = document.createElement('style');
      element.shadowRoot!.append(style);
      element.label = 'x';
      await element.updateComplete;
      expect(style.isConnected).to.equal(true);
    });
  });

  describe('the focus of a widget that is declined', () => {
    it('is not taken from the page later, in a session without tabs', async () => {
      const element = await readyElement({
        fetchSession: null,
        clientToken: (sessionAnswer() as {client_token: string}).client_token,
      });
      element.querySelector('iframe')!.focus();
      klarna.next('authorize', declined);
      await element.authorize();
      await untilStatus(element, 'unavailable');
      await element.refresh();
      await settled(50);
      expect(document.activeElement === document.body).to.equal(true);
    });

    it('is not announced on the tab that goes', async () => {
      const element = await readyElement();
      element.querySelector('iframe')!.focus();
      const had: string[] = [];
      element.shadowRoot!.addEventListener('focusin', ({target}) =>
        had.push((target as Element).id),
      );
      klarna.next('authorize', declined);
      await element.authorize();
      await untilStatus(element, 'ready');
      expect(had).to.deep.equal(['tab-pay_now']);
    });
  });

  describe('a subclass', () => {
    it('has its own styles', async () => {
      class Mine extends KlarnaPaymentsElement {
        static override styles = [
          KlarnaPaymentsElement.styles,
          css`
            :host {
              outline: 3px solid rgb(1, 2, 3);
            }
          `,
        ] as never;
      }
      Mine.define('styled-klarna-payments');
      const element = await fixture(
        html`<styled-klarna-payments></styled-klarna-payments>`,
      );
      expect(getComputedStyle(element).outlineStyle).to.equal('solid');
    });
  });
});
