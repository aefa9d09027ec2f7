import {expect} from '@open-wc/testing';
import {
  givenElement,
  readyElement,
  settled,
  tabsOf,
  untilStatus,
  watchExceptions,
} from '../support/checkout.js';
import {
  installFakeKlarna,
  klarnaError,
  type FakeKlarna,
} from '../support/fake-klarna.js';
import {
  aPlace,
  canMoveBefore,
  moveBefore,
  nest,
  placeElement,
  Sessions,
} from '../support/places.js';

describe('an element that leaves its place', () => {
  let klarna: FakeKlarna;
  let watch: ReturnType<typeof watchExceptions>;

  beforeEach(() => {
    klarna = installFakeKlarna();
    watch = watchExceptions();
  });

  afterEach(() => {
    watch.end();
    klarna.uninstall();
  });

  it('starts afresh in another root, whichever tab is selected', async function () {
    if (!canMoveBefore) this.skip();
    const sessions = new Sessions();
    const {inner} = await nest('open');
    const element = placeElement(inner, {fetchSession: sessions.fetch});
    await untilStatus(element, 'ready');
    klarna.next('authorize', {throws: klarnaError('TypeError')});
    await element.authorize().catch(() => {});
    await untilStatus(element, 'error');
    tabsOf(element)[1]!.click();
    moveBefore(element, await aPlace());
    await settled(50);
    expect(sessions.signals).to.have.length(2);
  });

  it('shows its widget after a move, a fault and a retry', async function () {
    if (!canMoveBefore) this.skip();
    const sessions = new Sessions();
    const {inner} = await nest('open');
    const element = placeElement(inner, {fetchSession: sessions.fetch});
    await untilStatus(element, 'ready');
    klarna.next('authorize', {throws: klarnaError('TypeError')});
    await element.authorize().catch(() => {});
    await untilStatus(element, 'error');
    tabsOf(element)[1]!.click();
    moveBefore(element, await aPlace());
    await settled(50);
    tabsOf(element)[0]!.click();
    await settled(20);
    await element.refresh();
    await untilStatus(element, 'ready');
    const frames = [...document.querySelectorAll('iframe')];
    expect(frames.some((frame) => frame.checkVisibility())).to.equal(true);
  });

  it('leaves no rejection alone when it goes at its first status', async () => {
    const element = await givenElement();
    element.addEventListener('klarna-status', () => element.remove(), {
      once: true,
    });
    element.fetchSession = async () => {
      throw new Error('no');
    };
    await settled(50);
    expect(watch.exceptions.map(String)).to.deep.equal([]);
  });

  it('takes the category that is set before it comes back', async () => {
    const element = await readyElement();
    const parent = element.parentElement!;
    element.remove();
    await settled();
    element.category = 'pay_now';
    parent.append(element);
    await untilStatus(element, 'ready');
    expect(element.category).to.equal('pay_now');
  });
});
