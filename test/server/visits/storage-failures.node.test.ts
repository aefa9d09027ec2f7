import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';

import {createKlarnaSandbox} from '../../../src/sandbox/index.js';
import {
  memoryStorage,
  type KlarnaMerchantEvent,
  type KlarnaStorage,
} from '../../../src/server/index.js';
import {openMerchant} from '../../../src/server/merchant.js';
import {ada, cart} from '../support/cart.js';
import {credentials, sessionIdIn} from '../support/shop.js';
import {digestAtOnce} from './digest-at-once.js';
import {VirtualClock} from './virtual-clock.js';

/** What a call of the storage does instead of what it should. */
const failures = {
  'rejects before it is done': async () => {
    throw new Error('out of reach');
  },
  'rejects after it was done': async (work) => {
    await work();
    throw new Error('the answer was lost');
  },
  'throws at once': () => {
    throw new Error('not connected');
  },
  'never answers': () => new Promise<never>(() => {}),
} satisfies Record<string, (work: () => Promise<unknown>) => Promise<unknown>>;

let restore = () => {};
before(() => {
  restore = digestAtOnce();
});
after(() => restore());

const secret = 'callbackSecretOfTheShop';

/** One shopper pays while one call of the storage, or every one, fails. */
async function pay(failure: keyof typeof failures, fails: RegExp | number) {
  const clock = new VirtualClock();
  const now = () => clock.now();
  const sandbox = createKlarnaSandbox({now, credentials});
  const storage = memoryStorage({now});
  const events: KlarnaMerchantEvent[] = [];
  const placed: string[] = [];
  const statuses: number[] = [];
  const unhandled: unknown[] = [];
  const note = (error: unknown) => unhandled.push(error);
  let calls = 0;
  let isFailing = false;
  let hasFailed = false;

  const call = <Result>(name: string, work: () => Promise<Result>) => {
    const isIt =
      isFailing &&
      (typeof fails === 'number' ? calls++ === fails : fails.test(name));
    hasFailed ||= isIt;
    return isIt ? (failures[failure](work) as Promise<Result>) : work();
  };
  const failing: KlarnaStorage = {
    durable: true,
    read: (...args) => call('read', () => storage.read(...args)),
    write: (...args) => call('write', () => storage.write(...args)),
    due: (...args) => call('due', () => storage.due(...args)),
    claim: (...args) => call('claim', () => storage.claim(...args)),
    release: (...args) => call('release', () => storage.release(...args)),
  };
  const open = (its: KlarnaStorage) =>
    openMerchant(
      {
        credentials,
        region: 'eu',
        environment: 'playground',
        origin: 'https://shop.example',
        recovery: 'manual',
        callbackPatience: 0,
        callbackSecret: secret,
        storage: its,
        visitor: () => 'ada',
        order: () => cart(),
        placed: ({orderId}) => void placed.push(orderId),
        fetch: (request) => sandbox.fetch(request),
        onEvent: (event) => void events.push(event),
      },
      clock,
    );
  const merchant = open(failing);

  /** Until it ends, or for ten minutes: what hangs hangs for ever. */
  const settled = async <Result>(work: Promise<Result>) => {
    let isSettled = false;
    const mark = () => (isSettled = true);
    work.then(mark, mark);
    const end = clock.now() + 600_000;
    while (!isSettled && clock.now() < end) {
      for (let turn = 0; turn < 8; turn++) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      if (!isSettled) {
        clock.advance(500);
      }
    }
    return isSettled ? work : undefined;
  };
  const post = async (route: string, body: object) => {
    const response = await settled(
      merchant.fetch(
        new Request(`https://shop.example/klarna/${route}`, {
          method: 'POST',
          headers: {'content-type': 'application/json'},
          body: JSON.stringify(body),
        }),
      ),
    );
    assert.ok(response, `${route} was not answered`);
    statuses.push(response.status);
    return response;
  };

  process.on('unhandledRejection', note);
  try {
    const session = await post('session', {});
    const {client_token} = (await session.json()) as {client_token: string};
    const {authorization_token} = await sandbox.authorize(client_token, ada);
    isFailing = true;
    await Promise.all([
      post('order', {authorization_token, customer_details: ada}),
      post(`authorization/${secret}`, {
        authorization_token,
        session_id: sessionIdIn(client_token),
      }),
    ]);
    await post('session', {});
    // A recovery may fail, and hang with a storage that does.
    await settled(merchant.recover().catch(() => {}));
    await settled(merchant.pending().catch(() => {}));
    clock.advance(60_000);
    isFailing = false;

    // Whoever comes by later has a storage that is well.
    const later = open(storage);
    for (let minute = 0; minute < 10; minute++) {
      clock.advance(60_000);
      await settled(later.recover());
    }
    const left = await later.pending();
    return {sandbox, events, placed, statuses, unhandled, left, hasFailed};
  } finally {
    process.off('unhandledRejection', note);
  }
}

function assertSafe(
  {sandbox, placed, statuses, unhandled, left}: Awaited<ReturnType<typeof pay>>,
  most: number,
): void {
  assert.deepEqual(unhandled, []);
  assert.deepEqual(left, []);
  const ids = sandbox.orders.map(({answer}) => answer.order_id);
  assert.ok(ids.length <= 1, `${ids.length} orders`);
  assert.deepEqual([...new Set(placed)], ids);
  assert.ok(placed.length <= most, `placed ${placed.length} times`);
  // What the storage does is no failure of the shop's functions.
  assert.ok(!statuses.includes(500), statuses.join());
}

for (const failure of Object.keys(failures) as (keyof typeof failures)[]) {
  describe(`a storage that ${failure}`, () => {
    test('at any one call loses, doubles and hides nothing, and kills nobody', async (t) => {
      let call = 0;
      for (; ; call++) {
        const outcome = await pay(failure, call);
        if (!outcome.hasFailed) {
          break;
        }
        // What hangs is taken over by another process after the lease.
        assertSafe(outcome, failure === 'never answers' ? 2 : 1);
      }
      assert.ok(call > 10, `${call} calls`);
      t.diagnostic(`${call} calls`);
    });

    for (const name of ['read', 'write', 'due', 'claim', 'release']) {
      test(`at each ${name} kills nobody, and is made up for later`, async () => {
        const outcome = await pay(failure, new RegExp(`^${name}$`));
        assertSafe(outcome, 2);
      });
    }

    test('at every call kills nobody, and is made up for later', async () => {
      assertSafe(await pay(failure, /./), 2);
    });
  });
}
