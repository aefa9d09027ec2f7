import {expect} from '@open-wc/testing';
import type {KlarnaPaymentsElement} from '../../../src/element.js';
import {readyElement, untilStatus} from '../../support/checkout.js';
import {installFakeKlarna, type FakeKlarna} from '../../support/fake-klarna.js';
import {containersIn} from '../../support/places.js';

/** How a page takes a container away. */
const ways: Readonly<Record<string, (container: Element) => void>> = {
  'removes it': (container) => container.remove(),
  'gives it another slot': (container) => container.setAttribute('slot', 'x'),
  'moves it elsewhere': (container) => document.body.append(container),
};

describe('18. a page that keeps taking the container away', () => {
  let klarna: FakeKlarna;
  let observer: MutationObserver | undefined;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    observer?.disconnect();
    klarna.uninstall();
    for (const stray of document.querySelectorAll(
      'body > [data-klarna-payments]',
    )) {
      stray.remove();
    }
  });

  /** Takes away whatever comes, at once. @returns How much that was. */
  function fight(
    element: KlarnaPaymentsElement,
    take: (container: Element) => void,
  ): {taken: number} {
    const count = {taken: 0};
    const takeAll = () => {
      for (const container of containersIn(element)) {
        if (container.slot === 'x') continue;
        count.taken++;
        take(container);
      }
    };
    observer = new MutationObserver(takeAll);
    observer.observe(element, {childList: true});
    takeAll();
    return count;
  }

  for (const [what, take] of Object.entries(ways)) {
    it(`and ${what} gets it back five times, then an error`, async () => {
      const element = await readyElement();
      const faults: string[] = [];
      element.addEventListener('klarna-error', ({detail}) =>
        faults.push(detail.error.code),
      );
      const count = fight(element, take);
      await untilStatus(element, 'error');
      expect(element.error?.code).to.equal('load-failed');
      expect(element.error?.recoverable).to.equal(true);
      expect(faults).to.deep.equal(['load-failed']);
      expect(count.taken, 'the first one and five returns').to.equal(6);
    });
  }

  it('is offered a retry, which works once the page has stopped', async () => {
    const element = await readyElement();
    fight(element, (container) => container.remove());
    await untilStatus(element, 'error');
    observer?.disconnect();
    const retry = element.shadowRoot!.querySelector<HTMLElement>(
      '[part~=retry-button]',
    )!;
    retry.click();
    await untilStatus(element, 'ready');
    expect(containersIn(element)).to.have.lengthOf(1);
    expect((await element.authorize()).outcome).to.equal('authorized');
  });

  it('and does so once, as a framework that renders anew, is served at once', async () => {
    const element = await readyElement();
    containersIn(element)[0]!.remove();
    await untilStatus(element, 'ready');
    expect(containersIn(element)).to.have.lengthOf(1);
    expect(element.error).to.equal(null);
  });
});
