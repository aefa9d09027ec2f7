type Members = Record<string, unknown>;

/** Whether a value is an object with members, as JSON has them. */
export function isRecord(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What can be read by name, which is nothing where there is no such object. */
export function membersOf(value: unknown): Members {
  return isRecord(value) ? value : {};
}

/** JSON that does not depend on the order in which members were given. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    isRecord(each)
      ? Object.fromEntries(
          Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)),
        )
      : each,
  );
}
