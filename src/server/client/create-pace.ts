import {busy} from '../http/problems.js';
import type {KlarnaStorage} from '../storage/storage.js';

/**
 * Milliseconds that a create may wait for its turn. With the spacing below it
 * bounds the queue: some 40 creates on playground, some 370 live.
 */
const longestWait = 10_000;
/** Milliseconds by which clocks of two processes may differ. */
const skew = 2_000;

/**
 * Keeps the creates of all processes below Klarna's limit per second. Time is
 * cut into slots, one create each; a slot is taken by an atomic claim that is
 * never given back. Slots further ahead are the queue.
 */
export class CreatePace {
  readonly #storage: KlarnaStorage;
  readonly #spacing: number;
  #next = 0;

  /** @param perSecond What Klarna allows in any second; at least 2. */
  constructor(storage: KlarnaStorage, perSecond: number) {
    this.#storage = storage;
    // A second touches one slot more than fit into it; 4 % for the network.
    this.#spacing = 1040 / (perSecond - 1);
  }

  /**
   * Resolves when it is this create's turn.
   *
   * @throws ProblemError `busy` if the queue is full.
   */
  async turn(): Promise<void> {
    const spacing = this.#spacing;
    for (;;) {
      const now = Date.now();
      const slot = Math.max(Math.floor(now / spacing), this.#next);
      const wait = slot * spacing - now;
      if (wait > longestWait + 2 * spacing) {
        // No queue is that long: the clock has been put back.
        this.#next = 0;
        continue;
      }
      if (wait > longestWait) {
        throw busy((wait - longestWait) / 1000);
      }
      // Before the claim is known: the next caller here need not try this one.
      this.#next = slot + 1;
      const ttl = Math.max(wait, 0) + spacing + skew;
      if (
        await this.#storage.claim(`create:${slot}`, crypto.randomUUID(), ttl)
      ) {
        await sleepUntil(slot * spacing);
        return;
      }
    }
  }
}

async function sleepUntil(time: number): Promise<void> {
  const wait = time - Date.now();
  if (wait > 0) {
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
