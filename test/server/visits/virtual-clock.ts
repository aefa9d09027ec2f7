import type {Clock} from '../../../src/server/clock.js';

/** Time that passes only when it is told to. */
export class VirtualClock implements Clock {
  #now = 1_700_000_000_000;
  readonly #timers = new Map<symbol, {at: number; run: () => void}>();

  now(): number {
    return this.#now;
  }

  elapsed(): number {
    return this.#now;
  }

  after(milliseconds: number, run: () => void): () => void {
    const id = Symbol('timer');
    this.#timers.set(id, {at: this.#now + milliseconds, run});
    return () => this.#timers.delete(id);
  }

  /** Lets time pass, with all that is due meanwhile in its order. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const [next] = [...this.#timers]
        .filter(([, {at}]) => at <= end)
        .toSorted(([, one], [, other]) => one.at - other.at);
      if (!next) {
        this.#now = end;
        return;
      }
      const [id, {at, run}] = next;
      this.#timers.delete(id);
      this.#now = Math.max(this.#now, at);
      run();
    }
  }

  /** Goes to where the next thing is due; false if nothing is, ever. */
  skip(): boolean {
    const next = Math.min(...[...this.#timers.values()].map(({at}) => at));
    if (next === Infinity) {
      return false;
    }
    this.advance(Math.max(0, next - this.#now));
    return true;
  }
}
