import {expect, waitUntil} from '@open-wc/testing';
import {sendKeys, sendMouse} from '@web/test-runner-commands';
import type {
  KlarnaPaymentsElement,
  KlarnaSelectEvent,
} from '../../src/element.js';
import {
  categories,
  faultOf,
  namesOf,
  panelsOf,
  readyElement,
  recordEvents,
  sessionAnswer,
  settled,
  tabNames,
  tabsOf,
  untilStatus,
  visit,
  watchExceptions,
} from '../support/checkout.js';
import {
  fakeToken,
  installFakeKlarna,
  type FakeKlarna,
} from '../support/fake-klarna.js';

describe('the tabs', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    document.documentElement.removeAttribute('dir');
    klarna.uninstall();
  });

  /** Index of the tab that has the focus. */
  function focused(element: KlarnaPaymentsElement): number {
    const active = element.shadowRoot!.activeElement;
    return tabsOf(element).indexOf(active as HTMLElement);
  }

  /** Index of the tab that is selected. */
  function selected(element: KlarnaPaymentsElement): number[] {
    return tabsOf(element).flatMap((tab, index) =>
      tab.getAttribute('aria-selected') === 'true' ? [index] : [],
    );
  }

  /** Where the Tab key leads. */
  function stops(element: KlarnaPaymentsElement): number[] {
    return tabsOf(element).flatMap((tab, index) =>
      tab.tabIndex === 0 ? [index] : [],
    );
  }

  /** Presses a key on the tab that has the focus. */
  async function press(element: KlarnaPaymentsElement, key: string) {
    await sendKeys({press: key});
    await element.updateComplete;
  }

  it('tie each tab to its panel and back', async () => {
    const element = await readyElement();
    const root = element.shadowRoot!;
    const tabs = tabsOf(element);
    expect(tabs.map(({tagName, role}) => [tagName, role])).to.deep.equal(
      categories.map(() => ['BUTTON', 'tab']),
    );
    for (const tab of tabs) {
      const panel = root.getElementById(
        tab.getAttribute('aria-controls') ?? '',
      );
      expect(panel?.getAttribute('role')).to.equal('tabpanel');
      expect(panel?.getAttribute('aria-labelledby')).to.equal(tab.id);
    }
  });

  it('show the selected panel only', async () => {
    const element = await readyElement();
    const shown = () =>
      panelsOf(element).map((panel) => panel.checkVisibility());
    expect(shown()).to.deep.equal([true, false, false]);
    tabsOf(element)[2]!.click();
    await element.updateComplete;
    expect(shown()).to.deep.equal([false, false, true]);
  });

  it('never submit a form', async () => {
    const element = await readyElement();
    for (const tab of tabsOf(element)) {
      expect((tab as HTMLButtonElement).type).to.equal('button');
    }
  });

  it('select by a click of the mouse', async () => {
    const element = await readyElement();
    const {x, y} = tabsOf(element)[1]!.getBoundingClientRect();
    await sendMouse({
      type: 'click',
      position: [Math.round(x + 5), Math.round(y + 5)],
    });
    await untilStatus(element, 'ready');
    expect(element.category).to.equal('pay_now');
    expect(selected(element)).to.deep.equal([1]);
  });

  describe('by keyboard', () => {
    const keys: Array<[string, number, number]> = [
      ['ArrowRight', 0, 1],
      ['ArrowRight', 1, 2],
      ['ArrowRight', 2, 0],
      ['ArrowLeft', 2, 1],
      ['ArrowLeft', 0, 2],
      ['Home', 2, 0],
      ['End', 0, 2],
    ];

    for (const [key, from, to] of keys) {
      it(`lead from ${from} to ${to} with ${key}`, async () => {
        const element = await readyElement();
        tabsOf(element)[from]!.focus();
        await press(element, key);
        expect(focused(element)).to.equal(to);
        expect(stops(element)).to.deep.equal([to]);
      });
    }

    for (const [key, from, to] of keys) {
      const mirrored: Record<string, string> = {
        ArrowLeft: 'ArrowRight',
        ArrowRight: 'ArrowLeft',
      };
      const other = mirrored[key] ?? key;
      it(`lead from ${from} to ${to} with ${other} from right to left`, async () => {
        document.documentElement.dir = 'rtl';
        const element = await readyElement();
        tabsOf(element)[from]!.focus();
        await press(element, other);
        expect(focused(element)).to.equal(to);
      });
    }

    it('follow the dir of the element itself', async () => {
      const element = await readyElement();
      element.dir = 'rtl';
      tabsOf(element)[0]!.focus();
      await press(element, 'ArrowLeft');
      expect(focused(element)).to.equal(1);
    });

    it('are not selected by an arrow when activation is manual', async () => {
      const element = await readyElement();
      tabsOf(element)[0]!.focus();
      await press(element, 'ArrowRight');
      expect(element.category).to.equal('pay_later');
      expect(selected(element)).to.deep.equal([0]);
      expect(klarna.of('load')).to.have.length(1);
    });

    for (const [name, key] of [
      ['Enter', 'Enter'],
      ['Space', ' '],
    ] as const) {
      it(`are selected by ${name}`, async () => {
        const element = await readyElement();
        tabsOf(element)[0]!.focus();
        await press(element, 'ArrowRight');
        await press(element, key);
        await untilStatus(element, 'ready');
        expect(element.category).to.equal('pay_now');
        expect(focused(element)).to.equal(1);
      });
    }

    it('are selected by an arrow when activation is auto', async () => {
      const element = await readyElement({activation: 'auto'});
      tabsOf(element)[0]!.focus();
      await press(element, 'ArrowRight');
      await untilStatus(element, 'ready');
      expect(element.category).to.equal('pay_now');
      expect(selected(element)).to.deep.equal([1]);
      expect(focused(element)).to.equal(1);
    });

    for (const key of ['ArrowUp', 'ArrowDown', 'a', 'Escape']) {
      it(`leave ${key} to the page`, async () => {
        const element = await readyElement();
        tabsOf(element)[1]!.focus();
        const event = new KeyboardEvent('keydown', {
          key,
          bubbles: true,
          composed: true,
          cancelable: true,
        });
        tabsOf(element)[1]!.dispatchEvent(event);
        expect(event.defaultPrevented).to.equal(false);
        expect(focused(element)).to.equal(1);
      });
    }

    for (const modifier of ['altKey', 'ctrlKey', 'metaKey', 'shiftKey']) {
      it(`leave arrows, Home and End with ${modifier} to the browser`, async () => {
        const element = await readyElement();
        tabsOf(element)[1]!.focus();
        for (const key of ['ArrowLeft', 'ArrowRight', 'Home', 'End']) {
          const event = new KeyboardEvent('keydown', {
            key,
            [modifier]: true,
            bubbles: true,
            composed: true,
            cancelable: true,
          });
          tabsOf(element)[1]!.dispatchEvent(event);
          expect(event.defaultPrevented, key).to.equal(false);
          expect(focused(element), key).to.equal(1);
        }
      });
    }

    for (const [what, offered] of Object.entries({
      'fewer tabs': categories.slice(1, 2),
      'no tabs': [],
      'other tabs': [{identifier: 'klarna', name: 'Klarna'}],
    })) {
      it(`33. take any key while the list is changing to ${what}`, async () => {
        const watch = watchExceptions();
        const element = await readyElement({category: 'pay_over_time'});
        const old = tabsOf(element);
        const pressAll = () => {
          for (const tab of new Set([...old, ...tabsOf(element)])) {
            for (const key of ['ArrowLeft', 'ArrowRight', 'Home', 'End']) {
              tab.dispatchEvent(
                new KeyboardEvent('keydown', {
                  key,
                  bubbles: true,
                  composed: true,
                  cancelable: true,
                }),
              );
            }
          }
        };
        // The list has changed, and is not on screen yet.
        element.addEventListener('klarna-session', pressAll);
        element.addEventListener('klarna-status', pressAll);
        element.fetchSession = async () => sessionAnswer('s2', offered);
        await element.refresh();
        await element.updateComplete;
        pressAll();
        expect(watch.exceptions).to.deep.equal([]);
        expect(tabNames(element)).to.deep.equal(offered.map(({name}) => name));
        watch.end();
      });
    }

    it('take the keys that are theirs from the page', async () => {
      const element = await readyElement();
      tabsOf(element)[1]!.focus();
      const event = new KeyboardEvent('keydown', {
        key: 'End',
        bubbles: true,
        composed: true,
        cancelable: true,
      });
      tabsOf(element)[1]!.dispatchEvent(event);
      expect(event.defaultPrevented).to.equal(true);
    });

    it('are one stop of the Tab key: the selected one', async () => {
      const element = await readyElement({category: 'pay_now'});
      expect(stops(element)).to.deep.equal([1]);
      const before = document.createElement('button');
      element.before(before);
      before.focus();
      await press(element, 'Tab');
      expect(focused(element)).to.equal(1);
      await press(element, 'Tab');
      expect(focused(element)).to.equal(-1);
      before.remove();
    });

    it('lead the Tab key back to the selected one after the focus has left', async () => {
      const element = await readyElement();
      tabsOf(element)[0]!.focus();
      await press(element, 'End');
      expect(stops(element)).to.deep.equal([2]);
      tabsOf(element)[2]!.blur();
      await element.updateComplete;
      expect(stops(element)).to.deep.equal([0]);
    });
  });

  describe('klarna-select', () => {
    it('tells the choice and the one before, before it takes effect', async () => {
      const element = await readyElement();
      const seen: unknown[] = [];
      element.addEventListener('klarna-select', ({detail}) => {
        seen.push({...detail, current: element.category});
      });
      tabsOf(element)[1]!.click();
      expect(seen).to.deep.equal([
        {
          category: 'pay_now',
          previousCategory: 'pay_later',
          current: 'pay_later',
        },
      ]);
      expect(element.category).to.equal('pay_now');
    });

    it('keeps the current tab when it is prevented', async () => {
      const element = await readyElement();
      element.addEventListener('klarna-select', (event) =>
        event.preventDefault(),
      );
      tabsOf(element)[1]!.click();
      await settled();
      expect(element.category).to.equal('pay_later');
      expect(selected(element)).to.deep.equal([0]);
      expect(klarna.of('load')).to.have.length(1);
    });

    it('is not dispatched for what the page sets', async () => {
      const element = await readyElement();
      const events = recordEvents(element);
      element.category = 'pay_now';
      await untilStatus(element, 'ready');
      await settled();
      expect(element.category).to.equal('pay_now');
      expect(namesOf(events)).to.deep.equal(['status', 'status', 'load']);
    });

    it('is not dispatched for the tab that is selected already', async () => {
      const element = await readyElement();
      const events = recordEvents(element);
      tabsOf(element)[0]!.click();
      await settled();
      expect(events).to.deep.equal([]);
    });

    it('may be answered by setting another category', async () => {
      const element = await readyElement();
      element.addEventListener('klarna-select', (event: KlarnaSelectEvent) => {
        event.preventDefault();
        element.category = 'pay_over_time';
      });
      tabsOf(element)[1]!.click();
      await untilStatus(element, 'ready');
      await settled();
      expect(element.category).to.equal('pay_over_time');
      expect(element.status).to.equal('ready');
    });
  });

  it('do not move the focus when the page sets the category', async () => {
    const element = await readyElement();
    const field = document.createElement('input');
    element.before(field);
    field.focus();
    element.category = 'pay_now';
    await untilStatus(element, 'ready');
    expect(document.activeElement).to.equal(field);
    field.remove();
  });

  it('load a widget when it is first chosen, and only then', async () => {
    const element = await readyElement();
    const loaded = () =>
      klarna.of('load').map(({options}) => options.payment_method_category);
    expect(loaded()).to.deep.equal(['pay_later']);
    for (const index of [2, 0, 2, 1, 0, 1]) {
      await visit(element, index);
      await settled();
    }
    expect(loaded()).to.deep.equal(['pay_later', 'pay_over_time', 'pay_now']);
  });

  it('may be changed faster than Klarna answers', async () => {
    const element = await readyElement();
    klarna.delay = 30;
    for (const index of [1, 2, 0, 1, 2]) tabsOf(element)[index]!.click();
    await untilStatus(element, 'ready');
    await settled(100);
    expect(element.category).to.equal('pay_over_time');
    expect(element.status).to.equal('ready');
    const result = await element.authorize();
    expect(result.category).to.equal('pay_over_time');
  });

  it('are one, with its name, for a single category', async () => {
    const element = await readyElement({
      fetchSession: async () => sessionAnswer('s1', [categories[1]!]),
    });
    expect(tabNames(element)).to.deep.equal(['Pay now']);
    expect(element.matches(':state(single)')).to.equal(true);
    expect(stops(element)).to.deep.equal([0]);
  });

  it('are not single with three', async () => {
    const element = await readyElement();
    expect(element.matches(':state(single)')).to.equal(false);
  });

  it('become single when the others have been declined', async () => {
    const element = await readyElement({
      fetchSession: async () => sessionAnswer('s1', categories.slice(0, 2)),
    });
    klarna.next('authorize', {answer: {approved: false, show_form: false}});
    await element.authorize();
    await untilStatus(element, 'ready');
    expect(element.matches(':state(single)')).to.equal(true);
  });

  it('are named by label, else in words of their own', async () => {
    const element = await readyElement();
    const list = element.shadowRoot!.querySelector('[role=tablist]')!;
    expect(list.getAttribute('aria-label')).to.match(/\w/);
    element.label = 'Pay the kettle';
    await element.updateComplete;
    expect(list.getAttribute('aria-label')).to.equal('Pay the kettle');
  });

  describe('focus()', () => {
    it('goes to the selected tab', async () => {
      const element = await readyElement({category: 'pay_now'});
      element.focus();
      expect(focused(element)).to.equal(1);
      expect(document.activeElement).to.equal(element);
    });

    it('goes to the panel where there is no tab', async () => {
      const element = await readyElement({
        fetchSession: null,
        clientToken: fakeToken('s1'),
      });
      element.focus();
      expect(element.shadowRoot!.activeElement).to.equal(panelsOf(element)[0]);
    });

    it('passes its options on', async () => {
      const element = await readyElement();
      let given: unknown;
      tabsOf(element)[0]!.focus = (options) => {
        given = options;
      };
      element.focus({preventScroll: true});
      expect(given).to.deep.equal({preventScroll: true});
    });
  });

  describe('after a decline', () => {
    async function declined(element: KlarnaPaymentsElement) {
      klarna.next('authorize', {answer: {approved: false, show_form: false}});
      const {outcome} = await element.authorize();
      expect(outcome).to.equal('declined');
      await element.updateComplete;
    }

    it('keep the focus that was on the removed tab', async () => {
      const element = await readyElement();
      element.focus();
      await declined(element);
      await waitUntil(() => focused(element) === 0, 'the next tab has it');
      expect(stops(element)).to.deep.equal([0]);
    });

    it('move the focus to the new last tab when the last one goes', async () => {
      const element = await readyElement({category: 'pay_over_time'});
      element.focus();
      await declined(element);
      await waitUntil(() => focused(element) === 1, 'the next tab has it');
    });

    it('move the focus from the panel to the next tab', async () => {
      const element = await readyElement();
      panelsOf(element)[0]!.focus();
      await declined(element);
      await waitUntil(() => document.activeElement === element, 'stays inside');
    });

    it('leave the focus elsewhere alone', async () => {
      const element = await readyElement();
      const button = document.createElement('button');
      element.after(button);
      button.focus();
      await declined(element);
      await settled();
      expect(document.activeElement).to.equal(button);
      button.remove();
    });

    it('keep one tab stop', async () => {
      const element = await readyElement({category: 'pay_over_time'});
      tabsOf(element)[2]!.focus();
      await declined(element);
      await settled();
      expect(tabNames(element)).to.deep.equal(['Pay later', 'Pay now']);
      expect(stops(element)).to.deep.equal([1]);
    });

    it('remove the widget too', async () => {
      const element = await readyElement();
      const frame = element.querySelector('iframe');
      await declined(element);
      expect(frame?.isConnected).to.equal(false);
      expect(panelsOf(element)).to.have.length(2);
    });

    it('are gone with the last one, and the status is unavailable', async () => {
      const element = await readyElement({
        fetchSession: async () => sessionAnswer('s1', categories.slice(0, 1)),
      });
      await declined(element);
      expect(element.status).to.equal('unavailable');
      expect(tabNames(element)).to.deep.equal([]);
      expect(element.querySelector('iframe')).to.equal(null);
      expect((await faultOf(element.authorize())).code).to.equal('not-ready');
    });

    it('stay away after a reload of the others', async () => {
      const element = await readyElement();
      await declined(element);
      await untilStatus(element, 'ready');
      element.loadData = {order_amount: 1};
      await settled();
      expect(tabNames(element)).to.deep.equal(['Pay now', 'Pay over time']);
    });
  });

  describe('when Klarna does not offer a category at load', () => {
    it('lose it like a declined one, and the next is selected', async () => {
      klarna.next('load', {answer: {show_form: false}});
      const element = await readyElement();
      await untilStatus(element, 'ready');
      expect(tabNames(element)).to.deep.equal(['Pay now', 'Pay over time']);
      expect(element.category).to.equal('pay_now');
    });

    it('end in unavailable when there is none left', async () => {
      klarna.answer.load = () => ({answer: {show_form: false}});
      const element = await readyElement();
      await untilStatus(element, 'unavailable');
      expect(tabNames(element)).to.deep.equal([]);
      expect(element.querySelector('iframe')).to.equal(null);
      expect(klarna.of('load')).to.have.length(3);
    });
  });
});
