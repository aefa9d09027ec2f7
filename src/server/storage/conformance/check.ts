import {canonicalJson} from '../../../wire/json.js';
import type {KlarnaStorage} from '../storage.js';

/** What a check has at hand. */
export interface Handles {
  storage: KlarnaStorage;
  /** The same storage, opened once more where that is possible. */
  other: KlarnaStorage;
  /** A key that nobody else uses. */
  key: (name?: string) => string;
}

/** Rejects if the storage does not do what the check's name says. */
export type Check = (handles: Handles) => Promise<void>;

/** Milliseconds: longer than any check takes. */
export const long = 10 * 60_000;
/** Milliseconds: over before a check is. */
export const short = 200;

/** Writers and claimants that meet, half of them at each handle. */
export const crowd = 40;

export function among({storage, other}: Handles): readonly KlarnaStorage[] {
  return Array.from({length: crowd}, (_, index) =>
    index % 2 === 0 ? storage : other,
  );
}

/** No test runner's assertions: the suite is for all of them. */
export function expect(
  actual: unknown,
  expected: unknown,
  what = 'the answer',
): void {
  const [found, wanted] = [textOf(actual), textOf(expected)];
  if (found !== wanted) {
    throw new Error(`${what}: expected ${cut(wanted)}, but was ${cut(found)}`);
  }
}

/** No timing decides: what is to come is waited for. */
export async function until(
  condition: () => Promise<boolean>,
  {what, within = 30_000, pause = 20}: UntilOptions,
): Promise<void> {
  const deadline = performance.now() + within;
  while (!(await condition())) {
    if (performance.now() > deadline) {
      throw new Error(`after ${within / 1000} s ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

interface UntilOptions {
  /** What is wrong if it does not come. */
  what: string;
  /** Milliseconds. */
  within?: number;
  /** Milliseconds between two tries. */
  pause?: number;
}

/** Members in one order, whatever the storage's. */
function textOf(value: unknown): string {
  return value === undefined ? 'nothing' : canonicalJson(value);
}

function cut(text: string): string {
  return text.length > 200
    ? `${text.slice(0, 200)}… (${text.length} letters)`
    : text;
}
