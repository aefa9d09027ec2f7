import {expect} from '@open-wc/testing';
import {callWidget} from '../../src/klarna/calls.js';
import {klarnaPage} from '../../src/klarna/page.js';
import {
  installFakeKlarna,
  sessionOf,
  type FakeKlarna,
} from '../support/fake-klarna.js';
import {
  faultOf,
  isPending,
  makeWidget,
  removeWidgets,
  shortenLoadTime,
  tasks,
  type Widget,
} from './widgets.js';

describe('the page-wide queue', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
    removeWidgets();
    expect([...klarnaPage().calls], 'left in the queue').to.deep.equal([]);
  });

  async function loaded(session: string): Promise<Widget> {
    const widget = makeWidget(session);
    await callWidget('load', widget);
    return widget;
  }

  /** The widgets that a method was called for, in order. */
  function order(method: 'load' | 'authorize' | 'reauthorize' | 'finalize') {
    return klarna.of(method).map(({options}) => options.instance_id);
  }

  it('lets loads of one session overlap', async () => {
    const widgets = [makeWidget('s1'), makeWidget('s1'), makeWidget('s1')];
    const loads = widgets.map((widget) => callWidget('load', widget));
    expect(klarna.of('load')).to.have.lengthOf(3);
    await Promise.all(loads);
  });

  it('lets a load of another session wait', async () => {
    const [a, b] = [makeWidget('s1'), makeWidget('s2')];
    const loads = [callWidget('load', a), callWidget('load', b)];
    expect(order('load')).to.deep.equal([a.instanceId]);
    await loads[0];
    await loads[1];
    expect(klarna.of('load').map(({token}) => token)).to.deep.equal([
      a.clientToken,
      b.clientToken,
    ]);
  });

  it('lets nobody overtake a waiting load of another session', async () => {
    const [a1, b, a2] = ['s1', 's2', 's1'].map((s) => makeWidget(s)) as [
      Widget,
      Widget,
      Widget,
    ];
    await Promise.all([
      callWidget('load', a1),
      callWidget('load', b),
      callWidget('load', a2),
    ]);
    expect(order('load')).to.deep.equal(
      [a1, b, a2].map(({instanceId}) => instanceId),
    );
  });

  it('authorizes at once while loads of its session are in flight', async () => {
    const widget = await loaded('s1');
    const load = callWidget('load', makeWidget('s1'));
    const authorization = callWidget('authorize', widget);
    expect(order('authorize')).to.deep.equal([widget.instanceId]);
    await Promise.all([load, authorization]);
  });

  it('authorizes after loads of other sessions, before waiting ones', async () => {
    const a = await loaded('s1');
    const loads = [makeWidget('s2'), makeWidget('s3'), makeWidget('s2')].map(
      (widget) => callWidget('load', widget),
    );
    const authorization = callWidget('authorize', a);
    expect(klarna.of('authorize')).to.deep.equal([]);
    await authorization;
    await Promise.all(loads);
    expect(
      klarna.calls
        .filter(({method}) => method !== 'init')
        .slice(1)
        .map(({method}) => method),
    ).to.deep.equal(['load', 'authorize', 'load', 'load']);
  });

  it('starts no load while an authorization is in flight', async () => {
    const widget = await loaded('s1');
    klarna.next('authorize', {answer: {approved: true}, delay: 30});
    const authorization = callWidget('authorize', widget);
    const loads = [
      callWidget('load', makeWidget('s1')),
      callWidget('load', makeWidget('s2')),
    ];
    await tasks(10);
    expect(klarna.of('load')).to.have.lengthOf(1);
    await authorization;
    await Promise.all(loads);
    expect(klarna.of('load')).to.have.lengthOf(3);
  });

  for (const method of ['authorize', 'reauthorize', 'finalize'] as const) {
    it(`lets ${method} wait while an authorization is in flight`, async () => {
      const widget = await loaded('s1');
      const first = callWidget('authorize', widget);
      const next = callWidget(method, widget);
      expect(klarna.calls.slice(2)).to.have.lengthOf(2);
      await first;
      expect((await next).authorization_token).to.equal('authorized-s1');
    });
  }

  it('goes on after a job that throws at once', async () => {
    klarna.next('load', {throws: new Error('no')}, {throws: new Error('no')});
    const loads = ['s1', 's2', 's3'].map((s) =>
      callWidget('load', makeWidget(s)),
    );
    const outcomes = await Promise.allSettled(loads);
    expect(outcomes.map(({status}) => status)).to.deep.equal([
      'rejected',
      'rejected',
      'fulfilled',
    ]);
  });

  it('does not call Klarna inside one of its callbacks', async () => {
    let inside = false;
    const widget = await loaded('s1');
    const {Payments} = window.Klarna ?? {};
    const authorize = Payments!.authorize.bind(Payments);
    Payments!.authorize = ((options: object, data: object, done: Function) =>
      authorize(options, data, (answer) => {
        inside = true;
        done(answer);
        inside = false;
      })) as never;
    const load = Payments!.load.bind(Payments);
    Payments!.load = ((...args: Parameters<typeof load>) => {
      expect(inside).to.equal(false);
      load(...args);
    }) as never;

    const authorization = callWidget('authorize', widget);
    await Promise.all([callWidget('load', makeWidget('s2')), authorization]);
  });

  describe('when the caller gives up', () => {
    it('rejects with the reason and withdraws a waiting call', async () => {
      const gaveUp = new AbortController();
      const first = callWidget('load', makeWidget('s1'));
      const waiting = callWidget('load', {
        ...makeWidget('s2'),
        signal: gaveUp.signal,
      });
      gaveUp.abort('changed my mind');
      const fault = await faultOf(waiting);
      expect(fault.code).to.equal('aborted');
      expect(fault.cause).to.equal('changed my mind');
      await first;
      await tasks();
      expect(klarna.of('load')).to.have.lengthOf(1);
    });

    it('asks Klarna nothing if it was before the call', async () => {
      for (const key of ['signal', 'gone']) {
        const call = {...makeWidget('s1'), [key]: AbortSignal.abort()};
        expect((await faultOf(callWidget('load', call))).code).to.equal(
          'aborted',
        );
        expect((await faultOf(callWidget('finalize', call))).code).to.equal(
          'aborted',
        );
      }
      expect(klarna.calls).to.deep.equal([]);
    });

    it('keeps the queue until Klarna has answered', async () => {
      const gaveUp = new AbortController();
      const widget = await loaded('s1');
      klarna.next('authorize', {answer: {approved: true}, delay: 60});
      const given = callWidget('authorize', {...widget, signal: gaveUp.signal});
      const load = callWidget('load', makeWidget('s2'));
      gaveUp.abort();

      expect((await faultOf(given)).code).to.equal('aborted');
      expect(klarna.of('load')).to.have.lengthOf(1);
      await load;
      expect(klarna.of('load')).to.have.lengthOf(2);
    });

    it('changes nothing after the answer', async () => {
      const gaveUp = new AbortController();
      const load = callWidget('load', {
        ...makeWidget('s1'),
        signal: gaveUp.signal,
      });
      expect(await load).to.deep.equal({show_form: true});
      gaveUp.abort();
      expect(await load).to.deep.equal({show_form: true});
    });
  });

  describe('when the widget has left the page', () => {
    for (const method of ['load', 'authorize'] as const) {
      it(`goes on at once, whatever becomes of the ${method}`, async () => {
        const gone = new AbortController();
        const widget = await loaded('s1');
        klarna.next(method, 'never');
        const lost = callWidget(method, {...widget, gone: gone.signal});
        const next = callWidget('load', makeWidget('s2'));
        expect(await isPending(next)).to.equal(true);

        gone.abort();
        expect((await faultOf(lost)).code).to.equal('aborted');
        expect(await next).to.deep.equal({show_form: true});
      });
    }

    it('goes on also after the caller had given up', async () => {
      const [gaveUp, gone] = [new AbortController(), new AbortController()];
      const widget = await loaded('s1');
      klarna.next('authorize', 'never');
      const lost = callWidget('authorize', {
        ...widget,
        signal: gaveUp.signal,
        gone: gone.signal,
      });
      const next = callWidget('load', makeWidget('s2'));
      gaveUp.abort();
      expect((await faultOf(lost)).code).to.equal('aborted');
      expect(await isPending(next)).to.equal(true);
      gone.abort();
      await next;
    });

    it('starts none of the calls that go with it', async () => {
      const gone = new AbortController();
      const lost = [1, 2, 3, 4].map((n) =>
        callWidget('load', {...makeWidget(`s${n}`), gone: gone.signal}),
      );
      const last = callWidget('load', makeWidget('s5'));
      gone.abort();
      for (const call of lost) {
        expect((await faultOf(call)).code).to.equal('aborted');
      }
      await last;
      expect(
        klarna.of('load').map(({token}) => sessionOf(token!)),
      ).to.deep.equal(['s1', 's5']);
    });

    it('ignores the late answer', async () => {
      const gone = new AbortController();
      const widget = await loaded('s1');
      klarna.next('authorize', {answer: {approved: true}, delay: 20});
      const lost = callWidget('authorize', {...widget, gone: gone.signal});
      gone.abort();
      await faultOf(lost);

      const other = await loaded('s2');
      klarna.next('authorize', 'never');
      const leaving = new AbortController();
      const inFlight = callWidget('authorize', {
        ...other,
        gone: leaving.signal,
      });
      const waiting = callWidget('load', makeWidget('s3'));
      // The answer to the lost call must not end the turn of this one.
      await tasks(40);
      expect(await isPending(waiting)).to.equal(true);
      leaving.abort();
      await faultOf(inFlight);
      await waiting;
    });
  });

  it('frees the queue when a load takes too long', async () => {
    const restore = shortenLoadTime(20);
    klarna.next('load', 'never');
    const stuck = callWidget('load', makeWidget('s1'));
    restore();
    const next = callWidget('load', makeWidget('s2'));
    expect((await faultOf(stuck)).code).to.equal('load-timeout');
    await next;
  });
});
