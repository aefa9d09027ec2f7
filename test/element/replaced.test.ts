import {expect, oneEvent} from '@open-wc/testing';
import type {KlarnaPaymentsElement} from '../../src/element.js';
import {
  deferred,
  faultOf,
  namesOf,
  readyElement,
  recordEvents,
  sessionAnswer,
  settled,
  untilStatus,
  visit,
} from '../support/checkout.js';
import {installFakeKlarna, type FakeKlarna} from '../support/fake-klarna.js';
import {
  aPlace,
  containersIn,
  expectSame,
  nest,
  placeElement,
} from '../support/places.js';

describe('a library that replaces what is in the element', () => {
  let klarna: FakeKlarna;
  let requests: number;

  beforeEach(() => {
    klarna = installFakeKlarna();
    requests = 0;
  });

  afterEach(() => {
    klarna.uninstall();
  });

  const fetchSession = async () => {
    requests++;
    return sessionAnswer();
  };

  /** The categories that were loaded, in order. */
  function loads() {
    return klarna
      .of('load')
      .map(({options}) => options.payment_method_category);
  }

  /** Changes the page and waits for the widget to be back. */
  async function expectMountedAgain(
    element: KlarnaPaymentsElement,
    change: () => void,
  ) {
    const before = klarna.of('load').length;
    const frame = document.querySelector('iframe')!;
    const events = recordEvents(element);
    change();
    expect(frame.isConnected).to.equal(false);
    await oneEvent(element, 'klarna-load');
    await settled();
    expect(namesOf(events)).to.deep.equal(['status', 'status', 'load']);
    expect(klarna.of('load')).to.have.length(before + 1);
    const frames = document.querySelectorAll('iframe');
    expect(frames).to.have.length(1);
    expect(frames[0]!.checkVisibility()).to.equal(true);
    expect(element.status).to.equal('ready');
    expect(requests, 'the session is still good').to.equal(1);
    expect((await element.authorize()).outcome).to.equal('authorized');
  }

  const ways: Record<string, (element: Element) => void> = {
    'by nothing': (element) => element.replaceChildren(),
    'by a text': (element) => (element.textContent = 'By Klarna'),
    'by markup': (element) => (element.innerHTML = '<p>By Klarna</p>'),
    'three times in one task': (element) => {
      for (const text of ['a', 'b', 'c']) element.replaceChildren(text);
    },
    'by a morph that keeps what both pages have': (element) => {
      for (const child of [...element.children].slice(1)) child.remove();
      element.removeAttribute('category');
    },
    'elsewhere, out of the document': (element) =>
      new DocumentFragment().append(...element.children),
  };

  for (const [how, replace] of Object.entries(ways)) {
    it(`has the widget mounted again, once (${how})`, async () => {
      const element = placeElement(await aPlace());
      element.innerHTML = '<p>By Klarna</p>';
      element.fetchSession = fetchSession;
      await untilStatus(element, 'ready');
      await expectMountedAgain(element, () => replace(element));
      expect(containersIn(element)).to.have.length(1);
      expect(element.category).to.equal('pay_later');
    });
  }

  it('has only the chosen widget mounted when it takes all away', async () => {
    const element = await readyElement({fetchSession});
    await visit(element, 1);
    await visit(element, 0);
    const events = recordEvents(element);
    element.replaceChildren();
    await oneEvent(element, 'klarna-load');
    await settled();
    expect(containersIn(element)).to.have.length(1);
    expect(loads()).to.deep.equal(['pay_later', 'pay_now', 'pay_later']);
    expect(namesOf(events)).to.deep.equal(['status', 'status', 'load']);
  });

  it('has it mounted again each time', async () => {
    const element = await readyElement({fetchSession});
    for (let time = 1; time <= 3; time++) {
      const loaded = oneEvent(element, 'klarna-load');
      element.replaceChildren();
      await loaded;
      expect(containersIn(element)).to.have.length(1);
      expect(loads()).to.have.length(1 + time);
    }
  });

  for (const [where, level] of Object.entries({
    'the host in the document': 0,
    'a host in between': 1,
    'the element': 2,
  })) {
    it(`is noticed two shadow roots deep, in ${where}`, async () => {
      const {hosts, inner} = await nest('closed', 'open');
      const element = placeElement(inner, {fetchSession});
      await untilStatus(element, 'ready');
      const parent = [...hosts, element][level]!;
      const frame = document.querySelector('iframe')!;
      const loaded = oneEvent(element, 'klarna-load');
      parent.replaceChildren(...(level ? [] : ['Other words']));
      await loaded;
      await settled();
      expect(frame.isConnected).to.equal(false);
      expect(containersIn(hosts[0]!)).to.have.length(1);
      expect(hosts[1]!.children).to.have.length(1);
      expect(element.children).to.have.length(1);
      expect(document.querySelector('iframe')!.checkVisibility()).to.equal(
        true,
      );
      expect((await element.authorize()).outcome).to.equal('authorized');
    });
  }

  it('has it mounted again when it takes the container for another element', async () => {
    const element = await readyElement({fetchSession});
    const [container] = containersIn(element);
    const loaded = oneEvent(element, 'klarna-load');
    // What a morph does that wants a `div` and finds one.
    container!.removeAttribute('slot');
    container!.replaceChildren('Of the page');
    const heard = await Promise.race([loaded, settled(500)]);
    expect(heard?.type).to.equal('klarna-load');
    expect((await element.authorize()).outcome).to.equal('authorized');
  });

  it('has a widget that is not shown mounted when it is next chosen', async () => {
    const element = await readyElement({fetchSession});
    await visit(element, 1);
    containersIn(element)[0]!.remove();
    await settled();
    expect(loads()).to.deep.equal(['pay_later', 'pay_now']);
    expect(element.status).to.equal('ready');
    await visit(element, 0);
    expect(loads()).to.deep.equal(['pay_later', 'pay_now', 'pay_later']);
    expect((await element.authorize()).category).to.equal('pay_later');
  });

  it('does not disturb a widget beside the one that it removes', async () => {
    const element = await readyElement({fetchSession});
    await visit(element, 1);
    const [first, second] = containersIn(element);
    const inside = second!.querySelector('iframe')!.contentWindow;
    first!.remove();
    await settled();
    expectSame(containersIn(element), [second]);
    expect(second!.querySelector('iframe')!.contentWindow === inside).to.equal(
      true,
    );
  });

  it('may add what it likes', async () => {
    const element = await readyElement({fetchSession});
    const events = recordEvents(element);
    element.prepend('first', document.createElement('p'));
    element.append(document.createElement('div'));
    await settled();
    expect(namesOf(events)).to.deep.equal([]);
    expect(loads()).to.have.length(1);
  });

  it('finds a widget that it takes away while it loads mounted again', async () => {
    klarna.next('load', 'never');
    const element = placeElement(await aPlace(), {fetchSession});
    await oneEvent(element, 'klarna-session');
    await settled();
    const events = recordEvents(element);
    element.replaceChildren();
    await untilStatus(element, 'ready');
    await settled();
    expect(namesOf(events)).to.deep.equal(['status', 'load']);
    expect(loads()).to.deep.equal(['pay_later', 'pay_later']);
    expect(document.querySelectorAll('iframe')).to.have.length(1);
  });

  it('finds nothing changed while the session is on its way', async () => {
    const answer = deferred<unknown>();
    const element = placeElement(await aPlace(), {
      fetchSession: () => answer.promise,
    });
    await untilStatus(element, 'loading');
    element.replaceChildren('Other words');
    answer.resolve(sessionAnswer());
    await untilStatus(element, 'ready');
    await settled();
    expect(loads()).to.deep.equal(['pay_later']);
  });

  it('ends an authorization with aborted, never with a decline', async () => {
    const element = await readyElement({fetchSession});
    klarna.next('authorize', 'never');
    const events = recordEvents(element);
    const asked = faultOf(element.authorize());
    element.replaceChildren();
    expect((await asked).code).to.equal('aborted');
    await untilStatus(element, 'ready');
    await settled();
    expect(namesOf(events)).not.to.include('rejected');
    expect(namesOf(events)).not.to.include('error');
    expect((await element.authorize()).outcome).to.equal('authorized');
  });

  it('finds nothing to replace in an element that has left', async () => {
    const element = await readyElement({fetchSession});
    element.remove();
    element.replaceChildren('Other words');
    await settled();
    expect(element.textContent).to.equal('Other words');
    expect(loads()).to.have.length(1);
  });
});
