import {within, type Clock} from '../clock.js';

/** Milliseconds that an answer waits for what need not be done by then. */
const lingering = 1_000;

/** What goes on without anybody waiting for its end. */
export class Background {
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  readonly #tasks = new Set<Promise<unknown>>();

  /** @param onError Told of what nobody else hears of. */
  constructor(clock: Clock, onError: (error: unknown) => void) {
    this.#clock = clock;
    this.#onError = onError;
  }

  /** Remembers the task for as long as it takes. */
  track<Result>(task: Promise<Result>): Promise<Result> {
    const settled = task
      .catch(() => {})
      .finally(() => this.#tasks.delete(settled));
    this.#tasks.add(settled);
    return task;
  }

  /** Leaves the task to itself. */
  run(work: () => Promise<unknown>): Promise<void> {
    return this.track(work().then(() => {}, this.#onError));
  }

  /** Waits for the task, but not for long. */
  async linger(work: () => Promise<unknown>): Promise<void> {
    await within(this.#clock, lingering, this.run(work));
  }

  /** Resolves when nothing is in flight any more. */
  async settled(): Promise<void> {
    while (this.#tasks.size > 0) {
      await Promise.all(this.#tasks);
    }
  }
}
