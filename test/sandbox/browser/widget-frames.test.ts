import {expect, fixture, html} from '@open-wc/testing';
import {openShop, type Shop} from '../../support/shop.js';
import {
  ask,
  aWhile,
  container,
  frameOf,
  includeScript,
  klarna,
  load,
  overlayOf,
  until,
  refused,
} from './page.js';

describe("a widget's frame", () => {
  let shop: Shop;
  let target: HTMLElement;
  const category = {payment_method_category: 'pay_later'};

  beforeEach(async () => {
    shop = await openShop({categories: ['pay_later', 'pay_now']});
    await includeScript(shop.sdkUrl);
    klarna().init(await shop.createSession());
    target = await container();
  });
  afterEach(() => shop.close());

  it("comes from the token's base_url, another origin than the page's", async () => {
    await load({container: target, ...category});
    const frame = frameOf('pay-later')!;
    expect(new URL(frame.src).origin).to.equal(shop.origin);
    expect(shop.origin).not.to.equal(location.origin);
    expect(frame.contentDocument === null).to.equal(true);
  });

  const names: [object, string][] = [
    [{instance_id: 'My_Widget', ...category}, 'klarna-my-widget-main'],
    [{payment_method_category: 'pay_now'}, 'klarna-pay-now-main'],
    [{payment_method_category: ''}, 'klarna-payments-main'],
    [{}, 'klarna-payments-main'],
  ];
  for (const [options, id] of names) {
    it(`of ${JSON.stringify(options)} is called ${id}`, async () => {
      await load({container: target, ...options});
      const frame = document.getElementById(id) as HTMLIFrameElement;
      expect(frame.parentNode === target).to.equal(true);
      expect(frame.name).to.equal(id);
    });
  }

  it('is as wide as its container, from 280 px to 600', async () => {
    for (const [room, width] of [
      [200, 280],
      [400, 400],
      [800, 600],
    ] as const) {
      target.style.width = `${room}px`;
      await load({container: target, ...category});
      expect(frameOf('pay-later')!.offsetWidth).to.equal(width);
    }
  });

  it('has a title of its own', async () => {
    await load({container: target, ...category});
    await load({container: target, payment_method_category: 'pay_now'});
    await until(() => overlayOf('pay-later') && overlayOf('pay-now'));
    const titles = [...document.querySelectorAll('iframe[id^=klarna-]')].map(
      (frame) => (frame as HTMLIFrameElement).title,
    );
    expect(titles).to.have.length(4);
    expect(new Set(titles).size).to.equal(4);
  });

  it('is 230 px high until it says otherwise', async () => {
    const heights: number[] = [];
    klarna().on('heightChanged', (height: number) => heights.push(height));
    klarna().load({container: target, ...category});
    await Promise.resolve();
    expect(frameOf('pay-later')!.style.height).to.equal('230px');
    await until(() => heights.length);
    expect(heights[0]).to.be.above(0);
    expect(frameOf('pay-later')!.style.height).to.equal(`${heights[0]}px`);
  });

  for (const [scheme, expected] of [
    ['dark', 'dark'],
    ['light', 'light'],
    ['normal', 'light'],
  ] as const) {
    it(`is ${expected} where the page is ${scheme}, and its overlay too`, async () => {
      document.documentElement.style.colorScheme = scheme;
      await load({container: target, ...category});
      await shop.answer('approve');
      await ask('authorize', category);
      document.documentElement.style.colorScheme = '';
      for (const frame of [frameOf('pay-later'), overlayOf('pay-later')]) {
        expect(frame!.style.colorScheme).to.equal(expected);
      }
    });
  }

  it('is appended, and nothing in the container is ever cleared', async () => {
    target.innerHTML = '<p>Mine</p>';
    await load({container: target, ...category});
    await load({container: target, payment_method_category: 'pay_now'});
    expect([...target.children].map((child) => child.localName)).to.deep.equal([
      'p',
      'iframe',
      'style',
      'iframe',
      'style',
    ]);
  });

  it('is used again in the same container, with the new data', async () => {
    const session = await shop.createSession();
    klarna().init(session);
    await load({container: target, ...category});
    const frame = frameOf('pay-later')!;
    let loads = 0;
    frame.addEventListener('load', () => loads++);
    const answer = await load(
      {container: target, ...category},
      {merchant_reference1: 'again'},
    );
    expect(answer.show_form).to.equal(true);
    expect(frameOf('pay-later') === frame).to.equal(true);
    expect(target.querySelectorAll('iframe').length).to.equal(1);
    expect(loads).to.equal(0);
    const {merchant_reference1} = await shop.readSession(session.session_id);
    expect(merchant_reference1).to.equal('again');
  });

  it('is made anew in another container, and the old one goes', async () => {
    await load({container: target, ...category});
    const frame = frameOf('pay-later')!;
    const other = await container();
    await load({container: other, ...category});
    expect(frame.isConnected).to.equal(false);
    expect(frameOf('pay-later')!.parentNode === other).to.equal(true);
  });

  it('that is moved on before it has loaded never answers its load', async () => {
    await shop.set({latency: 200});
    const answers: string[] = [];
    klarna().load({container: target, ...category}, () => answers.push('one'));
    const other = await container();
    klarna().load({container: other, ...category}, () => answers.push('two'));
    await until(() => answers.length);
    await aWhile();
    expect(answers).to.deep.equal(['two']);
  });

  it('is made anew if the session lives at another origin', async () => {
    await load({container: target, ...category});
    const frame = frameOf('pay-later')!;
    const other = await openShop();
    klarna().init(await other.createSession());
    await load({container: target, ...category});
    expect(frame.isConnected).to.equal(false);
    expect(new URL(frameOf('pay-later')!.src).origin).to.equal(other.origin);
    await other.close();
  });

  it('stands beside those of other names', async () => {
    await load({container: target, ...category});
    await load({container: await container(), instance_id: 'second'});
    expect(frameOf('pay-later') !== null).to.equal(true);
    expect(frameOf('second') !== null).to.equal(true);
    await shop.answer('approve', 'decline');
    expect((await ask('authorize', category)).approved).to.equal(true);
    expect((await ask('authorize', {instance_id: 'second'})).approved).to.equal(
      false,
    );
  });

  it('takes its overlay along when its container is removed', async () => {
    await load({container: target, ...category});
    await until(() => overlayOf('pay-later'));
    target.remove();
    await until(() => !overlayOf('pay-later'));
    const again = await refused((cb) => klarna().authorize(category, {}, cb));
    expect(again.name).to.equal('ApplicationNotLoadedError');
  });

  it('comes back in a new container, with one overlay', async () => {
    await load({container: target, ...category});
    await until(() => overlayOf('pay-later'));
    target.remove();
    const answer = await load({container: await container(), ...category});
    expect(answer.show_form).to.equal(true);
    await aWhile(900);
    expect(
      document.querySelectorAll('#klarna-pay-later-fullscreen').length,
    ).to.equal(1);
  });

  it('works where its container is slotted from the document', async () => {
    const host = await fixture(html`<div></div>`);
    host.attachShadow({mode: 'open'}).innerHTML = '<slot></slot>';
    host.append(target);
    await load({container: target, ...category});
    await shop.answer('approve');
    expect((await ask('authorize', category)).approved).to.equal(true);
  });

  describe('in a shadow root', () => {
    let inside: HTMLElement;

    beforeEach(async () => {
      const host = await fixture<HTMLElement>(html`<div></div>`);
      inside = document.createElement('div');
      host.attachShadow({mode: 'open'}).append(inside);
    });

    it('loads as if all were well', async () => {
      const answer = await load({container: inside, ...category});
      expect(answer).to.deep.equal({show_form: true});
      expect(inside.querySelector('iframe')!.offsetHeight).to.be.above(0);
    });

    it('is not found by authorize', async () => {
      await load({container: inside, ...category});
      expect(
        await refused((cb) => klarna().authorize(category, {}, cb)),
      ).to.deep.include({
        name: 'ApplicationNotLoadedError',
        answers: [{approved: false, show_form: false}],
      });
    });

    it('is not found by a second load, which stacks another', async () => {
      await load({container: inside, ...category});
      await load({container: inside, ...category});
      expect(inside.querySelectorAll('iframe').length).to.equal(2);
    });

    it('is given up once its overlay has loaded', async () => {
      await load({container: inside, ...category});
      await until(() => overlayOf('pay-later'));
      await until(() => !overlayOf('pay-later'));
      const heights: number[] = [];
      klarna().on('heightChanged', (height: number) => heights.push(height));
      inside.style.width = '280px';
      inside.querySelector('iframe')!.style.width = '280px';
      await aWhile();
      expect(heights).to.deep.equal([]);
    });
  });
});
