import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {
  ada,
  assertError,
  fieldsIn,
  hour,
  openKlarna,
  orderWith,
  origin,
} from '../klarna.js';

const invalidSession = ['NOT_FOUND', 'Invalid session id'] as const;

describe('a session that is created', () => {
  it('answers 200 with id, client token and categories, and nothing else', async () => {
    const {status, headers, body} = await openKlarna().create();

    assert.equal(status, 200);
    assert.deepEqual(Object.keys(body), [
      'session_id',
      'client_token',
      'payment_method_categories',
    ]);
    assert.equal(headers.get('location'), null);
  });

  it('has a client token that says where the script finds its frames', async () => {
    const {clientToken, id} = await openKlarna().session(
      orderWith({locale: 'en-SE'}),
    );

    const payload = JSON.parse(
      Buffer.from(clientToken.split('.')[1] ?? '', 'base64url').toString(),
    );
    assert.equal(payload.session_id, id);
    assert.equal(payload.base_url, origin);
    assert.equal(payload.purchase_country, 'SE');
    assert.equal(payload.language, 'en');
    assert.equal(payload.session_type, 'PAYMENTS');
    assert.equal(payload.environment, 'playground');
    assert.equal(payload.region, 'eu');
    assert.ok(clientToken.length < 4096);
  });

  it('names the categories in the language of its locale', async () => {
    const klarna = openKlarna();
    for (const [locale, name] of [
      ['sv-SE', 'Betala senare'],
      ['en', 'Pay later'],
      ['EN', 'Pay later'],
      ['xx-SE', 'Pay later'],
    ]) {
      const {body} = await klarna.create(orderWith({locale}));
      const [first] = body['payment_method_categories'] as {
        identifier: string;
        name: string;
        asset_urls: {descriptive: string; standard: string};
      }[];
      assert.equal(first?.identifier, 'pay_later');
      assert.equal(first.name, name);
    }
  });

  it('names a badge that can be fetched', async () => {
    const {sandbox, create} = openKlarna();
    const {body} = await create();
    const [first] = body['payment_method_categories'] as {
      asset_urls: {standard: string};
    }[];

    const badge = await sandbox.fetch(new Request(first!.asset_urls.standard));
    assert.equal(badge.headers.get('content-type'), 'image/svg+xml');
    assert.match(await badge.text(), /^<svg /);
  });

  it('offers the categories that the sandbox was told to', async () => {
    const own = {identifier: 'klarna', name: 'Everything'};
    const {create} = openKlarna({categories: ['pay_now', own]});

    const {body} = await create();
    const categories = body['payment_method_categories'] as object[];
    assert.equal(categories.length, 2);
    assert.deepEqual(categories[1], own);
  });

  it('keeps to en-US without a locale', async () => {
    const {session, read} = openKlarna();
    const {id} = await session(orderWith({locale: undefined}));
    assert.equal((await read(id)).body['locale'], 'en-US');
  });

  it('may be asked for with doubled and trailing slashes', async () => {
    const {call} = openKlarna();
    for (const path of ['/payments/v1/sessions/', '//payments/v1//sessions']) {
      assert.equal((await call('POST', path, orderWith())).status, 200);
    }
  });
});

describe('a session that is read', () => {
  it('has the order, the state and no session id', async () => {
    const {session, read, clock} = openKlarna();
    const {id, clientToken} = await session();

    const {status, body} = await read(id);
    assert.equal(status, 200);
    assert.equal(body['order_amount'], 10_000);
    assert.equal(body['status'], 'incomplete');
    assert.equal(body['client_token'], clientToken);
    assert.equal(body['acquiring_channel'], 'ECOMMERCE');
    assert.equal(body['intent'], 'buy');
    assert.equal(
      body['expires_at'],
      new Date(clock.now + 48 * hour).toISOString(),
    );
    assert.ok(!('session_id' in body));
    assert.ok(!('authorization_token' in body));
  });

  it('tells of the customer only after the shopper has authorized', async () => {
    const {session, read, token} = openKlarna();
    const made = await session(orderWith({billing_address: ada}));
    assert.ok(!('billing_address' in (await read(made.id)).body));

    const authorization = await token(made);
    const {body} = await read(made.id);
    assert.deepEqual(body['billing_address'], ada);
    assert.equal(body['authorization_token'], authorization);
  });

  it('has the billing address for shipping if there is no other', async () => {
    const {session, read, token} = openKlarna();
    const made = await session();
    await token(made, {billing_address: ada});
    assert.deepEqual((await read(made.id)).body['shipping_address'], ada);

    const elsewhere = {...ada, city: 'Lund'};
    await token(made, {shipping_address: elsewhere});
    assert.deepEqual((await read(made.id)).body['shipping_address'], elsewhere);
  });

  it('never tells identity numbers', async () => {
    const {authorized, read} = openKlarna();
    const {id} = await authorized(
      orderWith({
        customer: {
          date_of_birth: '1941-03-21',
          national_identification_number: '194103219202',
          last_four_ssn: '1234',
        },
      }),
    );
    const {body} = await read(id);
    assert.deepEqual(body['customer'], {date_of_birth: '1941-03-21'});
  });

  it('does not live longer for it', async () => {
    const {session, read, clock} = openKlarna();
    const {id} = await session();
    clock.now += 47 * hour;
    assert.equal((await read(id)).status, 200);
    clock.now += hour;
    assertError(await read(id), 404, ...invalidSession);
  });
});

