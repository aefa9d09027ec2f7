import {expect, fixture, html, oneEvent, waitUntil} from '@open-wc/testing';
import type {KlarnaPaymentsElement} from '../../../src/element.js';
import {sessionAnswer, settled, untilStatus} from '../../support/checkout.js';
import {city, entries, readyForm} from '../../support/checkout-form.js';
import {installFakeKlarna, type FakeKlarna} from '../../support/fake-klarna.js';

/** What docs/guide/forms.md tells pages to do themselves. */
describe('a recipe for', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  it('11: form.submit() authorizes first', async () => {
    const {form, element, submits} = await readyForm(city);
    await fixture(html`<iframe name="receiver" title="Receiver"></iframe>`);
    Object.assign(form, {target: 'receiver', method: 'post'});
    const sent: string[][] = [];
    form.addEventListener('formdata', ({formData}) => {
      sent.push([...formData.keys()]);
    });
    async function placeOrder() {
      const {outcome} = await element.authorize();
      if (outcome === 'authorized') form.submit();
    }
    klarna.next('authorize', {answer: {approved: false, show_form: true}});
    await placeOrder();
    expect(sent).to.deep.equal([]);
    await placeOrder();
    expect(sent).to.deep.equal([['city', ...entries]]);
    expect(submits).to.deep.equal([]);
  });

  describe('20: a checkout in <dialog>.showModal()', () => {
    async function checkoutIn(isMendedByPage: boolean) {
      const place = await fixture(html`
        <div>
          <dialog>
            <klarna-payments
              .fetchSession=${async () => sessionAnswer()}
            ></klarna-payments>
          </dialog>
          <div
            id="overlay"
            style="position: fixed; inset: 0; z-index: 2147483647"
            hidden
          ></div>
        </div>
      `);
      const dialog = place.querySelector('dialog')!;
      const element =
        place.querySelector<KlarnaPaymentsElement>('klarna-payments')!;
      const overlay = place.querySelector<HTMLElement>('#overlay')!;
      const left: string[] = [];
      if (isMendedByPage) {
        element.addEventListener('klarna-overlay', ({detail}) => {
          if (!dialog.open) return;
          dialog.close();
          if (detail.open) dialog.show();
          else dialog.showModal();
        });
        dialog.addEventListener('close', () => {
          if (dialog.open) return;
          left.push('left');
        });
      }
      dialog.showModal();
      await untilStatus(element, 'ready');
      element.focus();
      return {dialog, element, overlay, left};
    }

    const isReached = (overlay: Element) =>
      document.elementFromPoint(5, 5) === overlay;

    it('is needed: Klarna’s overlay is out of reach', async () => {
      const {overlay} = await checkoutIn(false);
      klarna.showOverlay();
      overlay.hidden = false;
      expect(isReached(overlay)).to.equal(false);
    });

    it('lets the shopper reach the overlay, and come back', async () => {
      const {dialog, element, overlay, left} = await checkoutIn(true);
      const frame = element.querySelector('iframe');
      const opened = oneEvent(element, 'klarna-overlay');
      klarna.showOverlay();
      await opened;
      overlay.hidden = false;
      expect(isReached(overlay)).to.equal(true);
      const closed = oneEvent(element, 'klarna-overlay');
      overlay.hidden = true;
      klarna.hideOverlay();
      await closed;
      expect(dialog.matches(':modal')).to.equal(true);
      await settled();
      expect(left).to.deep.equal([]);
      expect(element.querySelector('iframe') === frame).to.equal(true);
      expect((await element.authorize()).outcome).to.equal('authorized');
      dialog.close();
      await waitUntil(() => left.length);
    });
  });
});
