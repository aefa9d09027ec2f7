import {expect} from '@open-wc/testing';
import {
  scriptBuilds,
  type KlarnaSandboxScript,
} from '../../src/sandbox/browser/builds.js';
import type {KlarnaPayments} from '../../src/klarna/types.js';
import {fakeToken, installFakeKlarna} from '../support/fake-klarna.js';
import {openShop, type Shop} from '../support/shop.js';

/**
 * The tests have two doubles of Klarna's script: the sandbox's, which is
 * served and has frames, and one in the page that does what a test says. This
 * table holds both, and both builds of the sandbox's, to the same behaviour.
 */

type Loose = Record<keyof KlarnaPayments, (...args: unknown[]) => unknown>;

interface Double {
  /** A token of another session each time. */
  token(): Promise<string>;
  /** What the shopper will do next. */
  next(what: 'approve' | 'decline' | 'close' | 'correct'): Promise<void>;
  /** Another evaluation of the script. */
  evaluate(): Promise<void>;
  close(): Promise<void>;
}

const category = {payment_method_category: 'pay_later'};
const unavailable = {show_form: false};
const notApproved = {approved: false, show_form: false};

async function openSandbox(script: KlarnaSandboxScript): Promise<Double> {
  const shop: Shop = await openShop({
    categories: ['pay_later', 'pay_now'],
    sandbox: {script, experiments: []},
  });
  const evaluate = () =>
    new Promise<void>((resolve, reject) => {
      const tag = document.createElement('script');
      tag.src = shop.sdkUrl;
      // Without it a browser keeps rejections in the script to itself.
      tag.crossOrigin = 'anonymous';
      tag.onload = () => resolve();
      tag.onerror = () => reject(new Error('no script'));
      document.head.append(tag);
      tag.remove();
    });
  await evaluate();
  return {
    token: async () => (await shop.createSession()).client_token,
    next: (what) => shop.answer(what),
    evaluate,
    async close() {
      delete window.Klarna;
      for (const frame of document.querySelectorAll('[id^=klarna-]')) {
        frame.remove();
      }
      await shop.close();
    },
  };
}

async function openFake(script: KlarnaSandboxScript): Promise<Double> {
  const fake = installFakeKlarna(script);
  let sessions = 0;
  const answers = {
    decline: notApproved,
    close: {approved: false, show_form: true},
    correct: {
      approved: false,
      show_form: true,
      error: {invalid_fields: ['billing_address.postal_code']},
    },
  };
  return {
    token: async () => fakeToken(`s${++sessions}`),
    async next(what) {
      if (what === 'approve') return;
      for (const method of ['authorize', 'reauthorize', 'finalize'] as const) {
        fake.next(method, {answer: answers[what]});
      }
    },
    async evaluate() {
      fake.evaluate();
    },
    async close() {
      fake.uninstall();
    },
  };
}

const doubles = {
  'the double in the page': openFake,
  'the sandbox': openSandbox,
};

