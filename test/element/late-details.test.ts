import {expect} from '@open-wc/testing';
import type {KlarnaAuthorizeData} from '../../src/element.js';
import {
  deferred,
  faultOf,
  namesOf,
  readyElement,
  recordEvents,
  settled,
  untilStatus,
} from '../support/checkout.js';
import {city, readyForm, valuesOf} from '../support/checkout-form.js';
import {installFakeKlarna, type FakeKlarna} from '../support/fake-klarna.js';

describe('late customer details', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  /** What Klarna has been given at the only call of authorize. */
  function given(): unknown {
    expect(klarna.of('authorize')).to.have.length(1);
    return klarna.of('authorize')[0]?.data;
  }

  it('are none when nobody gives any', async () => {
    const element = await readyElement();
    const {customerDetails} = await element.authorize();
    expect(customerDetails).to.deep.equal({});
    expect(given()).to.deep.equal({});
  });

  it('come from the object customerDetails', async () => {
    const details = {billing_address: {given_name: 'Ada'}};
    const element = await readyElement({customerDetails: details});
    const {customerDetails} = await element.authorize();
    expect(given()).to.deep.equal(details);
    expect(customerDetails).to.deep.equal(details);
    expect(customerDetails).not.to.equal(details);
  });

  it('come from the function customerDetails, at each authorize', async () => {
    let city = 'London';
    const element = await readyElement({
      customerDetails: () => ({billing_address: {city}}),
    });
    klarna.next('authorize', {answer: {approved: false, show_form: true}});
    await element.authorize();
    city = 'Paris';
    await element.authorize();
    expect(klarna.of('authorize').map(({data}) => data)).to.deep.equal([
      {billing_address: {city: 'London'}},
      {billing_address: {city: 'Paris'}},
    ]);
  });

  it('win in the order property, argument, event, respondWith', async () => {
    const element = await readyElement({
      customerDetails: {
        billing_address: {
          given_name: 'property',
          family_name: 'property',
          city: 'property',
          region: 'property',
        },
      },
    });
    element.addEventListener('klarna-authorize', (event) => {
      expect(event.detail.customerDetails.billing_address).to.deep.equal({
        given_name: 'property',
        family_name: 'argument',
        city: 'argument',
        region: 'argument',
      });
      event.respondWith({billing_address: {region: 'respondWith'}});
      Object.assign(event.detail.customerDetails.billing_address ?? {}, {
        city: 'event',
        region: 'event',
      });
    });
    await element.authorize({
      billing_address: {
        family_name: 'argument',
        city: 'argument',
        region: 'argument',
      },
    });
    expect(given()).to.deep.equal({
      billing_address: {
        given_name: 'property',
        family_name: 'argument',
        city: 'event',
        region: 'respondWith',
      },
    });
  });

  it('replace arrays and other values as a whole', async () => {
    const line = (name: string) => ({
      name,
      quantity: 1,
      unit_price: 100,
      total_amount: 100,
    });
    const element = await readyElement({
      customerDetails: {
        order_amount: 300,
        order_lines: [line('a'), line('b'), line('c')],
      },
    });
    await element.authorize({order_amount: 100, order_lines: [line('d')]});
    expect(given()).to.deep.equal({
      order_amount: 100,
      order_lines: [line('d')],
    });
  });

  it('may come in the proxies of a framework, arrays included', async () => {
    const reactive = <T extends object>(value: T): T =>
      new Proxy(value, {
        get(target, name, proxy) {
          const member: unknown = Reflect.get(target, name, proxy);
          return typeof member === 'object' && member
            ? reactive(member)
            : member;
        },
      });
    const details = {
      billing_address: {city: 'London'},
      order_lines: [{name: 'a', quantity: 1, unit_price: 1, total_amount: 1}],
    };
    const element = await readyElement({customerDetails: reactive(details)});
    await element.authorize();
    expect(given()).to.deep.equal(details);
  });

  it('are what an object says that it is as JSON', async () => {
    const birth = new Date('1815-12-10');
    const element = await readyElement({
      customerDetails: {
        customer: {date_of_birth: birth},
      } as unknown as KlarnaAuthorizeData,
    });
    await element.authorize();
    expect(given()).to.deep.equal({customer: {date_of_birth: birth.toJSON()}});
  });

  it('are what an object with a toJSON() of its own says as a whole', async () => {
    const element = await readyElement({
      customerDetails: {
        entries: [['city', 'London']],
        toJSON: () => ({billing_address: {city: 'London'}}),
      } as KlarnaAuthorizeData,
    });
    const {customerDetails} = await element.authorize();
    expect(given()).to.deep.equal({billing_address: {city: 'London'}});
    expect(customerDetails).to.deep.equal(given());
    expect(element.authorizationToken).to.equal('authorized-s1');
  });

  it('are said by null but not by undefined', async () => {
    const element = await readyElement({
      customerDetails: {merchant_data: 'kept', purchase_country: 'GB'},
    });
    await element.authorize({
      merchant_data: undefined,
      purchase_country: null,
    } as unknown as KlarnaAuthorizeData);
    expect(given()).to.deep.equal({
      merchant_data: 'kept',
      purchase_country: null,
    });
  });

  it('may be replaced by a listener as a whole', async () => {
    const element = await readyElement({
      customerDetails: {customer: {date_of_birth: '1815-12-10'}},
    });
    element.addEventListener('klarna-authorize', ({detail}) => {
      detail.customerDetails = {purchase_country: 'SE'};
    });
    await element.authorize();
    expect(given()).to.deep.equal({purchase_country: 'SE'});
  });

  it('never have the members that Klarna takes for options', async () => {
    const element = await readyElement();
    element.addEventListener('klarna-authorize', (event) => {
      Object.assign(event.detail.customerDetails, {instance_id: 'listener'});
      event.respondWith({payment_method_category: 'card'} as never);
    });
    const {customerDetails} = await element.authorize({
      payment_method_category: 'card',
      instance_id: 'mine',
      purchase_country: 'GB',
    } as never);
    expect(given()).to.deep.equal({purchase_country: 'GB'});
    expect(customerDetails).to.deep.equal({purchase_country: 'GB'});
    const [call] = klarna.of('authorize');
    expect(call?.options.payment_method_category).to.equal('pay_later');
  });

  it('do not reach the prototype of anything', async () => {
    const element = await readyElement();
    const evil = JSON.parse(
      '{"__proto__": {"polluted": 1}, "billing_address": {"__proto__": {"polluted": 2}, "city": "Rome"}, "constructor": {"prototype": {"polluted": 3}}}',
    ) as KlarnaAuthorizeData;
    const {customerDetails} = await element.authorize(evil);
    expect(({} as {polluted?: number}).polluted).to.equal(undefined);
    expect(
      (customerDetails as {polluted?: number}).polluted,
      'an inherited member',
    ).to.equal(undefined);
    expect(Object.keys(customerDetails.billing_address ?? {})).to.deep.equal([
      'city',
    ]);
    expect(
      (customerDetails.billing_address as {polluted?: number}).polluted,
    ).to.equal(undefined);
  });

  it('are copies: what the page changes later changes nothing', async () => {
    const details = {billing_address: {city: 'London'}};
    const element = await readyElement({customerDetails: details});
    klarna.delay = 20;
    let fromEvent: KlarnaAuthorizeData | undefined;
    element.addEventListener('klarna-authorize', ({detail}) => {
      fromEvent = detail.customerDetails;
    });
    const argument = {customer: {type: 'person' as const}};
    const asked = element.authorize(argument);
    details.billing_address.city = 'changed';
    Object.assign(argument.customer, {type: 'changed'});
    fromEvent!.billing_address!.city = 'changed';
    const {customerDetails} = await asked;
    expect(customerDetails).to.deep.equal({
      billing_address: {city: 'London'},
      customer: {type: 'person'},
    });
    expect(given()).to.deep.equal(customerDetails);
  });

  it('stay what was authorized, whatever is done to what the page was told', async () => {
    const checkout = await readyForm(city);
    const {form, element} = checkout;
    const london = {billing_address: {city: 'London'}};
    element.addEventListener('klarna-authorized', ({detail}) => {
      Object.assign(detail.customerDetails, {billing_address: {city: 'Oslo'}});
    });
    const result = await element.authorize();
    expect(result.customerDetails).to.deep.equal(london);
    Object.assign(result.customerDetails, {billing_address: {city: 'Rome'}});
    const {klarna_customer_details: sent} = valuesOf(form);
    expect(JSON.parse(sent ?? '')).to.deep.equal(london);
    await element.reauthorize({customer: {type: 'person'}});
    expect(klarna.of('reauthorize')[0]?.data).to.deep.equal({
      ...london,
      customer: {type: 'person'},
    });
  });

  it('stay what was authorized, whatever Klarna’s script does to them', async () => {
    const {form, element} = await readyForm(city);
    klarna.answer.authorize = ({data}) => {
      Object.assign(data, {billing_address: {city: 'OSLO'}});
      return {answer: {approved: true, authorization_token: 't'}};
    };
    const {customerDetails} = await element.authorize();
    expect(customerDetails).to.deep.equal({billing_address: {city: 'London'}});
    expect(
      JSON.parse(valuesOf(form)['klarna_customer_details'] ?? ''),
    ).to.deep.equal(customerDetails);
  });

  it('leave the objects of the page as they are', async () => {
    const details = {billing_address: {city: 'London'}};
    const argument = {billing_address: {region: 'x'}};
    const element = await readyElement({customerDetails: details});
    element.addEventListener('klarna-authorize', ({detail}) => {
      Object.assign(detail.customerDetails.billing_address ?? {}, {
        city: 'Oslo',
      });
    });
    await element.authorize(argument);
    expect(details).to.deep.equal({billing_address: {city: 'London'}});
    expect(argument).to.deep.equal({billing_address: {region: 'x'}});
  });

  it('are the same in Klarna, result and event, to the letter', async () => {
    const element = await readyElement({
      customerDetails: {billing_address: {city: ' Århus  ', given_name: '"Å"'}},
    });
    const events = recordEvents(element);
    const {customerDetails} = await element.authorize();
    const {detail} = events.find(({type}) => type === 'klarna-authorized')!;
    const texts = [given(), customerDetails, detail.customerDetails].map((it) =>
      JSON.stringify(it),
    );
    expect(new Set(texts).size).to.equal(1);
    expect(texts[0]).to.include(' Århus  ');
  });

  it('of a function are asked for once an authorization, and at no other time', async () => {
    let calls = 0;
    const {element, form} = await readyForm('', {
      customerDetails: () => ({merchant_reference1: `order-${++calls}`}),
    });
    expect(calls).to.equal(0);
    const {customerDetails} = await element.authorize();
    expect(customerDetails).to.deep.equal({merchant_reference1: 'order-1'});
    form.dispatchEvent(new InputEvent('input', {bubbles: true}));
    await settled();
    expect(element.authorizationToken).to.equal('authorized-s1');
    expect(calls).to.equal(1);
  });

  it('of an object drop the token when they have changed', async () => {
    const details = {billing_address: {city: 'London'}};
    const element = await readyElement({customerDetails: details});
    await element.authorize();
    element.customerDetails = structuredClone(details);
    expect(element.authorizationToken).to.equal('authorized-s1');
    details.billing_address.city = 'Paris';
    element.customerDetails = details;
    expect(element.authorizationToken).to.equal(null);
    expect(element.status).to.equal('ready');
  });

  describe('that are waited for', () => {
    it('reach Klarna when they come', async () => {
      const element = await readyElement();
      const details = deferred<KlarnaAuthorizeData>();
      element.addEventListener('klarna-authorize', (event) =>
        event.respondWith(details.promise),
      );
      const asked = element.authorize({purchase_country: 'GB'});
      await settled();
      expect(klarna.of('authorize')).to.have.length(0);
      expect(element.status).to.equal('authorizing');
      details.resolve({billing_address: {city: 'Rome'}});
      const {customerDetails} = await asked;
      expect(customerDetails).to.deep.equal({
        purchase_country: 'GB',
        billing_address: {city: 'Rome'},
      });
      expect(given()).to.deep.equal(customerDetails);
    });

    it('win in the order in which they were announced', async () => {
      const element = await readyElement();
      element.addEventListener('klarna-authorize', (event) => {
        event.respondWith(
          settled(20).then(() => ({merchant_data: 'first', locale: 'en-GB'})),
        );
        event.respondWith(Promise.resolve({merchant_data: 'second'}));
      });
      await element.authorize();
      expect(given()).to.deep.equal({merchant_data: 'second', locale: 'en-GB'});
    });

    it('may be any thenable', async () => {
      const element = await readyElement();
      const thenable = {
        // oxlint-disable-next-line unicorn/no-thenable -- It is what is tested.
        then: (done: (value: KlarnaAuthorizeData) => void) =>
          done({merchant_data: 'then'}),
      };
      element.addEventListener('klarna-authorize', (event) =>
        event.respondWith(thenable as never),
      );
      await element.authorize();
      expect(given()).to.deep.equal({merchant_data: 'then'});
    });

    it('are for the category that was told, whatever is chosen meanwhile', async () => {
      const element = await readyElement();
      const details = deferred<KlarnaAuthorizeData>();
      element.addEventListener('klarna-authorize', (event) =>
        event.respondWith(details.promise),
      );
      const asked = element.authorize();
      element.category = 'pay_now';
      await settled();
      details.resolve({});
      expect(await asked).to.include({
        category: 'pay_later',
        outcome: 'authorized',
      });
    });
  });

  describe('that fail', () => {
    it('are details-failed when customerDetails throws', async () => {
      const cause = new Error('expected');
      const element = await readyElement({
        customerDetails: () => {
          throw cause;
        },
      });
      const events = recordEvents(element);
      const error = await faultOf(element.authorize());
      expect(error.code).to.equal('details-failed');
      expect(error.cause).to.equal(cause);
      expect(error.message).to.include('customerDetails');
      expect(klarna.of('authorize')).to.have.length(0);
      expect(element.status).to.equal('ready');
      expect(namesOf(events)).to.deep.equal(['error']);
    });

    it('are details-failed when respondWith rejects', async () => {
      const cause = new Error('expected');
      const element = await readyElement();
      element.addEventListener('klarna-authorize', (event) =>
        event.respondWith(Promise.reject(cause)),
      );
      const error = await faultOf(element.authorize());
      expect(error.code).to.equal('details-failed');
      expect(error.cause).to.equal(cause);
      expect(klarna.of('authorize')).to.have.length(0);
      await untilStatus(element, 'ready');
    });

    it('are details-failed when respondWith gets what cannot be read', async () => {
      const element = await readyElement();
      const {proxy, revoke} = Proxy.revocable({}, {});
      revoke();
      element.addEventListener('klarna-authorize', (event) =>
        event.respondWith(proxy),
      );
      const error = await faultOf(element.authorize());
      expect(error.code).to.equal('details-failed');
      expect(element.status).to.equal('ready');
    });

    it('35. are refused with an InvalidStateError when they come after the event', async () => {
      const element = await readyElement();
      const refused = new Promise<unknown>((resolve) => {
        element.addEventListener('klarna-authorize', (event) => {
          void settled(0)
            .then(() => event.respondWith({billing_address: {city: 'London'}}))
            .catch(resolve);
        });
      });
      const {customerDetails} = await element.authorize();
      expect(customerDetails).to.deep.equal({});
      const error = await refused;
      expect(error).to.be.instanceOf(DOMException);
      expect((error as DOMException).name).to.equal('InvalidStateError');
    });

    for (const answer of ['x', 7, true, ['London'], Promise.resolve('x')]) {
      it(`35. are details-failed when respondWith gets ${typeof answer} ${JSON.stringify(answer)}`, async () => {
        const element = await readyElement();
        element.addEventListener('klarna-authorize', (event) =>
          event.respondWith(answer as never),
        );
        const error = await faultOf(element.authorize());
        expect(error.code).to.equal('details-failed');
        expect(klarna.of('authorize')).to.have.length(0);
        expect(element.status).to.equal('ready');
      });
    }

    it('do not stop the next authorization', async () => {
      const element = await readyElement();
      element.addEventListener(
        'klarna-authorize',
        (event) => event.respondWith(Promise.reject(new Error('expected'))),
        {once: true},
      );
      await faultOf(element.authorize());
      expect((await element.authorize()).outcome).to.equal('authorized');
    });

    it('are details-failed when they cannot be copied', async () => {
      const element = await readyElement();
      const error = await faultOf(
        element.authorize({customer: {title: () => {}}} as never),
      );
      expect(error.code).to.equal('details-failed');
      expect(element.status).to.equal('ready');
    });

    it('are details-failed when a member is a promise', async () => {
      const element = await readyElement();
      const error = await faultOf(
        element.authorize({billing_address: Promise.resolve({})} as never),
      );
      expect(error.code).to.equal('details-failed');
    });

    it('are details-failed when customerDetails answers a promise', async () => {
      const element = await readyElement({
        customerDetails: (async () => ({merchant_data: 'late'})) as never,
      });
      const error = await faultOf(element.authorize());
      expect(error.code).to.equal('details-failed');
    });

    for (const details of [undefined, null, {}]) {
      it(`are none when they are ${JSON.stringify(details)}`, async () => {
        const element = await readyElement();
        await element.authorize(details as never);
        expect(given()).to.deep.equal({});
      });
    }
  });
});
