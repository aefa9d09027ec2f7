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

/**
 * A value as JSON, also on pages that give arrays a `toJSON()` of their own,
 * as Prototype.js 1.6 does: a text would take the place of each.
 */
export function jsonOf(value: unknown): string {
  const lists = Array.prototype as {toJSON?: unknown};
  const {toJSON} = lists;
  if (!toJSON) return JSON.stringify(value);
  lists.toJSON = undefined;
  try {
    return JSON.stringify(value);
  } finally {
    lists.toJSON = toJSON;
  }
}
