import {expect} from '@open-wc/testing';
import {openShop, sessionIdOf, type Shop} from '../../support/shop.js';
import {
  ask,
  behaviourOf,
  container,
  frameOf,
  includeScript,
  klarna,
  load,
  wrong,
} from './page.js';

describe("the sandbox's script", () => {
  let shop: Shop;
  const category = {payment_method_category: 'pay_later'};

  beforeEach(async () => {
    shop = await openShop({categories: ['pay_later']});
  });
  afterEach(async () => {
    delete window.klarnaAsyncCallback;
    await shop.close();
  });

  describe('when it is evaluated', () => {
    it("calls the page's callback with everything there, before the tag's load event", async () => {
      const events: unknown[] = [];
      window.klarnaAsyncCallback = (...args: unknown[]) => {
        events.push(['callback', args.length, typeof klarna().authorize]);
      };
      await includeScript(shop.sdkUrl);
      events.push('load');
      expect(events).to.deep.equal([['callback', 0, 'function'], 'load']);
    });

    it('calls the callback within its own evaluation', async () => {
      const text = await (await fetch(shop.sdkUrl)).text();
      let calls = 0;
      window.klarnaAsyncCallback = () => calls++;
      const script = document.createElement('script');
      script.textContent = text;
      // Evaluates it; no microtask runs before the next line.
      document.head.append(script);
      expect(calls).to.equal(1);
      script.remove();
    });

    it('ignores a callback that comes later', async () => {
      await includeScript(shop.sdkUrl);
      let calls = 0;
      window.klarnaAsyncCallback = () => calls++;
      await new Promise((done) => setTimeout(done, 50));
      expect(calls).to.equal(0);
    });

    it('keeps what else is in Klarna', async () => {
      window.Klarna = {Other: {}} as unknown as typeof window.Klarna;
      await includeScript(shop.sdkUrl);
      expect(Object.keys(window.Klarna ?? {})).to.include.members([
        'Other',
        'Payments',
      ]);
    });

    it('for a second time, replaces Payments or leaves it, as its build does', async () => {
      await includeScript(shop.sdkUrl);
      const first = window.Klarna!.Payments;
      let calls = 0;
      window.klarnaAsyncCallback = () => calls++;
      await includeScript(shop.sdkUrl);
      expect(window.Klarna!.Payments === first).to.equal(
        behaviourOf(shop).secondEvaluation === 'keeps',
      );
      expect(calls).to.equal(1);
    });

    it('makes an incomplete Klarna whole, in any build', async () => {
      await includeScript(shop.sdkUrl);
      const first = window.Klarna!.Payments;
      delete (window.Klarna as {Credit?: unknown}).Credit;
      await includeScript(shop.sdkUrl);
      expect(window.Klarna!.Payments === first).to.equal(false);
    });

    it('forgets the session of the evaluation before', async () => {
      await includeScript(shop.sdkUrl);
      const {client_token} = await shop.createSession();
      const first = klarna();
      first.init({client_token});
      delete window.Klarna;
      await includeScript(shop.sdkUrl);
      const target = await container();
      expect(
        wrong((cb) => klarna().load({container: target, ...category}, cb)).name,
      ).to.equal('ApplicationNotInitializedError');
      expect(
        wrong((cb) => first.load({container: target, ...category}, cb)).name,
      ).to.equal(undefined);
    });

    it('takes over a frame that an earlier evaluation has made', async () => {
      await includeScript(shop.sdkUrl);
      const {client_token} = await shop.createSession();
      const target = await container();
      klarna().init({client_token});
      await load({container: target, ...category});
      const frame = frameOf('pay-later');

      delete window.Klarna;
      await includeScript(shop.sdkUrl);
      klarna().init({client_token});
      await shop.answer('approve');
      const authorized = await ask('authorize', category);
      expect(authorized.approved).to.equal(true);
      const loaded = await load({container: target, ...category});
      expect(loaded.show_form).to.equal(true);
      expect(frameOf('pay-later') === frame).to.equal(true);
    });

    it('is text that no cache keeps', async () => {
      const {headers} = await fetch(shop.sdkUrl);
      expect(headers.get('content-type')).to.match(/^text\/javascript/);
      expect(headers.get('cache-control')).to.equal('no-store');
    });
  });

  describe('init', () => {
    beforeEach(() => includeScript(shop.sdkUrl));

    it('returns the API', async () => {
      const {client_token} = await shop.createSession();
      expect(klarna().init({client_token}) === klarna()).to.equal(true);
    });

    for (const token of [
      undefined,
      '',
      'token',
      'a.b.c',
      `${btoa('{}')}.${btoa('{}')}`,
      `${btoa('{}')}.${btoa('"text"')}.c2ln`,
    ]) {
      it(`throws on ${JSON.stringify(token)}, which is no JSON web token`, () => {
        expect(() => klarna().init({client_token: token}))
          .to.throw(Error)
          .with.property('name', 'InvalidClientTokenError');
      });
    }

    it('throws without options', () => {
      expect(() => klarna().init())
        .to.throw(Error)
        .with.property('name', 'InvalidClientTokenError');
    });

    it('is for the whole page: the last one wins', async () => {
      const first = await shop.createSession();
      const second = await shop.createSession();
      klarna().init(first);
      await load({container: await container(), instance_id: 'one'});
      klarna().init(second);
      await shop.answer('approve');
      await ask('authorize', {instance_id: 'one'});

      const token = async (id: string) =>
        (await shop.readSession(id)).authorization_token;
      expect(await token(first.session_id)).to.equal(undefined);
      expect(await token(second.session_id)).to.be.a('string');
    });

    it('happens in load where load is given another token', async () => {
      const first = await shop.createSession();
      const second = await shop.createSession();
      klarna().init(first);
      const {client_token} = second;
      await load({container: await container(), ...category, client_token});
      await shop.answer('approve');
      await ask('authorize', category);
      const session = await shop.readSession(sessionIdOf(client_token));
      expect(session.authorization_token).to.be.a('string');
    });

    it('of another session resets the widgets at their next load', async () => {
      const {inFrame} = await import('../../support/shop.js');
      const target = await container();
      const first = await shop.createSession();
      const second = await shop.createSession();
      const other = {
        frame: 'klarna-pay-later-main',
        selector: 'label:nth-of-type(2) input',
      };
      const chosen = async () =>
        (await inFrame(other.frame, {...other, act: 'look'})).checked;

      klarna().init(first);
      await load({container: target, ...category});
      await inFrame(other.frame, other);
      klarna().init(first);
      await load({container: target, ...category});
      expect(await chosen()).to.equal(true);

      klarna().init(second);
      expect(await chosen()).to.equal(true);
      await load({container: target, ...category});
      expect(await chosen()).to.equal(false);
    });
  });
});
