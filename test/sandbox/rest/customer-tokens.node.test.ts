import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {
  ada,
  assertError,
  hour,
  openKlarna,
  orderWith,
  subscription,
} from '../klarna.js';

const unknownToken = ['NOT_FOUND', 'Invalid authorization token'] as const;
const consumed = [
  'INVALID_OPERATION',
  'Authorization token already consumed',
] as const;

describe('a customer token', () => {
  const tokenize = orderWith({intent: 'tokenize', billing_address: ada});
  const both = orderWith({intent: 'buy_and_tokenize'});

  it('comes with the address of the session, and is the same one again', async () => {
    const {authorized, customerToken} = openKlarna();
    const {token} = await authorized(tokenize);
    const elsewhere = {...ada, city: 'Lund'};

    const first = await customerToken(token, {
      ...subscription,
      intended_use: 'subscription',
      billing_address: elsewhere,
    });
    assert.equal(first.status, 200, first.text);
    assert.deepEqual(first.body['billing_address'], ada);
    const second = await customerToken(token);
    assert.equal(second.body['token_id'], first.body['token_id']);
  });

  it('says where to send the shopper, also without a page of the shop', async () => {
    const {authorized, customerToken, call} = openKlarna();
    const {token, id} = await authorized(tokenize);
    const {body} = await customerToken(token);
    assert.equal(
      body['redirect_url'],
      `https://klarna.example/payments/v1/sessions/${id}/redirect`,
    );
    const confirmation = 'https://shop.example/thanks';
    const other = await authorized({
      ...tokenize,
      merchant_urls: {confirmation},
    });
    const made = await customerToken(other.token);
    const {pathname} = new URL(String(made.body['redirect_url']));
    const {headers} = await call('GET', pathname);
    assert.equal(headers.get('location'), confirmation);
  });

  it('is for the country of the session', async () => {
    const {authorized, customerToken} = openKlarna();
    const {token} = await authorized(tokenize);
    assertError(
      await customerToken(token, {
        ...subscription,
        purchase_country: 'NO',
        purchase_currency: 'NOK',
      }),
      400,
      'BAD_VALUE',
      'Bad value: purchase_country',
    );
    const lower = {...subscription, purchase_country: 'se'};
    assert.equal((await customerToken(token, lower)).status, 200);
    const {purchase_country: _, ...silent} = subscription;
    assert.equal((await customerToken(token, silent)).status, 200);
  });

  it('is all that a session for tokens is good for', async () => {
    for (const intent of ['tokenize', 'TOKENIZE']) {
      const {authorized, customerToken, place, sandbox} = openKlarna();
      const order = {...tokenize, intent};
      const {token} = await authorized(order);
      assertError(
        await place(token, order),
        403,
        'INVALID_OPERATION',
        'Not allowed to create order for intent tokenize',
      );
      assert.deepEqual(sandbox.orders, []);
      assert.equal((await customerToken(token)).status, 200);
    }
  });

  it('needs a description and a use', async () => {
    const {authorized, customerToken} = openKlarna();
    const {token} = await authorized(tokenize);
    assertError(
      await customerToken(token, {}),
      400,
      'BAD_VALUE',
      'Bad value: description, intended_use',
    );
  });

  it('is not to be had for a session that is for buying', async () => {
    const {authorized, customerToken} = openKlarna();
    const {token} = await authorized();
    assertError(
      await customerToken(token),
      403,
      'INVALID_OPERATION',
      'Not allowed to create customer token for intent buy',
    );
  });

  it('consumes the authorization', async () => {
    const {authorized, customerToken, place, cancel} = openKlarna();
    const {token} = await authorized(tokenize);
    await customerToken(token);
    assertError(await place(token, tokenize), 403, ...consumed);
    assert.equal((await cancel(token)).status, 404);
  });

  it('cannot be taken back', async () => {
    const {authorized, customerToken, cancel} = openKlarna();
    const {token} = await authorized(tokenize);
    assert.equal((await customerToken(token)).status, 200);
    assertError(
      await cancel(token),
      404,
      'NOT_FOUND',
      'Authorization cannot be deleted',
    );
  });

  it('leaves one for the order, if the session is for both', async () => {
    const {authorized, customerToken, place} = openKlarna();
    const {token} = await authorized(both);
    assert.equal((await customerToken(token)).status, 200);
    assert.equal((await place(token, both)).status, 200);
    assert.equal((await customerToken(token)).status, 200);
  });

  it('stays when the hour of the authorization is over', async () => {
    const {authorized, customerToken, place, clock} = openKlarna();
    const {token} = await authorized(both);
    const first = await customerToken(token);
    clock.now += hour;
    const again = await customerToken(token);
    assert.equal(again.body['token_id'], first.body['token_id']);
    assertError(await place(token, both), 404, ...unknownToken);
  });

  it('comes too late after the order', async () => {
    const {authorized, customerToken, place} = openKlarna();
    const {token} = await authorized(both);
    await place(token, both);
    assertError(await customerToken(token), 403, ...consumed);
  });
});