describe('a session that is updated', () => {
  it('takes a part of the order and answers 204 without body and type', async () => {
    const {session, update, read} = openKlarna();
    const {id} = await session();

    const {status, text, headers} = await update(id, {
      merchant_reference1: 'A-1',
      merchant_urls: {confirmation: 'https://shop.example/thanks'},
    });
    assert.equal(status, 204);
    assert.equal(text, '');
    assert.equal(headers.get('content-type'), null);
    const {body} = await read(id);
    assert.equal(body['merchant_reference1'], 'A-1');
    assert.equal(body['order_amount'], 10_000);
  });

  it('names the categories anew in another language', async () => {
    const {session, update, read} = openKlarna();
    const {id} = await session();
    const name = async () => {
      const {payment_method_categories} = (await read(id)).body;
      return (payment_method_categories as {name: string}[])[0]?.name;
    };
    assert.equal(await name(), 'Betala senare');
    assert.equal((await update(id, {locale: 'de-SE'})).status, 204);
    assert.equal(await name(), 'Später bezahlen');
  });

  it('requires nothing', async () => {
    const {session, update} = openKlarna();
    const {id} = await session();
    assert.equal((await update(id, {})).status, 204);
  });

  it('is held to the sums with what it had before', async () => {
    const {session, update} = openKlarna();
    const {id} = await session();
    const answer = await update(id, {order_amount: 9000});
    assert.deepEqual(fieldsIn(answer), ['order_amount']);
  });

  it('keeps what it had where an update says null', async () => {
    const {authorized, update, read} = openKlarna();
    const {id} = await authorized(orderWith({billing_address: ada}));
    const {status} = await update(id, {
      order_lines: null,
      billing_address: {phone: null, city: 'Lund'},
    });
    assert.equal(status, 204);
    const {body} = await read(id);
    assert.deepEqual(body['billing_address'], {...ada, city: 'Lund'});
    assert.ok(Array.isArray(body['order_lines']));
  });

  it('keeps what it had when an update is refused', async () => {
    const {session, update, read} = openKlarna();
    const {id} = await session();
    await update(id, {merchant_reference1: 'A-1', locale: 'sv_SE'});
    assert.ok(!('merchant_reference1' in (await read(id)).body));
  });

  it('lives 48 hours from then', async () => {
    const {session, update, read, clock} = openKlarna();
    const {id} = await session();
    clock.now += 47 * hour;
    await update(id, {});
    clock.now += 48 * hour - 1;
    assert.equal((await read(id)).status, 200);
    clock.now += 1;
    assertError(await read(id), 404, ...invalidSession);
    assertError(await update(id, {}), 404, ...invalidSession);
  });

  it('is not found if nobody has created it', async () => {
    assertError(
      await openKlarna().update('8eb8e26e-01a7-56ee-b847-3add243345f9', {}),
      404,
      ...invalidSession,
    );
  });
});

/** Bytes, after all that can be dropped was dropped. */
function memoryInUse(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}

describe('what the sandbox remembers', () => {
  it('is dropped when sessions expire', async () => {
    const {session, authorized, place, sandbox, clock} = openKlarna();
    for (let index = 0; index < 100; index++) await session();
    const {token} = await authorized();
    await place(token);
    assert.equal(sandbox.sessionCount, 101);
    assert.equal(sandbox.orders.length, 1);

    clock.now += 48 * hour;
    assert.equal(sandbox.sessionCount, 0);
    assert.equal(sandbox.orders.length, 0);
  });

  it('takes no memory any more once it is dropped', async () => {
    const {session, authorized, clock} = openKlarna();
    const large = orderWith({merchant_data: 'x'.repeat(6000)});
    await session();
    const before = memoryInUse();
    for (let index = 0; index < 2000; index++) {
      // Unlike any other, so that none can be kept in another's place.
      await authorized({...large, merchant_data: `${index}`.padEnd(6000, 'x')});
    }
    const full = memoryInUse() - before;
    clock.now += 48 * hour;
    await session();
    const left = memoryInUse() - before;
    assert.ok(left < full / 10, `${left} bytes are left of ${full}`);
  });

  it('is not shared with another sandbox', async () => {
    const {id} = await openKlarna().session();
    assert.equal((await openKlarna().read(id)).status, 404);
  });
});

describe('every answer of the API', () => {
  it('has the headers that were recorded', async () => {
    const {headers} = await openKlarna().create();

    const {
      'klarna-correlation-id': correlationId,
      'render-time': took,
      'x-envoy-upstream-service-time': upstream,
      ...others
    } = Object.fromEntries(headers);
    assert.match(correlationId ?? '', /^[0-9a-f-]{36}$/);
    assert.match(took ?? '', /^\d+$/);
    assert.match(upstream ?? '', /^\d+$/);
    assert.deepEqual(others, {
      'cache-control': 'no-cache, no-store, max-age=0, must-revalidate',
      'content-type': 'application/json;charset=utf-8',
      expires: '0',
      pragma: 'no-cache',
      server: 'envoy',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      vary: 'Accept-Encoding',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'x-ratelimit-limit': '5, 5;w=1',
      'x-ratelimit-remaining': '4',
      'x-ratelimit-reset': '1',
      'x-xss-protection': '1; mode=block',
    });
  });

  it('has no character set in an error, and a space before colons', async () => {
    const {headers, text} = await openKlarna().create({});
    assert.equal(headers.get('content-type'), 'application/json');
    assert.equal(headers.get('content-length'), String(text.length));
    assert.match(text, /^{\n {2}"error_code" : "BAD_VALUE",\n/);
    assert.match(text, /"error_messages" : \[ "Bad value: /);
  });
});
