/** Time, as everything that waits sees it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds since some moment, whatever is set right meanwhile. */
  elapsed(): number;
  /**
   * Runs something later, unless the returned function is called before.
   *
   * @param options.unref Whether the process may end without it.
   */
  after(
    milliseconds: number,
    run: () => void,
    options?: {unref?: boolean},
  ): () => void;
}

/** @param now Milliseconds since 1970. */
export function systemClock(now: () => number): Clock {
  return {
    now,
    elapsed: () => performance.now(),
    after: (milliseconds, run, {unref = false} = {}) => {
      const timer: unknown = setTimeout(run, milliseconds);
      if (unref) {
        letGo(timer);
      }
      return () => clearTimeout(timer as ReturnType<typeof setTimeout>);
    },
  };
}

/**
 * What the work leads to, or nothing if that takes longer. The work goes on; the
 * timer does not outlive it.
 */
export async function within<Result>(
  clock: Clock,
  milliseconds: number,
  work: Promise<Result>,
): Promise<Result | undefined> {
  let stop = () => {};
  const late = new Promise<undefined>((resolve) => {
    stop = clock.after(milliseconds, () => resolve(undefined));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    stop();
  }
}

export function sleep(clock: Clock, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(milliseconds, resolve);
  });
}

/** Browsers and edge runtimes have numbers for timers, and no need of this. */
function letGo(timer: unknown): void {
  if (
    typeof timer === 'object' &&
    timer !== null &&
    'unref' in timer &&
    typeof timer.unref === 'function'
  ) {
    timer.unref();
  }
}
