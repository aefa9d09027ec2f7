import assert from 'node:assert/strict';
import {describe, it} from 'node:test';

import {
  createKlarnaMerchant,
  KlarnaPaymentsClient,
  memoryStorage,
  type KlarnaCredentials,
  type KlarnaMerchantAccount,
  type KlarnaMerchantOptions,
  type KlarnaOrder,
} from '../../../src/server/index.js';
import {ada, cart} from '../support/cart.js';
import {credentials, okIn, openShop, problemIn} from '../support/shop.js';

interface Session {
  client_token: string;
}

const {username, password} = credentials;
const rotated = {username: 'K123456_ffffffffffff', password: 'rotatedPassword'};

/** A shop whose accounts are what `account` says at the moment. */
function openShopOf(
  account: (order: KlarnaOrder) => KlarnaMerchantAccount,
  options: Partial<KlarnaMerchantOptions> = {},
) {
  const clock = {time: 1_700_000_000_000};
  const now = () => clock.time;
  const shop = openShop({
    now,
    storage: memoryStorage({now}),
    credentials: undefined,
    region: undefined,
    account,
    ...options,
  });
  return {shop, clock};
}

describe('the option account', () => {
  it('may leave out the id beside a user name, up to its first `_`', async () => {
    const {shop} = openShopOf(() => ({
      credentials: {username: 'K123456_0a1b2c3d4e5f', password},
      region: 'eu',
    }));
    await okIn(await shop.post('session', {}));
    const created = shop.events.find(
      ({type}) => type === 'klarna-create-session',
    );
    assert.ok(created?.type === 'klarna-create-session');
    assert.deepEqual([created.account, created.region], ['K123456', 'eu']);
  });

  for (const [what, account] of [
    ['an API key without an id', {credentials: {apiKey: 'key'}, region: 'eu'}],
    ['an id that is empty', {id: '', credentials, region: 'eu'}],
    ['an id that is a number', {id: 7, credentials, region: 'eu'}],
    ['no credentials', {id: 'one', region: 'eu'}],
    ['a promise', Promise.resolve({id: 'one', credentials, region: 'eu'})],
    ['nothing', undefined],
  ] as const) {
    it(`that answers ${what} is an error of the shop, which names it`, async () => {
      const {shop} = openShopOf(() => account as never);
      await problemIn(await shop.post('session', {}), 500);
      assert.deepEqual(shop.kinds(), []);
      const [event] = shop.events;
      assert.ok(event?.type === 'request' && event.error instanceof TypeError);
      assert.match(event.error.message, /account/);
    });
  }

  it('takes an API key that has an id', async () => {
    const sent: (string | null)[] = [];
    const {shop} = openShopOf(
      () => ({id: 'sweden', credentials: {apiKey: 'key'}, region: 'eu'}),
      {
        fetch: async ({headers}) => {
          sent.push(headers.get('authorization'));
          return Response.json({session_id: 'session', client_token: 'token'});
        },
      },
    );
    await okIn(await shop.post('session', {}));
    assert.deepEqual(sent, ['Basic key']);
  });

  for (const [what, before, after] of [
    ['id', {id: 'one'}, {id: 'two'}],
    ['id, if only in the case of a letter', {id: 'shop'}, {id: 'Shop'}],
    ['region', {id: 'one'}, {id: 'one', region: 'na'}],
  ] as const) {
    it(`creates where the ${what} is another one`, async () => {
      let account: Partial<KlarnaMerchantAccount> = before;
      const {shop} = openShopOf(() => ({
        credentials,
        region: 'eu',
        ...account,
      }));
      const first = await okIn<Session>(await shop.post('session', {}));
      account = after;
      const second = await okIn<Session>(await shop.post('session', {}));
      assert.notEqual(first.client_token, second.client_token);
      assert.deepEqual(shop.kinds(), ['create', 'create']);
    });
  }

  it('asks the same Klarna with what has taken the place of credentials, in callback, recovery and cancel', async () => {
    let present: KlarnaCredentials = credentials;
    const asked: KlarnaOrder[] = [];
    const {shop, clock} = openShopOf(
      (order) => {
        asked.push(order);
        return {id: 'one', credentials: present, region: 'eu'};
      },
      {callbackPatience: 15_000},
    );
    const {token, sessionId} = await shop.authorize();
    await shop.callBack(token, sessionId);
    present = rotated;
    clock.time += 16_000;
    asked.length = 0;
    await shop.process().recover();
    // This Klarna does not know the new ones, which shows that they were sent.
    assert.ok(
      shop.events.some(
        (event) => event.type === 'klarna-read-session' && event.status === 401,
      ),
    );
    assert.deepEqual(asked[0]?.order_lines, cart().order_lines);
    present = credentials;
    await okIn(await shop.post('order', {authorization_token: token}));

    const other = await shop.authorize('grace');
    shop.carts.set('grace', cart(20_000));
    asked.length = 0;
    await problemIn(
      await shop.post('order', {authorization_token: other.token}, 'grace'),
      409,
    );
    assert.equal(shop.count('cancel'), 1);
    assert.equal(asked.at(-1)?.order_amount, 10_000);
  });

  it('that answers another id for an open order is an event, to browser and recovery, and the order stays open', async () => {
    let id = 'one';
    const {shop, clock} = openShopOf(() => ({id, credentials, region: 'eu'}));
    const {token} = await shop.authorize();
    id = 'two';
    const body = {authorization_token: token, customer_details: ada};
    await problemIn(await shop.post('order', body), 500);
    assert.ok(
      shop.events.some(
        (event) =>
          event.type === 'request' &&
          event.error instanceof Error &&
          event.error.name === 'AccountChangedError',
      ),
    );
    clock.time += 1_000;
    await shop.process().recover();
    assert.equal(shop.count('order'), 0);
    const [open] = await shop.process().pending();
    assert.deepEqual([open?.state, open?.account], ['waiting', 'one']);
    id = 'one';
    await okIn(await shop.post('order', body));
    assert.deepEqual(
      shop.placed.map(({details}) => details),
      ['browser'],
    );
  });

  it('that is gone for good leaves nothing open once Klarna has forgotten it', async () => {
    let id = 'one';
    const {shop, clock} = openShopOf(() => ({id, credentials, region: 'eu'}));
    const {token} = await shop.authorize();
    id = 'two';
    const body = {authorization_token: token, customer_details: ada};
    await problemIn(await shop.post('order', body), 500);
    for (let passed = 0; passed < 150; passed += 10) {
      clock.time += 600_000;
      await shop.process().recover();
    }
    assert.deepEqual(await shop.process().pending(), []);
    assert.equal(shop.count('cancel'), 0);
    const outcomes = shop.events
      .filter(({type}) => type === 'authorization')
      .map(({outcome}) => outcome);
    assert.deepEqual(outcomes.slice(0, 3), [
      'expired',
      'refused',
      'not-cancelled',
    ]);
    assert.ok(!outcomes.includes('cancelled'));
  });

  it('leaves no credentials in the storage', async () => {
    const values: string[] = [];
    const memory = memoryStorage();
    const {shop} = openShopOf(() => ({id: 'one', credentials, region: 'eu'}), {
      storage: {
        ...memory,
        write: (key, expected, next) => {
          values.push(key, next?.value ?? '');
          return memory.write(key, expected, next);
        },
      },
    });
    const {token} = await shop.authorize();
    await okIn(await shop.post('order', {authorization_token: token}));
    const kept = values.join();
    for (const secret of [
      username,
      password,
      btoa(`${username}:${password}`),
    ]) {
      assert.ok(!kept.includes(secret));
    }
    assert.ok(kept.includes('"one"'));
  });
});

