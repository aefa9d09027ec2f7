import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {answerOf, faultOf, World} from './support/world.js';

const hour = 60 * 60 * 1000;

describe('an authorization', () => {
  it('is asked for in the task of the call', async () => {
    const world = await new World().ready();
    void world.checkout.ask('authorize');
    assert.equal(world.asked.length, 1);
    assert.equal(world.checkout.status, 'authorizing');
  });

  it('is one for two clicks', async () => {
    const world = await new World().ready();
    const first = world.checkout.ask('authorize');
    assert.equal(world.checkout.ask('authorize'), first);
    await first;
    assert.equal(world.asked.length, 1);
  });

  it('is finalized after it, when both were asked for at once (34)', async () => {
    const world = await new World().ready();
    world.ask = ({method}) =>
      method === 'authorize'
        ? {approved: true, finalize_required: true}
        : {approved: true, authorization_token: 'final'};
    const authorized = world.checkout.ask('authorize');
    const finalized = world.checkout.ask('finalize', {locale: 'sv-SE'});
    assert.equal((await authorized).outcome, 'finalize-required');
    const result = await finalized;
    assert.equal(result.outcome, 'authorized');
    assert.deepEqual(
      world.asked.map(({method}) => method),
      ['authorize', 'finalize'],
    );
  });

  for (const method of ['reauthorize', 'finalize'] as const) {
    it(`is no matter of ${method} with nothing on offer and nothing approved`, async () => {
      const world = new World({});
      world.answer = () => ({
        client_token: 'a.b.c',
        payment_method_categories: [],
      });
      await world.ready();
      assert.equal(world.checkout.status, 'unavailable');
      const fault = await faultOf(world.checkout.ask(method));
      assert.equal(fault.code, 'not-ready');
      assert.equal(world.asked.length, 0);
    });
  }

  for (const others of [['pay_now'], []]) {
    it(`outlasts its category, which Klarna offers no longer, beside ${others.length} others`, async () => {
      const world = new World({});
      world.answer = () => answerOf('s1', ['pay_later', ...others]);
      await world.ready();
      await world.checkout.ask('authorize');
      world.load = ({category}) => ({show_form: category !== 'pay_later'});
      const {outcome} = await world.checkout.ask('reauthorize');
      assert.equal(outcome, 'authorized');
      await world.pass(0);
      assert.equal(world.checkout.offered.length, others.length);
      const {status, authorization} = world.checkout;
      assert.equal(status, 'authorized');
      assert.equal(authorization?.category, 'pay_later');
      assert.equal(authorization.authorizationToken, 'reauthorize s1');
      world.checkout.invalidate();
      await world.pass(0);
      assert.equal(
        world.checkout.status,
        others.length ? 'ready' : 'unavailable',
      );
    });
  }

  it('lasts an hour, and not a millisecond longer', async () => {
    const world = await new World().ready();
    await world.checkout.ask('authorize');
    await world.pass(hour - 1);
    assert.equal(world.checkout.status, 'authorized');
    assert.ok(world.checkout.authorization);
    await world.pass(1);
    assert.equal(world.checkout.authorization, undefined);
    assert.equal(world.checkout.status, 'ready');
  });

  it('is told, and not kept, when the form changed while Klarna was asked', async () => {
    const world = await new World().ready();
    world.form = {city: 'London'};
    world.ask = () => {
      world.form = {city: 'Paris'};
      return {approved: true, authorization_token: 'token'};
    };
    const result = await world.checkout.ask('authorize');
    assert.equal(result.outcome, 'authorized');
    assert.equal(
      result.outcome === 'authorized' && result.authorizationToken,
      'token',
    );
    assert.ok(world.told().includes('klarna-authorized'));
    assert.equal(world.checkout.authorization, undefined);
    assert.deepEqual(world.checkout.notice, {kind: 'confirmAgain'});
  });

  for (const [what, change] of Object.entries({
    revision: {revision: '2'},
    loadData: {loadData: {locale: 'sv-SE'}},
  })) {
    it(`is not for the order that ${what} changed meanwhile`, async () => {
      const world = await new World().ready();
      world.ask = () => {
        world.set(change);
        return {approved: true, authorization_token: 'token'};
      };
      await world.checkout.ask('authorize');
      assert.equal(world.checkout.authorization, undefined);
      assert.deepEqual(world.checkout.notice, {kind: 'confirmAgain'});
      await world.pass();
      assert.equal(world.checkout.status, 'ready');
    });
  }

  it('calls a function of details once, and at no other time (3)', async () => {
    let calls = 0;
    const world = new World({
      customerDetails: () => ({merchant_reference1: `${++calls}`}),
    });
    await world.ready();
    await faultOf(world.checkout.ask('authorize', {}, AbortSignal.abort()));
    world.isDisabled = true;
    await faultOf(world.checkout.ask('authorize'));
    assert.equal(calls, 0);
    world.isDisabled = false;
    const {customerDetails} = await world.checkout.ask('authorize');
    assert.equal(customerDetails.merchant_reference1, '1');
    world.checkout.review();
    assert.ok(world.checkout.authorization);
    assert.equal(calls, 1);
  });

  it('loses its token to other content of customerDetails, not to a copy', async () => {
    const details = {billing_address: {city: 'London'}};
    const world = await new World({customerDetails: details}).ready();
    await world.checkout.ask('authorize');
    world.set({customerDetails: structuredClone(details)});
    assert.ok(world.checkout.authorization);
    world.set({customerDetails: {billing_address: {city: 'Paris'}}});
    assert.equal(world.checkout.authorization, undefined);
    assert.equal(world.checkout.status, 'ready');
  });

  it('selects its category again if another has been selected meanwhile', async () => {
    const world = await new World().ready();
    world.ask = () => {
      world.checkout.select('pay_now');
      return {approved: true, authorization_token: 'token'};
    };
    await world.checkout.ask('authorize');
    assert.equal(world.checkout.selected, 'pay_later');
    assert.equal(world.checkout.authorization?.authorizationToken, 'token');
  });

  it('that is declined takes its category away, and says which is next', async () => {
    const world = await new World().ready();
    world.ask = () => ({approved: false, show_form: false});
    await world.checkout.ask('authorize');
    assert.deepEqual(
      world.checkout.offered.map(({identifier}) => identifier),
      ['pay_now'],
    );
    assert.deepEqual(world.checkout.notice, {
      kind: 'declined',
      name: 'pay later',
      next: 'pay now',
    });
    world.ask = () => ({approved: false, show_form: false});
    await world.pass();
    await world.checkout.ask('authorize');
    assert.equal(world.checkout.status, 'unavailable');
  });

  it('that was given up by closing the window says so', async () => {
    const world = await new World().ready();
    world.ask = () => ({approved: false, show_form: true});
    await world.checkout.ask('authorize');
    assert.deepEqual(world.checkout.notice, {kind: 'cancelled'});
    assert.equal(world.checkout.status, 'ready');
  });

  it('hands corrections to the form when the status is another one, and names the rest', async () => {
    const world = await new World().ready();
    world.unreachable = ['billing_address.city'];
    const invalidFields = ['billing_address.city', 'billing_address.email'];
    world.ask = () => ({
      approved: false,
      error: {invalid_fields: invalidFields},
    });
    let then: string[] | undefined;
    world.onEvent = ({type}) => {
      if (type === 'klarna-status') then ??= [...world.corrected];
      if (type === 'klarna-rejected') {
        assert.deepEqual(world.corrected, invalidFields);
      }
    };
    const result = await world.checkout.ask('authorize');
    assert.equal(result.outcome, 'correctable');
    assert.deepEqual(then, []);
    assert.deepEqual(world.checkout.notice, {
      kind: 'correct',
      fields: ['billing_address.city'],
    });
  });

  it('that fails for whatever reason is a fault with a code (37)', async () => {
    const world = await new World().ready();
    world.ask = () => {
      throw new TypeError('CustomStateSet');
    };
    const fault = await faultOf(world.checkout.ask('authorize'));
    assert.equal(fault.code, 'authorize-failed');
    assert.ok(world.told().includes('klarna-error'));
  });

  it('is not ended in silence when the page takes the widget away meanwhile', async () => {
    const world = await new World().ready();
    const {ask} = world;
    world.ask = () => new Promise(() => {});
    const asked = faultOf(world.checkout.ask('authorize'));
    const [lose] = world.places.values();
    lose?.(true);
    assert.equal((await asked).code, 'aborted');
    await world.pass();
    assert.equal(world.checkout.status, 'ready');
    assert.deepEqual(world.checkout.notice, {kind: 'cancelled'});

    world.ask = ask;
    await world.checkout.ask('authorize');
    assert.equal(world.checkout.notice, undefined);
  });

  for (const [source, details] of Object.entries({
    'a text': 'x',
    'a number': 1,
    'a list': [],
  })) {
    it(`fails with details-failed if a listener gives ${source} (35)`, async () => {
      const world = await new World().ready();
      world.onAuthorize = () => ({responses: [details as object]});
      const fault = await faultOf(world.checkout.ask('authorize'));
      assert.equal(fault.code, 'details-failed');
      assert.equal(world.asked.length, 0);
    });
  }

  describe('that a submit asks for', () => {
    it('finalizes what requires it', async () => {
      const world = await new World().ready();
      world.ask = () => ({approved: true, finalize_required: true});
      assert.equal(
        (await world.checkout.purchase()).outcome,
        'finalize-required',
      );
      world.ask = () => ({approved: true, authorization_token: 'token'});
      assert.equal((await world.checkout.purchase()).outcome, 'authorized');
      assert.deepEqual(
        world.asked.map(({method}) => method),
        ['authorize', 'finalize'],
      );
    });

    it('starts, and waits for the widget', async () => {
      const world = new World();
      const purchased = world.checkout.purchase();
      await world.pass();
      assert.equal((await purchased).outcome, 'authorized');
    });

    it('tries again after an error', async () => {
      const world = new World();
      world.answer = () => Promise.reject(new Error('offline'));
      await world.ready();
      world.answer = () => ({
        client_token: 'a.b.c',
        payment_method_categories: [{identifier: 'klarna', name: 'Klarna'}],
      });
      const purchased = world.checkout.purchase();
      await world.pass();
      assert.equal((await purchased).category, 'klarna');
    });
  });
});
