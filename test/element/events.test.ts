import {expect, fixture, html, oneEvent} from '@open-wc/testing';
import {
  KlarnaAuthorizedEvent,
  KlarnaAuthorizeEvent,
  KlarnaErrorEvent,
  KlarnaFinalizeRequiredEvent,
  KlarnaLoadEvent,
  KlarnaOverlayEvent,
  KlarnaRejectedEvent,
  KlarnaSelectEvent,
  KlarnaSessionEvent,
  KlarnaStatusEvent,
  type KlarnaPaymentsElement,
} from '../../src/element.js';
import {
  categories,
  faultOf,
  givenElement,
  namesOf,
  readyElement,
  recordEvents,
  tabNames,
  sessionAnswer,
  settled,
  tabsOf,
  untilStatus,
} from '../support/checkout.js';
import {installFakeKlarna, type FakeKlarna} from '../support/fake-klarna.js';

/** Each event's class, and whether a listener may prevent it. */
const classes = {
  'klarna-session': [KlarnaSessionEvent, false],
  'klarna-load': [KlarnaLoadEvent, false],
  'klarna-select': [KlarnaSelectEvent, true],
  'klarna-authorize': [KlarnaAuthorizeEvent, true],
  'klarna-authorized': [KlarnaAuthorizedEvent, false],
  'klarna-finalize-required': [KlarnaFinalizeRequiredEvent, false],
  'klarna-rejected': [KlarnaRejectedEvent, false],
  'klarna-overlay': [KlarnaOverlayEvent, false],
  'klarna-status': [KlarnaStatusEvent, false],
  'klarna-error': [KlarnaErrorEvent, false],
} as const;

