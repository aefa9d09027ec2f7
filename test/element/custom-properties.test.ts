import {expect, fixture, html} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import type {KlarnaPaymentsElement} from '../../src/element.js';
import {
  categories,
  givenElement,
  panelsOf,
  partsOf,
  readyElement,
  tabsOf,
  untilStatus,
} from '../support/checkout.js';
import {
  fakeToken,
  installFakeKlarna,
  type FakeKlarna,
} from '../support/fake-klarna.js';
import {pageStyle} from '../support/places.js';

describe('the custom property', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  const red = 'rgb(200, 0, 10)';

  /** An element on a page that has set a custom property. */
  async function styled(property: string, value: string) {
    await pageStyle(`main { --klarna-payments-${property}: ${value} }`);
    const main = await fixture<HTMLElement>(html`<main></main>`);
    const element = await readyElement();
    main.append(element);
    await untilStatus(element, 'ready');
    return element;
  }

  function selectedTab(element: KlarnaPaymentsElement) {
    return getComputedStyle(tabsOf(element)[0]!);
  }

  it('accent-color is that of the selected tab only', async () => {
    const element = await styled('accent-color', red);
    expect(selectedTab(element).borderBlockEndColor).to.equal(red);
    expect(selectedTab(element).boxShadow).to.include(red);
    const other = getComputedStyle(tabsOf(element)[1]!);
    expect(other.borderBlockEndColor).not.to.equal(red);
    expect(other.boxShadow).not.to.include(red);
  });

  for (const [property, effect] of Object.entries({
    'focus-color': true,
    // Unless there is one of its own.
    'accent-color': true,
    'border-color': false,
  })) {
    it(`${property} is ${effect ? '' : 'not '}that of the focus ring`, async () => {
      const element = await styled(property, red);
      element.focus();
      await sendKeys({press: 'ArrowRight'});
      const {outlineColor, outlineStyle} = getComputedStyle(
        tabsOf(element)[1]!,
      );
      expect(outlineStyle).to.equal('solid');
      expect(outlineColor === red).to.equal(effect);
    });
  }

  it('border-color is that of the tabs', async () => {
    const element = await styled('border-color', red);
    const {borderColor} = getComputedStyle(tabsOf(element)[1]!);
    expect(borderColor).to.equal(red);
  });

  it('border-color and border-radius are those of the retry button', async () => {
    await pageStyle(`klarna-payments {
      --klarna-payments-border-color: ${red};
      --klarna-payments-border-radius: 13px;
    }`);
    const element = await givenElement({fetchSession: async () => null});
    await untilStatus(element, 'error');
    const button = getComputedStyle(partsOf(element, 'retry-button')[0]!);
    expect(button.borderColor).to.equal(red);
    expect(button.borderRadius).to.equal('13px');
  });

  it('border-radius is that of tabs and panel', async () => {
    const element = await styled('border-radius', '13px');
    expect(selectedTab(element).borderRadius).to.equal('13px');
    const panel = getComputedStyle(panelsOf(element)[0]!);
    expect(panel.borderRadius).to.equal('13px');
  });

  it('gap is between the tabs and below them', async () => {
    const element = await styled('gap', '21px');
    const [first, second] = tabsOf(element).map((tab) =>
      tab.getBoundingClientRect(),
    );
    const panel = panelsOf(element)[0]!.getBoundingClientRect();
    expect(second!.left - first!.right).to.be.closeTo(21, 0.5);
    expect(panel.top - first!.bottom).to.be.closeTo(21, 0.5);
  });

  it('tab-padding is within the tabs', async () => {
    const element = await styled('tab-padding', '3px 31px');
    expect(selectedTab(element).padding).to.equal('3px 31px');
  });

  it('panel-padding is around the widget', async () => {
    const element = await styled('panel-padding', '17px');
    const panel = panelsOf(element)[0]!.getBoundingClientRect();
    const container = element
      .querySelector('div[slot]')!
      .getBoundingClientRect();
    expect(container.left - panel.left).to.equal(17);
    expect(container.top - panel.top).to.equal(17);
  });

  it('panel-min-height is the room kept for a widget', async () => {
    const element = await styled('panel-min-height', '512px');
    expect(panelsOf(element)[0]!.offsetHeight).to.equal(512);
  });

  it('have defaults that keep the page where it is while a widget loads', async () => {
    klarna.answer.load = () => 'never';
    const element = await givenElement({
      clientToken: fakeToken('s1'),
      categories,
    });
    await untilStatus(element, 'loading');
    await element.updateComplete;
    expect(panelsOf(element)[0]!.offsetHeight).to.be.at.least(230);
  });
});
