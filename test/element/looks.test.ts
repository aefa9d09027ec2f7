import {expect, fixture, html} from '@open-wc/testing';
import {emulateMedia} from '@web/test-runner-commands';
import {css} from 'lit';
import {
  KlarnaPaymentsElement,
  type KlarnaPaymentsStatus,
} from '../../src/element.js';
import {
  categories,
  givenElement,
  partsOf,
  readyElement,
  sessionAnswer,
  tabsOf,
  untilStatus,
  visit,
} from '../support/checkout.js';
import {needs} from '../support/engine.js';
import {installFakeKlarna, type FakeKlarna} from '../support/fake-klarna.js';
import {expectSame, pageStyle} from '../support/places.js';
import {inEveryStatus} from '../support/statuses.js';

describe('the looks', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  describe('parts', () => {
    async function expectStyled(
      element: KlarnaPaymentsElement,
      part: string,
      count: number,
    ) {
      await pageStyle(
        `klarna-payments::part(${part}) { text-decoration-line: overline }`,
      );
      const styled = [...element.shadowRoot!.querySelectorAll('*')].filter(
        (it) => getComputedStyle(it).textDecorationLine === 'overline',
      );
      expect(styled).to.have.length(count);
      expectSame(styled, partsOf(element, part));
    }

    for (const [part, count] of Object.entries({
      tablist: 1,
      tab: 3,
      'tab-label': 3,
      'tab-icon': 1,
      panel: 3,
    })) {
      it(`are styled by the page: ${part}`, async () => {
        const standard = 'https://x.klarnacdn.net/badge.svg';
        const [first, ...others] = categories;
        const element = await readyElement({
          fetchSession: async () =>
            sessionAnswer('s1', [
              {...first!, asset_urls: {standard}} as never,
              ...others,
            ]),
        });
        await expectStyled(element, part, count);
      });
    }

    it('are styled by the page: loading-indicator', async () => {
      const element = await givenElement({
        fetchSession: () => new Promise(() => {}),
      });
      await untilStatus(element, 'loading');
      await expectStyled(element, 'loading-indicator', 1);
    });

    for (const part of ['message', 'retry-button']) {
      it(`are styled by the page: ${part}`, async () => {
        const element = await givenElement({fetchSession: async () => null});
        await untilStatus(element, 'error');
        await expectStyled(element, part, 1);
      });
    }
  });

  describe('states', () => {
    const names = [
      ':state(loading)',
      ':state(ready)',
      ':state(authorizing)',
      ':state(authorized)',
      ':state(unavailable)',
      ':state(error)',
    ];

    for (const [status, reach] of Object.entries(inEveryStatus)) {
      it(`are ${status === 'idle' ? 'none' : `:state(${status})`} alone when the status is ${status}`, async () => {
        const element = await reach(klarna);
        expect(element.status).to.equal(status);
        expect(names.filter((name) => element.matches(name))).to.deep.equal(
          status === 'idle' ? [] : [`:state(${status})`],
        );
      });
    }

    it('change together with the status', async () => {
      const element = await givenElement();
      const seen: Array<[KlarnaPaymentsStatus, boolean]> = [];
      element.addEventListener('klarna-status', ({detail: {status}}) => {
        const on = names.filter((name) => element.matches(name));
        seen.push([status, on.join() === `:state(${status})`]);
      });
      element.fetchSession = async () => sessionAnswer();
      await untilStatus(element, 'ready');
      await element.authorize();
      expect(seen).to.deep.equal([
        ['loading', true],
        ['ready', true],
        ['authorizing', true],
        ['authorized', true],
      ]);
    });

    it('let the page style a single tab as a heading', async () => {
      await pageStyle(
        `klarna-payments:state(single)::part(tab) { border-style: none }`,
      );
      const one = await readyElement({
        fetchSession: async () => sessionAnswer('s1', categories.slice(0, 1)),
      });
      const three = await readyElement();
      expect(getComputedStyle(tabsOf(one)[0]!).borderStyle).to.equal('none');
      expect(getComputedStyle(tabsOf(three)[0]!).borderStyle).to.equal('solid');
    });

    it('are not single without a session', async () => {
      const element = await readyElement({
        fetchSession: async () => sessionAnswer('s1', categories.slice(0, 1)),
      });
      element.remove();
      expect(element.matches(':state(single)')).to.equal(false);
    });
  });

  it('have no inline styles, whatever happens', async () => {
    for (const reach of Object.values(inEveryStatus)) {
      const element = await reach(klarna);
      expect(
        element.shadowRoot!.querySelectorAll('[style], style'),
      ).to.have.length(0);
      expect(element.hasAttribute('style')).to.equal(false);
      for (const child of element.children) {
        expect(child.hasAttribute('style')).to.equal(false);
      }
      element.remove();
    }
  });

  it('hide everything, widget too, with the attribute hidden', async () => {
    const element = await readyElement();
    element.hidden = true;
    await pageStyle('klarna-payments { display: grid }');
    expect(element.checkVisibility()).to.equal(false);
    expect(element.querySelector('iframe')!.checkVisibility()).to.equal(false);
    element.hidden = false;
    expect(element.querySelector('iframe')!.checkVisibility()).to.equal(true);
  });

  it('take the page’s font and colours, be it light or dark', async function () {
    this.timeout(60_000);
    const page = await fixture<HTMLElement>(html`
      <div
        style="color-scheme: dark; background: #111; color: rgb(238, 238, 238);
          font: italic 19px serif"
      ></div>
    `);
    const element = await readyElement();
    page.append(element);
    await untilStatus(element, 'ready');
    const tab = getComputedStyle(tabsOf(element)[1]!);
    expect(tab.color).to.equal('rgb(238, 238, 238)');
    expect(tab.backgroundColor).to.equal('rgba(0, 0, 0, 0)');
    expect(tab.fontStyle).to.equal('italic');
    expect(tab.fontSize).to.equal('19px');
    expect(tab.colorScheme).to.equal('dark');
    const selected = getComputedStyle(tabsOf(element)[0]!);
    expect(selected.borderBlockEndColor).to.equal('rgb(238, 238, 238)');
    await expect(element).to.be.accessible();
  });

  describe('as the shopper wants them', () => {
    before(function () {
      return needs(this, 'emulated media');
    });

    afterEach(async () => {
      await emulateMedia({reducedMotion: 'no-preference'});
      await emulateMedia({forcedColors: 'none'}).catch(() => {});
    });

    async function loadingIndicator() {
      const element = await givenElement({
        fetchSession: () => new Promise(() => {}),
      });
      await untilStatus(element, 'loading');
      return partsOf(element, 'loading-indicator')[0]!;
    }

    it('turn while loading', async () => {
      const {animationName} = getComputedStyle(
        await loadingIndicator(),
        '::before',
      );
      expect(animationName).not.to.equal('none');
    });

    it('keep still with reduced motion', async () => {
      await emulateMedia({reducedMotion: 'reduce'});
      const indicator = await loadingIndicator();
      const root = indicator.getRootNode() as ShadowRoot;
      expect(root.getAnimations()).to.deep.equal([]);
      const {animationName} = getComputedStyle(indicator, '::before');
      expect(animationName).to.equal('none');
      for (const tab of tabsOf(await readyElement())) {
        expect(getComputedStyle(tab).transitionDuration).to.equal('0s');
      }
    });

    it('show which tab is selected in forced colours', async function () {
      await emulateMedia({forcedColors: 'active'}).catch(() => this.skip());
      const element = await readyElement();
      const looks = () =>
        tabsOf(element).map((tab) => {
          const {borderColor, borderWidth} = getComputedStyle(tab);
          return `${borderWidth} ${borderColor}`;
        });
      const [selected, second, third] = looks();
      expect(selected).not.to.equal(second);
      expect(second).to.equal(third);
      await visit(element, 1);
      expect(looks()).to.deep.equal([second, selected, second]);
    });
  });

  it('keep what the page has put into the shadow root', async () => {
    const element = await readyElement();
    const style = document.createElement('style');
    element.shadowRoot!.append(style);
    element.label = 'x';
    await element.updateComplete;
    expect(style.isConnected).to.equal(true);
  });

  it('of a subclass are its own', async () => {
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