for (const [whose, open] of Object.entries(doubles)) {
  for (const script of Object.keys(scriptBuilds) as KlarnaSandboxScript[]) {
    describe(`${whose}, build ${script}`, () => {
      const build = scriptBuilds[script];
      const isNewer = build.frames === 'in-a-promise';
      let double: Double;
      let container: HTMLElement;

      beforeEach(async () => {
        container = document.createElement('div');
        document.body.append(container);
        double = await open(script);
      });

      afterEach(async () => {
        await double.close();
        container.remove();
      });

      const klarna = () => window.Klarna!.Payments as unknown as Loose;
      const init = async () => {
        const token = await double.token();
        klarna().init({client_token: token});
        return token;
      };
      const ask = (method: keyof KlarnaPayments, ...args: unknown[]) =>
        new Promise<Record<string, unknown>>((resolve) => {
          klarna()[method](...args, resolve);
        });
      const load = (options: object = category, into = container) =>
        ask('load', {container: into, ...options}, {});
      const frame = (name = 'pay-later') =>
        document.getElementById(`klarna-${name}-main`);

      /** How a call fails: its answers, its error, and when they came. */
      async function failure(call: (callback: unknown) => void) {
        const answers: unknown[] = [];
        const rejected: Error[] = [];
        const hear = (event: PromiseRejectionEvent) => {
          event.preventDefault();
          event.stopImmediatePropagation();
          rejected.push(event.reason as Error);
        };
        window.addEventListener('unhandledrejection', hear, true);
        let name = '';
        let how = 'thrown';
        try {
          call((answer: unknown) => answers.push(answer));
          how = 'rejected';
        } catch (error) {
          ({name} = error as Error);
        }
        const inTheCall = answers.length;
        await Promise.resolve();
        await Promise.resolve();
        const atOnce = answers.length;
        if (how === 'rejected') await until(() => rejected.length > 0);
        name ||= rejected[0]!.name;
        window.removeEventListener('unhandledrejection', hear, true);
        return {answers, name, how, inTheCall, atOnce};
      }

      it('returns the API from init, which is repeatable', async () => {
        const client_token = await double.token();
        expect(klarna().init({client_token})).to.equal(klarna());
        expect(klarna().init({client_token})).to.equal(klarna());
      });

      it('throws at a token that is none', () => {
        expect(() => klarna().init({client_token: 'none'}))
          .to.throw(Error, /./)
          .with.property('name', 'InvalidClientTokenError');
      });

      it(`${build.secondEvaluation === 'keeps' ? 'keeps' : 'replaces'} Payments when it is evaluated again, and calls back`, async () => {
        const before = klarna();
        let calls = 0;
        window.klarnaAsyncCallback = () => calls++;
        await double.evaluate();
        delete window.klarnaAsyncCallback;
        expect(klarna() === before).to.equal(
          build.secondEvaluation === 'keeps',
        );
        expect(calls).to.equal(1);
      });

      it('answers a load before init, and throws', async () => {
        const {answers, name, how} = await failure((callback) =>
          klarna().load({container, ...category}, callback),
        );
        expect({answers, name, how}).to.deep.equal({
          answers: [unavailable],
          name: 'ApplicationNotInitializedError',
          how: 'thrown',
        });
      });

      it('answers a load into what is no element, and throws', async () => {
        await init();
        const {answers, name} = await failure((callback) =>
          klarna().load({container: {}, ...category}, callback),
        );
        expect({answers, name}).to.deep.equal({
          answers: [unavailable],
          name: 'TypeError',
        });
      });

      it('loads in a later task, with a frame under the name of the widget', async () => {
        await init();
        let isAnswered = false;
        const loading = load().then((answer) => {
          isAnswered = true;
          return answer;
        });
        for (let n = 0; n < 10; n++) await Promise.resolve();
        expect(isAnswered).to.equal(false);
        expect(await loading).to.deep.equal({show_form: true});
        expect(frame()?.parentElement).to.equal(container);
        await load({...category, instance_id: 'Two_Words'});
        expect(frame('two-words')?.parentElement).to.equal(container);
      });

      it('takes two arguments, and the legacy order of three', async () => {
        await init();
        expect(await ask('load', {container, ...category})).to.deep.equal({
          show_form: true,
        });
        await double.next('approve');
        expect(await ask('authorize', {}, category)).to.include({
          approved: true,
        });
      });

      it('uses the frame again in its container, and makes another elsewhere', async () => {
        await init();
        await load();
        const first = frame();
        await load();
        expect(frame()).to.equal(first);
        const other = container.appendChild(document.createElement('div'));
        await load(category, other);
        expect(frame()).not.to.equal(first);
        expect(first!.isConnected).to.equal(false);
        expect(frame()?.parentElement).to.equal(other);
      });

      it(`fails at a frame that is not there ${isNewer ? 'in a microtask, with a rejection' : 'in the call, with an exception'}`, async () => {
        await init();
        expect(
          await failure((callback) =>
            klarna().authorize(category, {}, callback),
          ),
        ).to.deep.equal({
          answers: [notApproved],
          name: 'ApplicationNotLoadedError',
          how: isNewer ? 'rejected' : 'thrown',
          inTheCall: isNewer ? 0 : 1,
          atOnce: 1,
        });
      });

      it('does not find a frame in a shadow root', async () => {
        await init();
        const root = container.attachShadow({mode: 'open'});
        const inside = root.appendChild(document.createElement('div'));
        expect(await load(category, inside)).to.deep.equal({show_form: true});
        const {name} = await failure((callback) =>
          klarna().authorize(category, {}, callback),
        );
        expect(name).to.equal('ApplicationNotLoadedError');
      });

      it('approves with a token, in a later task', async () => {
        await init();
        await load();
        await double.next('approve');
        const answer = await ask('authorize', category, {});
        expect(answer).to.include({approved: true, show_form: true});
        expect(answer['authorization_token']).to.be.a('string');
      });

      it('requires finalizing where it is not done at once, and then finalizes', async () => {
        await init();
        await load();
        await double.next('approve');
        const answer = await ask(
          'authorize',
          {...category, auto_finalize: false},
          {},
        );
        expect(answer).to.include({approved: true, finalize_required: true});
        expect(answer).not.to.have.property('authorization_token');
        await double.next('approve');
        const final = await ask('finalize', category, {});
        expect(final['authorization_token']).to.be.a('string');
      });

      for (const [what, expected] of [
        ['decline', notApproved],
        ['close', {approved: false, show_form: true}],
      ] as const) {
        it(`answers ${what} with ${JSON.stringify(expected)}, in a later task`, async () => {
          await init();
          await load();
          await double.next(what);
          let isAnswered = false;
          const asked = ask('authorize', category, {}).then((answer) => {
            isAnswered = true;
            return answer;
          });
          for (let n = 0; n < 10; n++) await Promise.resolve();
          expect(isAnswered).to.equal(false);
          expect(await asked).to.deep.equal(expected);
        });
      }

      it('names the fields to correct', async () => {
        await init();
        await load();
        await double.next('correct');
        const {approved, error} = await ask('authorize', category, {});
        expect(approved).to.equal(false);
        const {invalid_fields: fields} = error as {invalid_fields: string[]};
        expect(fields).to.have.length.above(0);
      });

      it('drops a second authorize while one is in flight', async () => {
        await init();
        await load();
        await double.next('approve');
        let second = 0;
        const first = ask('authorize', category, {});
        klarna().authorize(category, {}, () => second++);
        expect((await first)['approved']).to.equal(true);
        await new Promise((done) => setTimeout(done, 100));
        expect(second).to.equal(0);
      });

      it('swallows what the callback of authorize throws', async () => {
        await init();
        await load();
        await double.next('approve');
        await new Promise<void>((resolve) => {
          klarna().authorize(category, {}, () => {
            resolve();
            throw new Error('of the shop');
          });
        });
        await double.next('approve');
        expect((await ask('authorize', category, {}))['approved']).to.equal(
          true,
        );
      });

      for (const method of ['reauthorize', 'finalize'] as const) {
        it(`moves the frame to the body for ${method}, without a load`, async () => {
          await init();
          await load();
          const first = frame();
          await double.next('approve');
          const answer = await ask(method, category, {});
          expect(answer['authorization_token']).to.be.a('string');
          expect(first!.isConnected).to.equal(false);
          expect(frame()?.parentElement).to.equal(document.body);
        });
      }

      it('knows three events and no other', () => {
        for (const event of [
          'heightChanged',
          'fullscreenOverlayShown',
          'fullscreenOverlayHidden',
        ]) {
          klarna().on(event, () => {});
        }
        expect(() => klarna().on('shown', () => {}))
          .to.throw()
          .with.property('name', 'EventNotSupportedError');
        klarna().off('shown');
      });
    });
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 500 && !condition(); attempt++) {
    await new Promise((done) => setTimeout(done, 10));
  }
}
