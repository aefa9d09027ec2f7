import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import type * as Library from '../../src/index.js';
import {KlarnaPaymentsElement} from '../../src/element.js';
import {klarnaPage} from '../../src/klarna/page.js';
import {
  categories,
  sessionAnswer,
  settled,
  tabsOf,
  untilStatus,
  watchExceptions,
} from '../support/checkout.js';
import {
  fakeToken,
  installFakeKlarna,
  sessionOf,
  type FakeKlarna,
} from '../support/fake-klarna.js';
import {aPlace, expectSame} from '../support/places.js';
import {importCopy} from '../support/second-copy.js';

/** The tag of the second copy, whose usual one is taken. */
const otherTag = 'klarna-payments-of-another-copy';

describe('elements of two copies of the library', () => {
  let klarna: FakeKlarna;
  let copy: typeof Library;
  let warnings: unknown[][];
  let authorized: number;

  before(async function () {
    // A copy is a request for every module, and Lit's too.
    this.timeout(60_000);
    // Lit warns of itself, which a page with two bundles has twice.
    const {warn} = console;
    warnings = [];
    console.warn = (...args) => warnings.push(args);
    copy = await importCopy<typeof Library>('/src/index.ts');
    console.warn = warn;
    copy.KlarnaPaymentsElement.define(otherTag);
  });

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  /** An element of the first or of the second copy. */
  function make(
    n: number,
    properties: Partial<KlarnaPaymentsElement>,
  ): KlarnaPaymentsElement {
    const tag = n % 2 ? otherTag : 'klarna-payments';
    return Object.assign(document.createElement(tag), properties) as never;
  }

  it('are of two classes, and the first keeps the tag', () => {
    const [first, second] = [make(0, {}), make(1, {})];
    expect(copy.KlarnaPaymentsElement).not.to.equal(KlarnaPaymentsElement);
    expect(first).to.be.instanceOf(KlarnaPaymentsElement);
    expect(second).to.be.instanceOf(copy.KlarnaPaymentsElement);
  });

  it('say nothing of it, for they are of one version', () => {
    expect(warnings.flat().join()).not.to.include('klarna-payments');
    expect(() => copy.KlarnaPaymentsElement.define()).not.to.throw();
  });

  it('share one script tag', async () => {
    Object.assign(window, {fakePayments: klarna.evaluate()});
    delete window.Klarna;
    const script = 'window.Klarna = {Payments: window.fakePayments}';
    const sdkUrl = URL.createObjectURL(
      new Blob([script], {type: 'text/javascript'}),
    );
    const inserted: string[] = [];
    const observer = new MutationObserver((records) => {
      for (const node of records.flatMap((it) => [...it.addedNodes])) {
        if (node instanceof HTMLScriptElement) inserted.push(node.src);
      }
    });
    observer.observe(document, {childList: true, subtree: true});

    const place = await aPlace();
    const elements = [0, 1, 2, 3].map((n) =>
      make(n, {sdkUrl, clientToken: fakeToken(`s${n}`), categories}),
    );
    place.append(...elements);
    for (const element of elements) await untilStatus(element, 'ready');
    observer.disconnect();
    expect(inserted).to.deep.equal([sdkUrl]);
    for (const tag of document.scripts) if (tag.src === sdkUrl) tag.remove();
    URL.revokeObjectURL(sdkUrl);
  });

  it('have widgets with names of their own', async () => {
    const place = await aPlace();
    const elements = [0, 1, 2, 3].map((n) =>
      make(n, {clientToken: fakeToken(`s${n}`), categories}),
    );
    place.append(...elements);
    for (const element of elements) await untilStatus(element, 'ready');
    const frames = elements.map((it) => it.querySelector('iframe')?.id);
    expect(new Set(frames).size).to.equal(4);
    for (const [n, element] of elements.entries()) {
      expect(await element.authorize()).to.include({
        authorizationToken: `authorized-s${n}`,
      });
    }
  });

  it('tell of the overlay where it belongs', async () => {
    const place = await aPlace();
    const elements = [0, 1].map((n) =>
      make(n, {clientToken: fakeToken(`s${n}`), categories}),
    );
    place.append(...elements);
    for (const element of elements) await untilStatus(element, 'ready');
    const told: EventTarget[] = [];
    place.addEventListener('klarna-overlay', ({target}) => {
      told.push(target!);
    });
    for (const element of elements) {
      const asked = element.authorize();
      klarna.showOverlay();
      klarna.hideOverlay();
      await asked;
    }
    const [first, second] = elements;
    expectSame(told, [first, first, second, second]);
  });

  it('never authorize on the wrong session, in 500 random interleavings', async function () {
    // Slow machines are slow, not wrong.
    this.timeout(400_000);
    authorized = 0;
    const place = await aPlace();
    const watch = watchExceptions();
    await fc.assert(
      fc.asyncProperty(fc.array(step, {maxLength: 12}), (steps) =>
        play(place, steps),
      ),
      {numRuns: 500},
    );
    watch.end();
    expect(authorized).to.be.above(500);
    expect(watch.exceptions).to.deep.equal([]);
  });

  /** Plays the steps on four elements, each a shopper with own sessions. */
  async function play(place: HTMLElement, steps: readonly Step[]) {
    const fake = installFakeKlarna();
    fake.frameTag = 'div';
    const owners = new Map<string, string>();
    const results: Array<Promise<void>> = [];
    let sessions = 0;
    const elements = [0, 1, 2, 3].map((n) =>
      make(n, {
        id: `e${n}`,
        fetchSession: async () =>
          sessionAnswer(`e${n}-${++sessions}`, categories.slice(0, 2)),
      }),
    );
    fake.answer.load = ({options}) => {
      const container = options['container'] as HTMLElement;
      owners.set(options.instance_id!, container.parentElement!.id);
      return {answer: {show_form: true}};
    };
    place.append(...elements);
    for (const element of elements) await untilStatus(element, 'ready');

    for (const {element: n, act, delay, pause} of steps) {
      const element = elements[n]!;
      fake.delay = delay;
      if (act === 'leave') {
        element.remove();
      } else if (act === 'return') {
        place.append(element);
      } else if (act === 'choose') {
        tabsOf(element).at(-1)?.click();
      } else if (act === 'refresh') {
        element.refresh().catch(expectCode);
      } else {
        const asked = element[act]();
        results.push(
          asked.then((result) => {
            if (result.outcome !== 'authorized') return;
            expect(result.authorizationToken).to.match(
              new RegExp(`^authorized-e${n}-`),
            );
          }, expectCode),
        );
      }
      if (pause) await settled(pause);
    }
    await Promise.all(results);
    place.replaceChildren();
    while (klarnaPage().calls.size) await settled(0);

    for (const {method, token, options} of fake.calls) {
      if (method === 'init') continue;
      const owner = owners.get(options.instance_id!);
      expect(sessionOf(token!), method).to.match(new RegExp(`^${owner}-`));
    }
    authorized += fake.of('authorize').length;
    fake.uninstall();
  }

  function expectCode(error: {code?: string}) {
    expect(error.code).to.be.oneOf(['aborted', 'not-ready']);
  }
});

