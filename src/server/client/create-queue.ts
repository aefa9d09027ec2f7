import {sleep, type Clock} from '../clock.js';
import {busy} from '../http/problems.js';
import type {KlarnaStorage} from '../storage/storage.js';

/** Milliseconds that a create may wait for its turn. */
const longestWait = 10_000;
/** Milliseconds by which clocks of two processes may differ. */
const skew = 2_000;
/** One client has at most this part of the queue. */
const parts = 5;

/** A create that waits for its turn. */
interface Waiter {
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Keeps the creates of all processes below Klarna's limit per second, which is
 * one per merchant account. Time is cut into slots, one create each; a slot is
 * taken by an atomic claim that is never given back.
 *
 * Whoever waits in this process waits in a queue that is bounded, some 40
 * creates on playground and some 370 live. It is fair between clients: they
 * come in turn, and none may have more than a fifth of it, counting also what
 * it was given in the last 10 seconds.
 */
export class CreateQueue {
  readonly #storage: Pick<KlarnaStorage, 'claim'>;
  readonly #spacing: number;
  readonly #clock: Clock;
  readonly #lines = new Map<string, Line>();

  /**
   * @param perSecond What Klarna allows in any second; at least 2.
   * @param clock The real time, for Klarna goes by no other.
   */
  constructor(
    storage: Pick<KlarnaStorage, 'claim'>,
    perSecond: number,
    clock: Clock,
  ) {
    this.#storage = storage;
    this.#clock = clock;
    // A second touches one slot more than fit into it; 4 % for the network.
    this.#spacing = 1040 / (perSecond - 1);
  }

  /**
   * Resolves when it is this create's turn.
   *
   * @param account Id of the merchant account.
   * @param client Whoever must not take all turns; stays in this process.
   * @throws ProblemError `busy` if the queue, or the client's part of it, is
   *     full.
   */
  turn(account: string, client: string): Promise<void> {
    let line = this.#lines.get(account);
    if (!line) {
      line = new Line(this.#storage, this.#clock, account, this.#spacing);
      this.#lines.set(account, line);
    }
    return line.turn(client);
  }
}

/** The queue of one account. */
class Line {
  readonly #storage: Pick<KlarnaStorage, 'claim'>;
  readonly #clock: Clock;
  readonly #account: string;
  readonly #spacing: number;
  readonly #length: number;
  /** Clients in the order of their turns. */
  readonly #waiting = new Map<string, Waiter[]>();
  /** When clients had their last turns. */
  readonly #turns = new Map<string, number[]>();
  #next = 0;
  #isMoving = false;

  constructor(
    storage: Pick<KlarnaStorage, 'claim'>,
    clock: Clock,
    account: string,
    spacing: number,
  ) {
    this.#storage = storage;
    this.#clock = clock;
    this.#account = account;
    this.#spacing = spacing;
    this.#length = Math.floor(longestWait / spacing);
  }

  turn(client: string): Promise<void> {
    const own = this.#waiting.get(client) ?? [];
    const before = this.#turnsOf(client);
    if (own.length + before.length >= Math.floor(this.#length / parts)) {
      const now = this.#clock.now();
      const [first = now] = before;
      return Promise.reject(busy((first + longestWait - now) / 1000));
    }
    const all = [...this.#waiting.values()].reduce(
      (sum, {length}) => sum + length,
      0,
    );
    if (all >= this.#length) {
      return Promise.reject(busy(this.#spacing / 1000));
    }
    const turn = this.#wait(client, own);
    void this.#move();
    return turn;
  }

  #wait(client: string, own: Waiter[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (outcome: () => void) => {
        stop();
        outcome();
      };
      const waiter: Waiter = {
        resolve: () => settle(resolve),
        reject: (error) => settle(() => reject(error as Error)),
      };
      // Other processes may have taken the slots meanwhile.
      const stop = this.#clock.after(longestWait, () => {
        own.splice(own.indexOf(waiter), 1);
        if (own.length === 0) {
          this.#waiting.delete(client);
        }
        reject(busy(1));
      });
      own.push(waiter);
      this.#waiting.set(client, own);
    });
  }

  /** Gives out one slot after the other, as long as somebody waits. */
  async #move(): Promise<void> {
    if (this.#isMoving) {
      return;
    }
    this.#isMoving = true;
    while (this.#waiting.size > 0) {
      try {
        await this.#slot();
        this.#first()?.resolve();
      } catch (error) {
        this.#first()?.reject(error);
      }
    }
    this.#isMoving = false;
  }

  /** Resolves when a slot has come that nobody else has. */
  async #slot(): Promise<void> {
    const spacing = this.#spacing;
    for (;;) {
      const now = this.#clock.now();
      const slot = Math.max(Math.floor(now / spacing), this.#next);
      const wait = slot * spacing - now;
      if (wait > longestWait) {
        // Nobody looks as far ahead: the clock has been put back.
        this.#next = 0;
        continue;
      }
      this.#next = slot + 1;
      const key = `create:${this.#account}:${slot}`;
      const ttl = Math.max(wait, 0) + spacing + skew;
      if (await this.#storage.claim(key, crypto.randomUUID(), ttl)) {
        const left = slot * spacing - this.#clock.now();
        if (left > 0) {
          await sleep(this.#clock, left);
        }
        return;
      }
    }
  }

  /** Whose turn it is. The client then waits until all others have had one. */
  #first(): Waiter | undefined {
    const [first] = this.#waiting;
    if (!first) {
      return undefined;
    }
    const [client, own] = first;
    const waiter = own.shift();
    this.#waiting.delete(client);
    if (own.length > 0) {
      this.#waiting.set(client, own);
    }
    this.#turns.set(client, [...this.#turnsOf(client), this.#clock.now()]);
    return waiter;
  }

  #turnsOf(client: string): readonly number[] {
    const since = this.#clock.now() - longestWait;
    for (const [each, times] of this.#turns) {
      const recent = times.filter((time) => time > since);
      if (recent.length === 0) {
        this.#turns.delete(each);
      } else if (recent.length < times.length) {
        this.#turns.set(each, recent);
      }
    }
    return this.#turns.get(client) ?? [];
  }
}
