import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';

import fc from 'fast-check';

import {createKlarnaSandbox} from '../../../src/sandbox/index.js';
import {
  memoryStorage,
  type KlarnaMerchantEvent,
  type KlarnaStorage,
} from '../../../src/server/index.js';
import {openMerchant} from '../../../src/server/merchant.js';
import {ada, cart} from '../support/cart.js';
import {VirtualClock} from './virtual-clock.js';

const credentials = {username: 'K123456_0a1b', password: 'sekret'};

/** What a process is asked to do. */
type Deed =
  | 'browser'
  | 'bare browser'
  | 'callback'
  | 'visit'
  | 'changed visit'
  | 'recover';

/** What happens besides, once. */
type Trouble = 'answer lost' | 'placed fails' | 'order refused' | 'none';

/** Two holders, what they do, and what goes wrong. */
export interface Scene {
  deeds: readonly [Deed, Deed];
  more: readonly Deed[];
  trouble: Trouble;
  /** Milliseconds that pass at some moments: leases lapse meanwhile. */
  sleeps: readonly number[];
  /** The step after which the first process does nothing any more. */
  death: number | undefined;
  scheduler: fc.Scheduler;
}

const deeds = fc.constantFrom<Deed>(
  'browser',
  'browser',
  'bare browser',
  'callback',
  'callback',
  'visit',
  'changed visit',
  'recover',
);

export const scenes: fc.Arbitrary<Scene> = fc.record({
  deeds: fc.tuple(
    fc.constantFrom<Deed>('browser', 'callback', 'bare browser'),
    deeds,
  ),
  more: fc.array(deeds, {maxLength: 1}),
  trouble: fc.constantFrom<Trouble>(
    'none',
    'none',
    'answer lost',
    'placed fails',
    'order refused',
  ),
  sleeps: fc.array(fc.constantFrom(5_000, 17_000, 25_000), {maxLength: 2}),
  death: fc.option(fc.integer({min: 0, max: 25}), {nil: undefined}),
  scheduler: fc.scheduler(),
});

/** What the scene has led to. */
export interface Outcome {
  orders: number;
  placed: readonly string[];
}