interface Step {
  element: number;
  act: 'authorize' | 'choose' | 'refresh' | 'leave' | 'return';
  delay: number;
  /** Milliseconds; none goes on in the same task. */
  pause: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  element: fc.nat({max: 3}),
  act: fc.oneof(
    {weight: 5, arbitrary: fc.constant('authorize' as const)},
    {weight: 2, arbitrary: fc.constant('choose' as const)},
    {weight: 1, arbitrary: fc.constantFrom('refresh', 'leave', 'return')},
  ),
  delay: fc.nat({max: 2}),
  pause: fc.constantFrom(0, 0, 1, 5),
});

describe('define()', () => {
  let warnings: string[];
  let warn: typeof console.warn;

  beforeEach(() => {
    klarnaPage().noticed = false;
    warnings = [];
    ({warn} = console);
    console.warn = (...args) => warnings.push(args.join(' '));
  });

  afterEach(() => {
    console.warn = warn;
    klarnaPage().noticed = false;
  });

  /** The class as another release has it. */
  function release(version: string): typeof KlarnaPaymentsElement {
    const other = class extends KlarnaPaymentsElement {};
    Object.defineProperty(other, 'version', {value: version});
    return other;
  }

  it('does nothing the second time', () => {
    KlarnaPaymentsElement.define();
    KlarnaPaymentsElement.define();
    expect(customElements.get('klarna-payments')).to.equal(
      KlarnaPaymentsElement,
    );
    expect(warnings).to.deep.equal([]);
  });

  it('warns of another version once a page, and changes nothing', () => {
    release('98.0.0').define();
    release('98.0.0').define();
    release('99.0.0').define();
    expect(customElements.get('klarna-payments')).to.equal(
      KlarnaPaymentsElement,
    );
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.include(KlarnaPaymentsElement.version);
    expect(warnings[0]).to.include('98.0.0');
    expect(warnings[0]).to.include('klarna-payments');
  });

  it('warns once also when the other comes from another copy', async function () {
    this.timeout(60_000);
    release('98.0.0').define();
    const copy = await importCopy<typeof Library>('/src/element.ts');
    Object.defineProperty(copy.KlarnaPaymentsElement, 'version', {
      value: '97.0.0',
    });
    copy.KlarnaPaymentsElement.define();
    expect(
      warnings.filter((text) => text.includes('klarna-payments')),
    ).to.have.length(1);
  });

  it('warns of an element that is not ours', () => {
    customElements.define('klarna-of-the-page', class extends HTMLElement {});
    KlarnaPaymentsElement.define('klarna-of-the-page');
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.include('klarna-of-the-page');
  });
});
