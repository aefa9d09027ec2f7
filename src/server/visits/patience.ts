import {busy} from '../http/problems.js';
import type {Clock} from '../clock.js';

/**
 * Bounds an answer where the shop's functions or the storage are slow. The
 * work itself goes on: what it has begun is not undone by a caller who leaves.
 * Klarna's calls have a time of their own and are not counted.
 */
export interface Patience {
  readonly isOver: boolean;
  /** Does something whose time does not count. */
  outside<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** Of work that nobody waits for: it waits for nobody either. */
export const noPatience: Patience = {
  isOver: true,
  outside: (work) => work(),
};

/** The patience of one request. */
export class RequestPatience<Answer> implements Patience {
  /** What may be answered when patience is over: the order is there. */
  standing: Answer | undefined;

  readonly #clock: Clock;
  #left: number;
  #since = 0;
  #stop: (() => void) | undefined;
  #isOver = false;
  #giveUp: () => void = () => {};
  #pauses = 0;

  /** @param milliseconds How long an answer may take. */
  constructor(milliseconds: number, clock: Clock) {
    this.#clock = clock;
    this.#left = milliseconds;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /**
   * The answer of the work, or what stands when patience is over.
   *
   * @throws ProblemError `busy` if nothing stands by then.
   */
  async bound(work: () => Promise<Answer>): Promise<Answer> {
    const over = new Promise<Answer>((resolve, reject) => {
      this.#giveUp = () => {
        this.#isOver = true;
        if (this.standing === undefined) {
          reject(busy(1));
        } else {
          resolve(this.standing);
        }
      };
    });
    this.#resume();
    try {
      return await Promise.race([work(), over]);
    } finally {
      this.#pause();
      // Whatever is still waiting for something need not wait any longer.
      this.#isOver = true;
    }
  }

  async outside<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#pauses++;
    this.#pause();
    try {
      return await work();
    } finally {
      this.#pauses--;
      if (this.#pauses === 0 && !this.#isOver) {
        this.#resume();
      }
    }
  }

  #resume(): void {
    this.#since = this.#clock.elapsed();
    this.#stop = this.#clock.after(this.#left, this.#giveUp);
  }

  #pause(): void {
    if (this.#stop) {
      this.#stop();
      this.#stop = undefined;
      const spent = this.#clock.elapsed() - this.#since;
      this.#left = Math.max(0, this.#left - spent);
    }
  }
}
