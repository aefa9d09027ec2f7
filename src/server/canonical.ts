/** Whether the value says the same as the JSON, in whatever order. */
export function saysTheSame(value: object, json: string): boolean {
  // Members usually come in the same order, which is quick to find out.
  return (
    JSON.stringify(value) === json ||
    canonicalJson(value) === canonicalJson(JSON.parse(json))
  );
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, sortMembers);
}

function sortMembers(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  );
}
