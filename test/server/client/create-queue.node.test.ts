import assert from 'node:assert/strict';
import {describe, test, type TestContext} from 'node:test';

import {CreateQueue} from '../../../src/server/client/create-queue.js';
import {systemClock} from '../../../src/server/clock.js';
import {ProblemError} from '../../../src/server/http/problems.js';
import {memoryStorage} from '../../../src/server/index.js';

const playground = 5;

/** Turns that were asked for, and what has become of them by virtual time. */
function opened(t: TestContext, perSecond = playground, processes = 1) {
  t.mock.timers.enable({
    apis: ['setTimeout', 'Date'],
    now: 1_700_000_000_190,
  });
  const storage = memoryStorage();
  const queues = Array.from(
    {length: processes},
    () => new CreateQueue(storage, perSecond, systemClock(Date.now)),
  );
  const given: {client: string; at: number}[] = [];
  const refused: {client: string; after: number}[] = [];
  const start = Date.now();
  return {
    given,
    refused,
    ask: (client: string, process = 0, account = 'K123456') =>
      queues[process]!.turn(account, client).then(
        () => given.push({client, at: Date.now() - start}),
        (error: unknown) => {
          assert.ok(error instanceof ProblemError && error.code === 'busy');
          refused.push({client, after: Number(error.headers['retry-after'])});
        },
      ),
    pass: async (milliseconds: number) => {
      for (let passed = 0; passed < milliseconds; passed += 10) {
        for (let task = 0; task < 3; task++) {
          await new Promise((resolve) => setImmediate(resolve));
        }
        t.mock.timers.tick(10);
      }
      await new Promise((resolve) => setImmediate(resolve));
    },
    of: (list: readonly {client: string}[], client: string) =>
      list.filter((each) => each.client === client).length,
  };
}

describe('case 16: the queue of creates', () => {
  test('serves every real shopper beside a flood of one client', async (t) => {
    const {ask, pass, of, given, refused} = opened(t);
    for (let i = 0; i < 200; i++) {
      void ask('flood');
    }
    for (let shopper = 0; shopper < 15; shopper++) {
      void ask(`shopper ${shopper}`);
    }
    await pass(12_000);
    for (let shopper = 0; shopper < 15; shopper++) {
      assert.equal(of(given, `shopper ${shopper}`), 1);
    }
    assert.ok(of(given, 'flood') <= 7);
    assert.equal(of(given, 'flood') + of(refused, 'flood'), 200);
  });

  test('lets nobody wait behind all that a flood has asked for', async (t) => {
    const {ask, pass, given} = opened(t);
    for (let i = 0; i < 7; i++) {
      void ask('flood');
    }
    void ask('shopper');
    await pass(3000);
    const place = given.findIndex(({client}) => client === 'shopper');
    assert.ok(place >= 0 && place <= 1, `served as number ${place + 1}`);
  });

  test('goes on serving shoppers while the flood goes on', async (t) => {
    const {ask, pass, of, given} = opened(t);
    for (let second = 0; second < 30; second++) {
      for (let i = 0; i < 20; i++) {
        void ask('flood');
      }
      void ask(`shopper ${second}`);
      await pass(1000);
    }
    await pass(10_000);
    for (let second = 0; second < 30; second++) {
      assert.equal(of(given, `shopper ${second}`), 1, `in second ${second}`);
    }
    // A fifth of what ten seconds have.
    assert.ok(of(given, 'flood') <= 7 * 4, `${of(given, 'flood')}`);
  });

  for (const perSecond of [5, 40]) {
    test(`gives one client that comes one at a time no more than its part of ${perSecond} a second`, async (t) => {
      const {ask, pass, given, refused} = opened(t, perSecond);
      // A visitor who flips the locale: each request waits for the one before.
      const flipping = (async () => {
        for (let flip = 0; flip < 100; flip++) {
          await ask('visitor ada');
        }
      })();
      await pass(9000);
      await flipping;
      const part = Math.floor(10_000 / (1040 / (perSecond - 1)) / 5);
      assert.equal(given.length, part);
      assert.equal(refused.length, 100 - part);
      for (const {after} of refused) {
        assert.ok(after >= 1 && after <= 10, `Retry-After ${after}`);
      }
      await pass(after(refused) * 1000);
      await ask('visitor ada');
      assert.equal(given.length, part + 1);
    });
  }

  test('has an end, whoever asks', async (t) => {
    const {ask, pass, given, refused} = opened(t);
    for (let i = 0; i < 1000; i++) {
      void ask(`client ${i}`);
    }
    await pass(11_000);
    assert.equal(given.length + refused.length, 1000);
    assert.ok(given.length >= 30 && given.length <= 40, `${given.length}`);
    assert.ok(given.every(({at}) => at <= 10_300));
    assert.ok(refused.every(({after}) => after >= 1));
  });

  test('stays below Klarna’s limit with several processes', async (t) => {
    const {ask, pass, given, refused} = opened(t, 40, 3);
    for (let i = 0; i < 300; i++) {
      void ask(`client ${i}`, i % 3);
    }
    await pass(12_000);
    assert.equal(given.length + refused.length, 300);
    assert.ok(given.length > 250);
    for (const {at: from} of given) {
      const within = given.filter(({at}) => at >= from && at < from + 1000);
      assert.ok(within.length <= 40, `${within.length} within a second`);
    }
  });

  test('is one for each merchant account, as Klarna’s limit is', async (t) => {
    const {ask, pass, given} = opened(t);
    for (const account of ['K1', 'N2', 'U3']) {
      for (let i = 0; i < 5; i++) {
        void ask(`${account} ${i}`, 0, account);
      }
    }
    await pass(1500);
    assert.equal(given.length, 15);
  });

  test('waits for no slot that is free', async (t) => {
    const {ask, given} = opened(t);
    await ask('shopper');
    assert.deepEqual(given, [{client: 'shopper', at: 0}]);
  });

  test('goes on after a storage that has failed, and after a clock that is put back', async (t) => {
    t.mock.timers.enable({apis: ['Date'], now: 1_700_000_000_000});
    const storage = memoryStorage();
    let isDown = true;
    const queue = new CreateQueue(
      {
        claim: (...claim) =>
          isDown ? Promise.reject(new Error('down')) : storage.claim(...claim),
      },
      playground,
      systemClock(Date.now),
    );
    await assert.rejects(queue.turn('', 'ada'), /down/);
    isDown = false;
    await queue.turn('', 'ada');
    t.mock.timers.setTime(1_600_000_000_000);
    await queue.turn('', 'ada');
  });
});

function after(refused: readonly {after: number}[]): number {
  return Math.max(...refused.map((each) => each.after));
}
