import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {
  ada,
  assertError,
  hour,
  minute,
  openKlarna,
  orderWith,
} from '../klarna.js';

const unknownToken = ['NOT_FOUND', 'Invalid authorization token'] as const;
const completed = [
  'SESSION_COMPLETED',
  'Session has already been completed',
] as const;

describe('an order that is placed', () => {
  it('is answered with its id and how it is paid', async () => {
    const {authorized, place, sandbox} = openKlarna();
    const {token, id} = await authorized();

    const {status, body} = await place(token);
    assert.equal(status, 200);
    assert.deepEqual(body, {
      order_id: body['order_id'],
      fraud_status: 'ACCEPTED',
      authorized_payment_method: {type: 'invoice', number_of_days: 30},
    });
    assert.match(String(body['order_id']), /^[0-9a-f-]{36}$/);
    const [order] = sandbox.orders;
    assert.equal(order?.sessionId, id);
    assert.equal(order.token, token);
    assert.equal(order.answer.order_id, body['order_id']);
  });

  it('redirects to the confirmation page, if one was named', async () => {
    const {authorized, place, call} = openKlarna();
    const {token, id} = await authorized();
    const confirmation = 'https://shop.example/thanks?o={order.id}';

    const {body} = await place(
      token,
      orderWith({merchant_urls: {confirmation}}),
    );
    assert.equal(
      body['redirect_url'],
      `https://klarna.example/payments/v1/sessions/${id}/redirect`,
    );
    const {pathname} = new URL(String(body['redirect_url']));
    const {status, headers} = await call('GET', pathname, undefined, {
      authorization: '',
    });
    assert.equal(status, 302);
    assert.equal(
      headers.get('location'),
      `https://shop.example/thanks?o=${String(body['order_id'])}`,
    );
  });

  it('does not redirect to a script', async () => {
    const {authorized, place, call} = openKlarna();
    const {token, id} = await authorized();
    const {body} = await place(
      token,
      orderWith({merchant_urls: {confirmation: 'javascript:alert(1)'}}),
    );
    assert.ok(!('redirect_url' in body));
    const answer = await call('GET', `/payments/v1/sessions/${id}/redirect`);
    assert.equal(answer.status, 404);
  });

  it('completes the session', async () => {
    const {authorized, place, read, update, sandbox} = openKlarna();
    const {token, id, clientToken} = await authorized();
    await place(token);

    assert.equal((await read(id)).body['status'], 'complete');
    assertError(await update(id, {}), 404, ...completed);
    assert.deepEqual(await sandbox.authorize(clientToken), {
      approved: false,
      show_form: false,
    });
  });

  it('is the same one for the same token and body, also after an hour', async () => {
    const {authorized, place, sandbox, clock} = openKlarna();
    const {token} = await authorized();
    const first = await place(token);
    const {order_lines, ...rest} = orderWith();
    const again = await place(token, {order_lines, ...rest});
    clock.now += 2 * hour;
    const later = await place(token);

    assert.deepEqual(again.body, first.body);
    assert.deepEqual(later.body, first.body);
    assert.equal(sandbox.orders.length, 1);
  });

  it('is kept for 48 hours of its own', async () => {
    const {session, token, place, clock} = openKlarna();
    const made = await session();
    clock.now += 47 * hour;
    const authorization = await token(made);
    const first = await place(authorization);
    clock.now += 47 * hour;
    assert.deepEqual((await place(authorization)).body, first.body);
    clock.now += hour;
    assertError(await place(authorization), 404, ...unknownToken);
  });

  it('is refused for the same token and another body', async () => {
    const {authorized, place} = openKlarna();
    const {token} = await authorized();
    await place(token);
    assertError(
      await place(token, orderWith({merchant_reference1: 'A-2'})),
      409,
      'BAD_VALUE',
      'The order has been already completed with different request body',
    );
  });

  it('is refused for another token of the completed session', async () => {
    const {session, token, place} = openKlarna();
    const made = await session();
    const first = await token(made);
    const second = await token(made);
    await place(second);
    assertError(await place(first), 404, ...completed);
  });

  it('is compared with what was authorized, not with a later update', async () => {
    const {authorized, place, update} = openKlarna();
    const {token, id} = await authorized();
    const line = {quantity: 1, total_amount: 5000, total_tax_amount: 1000};
    const half = orderWith({order_amount: 5000, order_tax_amount: 1000}, line);
    assert.equal((await update(id, half)).status, 204);

    assertError(
      await place(token, half),
      409,
      'BAD_VALUE',
      'Not matching fields: [order_amount, order_tax_amount, ' +
        'order_lines[0].quantity, order_lines[0].total_amount, ' +
        'order_lines[0].total_tax_amount]',
    );
    assert.equal((await place(token)).status, 200);
  });

  it('says how many lines there should be', async () => {
    const {authorized, place} = openKlarna();
    const {token} = await authorized();
    const order = orderWith();
    const free = {name: 'Gift', quantity: 1, unit_price: 0, total_amount: 0};
    assertError(
      await place(token, {...order, order_lines: [...order.order_lines, free]}),
      409,
      'BAD_VALUE',
      'Not matching fields: ' +
        '[Incorrect number of items in the cart. Expected: 1, Actual: 2]',
    );
  });

  it('has the billing address that was authorized, where it has one', async () => {
    const {authorized, place} = openKlarna();
    const {token} = await authorized(orderWith(), {billing_address: ada});
    const moved = {...ada, postal_code: '99999'};
    assertError(
      await place(token, orderWith({billing_address: moved})),
      409,
      'BAD_VALUE',
      'Not matching fields: [billing_address.postal_code]',
    );
    const spaced = {...ada, phone: '+46 70 000 00 00'};
    const {status} = await place(token, orderWith({billing_address: spaced}));
    assert.equal(status, 200);
  });

  it('may add references, URLs and capture, and name another country', async () => {
    const {authorized, place} = openKlarna();
    const billing = {billing_address: {country: 'SE'}};
    const {token} = await authorized(orderWith(billing));
    const {status, text} = await place(
      token,
      orderWith({
        ...billing,
        purchase_country: 'GB',
        merchant_reference1: 'A-1',
        auto_capture: true,
        client_token: 'x',
        status: 'incomplete',
      }),
    );
    assert.equal(status, 200, text);
  });
});

