/**
 * The JSON of a value with the members of every object in one order, so that
 * two orders are the same exactly if their texts are.
 *
 * @throws TypeError if the value has no JSON.
 */
export function canonicalJson(value: unknown): string {
  const text: string | undefined = JSON.stringify(value, sortMembers);
  if (text === undefined) {
    throw new TypeError('the value has no JSON form');
  }
  return text;
}

function sortMembers(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  );
}
