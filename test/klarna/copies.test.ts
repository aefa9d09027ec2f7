import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import * as original from '../../src/klarna/calls.js';
import {klarnaPage} from '../../src/klarna/page.js';
import {
  installFakeKlarna,
  sessionOf,
  type FakeCall,
  type FakeKlarna,
} from '../support/fake-klarna.js';
import {importCopy} from '../support/second-copy.js';
import {makeWidget, removeWidgets, type Widget} from './widgets.js';

type Calls = typeof original;

describe('two copies of the library on one page', () => {
  let copies: readonly Calls[];
  let klarna: FakeKlarna;

  before(async () => {
    copies = [original, await importCopy<Calls>('/src/klarna/calls.ts')];
  });

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
    removeWidgets();
  });

  it('are two', () => {
    expect(copies[1]?.callWidget).not.to.equal(copies[0]?.callWidget);
  });

  it('give out different names', () => {
    const names = copies.map(({nextInstanceId}) => nextInstanceId());
    expect(new Set(names).size).to.equal(2);
  });

  it('wait for each other', async () => {
    const [a, b] = [makeWidget('s1'), makeWidget('s2')];
    const first = copies[0]!.callWidget('load', a);
    const second = copies[1]!.callWidget('load', b);
    expect(klarna.of('load')).to.have.lengthOf(1);
    await first;
    await second;
    expect(klarna.of('load')).to.have.lengthOf(2);
  });

  it('authorize their own session after the other has set its token', async () => {
    const [a, b] = [makeWidget('s1'), makeWidget('s2')];
    await copies[0]!.callWidget('load', a);
    await copies[1]!.callWidget('load', b);
    const answers = [
      await copies[0]!.callWidget('authorize', a),
      await copies[1]!.callWidget('authorize', b),
    ];
    expect(answers.map((it) => it.authorization_token)).to.deep.equal([
      'authorized-s1',
      'authorized-s2',
    ]);
  });

  it('never authorize on the wrong session, in 500 random interleavings', async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(fc.array(step, {maxLength: 14}), async (steps) => {
        await check(steps);
      }),
      {numRuns: 500},
    );
  });

  /** Plays the steps on four widgets of two sessions, two of each copy. */
  async function check(steps: readonly Step[]) {
    const fake = installFakeKlarna();
    fake.frameTag = 'div';
    const timeline: Event[] = [];
    observe(timeline);
    const widgets = [0, 1, 2, 3].map((n) => makeWidget(`s${n % 2}`));
    const running: Array<Promise<void>> = [];
    await Promise.all(widgets.map((it, n) => copyOf(n).callWidget('load', it)));

    for (const {widget: n, method, delay, giveUp, pause} of steps) {
      const widget = widgets[n]!;
      fake.delay = delay;
      const gaveUp = new AbortController();
      const call = copyOf(n).callWidget(method, {
        ...widget,
        signal: gaveUp.signal,
      });
      running.push(
        call.then(
          (answer) => expectOwn(widget, answer),
          (error: {code?: string}) => {
            // A widget that finalize has moved away cannot be authorized.
            expect(error.code).to.be.oneOf(['aborted', 'authorize-failed']);
          },
        ),
      );
      if (giveUp) gaveUp.abort();
      if (pause) await new Promise((resolve) => setTimeout(resolve));
    }
    await Promise.all(running);
    while (klarnaPage().calls.size) {
      await new Promise((resolve) => setTimeout(resolve));
    }

    for (const {method, token, options} of fake.calls) {
      if (method === 'init') continue;
      const widget = widgets.find(
        ({instanceId}) => instanceId === options.instance_id,
      );
      expect(token, method).to.equal(widget?.clientToken);
    }
    expectNoOverlap(timeline);
    fake.uninstall();
    removeWidgets();
  }

  function copyOf(n: number): Calls {
    return copies[n < 2 ? 0 : 1]!;
  }
});

interface Step {
  widget: number;
  method: 'load' | 'authorize' | 'reauthorize' | 'finalize';
  delay: number;
  giveUp: boolean;
  pause: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  widget: fc.nat({max: 3}),
  method: fc.constantFrom('load', 'authorize', 'reauthorize', 'finalize'),
  delay: fc.nat({max: 2}),
  giveUp: fc.boolean(),
  pause: fc.boolean(),
});

/** What Klarna sees: calls beginning and answers leaving. */
type Event =
  | {kind: 'call'; id: number; method: FakeCall['method']; token: string}
  | {kind: 'answer'; id: number};

function observe(timeline: Event[]) {
  const payments = window.Klarna!.Payments!;
  let token = '';
  let calls = 0;
  const init = payments.init.bind(payments);
  payments.init = (options) => {
    token = options.client_token;
    timeline.push({kind: 'call', id: -1, method: 'init', token});
    return init(options);
  };
  for (const method of [
    'load',
    'authorize',
    'reauthorize',
    'finalize',
  ] as const) {
    const real = payments[method].bind(payments) as Function;
    payments[method] = ((options: object, data: object, done: Function) => {
      const id = calls++;
      timeline.push({kind: 'call', id, method, token});
      const answer = () => timeline.push({kind: 'answer', id});
      try {
        real(options, data, (result: unknown) => {
          answer();
          done(result);
        });
      } catch (error) {
        answer();
        throw error;
      }
    }) as never;
  }
}

function expectNoOverlap(timeline: readonly Event[]) {
  const inFlight = new Map<number, Event & {kind: 'call'}>();
  for (const event of timeline) {
    if (event.kind === 'answer') {
      inFlight.delete(event.id);
      continue;
    }
    for (const other of inFlight.values()) {
      const what = `${event.method} during ${other.method}`;
      expect(other.token, what).to.equal(event.token);
      expect(other.method, what).to.equal('load');
    }
    if (event.method !== 'init') inFlight.set(event.id, event);
  }
}

function expectOwn(
  {clientToken}: Widget,
  answer: {authorization_token?: string; show_form?: boolean},
) {
  expect(
    answer.authorization_token ?? `authorized-${sessionOf(clientToken)}`,
  ).to.equal(`authorized-${sessionOf(clientToken)}`);
}
