import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {CheckoutSettings} from '../../src/checkout/settings.js';
import {defaultSdkUrl} from '../../src/klarna/loader.js';
import {answerOf, faultOf, tokenOf, World} from './support/world.js';

describe('a checkout', () => {
  for (const none of ['', null, undefined]) {
    it(`takes ${JSON.stringify(none)} for the default of a property`, async () => {
      const world = new World({sdkUrl: defaultSdkUrl});
      await world.ready();
      world.set({
        sdkUrl: none,
        endpoint: none,
        clientToken: none,
        revision: none,
      } as unknown as CheckoutSettings);
      await world.pass();
      assert.equal(world.requests, 1);
      assert.equal(world.loads.length, 1);
      assert.equal(world.checkout.status, 'ready');
    });
  }

  it('goes from the endpoint to the loaded widget, and says so in order', async () => {
    const world = await new World().ready();
    assert.deepEqual(world.told(), [
      'loading',
      'klarna-session',
      'ready',
      'klarna-load',
    ]);
    assert.equal(world.checkout.selected, 'pay_later');
    assert.equal(world.loads.length, 1);
  });

  it('is told of before the page is, which finds everything as it is then', async () => {
    const world = new World();
    const seen: string[] = [];
    world.onEvent = (event) => {
      if (event.type === 'klarna-status') {
        assert.equal(world.checkout.status, event.detail.status);
        seen.push(event.detail.status);
      }
    };
    await world.ready();
    await world.checkout.ask('authorize');
    assert.deepEqual(seen, ['loading', 'ready', 'authorizing', 'authorized']);
  });

  it('tells of what a listener changes after what was to be told before', async () => {
    const world = new World();
    let order: string[] = [];
    world.onEvent = (event) => {
      order.push(event.type);
      if (event.type === 'klarna-session') {
        world.checkout.tell({kind: 'cancelled'});
      }
      if (event.type === 'klarna-load') {
        order = [];
        void world.checkout.ask('authorize').catch(() => {});
        assert.deepEqual(order, [], 'nothing is told within a telling');
      }
    };
    await world.ready();
    await world.pass();
    assert.deepEqual(order, [
      'klarna-status',
      'klarna-status',
      'klarna-authorized',
    ]);
  });

  it('stops without a word after it has gone', async () => {
    const world = await new World().ready();
    world.ask = () => new Promise(() => {});
    const asked = faultOf(world.checkout.ask('authorize'));
    world.checkout.disconnect();
    world.told();
    assert.equal((await asked).code, 'aborted');
    await world.pass(60_000);
    assert.deepEqual(world.told(), []);
    assert.equal(world.checkout.status, 'idle');
    assert.equal(world.places.size, 0);
  });

  it('gives up a session that does not come within 30 seconds (32)', async () => {
    const world = new World();
    world.answer = () => new Promise(() => {});
    world.checkout.start();
    await world.pass(29_999);
    assert.equal(world.checkout.status, 'loading');
    await world.pass(1);
    assert.equal(world.checkout.status, 'error');
    assert.equal(world.checkout.error?.code, 'session-request');
  });

  it('hands on what the shop’s server says of a fault (32)', async () => {
    const problem = {title: 'Closed', detail: 'We are moving'};
    const world = new World();
    world.answer = () => Promise.reject({status: 503, problem});
    await world.ready();
    const {error} = world.checkout;
    assert.equal(error?.code, 'session-request');
    assert.deepEqual(error.cause, {status: 503, problem});
  });

  it('says that the order stands where the shop does', async () => {
    const world = new World();
    world.answer = () =>
      Promise.reject({status: 409, problem: {code: 'already-ordered'}});
    await world.ready();
    const {checkout} = world;
    assert.equal(checkout.error?.code, 'already-ordered');
    assert.equal(checkout.error.recoverable, false);
    assert.equal(checkout.isOrdered, true);
    world.answer = () => answerOf('s2');
    world.set({revision: '2'});
    await world.pass();
    assert.equal(checkout.isOrdered, false);
    assert.equal(checkout.status, 'ready');
  });

  it('counts a version of the cart that begins at nothing and is a number', async () => {
    const world = await new World({clientToken: tokenOf('s1')}).ready();
    const {length} = world.loads;
    world.set({revision: 0} as object);
    await world.pass();
    assert.equal(world.loads.length, length + 1);
  });

  describe('whose properties change', () => {
    const changes = {
      clientToken: tokenOf('s2'),
      categories: [{identifier: 'pay_now', name: 'Pay now'}],
      endpoint: '/other',
      sdkUrl: 'https://cdn.example/api.js',
      revision: '2',
      loadData: {purchase_country: 'SE'},
    };
    for (const [name, value] of Object.entries(changes)) {
      for (const unset of [undefined, null]) {
        it(`counts ${name} from ${unset} and back, in the same task (29, 31)`, async () => {
          const world = await new World({clientToken: tokenOf('s1')}).ready();
          world.set({[name]: unset} as object);
          await world.pass();
          for (const next of [value, unset, value]) {
            const {length} = world.loads;
            if (name === 'clientToken') world.set({clientToken: tokenOf('s1')});
            await world.pass();
            world.set({[name]: next} as object);
            const fault = await faultOf(world.checkout.ask('authorize'));
            assert.equal(fault.code, 'not-ready');
            await world.pass();
            assert.ok(world.loads.length > length, 'loaded again');
            assert.equal(world.checkout.status, 'ready');
          }
          assert.equal(world.asked.length, 0);
        });
      }
    }

    it('never authorizes on the old session (29)', async () => {
      const world = await new World({clientToken: tokenOf('a')}).ready();
      world.set({clientToken: tokenOf('b')});
      const fault = await faultOf(world.checkout.ask('authorize'));
      assert.equal(fault.code, 'not-ready');
      await world.pass();
      await world.checkout.ask('authorize');
      assert.deepEqual(
        world.asked.map(({clientToken}) => clientToken),
        [tokenOf('b')],
      );
    });

    it('asks nobody on a session that a listener has replaced meanwhile', async () => {
      const world = await new World({clientToken: tokenOf('a')}).ready();
      world.onAuthorize = () => {
        world.set({clientToken: tokenOf('b')});
        return {};
      };
      const fault = await faultOf(world.checkout.ask('authorize'));
      assert.equal(fault.code, 'not-ready');
      assert.equal(world.asked.length, 0);
    });

    it('takes the same content for the same', async () => {
      const world = await new World({loadData: {locale: 'en-GB'}}).ready();
      world.set({loadData: {locale: 'en-GB'}});
      await world.pass();
      assert.equal(world.loads.length, 1);
    });

    it('makes one request and one load of a burst', async () => {
      const world = await new World().ready();
      world.set({revision: '2'});
      world.set({loadData: {locale: 'sv-SE'}});
      world.set({revision: '3'});
      await world.pass();
      assert.equal(world.requests, 2);
      assert.equal(world.loads.length, 2);
      assert.deepEqual(world.loads[1]?.data, {locale: 'sv-SE'});
    });
  });

  describe('whose category is set', () => {
    it('selects at once, also while the session is told of (30)', async () => {
      const world = new World();
      world.onEvent = ({type}) => {
        if (type === 'klarna-session') world.checkout.select('pay_now');
      };
      await world.ready();
      assert.equal(world.checkout.category, 'pay_now');
      const {category} = await world.checkout.ask('authorize');
      assert.equal(category, 'pay_now');
    });

    it('is not ready for the one that was just selected, and never takes the other (30)', async () => {
      const world = await new World().ready();
      world.checkout.select('pay_now');
      const fault = await faultOf(world.checkout.ask('authorize'));
      assert.equal(fault.code, 'not-ready');
      assert.equal(world.asked.length, 0);
    });

    for (const category of ['', 'pay_over_time']) {
      it(`leaves the selection alone with "${category}", and remembers it`, async () => {
        const world = await new World().ready();
        world.checkout.select('pay_now');
        world.checkout.select(category);
        assert.equal(world.checkout.category, 'pay_now');
        world.answer = () =>
          answerOf('s2', ['pay_later', 'pay_now', 'pay_over_time']);
        await world.refresh();
        assert.equal(world.checkout.category, category || 'pay_now');
      });
    }

    it('remembers the wish before a session', async () => {
      const world = new World();
      world.checkout.select('pay_now');
      assert.equal(world.checkout.category, 'pay_now');
      await world.ready();
      assert.equal(world.checkout.selected, 'pay_now');
    });
  });

  describe('whose widget', () => {
    it('is never authorized on a session with which it was not loaded', async () => {
      const world = await new World().ready();
      let finish!: () => void;
      world.load = () =>
        new Promise((resolve) => {
          finish = () => resolve({show_form: true});
        });
      world.answer = () => answerOf('s2');
      void world.checkout.refresh();
      await world.pass();
      const fault = await faultOf(world.checkout.ask('authorize'));
      assert.equal(fault.code, 'not-ready');
      finish();
      await world.pass();
      await world.checkout.ask('authorize');
      assert.equal(world.asked[0]?.clientToken, tokenOf('s2'));
      assert.equal(world.loads.at(-1)?.clientToken, tokenOf('s2'));
    });

    it('is loaded once more when newer state has come while it loaded', async () => {
      const world = new World();
      const waiting: (() => void)[] = [];
      world.load = () =>
        new Promise((resolve) => {
          waiting.push(() => resolve({show_form: true}));
        });
      world.checkout.start();
      await world.pass();
      world.set({loadData: {locale: 'sv-SE'}});
      world.set({loadData: {locale: 'fi-FI'}});
      waiting.shift()?.();
      await world.pass();
      assert.equal(world.checkout.status, 'loading');
      waiting.shift()?.();
      await world.pass();
      assert.equal(world.checkout.status, 'ready');
      assert.deepEqual(
        world.loads.map(({data}) => data),
        [null, {locale: 'fi-FI'}],
      );
    });

    it('is made again when the page has taken it away, and paid with', async () => {
      const world = await new World().ready();
      const [[name, lose] = []] = world.places;
      lose?.(true);
      await world.pass();
      assert.equal(world.places.has(name ?? ''), false);
      assert.equal(world.checkout.status, 'ready');
    });

    it('is an error that can be tried again when the page does not stop', async () => {
      const world = await new World().ready();
      const [[, lose] = []] = world.places;
      lose?.(false);
      await world.pass();
      assert.equal(world.checkout.error?.code, 'load-failed');
      assert.equal(world.places.size, 0);
      await world.refresh();
      assert.equal(world.checkout.status, 'ready');
    });

    it('that fails leaves the others usable', async () => {
      const world = new World();
      world.load = ({category}) => {
        if (category === 'pay_later') throw new Error('no frame');
        return {show_form: true};
      };
      await world.ready();
      assert.equal(world.checkout.error?.code, 'load-failed');
      world.checkout.select('pay_now');
      await world.pass();
      assert.equal(world.checkout.status, 'ready');
    });
  });
});
