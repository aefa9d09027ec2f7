/** Compares by content: frameworks make a new object at every rendering. */
export function differs(value: unknown, before: unknown): boolean {
  return JSON.stringify(value) !== JSON.stringify(before);
}
