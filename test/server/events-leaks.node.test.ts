import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {describe, test} from 'node:test';
import {inspect} from 'node:util';

import type {
  Emit,
  KlarnaEventFacts,
  KlarnaMerchantEvent,
} from '../../src/server/events.js';
import {KlarnaApiError} from '../../src/server/index.js';
import {ada, cart} from './support/cart.js';
import {credentials, openShop, sessionIdIn} from './support/shop.js';

const visitor = 'visitor-4711-of-the-shop';
const form = {'content-type': 'application/x-www-form-urlencoded'};

/** Unmistakable in whatever is told of it. */
const order = cart(7_654_321, {
  merchant_reference1: 'Referens-0815',
  merchant_reference2: 'Referens-0816',
  merchant_data: 'Butiksdata',
  merchant_urls: {confirmation: 'https://shop.example/tack-4711'},
});

/** Whatever an event may be made of; a new fact has to be thought about. */
const allowed: Record<
  keyof KlarnaEventFacts | 'type' | 'time' | 'outcome',
  true
> = {
  type: true,
  time: true,
  outcome: true,
  duration: true,
  route: true,
  code: true,
  status: true,
  attempt: true,
  account: true,
  region: true,
  errorCode: true,
  fields: true,
  correlationId: true,
  orderId: true,
  sessionId: true,
  origin: true,
  expectedOrigin: true,
  error: true,
};

type Shop = ReturnType<typeof openShop>;

function digests(text: string): string[] {
  const hash = () => createHash('sha256').update(text);
  return [hash().digest('hex'), hash().digest('base64url')];
}

/** What happens in a shop, and what of it must not be told. */
const stories: Record<string, (shop: Shop) => Promise<string[]>> = {
  'a purchase': async (shop) => {
    const {token, clientToken} = await shop.authorize(visitor);
    await shop.post(
      'order',
      {authorization_token: token, customer_details: ada},
      visitor,
    );
    await shop.post('session', {}, visitor);
    return [token, clientToken];
  },
  'a purchase by a form, twice': async (shop) => {
    const {token, clientToken} = await shop.authorize(visitor);
    const body = String(
      new URLSearchParams({
        a_authorization_token: token,
        a_customer_details: JSON.stringify(ada),
      }),
    );
    await shop.post('order', body, visitor, form);
    await shop.post('order', body, visitor, form);
    return [token, clientToken];
  },
  'a callback': async (shop) => {
    const {token, clientToken, sessionId} = await shop.authorize(visitor);
    const path = shop.callbackPath();
    await shop.post(
      path.replace('/klarna/', ''),
      {authorization_token: token, session_id: sessionId},
      null,
    );
    return [token, clientToken, path.split('/').at(-1) ?? ''];
  },
  'a cart that changes': async (shop) => {
    const {token, clientToken} = await shop.authorize(visitor);
    shop.carts.set(visitor, {
      ...order,
      merchant_data: 'Annat',
      order_amount: 1,
    });
    await shop.post('order', {authorization_token: token}, visitor);
    return [token, clientToken, 'Annat'];
  },
  'a refusal of Klarna’s in many words': async (shop) => {
    shop.fault = ({kind, text}) =>
      kind === 'create'
        ? Response.json(
            {
              error_code: 'BAD_VALUE',
              error_messages: [`Bad value: locale (${text})`, 'Klarnas ord'],
            },
            {status: 400},
          )
        : undefined;
    await shop.post('session', {}, visitor);
    return ['Klarnas ord'];
  },
  'a Klarna that fails': async (shop) => {
    const {token} = await shop.authorize(visitor);
    shop.fault = () => new Response('Klarnas ord', {status: 500});
    await shop.post('order', {authorization_token: token}, visitor);
    return [token, 'Klarnas ord'];
  },
  'somebody else’s token': async (shop) => {
    await shop.authorize(visitor);
    await shop.post('order', {authorization_token: 'token-4711'}, visitor);
    return ['token-4711'];
  },
  'a request from elsewhere': async (shop) => {
    await shop.post('session', {}, visitor, {
      origin: 'https://evil.example/secret-4711?x=y',
      referer: 'https://evil.example/secret-4711?x=y',
    });
    return ['secret-4711'];
  },
};

describe('events tell of', () => {
  for (const [name, happen] of Object.entries(stories)) {
    test(`${name}, and nothing that is somebody's secret`, async () => {
      const shop = openShop();
      shop.carts.set(visitor, order);
      const secrets = await happen(shop);
      assert.ok(shop.events.length > 0);
      for (const event of shop.events) {
        for (const fact of Object.keys(event)) {
          assert.ok(fact in allowed, fact);
        }
      }
      const told = JSON.stringify(
        shop.events.map((event) => ({
          ...event,
          time: 0,
          duration: 0,
          error: 0,
        })),
      );
      for (const secret of [
        visitor,
        ...digests(visitor),
        ...secrets,
        ...secrets.flatMap(digests),
        credentials.username,
        credentials.password,
        ...Object.values(ada.billing_address).filter(({length}) => length > 4),
        'Referens',
        'Butiksdata',
        'tack-4711',
        'Hammock',
        '7654321',
        'klarna.com',
        '/redirect',
      ]) {
        assert.ok(!told.includes(secret), `${secret} in ${told}`);
      }
    });
  }

  test('an order by its ids, so that it can be found at Klarna', async () => {
    const shop = openShop();
    const {token, clientToken} = await shop.authorize(visitor);
    await shop.post('order', {authorization_token: token}, visitor);
    const told = JSON.stringify(shop.events);
    assert.ok(told.includes(shop.placed[0]!.orderId));
    assert.ok(told.includes(sessionIdIn(clientToken)));
  });

  for (const thrown of [
    Object.assign(new Error('the database is gone'), {row: 7}),
    new KlarnaApiError('passed on', {kind: 'refused', status: 404}),
    'a text',
    {code: 'SQLITE_BUSY'},
  ]) {
    test(`what the shop has thrown, untouched: ${inspect(thrown, {depth: 0}).split('\n', 1)[0]}`, async () => {
      for (const option of ['visitor', 'order', 'placed'] as const) {
        const shop = openShop({
          [option]: () => {
            throw thrown;
          },
        });
        if (option === 'placed') {
          const {token} = await shop.authorize(visitor);
          await shop.post('order', {authorization_token: token}, visitor);
        } else {
          await shop.post('session', {}, visitor);
        }
        assert.ok(
          shop.events.some(
            (event) => 'error' in event && event.error === thrown,
          ),
          option,
        );
      }
    });
  }
});

test('no event can be written that says more', () => {
  const emit: Emit = () => {};
  // @ts-expect-error -- a visitor's id is nothing for an event
  emit({type: 'cart-changed', outcome: 'refused', fields: [], visitor});
  // @ts-expect-error -- nor is a token
  emit({type: 'order', outcome: 'placed', token: 'x'});
  emit({
    type: 'klarna-read-session',
    outcome: 'ok',
    duration: 1,
    attempt: 1,
    // @ts-expect-error -- nor are Klarna's words
    message: 'x',
  });
  const event = {type: 'order', outcome: 'placed', time: 1} as const;
  event satisfies KlarnaMerchantEvent;
});
