type Members = Record<string, unknown>;

/** Whether a value is an object with members, as JSON has them. */
export function isRecord(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What can be read by name, which is nothing where there is no such object. */
export function membersOf(value: unknown): Members {
  return isRecord(value) ? value : {};
}

/** Compares by content: frameworks make a new object at every rendering. */
export function differs(value: unknown, before: unknown): boolean {
  return JSON.stringify(value) !== JSON.stringify(before);
}
