import type {KlarnaAuthorizeData} from '../klarna/types.js';

/** Members that Klarna's script would take for options instead of data. */
const notData = ['payment_method_category', 'instance_id', '__proto__'];

/**
 * Merges customer details into a new object, a later source winning member by
 * member. Objects merge recursively; arrays and other values are replaced, and
 * `undefined` says nothing.
 *
 * @throws {TypeError} If a source is a promise.
 */
export function mergeDetails(
  ...sources: readonly (KlarnaAuthorizeData | null | undefined)[]
): KlarnaAuthorizeData {
  const merged = {};
  for (const source of sources) {
    if (!isPlain(source)) continue;
    // A promise has no members yet: the details would be lost unnoticed.
    if ('then' in source) throw new TypeError('Details are a promise');
    mergeInto(merged, source);
  }
  for (const member of notData) Reflect.deleteProperty(merged, member);
  return merged;
}

/** Whether two collections of details say the same. */
export function sameDetails(
  a: KlarnaAuthorizeData,
  b: KlarnaAuthorizeData,
): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function mergeInto(
  target: Record<string, unknown>,
  source: Record<string, unknown>,
): void {
  for (const [member, value] of Object.entries(source)) {
    if (value === undefined || member === '__proto__') continue;
    if (isPlain(value)) {
      const before = target[member];
      const after = isPlain(before) ? before : {};
      mergeInto(after, value);
      target[member] = after;
    } else {
      target[member] = structuredClone(value);
    }
  }
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
