import {expect, waitUntil} from '@open-wc/testing';
import type {KlarnaPaymentsElement} from '../../src/element.js';
import {
  faultOf,
  namesOf,
  readyElement,
  recordEvents,
  sessionAnswer,
  settled,
  tabsOf,
  untilStatus,
  visit,
} from '../support/checkout.js';
import {
  fakeToken,
  installFakeKlarna,
  klarnaError,
  type FakeKlarna,
} from '../support/fake-klarna.js';

const details = {billing_address: {given_name: 'Ada', city: 'London'}};

describe('a checkout of several steps', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  describe('finalize()', () => {
    it('completes with the details and the widget of the approval', async () => {
      const element = await readyElement({manualFinalize: true});
      await element.authorize(details);
      const result = await element.finalize();
      expect(result).to.deep.equal({
        outcome: 'authorized',
        category: 'pay_later',
        authorizationToken: 'authorized-s1',
        customerDetails: details,
      });
      const [authorized] = klarna.of('authorize');
      const [finalized] = klarna.of('finalize');
      expect(finalized?.options.instance_id).to.equal(
        authorized?.options.instance_id,
      );
      expect(finalized?.options.payment_method_category).to.equal('pay_later');
      expect(finalized?.data).to.deep.equal(details);
    });

    it('merges what it is given into those details', async () => {
      const element = await readyElement({manualFinalize: true});
      await element.authorize(details);
      const {customerDetails} = await element.finalize({
        billing_address: {city: 'Paris'},
      });
      expect(customerDetails).to.deep.equal({
        billing_address: {given_name: 'Ada', city: 'Paris'},
      });
    });

    it('loads the widget again, whose frame Klarna has taken', async () => {
      const element = await readyElement({manualFinalize: true});
      await element.authorize();
      await element.finalize();
      await loadedAgain(element);
      expect(klarna.of('load')).to.have.length(2);
      expect(element.querySelector('iframe')).not.to.equal(null);
      expect(element.status).to.equal('authorized');
      expect(element.authorizationToken).to.equal('authorized-s1');
    });

    it('works when the widget has gone meanwhile', async () => {
      const element = await readyElement({manualFinalize: true});
      const parent = element.parentElement!;
      await element.authorize(details);
      element.remove();
      await settled();
      parent.append(element);
      await untilStatus(element, 'ready');
      const result = await element.finalize();
      expect(result).to.include({
        outcome: 'authorized',
        category: 'pay_later',
      });
      expect(result.customerDetails).to.deep.equal(details);
    });

    it('works when another tab has been chosen since', async () => {
      const element = await readyElement({manualFinalize: true});
      await element.authorize(details);
      tabsOf(element)[1]!.click();
      await untilStatus(element, 'ready');
      const result = await element.finalize();
      expect(result.category).to.equal('pay_later');
      expect(
        klarna.of('finalize')[0]?.options.payment_method_category,
      ).to.equal('pay_later');
    });

    it('uses the token of the session, also on a page that never authorized', async () => {
      const element = await readyElement();
      await element.finalize(details);
      expect(klarna.of('finalize')[0]?.token).to.equal(fakeToken('s1'));
      expect(klarna.of('finalize')[0]?.data).to.deep.equal(details);
    });

    it('asks klarna-authorize, which may prevent it', async () => {
      const element = await readyElement({manualFinalize: true});
      await element.authorize();
      element.addEventListener('klarna-authorize', (event) =>
        event.preventDefault(),
      );
      expect((await faultOf(element.finalize())).code).to.equal('prevented');
      expect(klarna.of('finalize')).to.have.length(0);
    });

    it('may be declined, which removes the category', async () => {
      const element = await readyElement({manualFinalize: true});
      await element.authorize();
      klarna.next('finalize', {answer: {approved: false, show_form: false}});
      expect((await element.finalize()).outcome).to.equal('declined');
      expect(tabsOf(element)).to.have.length(2);
      await untilStatus(element, 'ready');
    });

    it('is authorize-failed when Klarna throws', async () => {
      const element = await readyElement({manualFinalize: true});
      await element.authorize();
      klarna.next('finalize', {throws: klarnaError('TypeError')});
      expect((await faultOf(element.finalize())).code).to.equal(
        'authorize-failed',
      );
    });

    it('calls Klarna once for two clicks in one task', async () => {
      const element = await readyElement({manualFinalize: true});
      await element.authorize();
      const [first, second] = [element.finalize(), element.finalize()];
      expect(second).to.equal(first);
      await first;
      expect(klarna.of('finalize')).to.have.length(1);
    });

    it('does not finalize the old session with a new one on the page', async () => {
      let id = 1;
      const element = await readyElement({
        manualFinalize: true,
        fetchSession: async () => sessionAnswer(`s${id++}`),
      });
      await element.authorize(details);
      await element.refresh();
      const result = await element.finalize();
      expect(klarna.of('finalize')[0]?.token).to.equal(fakeToken('s2'));
      expect(result.customerDetails).to.deep.equal({});
    });

    it('works while the element is out of the document', async () => {
      const element = await readyElement({manualFinalize: true});
      await element.authorize(details);
      element.remove();
      await settled();
      expect((await element.finalize()).outcome).to.equal('authorized');
    });

    it('works as soon as the element is back', async () => {
      const element = await readyElement({manualFinalize: true});
      const parent = element.parentElement!;
      await element.authorize(details);
      element.remove();
      await settled();
      parent.append(element);
      expect((await element.finalize()).outcome).to.equal('authorized');
    });
  });

  describe('reauthorize()', () => {
    it('asks again with the changed details and gives another token', async () => {
      const element = await readyElement();
      await element.authorize(details);
      klarna.next('reauthorize', {
        answer: {approved: true, show_form: true, authorization_token: 'again'},
      });
      const result = await element.reauthorize({
        billing_address: {city: 'Paris'},
      });
      expect(result).to.deep.equal({
        outcome: 'authorized',
        category: 'pay_later',
        authorizationToken: 'again',
        customerDetails: {billing_address: {given_name: 'Ada', city: 'Paris'}},
      });
      expect(klarna.of('reauthorize')[0]?.options).not.to.have.property(
        'auto_finalize',
      );
      expect(element.authorizationToken).to.equal('again');
    });

    it('loads the widget again afterwards', async () => {
      const element = await readyElement();
      await element.authorize();
      await element.reauthorize();
      await loadedAgain(element);
      expect(klarna.of('load')).to.have.length(2);
      expect(element.querySelector('iframe')).not.to.equal(null);
      expect((await element.authorize()).outcome).to.equal('authorized');
    });

    it('loads the widget again also after a fault', async () => {
      const element = await readyElement();
      await element.authorize();
      klarna.next('reauthorize', {throws: klarnaError('TypeError')});
      await faultOf(element.reauthorize());
      await element.refresh();
      await untilStatus(element, 'ready');
      expect(element.querySelector('iframe')).not.to.equal(null);
      expect((await element.authorize()).outcome).to.equal('authorized');
    });

    it('drops the former token when Klarna refuses', async () => {
      const element = await readyElement();
      await element.authorize();
      klarna.next('reauthorize', {answer: {approved: false, show_form: true}});
      const events = recordEvents(element);
      expect((await element.reauthorize()).outcome).to.equal('cancelled');
      expect(element.authorizationToken).to.equal(null);
      expect(namesOf(events)).to.include('rejected');
    });

    it('runs after an authorization in flight', async () => {
      const element = await readyElement();
      klarna.delay = 20;
      const first = element.authorize();
      const second = element.reauthorize({merchant_reference1: '2'});
      expect(klarna.of('reauthorize')).to.have.length(0);
      expect((await first).outcome).to.equal('authorized');
      const {customerDetails, outcome} = await second;
      expect(outcome).to.equal('authorized');
      expect(customerDetails).to.deep.equal({merchant_reference1: '2'});
      expect(klarna.of('authorize')).to.have.length(1);
      expect(klarna.of('reauthorize')).to.have.length(1);
    });

    it('leaves the other widgets as they were', async () => {
      const element = await readyElement();
      await visit(element, 1);
      await visit(element, 0);
      await element.authorize();
      await element.reauthorize();
      await settled(50);
      const loads = klarna.of('load').length;
      tabsOf(element)[1]!.click();
      expect(element.status).to.equal('ready');
      await settled(50);
      expect(klarna.of('load')).to.have.length(loads);
    });

    it('selects its category again if another has been selected since', async () => {
      const element = await readyElement();
      await element.authorize();
      await visit(element, 1);
      const events = recordEvents(element);
      const {category} = await element.reauthorize();
      expect(category).to.equal('pay_later');
      expect(element.category).to.equal('pay_later');
      expect(element.authorizationToken).to.equal('authorized-s1');
      expect(namesOf(events)).not.to.include('select');
    });

    it('leaves the next widget alone when it is declined', async () => {
      const element = await readyElement();
      await visit(element, 1);
      await visit(element, 0);
      await element.authorize();
      const loads = klarna.of('load').length;
      klarna.next('reauthorize', {
        answer: {approved: false, show_form: false},
      });
      await element.reauthorize();
      expect(element.status).to.equal('ready');
      await settled(50);
      expect(klarna.of('load')).to.have.length(loads);
    });
  });
});

/** Klarna has taken the widget's frame; the element loads another. */
async function loadedAgain(element: KlarnaPaymentsElement): Promise<void> {
  await waitUntil(() => element.querySelector('iframe'), 'another frame');
  await settled();
}
