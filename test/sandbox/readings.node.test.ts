import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {
  ada,
  assertError,
  fieldsIn,
  hour,
  openKlarna,
  orderWith,
} from './klarna.js';

describe('what the sources leave open can be chosen', () => {
  it('unknown members: ignored or refused', async () => {
    const order = orderWith(
      {hello: 1, status: 'incomplete', billing_address: {planet: 'Earth'}},
      {weight: 2},
    );
    assert.equal((await openKlarna().create(order)).status, 200);
    const {create} = openKlarna({unknownProperties: 'refuse'});
    assert.deepEqual(fieldsIn(await create(order)), [
      'billing_address.planet',
      'hello',
      'order_lines[0].weight',
    ]);
    assert.equal((await create(orderWith())).status, 200);
  });

  it('errors: their messages as a list or as one text', async () => {
    const wrong = orderWith({order_amount: 9999, locale: 'sv-SE'});
    const {create, call} = openKlarna({
      errorMessages: 'single',
      unauthorized: 'json',
      faults: {rest: {readSession: 500}},
    });
    const {status, body} = await create(wrong);
    assert.equal(status, 400);
    assert.equal(body['error_code'], 'BAD_VALUE');
    assert.equal(body['error_message'], 'Bad value: order_amount');
    assert.ok(!('error_messages' in body));

    const failed = await call('GET', '/payments/v1/sessions/x');
    assert.equal(failed.body['error_message'], 'Internal error');
    const nobody = await call('GET', '/payments/v1/sessions/x', undefined, {
      authorization: '',
    });
    assert.equal(nobody.body['error_message'], '');
  });

  it('errors: what a member should be, or not', async () => {
    const {create, update, session} = openKlarna({
      errorProse: true,
      longReferences: 'refuse',
      currencies: ['GBP', 'eur'],
    });
    const messageOf = async (order: unknown) =>
      (await create(order)).body['error_messages'];
    assert.deepEqual(
      await messageOf(
        orderWith({
          purchase_currency: 'CHF',
          billing_address: {country: 'no'},
        }),
      ),
      [
        'Bad value: purchase_currency (order billing country is: NO, ' +
          'configured currencies are: EUR, GBP, NOK)',
      ],
    );
    assert.deepEqual(
      await messageOf(orderWith({}, {reference: 'r'.repeat(65)})),
      ['Bad value: order_lines[0].reference (size must be between 0 and 64)'],
    );
    assert.deepEqual(
      await messageOf(orderWith({}, {total_tax_amount: '1990'})),
      [
        'Bad value: order_lines[0].total_tax_amount differs from the ' +
          'calculated value [2000] by more than [1]',
      ],
    );
    assert.deepEqual(
      await messageOf(orderWith({locale: 'sv_SE', order_amount: 1.5})),
      ['Bad value: order_amount, locale'],
    );
    const {id} = await session();
    const {body} = await update(id, {purchase_currency: 'CHF'});
    assert.deepEqual(body['error_messages'], [
      'Bad value: purchase_currency (order billing country is: SE, ' +
        'configured currencies are: EUR, GBP, SEK)',
    ]);
  });

  it('the total of a line: within the number of pieces, or exact', async () => {
    const rounded = orderWith({order_amount: 10_002}, {total_amount: 10_002});
    assert.equal((await openKlarna().create(rounded)).status, 200);
    const {create} = openKlarna({lineTotals: 'exact'});
    assert.deepEqual(fieldsIn(await create(rounded)), [
      'order_lines[0].total_amount',
    ]);
    assert.equal((await create(orderWith())).status, 200);
  });

  it('currencies: that of the country, or more', async () => {
    const order = orderWith({
      purchase_country: 'DK',
      purchase_currency: 'Eur',
    });
    assert.deepEqual(fieldsIn(await openKlarna().create(order)), [
      'purchase_currency',
    ]);
    const {create} = openKlarna({currencies: ['eur']});
    assert.equal((await create(order)).status, 200);
    const own = {...order, purchase_currency: 'DKK'};
    assert.equal((await create(own)).status, 200);
    const other = {...order, purchase_currency: 'SEK'};
    assert.deepEqual(fieldsIn(await create(other)), ['purchase_currency']);
  });

  it('malformed JSON: its code and words', async () => {
    const {create} = openKlarna({
      malformedJson: {errorCode: 'BAD_VALUE', errorMessages: ['Not JSON']},
    });
    assertError(await create('{'), 400, 'BAD_VALUE', 'Not JSON');
  });

  it('bodies that do not say that they are JSON: taken or refused', async () => {
    const create = (options = {}) =>
      openKlarna(options).call('POST', '/payments/v1/sessions', orderWith(), {
        'content-type': 'text/plain',
      });
    assert.equal((await create()).status, 200);
    assertError(
      await create({contentType: 'json'}),
      415,
      'BAD_REQUEST',
      'Unsupported media type',
    );
  });

  it('addresses: hardly looked at, or strictly', async () => {
    for (const [address, field] of [
      [{country: 'SE', postal_code: '20500-1'}, 'postal_code'],
      [{country: 'SE', phone: '+46 70 17'}, 'phone'],
      [{postal_code: '1114'}, 'postal_code'],
    ] as const) {
      const order = orderWith({billing_address: address});
      assert.equal((await openKlarna().create(order)).status, 200);
      assert.deepEqual(
        fieldsIn(await openKlarna({strictAddresses: true}).create(order)),
        [`billing_address.${field}`],
      );
    }
    const {create} = openKlarna({strictAddresses: true});
    const {status} = await create(
      orderWith({billing_address: {...ada, postal_code: '111 22'}}),
    );
    assert.equal(status, 200);
  });

  it('what an order is compared in', async () => {
    const other = orderWith({}, {name: 'Kettle'});
    const usual = openKlarna();
    const {token} = await usual.authorized();
    assert.equal((await usual.place(token, other)).status, 409);

    const loose = openKlarna({comparedFields: ['order_amount']});
    const authorized = await loose.authorized();
    assert.equal((await loose.place(authorized.token, other)).status, 200);
  });

  it('another country by update: taken or refused', async () => {
    const move = {purchase_country: 'NO', purchase_currency: 'NOK'};
    const usual = openKlarna();
    const {id} = await usual.session();
    assert.equal((await usual.update(id, move)).status, 204);

    const strict = openKlarna({updateMarket: 'refuse'});
    const session = await strict.session();
    assert.deepEqual(fieldsIn(await strict.update(session.id, move)), [
      'purchase_country',
      'purchase_currency',
    ]);
  });

  it('update of an unknown session: not found or 204', async () => {
    const {update} = openKlarna({updateUnknown: 'no-content'});
    assert.equal((await update('session_id', {})).status, 204);
  });

  it('read of a completed session: answered or refused', async () => {
    const {authorized, place, read} = openKlarna({readCompleted: 'refuse'});
    const {token, id} = await authorized();
    await place(token);
    assertError(
      await read(id),
      404,
      'SESSION_COMPLETED',
      'Session has already been completed',
    );
  });

  it('an API key without its user name: enough or not', async () => {
    const credentials = {username: 'uuid', password: 'key'};
    const createAs = (authorization: string, apiKeyAlone: boolean) =>
      openKlarna({credentials, apiKeyAlone}).call(
        'POST',
        '/payments/v1/sessions',
        orderWith(),
        {authorization},
      );
    assert.equal((await createAs('Basic key', true)).status, 200);
    assert.equal((await createAs('Basic key', false)).status, 401);
    const pair = `Basic ${btoa('uuid:key')}`;
    assert.equal((await createAs(pair, false)).status, 200);
  });

  it('countries that are not Klarna’s: taken or refused', async () => {
    const order = orderWith({
      purchase_country: 'JP',
      purchase_currency: 'JPY',
    });
    assert.equal((await openKlarna().create(order)).status, 200);
    const {create} = openKlarna({otherCountries: 'refuse'});
    assert.deepEqual(fieldsIn(await create(order)), ['purchase_country']);
  });

  it('whether the shopper makes a session live longer', async () => {
    for (const shopperExtendsSession of [false, true]) {
      const {session, read, sandbox, clock} = openKlarna({
        shopperExtendsSession,
      });
      const {id, clientToken} = await session();
      clock.now += 47 * hour;
      await sandbox.authorize(clientToken);
      clock.now += hour;
      const {status} = await read(id);
      assert.equal(status, shopperExtendsSession ? 200 : 404);
    }
  });

  it('the customer’s details before the authorization: kept or told', async () => {
    const {session, read} = openKlarna({detailsInRead: 'always'});
    const {id} = await session(orderWith({billing_address: ada}));
    assert.deepEqual((await read(id)).body['billing_address'], ada);
  });

  it('a mismatch: put right with the next try, or for ever', async () => {
    for (const stickyMismatch of [false, true]) {
      const {authorized, place} = openKlarna({stickyMismatch});
      const {token} = await authorized();
      const other = orderWith({}, {name: 'Kettle'});
      assert.equal((await place(token, other)).status, 409);
      assert.equal((await place(token)).status, stickyMismatch ? 409 : 200);
    }
  });

  it('the origin that browsers see', async () => {
    const {session} = openKlarna({origin: 'https://klarna.proxy.example'});
    const {clientToken} = await session();
    const payload = atob(clientToken.split('.')[1] ?? '');
    assert.match(payload, /"base_url":"https:\/\/klarna\.proxy\.example"/);
  });
});

describe('an observer', () => {
  it('is told of each call, without tokens it was not given', async () => {
    const seen: unknown[] = [];
    const {create, call} = openKlarna({onRequest: (each) => seen.push(each)});
    const {headers} = await create();
    await call('GET', '/payments/v1/sessions/x', undefined, {
      authorization: '',
    });
    assert.deepEqual(seen, [
      {
        operation: 'createSession',
        method: 'POST',
        path: '/payments/v1/sessions',
        status: 200,
        correlationId: headers.get('klarna-correlation-id'),
      },
      {
        operation: 'readSession',
        method: 'GET',
        path: '/payments/v1/sessions/x',
        status: 401,
        correlationId: null,
      },
    ]);
  });
});
