import type {KlarnaAuthorizeData} from '../klarna/types.js';
import {isRecord, membersOf} from '../wire/json.js';
import {jsonOf} from './record.js';

/** Members that Klarna's script or JavaScript would take for something else. */
const notData = ['payment_method_category', 'instance_id', '__proto__'];

/**
 * Merges customer details into a new object, a later source winning member by
 * member. Objects merge recursively; arrays and other values are replaced, and
 * `undefined` says nothing. Values are copied as JSON, as they travel, which
 * the proxies of frameworks allow too.
 *
 * @throws {Error} If a source is a promise, or holds what JSON does not have.
 */
export function mergeDetails(
  ...sources: readonly (KlarnaAuthorizeData | null | undefined)[]
): KlarnaAuthorizeData {
  // Pages may have a `reduce()` of their own, as Prototype.js 1.6 does.
  let details = {};
  for (const source of sources) details = merge(details, asData(source));
  return details;
}

/** Others than plain objects say by themselves what they are as JSON. */
function asData(source: unknown): unknown {
  return source && typeof Reflect.get(Object(source), 'toJSON') === 'function'
    ? asJson(source)
    : source;
}

function merge(
  target: Record<string, unknown>,
  source: unknown,
): Record<string, unknown> {
  if (source !== undefined && source !== null && !isRecord(source)) {
    throw new TypeError('Got no object');
  }
  const members = membersOf(source);
  // A promise has no members yet: the details would be lost unnoticed.
  if ('then' in members) throw new TypeError('Got a promise');
  for (const [member, value] of Object.entries(members)) {
    if (value === undefined || notData.includes(member)) continue;
    // Others than plain objects say by themselves what they are as JSON.
    target[member] =
      isRecord(value) && !('toJSON' in value)
        ? merge(membersOf(target[member]), value)
        : asJson(value);
  }
  return target;
}

/** @throws {Error} If it holds what JSON does not have. */
function asJson(value: unknown): unknown {
  return JSON.parse(jsonOf(value));
}
