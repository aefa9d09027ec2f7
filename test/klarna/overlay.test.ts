import {expect} from '@open-wc/testing';
import {callWidget, onOverlay} from '../../src/klarna/calls.js';
import type * as Calls from '../../src/klarna/calls.js';
import {installFakeKlarna, type FakeKlarna} from '../support/fake-klarna.js';
import {importCopy} from '../support/second-copy.js';
import {makeWidget, removeWidgets, type Widget} from './widgets.js';

describe("Klarna's overlay", () => {
  let klarna: FakeKlarna;
  let widget: Widget;
  let heard: Array<[open: boolean, instanceId: string | undefined]>;
  const leave = new Set<() => void>();

  function listen(calls = {onOverlay}) {
    leave.add(calls.onOverlay((...event) => heard.push(event)));
  }

  beforeEach(async () => {
    klarna = installFakeKlarna();
    widget = makeWidget('s1');
    heard = [];
    await callWidget('load', widget);
  });

  afterEach(() => {
    for (const end of leave) end();
    leave.clear();
    klarna.uninstall();
    removeWidgets();
  });

  it('is told with the widget that opened it', async () => {
    listen();
    const authorization = callWidget('authorize', widget);
    klarna.showOverlay();
    klarna.hideOverlay();
    await authorization;
    expect(heard).to.deep.equal([
      [true, widget.instanceId],
      [false, widget.instanceId],
    ]);
  });

  it('closes for the same widget, also after Klarna has answered', async () => {
    listen();
    const authorization = callWidget('authorize', widget);
    klarna.showOverlay();
    await authorization;
    const other = makeWidget('s1');
    await callWidget('load', other);
    const next = callWidget('authorize', other);
    klarna.hideOverlay();
    expect(heard.at(-1)).to.deep.equal([false, widget.instanceId]);
    await next;
  });

  it('is told without widget if none was asked', () => {
    listen();
    klarna.showOverlay();
    klarna.hideOverlay();
    expect(heard).to.deep.equal([
      [true, undefined],
      [false, undefined],
    ]);
  });

  it('is heard also by whoever listens before the script is there', async () => {
    klarna.uninstall();
    listen();
    klarna.evaluate();
    await callWidget('load', widget);
    klarna.showOverlay();
    expect(heard).to.have.lengthOf(1);
  });

  it('is subscribed to once for each Payments object', async () => {
    listen();
    listen();
    await callWidget('load', widget);
    expect(klarna.listeners('fullscreenOverlayShown')).to.equal(1);
    klarna.showOverlay();
    expect(heard, 'both hear it').to.have.lengthOf(2);

    klarna.evaluate();
    await callWidget('load', widget);
    await callWidget('load', widget);
    expect(klarna.listeners('fullscreenOverlayShown')).to.equal(1);
    expect(klarna.listeners('fullscreenOverlayHidden')).to.equal(1);
  });

  it('is told by each copy of the library, with the widget of another', async () => {
    const copy = await importCopy<typeof Calls>('/src/klarna/calls.ts');
    listen();
    listen(copy);
    const authorization = copy.callWidget('authorize', widget);
    klarna.showOverlay();
    await authorization;
    expect(heard).to.deep.equal([
      [true, widget.instanceId],
      [true, widget.instanceId],
    ]);
  });

  it("leaves other people's listeners alone", () => {
    let others = 0;
    window.Klarna?.Payments?.on('fullscreenOverlayShown', () => others++);
    const end = onOverlay((...event) => heard.push(event));
    end();
    klarna.showOverlay();
    expect(others).to.equal(1);
    expect(heard).to.deep.equal([]);
  });

  it('is subscribed to later if the script refuses at first', async () => {
    const payments = klarna.evaluate();
    const on = payments.on.bind(payments);
    payments.on = () => {
      throw new Error('too early');
    };
    listen();
    await callWidget('load', widget);
    payments.on = on;
    await callWidget('load', widget);
    klarna.showOverlay();
    expect(heard).to.have.lengthOf(1);
  });

  it('is no condition for paying', async () => {
    klarna.evaluate().on = () => {
      throw new Error('not in this build');
    };
    await callWidget('load', widget);
    expect((await callWidget('authorize', widget)).approved).to.equal(true);
  });
});
