/** How often a page gets a container back, and in how many milliseconds. */
const limit = 5;
const period = 10_000;

/**
 * Counts how often the page takes containers of one element away. One that renders anew now
 * and then gets its container back; one that fights for the place would keep
 * both sides busy for ever.
 */
export class Losses {
  readonly #returns = new Map<string, readonly number[]>();

  /**
   * Whether what the page has just taken away may be given back, which then
   * counts.
   *
   * @param category Whose container it was: a page that empties the element
   *     takes several at once.
   * @param now Milliseconds of a clock that never goes back.
   */
  mayReturn(category: string, now = performance.now()): boolean {
    const returns = this.#returns.get(category) ?? [];
    const latest = returns.filter((at) => now - at < period);
    const isAllowed = latest.length < limit;
    this.#returns.set(category, isAllowed ? [...latest, now] : latest);
    return isAllowed;
  }
}
