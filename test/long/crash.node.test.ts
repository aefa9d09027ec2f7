import assert from 'node:assert/strict';
import {describe, test} from 'node:test';

import {memoryStorage} from '../../src/server/index.js';
import {okIn, openShop} from '../server/support/shop.js';

/** Does nothing any more once its time has come. */
class Mortal {
  #left = Infinity;
  #dead = false;
  steps = 0;

  dieAt(step: number): void {
    this.#left = step;
    this.steps = 0;
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** Even steps are before, odd ones after what is done has its effect. */
  async do<Result>(effect: () => Promise<Result>): Promise<Result> {
    this.#step();
    const result = await effect();
    this.#step();
    return result;
  }

  #step(): void {
    if (this.#dead || this.steps++ === this.#left) {
      this.#dead = true;
      throw new Error('the process is dead');
    }
  }
}

/** A shop of which the first process dies, and who comes after it. */
async function crash(step: number, arrivals: string[]) {
  const life = new Mortal();
  const memory = memoryStorage();
  const recorded: string[] = [];
  let claims = memoryStorage();
  let ordered = false;
  const storage = {
    ...memory,
    claim: (...args: Parameters<typeof memory.claim>) => claims.claim(...args),
    release: (...args: Parameters<typeof memory.release>) =>
      claims.release(...args),
  };
  const placed = async ({orderId}: {orderId: string}) => {
    recorded.push(orderId);
  };
  const shop = openShop({storage, placed});
  const {token, sessionId} = await shop.authorize();
  const path = shop.callbackPath();
  const body = {authorization_token: token, session_id: sessionId};

  const mortal = shop.process({
    storage: Object.fromEntries(
      Object.entries(storage).map(([name, method]) => [
        name,
        typeof method === 'function'
          ? (...args: never[]) =>
              life.do(() => (method as (...args: never[]) => never)(...args))
          : method,
      ]),
    ) as unknown as typeof storage,
    placed: (event) => life.do(() => placed(event)),
    // The dead do not try again for long.
    timeout: 50,
    fetch: (request) =>
      life.do(async () => {
        const answer = await shop.sandbox.fetch(request);
        ordered ||= request.url.endsWith('/order') && answer.ok;
        return answer;
      }),
  });
  life.dieAt(step);
  const [first, ...rest] = arrivals;
  const send = (process: typeof mortal, arrival: string | undefined) =>
    arrival === 'callback'
      ? shop.postTo(process, path, body, null)
      : shop.postTo(
          process,
          `/klarna/${arrival === 'visit' ? 'session' : 'order'}`,
          body,
        );
  await send(mortal, first);
  await mortal.close();
  const {dead} = life;

  // The claim of the dead lapses.
  claims = memoryStorage();
  const survivor = shop.process();
  for (const arrival of rest) {
    const {status} = await send(survivor, arrival);
    await survivor.close();
    // Who only comes by is told of the order.
    const isTold = arrival === 'visit' && status === 409;
    assert.ok(status < 300 || isTold, `${arrival}: ${status}`);
  }
  if (ordered && rest.length > 0) {
    assert.notEqual(recorded.length, 0, 'the order is recorded by now');
  }
  const {order_id} = await okIn<{order_id: string}>(
    await send(survivor, 'browser'),
  );
  const calls = recorded.length;
  await send(survivor, 'callback');
  await send(survivor, 'visit');
  await survivor.close();

  assert.deepEqual([...new Set(recorded)], [order_id]);
  assert.ok(calls === 1 || (dead && calls === 2), `placed ${calls} times`);
  assert.equal(recorded.length, calls);
  return dead;
}

describe('a process that dies at any step of an order', () => {
  for (const arrivals of [
    ['browser'],
    ['browser', 'callback'],
    ['browser', 'visit'],
    ['callback'],
    ['callback', 'callback'],
  ]) {
    test(`leaves one order to whoever comes next: ${arrivals.join(', ')}`, async () => {
      let step = 0;
      while (await crash(step, arrivals)) {
        step++;
      }
      assert.ok(step > 15, `there are only ${step} steps`);
    });
  }
});
