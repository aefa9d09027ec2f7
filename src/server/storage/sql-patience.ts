/**
 * Codes by which a database says that it has done nothing because of somebody
 * else: SQLite's lock is held by another process; PostgreSQL has broken a
 * deadlock, or is told to isolate more strictly than by default.
 */
const isInTheWay = /^(?:SQLITE_BUSY|SQLITE_LOCKED|40001$|40P01$)/;

/** Milliseconds to try for: a process that has the lock may be asleep. */
const patience = 5000;
/** Milliseconds between two tries. */
const pauses = {first: 5, longest: 100};

/** Does it again as long as it was only held up. */
export async function untilItIsFree<Result>(
  statement: () => Promise<Result>,
): Promise<Result> {
  const deadline = performance.now() + patience;
  for (
    let pause = pauses.first;
    ;
    pause = Math.min(pause * 2, pauses.longest)
  ) {
    try {
      return await statement();
    } catch (error) {
      if (!isInTheWay.test(codeOf(error)) || performance.now() > deadline) {
        throw error;
      }
    }
    // Spread out, lest two processes keep trying in step.
    await sleep(pause * (0.5 + Math.random()));
  }
}

function codeOf(error: unknown): string {
  return String((Object(error) as {code?: unknown}).code);
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
