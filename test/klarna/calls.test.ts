import {expect} from '@open-wc/testing';
import {
  callWidget,
  nextInstanceId,
  type WidgetCall,
} from '../../src/klarna/calls.js';
import {
  installFakeKlarna,
  klarnaError,
  type FakeKlarna,
} from '../support/fake-klarna.js';
import {
  faultOf,
  makeWidget,
  removeWidgets,
  shortenLoadTime,
  tasks,
} from './widgets.js';

const methods = ['authorize', 'reauthorize', 'finalize'] as const;

describe("calls of Klarna's script", () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
    removeWidgets();
  });

  describe('load', () => {
    it('sets the token and loads in the task of the call', async () => {
      const widget = makeWidget('s1', 'pay_later');
      const load = callWidget('load', widget);

      expect(klarna.calls.map(({method}) => method)).to.deep.equal([
        'init',
        'load',
      ]);
      expect(klarna.of('load')[0]?.token).to.equal(widget.clientToken);
      expect(await load).to.deep.equal({show_form: true});
    });

    it('names the widget and its category in the options', async () => {
      const widget = makeWidget('s1', 'pay_later');
      await callWidget('load', widget);
      expect(klarna.of('load')[0]?.options).to.deep.equal({
        container: widget.container,
        payment_method_category: 'pay_later',
        instance_id: widget.instanceId,
      });
    });

    for (const category of [undefined, '']) {
      it(`omits the category ${JSON.stringify(category)}`, async () => {
        await callWidget('load', {...makeWidget('s1'), category});
        expect(klarna.of('load')[0]?.options).to.have.all.keys(
          'container',
          'instance_id',
        );
      });
    }

    it('hands the data on as given', async () => {
      const data = {order_amount: 100, billing_address: {city: 'Åre'}};
      await callWidget('load', {...makeWidget('s1'), data});
      expect(klarna.of('load')[0]?.data).to.deep.equal(data);
    });

    for (const answer of [
      {show_form: false},
      {show_form: true, error: {invalid_fields: ['billing_address.email']}},
    ]) {
      it(`resolves with Klarna's ${JSON.stringify(answer)}`, async () => {
        klarna.next('load', {answer});
        expect(await callWidget('load', makeWidget('s1'))).to.deep.equal(
          answer,
        );
      });
    }

    it('accepts an answer that comes before the method returns', async () => {
      klarna.next('load', {answer: {show_form: true}, sync: true});
      expect(await callWidget('load', makeWidget('s1'))).to.deep.equal({
        show_form: true,
      });
    });

    it('takes a throw after the callback for a fault', async () => {
      const cause = klarnaError('PaymentMethodCategoryNotSupportedError');
      klarna.next('load', {throws: cause});
      const fault = await faultOf(callWidget('load', makeWidget('s1')));
      expect(fault.code).to.equal('load-failed');
      expect(fault.cause).to.equal(cause);
    });

    it('takes a throw without callback for a fault', async () => {
      klarna.next('load', {throws: 'a string', silent: true});
      const fault = await faultOf(callWidget('load', makeWidget('s1')));
      expect(fault.code).to.equal('load-failed');
      expect(fault.cause).to.equal('a string');
    });

    for (const answer of [undefined, null, true, 'show_form', 0]) {
      it(`takes ${JSON.stringify(answer)} for a fault`, async () => {
        klarna.next('load', {answer});
        const fault = await faultOf(callWidget('load', makeWidget('s1')));
        expect(fault.code).to.equal('load-failed');
      });
    }

    it('keeps the first of two answers', async () => {
      klarna.next('load', {
        answer: {show_form: true},
        again: {show_form: false},
      });
      expect(await callWidget('load', makeWidget('s1'))).to.deep.equal({
        show_form: true,
      });
    });

    it('gives up before Klarna reports its own time-out as no offer', async () => {
      const restore = shortenLoadTime(20);
      klarna.next('load', {answer: {show_form: false}, delay: 60});
      const fault = await faultOf(callWidget('load', makeWidget('s1'))).finally(
        restore,
      );
      expect(fault.code).to.equal('load-timeout');
      expect(fault.recoverable).to.equal(true);
      // The late answer changes nothing.
      await tasks(60);
    });

    it('does not count the wait for other sessions as load time', async () => {
      const restore = shortenLoadTime(500);
      klarna.delay = 250;
      const loads = ['s1', 's2', 's3'].map((session) =>
        callWidget('load', makeWidget(session)),
      );
      const all = Promise.all(loads).finally(restore);
      expect(await all).to.have.lengthOf(3);
    });
  });

  for (const method of methods) {
    describe(method, () => {
      const call = (widget: WidgetCall) => callWidget(method, widget);

      it('sets the token and asks in the task of the call', async () => {
        const widget = makeWidget('s1', 'pay_now');
        await callWidget('load', widget);
        const answer = call(widget);

        expect(klarna.of(method)).to.have.lengthOf(1);
        expect(klarna.calls.at(-2)?.method).to.equal('init');
        expect(klarna.calls.at(-1)).to.deep.include({
          method,
          token: widget.clientToken,
          options: {
            ...(method === 'authorize' && {auto_finalize: true}),
            payment_method_category: 'pay_now',
            instance_id: widget.instanceId,
          },
          data: {},
        });
        expect(await answer).to.deep.equal({
          approved: true,
          show_form: true,
          authorization_token: 'authorized-s1',
        });
      });

      it('may be called again as soon as it has answered', async () => {
        const widget = makeWidget('s1');
        await callWidget('load', widget);
        await call(widget);
        void call(widget);
        expect(klarna.of(method)).to.have.lengthOf(2);
      });

      it('hands the data on as given', async () => {
        const widget = makeWidget('s1', 'pay_now');
        await callWidget('load', widget);
        const data = {billing_address: {city: 'Åre'}};
        await call({...widget, data});
        expect(klarna.of(method)[0]?.data).to.deep.equal(data);
      });

      for (const answer of [
        {approved: false, show_form: false},
        {approved: false, show_form: true},
        {approved: false, show_form: true, error: {invalid_fields: ['a.b']}},
        {approved: true, finalize_required: true},
      ]) {
        it(`resolves with Klarna's ${JSON.stringify(answer)}`, async () => {
          const widget = makeWidget('s1');
          await callWidget('load', widget);
          klarna.next(method, {answer});
          expect(await call(widget)).to.deep.equal(answer);
        });
      }

      it('never takes a throw after the callback for a decline', async () => {
        const widget = makeWidget('s1');
        await callWidget('load', widget);
        const cause = klarnaError('ApplicationNotLoadedError');
        klarna.next(method, {throws: cause});
        const fault = await faultOf(call(widget));
        expect(fault.code).to.equal('authorize-failed');
        expect(fault.cause).to.equal(cause);
      });

      it('takes an answer that is no object for a fault', async () => {
        const widget = makeWidget('s1');
        await callWidget('load', widget);
        klarna.next(method, {answer: undefined});
        expect((await faultOf(call(widget))).code).to.equal('authorize-failed');
      });
    });
  }

  it('reports a widget that is not in the document as a fault', async () => {
    const fault = await faultOf(callWidget('authorize', makeWidget('s1')));
    expect(fault.code).to.equal('authorize-failed');
    expect((fault.cause as Error).name).to.equal('ApplicationNotLoadedError');
  });

  for (const method of ['reauthorize', 'finalize'] as const) {
    it(`${method} works without a load`, async () => {
      const answer = await callWidget(method, makeWidget('s1'));
      expect(answer.authorization_token).to.equal('authorized-s1');
    });
  }

  it('finalizes at once unless asked not to', async () => {
    const widget = makeWidget('s1');
    await callWidget('load', widget);
    const answer = await callWidget('authorize', {
      ...widget,
      manualFinalize: true,
    });
    expect(answer.finalize_required).to.equal(true);
    await callWidget('authorize', {...widget, manualFinalize: false});
    await callWidget('authorize', widget);
    expect(
      klarna.of('authorize').map(({options}) => options['auto_finalize']),
    ).to.deep.equal([false, true, true]);
  });

  it('reports a refused token without repeating it', async () => {
    const widget = {...makeWidget('s1'), clientToken: 'no-token'};
    for (const call of [
      callWidget('load', widget),
      callWidget('authorize', widget),
      callWidget('finalize', widget),
    ]) {
      const fault = await faultOf(call);
      expect(fault.code).to.equal('client-token');
      expect((fault.cause as Error).name).to.equal('InvalidClientTokenError');
      expect(fault.message).not.to.contain('no-token');
    }
    expect(klarna.of('load')).to.deep.equal([]);
  });

  it("uses the script's newest Payments object", async () => {
    const widget = makeWidget('s1');
    await callWidget('load', widget);
    klarna.evaluate();
    expect((await callWidget('authorize', widget)).approved).to.equal(true);
  });

  it("reports when Klarna's global has gone", async () => {
    const widget = makeWidget('s1');
    await callWidget('load', widget);
    for (const gone of [undefined, {}]) {
      window.Klarna = gone as never;
      const fault = await faultOf(callWidget('authorize', widget));
      expect(fault.code).to.equal('sdk-blocked');
    }
  });

  it('gives every widget a name of its own that Klarna accepts', () => {
    const names = [nextInstanceId(), nextInstanceId()];
    expect(new Set(names).size).to.equal(names.length);
    for (const name of names) expect(name).to.match(/^[\w-]+$/);
  });
});
