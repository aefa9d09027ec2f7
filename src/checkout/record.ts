/**
 * Compares by content: frameworks make a new object at every rendering. What
 * cannot be read is like nothing but itself.
 */
export function differs(value: unknown, before: unknown): boolean {
  if (value === before) return false;
  try {
    return JSON.stringify(value) !== JSON.stringify(before);
  } catch {
    return true;
  }
}