/** Plays a scene to its end, and holds what must be true then. */
export async function play(scene: Scene): Promise<Outcome> {
  const {scheduler, trouble} = scene;
  const clock = new VirtualClock();
  const start = clock.now();
  const now = () => clock.now();
  const sandbox = createKlarnaSandbox({now, credentials});
  const storage = memoryStorage({now});
  const events: KlarnaMerchantEvent[] = [];
  const placed: {orderId: string; details: string}[] = [];
  let isTroubled = trouble !== 'none';
  let isFree = true;
  let isPlaying = false;
  let isDead = false;
  let steps = 0;

  const once = (kind: Trouble) => {
    const isIt = isTroubled && trouble === kind;
    isTroubled &&= !isIt;
    return isIt;
  };

  /** One step of a process; nothing more of one that has died. */
  const step = async <Result>(
    who: string,
    work: () => Promise<Result>,
  ): Promise<Result> => {
    if (!isFree) {
      await scheduler.schedule(Promise.resolve(), who);
    }
    if (who === 'first' && isPlaying) {
      isDead ||= steps++ === scene.death;
    }
    return isDead && who === 'first' ? new Promise<never>(() => {}) : work();
  };

  const open = (who: string) =>
    openMerchant(
      {
        credentials,
        region: 'eu',
        environment: 'playground',
        origin: 'https://shop.example',
        check: 'off',
        recovery: 'manual',
        callbackPatience: 0,
        storage: stepwise(storage, (work) => step(who, work)),
        visitor: () => 'ada',
        order: (request) => cart(Number(request.headers.get('x-amount'))),
        placed: ({orderId, details}) =>
          step(who, async () => {
            if (once('placed fails')) {
              throw new Error('the database is gone');
            }
            placed.push({orderId, details});
          }),
        fetch: (request) =>
          step(who, async () => {
            const isOrder = request.url.endsWith('/order');
            if (isOrder && once('order refused')) {
              return Response.json(
                {error_code: 'REJECTED', error_messages: ['Rejected']},
                {status: 403},
              );
            }
            const answer = await sandbox.fetch(request);
            return isOrder && once('answer lost')
              ? new Response('{"order_id": "cut o')
              : answer;
          }),
        onEvent: (event) => void events.push(event),
      },
      clock,
    );

  const post = async (
    {fetch}: {fetch: (request: Request) => Promise<Response>},
    path: string,
    body: object,
    amount = 10_000,
  ) =>
    fetch(
      new Request(`https://shop.example${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-amount': String(amount),
        },
        body: JSON.stringify(body),
      }),
    );

  const first = open('first');
  const session = await post(first, '/klarna/session', {});
  const {client_token: clientToken} = (await session.json()) as {
    client_token: string;
  };
  const {authorization_token: token} = await sandbox.authorize(
    clientToken,
    ada,
  );
  const sessionId = (
    JSON.parse(
      Buffer.from(clientToken.split('.')[1]!, 'base64url').toString(),
    ) as {session_id: string}
  ).session_id;
  const record = await storage.read(`session:${sessionId}`);
  assert.ok(record);
  const visitorKey = (JSON.parse(record.value) as {visitorKey: string})
    .visitorKey;
  const kept = await storage.read(`visitor:${visitorKey}`);
  const {secret} = (JSON.parse(kept!.value) as {session: {secret: string}})
    .session;

  const toldNothing: string[] = [];
  const toldOrder: string[] = [];
  const act = async (
    merchant: ReturnType<typeof open>,
    deed: Deed,
  ): Promise<void> => {
    switch (deed) {
      case 'recover':
        await merchant.recover();
        return;
      case 'visit':
      case 'changed visit':
        await post(
          merchant,
          '/klarna/session',
          {},
          deed === 'visit' ? 10_000 : 20_000,
        );
        return;
      case 'callback':
        await post(merchant, `/klarna/authorization/${secret}`, {
          authorization_token: token,
          session_id: sessionId,
        });
        return;
      default: {
        const answer = await post(merchant, '/klarna/order', {
          authorization_token: token,
          ...(deed === 'browser' && {customer_details: ada}),
        });
        const text = await answer.text();
        if (/nothing was ordered/i.test(text)) {
          toldNothing.push(text);
        }
        if (answer.status === 200) {
          toldOrder.push((JSON.parse(text) as {order_id: string}).order_id);
        }
      }
    }
  };

  isFree = false;
  isPlaying = true;
  const second = open('second');
  let running = 0;
  const run = (merchant: ReturnType<typeof open>, deed: Deed) => {
    running++;
    void act(merchant, deed).finally(() => running--);
  };
  run(first, scene.deeds[0]);
  run(second, scene.deeds[1]);
  scene.more.forEach((deed, index) => run(index % 2 ? second : first, deed));
  for (const sleep of scene.sleeps) {
    void scheduler
      .schedule(Promise.resolve(), `sleep ${sleep}`)
      .then(() => clock.advance(sleep));
  }

  for (let rounds = 0; running > 0 && rounds < 3_000; rounds++) {
    await quiet();
    if (scheduler.count() > 0) {
      await scheduler.waitOne();
    } else if (running === 0) {
      break;
    } else if (clock.now() > start + 120_000 || !clock.skip()) {
      // Whoever is still at it has died.
      break;
    }
  }

  // Nobody comes back; five minutes pass, and somebody looks every minute.
  isFree = true;
  do {
    while (scheduler.count() > 0) {
      await scheduler.waitOne();
    }
    await quiet();
  } while (scheduler.count() > 0);
  const third = open('third');
  for (let minute = 0; minute < 5; minute++) {
    clock.advance(60_000);
    await quiet();
    await third.recover();
  }

  const because = () =>
    JSON.stringify({
      toldNothing,
      toldOrder,
      placed,
      orders: sandbox.orders.length,
      events: events.map(({type, outcome}) => `${type} ${outcome}`),
    });
  const ids = sandbox.orders.map(({answer}) => answer.order_id);
  assert.deepEqual(await third.pending(), [], because());
  assert.ok(ids.length <= 1, because());
  assert.ok(toldNothing.length === 0 || ids.length === 0, because());
  assert.ok(
    toldOrder.every((id) => ids.includes(id)),
    because(),
  );
  const calls = placed.map(({orderId}) => orderId);
  assert.deepEqual([...new Set(calls)], ids, because());
  // Once more for the browser's details, and where a process has died or has
  // slept through its lease.
  const isDisturbed = scene.death !== undefined || scene.sleeps.length > 0;
  const isLate = placed.some(({details}) => details !== 'browser');
  assert.ok(
    calls.length <= 1 + Number(isDisturbed) + Number(isLate),
    because(),
  );
  const wasReached = [...scene.deeds, ...scene.more].some((deed) =>
    /browser|callback/.test(deed),
  );
  if (ids.length === 0 && wasReached && scene.death === undefined) {
    assert.ok(
      events.some(
        ({type, outcome}) =>
          (type === 'authorization' && outcome === 'refused') ||
          (type === 'order' && outcome !== 'placed'),
      ),
      because(),
    );
  }
  return {orders: ids.length, placed: calls};
}

/** Every call of the storage is a step before which others may come. */
function stepwise(
  storage: KlarnaStorage,
  step: <Result>(work: () => Promise<Result>) => Promise<Result>,
): KlarnaStorage {
  return {
    durable: storage.durable,
    read: (...args) => step(() => storage.read(...args)),
    write: (...args) => step(() => storage.write(...args)),
    due: (...args) => step(() => storage.due(...args)),
    claim: (...args) => step(() => storage.claim(...args)),
    release: (...args) => step(() => storage.release(...args)),
  };
}

/** Until whatever can go on without a step has gone on. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/**
 * Digests are computed in a thread of their own, which may take any time; here
 * nothing goes on of which the scheduler does not know.
 */
function digestAtOnce(): void {
  crypto.subtle.digest = async (_algorithm, data) =>
    new Uint8Array(
      createHash('sha256')
        .update(data as Uint8Array)
        .digest(),
    ).buffer;
}

/** Fails with what plays the scene again. */
export async function runScenes(numRuns: number): Promise<void> {
  digestAtOnce();
  const run = await fc.check(
    fc.asyncProperty(scenes, async (scene) => {
      await play(scene);
    }),
    {numRuns},
  );
  if (run.failed) {
    const [{scheduler: _, ...scene}] = run.counterexample as [Scene];
    throw new Error(
      `seed ${run.seed}, path ${run.counterexamplePath}: ${JSON.stringify(scene)}: ${String(run.errorInstance)}`,
      {cause: run.errorInstance},
    );
  }
}
