import {busy} from '../http/problems.js';
import type {KlarnaStorage} from '../storage/storage.js';

/** Milliseconds after which the claim of a process that died lapses. */
const lapse = 15_000;
/** Milliseconds between renewals while the work goes on. */
const renewal = 4_000;
/** Milliseconds to wait for one's turn: longer than a dead process holds it. */
const patience = 30_000;
/** Milliseconds between two tries to get a claim that another process has. */
const pauses = {first: 10, longest: 120};

/** What the work may ask of the claim under which it runs. */
export interface Claim {
  /**
   * Call before writing what a newer holder might have overwritten meanwhile.
   *
   * @throws ProblemError `busy` if the process slept so long that the claim has
   *     gone to another one.
   */
  confirm(): Promise<void>;
}

/**
 * One at a time per visitor, among all processes that share the storage: first a
 * queue in this process, whose head then contends for the storage's claim.
 */
export class Claims {
  readonly #storage: KlarnaStorage;
  readonly #tails = new Map<string, Promise<void>>();

  constructor(storage: KlarnaStorage) {
    this.#storage = storage;
  }

  /** @throws ProblemError `busy` if it is not its turn within 30 seconds. */
  async hold<Result>(
    visitor: string,
    work: (claim: Claim) => Promise<Result>,
  ): Promise<Result> {
    // Not by the clock on the wall, which may be put right meanwhile.
    const deadline = performance.now() + patience;
    const before = this.#tails.get(visitor);
    const turn = this.#run(`visitor:${visitor}`, before, deadline, work);
    const tail = turn.then(noop, noop);
    this.#tails.set(visitor, tail);
    try {
      return await turn;
    } finally {
      if (this.#tails.get(visitor) === tail) {
        this.#tails.delete(visitor);
      }
    }
  }

  async #run<Result>(
    key: string,
    before: Promise<void> | undefined,
    deadline: number,
    work: (claim: Claim) => Promise<Result>,
  ): Promise<Result> {
    // Who gives up lets the next one contend; the claim still keeps them apart.
    await settledBy(deadline, before);
    const owner = crypto.randomUUID();
    await this.#acquire(key, owner, deadline);

    const renew = () => this.#storage.claim(key, owner, lapse);
    // A renewal that fails is tried again long before the claim lapses.
    const timer = setInterval(() => void renew().catch(noop), renewal);
    try {
      return await work({
        confirm: async () => {
          if (!(await renew())) {
            throw busy(1);
          }
        },
      });
    } finally {
      clearInterval(timer);
      // What cannot be released lapses; the work is done all the same.
      await this.#storage.release(key, owner).catch(noop);
    }
  }

  async #acquire(key: string, owner: string, deadline: number) {
    let pause = pauses.first;
    while (performance.now() < deadline) {
      if (await this.#storage.claim(key, owner, lapse)) {
        return;
      }
      // Spread out, lest two processes keep asking in step.
      await sleep(pause * (0.5 + Math.random()));
      pause = Math.min(pause * 1.5, pauses.longest);
    }
    throw busy(1);
  }
}

async function settledBy(deadline: number, work: Promise<void> | undefined) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, deadline - performance.now());
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function noop(): void {}