describe('the client of a merchant', () => {
  const options = {
    environment: 'playground',
    visitor: () => 'ada',
    order: () => cart(),
    placed: () => {},
    recovery: 'manual',
  } as const;

  it('is there with one account, for whatever order', () => {
    const merchant = createKlarnaMerchant({
      ...options,
      credentials,
      region: 'eu',
    });
    assert.ok(merchant.client instanceof KlarnaPaymentsClient);
    assert.equal(merchant.clientFor(cart()), merchant.client);
  });

  it('is that of an order with several, and there is no other', async () => {
    const hosts: string[] = [];
    const merchant = createKlarnaMerchant({
      ...options,
      account: ({purchase_country}) => ({
        id: purchase_country,
        credentials,
        region: purchase_country === 'US' ? 'na' : 'eu',
      }),
      fetch: async ({url}) => {
        hosts.push(new URL(url).host);
        return new Response(null, {status: 204});
      },
    });
    assert.ok(!('client' in merchant));
    // @ts-expect-error -- nor is it there for the compiler
    assert.equal(merchant.client, undefined);
    for (const purchase_country of ['SE', 'US']) {
      const order = cart(10_000, {purchase_country});
      await merchant.clientFor(order).cancelAuthorization('token');
    }
    assert.deepEqual(hosts, [
      'api.playground.klarna.com',
      'api-na.playground.klarna.com',
    ]);
    assert.deepEqual(Object.keys({...merchant}).includes('fetch'), true);
  });
});
