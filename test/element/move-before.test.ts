import {expect, oneEvent} from '@open-wc/testing';
import type {KlarnaPaymentsElement} from '../../src/element.js';
import {
  deferred,
  namesOf,
  readyElement,
  recordEvents,
  sessionAnswer,
  settled,
  tabsOf,
  untilStatus,
} from '../support/checkout.js';
import {needs} from '../support/engine.js';
import {
  installFakeKlarna,
  klarnaError,
  type FakeKlarna,
} from '../support/fake-klarna.js';
import {
  aPlace,
  containersIn,
  nest,
  placeElement,
  Sessions,
} from '../support/places.js';

describe('an element that is moved by moveBefore', () => {
  let klarna: FakeKlarna;
  let sessions: Sessions;

  beforeEach(() => {
    klarna = installFakeKlarna();
    sessions = new Sessions();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  async function paying(): Promise<KlarnaPaymentsElement> {
    return readyElement({fetchSession: sessions.fetch});
  }

  before(function () {
    return needs(this, 'moveBefore');
  });

  /** Neither frame nor session is another. */
  async function expectUndisturbed(
    element: KlarnaPaymentsElement,
    move: () => void,
  ) {
    const frame = document.querySelector('iframe')!;
    const inside = frame.contentWindow;
    const events = recordEvents(element);
    move();
    await settled();
    expect(frame.isConnected).to.equal(true);
    expect(frame.contentWindow === inside).to.equal(true);
    expect(frame.checkVisibility()).to.equal(true);
    expect(namesOf(events)).to.deep.equal([]);
    expect(sessions.signals).to.have.length(1);
    expect(klarna.of('load')).to.have.length(1);
  }

  it('is not disturbed within the document', async () => {
    const element = await paying();
    await element.authorize();
    const place = await aPlace();
    await expectUndisturbed(element, () => place.moveBefore(element, null));
    expect(element.parentElement === place).to.equal(true);
    expect(element.authorizationToken).to.equal('authorized-s1');
    expect((await element.authorize()).outcome).to.equal('authorized');
  });

  it('is not disturbed within a shadow root', async () => {
    const {inner} = await nest('open', 'closed');
    const place = document.createElement('section');
    inner.append(place);
    const element = placeElement(inner, {fetchSession: sessions.fetch});
    await untilStatus(element, 'ready');
    await expectUndisturbed(element, () => place.moveBefore(element, null));
  });

  it('is not disturbed when the host around it moves', async function () {
    await needs(this, 'connectedMoveCallback in shadow roots');
    const {hosts, inner} = await nest('open', 'closed');
    const element = placeElement(inner, {fetchSession: sessions.fetch});
    await untilStatus(element, 'ready');
    const place = await aPlace();
    await expectUndisturbed(element, () => place.moveBefore(hosts[0]!, null));
  });

  it('goes on asking Klarna', async () => {
    const element = await paying();
    const place = await aPlace();
    const asked = element.authorize();
    place.moveBefore(element, null);
    expect(element.status).to.equal('authorizing');
    expect((await asked).outcome).to.equal('authorized');
  });

  it('goes on loading, from the session to the widget', async () => {
    const [first, second] = [await aPlace(), await aPlace()];
    const answer = deferred<unknown>();
    const element = placeElement(await aPlace(), {
      fetchSession: (context) => {
        void sessions.fetch(context);
        return answer.promise;
      },
    });
    await untilStatus(element, 'loading');
    first.moveBefore(element, null);
    const told = oneEvent(element, 'klarna-session');
    answer.resolve(sessionAnswer());
    await told;
    second.moveBefore(element, null);
    expect(element.status).to.equal('loading');
    await untilStatus(element, 'ready');
    expect(sessions.signals.map(({aborted}) => aborted)).to.deep.equal([false]);
    expect(klarna.of('load')).to.have.length(1);
  });

  it('starts afresh in another root', async () => {
    const element = await paying();
    const {hosts, inner} = await nest('open');
    inner.moveBefore(element, null);
    await sessions.expectAfresh(element, klarna);
    expect(containersIn(hosts[0]!)).to.have.length(1);
    expect(containersIn(element)).to.have.length(0);
  });

  it('starts afresh out of a root, and leaves nothing there', async () => {
    const {hosts, inner} = await nest('open', 'open');
    const element = placeElement(inner, {fetchSession: sessions.fetch});
    await untilStatus(element, 'ready');
    (await aPlace()).moveBefore(element, null);
    await sessions.expectAfresh(element, klarna);
    expect(hosts.map((host) => host.childElementCount)).to.deep.equal([0, 0]);
    expect(containersIn(element)).to.have.length(1);
  });

  it('starts afresh when the host around it moves into another root', async () => {
    const {hosts, inner} = await nest('open');
    const element = placeElement(inner, {fetchSession: sessions.fetch});
    await untilStatus(element, 'ready');
    const other = await nest('open');
    other.inner.moveBefore(hosts[0]!, null);
    await sessions.expectAfresh(element, klarna);
    expect(containersIn(other.hosts[0]!)).to.have.length(1);
    expect(containersIn(hosts[0]!)).to.have.length(0);
  });

  describe('with another tab chosen after a fault', () => {
    /** Into another root. */
    async function moved(): Promise<KlarnaPaymentsElement> {
      const {inner} = await nest('open');
      const element = placeElement(inner, {fetchSession: sessions.fetch});
      await untilStatus(element, 'ready');
      klarna.next('authorize', {throws: klarnaError('TypeError')});
      await element.authorize().catch(() => {});
      await untilStatus(element, 'error');
      tabsOf(element)[1]!.click();
      (await aPlace()).moveBefore(element, null);
      await settled(50);
      return element;
    }

    it('starts afresh in another root', async () => {
      await moved();
      expect(sessions.signals).to.have.length(2);
    });

    it('shows the widget of the former tab there', async () => {
      const element = await moved();
      tabsOf(element)[0]!.click();
      await settled(20);
      await element.refresh();
      await untilStatus(element, 'ready');
      const frames = [...document.querySelectorAll('iframe')];
      expect(frames.some((frame) => frame.checkVisibility())).to.equal(true);
    });
  });
});
