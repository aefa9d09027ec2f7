import {isRecord} from '../../wire/json.js';

/**
 * Later data over earlier ones, member by member; lists and everything that is
 * no object are replaced, and null stands for nothing said. Neither side is
 * changed.
 */
export function merged<Data extends object>(
  earlier: Data,
  later: object,
): Data {
  const result = {...earlier} as Record<string, unknown>;
  for (const [name, value] of Object.entries(later)) {
    if (value === undefined || value === null || name === '__proto__') continue;
    const before = result[name];
    result[name] =
      isRecord(value) && isRecord(before) ? merged(before, value) : value;
  }
  return result as Data;
}
