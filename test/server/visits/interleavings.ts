import assert from 'node:assert/strict';

import fc from 'fast-check';

import {createKlarnaSandbox} from '../../../src/sandbox/index.js';
import {
  memoryStorage,
  type KlarnaMerchantEvent,
  type KlarnaStorage,
} from '../../../src/server/index.js';
import {openMerchant} from '../../../src/server/merchant.js';
import {ada, cart} from '../support/cart.js';
import {digestAtOnce} from './digest-at-once.js';
import {scenes, type Deed, type Scene, type Trouble} from './scenes.js';
import {VirtualClock} from './virtual-clock.js';

const credentials = {username: 'K123456_0a1b', password: 'sekret'};

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
  /** What the kit has promised never to do. */
  const broken: string[] = [];
  let isTroubled = trouble !== 'none';
  let calls = 0;
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

  const troubledCall = async <Result>(
    call: keyof KlarnaStorage,
    work: () => Promise<Result>,
  ): Promise<Result> => {
    const isIt =
      isPlaying &&
      !isFree &&
      trouble.startsWith(call) &&
      calls++ >= scene.troubled &&
      once(trouble);
    if (isIt && trouble !== 'write unanswered') {
      throw new Error('the storage is out of reach');
    }
    const result = await work();
    if (isIt) {
      throw new Error('the storage has not answered');
    }
    return result;
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
        storage: stepwise(storage, (call, work) =>
          step(who, () => troubledCall(call, work)),
        ),
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
            if (isOrder && trouble === 'order refused') {
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
  /** Only what the shop's own function has thrown is the shop's failure. */
  const toldFailed: string[] = [];
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
        if (answer.status === 500 && trouble !== 'placed fails') {
          toldFailed.push(text);
        }
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
    act(merchant, deed).then(
      () => running--,
      (error: unknown) => {
        running--;
        broken.push(`${deed} rejects: ${String(error)}`);
      },
    );
  };
  run(first, scene.deeds[0]);
  run(second, scene.deeds[1]);
  scene.more.forEach((deed, index) => run(index % 2 ? second : first, deed));
  for (const sleep of scene.sleeps) {
    scheduler.schedule(Promise.resolve(), `sleep ${sleep}`).then(
      () => clock.advance(sleep),
      (error: unknown) => broken.push(String(error)),
    );
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

  /** Whatever has been begun, while nothing stands in its way. */
  const settled = async <Result>(work: Promise<Result>): Promise<Result> => {
    let isSettled = false;
    const mark = () => (isSettled = true);
    work.then(mark, mark);
    for (let rounds = 0; rounds < 1_000; rounds++) {
      await quiet();
      if (scheduler.count() > 0) {
        await scheduler.waitOne();
      } else if (isSettled) {
        return work;
      } else {
        clock.skip();
      }
    }
    throw new Error('it does not come to an end');
  };

  // Nobody comes back; five minutes pass, and somebody looks every minute.
  isFree = true;
  await settled(Promise.resolve());
  const third = open('third');
  for (let minute = 0; minute < 5; minute++) {
    clock.advance(60_000);
    await settled(third.recover());
  }
  const left = await settled(third.pending());

  const because = () =>
    JSON.stringify({
      toldNothing,
      toldOrder,
      toldFailed,
      broken,
      placed,
      orders: sandbox.orders.length,
      events: events.map(({type, outcome}) => `${type} ${outcome}`),
    });
  const ids = sandbox.orders.map(({answer}) => answer.order_id);
  assert.deepEqual(broken, [], because());
  assert.deepEqual(toldFailed, [], because());
  assert.deepEqual(left, [], because());
  assert.ok(ids.length <= 1, because());
  assert.ok(toldNothing.length === 0 || ids.length === 0, because());
  assert.ok(
    toldOrder.every((id) => ids.includes(id)),
    because(),
  );
  const told = placed.map(({orderId}) => orderId);
  assert.deepEqual([...new Set(told)], ids, because());
  // Once more for the browser's details, and where a process has died or has
  // slept through its lease.
  const isDisturbed = scene.death !== undefined || scene.sleeps.length > 0;
  const isLate = placed.some(({details}) => details !== 'browser');
  assert.ok(told.length <= 1 + Number(isDisturbed) + Number(isLate), because());
  const wasReached = [...scene.deeds, ...scene.more].some((deed) =>
    /browser|callback/.test(deed),
  );
  if (ids.length === 0 && wasReached && scene.death === undefined) {
    assert.ok(
      events.some(
        ({type, outcome}) =>
          (type === 'authorization' && outcome === 'refused') ||
          (type === 'order' && outcome !== 'placed') ||
          // Nobody could look; the shopper was told to try again.
          (type === 'request' && outcome === 'problem'),
      ),
      because(),
    );
  }
  return {orders: ids.length, placed: told};
}

/** Every call of the storage is a step before which others may come. */
function stepwise(
  storage: KlarnaStorage,
  step: <Result>(
    call: keyof KlarnaStorage,
    work: () => Promise<Result>,
  ) => Promise<Result>,
): KlarnaStorage {
  return {
    durable: storage.durable,
    read: (...args) => step('read', () => storage.read(...args)),
    write: (...args) => step('write', () => storage.write(...args)),
    due: (...args) => step('due', () => storage.due(...args)),
    claim: (...args) => step('claim', () => storage.claim(...args)),
    release: (...args) => step('release', () => storage.release(...args)),
  };
}

/** Until whatever can go on without a step has gone on. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/**
 * Takes the place of what would make a scene another one when it is played
 * again. What nobody waited for is a failure of the scene, too, and not one of
 * the whole file.
 *
 * @returns How to undo it.
 */
function enclose(onUnhandled: (error: unknown) => void): () => void {
  const {random} = Math;
  const restore = digestAtOnce();
  process.on('unhandledRejection', onUnhandled);
  return () => {
    restore();
    Math.random = random;
    process.off('unhandledRejection', onUnhandled);
  };
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function chanceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Plays so many scenes.
 *
 * @param seed Of a run that has failed, to play it again.
 * @throws Error with the seed and the scene that fails.
 */
export async function runScenes(numRuns: number, seed?: number): Promise<void> {
  const unhandled: unknown[] = [];
  const restore = enclose((error) => unhandled.push(error));
  try {
    const run = await fc.check(
      fc.asyncProperty(scenes, async (scene) => {
        Math.random = chanceOf(scene.chance);
        await play(scene);
        assert.deepEqual(unhandled.splice(0), []);
      }),
      {numRuns, ...(seed !== undefined && {seed})},
    );
    if (run.failed) {
      const [{scheduler: _, ...scene}] = run.counterexample as [Scene];
      throw new Error(
        `seed ${run.seed}, path ${run.counterexamplePath}: ${JSON.stringify(scene)}: ${String(run.errorInstance)}`,
        {cause: run.errorInstance},
      );
    }
  } finally {
    restore();
  }
}
