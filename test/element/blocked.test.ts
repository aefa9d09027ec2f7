import {expect, oneEvent} from '@open-wc/testing';
import type {KlarnaPaymentsElement} from '../../src/element.js';
import {
  faultOf,
  namesOf,
  panelsOf,
  partsOf,
  recordEvents,
  sessionAnswer,
  tabNames,
  untilStatus,
} from '../support/checkout.js';
import {FakeKlarna} from '../support/fake-klarna.js';
import {aPlace, placeElement} from '../support/places.js';
import {
  fakeKlarnaCdn,
  openShop,
  type KlarnaCdnAnswer,
} from '../support/shop.js';

/** Klarna's script as the page has it, once nothing is in its way. */
const script = 'fakeKlarna.evaluate()';
const klarnaCdn = 'https://x.klarnacdn.net/';

describe("a page on which Klarna's script is blocked", function () {
  // Each attempt is made twice, with a pause.
  this.timeout(20_000);

  let klarna: FakeKlarna;
  let restoreTimeout = () => {};

  beforeEach(() => {
    klarna = new FakeKlarna();
    Object.assign(window, {fakeKlarna: klarna});
  });

  afterEach(async () => {
    await fakeKlarnaCdn(null);
    klarna.uninstall();
    restoreTimeout();
    for (const tag of tags()) tag.remove();
  });

  function tags(): HTMLScriptElement[] {
    return [...document.scripts].filter(({src}) => src.startsWith(klarnaCdn));
  }

  async function blockedElement(
    properties: Partial<KlarnaPaymentsElement> = {},
  ) {
    const element = placeElement(await aPlace());
    const events = recordEvents(element);
    const failed = oneEvent(element, 'klarna-error');
    Object.assign(element, {
      fetchSession: async () => sessionAnswer(),
      ...properties,
    });
    const {detail} = await failed;
    await element.updateComplete;
    return {element, events, error: detail.error};
  }

  const blocks: Record<string, KlarnaCdnAnswer> = {
    'by the network': 'abort',
    'with a page instead': {
      status: 404,
      contentType: 'text/html',
      body: '<!doctype html>',
    },
    'with an empty script': {body: ''},
  };

  for (const [how, answer] of Object.entries(blocks)) {
    it(`tells klarna-error with sdk-blocked (${how})`, async () => {
      await fakeKlarnaCdn(answer);
      const {element, events, error} = await blockedElement();
      expect(error.code).to.equal('sdk-blocked');
      expect(error.recoverable).to.equal(true);
      expect(element.error).to.equal(error);
      expect(element.status).to.equal('error');
      expect(namesOf(events)).to.deep.equal([
        'status',
        'session',
        'status',
        'error',
      ]);
    });
  }

  it('tells klarna-error with sdk-timeout when it never answers', async () => {
    await fakeKlarnaCdn({body: script, delay: 3000});
    restoreTimeout = shortenTimeout(30);
    // The browser may keep others who ask for that address waiting.
    const sdkUrl = `${klarnaCdn}slow.js`;
    const {element, error} = await blockedElement({sdkUrl});
    expect(error.code).to.equal('sdk-timeout');
    expect(partsOf(element, 'retry-button')).to.have.length(1);
  });

  it('shows an alert with a retry, and no panel', async () => {
    const {element} = await blockedElement();
    const [button] = partsOf(element, 'retry-button');
    expect(button!.closest('[role=alert]')!.textContent).to.include(
      'Klarna could not be reached.',
    );
    expect(button!.checkVisibility()).to.equal(true);
    expect(panelsOf(element).some((panel) => panel.checkVisibility())).to.equal(
      false,
    );
  });

  it('is no decline: every category stays, and nothing is rejected', async () => {
    const {element, events} = await blockedElement();
    const fault = await faultOf(element.authorize());
    expect(fault.code).to.equal('not-ready');
    expect((fault.cause as {code?: string}).code).to.equal('sdk-blocked');
    expect(namesOf(events)).not.to.include('rejected');
    expect(namesOf(events)).not.to.include('authorize');
    expect(tabNames(element)).to.have.length(3);
    expect(element.status).to.equal('error');
  });

  it('pays after a retry once the block is gone', async () => {
    const {element, events} = await blockedElement();
    await fakeKlarnaCdn({body: script});
    partsOf(element, 'retry-button')[0]!.click();
    await untilStatus(element, 'ready');
    expect(element.error).to.equal(null);
    expect(partsOf(element, 'retry-button')).to.have.length(0);
    expect(tags()).to.have.length(1);
    expect((await element.authorize()).outcome).to.equal('authorized');
    expect(namesOf(events).filter((name) => name === 'error')).to.have.length(
      1,
    );
  });

  it('may be retried in vain as often as one likes', async () => {
    const {element} = await blockedElement();
    for (let attempt = 1; attempt <= 2; attempt++) {
      const failed = oneEvent(element, 'klarna-error');
      partsOf(element, 'retry-button')[0]!.click();
      expect((await failed).detail.error.code).to.equal('sdk-blocked');
      await untilStatus(element, 'error');
    }
    expect(tags()).to.have.length(0);
    expect((await faultOf(element.refresh())).code).to.equal('sdk-blocked');
  });

  it('tells every element, and one retry is one element’s', async () => {
    const [first, second] = await Promise.all([
      blockedElement(),
      blockedElement(),
    ]);
    await fakeKlarnaCdn({body: script});
    partsOf(first.element, 'retry-button')[0]!.click();
    await untilStatus(first.element, 'ready');
    expect(second.element.status).to.equal('error');
    partsOf(second.element, 'retry-button')[0]!.click();
    await untilStatus(second.element, 'ready');
    expect(tags()).to.have.length(1);
  });

  it('pays with Klarna as the sandbox plays it, once it lets it through', async function () {
    this.timeout(40_000);
    const shop = await openShop();
    await shop.set({faults: {script: 'missing'}});
    const {endpoint, sdkUrl} = shop;
    const {element, error} = await blockedElement({
      fetchSession: null,
      endpoint,
      sdkUrl,
    });
    expect(error.code).to.equal('sdk-blocked');
    await shop.set({faults: {}});
    const loaded = oneEvent(element, 'klarna-load');
    partsOf(element, 'retry-button')[0]!.click();
    await loaded;
    expect(element.status).to.equal('ready');
    expect(element.querySelector('iframe')!.offsetHeight).to.be.above(0);
    element.remove();
    await shop.close();
  });
});

/**
 * Makes time run so much faster that ten seconds last that long.
 *
 * @returns Undoes it.
 */
function shortenTimeout(milliseconds: number): () => void {
  const real = Object.getOwnPropertyDescriptor(Performance.prototype, 'now')!;
  const now = real.value as () => number;
  Performance.prototype.now = function () {
    return (now.call(this) * 10_000) / milliseconds;
  };
  return () => Object.defineProperty(Performance.prototype, 'now', real);
}
