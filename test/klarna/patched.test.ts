import {expect} from '@open-wc/testing';
import type * as Calls from '../../src/klarna/calls.js';
import type * as Loader from '../../src/klarna/loader.js';
import type * as Waits from '../../src/klarna/until-aborted.js';
import type * as Fake from '../support/fake-klarna.js';
import {fakeKlarnaCdn} from '../support/shop.js';

/** What a page has done to the globals before our modules come. */
const patches: Readonly<Record<string, string>> = {
  'leaves them alone': '',
  'has zone.js 0.13':
    '<script src="/node_modules/zone.js/bundles/zone.umd.js"></script>',
  'is in a browser without the newest of Promise and AbortSignal': `<script>
    delete Promise.withResolvers;
    delete Promise.try;
    delete AbortSignal.any;
    delete AbortSignal.timeout;
  </script>`,
  'has an old polyfill of Promise': `<script>
    const Native = Promise;
    // As polyfills of ES2015 were: no finally, no allSettled, no any.
    class OldPromise {
      constructor(run) {
        this.native = new Native((resolve, reject) =>
          run((value) => resolve(value), (error) => reject(error)));
      }
      then(done, failed) {
        return new OldPromise((resolve, reject) =>
          this.native.then(done, failed).then(resolve, reject));
      }
      catch(failed) { return this.then(undefined, failed); }
      static resolve(value) { return new OldPromise((done) => done(value)); }
      static reject(error) {
        return new OldPromise((_, failed) => failed(error));
      }
      static all(all) {
        return new OldPromise((done, failed) =>
          Native.all(all).then(done, failed));
      }
      static race(all) {
        return new OldPromise((done, failed) =>
          Native.race(all).then(done, failed));
      }
    }
    window.Promise = OldPromise;
  </script>`,
  'takes no options of listeners but capture': `<script>
    const {addEventListener} = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function (type, fn, options) {
      return addEventListener.call(
        this, type, fn, Boolean(Object(options).capture ?? options));
    };
  </script>`,
};

interface PatchedPage extends Window {
  klarna: typeof Calls & typeof Loader & typeof Waits & typeof Fake;
}

const frames = new Set<HTMLIFrameElement>();

async function openPage(patch: string): Promise<PatchedPage> {
  const frame = document.createElement('iframe');
  frames.add(frame);
  frame.srcdoc = `<!doctype html>${patch}
    <script type="module">
      import * as calls from '/src/klarna/calls.ts';
      import * as loader from '/src/klarna/loader.ts';
      import * as waits from '/src/klarna/until-aborted.ts';
      import * as fake from '/test/support/fake-klarna.ts';
      window.klarna = {...calls, ...loader, ...waits, ...fake};
    </script>`;
  const loaded = new Promise((resolve) => {
    frame.addEventListener('load', resolve);
  });
  document.body.append(frame);
  await loaded;
  return frame.contentWindow as unknown as PatchedPage;
}

/** A promise of another realm's or a polyfill's, whatever it can. */
async function codeOf(promise: PromiseLike<unknown>): Promise<unknown> {
  try {
    return await promise;
  } catch (error) {
    return (error as {code?: string}).code ?? error;
  }
}

for (const [what, patch] of Object.entries(patches)) {
  describe(`16. a page that ${what}`, () => {
    let page: PatchedPage;
    let fake: Fake.FakeKlarna;

    beforeEach(async () => {
      page = await openPage(patch);
      fake = page.klarna.installFakeKlarna();
    });

    afterEach(() => {
      for (const frame of frames) frame.remove();
      frames.clear();
    });

    function widget(session: string): Calls.WidgetCall {
      const container = page.document.createElement('div');
      page.document.body.append(container);
      return {
        clientToken: page.klarna.fakeToken(session),
        category: 'pay_later',
        instanceId: page.klarna.nextInstanceId(),
        container,
      };
    }

    it("gets Klarna's script", async () => {
      fake.uninstall();
      await fakeKlarnaCdn({body: 'window.Klarna = {Payments: {}}'});
      const loading = page.klarna.loadKlarnaPayments();
      expect(page.document.scripts).to.have.length.at.least(2);
      expect(await codeOf(loading)).to.equal(page.Klarna?.Payments);
      await fakeKlarnaCdn(null);
    });

    it('hears when the script is blocked', async () => {
      fake.uninstall();
      await fakeKlarnaCdn('abort');
      expect(
        await codeOf(page.klarna.loadKlarnaPayments({attempts: 1})),
      ).to.equal('sdk-blocked');
    });

    it('loads and pays in turn', async () => {
      const [first, second] = [widget('s1'), widget('s2')];
      const {callWidget} = page.klarna;
      await Promise.all([
        callWidget('load', first),
        callWidget('load', second),
      ]);
      const [one, two] = await Promise.all([
        callWidget('authorize', first),
        callWidget('authorize', second),
      ]);
      expect(one.authorization_token).to.equal('authorized-s1');
      expect(two.authorization_token).to.equal('authorized-s2');
    });

    it('tells a fault from a decline', async () => {
      const subject = widget('s1');
      const {callWidget, klarnaError} = page.klarna;
      await callWidget('load', subject);
      const decline = {approved: false, show_form: false};
      fake.next(
        'authorize',
        {answer: decline, sync: true},
        {throws: klarnaError('ApplicationNotLoadedError')},
        {answer: decline},
      );
      const ask = () => codeOf(callWidget('authorize', subject));
      expect(await ask()).to.equal('authorize-failed');
      expect(await ask()).to.equal('authorize-failed');
      expect(await ask()).to.deep.equal(decline);
    });

    it('gives up a call, and lets the next one through', async () => {
      const subject = widget('s1');
      const {callWidget} = page.klarna;
      await callWidget('load', subject);
      fake.next('authorize', 'never');
      const [caller, gone] = [new AbortController(), new AbortController()];
      const call = callWidget('authorize', {
        ...subject,
        signal: caller.signal,
        gone: gone.signal,
      });
      caller.abort();
      expect(await codeOf(call)).to.equal('aborted');
      const next = callWidget('authorize', subject);
      expect(fake.of('authorize'), 'Klarna is busy').to.have.lengthOf(1);
      gone.abort();
      // The frame of a widget that goes takes its authorization along.
      fake.evaluate();
      expect(await codeOf(next)).to.include({approved: true});
    });

    it('waits until a signal is aborted, and no longer', async () => {
      const {untilAborted} = page.klarna;
      const never = () => new Promise<never>(() => {});
      const one = new AbortController();
      const wait = untilAborted(never, undefined, one.signal);
      one.abort('why');
      expect(await codeOf(wait)).to.equal('aborted');
      expect(
        await codeOf(untilAborted(async () => 'done', one.signal)),
      ).to.equal('aborted');
    });
  });
}
