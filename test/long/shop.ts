import {fork, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import type {RequestListener} from 'node:http';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {toNodeHandler} from 'srvx/node';

import {createKlarnaSandbox} from '../../src/sandbox/index.js';
import type {KlarnaOpenWork} from '../../src/server/index.js';
import {listen, type Host} from '../server/support/hosts.js';
import type {Place} from '../server/support/places.js';
import {credentials} from '../server/support/shop.js';
import type {Ask, Entry, ShopProcessSettings} from './shop-process.js';

const script = fileURLToPath(new URL('shop-process.ts', import.meta.url));

/** Two processes, as the index of either. */
export type Side = 0 | 1;
export const sides: readonly Side[] = [0, 1];

/** A call of the shop's `placed`, as its books have it. */
export interface PlacedCall {
  orderId: string;
  details: string;
  /** Milliseconds of this process. */
  at: number;
}

interface ShopProcess {
  child: ChildProcess;
  origin: string;
}

/** A shop in two processes on one storage, its books, and its Klarna. */
export class Shop {
  readonly sandbox = createKlarnaSandbox({credentials});
  /** Ids that Klarna has answered, by authorization token. */
  readonly ordered = new Map<string, Set<string>>();
  readonly placed: PlacedCall[] = [];
  /** What was told of a session, as `type outcome`. */
  readonly events = new Map<string, Set<string>>();
  readonly callbackSecret = 'callbackSecretOfTheShop';
  /** Milliseconds that a callback waits for its browser. */
  readonly callbackPatience = 3000;

  readonly #places: readonly Place[];
  readonly #processes = new Map<Side, ShopProcess>();
  readonly #children: ChildProcess[] = [];
  #klarna: Host | undefined;
  #books: Host | undefined;

  /** @param places How either process finds the storage. */
  constructor(places: readonly [Place, Place]) {
    this.#places = places;
  }

  async open(): Promise<void> {
    this.#klarna = await serve(async (request) => {
      const token = /authorizations\/([^/]+)\/order$/.exec(request.url)?.[1];
      // On the way there and back something else may happen.
      await sleep(Math.random() * 30);
      const answer = await this.sandbox.fetch(request);
      if (token && answer.ok) {
        const {order_id} = (await answer.clone().json()) as {
          order_id: string;
        };
        const ids = this.ordered.get(token) ?? new Set();
        this.ordered.set(token, ids.add(order_id));
        await sleep(Math.random() * 30);
      }
      return answer;
    });
    this.#books = await serve(async (request) => {
      this.#enter((await request.json()) as Entry);
      return new Response(null, {status: 204});
    });
    await Promise.all(sides.map((side) => this.start(side)));
  }

  #enter(entry: Entry): void {
    if (entry.kind === 'placed') {
      const {orderId, details} = entry;
      this.placed.push({orderId, details, at: performance.now()});
      return;
    }
    const {sessionId = '', type, outcome} = entry;
    const told = this.events.get(sessionId) ?? new Set();
    this.events.set(sessionId, told.add(`${type} ${outcome}`));
  }

  /** Starts a process, also in place of one that was killed. */
  async start(side: Side): Promise<void> {
    const place = this.#places[side];
    if (!place || !this.#klarna || !this.#books) {
      throw new Error('the shop is not open');
    }
    const settings: ShopProcessSettings = {
      place,
      klarna: this.#klarna.origin,
      books: this.#books.origin,
      credentials,
      callbackSecret: this.callbackSecret,
      callbackPatience: this.callbackPatience,
    };
    const child = fork(script, [JSON.stringify(settings)], {
      execArgv: ['--import', 'tsx'],
    });
    this.#children.push(child);
    const [{port}] = (await once(child, 'message')) as [{port: number}];
    this.#processes.set(side, {child, origin: `http://127.0.0.1:${port}`});
  }

  signal(side: Side, signal: NodeJS.Signals): void {
    this.#processOn(side).child.kill(signal);
  }

  async kill(side: Side): Promise<void> {
    await end(this.#processOn(side).child);
  }

  originOf(side: Side): string {
    return this.#processOn(side).origin;
  }

  /** What is open, by the shop's clock as it is later. */
  pending(side: Side, later: number): Promise<KlarnaOpenWork[]> {
    return this.#ask(side, {ask: 'pending', later});
  }

  recover(side: Side, later: number): Promise<unknown> {
    return this.#ask(side, {ask: 'recover', later});
  }

  async close(): Promise<void> {
    // Also one that is only starting, after a test that has failed.
    await Promise.all(this.#children.map(end));
    await this.#klarna?.stop();
    await this.#books?.stop();
  }

  async #ask<Answer>(side: Side, ask: Ask): Promise<Answer> {
    const {child} = this.#processOn(side);
    const answered = once(child, 'message');
    child.send(ask);
    const [{answer, error}] = (await answered) as [
      {answer: Answer; error?: string},
    ];
    if (error !== undefined) throw new Error(error);
    return answer;
  }

  #processOn(side: Side): ShopProcess {
    const process = this.#processes.get(side);
    if (!process) throw new Error('there is no such process');
    return process;
  }
}

/** Whoever is killed while sending is not heard. */
function serve(
  handler: (request: Request) => Promise<Response>,
): Promise<Host> {
  const forgiving = (request: Request) =>
    handler(request).catch(() => new Response(null, {status: 500}));
  return listen(toNodeHandler(forgiving) as unknown as RequestListener);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
