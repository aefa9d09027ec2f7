import {expect} from '@open-wc/testing';
import {
  readyElement,
  recordEvents,
  tabNames,
  tabsOf,
} from '../support/checkout.js';
import {installFakeKlarna, type FakeKlarna} from '../support/fake-klarna.js';

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
    expect(events.map(({type}) => type)).to.deep.equal([
      'klarna-authorize',
      'klarna-status',
      'klarna-status',
      'klarna-authorized',
    ]);
    expect(element.status).to.equal('authorized');
  });

  it('calls Klarna once for two clicks in one task', async () => {
    const element = await readyElement();
    const first = element.authorize();
    const second = element.authorize();
    expect(klarna.of('authorize')).to.have.length(1);
    expect(await first).to.equal(await second);
  });

  it('removes a declined category and selects the next', async () => {
    const element = await readyElement();
    klarna.next('authorize', {answer: {approved: false, show_form: false}});
    const result = await element.authorize();
    await element.updateComplete;
    expect(result.outcome).to.equal('declined');
    expect(tabNames(element)).to.deep.equal(['Pay now', 'Pay over time']);
    expect(element.category).to.equal('pay_now');
  });

  it('switches to a loaded tab without loading again', async () => {
    const element = await readyElement();
    tabsOf(element)[1]!.click();
    await new Promise((r) => setTimeout(r, 50));
    tabsOf(element)[0]!.click();
    await new Promise((r) => setTimeout(r, 50));
    expect(klarna.of('load')).to.have.length(2);
    expect(element.status).to.equal('ready');
  });
});
