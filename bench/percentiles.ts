/** The median, and what one in a hundred takes; rounded to be read. */
export function percentiles(times: readonly number[]): {
  p50: number;
  p99: number;
} {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) =>
    Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 1000) / 1000;
  return {p50: at(0.5), p99: at(0.99)};
}
