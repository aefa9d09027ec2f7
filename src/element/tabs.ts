/** Keys of a horizontal tab list, as the ARIA Authoring Practices have them. */
const steps: Record<string, number> = {ArrowLeft: -1, ArrowRight: 1};

/**
 * Which tab a key leads to.
 *
 * @param index The tab that has the focus.
 * @param count How many tabs there are.
 * @returns Nothing for a key that is not the tab list's.
 */
export function tabForKey(
  {key, altKey, ctrlKey, metaKey, shiftKey}: KeyboardEvent,
  index: number,
  count: number,
  isRightToLeft: boolean,
): number | undefined {
  if (altKey || ctrlKey || metaKey || shiftKey) return undefined;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const step = steps[key];
  if (!step) return undefined;
  return (index + (isRightToLeft ? -step : step) + count) % count;
}
