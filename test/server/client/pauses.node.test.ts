import assert from 'node:assert/strict';
import {describe, it, test, type TestContext} from 'node:test';

import {KlarnaPaymentsClient} from '../../../src/server/client/client.js';
import {VirtualClock} from '../visits/virtual-clock.js';
import {credentials, order} from './klarna-that.js';

// Without a network, so that the timers seen here are those of the client.

const timeout = 8000;

/** A client whose calls get these answers, the last one for ever. */
function clientOf(...answers: readonly (() => Response)[]) {
  let attempts = 0;
  const client = new KlarnaPaymentsClient({
    credentials,
    baseUrl: 'http://127.0.0.1:9',
    timeout,
    fetch: async () => {
      const answer = answers[Math.min(attempts, answers.length - 1)]!;
      attempts += 1;
      return answer();
    },
  });
  return {client, attempts: () => attempts};
}

/** The delays that timers were asked for, without those of the whole call. */
function pausesOf(test: TestContext): () => number[] {
  const timer = test.mock.method(globalThis, 'setTimeout');
  return () =>
    timer.mock.calls
      .map(({arguments: [, delay]}) => delay ?? 0)
      .filter((delay) => delay > 0 && delay !== timeout);
}

const unavailable = () => new Response(null, {status: 503});
const created = () => Response.json({session_id: 'a', client_token: 'b'});
const limited = (seconds: string) => () =>
  new Response(null, {status: 429, headers: {'x-ratelimit-reset': seconds}});

describe('the pause before another try', () => {
  it('grows', async (test) => {
    const pauses = pausesOf(test);
    const {client} = clientOf(unavailable);
    await assert.rejects(client.readSession('session'), {status: 503});
    const [first, second] = pauses();
    assert.ok(first! >= 125 && first! <= 250, `first ${first}`);
    assert.ok(second! >= 250 && second! <= 500, `second ${second}`);
    assert.equal(pauses().length, 2);
  });

  it('goes by the clock that is given, as does the time of the call', async () => {
    const pauses: number[] = [];
    class Clock extends VirtualClock {
      override after(milliseconds: number, run: () => void) {
        if (milliseconds !== timeout) {
          pauses.push(milliseconds);
          setImmediate(() => this.advance(milliseconds));
        }
        return super.after(milliseconds, run);
      }
    }
    const answers = [unavailable, unavailable, created];
    const client = new KlarnaPaymentsClient(
      {
        credentials,
        baseUrl: 'http://127.0.0.1:9',
        timeout,
        fetch: async () => answers.shift()!(),
      },
      new Clock(),
    );
    await client.updateSession('session', order);
    const [first, second, ...others] = pauses;
    assert.ok(first! >= 125 && first! <= 250, `first ${first}`);
    assert.ok(second! >= 250 && second! <= 500, `second ${second}`);
    assert.deepEqual(others, []);
  });

  it('is as long as the rate limit says', async (test) => {
    const pauses = pausesOf(test);
    const {client} = clientOf(limited('1'), created);
    await client.createSession(order);
    const [pause] = pauses();
    assert.ok(pause! >= 1000 && pause! <= 1100, `waited ${pause}`);
  });

  it('is as long as a gateway says, in seconds or by a date', async (test) => {
    test.mock.method(Date, 'now', () => Date.parse('2026-11-28T12:00:00Z'));
    for (const [stated, least] of [
      ['2', 2000],
      ['Sat, 28 Nov 2026 12:00:03 GMT', 3000],
      ['Sat, 28 Nov 2026 11:00:00 GMT', 0],
      ['tomorrow', 125],
    ] as const) {
      const pauses = pausesOf(test);
      const {client} = clientOf(
        () =>
          new Response(null, {status: 503, headers: {'retry-after': stated}}),
        () => new Response(null, {status: 204}),
      );
      const call = client.updateSession('session', order);
      await call;
      const [pause] = pauses();
      assert.ok(
        pause! >= least && pause! <= least + 250,
        `${stated}: waited ${pause}`,
      );
      test.mock.restoreAll();
      test.mock.method(Date, 'now', () => Date.parse('2026-11-28T12:00:00Z'));
    }
  });

  it('is not begun if the time of the call does not allow it', async (test) => {
    const pauses = pausesOf(test);
    const {client, attempts} = clientOf(limited('60'));
    await assert.rejects(client.createSession(order), {
      kind: 'refused',
      status: 429,
      retryAfter: 60,
    });
    assert.deepEqual(pauses(), []);
    assert.equal(attempts(), 1);
  });
});

test('the time of a call covers all tries together', async (t) => {
  let time = 0;
  t.mock.timers.enable({apis: ['setTimeout']});
  t.mock.method(performance, 'now', () => time);
  const pass = (milliseconds: number) => {
    time += milliseconds;
    t.mock.timers.tick(milliseconds);
  };
  // Either try fits into it.
  const answer = (reply: () => Response) => () => {
    pass(timeout * 0.6);
    return reply();
  };
  const {client, attempts} = clientOf(answer(unavailable), answer(created));
  let over = false;
  const call = client.updateSession('session', order).finally(() => {
    over = true;
  });
  call.catch(() => {});
  while (!over) {
    await new Promise((resolve) => setImmediate(resolve));
    pass(50);
  }
  await assert.rejects(call, {kind: 'timeout'});
  assert.equal(attempts(), 2);
});

test('a call has ten seconds where nothing else is said', async () => {
  const clock = new VirtualClock();
  const client = new KlarnaPaymentsClient(
    {
      credentials,
      baseUrl: 'http://127.0.0.1:9',
      fetch: () => new Promise<never>(() => {}),
    },
    clock,
  );
  let isOver = false;
  const call = client.readSession('session').catch((error: unknown) => {
    isOver = true;
    throw error;
  });
  call.catch(() => {});
  clock.advance(9_999);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(isOver, false);
  clock.advance(1);
  await assert.rejects(call, {kind: 'timeout'});
});