describe('an authorization token', () => {
  it('is unknown if nobody has issued it', async () => {
    const {place, customerToken, cancel} = openKlarna();
    assertError(await place('x'), 404, ...unknownToken);
    assertError(await customerToken('x'), 404, ...unknownToken);
    assertError(await cancel('x'), 404, ...unknownToken);
  });

  it('is good for 60 minutes', async () => {
    const {session, token, place, read, clock} = openKlarna();
    const made = await session();
    const first = await token(made);
    clock.now += 60 * minute;
    assertError(await place(first), 404, ...unknownToken);
    assert.ok(!('authorization_token' in (await read(made.id)).body));

    const second = await token(made);
    clock.now += 60 * minute - 1;
    assert.equal((await place(second)).status, 200);
  });

  it('is superseded by the next one', async () => {
    const {session, token, place, sandbox, read} = openKlarna();
    const made = await session();
    const first = await token(made);
    const {authorization_token: second} = await sandbox.reauthorize(
      made.clientToken,
    );
    assertError(await place(first), 404, ...unknownToken);
    assert.equal((await read(made.id)).body['authorization_token'], second);
    assert.equal((await place(String(second))).status, 200);
  });

  it('goes with its session', async () => {
    const {session, token, place, clock} = openKlarna();
    const made = await session();
    clock.now += 48 * hour - minute;
    const authorization = await token(made);
    clock.now += minute;
    assertError(await place(authorization), 404, ...unknownToken);
  });

  it('can be cancelled, once', async () => {
    const {authorized, cancel, place} = openKlarna();
    const {token} = await authorized();
    const {status, text} = await cancel(token);
    assert.equal(status, 204);
    assert.equal(text, '');
    assertError(await cancel(token), 404, ...unknownToken);
    assertError(await place(token), 404, ...unknownToken);
  });

  it('cannot be cancelled once it was used', async () => {
    const {authorized, cancel, place} = openKlarna();
    const {token} = await authorized();
    await place(token);
    assertError(
      await cancel(token),
      404,
      'NOT_FOUND',
      'Authorization cannot be deleted',
    );
  });
});
