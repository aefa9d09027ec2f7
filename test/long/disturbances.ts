import {setTimeout as sleep} from 'node:timers/promises';

import {sides, type Shop, type Side} from './shop.js';

/** What can be done to the storage as one of the processes sees it. */
export interface Cuts {
  cut(side: Side): void | Promise<void>;
  mend(side: Side): void | Promise<void>;
}

export type Disturbance = 'killed' | 'stopped' | 'cut';

export interface DisturbedTime {
  what: Disturbance;
  from: number;
  to: number;
}

export interface DisturbancesOptions {
  /** Milliseconds for which a process sleeps, or its link is cut. */
  shortest: number;
  longest: number;
  /** Milliseconds between two of them, at most. */
  pause: number;
}

const kinds: readonly Disturbance[] = ['killed', 'stopped', 'cut'];

/** Kills, stops and cuts off the two processes, one thing at a time each. */
export class Disturbances {
  readonly times: DisturbedTime[] = [];
  readonly #shop: Shop;
  readonly #cuts: Cuts;
  readonly #options: DisturbancesOptions;
  #isOver = false;

  constructor(shop: Shop, cuts: Cuts, options: DisturbancesOptions) {
    this.#shop = shop;
    this.#cuts = cuts;
    this.#options = options;
  }

  /** Goes on until told to end; every kind happens at least once. */
  async run(): Promise<void> {
    await Promise.all(
      sides.map(async (side) => {
        const order = side === 0 ? kinds : kinds.toReversed();
        for (let turn = 0; !this.#isOver || turn < kinds.length; turn++) {
          await sleep(Math.random() * this.#options.pause);
          const any = kinds[Math.floor(Math.random() * kinds.length)];
          const what = order[turn] ?? any ?? 'killed';
          await this.#disturb(side, what);
        }
      }),
    );
  }

  end(): void {
    this.#isOver = true;
  }

  count(what: Disturbance): number {
    return this.times.filter((time) => time.what === what).length;
  }

  /** How often something happened between two times. */
  between(from: number, to: number): number {
    return this.times.filter((time) => time.from <= to && time.to >= from)
      .length;
  }

  async #disturb(side: Side, what: Disturbance): Promise<void> {
    const from = performance.now();
    const {shortest, longest} = this.#options;
    const duration = shortest + Math.random() * (longest - shortest);
    switch (what) {
      case 'killed':
        await this.#shop.kill(side);
        await this.#shop.start(side);
        break;
      case 'stopped':
        this.#shop.signal(side, 'SIGSTOP');
        await sleep(duration);
        this.#shop.signal(side, 'SIGCONT');
        break;
      case 'cut':
        await this.#cuts.cut(side);
        await sleep(duration);
        await this.#cuts.mend(side);
        break;
    }
    this.times.push({what, from, to: performance.now()});
  }
}
