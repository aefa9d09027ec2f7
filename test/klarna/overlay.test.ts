import {expect} from '@open-wc/testing';
import {
  authorizeWidget,
  loadWidget,
  onOverlay,
} from '../../src/klarna/calls.js';
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
    await loadWidget(widget);
  });

  afterEach(() => {
    for (const end of leave) end();
    leave.clear();
    klarna.uninstall();
    removeWidgets();
  });

  it('is told with the widget that opened it', async () => {
    listen();
    const authorization = authorizeWidget(widget);
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
    const authorization = authorizeWidget(widget);
    klarna.showOverlay();
    await authorization;
    const other = makeWidget('s1');
    await loadWidget(other);
    const next = authorizeWidget(other);
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
    await loadWidget(widget);
    klarna.showOverlay();
    expect(heard).to.have.lengthOf(1);
  });

  it('is heard before any call of ours', () => {
    klarna.evaluate();
    listen();
    klarna.showOverlay();
    expect(heard).to.deep.equal([[true, undefined]]);
  });

  it('is subscribed to once for each Payments object', async () => {
    const copy = await importCopy<typeof Calls>('/src/klarna/calls.ts');
    listen();
    listen(copy);
    await copy.loadWidget(widget);
    await loadWidget(widget);
    expect(klarna.listeners('fullscreenOverlayShown')).to.equal(1);
    klarna.showOverlay();
    expect(heard, 'both copies hear it').to.have.lengthOf(2);

    klarna.evaluate();
    await copy.loadWidget(widget);
    await loadWidget(widget);
    expect(klarna.listeners('fullscreenOverlayShown')).to.equal(1);
    expect(klarna.listeners('fullscreenOverlayHidden')).to.equal(1);
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

  it('reaches the other listeners when one of them throws', () => {
    const reported: unknown[] = [];
    const report = window.reportError;
    window.reportError = (error) => reported.push(error);
    leave.add(
      onOverlay(() => {
        throw new Error('a listener');
      }),
    );
    listen();
    klarna.showOverlay();
    window.reportError = report;
    expect(heard).to.have.lengthOf(1);
    expect(reported).to.have.lengthOf(1);
  });

  it('is subscribed to later if the script refuses at first', async () => {
    const payments = klarna.evaluate();
    const on = payments.on.bind(payments);
    payments.on = () => {
      throw new Error('too early');
    };
    listen();
    payments.on = on;
    await loadWidget(widget);
    klarna.showOverlay();
    expect(heard).to.have.lengthOf(1);
  });

  it('is no condition for paying', async () => {
    klarna.evaluate().on = () => {
      throw new Error('not in this build');
    };
    await loadWidget(widget);
    expect((await authorizeWidget(widget)).approved).to.equal(true);
  });
});
