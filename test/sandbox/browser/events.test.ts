import {expect} from '@open-wc/testing';
import {openShop, type Shop} from '../../support/shop.js';
import {ask, container, includeScript, klarna, load} from './page.js';

describe("the events of the sandbox's script", () => {
  let shop: Shop;
  const category = {payment_method_category: 'pay_later'};
  const openClass = 'klarna-payments-fso-open';

  beforeEach(async () => {
    shop = await openShop({categories: ['pay_later']});
    await includeScript(shop.sdkUrl);
    klarna().init(await shop.createSession());
    await load({container: await container(), ...category});
    await shop.answer('approve');
  });
  afterEach(() => shop.close());

  it('are exactly three', () => {
    for (const name of [
      'heightChanged',
      'fullscreenOverlayShown',
      'fullscreenOverlayHidden',
    ]) {
      expect(klarna().on(name, () => undefined)).to.equal(undefined);
    }
    for (const name of ['paymentMethodSelected', 'load', '', undefined]) {
      expect(() => klarna().on(name, () => undefined))
        .to.throw(Error)
        .with.property('name', 'EventNotSupportedError');
    }
  });

  it('tell that the overlay opens and closes, before the answer', async () => {
    const seen: unknown[] = [];
    const classes = () =>
      [document.documentElement, document.body].map((root) =>
        root.classList.contains(openClass),
      );
    klarna().on('fullscreenOverlayShown', () => seen.push('open', classes()));
    klarna().on('fullscreenOverlayHidden', () => seen.push('shut', classes()));
    await ask('authorize', category);
    seen.push('answer');
    expect(seen).to.deep.equal([
      'open',
      [true, true],
      'shut',
      [false, false],
      'answer',
    ]);
  });

  it('reach all listeners, also if one of them throws', async () => {
    const uncaught = window.onerror;
    window.onerror = () => true;
    let calls = 0;
    klarna().on('fullscreenOverlayShown', () => {
      throw new Error('broken listener (expected)');
    });
    klarna().on('fullscreenOverlayShown', () => calls++);
    await ask('authorize', category);
    window.onerror = uncaught;
    expect(calls).to.equal(1);
  });

  it('are taken off one by one', async () => {
    const calls: string[] = [];
    const one = () => calls.push('one');
    klarna().on('fullscreenOverlayShown', one);
    klarna().on('fullscreenOverlayShown', () => calls.push('two'));
    klarna().off('fullscreenOverlayShown', one);
    await ask('authorize', category);
    expect(calls).to.deep.equal(['two']);
  });

  it("are all taken off without a handler, everybody's", async () => {
    const calls: string[] = [];
    klarna().on('fullscreenOverlayShown', () => calls.push('one'));
    klarna().on('fullscreenOverlayShown', () => calls.push('two'));
    klarna().on('fullscreenOverlayHidden', () => calls.push('hidden'));
    klarna().off('fullscreenOverlayShown');
    await ask('authorize', category);
    expect(calls).to.deep.equal(['hidden']);
  });

  it('of unknown names are taken off without a word', () => {
    expect(klarna().off('paymentMethodSelected')).to.equal(undefined);
  });

  it('do not come for another evaluation of the script', async () => {
    const calls: string[] = [];
    klarna().on('fullscreenOverlayShown', () => calls.push('old'));
    const old = klarna();
    // Also the build that keeps what is there has nothing to keep then.
    delete window.Klarna;
    await includeScript(shop.sdkUrl);
    klarna().on('fullscreenOverlayShown', () => calls.push('new'));
    await new Promise((resolve) => {
      old.authorize(category, {}, resolve);
    });
    expect(calls).to.deep.equal(['old']);
  });
});
