import {expect, fixture, html, waitUntil} from '@open-wc/testing';
import {sendMouse} from '@web/test-runner-commands';
import type {KlarnaPaymentsElement} from '../../src/element.js';
import {untilStatus, visit, visitAll} from '../support/checkout.js';
import {nest, placeElement} from '../support/places.js';
import {inFrame, openShop, type Shop} from '../support/shop.js';

describe('widgets in frames of another origin', function () {
  // Three widgets and their overlays are six pages to load.
  this.timeout(40_000);

  let shop: Shop;

  beforeEach(async () => {
    // Browsers list a limited number of what a page has loaded.
    performance.clearResourceTimings();
    shop = await openShop();
  });

  afterEach(async () => {
    delete window.Klarna;
    await shop.close();
  });

  const places = {
    'in the document': async () => fixture<HTMLElement>(html`<div></div>`),
    'two closed shadow roots deep': async () =>
      (await nest('closed', 'closed')).inner,
  };

  for (const [where, make] of Object.entries(places)) {
    describe(where, () => {
      let element: KlarnaPaymentsElement;

      beforeEach(async () => {
        const {endpoint, sdkUrl} = shop;
        element = placeElement(await make(), {endpoint, sdkUrl});
        await visitAll(element, 20_000);
      });

      afterEach(() => element.remove());

      /** Klarna's main frames; the overlays that go with them are others. */
      function frames(): HTMLIFrameElement[] {
        return [...document.querySelectorAll<HTMLIFrameElement>('[id$=-main]')];
      }

      /** What the page has loaded, but for this test's own business. */
      function loadedByPage(): string[] {
        return performance
          .getEntriesByType('resource')
          .map(({name}) => name)
          .filter((name) => !name.includes('__klarna-rig'));
      }

      it('are three for three categories, found by their ids', () => {
        expect(frames()).to.have.length(3);
        for (const frame of frames()) {
          expect(document.getElementById(frame.id) === frame).to.equal(true);
        }
      });

      it('keep their state and send nothing when a loaded tab is chosen', async () => {
        const [frame] = frames();
        await visit(element, 0, 20_000);
        const selector = 'label:last-of-type input';
        await inFrame(frame!.id, {selector});
        // The overlays load a moment after the widgets, and the browser tells
        // of what it has loaded when it has ended.
        const overlay = `${shop.origin}/kp/frames/purchase`;
        await waitUntil(
          () => loadedByPage().filter((url) => url === overlay).length === 3,
          'an overlay for each',
          {interval: 100, timeout: 15_000},
        );
        const {length} = await shop.requests();
        const before = loadedByPage();

        for (const index of [1, 2, 0, 2, 1, 0]) {
          await visit(element, index, 20_000);
        }

        expect(await shop.requests()).to.have.length(length);
        // WebKit lists them in another order each time.
        expect(loadedByPage()).to.have.members(before);
        expect(frames()[0] === frame).to.equal(true);
        const {checked} = await inFrame(frame!.id, {selector, act: 'look'});
        expect(checked).to.equal(true);
      });

      it('authorize', async () => {
        await shop.answer('approve');
        await sendMouse({type: 'click', position: [1, 1]});
        expect(await element.authorize()).to.include({
          outcome: 'authorized',
          category: element.category,
        });
      });
    });
  }

  describe('behind what is hidden at first', () => {
    const ways: Record<string, [string, (place: HTMLElement) => void]> = {
      'display: none': [
        '<div style="display: none"><b></b></div>',
        (place) => place.removeAttribute('style'),
      ],
      'the attribute hidden': [
        '<div hidden><b></b></div>',
        (place) => (place.hidden = false),
      ],
      'closed details': [
        '<details><summary>Pay</summary><b></b></details>',
        (place) => ((place as HTMLDetailsElement).open = true),
      ],
      'content-visibility: hidden': [
        '<div style="content-visibility: hidden"><b></b></div>',
        (place) => place.removeAttribute('style'),
      ],
      'visibility: hidden': [
        '<div style="visibility: hidden"><b></b></div>',
        (place) => place.removeAttribute('style'),
      ],
      'a closed dialog': [
        '<dialog><b></b></dialog>',
        (place) => (place as HTMLDialogElement).showModal(),
      ],
    };

    for (const [how, [markup, reveal]] of Object.entries(ways)) {
      it(`load once, and show in full when it shows (${how})`, async () => {
        const around = await fixture<HTMLElement>(html`<div></div>`);
        around.innerHTML = markup;
        const {endpoint, sdkUrl} = shop;
        const place = around.querySelector('b')!;
        const element = placeElement(place, {endpoint, sdkUrl});
        await untilStatus(element, 'ready', 20_000);
        const frame = element.querySelector('iframe')!;

        reveal(place.parentElement!);
        await waitUntil(
          () => frame.offsetHeight > 0 && frame.offsetHeight !== 230,
          'the frame has the height of what is in it',
          {timeout: 10_000},
        );
        expect(frame.checkVisibility({visibilityProperty: true})).to.equal(
          true,
        );
        const {text} = await inFrame(frame.id, {
          selector: 'main',
          act: 'look',
        });
        expect(text).to.include('To pay');
        expect(element.querySelectorAll('iframe')).to.have.length(1);
        const asked = await shop.requests();
        expect(asked.filter(({to}) => to === 'shop')).to.have.length(1);
      });
    }
  });
});
