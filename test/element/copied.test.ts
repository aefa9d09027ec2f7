import {expect} from '@open-wc/testing';
import type {KlarnaPaymentsElement} from '../../src/element.js';
import {readyElement, sessionAnswer, untilStatus} from '../support/checkout.js';
import {installFakeKlarna, type FakeKlarna} from '../support/fake-klarna.js';
import {aPlace, containersIn, nest, placeElement} from '../support/places.js';

describe('an element that is copied while it shows widgets', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  const session = {fetchSession: async () => sessionAnswer()};

  /** Each frame is found by its id, and there is one a widget. */
  function expectOwnFrames(count: number) {
    const frames = [...document.querySelectorAll('iframe')];
    expect(frames).to.have.length(count);
    for (const frame of frames) {
      expect(document.getElementById(frame.id) === frame).to.equal(true);
    }
  }

  it('with cloneNode, as a cache of pages does', async () => {
    const element = await readyElement(session);
    const clone = element.cloneNode(true) as KlarnaPaymentsElement;
    Object.assign(clone, session);
    element.before(clone);
    await untilStatus(clone, 'ready');
    expectOwnFrames(2);
    expect(containersIn(clone)).to.have.length(1);
    expect((await element.authorize()).outcome).to.equal('authorized');
  });

  it('with cloneNode, and the copy takes its place', async () => {
    const element = await readyElement(session);
    const clone = element.cloneNode(true) as KlarnaPaymentsElement;
    Object.assign(clone, session);
    element.replaceWith(clone);
    await untilStatus(clone, 'ready');
    expectOwnFrames(1);
  });

  it('with innerHTML', async () => {
    const place = await aPlace();
    const element = placeElement(place, session);
    await untilStatus(element, 'ready');
    const {innerHTML} = place;
    place.innerHTML = innerHTML;
    const copy = place.querySelector('klarna-payments')!;
    Object.assign(copy, session);
    await untilStatus(copy, 'ready');
    expectOwnFrames(1);
  });

  it('with the host around it', async () => {
    const {hosts, inner} = await nest('open');
    const element = placeElement(inner, session);
    await untilStatus(element, 'ready');
    const clone = hosts[0]!.cloneNode(true) as HTMLElement;
    const root = clone.attachShadow({mode: 'open'});
    hosts[0]!.replaceWith(clone);
    const other = placeElement(root, session);
    await untilStatus(other, 'ready');
    expectOwnFrames(1);
    clone.remove();
  });
});
