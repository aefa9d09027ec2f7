import {expect} from '@open-wc/testing';
import {
  scriptBuilds,
  type KlarnaSandboxScript,
} from '../../../src/sandbox/browser/builds.js';
import {openShop, type Shop} from '../../support/shop.js';
import {
  ask,
  aWhile,
  container,
  frameOf,
  includeScript,
  klarna,
  load,
  refused,
  until,
  wrong,
} from './page.js';

const category = {payment_method_category: 'pay_later'};
const notApproved = {approved: false, show_form: false};

/** What a callback has got when the call returns, and a microtask later. */
async function soonest(call: (callback: (answer: unknown) => void) => void) {
  const answers: unknown[] = [];
  call((answer) => answers.push(answer));
  const inTheCall = answers.length;
  await Promise.resolve();
  await Promise.resolve();
  return {inTheCall, inAMicrotask: answers.length, answers};
}

for (const script of Object.keys(scriptBuilds) as KlarnaSandboxScript[]) {
  describe(`Klarna's script, build ${script}`, () => {
    let shop: Shop;
    const isNewer = script === '1.10-1987';

    const begin = async (sandbox = {}) => {
      shop = await openShop({sandbox: {script, experiments: [], ...sandbox}});
      delete window.Klarna;
      await includeScript(shop.sdkUrl);
    };
    afterEach(async () => {
      delete window.klarnaAsyncCallback;
      await shop.close();
    });

    it(`${isNewer ? 'keeps' : 'replaces'} Payments when it is evaluated again`, async () => {
      await begin();
      const before = klarna();
      let calls = 0;
      window.klarnaAsyncCallback = () => calls++;
      await includeScript(shop.sdkUrl);
      expect(klarna() === before).to.equal(isNewer);
      expect(calls).to.equal(1);
    });

    it(`fails at a missing frame with ${isNewer ? 'a rejection' : 'an exception'}`, async () => {
      await begin();
      klarna().init(await shop.createSession());
      expect(
        await refused((cb) => klarna().authorize(category, {}, cb)),
      ).to.deep.equal({
        name: 'ApplicationNotLoadedError',
        answers: [notApproved],
        how: isNewer ? 'rejected' : 'thrown',
      });
    });

    it(`answers at a missing frame ${isNewer ? 'in a microtask' : 'in the call'}`, async () => {
      await begin();
      klarna().init(await shop.createSession());
      const seen = {inTheCall: 0, inAMicrotask: 0};
      await refused((callback) => {
        let answers = 0;
        const count = (answer: unknown) => {
          answers++;
          callback(answer);
        };
        try {
          klarna().authorize(category, {}, count);
        } finally {
          seen.inTheCall = answers;
          void Promise.resolve().then(() => (seen.inAMicrotask = answers));
        }
      });
      expect(seen).to.deep.equal({
        inTheCall: isNewer ? 0 : 1,
        inAMicrotask: 1,
      });
    });

    it(`makes its frame ${isNewer ? 'in a promise' : 'within load'}`, async () => {
      await begin();
      klarna().init(await shop.createSession());
      const loaded = load({container: await container(), ...category});
      expect(frameOf('pay-later') === null).to.equal(isNewer);
      await Promise.resolve();
      expect(frameOf('pay-later')).not.to.equal(null);
      await loaded;
    });

    for (const method of ['reauthorize', 'finalize'] as const) {
      it(`throws ${isNewer ? 'a TypeError' : 'by name'} at ${method} before init`, async () => {
        await begin();
        expect(wrong((cb) => klarna()[method](category, {}, cb))).to.deep.equal(
          isNewer
            ? {name: 'TypeError', answers: []}
            : {
                name: 'ApplicationNotInitializedError',
                answers: [notApproved],
              },
        );
      });
    }

    it(`${isNewer ? 'calls' : 'does not call'} back from init`, async () => {
      await begin();
      const session = await shop.createSession();
      const told: unknown[] = [];
      const tell = (answer: unknown) => told.push(answer);
      expect(klarna().init(session, tell) === klarna()).to.equal(true);
      if (!isNewer) {
        expect(() => klarna().init({client_token: 'none'}, tell)).to.throw();
        expect(told).to.deep.equal([]);
        return;
      }
      klarna().init({client_token: 'none'}, tell);
      expect(told[0] === klarna()).to.equal(true);
      expect((told[1] as {error: Error}).error.name).to.equal(
        'InvalidClientTokenError',
      );
      expect(told).to.have.length(2);
      expect(() => klarna().init({client_token: 'none'})).to.throw();
    });

    it(`${isNewer ? 'answers at once' : 'notices nothing'} in a browser that Klarna does not support`, async () => {
      await begin({browser: 'unsupported'});
      klarna().init(await shop.createSession());
      const target = await container();
      const loaded = await soonest((cb) =>
        klarna().load({container: target, ...category}, cb),
      );
      if (!isNewer) {
        expect(loaded.inAMicrotask).to.equal(0);
        return;
      }
      expect(loaded).to.deep.include({
        inTheCall: 1,
        answers: [{show_form: true}],
      });
      for (const method of ['authorize', 'reauthorize', 'finalize'] as const) {
        expect(
          await soonest((cb) => klarna()[method](category, {}, cb)),
          method,
        ).to.deep.include({inTheCall: 1, answers: [notApproved]});
      }
      expect(target.childElementCount).to.equal(0);
      expect(frameOf('pay-later')).to.equal(null);
    });

    it(`${isNewer ? 'knows' : 'does not know'} the category klarna by itself`, async () => {
      await begin({categories: ['pay_later']});
      klarna().init(await shop.createSession());
      const options = {
        container: await container(),
        payment_method_category: 'klarna',
      };
      expect(wrong((cb) => klarna().load(options, cb))).to.deep.equal(
        isNewer
          ? {answers: []}
          : {
              name: 'PaymentMethodCategoryNotSupportedError',
              answers: [{show_form: false}],
            },
      );
    });

    it('has the older APIs beside Payments, with less methods', async () => {
      await begin();
      const methods = Object.fromEntries(
        Object.entries(window.Klarna ?? {}).map(([name, api]) => [
          name,
          Object.keys(api as object).sort(),
        ]),
      );
      const usual = ['authorize', 'init', 'load', 'off', 'on'];
      const payments = [
        ...usual,
        'finalize',
        'loadPaymentReview',
        'reauthorize',
      ];
      expect(methods).to.deep.equal({
        Credit: [...usual, 'loadPaymentReview', 'reauthorize'].sort(),
        DirectBankTransfer: [...usual, 'finalize'].sort(),
        DirectDebit: [...usual, 'reauthorize'].sort(),
        Payments: payments.sort(),
      });
    });

    it('gives the older APIs a session of their own, and the older order of arguments', async () => {
      await begin();
      const {Credit} = window.Klarna as unknown as {
        Credit: ReturnType<typeof klarna>;
      };
      const session = await shop.createSession();
      Credit.init(session);
      expect(
        wrong((cb) => klarna().load({container: 'body'}, cb)).name,
      ).to.equal('ApplicationNotInitializedError');
      const target = await container();
      await new Promise((done) => {
        Credit.load({container: target}, done);
      });
      await shop.answer('approve');
      const answer = await new Promise<{approved: boolean}>((resolve) => {
        Credit.authorize({merchant_reference1: 'C-1'}, resolve);
      });
      expect(answer.approved).to.equal(true);
      const {merchant_reference1} = await shop.readSession(session.session_id);
      expect(merchant_reference1).to.equal('C-1');
    });

    it('answers a hidden frame that never comes as declined when its time is up', async () => {
      await begin({frameTimeout: 300});
      klarna().init(await shop.createSession());
      await load({container: await container(), ...category});
      await shop.set({faults: {hiddenFrame: 'never'}});
      for (const method of ['finalize', 'reauthorize'] as const) {
        const heard: unknown[] = [];
        // The frames of the widget, loaded before, may still say theirs.
        const hear = ({source, data}: MessageEvent) => {
          if (source === frameOf('pay-later')?.contentWindow) heard.push(data);
        };
        addEventListener('message', hear);
        expect(await ask(method, category), method).to.deep.equal(notApproved);
        removeEventListener('message', hear);
        // What tells it from a decline: the frame stands and has said nothing.
        expect(frameOf('pay-later')!.parentNode === document.body).to.equal(
          true,
        );
        expect(heard).to.deep.equal([]);
      }
    });

    it('is let to load by a hidden frame that is missing', async () => {
      await begin();
      klarna().init(await shop.createSession());
      await shop.set({faults: {hiddenFrame: 'missing'}});
      const answer = await load({container: await container(), ...category});
      expect(answer).to.deep.equal({show_form: true});
    });

    it('answers a correction of reauthorize without show_form', async () => {
      await begin();
      klarna().init(await shop.createSession());
      await shop.answer('correct');
      const answer = await ask('reauthorize', category);
      expect(Object.keys(answer).sort()).to.deep.equal(['approved', 'error']);
      expect(answer.approved).to.equal(false);
      expect(answer.error!.invalid_fields).to.have.length.above(0);
    });

    it('asks to finalize where the option says so', async () => {
      await begin({finalize: ['pay_now']});
      klarna().init(await shop.createSession());
      const later = {...category, auto_finalize: false};
      const now = {payment_method_category: 'pay_now', auto_finalize: false};
      await load({container: await container(), ...category});
      await load({container: await container(), ...now});
      await shop.answer('approve', 'approve');
      const atOnce = await ask('authorize', later);
      expect(atOnce.authorization_token).to.be.a('string');
      expect(atOnce.finalize_required).to.equal(false);
      const inSteps = await ask('authorize', now);
      expect(inSteps.authorization_token).to.equal(undefined);
      expect(inSteps.finalize_required).to.equal(true);
    });

    it('brings a style sheet and a font along from its CDN', async () => {
      await begin();
      klarna().init(await shop.createSession());
      await load({container: await container(), ...category});
      await until(async () => {
        const asked = (await shop.requests()).map(({path}) => path);
        return (
          asked.includes('/kp/assets/klarna.css') &&
          asked.includes('/kp/assets/klarna.ttf')
        );
      });
      await load({container: await container(), ...category});
      await aWhile();
      const links = document.querySelectorAll(
        `link[href^="${shop.origin}/kp/assets/"]`,
      );
      expect(links.length).to.equal(1);
    });
  });
}