describe('events', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  /** From the first session to the last error: every event at least once. */
  async function everything(element: KlarnaPaymentsElement) {
    element.fetchSession = async () => sessionAnswer();
    await untilStatus(element, 'ready');
    tabsOf(element)[1]!.click();
    await untilStatus(element, 'ready');
    klarna.next(
      'authorize',
      {answer: {approved: false, show_form: true}},
      {answer: {approved: true, finalize_required: true}},
    );
    const asked = element.authorize();
    klarna.showOverlay();
    klarna.hideOverlay();
    await asked;
    await element.authorize();
    await element.finalize();
    await untilStatus(element, 'authorized');
    klarna.next('authorize', {throws: new Error('expected')});
    await untilStatus(element, 'authorized');
    await faultOf(element.authorize());
  }

  it('bubble out of shadow roots, as instances of their classes', async () => {
    const host = await fixture(html`<div></div>`);
    const root = host.attachShadow({mode: 'open'});
    const element = document.createElement('klarna-payments');
    root.append(element);
    const events = recordEvents(document);
    await everything(element);
    expect(new Set(events.map(({type}) => type))).to.deep.equal(
      new Set(Object.keys(classes)),
    );
    for (const event of events) {
      const [eventClass, cancelable] =
        classes[event.type as keyof typeof classes];
      expect(event, event.type).to.be.instanceOf(eventClass);
      expect(event, event.type).to.be.instanceOf(CustomEvent);
      const {bubbles, composed} = event;
      expect(
        {bubbles, composed, cancelable: event.cancelable},
        event.type,
      ).to.deep.equal({bubbles: true, composed: true, cancelable});
      expect(event.constructor).to.equal(eventClass);
    }
  });

  it('come in the order of what happens', async () => {
    const element = await givenElement();
    const events = recordEvents(element);
    element.fetchSession = async () => sessionAnswer();
    await untilStatus(element, 'ready');
    await settled();
    expect(namesOf(events)).to.deep.equal([
      'status',
      'session',
      'status',
      'load',
    ]);
  });

  it('klarna-session has the categories', async () => {
    const element = await givenElement();
    const told = oneEvent(element, 'klarna-session');
    element.fetchSession = async () => sessionAnswer();
    const {detail} = await told;
    const offered = detail.categories as typeof categories;
    expect(
      offered.map(({identifier, name}) => ({identifier, name})),
    ).to.deep.equal(categories);
  });

  it('klarna-load has the category and what Klarna says of it', async () => {
    klarna.next('load', {
      answer: {
        show_form: true,
        error: {invalid_fields: ['billing_address.email', 7]},
      },
    });
    const element = await givenElement();
    const told = oneEvent(element, 'klarna-load');
    element.fetchSession = async () => sessionAnswer();
    expect((await told).detail).to.deep.equal({
      category: 'pay_later',
      showForm: true,
      invalidFields: ['billing_address.email'],
    });
  });

  it('klarna-load tells of a category that is not offered', async () => {
    klarna.next('load', {answer: {show_form: false}});
    const element = await givenElement();
    const told = oneEvent(element, 'klarna-load');
    element.fetchSession = async () => sessionAnswer();
    expect((await told).detail).to.deep.equal({
      category: 'pay_later',
      showForm: false,
      invalidFields: [],
    });
  });

  it('klarna-load finds the status ready and lets its listener authorize', async () => {
    const element = await givenElement();
    const outcomes: unknown[] = [];
    element.addEventListener('klarna-load', () => {
      outcomes.push(element.status);
      void element
        .authorize()
        .then(({outcome}) => outcomes.push(outcome), outcomes.push);
    });
    element.fetchSession = async () => sessionAnswer();
    await untilStatus(element, 'authorized');
    expect(outcomes).to.deep.equal(['ready', 'authorized']);
  });

  it('klarna-status has both statuses and agrees with the property', async () => {
    const element = await givenElement();
    const seen: string[] = [];
    element.addEventListener('klarna-status', ({detail}) => {
      expect(detail.status).to.equal(element.status);
      seen.push(`${detail.previousStatus} > ${detail.status}`);
    });
    element.fetchSession = async () => sessionAnswer();
    await untilStatus(element, 'ready');
    await element.authorize();
    klarna.next('authorize', {answer: {approved: false, show_form: true}});
    await element.authorize();
    element.fetchSession = null;
    await untilStatus(element, 'idle');
    expect(seen).to.deep.equal([
      'idle > loading',
      'loading > ready',
      'ready > authorizing',
      'authorizing > authorized',
      'authorized > authorizing',
      'authorizing > ready',
      'ready > idle',
    ]);
  });

  it('klarna-error has the error that the property has', async () => {
    const element = await givenElement();
    const told = oneEvent(element, 'klarna-error');
    element.fetchSession = () => Promise.reject(new Error('expected'));
    const {detail} = await told;
    expect(detail.error).to.equal(element.error);
    expect(element.status).to.equal('error');
  });

  it('have details that are the listeners’ own', async () => {
    const element = await givenElement();
    element.addEventListener('klarna-session', ({detail}) => {
      (detail.categories as unknown[]).reverse().pop();
    });
    element.fetchSession = async () => sessionAnswer();
    await untilStatus(element, 'ready');
    expect(element.category).to.equal('pay_later');
    expect(tabNames(element)).to.have.length(3);
  });

  it('klarna-overlay tells when it opens and when it closes', async () => {
    const element = await readyElement();
    const seen: boolean[] = [];
    element.addEventListener('klarna-overlay', ({detail}) =>
      seen.push(detail.open),
    );
    klarna.next('authorize', {answer: {approved: false, show_form: true}});
    const asked = element.authorize();
    klarna.showOverlay();
    klarna.hideOverlay();
    await asked;
    expect(seen).to.deep.equal([true, false]);
  });

  it('klarna-overlay goes to the element whose widget is authorizing', async () => {
    const first = await readyElement();
    const second = await readyElement({
      fetchSession: async () => sessionAnswer('s2'),
    });
    const events = recordEvents(first);
    const told = oneEvent(second, 'klarna-overlay');
    const asked = second.authorize();
    klarna.showOverlay();
    await told;
    klarna.hideOverlay();
    await asked;
    expect(namesOf(events)).to.deep.equal([]);
  });

  it('klarna-overlay is not told to an element that has left', async () => {
    const element = await readyElement();
    element.remove();
    const events = recordEvents(element);
    klarna.showOverlay();
    expect(events).to.deep.equal([]);
  });

  it('come from listeners that throw to no harm', async () => {
    const element = await givenElement();
    const reported: unknown[] = [];
    const runner = window.onerror;
    window.onerror = (...args) => {
      reported.push((args[4] as Error).message);
      return true;
    };
    for (const type of Object.keys(classes)) {
      element.addEventListener(type, () => {
        throw new Error(`${type} (expected)`);
      });
    }
    element.fetchSession = async () => sessionAnswer();
    await untilStatus(element, 'ready');
    const {outcome} = await element.authorize();
    element.remove();
    window.onerror = runner;
    expect(outcome).to.equal('authorized');
    expect(reported).to.include('klarna-authorize (expected)');
  });
});
