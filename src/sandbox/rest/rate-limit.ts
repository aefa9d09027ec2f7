import type {KlarnaSandboxOperation} from '../state/faults.js';
import type {KlarnaSandboxRateLimit, SandboxSettings} from '../options.js';

const limits: Record<'playground' | 'live', KlarnaSandboxRateLimit> = {
  playground: {createSession: 5, other: 50},
  live: {createSession: 40, other: 200},
};

/** How a call stands with the limit. */
export interface RateLimitStanding {
  isAbove: boolean;
  headers: Record<string, string>;
}

/**
 * Counts the calls of each merchant, creates apart from all others, in windows
 * of a second.
 */
export class RateLimiter {
  readonly #settings: SandboxSettings;
  readonly #counts = new Map<string, number>();
  #second = 0;

  constructor(settings: SandboxSettings) {
    this.#settings = settings;
  }

  count(
    merchant: string,
    operation: KlarnaSandboxOperation,
  ): RateLimitStanding {
    const {rateLimit, now} = this.#settings;
    const kind = operation === 'createSession' ? operation : 'other';
    if (rateLimit === 'off') return standing(limits.playground[kind], 1);

    const second = Math.floor(now() / 1000);
    if (second !== this.#second) this.#counts.clear();
    this.#second = second;

    const key = `${kind} ${merchant}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    const limit = typeof rateLimit === 'string' ? limits[rateLimit] : rateLimit;
    return standing(limit[kind], count);
  }
}

function standing(limit: number, count: number): RateLimitStanding {
  return {
    isAbove: count > limit,
    headers: {
      'x-ratelimit-limit': `${limit}, ${limit};w=1`,
      'x-ratelimit-remaining': String(Math.max(0, limit - count)),
      'x-ratelimit-reset': '1',
    },
  };
}
