import {expect, fixture, html} from '@open-wc/testing';
import type {AxeResults} from 'axe-core';
import {
  purchasePage,
  widgetPage,
} from '../../../src/sandbox/browser/frame-pages.js';
import type {FrameCall} from '../../../src/sandbox/browser/messages.js';
import {until} from './page.js';

const order = {
  purchase_currency: 'EUR',
  locale: 'de-DE',
  order_amount: 24_600,
  order_lines: [
    {
      name: 'Kupferkessel mit einem Namen, der in keine Zeile passt',
      quantity: 2,
      unit_price: 12_300,
      total_amount: 24_600,
    },
  ],
};

const call: FrameCall = {
  id: 'a',
  method: 'load',
  clientToken: 'a.b.c',
  category: 'pay_later',
  data: {
    billing_address: {
      given_name: 'Augusta Ada',
      family_name: 'Byron-Lindstr\u00f6m-Andersson',
      email: 'augusta.ada.byron@a-very-long-domain.shop.example',
      street_address: 'S\u00f6dra Blasieholmshamnen 2',
    },
  },
};

describe("the sandbox's frames", () => {
  /** The page of a frame, on this origin so that one can look inside. */
  async function open(page: Response, width = 480): Promise<HTMLIFrameElement> {
    const frame = await fixture<HTMLIFrameElement>(html`
      <iframe
        title="Frame"
        style="border: 0; width: ${width}px; height: 600px"
      ></iframe>
    `);
    const ready = new Promise<void>((done) => {
      window.addEventListener('message', function hear({data, source}) {
        if (source !== frame.contentWindow || data.type !== 'ready') return;
        window.removeEventListener('message', hear);
        done();
      });
    });
    frame.srcdoc = await page.text();
    await ready;
    return frame;
  }

  async function openPurchase(scheme: 'light' | 'dark', width?: number) {
    const frame = await open(purchasePage(), width);
    const message = {
      type: 'purchase',
      call: {...call, method: 'authorize', scheme},
      order,
    };
    frame.contentWindow!.postMessage(message);
    await until(() => inside(frame).querySelector('[role=dialog]'));
    return frame;
  }

  async function openWidget(scheme: 'light' | 'dark', width?: number) {
    const frame = await open(widgetPage(), width);
    frame.contentWindow!.fetch = async () =>
      Response.json({kind: 'result', result: {show_form: true}, order});
    frame.contentWindow!.postMessage({type: 'call', call: {...call, scheme}});
    await until(() => inside(frame).querySelector('main'));
    return frame;
  }

  const inside = (frame: HTMLIFrameElement) => frame.contentDocument!;

  for (const [name, openFrame] of [
    ['the widget', openWidget],
    ['the purchase', openPurchase],
  ] as const) {
    for (const scheme of ['light', 'dark'] as const) {
      it(`leave axe nothing to say of ${name}, ${scheme}`, async function () {
        // Axe takes its time.
        this.timeout(30_000);
        const frame = await openFrame(scheme);
        const axe = await fetch('/node_modules/axe-core/axe.min.js');
        const page = frame.contentWindow as unknown as {
          eval(script: string): unknown;
          axe: {run(): Promise<AxeResults>};
        };
        page.eval(await axe.text());
        const {violations} = await page.axe.run();
        expect(violations.map(({id}) => id)).to.deep.equal([]);
      });

      it(`show ${name} on ${scheme} paper`, async () => {
        const frame = await openFrame(scheme);
        const paper = inside(frame).querySelector('main, .dialog')!;
        const {backgroundColor} = getComputedStyle(paper);
        const [red = 0] = backgroundColor.match(/\d+/g)?.map(Number) ?? [];
        expect(red > 128).to.equal(scheme === 'light');
      });
    }

    it(`keep ${name} within 320 px, with room for each text`, async () => {
      const frame = await openFrame('light', 320);
      for (const element of inside(frame).querySelectorAll(
        'main *, .dialog *',
      )) {
        const {left, right} = element.getBoundingClientRect();
        expect(left).to.be.at.least(0);
        expect(right).to.be.at.most(304, element.outerHTML);
      }
      for (const value of inside(frame).querySelectorAll('dd')) {
        expect(value.clientWidth).to.be.above(200);
      }
    });
  }

  it('offer the two usual answers without scrolling on a phone', async () => {
    const frame = await openPurchase('light', 320);
    for (const answer of ['approve', 'decline']) {
      const button = inside(frame).querySelector(`[data-answer=${answer}]`)!;
      expect(button.getBoundingClientRect().bottom).to.be.below(600);
    }
  });
});
