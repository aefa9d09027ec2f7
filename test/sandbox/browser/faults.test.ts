import {expect} from '@open-wc/testing';
import {openShop, type Shop, type ShopSettings} from '../../support/shop.js';
import {
  ask,
  aWhile,
  container,
  includeScript,
  klarna,
  load,
  overlayOf,
} from './page.js';

describe('a fault of the sandbox', () => {
  let shop: Shop;
  const category = {payment_method_category: 'pay_later'};
  const nothing = 'nothing so far';

  const begin = async (faults: ShopSettings['faults'], sandbox = {}) => {
    shop = await openShop({categories: ['pay_later'], sandbox});
    await shop.set({faults});
  };
  const init = async () => {
    await includeScript(shop.sdkUrl);
    klarna().init(await shop.createSession());
  };
  const soon = <Value>(promise: Promise<Value>) =>
    Promise.race([promise, aWhile(600).then(() => nothing)]);
  /** Milliseconds until it is there, and what it is. */
  const timed = async <Value>(promise: Promise<Value>) => {
    const began = performance.now();
    const value = await promise;
    return {took: performance.now() - began, value};
  };
  afterEach(() => shop.close());

  it('lets the script be missing', async () => {
    await begin({script: 'missing'});
    const error = await includeScript(shop.sdkUrl).catch((e: Error) => e);
    expect(error).to.be.instanceof(Error);
  });

  it('lets the script never come', async () => {
    await begin({script: 'never'});
    expect(
      await soon(includeScript(shop.sdkUrl).catch(() => undefined)),
    ).to.equal(nothing);
  });

  it('lets the script come late', async () => {
    await begin({script: {late: 300}});
    const {took} = await timed(includeScript(shop.sdkUrl));
    expect(took).to.be.above(290);
    expect(klarna().init).to.be.a('function');
  });

  for (const frame of ['missing', 'never'] as const) {
    it(`answers a bare show_form: false in the end if the frame is ${frame}`, async () => {
      await begin({frame}, {frameTimeout: 200});
      await init();
      expect(
        await load({container: await container(), ...category}),
      ).to.deep.equal({show_form: false});
    });
  }

  it('waits for a frame that is late', async () => {
    await begin({frame: {late: 300}});
    await init();
    const target = await container();
    const {took, value} = await timed(load({container: target, ...category}));
    expect(took).to.be.above(290);
    expect(value).to.deep.equal({show_form: true});
  });

  it('lets a frame load and never answer, not even after the time-out', async () => {
    await begin({}, {frameTimeout: 400});
    await init();
    const target = await container();
    // Loads in time or not; the time-out is for loading only.
    await load({container: target, ...category});
    await shop.set({faults: {frame: 'silent'}});
    expect(await soon(load({container: target, ...category}))).to.equal(
      nothing,
    );
  });

  it('may begin while the sandbox runs', async () => {
    await begin({});
    await init();
    await load({container: await container(), ...category});
    await shop.set({faults: {frame: 'silent'}});
    await shop.answer('approve');
    expect(await soon(ask('authorize', category))).to.equal(nothing);
  });

  it('lets the overlay be missing: nobody can answer', async () => {
    await begin({overlay: 'missing'});
    await init();
    await load({container: await container(), ...category});
    expect(await soon(ask('authorize', category))).to.equal(nothing);
    expect(overlayOf('pay-later')!.style.display).to.equal('block');
  });
});
