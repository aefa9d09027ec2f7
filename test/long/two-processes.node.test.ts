import assert from 'node:assert/strict';
import {fork, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import type {RequestListener} from 'node:http';
import {after, before, describe, test} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {toNodeHandler} from 'srvx/node';

import {createKlarnaSandbox} from '../../src/sandbox/index.js';
import {ada} from '../server/support/cart.js';
import {listen, type Host} from '../server/support/hosts.js';
import {secret, seen} from '../server/support/leaks.js';
import {startRedis, withoutRedis} from '../server/support/redis.js';
import {credentials, sessionIdIn} from '../server/support/shop.js';
import {
  placedList,
  type ShopProcessSettings,
} from '../server/support/shop-process.js';

const script = fileURLToPath(
  new URL('../server/support/shop-process.ts', import.meta.url),
);

interface Order {
  order_id: string;
}

/** A shop in two processes on one Redis, and its Klarna. */
class TwoProcesses {
  readonly #children: ChildProcess[] = [];
  readonly #processes: {child: ChildProcess; origin: string}[] = [];
  /** Settle when a process is there again in place of one that was killed. */
  readonly #restarts: Promise<void>[] = [];
  readonly #redis;
  readonly #klarna: Host;
  readonly #settings: ShopProcessSettings;
  readonly sandbox;
  /** Ids of the orders that Klarna has placed, by authorization token. */
  readonly ordered: Map<string, Set<string>>;
  /** Visitors that are paying just now. */
  readonly underWay = new Set<number>();

  static async start() {
    const sandbox = createKlarnaSandbox({credentials});
    const ordered = new Map<string, Set<string>>();
    const klarna = await listen(
      toNodeHandler(async (request: Request) => {
        const token = /authorizations\/([^/]+)\/order$/.exec(request.url)?.[1];
        const answer = await sandbox.fetch(request);
        if (token && answer.ok) {
          const {order_id} = (await answer.clone().json()) as Order;
          ordered.set(token, (ordered.get(token) ?? new Set()).add(order_id));
          // Leaves time for a race, and for a process to die in between.
          await sleep(10);
        }
        return answer;
      }) as unknown as RequestListener,
    );
    const redis = await startRedis();
    const shop = new TwoProcesses(sandbox, ordered, klarna, redis);
    await Promise.all([shop.startProcess(0), shop.startProcess(1)]);
    return shop;
  }

  private constructor(
    sandbox: ReturnType<typeof createKlarnaSandbox>,
    ordered: Map<string, Set<string>>,
    klarna: Host,
    redis: Awaited<ReturnType<typeof startRedis>>,
  ) {
    this.sandbox = sandbox;
    this.ordered = ordered;
    this.#klarna = klarna;
    this.#redis = redis;
    this.#settings = {
      redis: redis.url,
      klarna: klarna.origin,
      credentials,
      callbackSecret: 'callbackSecretOfTheShop',
    };
    secret(this.#settings.callbackSecret);
  }

  async startProcess(index: number): Promise<void> {
    const child = fork(script, [JSON.stringify(this.#settings)], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#children.push(child);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (text: Buffer) => seen(String(text)));
    }
    const ended = new AbortController();
    child.once('exit', () => ended.abort());
    const [port] = (await once(child, 'message', ended)) as [number];
    this.#processes[index] = {child, origin: `http://127.0.0.1:${port}`};
  }

  /** @param onEnd Told when the process is no more, and before the next is. */
  restart(index: number, onEnd: () => void): Promise<void> {
    const up = end(this.#processes[index]!.child).then(() => {
      onEnd();
      return this.startProcess(index);
    });
    this.#restarts[index] = up;
    return up;
  }

  /** Like a browser, or Klarna, that tries again if nobody answers. */
  async post(
    index: number,
    path: string,
    visitor: number | null,
    body: object,
  ): Promise<{status: number; text: string}> {
    for (let tries = 0; ; tries++) {
      try {
        const response = await fetch(
          `${this.#processes[index]!.origin}/klarna/${path}`,
          {
            method: 'POST',
            headers: {
              'content-type': 'application/json',
              ...(visitor !== null && {
                'x-visitor': `visitor-${visitor}`,
                'x-amount': String(10_000 + visitor * 5),
              }),
            },
            body: JSON.stringify(body),
          },
        );
        const text = await response.text();
        if (response.status !== 200 && response.status !== 204) {
          seen(text);
        }
        if (response.status !== 503 || tries > 50) {
          return {status: response.status, text};
        }
      } catch (error) {
        if (tries > 50) {
          throw error;
        }
        // However long a busy machine takes to start it.
        await this.#restarts[index];
      }
      await sleep(100);
    }
  }

  /** A visitor pays; browser and callback go to different processes. */
  async purchase(visitor: number): Promise<string> {
    const [one, two] = visitor % 2 === 0 ? [0, 1] : [1, 0];
    const session = await this.post(one!, 'session', visitor, {});
    assert.equal(session.status, 200, session.text);
    const {client_token} = JSON.parse(session.text) as {client_token: string};
    const {authorization_token: token} = await this.sandbox.authorize(
      client_token,
      ada,
    );
    assert.ok(token);
    secret(token);

    const browser = this.post(one!, 'order', visitor, {
      authorization_token: token,
      customer_details: ada,
    });
    // Sometimes together, sometimes one well before the other.
    await sleep((visitor % 5) * 3);
    const callback = this.post(
      two!,
      `authorization/${this.#settings.callbackSecret}`,
      null,
      {authorization_token: token, session_id: sessionIdIn(client_token)},
    );
    const late = sleep(20).then(() =>
      this.post(two!, 'order', visitor, {
        authorization_token: token,
        customer_details: ada,
      }),
    );
    const orders = await Promise.all([browser, late]);
    const called = await callback;
    assert.equal(called.status, 204, called.text);
    const ids = orders.map(({status, text}) => {
      assert.equal(status, 200, text);
      return (JSON.parse(text) as Order).order_id;
    });
    assert.equal(ids[0], ids[1]);
    assert.deepEqual([...(this.ordered.get(token) ?? [])], [ids[0]]);
    return ids[0]!;
  }

  /** Visitors that pay, some at the same time. */
  async purchases(
    count: number,
    done: (count: number) => void = () => {},
  ): Promise<string[]> {
    const ids: string[] = [];
    let next = 0;
    const lane = async () => {
      while (next < count) {
        const visitor = next++;
        this.underWay.add(visitor);
        ids[visitor] = await this.purchase(visitor);
        this.underWay.delete(visitor);
        done(ids.filter(Boolean).length);
      }
    };
    await Promise.all(Array.from({length: 12}, lane));
    return ids;
  }

  async placed(): Promise<
    {orderId: string; visitor: string; amount: number}[]
  > {
    const client = await this.#redis.connect();
    const entries = await client.lRange(placedList, 0, -1);
    await client.close();
    return entries.map((entry) => JSON.parse(entry) as never);
  }

  async stop(): Promise<void> {
    // Also one that is only starting, after a test that has failed.
    await Promise.all(this.#children.map(end));
    await this.#klarna.stop();
    await this.#redis.stop();
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

describe('two processes on one Redis', () => {
  const skip = withoutRedis;
  const count = 1000;
  let shop: TwoProcesses | undefined;
  before(async () => {
    shop = skip ? undefined : await TwoProcesses.start();
  });
  after(() => shop?.stop());

  test(
    `make one order of each of ${count} authorizations, though one is killed amid them`,
    {skip},
    async () => {
      assert.ok(shop);
      const {underWay} = shop;
      const disturbed = new Set<number>();
      const note = () => underWay.forEach((visitor) => disturbed.add(visitor));
      let restarted: Promise<void> | undefined;
      const ids = await shop.purchases(count, (done) => {
        if (done >= count / 2 && !restarted) {
          note();
          restarted = shop!.restart(1, note);
        }
      });
      assert.ok(restarted, 'nobody was killed');
      await restarted;

      assert.equal(new Set(ids).size, count);
      assert.equal(shop.ordered.size, count);
      assert.equal(shop.sandbox.orders.length, count);

      const placed = await shop.placed();
      ids.forEach((orderId, visitor) => {
        const calls = placed.filter((call) => call.orderId === orderId);
        for (const call of calls) {
          assert.deepEqual(call, {
            orderId,
            visitor: `visitor-${visitor}`,
            amount: 10_000 + visitor * 5,
          });
        }
        // Who died may not have come to note that the shop has the order.
        const most = disturbed.has(visitor) ? 2 : 1;
        assert.ok(
          calls.length >= 1 && calls.length <= most,
          `placed was called ${calls.length} times for visitor ${visitor}`,
        );
      });
      const known = new Set(ids);
      assert.ok(placed.every(({orderId}) => known.has(orderId)));
    },
  );
});
