import {expect} from '@open-wc/testing';
import {inLaterTask} from '../../../src/klarna/later-task.js';
import {inFrame, openShop, type Shop} from '../../support/shop.js';
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
} from './page.js';

describe('an experiment of the token', () => {
  let shop: Shop;
  const category = {payment_method_category: 'pay_later'};
  const notApproved = {approved: false, show_form: false};

  const begin = async (
    experiments: Shop['experiments'],
    sandbox: object = {},
  ) => {
    shop = await openShop({
      sandbox: {script: '1.10-1987', experiments, ...sandbox},
    });
    delete window.Klarna;
    await includeScript(shop.sdkUrl);
    const session = await shop.createSession();
    klarna().init(session);
    return session;
  };
  const paths = async () => (await shop.requests()).map(({path}) => path);
  const flow = '/js.playground.klarna.com/kp/flow/v1/purchase-flow.js';
  afterEach(() => shop.close());

  it('is none of the older build', async () => {
    await begin(['static-widget', 'newer-library'], {script: '1.10-734'});
    await load({container: await container(), ...category});
    expect(frameOf('pay-later')).not.to.equal(null);
    expect(await paths()).not.to.include('/kp/lib/v1.11.0/api.js');
  });

  describe('that makes the widget static', () => {
    const widgetIn = (target: HTMLElement) =>
      target.querySelectorAll('[data-cid=klarna-pay-later-static]');

    it('draws it without a frame, in a closed shadow root', async () => {
      await begin(['static-widget']);
      const target = await container();
      const answer = await load({container: target, ...category});
      expect(answer).to.deep.equal({show_form: true});
      const [widget, ...more] = widgetIn(target);
      expect(more).to.deep.equal([]);
      expect(widget!.shadowRoot === null).to.equal(true);
      expect((widget as HTMLElement).offsetHeight).to.be.above(0);
      expect(document.querySelectorAll('iframe').length).to.equal(0);
      expect(await paths()).not.to.include('/kp/shopper/load');
    });

    it('answers in a later task, though it asks nobody', async () => {
      await begin(['static-widget']);
      const target = await container();
      let isAnswered = false;
      const answered = load({container: target, ...category}).then(() => {
        isAnswered = true;
      });
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
      expect(isAnswered).to.equal(false);
      await answered;
    });

    it('uses it again in its container, and moves it to another', async () => {
      await begin(['static-widget']);
      const target = await container();
      await load({container: target, ...category});
      const [widget] = widgetIn(target);
      await load({container: target, ...category});
      expect([...widgetIn(target)]).to.deep.equal([widget]);
      const other = await container();
      await load({container: other, ...category});
      expect(widgetIn(target).length).to.equal(0);
      expect(widgetIn(other).length).to.equal(1);
    });

    it('takes the place of a frame of that name', async () => {
      await begin([]);
      const target = await container();
      await load({container: target, ...category});
      const other = await openShop({
        sandbox: {script: '1.10-1987', experiments: ['static-widget']},
      });
      klarna().init(await other.createSession());
      await load({container: target, ...category});
      expect(frameOf('pay-later')).to.equal(null);
      await other.close();
    });

    it('sells by the purchase flow, with what load was given', async () => {
      const {session_id} = await begin(['static-widget']);
      await load(
        {container: await container(), ...category},
        {merchant_reference1: 'at load'},
      );
      await shop.answer('approve');
      const answer = await ask('authorize', category, {
        merchant_reference2: 'at authorize',
      });
      expect(answer.authorization_token).to.be.a('string');
      expect(await paths()).to.include(flow);
      expect(await shop.readSession(session_id)).to.include({
        merchant_reference1: 'at load',
        merchant_reference2: 'at authorize',
      });
    });
  });

  describe('that loads the purchase flow', () => {
    const loaded = async (sandbox: object = {}) => {
      const session = await begin(['purchase-flow'], sandbox);
      await load({container: await container(), ...category});
      return session;
    };

    it('loads it once, at the first purchase', async () => {
      await loaded();
      expect(await paths()).not.to.include(flow);
      await shop.answer('approve', 'close');
      expect((await ask('authorize', category)).approved).to.equal(true);
      expect(await ask('authorize', category)).to.deep.equal({
        approved: false,
        show_form: true,
      });
      expect((await paths()).filter((path) => path === flow)).to.have.length(1);
    });

    it('loads it from the other host for production', async () => {
      await loaded({environment: 'production'});
      await shop.answer('approve');
      await ask('authorize', category);
      expect(await paths()).to.include(
        '/js.klarna.com/kp/flow/v1/purchase-flow.js',
      );
    });

    it('asks the person in its overlay, and takes it away', async () => {
      await loaded();
      const seen: string[] = [];
      klarna().on('fullscreenOverlayShown', () => seen.push('open'));
      klarna().on('fullscreenOverlayHidden', () => seen.push('shut'));
      const answer = ask('authorize', category);
      await inFrame('klarna-pay-later-fullscreen', {
        selector: '[data-answer=approve]',
      });
      expect((await answer).approved).to.equal(true);
      expect(seen).to.deep.equal(['open', 'shut']);
      expect(overlayOf('pay-later')).to.equal(null);
    });

    it('leaves the widget where it is when it finalizes and reauthorizes', async () => {
      await loaded();
      const frame = frameOf('pay-later');
      await shop.answer('approve', 'approve', 'approve');
      await ask('authorize', {...category, auto_finalize: false});
      const final = await ask('finalize', category);
      expect(final.authorization_token).to.be.a('string');
      expect((await ask('reauthorize', category)).approved).to.equal(true);
      expect(frameOf('pay-later') === frame).to.equal(true);
    });

    it('answers a flow that does not come as declined, in a later task', async () => {
      await loaded();
      await shop.set({faults: {library: 'missing'}});
      let isLater = false;
      inLaterTask(() => (isLater = true));
      expect(await ask('authorize', category)).to.deep.equal(notApproved);
      expect(isLater).to.equal(true);
      await shop.set({faults: {}});
      await shop.answer('approve');
      expect((await ask('authorize', category)).approved).to.equal(true);
    });

    it('drops a second authorize while one is pending', async () => {
      await loaded();
      await shop.answer('approve', 'decline');
      const answers: string[] = [];
      const authorize = (name: string) =>
        klarna().authorize(category, {}, () => answers.push(name));
      authorize('first');
      authorize('second');
      await until(() => answers.length);
      await aWhile();
      expect(answers).to.deep.equal(['first']);
    });

    it('is kept from opening without a click like any other', async () => {
      await loaded({popup: null});
      // A click of an earlier test counts for some seconds.
      await until(() => !navigator.userActivation.isActive);
      await shop.answer('approve');
      expect(await ask('authorize', category)).to.deep.equal({
        approved: false,
        show_form: true,
      });
      expect(await paths()).not.to.include(flow);
    });
  });

  describe('that asks for a newer library', () => {
    const library = '/kp/lib/v1.11.0/api.js';
    let calls: unknown[][];

    /** With a library that does nothing but say what it is called with. */
    const beginListening = async () => {
      calls = [];
      const methods = ['init', 'load', 'authorize', 'reauthorize', 'finalize'];
      const silent: object = {
        on: () => undefined,
        ...Object.fromEntries(
          methods.map((name) => [
            name,
            (...args: unknown[]) => calls.push([name, ...args]),
          ]),
        ),
      };
      const swap = (event: Event) => {
        event.stopImmediatePropagation();
        event.target!.dispatchEvent(
          new CustomEvent('klarna-sandbox-library', {detail: silent}),
        );
      };
      // Its listener captures, and so comes before the script's own.
      const once = {capture: true, once: true};
      const watch = new MutationObserver((records) => {
        for (const node of records.flatMap(({addedNodes}) => [...addedNodes])) {
          if (!(node instanceof HTMLScriptElement)) continue;
          if (!node.src.endsWith(library)) continue;
          node.addEventListener('klarna-sandbox-library', swap, once);
          watch.disconnect();
        }
      });
      watch.observe(document.head, {childList: true});
      return begin(['newer-library']);
    };

    it('loads it by itself and hands all calls on', async () => {
      const {session_id} = await begin(['newer-library']);
      const heights: number[] = [];
      klarna().on('heightChanged', (height: number) => heights.push(height));
      const answer = await load({container: await container(), ...category});
      expect(answer).to.deep.equal({show_form: true});
      expect(await paths()).to.include(library);
      await until(() => heights.length);
      await shop.answer('approve', 'approve');
      await ask('authorize', category);
      const again = await ask('reauthorize', category);
      const {authorization_token} = await shop.readSession(session_id);
      expect(again.authorization_token).to.equal(authorization_token);
    });

    it('leaves every call to it, and makes none itself', async () => {
      const {client_token} = await beginListening();
      const target = await container();
      const options = {container: target, ...category};
      const data = {merchant_reference1: 'A-1'};
      const done = () => undefined;
      klarna().load(options, data, done);
      klarna().authorize(category, done);
      klarna().reauthorize(category, data, done);
      klarna().finalize(category, done);
      await until(() => calls.length > 4);
      await aWhile();
      expect(calls).to.deep.equal([
        ['init', {client_token}],
        ['load', options, data, done],
        ['authorize', category, done],
        ['reauthorize', category, data, done],
        ['finalize', category, done],
      ]);
      expect(document.querySelectorAll('iframe').length).to.equal(0);
    });

    it('hands the next session on as well', async () => {
      await begin(['newer-library']);
      await load({container: await container(), ...category});
      const second = await shop.createSession();
      klarna().init(second);
      await load({container: await container(), ...category});
      await shop.answer('approve');
      const {authorization_token} = await ask('authorize', category);
      const session = await shop.readSession(second.session_id);
      expect(session.authorization_token).to.equal(authorization_token);
      expect((await paths()).filter((path) => path === library)).to.have.length(
        1,
      );
    });

    it('does its best without one that does not come', async () => {
      shop = await openShop({
        sandbox: {script: '1.10-1987', experiments: ['newer-library']},
      });
      await shop.set({faults: {library: 'missing'}});
      await includeScript(shop.sdkUrl);
      klarna().init(await shop.createSession());
      await load({container: await container(), ...category});
      await shop.answer('approve');
      expect((await ask('authorize', category)).approved).to.equal(true);
    });
  });
});
