import {expect} from '@open-wc/testing';
import {
  categories,
  partsOf,
  readyElement,
  sessionAnswer,
  tabsOf,
  untilStatus,
  visit,
} from '../support/checkout.js';
import {installFakeKlarna, type FakeKlarna} from '../support/fake-klarna.js';

describe('a category with the name of a part of the element', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  describe('is shown like any other', () => {
    for (const identifier of ['error', 'retry', 'loading', 'empty']) {
      it(`when it is ${identifier}`, async () => {
        const element = await readyElement({
          fetchSession: async () =>
            sessionAnswer('s1', [...categories, {identifier, name: 'Odd'}]),
        });
        expect(tabsOf(element)).to.have.length(4);
        await visit(element, 3);
        const container = [...element.querySelectorAll('div[slot]')].at(-1)!;
        expect(container.checkVisibility(), 'the widget').to.equal(true);
        await element.refresh();
        expect(container.checkVisibility(), 'after refresh').to.equal(true);
        element.fetchSession = async () => null;
        await element.refresh().catch(() => {});
        await untilStatus(element, 'error');
        expect(
          partsOf(element, 'message')[0]?.checkVisibility(),
          'message',
        ).to.equal(true);
        const [retry] = partsOf(element, 'retry-button');
        expect(retry?.checkVisibility(), 'retry').to.equal(true);
        expect(tabsOf(element)).to.have.length(4);
        expect(tabsOf(element).map((tab) => tab.textContent.trim())).to.include(
          'Odd',
        );
      });
    }
  });

  it('has an indicator while its widget loads, when it is loading', async () => {
    const element = await readyElement({
      fetchSession: async () =>
        sessionAnswer('s1', [
          ...categories,
          {identifier: 'loading', name: 'Odd'},
        ]),
    });
    klarna.next('load', 'never');
    tabsOf(element)[3]!.click();
    await element.updateComplete;
    const [indicator] = partsOf(element, 'loading-indicator');
    expect(indicator?.checkVisibility()).to.equal(true);
  });
});
