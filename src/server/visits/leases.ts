import {busy} from '../http/problems.js';
import type {KlarnaStorage} from '../storage/storage.js';
import {sleep, type Clock} from '../clock.js';
import type {Patience} from './patience.js';

/** Milliseconds after which the lease of a process that died lapses. */
const lapse = 20_000;
/** Milliseconds between renewals while the work goes on. */
const renewal = 5_000;
/**
 * Milliseconds after which it is not renewed any more: longer than a shop's
 * function may take, and not for ever, for work may hang in a storage that
 * never answers.
 */
const longestHeld = 360_000;
/** Milliseconds between two tries to get a lease that another holder has. */
const pauses = {first: 10, longest: 250};

/** What keeps others from doing the same work. */
export interface Lease {
  /** Gives it back. */
  release(): Promise<void>;
  /** Lets it lapse: nobody will ask for it any more. */
  drop(): void;
}

/**
 * Leases spare work: whoever has none may do everything as well, for what is
 * true is what the records say.
 */
export class Leases {
  readonly #storage: KlarnaStorage;
  readonly #clock: Clock;

  constructor(storage: KlarnaStorage, clock: Clock) {
    this.#storage = storage;
    this.#clock = clock;
  }

  /** Nothing if another holder has it. */
  async take(key: string): Promise<Lease | undefined> {
    const holder = crypto.randomUUID();
    if (!(await this.#storage.claim(key, holder, lapse))) {
      return undefined;
    }
    const until = this.#clock.elapsed() + longestHeld;
    let stop = () => {};
    const renewLater = () => {
      if (this.#clock.elapsed() >= until) {
        return;
      }
      stop = this.#clock.after(
        renewal,
        () => {
          // One that fails is tried again long before the lease lapses.
          this.#storage.claim(key, holder, lapse).catch(() => {});
          renewLater();
        },
        {unref: true},
      );
    };
    renewLater();
    return {
      release: async () => {
        stop();
        // What cannot be released lapses; the work is done all the same.
        await this.#storage.release(key, holder).catch(() => {});
      },
      drop: () => stop(),
    };
  }

  /**
   * Waits for the lease.
   *
   * @param isSettled Whether there is nothing left to wait for.
   * @returns Nothing if there is not.
   * @throws ProblemError `busy` if patience is over before.
   */
  async wait(
    key: string,
    patience: Patience,
    isSettled: () => Promise<boolean> = async () => false,
  ): Promise<Lease | undefined> {
    for (let pause = pauses.first; ; pause = longer(pause)) {
      const lease = await this.take(key);
      if (lease || (await isSettled())) {
        return lease;
      }
      if (patience.isOver) {
        throw busy(1);
      }
      // Spread out, lest two processes keep asking in step.
      await sleep(this.#clock, pause * (0.5 + Math.random()));
    }
  }
}

function longer(pause: number): number {
  return Math.min(pause * 1.5, pauses.longest);
}

/** One at a time per key within this process, in the order of arrival. */
export class Turns {
  readonly #tails = new Map<string, Promise<unknown>>();

  async take<Result>(
    key: string,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const before = this.#tails.get(key);
    const turn = before ? before.then(work, work) : work();
    const tail = turn.catch(() => {});
    this.#tails.set(key, tail);
    try {
      return await turn;
    } finally {
      if (this.#tails.get(key) === tail) {
        this.#tails.delete(key);
      }
    }
  }
}
