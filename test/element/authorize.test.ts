import {expect, oneEvent} from '@open-wc/testing';
import {sendMouse} from '@web/test-runner-commands';
import type {KlarnaPaymentsElement} from '../../src/element.js';
import {
  deferred,
  faultOf,
  givenElement,
  namesOf,
  readyElement,
  recordEvents,
  sessionAnswer,
  settled,
  tabNames,
  tabsOf,
  untilStatus,
} from '../support/checkout.js';
import {
  fakeToken,
  installFakeKlarna,
  klarnaError,
  type FakeKlarna,
} from '../support/fake-klarna.js';

describe('authorize', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  it('shows a tab per category and loads the first', async () => {
    const element = await readyElement();
    expect(tabNames(element)).to.deep.equal([
      'Pay later',
      'Pay now',
      'Pay over time',
    ]);
    expect(element.status).to.equal('ready');
    expect(element.category).to.equal('pay_later');
    expect(klarna.of('load')).to.have.length(1);
    await expect(element).to.be.accessible();
  });

  it('answers with the token and the merged details', async () => {
    const element = await readyElement({
      customerDetails: () => ({
        billing_address: {given_name: 'Ada', city: 'London'},
      }),
    });
    element.addEventListener('klarna-authorize', (event) => {
      event.detail.customerDetails.customer = {date_of_birth: '1815-12-10'};
    });
    const events = recordEvents(element);
    const result = await element.authorize({billing_address: {city: 'Paris'}});
    const customerDetails = {
      billing_address: {given_name: 'Ada', city: 'Paris'},
      customer: {date_of_birth: '1815-12-10'},
    };
    expect(result.outcome).to.equal('authorized');
    expect(result.customerDetails).to.deep.equal(customerDetails);
    expect(klarna.of('authorize')[0]?.data).to.deep.equal(customerDetails);
    expect(namesOf(events)).to.deep.equal([
      'authorize',
      'status',
      'status',
      'authorized',
    ]);
    expect(element.status).to.equal('authorized');
  });

  it('asks Klarna for the selected widget, finalizing on its own', async () => {
    const element = await readyElement({category: 'pay_now'});
    await element.authorize();
    const [load] = klarna.of('load');
    const [call] = klarna.of('authorize');
    expect(call?.token).to.equal(fakeToken('s1'));
    expect(call?.options.payment_method_category).to.equal('pay_now');
    expect(call?.options.instance_id).to.equal(load?.options.instance_id);
    expect(call?.options['auto_finalize']).to.equal(true);
  });

  it('asks Klarna not to finalize when manual-finalize is set', async () => {
    const element = await readyElement({manualFinalize: true});
    const {outcome} = await element.authorize();
    expect(klarna.of('authorize')[0]?.options['auto_finalize']).to.equal(false);
    expect(outcome).to.equal('finalize-required');
  });

  it('authorizes the category that the shopper has chosen', async () => {
    const element = await readyElement();
    tabsOf(element)[2]!.click();
    await untilStatus(element, 'ready');
    expect((await element.authorize()).category).to.equal('pay_over_time');
  });

  it('drops the token when another category is chosen', async () => {
    const element = await readyElement();
    await element.authorize();
    expect(element.authorizationToken).to.equal('authorized-s1');
    tabsOf(element)[1]!.click();
    expect(element.authorizationToken).to.equal(null);
    await untilStatus(element, 'ready');
  });

  it('drops the token while another is asked for that Klarna refuses', async () => {
    const element = await readyElement();
    await element.authorize();
    klarna.next('authorize', {answer: {approved: false, show_form: true}});
    await element.authorize();
    expect(element.authorizationToken).to.equal(null);
    expect(element.status).to.equal('ready');
  });

  describe('in the task of the click', () => {
    it('calls Klarna before authorize() returns', async () => {
      const element = await readyElement({
        customerDetails: () => ({customer: {date_of_birth: '1815-12-10'}}),
      });
      element.addEventListener('klarna-authorize', (event) =>
        event.respondWith({purchase_country: 'GB'}),
      );
      const asked = element.authorize({billing_address: {given_name: 'Ada'}});
      expect(klarna.of('authorize').map(({data}) => data)).to.deep.equal([
        {
          billing_address: {given_name: 'Ada'},
          customer: {date_of_birth: '1815-12-10'},
          purchase_country: 'GB',
        },
      ]);
      await asked;
    });

    it("keeps the shopper's activation", async () => {
      const element = await readyElement();
      const button = document.createElement('button');
      button.textContent = 'Place order';
      element.before(button);
      let microtasks = 0;
      let asked: Promise<unknown> | undefined;
      let counted: number | undefined;
      klarna.answer.authorize = () => {
        counted = microtasks;
        return {answer: {approved: true, authorization_token: 't'}};
      };
      button.addEventListener('click', () => {
        const count = () => {
          microtasks++;
          if (microtasks < 100) void Promise.resolve().then(count);
        };
        void Promise.resolve().then(count);
        asked = element.authorize();
      });
      const {x, y} = button.getBoundingClientRect();
      await sendMouse({
        type: 'click',
        position: [Math.round(x + 5), Math.round(y + 5)],
      });
      await asked;
      expect(counted).to.equal(0);
      expect(klarna.of('authorize')[0]?.userActivation).to.equal(true);
      button.remove();
    });
  });

  describe('while one is in flight', () => {
    it('calls Klarna once for two clicks in one task', async () => {
      const element = await readyElement();
      const first = element.authorize();
      const second = element.authorize();
      expect(second).to.equal(first);
      expect(klarna.of('authorize')).to.have.length(1);
      expect(await first).to.equal(await second);
    });

    it('calls Klarna once for a click in a later task', async () => {
      const element = await readyElement();
      klarna.delay = 30;
      const first = element.authorize();
      await settled(5);
      const second = element.authorize({billing_address: {city: 'Paris'}});
      expect(second).to.equal(first);
      await first;
      expect(klarna.of('authorize')).to.have.length(1);
    });

    it('gives its promise to a listener of klarna-authorize that asks again', async () => {
      const element = await readyElement();
      let inner: Promise<unknown> | undefined;
      let calls = 0;
      element.addEventListener('klarna-authorize', () => {
        calls++;
        inner = element.authorize();
      });
      const outer = element.authorize();
      expect(inner).to.equal(outer);
      await outer;
      expect(calls).to.equal(1);
      expect(klarna.of('authorize')).to.have.length(1);
    });

    it('says so by its status from the first moment', async () => {
      const element = await readyElement();
      const asked = element.authorize();
      expect(element.status).to.equal('authorizing');
      expect(element.matches(':state(authorizing)')).to.equal(true);
      await asked;
      expect(element.status).to.equal('authorized');
    });

    it('does not end when another tab is selected', async () => {
      const element = await readyElement();
      klarna.delay = 40;
      const asked = element.authorize();
      element.category = 'pay_now';
      await element.updateComplete;
      expect(element.status).to.equal('authorizing');
      expect(await asked).to.include({
        outcome: 'authorized',
        category: 'pay_later',
      });
    });

    it('authorizes again after it has ended', async () => {
      const element = await readyElement();
      await element.authorize();
      await element.authorize();
      expect(klarna.of('authorize')).to.have.length(2);
    });

    it('may be called from klarna-rejected for the next category', async () => {
      const element = await readyElement();
      klarna.next('authorize', {answer: {approved: false, show_form: true}});
      const second = new Promise((resolve) => {
        element.addEventListener(
          'klarna-rejected',
          () => resolve(element.authorize()),
          {once: true},
        );
      });
      const first = await element.authorize();
      expect(first.outcome).to.equal('cancelled');
      expect(await second).to.include({outcome: 'authorized'});
    });
  });

  describe('rejects with not-ready', () => {
    async function expectNotReady(element: KlarnaPaymentsElement) {
      const events = recordEvents(element);
      const {code, recoverable} = await faultOf(element.authorize());
      expect({code, recoverable}).to.deep.equal({
        code: 'not-ready',
        recoverable: true,
      });
      expect(klarna.of('authorize')).to.deep.equal([]);
      expect(namesOf(events)).not.to.include.oneOf(['authorize', 'error']);
    }

    it('before there is a session', async () => {
      const element = await givenElement({
        fetchSession: () => new Promise(() => {}),
      });
      await settled();
      await expectNotReady(element);
      expect(element.status).to.equal('loading');
    });

    it('before the widget is loaded', async () => {
      klarna.next('load', 'never');
      const element = await givenElement({
        fetchSession: async () => sessionAnswer(),
      });
      await settled();
      await expectNotReady(element);
    });

    it('while the chosen widget loads', async () => {
      const element = await readyElement();
      klarna.next('load', 'never');
      tabsOf(element)[1]!.click();
      await expectNotReady(element);
    });

    it('while a refresh is on its way', async () => {
      const element = await readyElement();
      element.refresh().catch(() => {});
      await expectNotReady(element);
    });

    it('while it is disabled', async () => {
      const element = await readyElement({disabled: true});
      await expectNotReady(element);
      expect(element.status).to.equal('ready');
      expect(element.querySelector('iframe')).not.to.equal(null);
    });

    it('after it has left the document', async () => {
      const element = await readyElement();
      element.remove();
      await expectNotReady(element);
    });

    it('and works when asked again once it is ready', async () => {
      const element = await readyElement({disabled: true});
      await faultOf(element.authorize());
      element.disabled = false;
      expect((await element.authorize()).outcome).to.equal('authorized');
    });
  });

  describe('prevented by a listener', () => {
    it('rejects and asks nothing', async () => {
      const element = await readyElement();
      element.addEventListener('klarna-authorize', (event) =>
        event.preventDefault(),
      );
      const events = recordEvents(element);
      const error = await faultOf(element.authorize());
      expect(error.code).to.equal('prevented');
      expect(klarna.of('authorize')).to.have.length(0);
      expect(element.status).to.equal('ready');
      expect(element.error).to.equal(null);
      expect(namesOf(events)).to.deep.equal(['authorize']);
    });

    it('works the next time', async () => {
      const element = await readyElement();
      element.addEventListener(
        'klarna-authorize',
        (event) => event.preventDefault(),
        {once: true},
      );
      await faultOf(element.authorize());
      expect((await element.authorize()).outcome).to.equal('authorized');
    });
  });

  describe('given up by its signal', () => {
    it('may have no options', async () => {
      const element = await readyElement();
      const asked = element.authorize(undefined, null as never);
      expect((await asked).outcome).to.equal('authorized');
    });

    it('rejects with aborted before Klarna is asked', async () => {
      const element = await readyElement();
      const error = await faultOf(
        element.authorize({}, {signal: AbortSignal.abort()}),
      );
      expect(error.code).to.equal('aborted');
      expect(klarna.of('authorize')).to.have.length(0);
      expect(element.status).to.equal('ready');
    });

    it('rejects with aborted while Klarna is being asked', async () => {
      const element = await readyElement();
      const events = recordEvents(element);
      klarna.delay = 50;
      const giveUp = new AbortController();
      const asked = element.authorize({}, {signal: giveUp.signal});
      giveUp.abort();
      expect((await faultOf(asked)).code).to.equal('aborted');
      expect(element.status).to.equal('ready');
      await settled(80);
      expect(namesOf(events)).not.to.include.oneOf([
        'authorized',
        'rejected',
        'error',
      ]);
      expect(element.authorizationToken).to.equal(null);
    });

    it('holds the next call until Klarna has answered the first', async () => {
      const element = await readyElement();
      const order: string[] = [];
      klarna.next('authorize', {
        answer: {approved: true, authorization_token: 'first'},
        delay: 50,
      });
      const giveUp = new AbortController();
      const asked = element.authorize({}, {signal: giveUp.signal});
      giveUp.abort();
      await faultOf(asked);
      const second = element.authorize().then((it) => {
        order.push(it.outcome);
        return it;
      });
      await settled(10);
      expect(klarna.of('authorize')).to.have.length(1);
      expect(await second).to.include({authorizationToken: 'authorized-s1'});
      expect(klarna.of('authorize')).to.have.length(2);
    });

    it('rejects with aborted while details are waited for', async () => {
      const element = await readyElement();
      element.addEventListener('klarna-authorize', (event) =>
        event.respondWith(new Promise(() => {})),
      );
      const giveUp = new AbortController();
      const asked = element.authorize({}, {signal: giveUp.signal});
      await settled(5);
      giveUp.abort();
      expect((await faultOf(asked)).code).to.equal('aborted');
      expect(element.status).to.equal('ready');
      expect(klarna.of('authorize')).to.have.length(0);
    });
  });

  describe('when the element leaves meanwhile', () => {
    it('rejects with aborted', async () => {
      const element = await readyElement();
      klarna.next('authorize', 'never');
      const asked = element.authorize();
      element.remove();
      expect((await faultOf(asked)).code).to.equal('aborted');
      expect(element.status).to.equal('idle');
    });

    it('rejects with aborted when a listener takes it away', async () => {
      const element = await readyElement();
      const events = recordEvents(element);
      element.addEventListener('klarna-authorize', () => element.remove());
      expect((await faultOf(element.authorize())).code).to.equal('aborted');
      expect(namesOf(events)).to.deep.equal(['authorize', 'status']);
      expect(element.status).to.equal('idle');
      expect(klarna.of('authorize')).to.have.length(0);
    });

    it('rejects with aborted also while details are waited for', async () => {
      const element = await readyElement();
      const details = deferred<object>();
      element.addEventListener('klarna-authorize', (event) =>
        event.respondWith(details.promise),
      );
      const asked = element.authorize();
      await settled(5);
      element.remove();
      details.resolve({});
      expect((await faultOf(asked)).code).to.equal('aborted');
      expect(klarna.of('authorize')).to.have.length(0);
    });

    it('rejects with aborted also if the details never come', async () => {
      const element = await readyElement();
      const parent = element.parentElement!;
      element.addEventListener(
        'klarna-authorize',
        (event) => event.respondWith(new Promise(() => {})),
        {once: true},
      );
      const asked = element.authorize();
      await settled(5);
      element.remove();
      expect((await faultOf(asked)).code).to.equal('aborted');
      parent.append(element);
      await untilStatus(element, 'ready');
      expect((await element.authorize()).outcome).to.equal('authorized');
    });

    it('does not keep another element waiting', async () => {
      const element = await readyElement();
      klarna.next('authorize', 'never');
      const asked = faultOf(element.authorize());
      element.remove();
      await asked;
      const other = await readyElement({
        fetchSession: async () => sessionAnswer('s2'),
      });
      expect(await other.authorize()).to.include({
        authorizationToken: 'authorized-s2',
      });
    });
  });

  describe('that Klarna answers deceptively', () => {
    for (const name of [
      'ApplicationNotLoadedError',
      'ApplicationNotInitializedError',
      'TypeError',
    ]) {
      it(`is authorize-failed and no decline when it throws ${name}`, async () => {
        const element = await readyElement();
        const events = recordEvents(element);
        klarna.next('authorize', {throws: klarnaError(name)});
        const error = await faultOf(element.authorize());
        expect(error.code).to.equal('authorize-failed');
        expect((error.cause as Error).name).to.equal(name);
        expect(element.status).to.equal('error');
        expect(tabNames(element)).to.have.length(3);
        expect(namesOf(events)).to.include('error');
        expect(namesOf(events)).not.to.include('rejected');
      });
    }

    it('is authorize-failed when it throws without calling back', async () => {
      const element = await readyElement();
      klarna.next('authorize', {throws: 'a text', silent: true});
      const error = await faultOf(element.authorize());
      expect(error.code).to.equal('authorize-failed');
      expect(error.cause).to.equal('a text');
    });

    it('is authorize-failed when its frame has gone', async () => {
      const element = await readyElement();
      element.querySelector('iframe')!.remove();
      const error = await faultOf(element.authorize());
      expect(error.code).to.equal('authorize-failed');
    });

    it('is sdk-blocked when the script has been taken off the page', async () => {
      const element = await readyElement();
      delete window.Klarna;
      const error = await faultOf(element.authorize());
      expect(error.code).to.equal('sdk-blocked');
    });

    it('can be tried again after a fault', async () => {
      const element = await readyElement();
      klarna.next('authorize', {throws: klarnaError('TypeError')});
      await faultOf(element.authorize());
      const ready = untilStatus(element, 'ready');
      await element.refresh();
      await ready;
      expect((await element.authorize()).outcome).to.equal('authorized');
    });
  });

  it('never has the token in the text of an error', async () => {
    const element = await readyElement();
    klarna.next('authorize', {
      answer: {approved: true, finalize_required: 'x'},
    });
    const error = await faultOf(element.authorize());
    expect(error.message).not.to.include(fakeToken('s1'));
  });

  it('speaks of the payment to assistive technology', async () => {
    const element = await readyElement();
    const region = element.shadowRoot!.querySelector('[role=status]')!;
    const texts = [region.textContent.trim()];
    const authorizing = oneEvent(element, 'klarna-status');
    const asked = element.authorize();
    await authorizing.catch(() => {});
    await element.updateComplete;
    texts.push(region.textContent.trim());
    await asked;
    await element.updateComplete;
    texts.push(region.textContent.trim());
    expect(new Set(texts).size).to.equal(3);
    expect(texts.every(Boolean)).to.equal(true);
  });

  it('leaves no fault behind when the tag lacks a source for a moment', async () => {
    const element = await readyElement();
    const {fetchSession} = element;
    element.fetchSession = null;
    element.authorize().catch(() => {});
    element.fetchSession = fetchSession;
    await settled(20);
    expect(element.status).to.equal('ready');
    expect((await element.authorize()).outcome).to.equal('authorized');
  });
});
