import assert from 'node:assert/strict';
import {describe, test} from 'node:test';

import {
  about,
  emitterTo,
  type KlarnaMerchantEvent,
} from '../../src/server/events.js';

type Told = Record<string, unknown>;

function listen(now?: () => number) {
  const told: Told[] = [];
  const emit = emitterTo<KlarnaMerchantEvent>(
    (event) => told.push(event as unknown as Told),
    now,
  );
  return {told, emit: emit as unknown as (event: Told) => void};
}

describe('an event', () => {
  test('has the time of the option now', () => {
    const {told, emit} = listen(() => 1234);
    emit({type: 'request', outcome: 'ok', route: 'session', status: 200});
    assert.deepEqual(told, [
      {
        type: 'request',
        time: 1234,
        outcome: 'ok',
        route: 'session',
        status: 200,
      },
    ]);
  });

  test('holds nothing that an event may not say, whoever puts it there', () => {
    const {told, emit} = listen();
    emit({
      type: 'order',
      outcome: 'placed',
      orderId: 'order-1',
      visitor: 'visitor-1',
      token: 'token-1',
      redirectUrl: 'https://klarna.example',
      message: 'Bad value',
    });
    assert.deepEqual(Object.keys(told[0]!), [
      'type',
      'time',
      'outcome',
      'orderId',
    ]);
  });

  for (const [fact, value] of [
    ['errorCode', 'Adalovelace Byronsson'],
    ['errorCode', 'BAD\nVALUE'],
    ['correlationId', 'https://klarna.example/x'],
    ['orderId', 'order 1\r\nx: y'],
    ['sessionId', {}],
    ['account', 'a\nb'],
    ['account', 'a'.repeat(129)],
    ['origin', 'Adalovelace'],
    ['duration', Number.NaN],
    ['fields', 'Adalovelace'],
  ] as const) {
    test(`leaves out ${fact} where it is ${JSON.stringify(value)}`, () => {
      const {told, emit} = listen();
      emit({type: 'request', outcome: 'ok', [fact]: value});
      assert.equal(fact in told[0]!, false);
    });
  }

  for (const account of ['Küche & Bad AS', '北欧 1', 'K123456']) {
    test(`names the account ${account}`, () => {
      const {told, emit} = listen();
      emit({type: 'order', outcome: 'placed', account});
      assert.equal(told[0]!['account'], account);
    });
  }

  test('names members of the order and nothing else among them', () => {
    const {told, emit} = listen();
    emit({
      type: 'cart-changed',
      outcome: 'refused',
      fields: [
        'order_lines[12].tax_rate',
        'merchant_urls.confirmation',
        'Hemligagatan 7',
        'customer@email.se',
        7,
        'a'.repeat(1000),
      ],
    });
    assert.deepEqual(told[0]!['fields'], [
      'order_lines[12].tax_rate',
      'merchant_urls.confirmation',
    ]);
  });

  for (const [given, expected] of [
    ['https://shop.example/secret?x=y#z', 'https://shop.example'],
    ['https://user:password@shop.example', 'https://shop.example'],
    ['HTTP://Shop.example:80', 'http://shop.example'],
    ['chrome-extension://abc/page', 'chrome-extension://abc'],
    ['null', 'null'],
    [`https://${'a.'.repeat(1000)}example`, `https://${'a.'.repeat(96)}`],
  ] as const) {
    test(`tells of the origin ${given.slice(0, 60)} as ${expected.slice(0, 40)}`, () => {
      const {told, emit} = listen();
      emit({type: 'request', outcome: 'problem', origin: given});
      assert.equal(told[0]!['origin'], expected);
    });
  }

  test('has what the shop threw as it is', () => {
    const {told, emit} = listen();
    const error = Object.assign(new Error('the database is gone'), {row: 7});
    emit({type: 'placed', outcome: 'failed', orderId: 'order-1', error});
    assert.equal(told[0]!['error'], error);
  });

  test('cannot be changed by who is told of it', () => {
    const {told, emit} = listen();
    emit({type: 'request', outcome: 'ok'});
    assert.throws(() => {
      told[0]!['outcome'] = 'problem';
    }, TypeError);
  });

  test('tells which account it is about, unless it knows better', () => {
    const told: Told[] = [];
    const emit = about(
      emitterTo<KlarnaMerchantEvent>((event) =>
        told.push(event as unknown as Told),
      ),
      {account: 'K123456', region: 'eu'},
    );
    emit({type: 'order', outcome: 'placed'});
    emit({type: 'order', outcome: 'placed', account: 'N100145'});
    assert.deepEqual(
      told.map(({account, region}) => [account, region]),
      [
        ['K123456', 'eu'],
        ['N100145', 'eu'],
      ],
    );
  });
});

describe('a listener', () => {
  const event = {
    type: 'request',
    outcome: 'ok',
    route: 'session',
    status: 200,
    duration: 1,
  } as const;

  test('that throws disturbs nobody', () => {
    emitterTo(() => {
      throw new Error('listener');
    })(event);
  });

  test('whose promise rejects disturbs nobody, not even later', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    emitterTo(() => Promise.reject(new Error('listener')))(event);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);
    assert.deepEqual(unhandled, []);
  });

  test('is not waited for', () => {
    assert.equal(emitterTo(() => new Promise(() => {}))(event), undefined);
  });

  test('need not be there', () => {
    emitterTo(undefined)(event);
  });
});
