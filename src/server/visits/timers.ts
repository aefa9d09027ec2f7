import type {KlarnaStorage} from '../storage/storage.js';
import type {Background} from './background.js';
import type {Clock} from '../clock.js';
import type {Recovery} from './recovery.js';

/** Milliseconds between two looks at what is open. */
const interval = 60_000;

/** Looks after what is open by itself, in one process at a time. */
export class Timers {
  readonly #storage: KlarnaStorage;
  readonly #clock: Clock;
  readonly #recovery: Recovery;
  readonly #background: Background;
  #isClosed = false;
  readonly #stops = new Set<() => void>();

  constructor(
    storage: KlarnaStorage,
    clock: Clock,
    recovery: Recovery,
    background: Background,
  ) {
    this.#storage = storage;
    this.#clock = clock;
    this.#recovery = recovery;
    this.#background = background;
  }

  /** Begins at once, and goes on every minute. */
  start(): void {
    void this.#background.run(() => this.#look());
    this.later(interval, async () => this.start());
  }

  /** Does something when its time has come, unless all is closed by then. */
  later(milliseconds: number, work: () => Promise<unknown>): void {
    if (this.#isClosed) {
      return;
    }
    const stop = this.#clock.after(
      milliseconds,
      () => {
        this.#stops.delete(stop);
        void this.#background.run(work);
      },
      // A process that has nothing else to do may end.
      {unref: true},
    );
    this.#stops.add(stop);
  }

  close(): void {
    this.#isClosed = true;
    for (const stop of this.#stops) {
      stop();
    }
    this.#stops.clear();
  }

  async #look(): Promise<void> {
    // Usually nothing is open.
    if (!(await this.#recovery.hasDue())) {
      return;
    }
    const holder = crypto.randomUUID();
    if (await this.#storage.claim('recovery', holder, interval / 2)) {
      try {
        await this.#recovery.recover();
      } finally {
        await this.#storage.release('recovery', holder);
      }
    }
  }
}
