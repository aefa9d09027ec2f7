import {expect} from '@open-wc/testing';
import type {KlarnaPaymentsElement} from '../../src/element.js';
import {
  categories,
  panelsOf,
  readyElement,
  sessionAnswer,
  settled,
  tabNames,
  tabsOf,
  untilStatus,
  visit,
  visitAll,
} from '../support/checkout.js';
import {installFakeKlarna, type FakeKlarna} from '../support/fake-klarna.js';
import {
  containersIn,
  expectSame,
  nest,
  placeElement,
  type Nest,
} from '../support/places.js';

describe("a widget's container", () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  it('is a child of the element, one for each category that was chosen', async () => {
    const element = await readyElement();
    expect(containersIn(element)).to.have.length(1);
    await visit(element, 2);
    expect(containersIn(element)).to.have.length(2);
    await visit(element, 1);
    await visit(element, 0);
    expect(containersIn(element)).to.have.length(3);
  });

  it('appears in the panel of its category', async () => {
    const element = await readyElement();
    await visitAll(element);
    const shownBy = klarna
      .of('load')
      .map(({options}) => options['container'] as HTMLElement)
      .map((container) => container.assignedSlot?.closest('[part=panel]')?.id);
    expect(shownBy).to.deep.equal(
      categories.map(({identifier}) => `panel-${identifier}`),
    );
  });

  it('is hidden with its panel', async () => {
    const element = await readyElement();
    await visitAll(element);
    const shown = () =>
      containersIn(element).map((container) => container.checkVisibility());
    expect(shown()).to.deep.equal([false, false, true]);
    await visit(element, 1);
    expect(shown()).to.deep.equal([false, true, false]);
  });

  it('is never made again, never moved and never emptied', async () => {
    const element = await readyElement();
    await visitAll(element);
    const containers = containersIn(element);
    const frames = containers.map(({firstElementChild}) => firstElementChild);
    const changes: MutationRecord[] = [];
    const observer = new MutationObserver((them) => changes.push(...them));
    observer.observe(element, {childList: true, subtree: true});

    await visit(element, 0);
    element.label = 'Other words';
    element.messages = {label: 'Others again'};
    element.loadData = {order_amount: 1};
    await untilStatus(element, 'ready');
    element.revision = '2';
    await element.refresh();
    await element.authorize();
    await visit(element, 1);
    element.disabled = true;
    await element.updateComplete;

    expect(changes.concat(observer.takeRecords())).to.have.length(0);
    expectSame(containersIn(element), containers);
    expectSame(
      containers.map(({firstElementChild}) => firstElementChild),
      frames,
    );
  });

  it('keeps what goes on in its frame while others are chosen', async () => {
    const element = await readyElement();
    const frame = element.querySelector('iframe')!;
    const inside = frame.contentWindow as Window & {typed?: string};
    inside.typed = '1234';
    await visitAll(element);
    await visit(element, 0);
    expect(frame.contentWindow === inside).to.equal(true);
    expect(inside.typed).to.equal('1234');
    expect(element.querySelectorAll('iframe')).to.have.length(3);
  });

  it('stays as it is when a category before it is declined', async () => {
    const element = await readyElement();
    await visitAll(element);
    const frame = element.querySelectorAll('iframe')[2]!;
    const inside = frame.contentWindow as Window & {typed?: string};
    inside.typed = '1234';
    await visit(element, 0);
    klarna.next('authorize', {answer: {approved: false, show_form: false}});
    await element.authorize();
    await untilStatus(element, 'ready');
    expect(tabNames(element)).to.deep.equal(['Pay now', 'Pay over time']);
    await visit(element, 1);
    expect(frame.contentWindow === inside).to.equal(true);
    expect(inside.typed).to.equal('1234');
    expect(frame.checkVisibility()).to.equal(true);
    expect(klarna.of('load')).to.have.length(3);
  });

  it('is loaded once, and told of once, when it is chosen twice before', async () => {
    const element = await readyElement();
    let loads = 0;
    element.addEventListener('klarna-load', () => loads++);
    for (const index of [1, 0, 1]) tabsOf(element)[index]!.click();
    await untilStatus(element, 'ready');
    await settled();
    expect(klarna.of('load')).to.have.length(2);
    expect(containersIn(element)).to.have.length(2);
    expect(loads).to.equal(1);
  });

  describe('two shadow roots deep', () => {
    const modes: Array<[ShadowRootMode, ShadowRootMode]> = [
      ['open', 'open'],
      ['closed', 'closed'],
      ['closed', 'open'],
    ];

    async function nestedElement(
      ...roots: ShadowRootMode[]
    ): Promise<Nest & {element: KlarnaPaymentsElement}> {
      const place = await nest(...roots);
      const element = placeElement(place.inner, {
        fetchSession: async () => sessionAnswer(),
      });
      await untilStatus(element, 'ready');
      return {...place, element};
    }

    for (const [outer, inner] of modes) {
      it(`is a child of the host in the document (${outer}, ${inner})`, async () => {
        const {element, hosts} = await nestedElement(outer, inner);
        await visitAll(element);
        const containers = containersIn(hosts[0]!);
        expect(containers).to.have.length(3);
        for (const container of containers) {
          const frame = container.querySelector('iframe')!;
          expect(document.getElementById(frame.id) === frame).to.equal(true);
        }
        expect(element.querySelector('div, iframe') === null).to.equal(true);
      });

      it(`shows within its panel (${outer}, ${inner})`, async () => {
        const {element, hosts} = await nestedElement(outer, inner);
        await visit(element, 1);
        const [first, second] = containersIn(hosts[0]!);
        const box = second!.getBoundingClientRect();
        const panel = panelsOf(element)[1]!.getBoundingClientRect();
        expect(box.height).to.be.above(0);
        expect(box.top).to.be.at.least(panel.top);
        expect(box.bottom).to.be.at.most(panel.bottom);
        expect(first!.checkVisibility()).to.equal(false);
      });
    }

    it('is handed down by one slot for each root in between', async () => {
      const {element, hosts} = await nestedElement('open', 'open', 'open');
      const {slot: name} = containersIn(hosts[0]!)[0]!;
      const handed = [hosts[1]!, hosts[2]!, element].map((parent) =>
        [...parent.children].map((child) => [
          child.localName,
          child.slot,
          (child as HTMLSlotElement).name,
        ]),
      );
      const one = [['slot', name, name]];
      expect(handed).to.deep.equal([one, one, one]);
    });

    it('leaves alone what else is in the hosts', async () => {
      const {hosts, roots} = await nest('open', 'open').then((place) => {
        place.hosts[0]!.append('of the page');
        place.hosts[1]!.append('of the component');
        return place;
      });
      const element = placeElement(roots[1]!, {
        fetchSession: async () => sessionAnswer(),
      });
      await untilStatus(element, 'ready');
      element.remove();
      expect(hosts.map(({innerHTML}) => innerHTML)).to.deep.equal([
        'of the page',
        'of the component',
      ]);
    });

    it('is not taken for that of another element in the same host', async () => {
      const {element, hosts, inner} = await nestedElement('open', 'open');
      const other = placeElement(inner, {
        fetchSession: async () => sessionAnswer('s2'),
      });
      await untilStatus(other, 'ready');
      expect(containersIn(hosts[0]!)).to.have.length(2);
      for (const [index, owner] of [element, other].entries()) {
        const container = containersIn(hosts[0]!)[index]!;
        const middle = container.getBoundingClientRect();
        const around = owner.getBoundingClientRect();
        expect(middle.top).to.be.at.least(around.top);
        expect(middle.bottom).to.be.at.most(around.bottom);
      }
      element.remove();
      expect(containersIn(hosts[0]!)).to.have.length(1);
      expect(await other.authorize()).to.include({
        authorizationToken: 'authorized-s2',
      });
    });
  });
});
