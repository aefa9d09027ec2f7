import {expect} from '@open-wc/testing';
import {callWidget, type WidgetCall} from '../../src/klarna/calls.js';
import {
  type FakeKlarna,
  installFakeKlarna,
  klarnaError,
} from '../support/fake-klarna.js';
import {faultOf, makeWidget, removeWidgets, tasks} from './widgets.js';

const methods = ['authorize', 'reauthorize', 'finalize'] as const;
const decline = {approved: false, show_form: false};

function notLoaded(): Error {
  return Object.assign(klarnaError('ApplicationNotLoadedError'), {
    message: 'The frame is gone (expected)',
  });
}

describe("a fault that Klarna's script tells as a no", () => {
  let klarna: FakeKlarna;
  let widget: WidgetCall;

  beforeEach(async () => {
    klarna = installFakeKlarna();
    widget = makeWidget('s1', 'pay_later');
    await callWidget('load', widget);
  });

  afterEach(() => {
    removeWidgets();
    klarna.uninstall();
  });

  for (const method of methods) {
    describe(`27. ${method}`, () => {
      for (const answer of [
        decline,
        {approved: false, show_form: true},
        {approved: false},
        {approved: false, error: {invalid_fields: []}},
      ]) {
        it(`takes ${JSON.stringify(answer)} in the task of the call for a fault`, async () => {
          klarna.next(method, {answer, sync: true});
          const fault = await faultOf(callWidget(method, widget));
          expect(fault.code).to.equal('authorize-failed');
          expect(fault.recoverable).to.equal(true);
        });
      }

      it('takes a no in a microtask for a fault, and its rejection as the cause', async () => {
        const cause = notLoaded();
        klarna.next(method, {rejects: cause});
        const call = faultOf(callWidget(method, widget));
        const seen: unknown[] = [];
        const see = ({reason}: PromiseRejectionEvent) => seen.push(reason);
        window.addEventListener('unhandledrejection', see);
        const fault = await call;
        await tasks(20);
        window.removeEventListener('unhandledrejection', see);
        expect(fault.code).to.equal('authorize-failed');
        expect(fault.cause).to.equal(cause);
        expect(seen, 'nothing is left on the page').to.deep.equal([]);
      });

      it('leaves rejections of others to the page', async () => {
        const own = new Error('of the page (expected)');
        const seen: unknown[] = [];
        const see = (event: PromiseRejectionEvent) => {
          event.preventDefault();
          event.stopImmediatePropagation();
          seen.push(event.reason);
        };
        window.addEventListener('unhandledrejection', see, true);
        klarna.next(method, {answer: decline, sync: true});
        const call = faultOf(callWidget(method, widget));
        void Promise.reject(own);
        await call;
        await tasks(20);
        window.removeEventListener('unhandledrejection', see, true);
        expect(seen).to.deep.equal([own]);
      });

      it('believes a no in a later task, from a message and from a timer', async () => {
        klarna.next(method, {answer: decline}, {answer: decline, delay: 1});
        expect(await callWidget(method, widget)).to.deep.equal(decline);
        expect(await callWidget(method, widget)).to.deep.equal(decline);
      });

      for (const answer of [
        {approved: true, authorization_token: 'a'},
        {approved: false, error: {invalid_fields: ['billing_address.email']}},
        {
          approved: false,
          show_form: false,
          error: {invalid_fields: ['billing_address.email']},
        },
        {approved: false, finalize_required: true},
      ]) {
        it(`26. believes ${JSON.stringify(answer)} at once`, async () => {
          klarna.next(method, {answer, sync: true});
          expect(await callWidget(method, widget)).to.deep.equal(answer);
        });
      }
    });
  }

  describe('27. load', () => {
    for (const answer of [{show_form: false}, {approved: false}]) {
      it(`takes ${JSON.stringify(answer)} in the task of the call for a fault`, async () => {
        klarna.next('load', {answer, sync: true});
        const fault = await faultOf(callWidget('load', widget));
        expect(fault.code).to.equal('load-failed');
      });
    }

    it('takes no offer in a microtask for a fault', async () => {
      klarna.next('load', {rejects: notLoaded()});
      const fault = await faultOf(callWidget('load', widget));
      expect(fault.code).to.equal('load-failed');
    });

    it('believes no offer in a later task', async () => {
      klarna.next('load', {answer: {show_form: false}});
      expect(await callWidget('load', widget)).to.deep.equal({
        show_form: false,
      });
    });

    for (const answer of [
      {show_form: true},
      {show_form: false, error: {invalid_fields: ['billing_address.email']}},
    ]) {
      it(`believes ${JSON.stringify(answer)} at once`, async () => {
        klarna.next('load', {answer, sync: true});
        expect(await callWidget('load', widget)).to.deep.equal(answer);
      });
    }
  });

  it('27. tells an unsupported browser as a fault (newer builds)', async () => {
    klarna.next('load', {answer: {show_form: true}, sync: true});
    klarna.next('authorize', {answer: decline, sync: true});
    expect(await callWidget('load', widget)).to.deep.equal({show_form: true});
    const fault = await faultOf(callWidget('authorize', widget));
    expect(fault.code).to.equal('authorize-failed');
  });

  it('27. does not ask without the frame that load has made', async () => {
    document.getElementById(`klarna-${widget.instanceId}-main`)!.remove();
    const fault = await faultOf(callWidget('authorize', widget));
    expect(fault.code).to.equal('authorize-failed');
    expect(klarna.of('authorize')).to.deep.equal([]);
  });

  describe('25. a frame that never speaks', () => {
    let now: PropertyDescriptor;
    let passed: number;

    beforeEach(() => {
      passed = 0;
      now = Object.getOwnPropertyDescriptor(Performance.prototype, 'now')!;
      const real = now.value as () => number;
      Performance.prototype.now = function () {
        return real.call(this) + passed;
      };
    });

    afterEach(() => Object.defineProperty(Performance.prototype, 'now', now));

    /** A no of the method so long after its call, and what happens before. */
    async function answeredAfter(
      seconds: number,
      method: (typeof methods)[number],
      answer: unknown = decline,
      meanwhile: () => unknown = () => {},
    ) {
      klarna.next(method, {answer, delay: 60});
      const call = callWidget(method, widget).then(
        (it) => it,
        (error: {code: string}) => error.code,
      );
      await meanwhile();
      passed = seconds * 1000;
      return call;
    }

    const frame = () =>
      document.querySelector<HTMLIFrameElement>(
        `#klarna-${widget.instanceId}-main`,
      )!;

    /** A message whose source is that window. */
    async function speak(source: Window) {
      window.dispatchEvent(new MessageEvent('message', {source, data: 'hi'}));
    }

    for (const method of ['reauthorize', 'finalize'] as const) {
      it(`is a fault of ${method} after 29 seconds`, async () => {
        expect(await answeredAfter(29, method)).to.equal('authorize-failed');
      });

      it(`lets the shopper close the purchase of ${method}`, async () => {
        const closed = {approved: false, show_form: true};
        expect(
          await answeredAfter(60, method, closed, () =>
            speak(frame().contentWindow!),
          ),
        ).to.deep.equal(closed);
      });

      it(`is a decline of ${method} before`, async () => {
        expect(await answeredAfter(28, method)).to.deep.equal(decline);
      });

      it(`is a decline of ${method} if the frame has spoken`, async () => {
        expect(
          await answeredAfter(600, method, decline, () =>
            speak(frame().contentWindow!),
          ),
        ).to.deep.equal(decline);
      });

      it(`is a fault of ${method} if only others have spoken`, async () => {
        expect(
          await answeredAfter(30, method, decline, () => speak(window)),
        ).to.equal('authorize-failed');
      });

      it(`is a decline of ${method} if there is no frame`, async () => {
        expect(
          await answeredAfter(30, method, decline, () => frame().remove()),
        ).to.deep.equal(decline);
      });

      for (const answer of [
        {approved: true, authorization_token: 'a'},
        {approved: false, error: {invalid_fields: ['billing_address.email']}},
        {approved: false, finalize_required: true},
      ]) {
        it(`believes ${JSON.stringify(answer)} of ${method} however late`, async () => {
          expect(await answeredAfter(60, method, answer)).to.deep.equal(answer);
        });
      }
    }

    it('does not concern authorize, for shoppers take minutes', async () => {
      expect(await answeredAfter(600, 'authorize')).to.deep.equal(decline);
    });
  });
});
