import {isRecord} from '../../wire/json.js';

const orderMembers = ['order_amount', 'order_tax_amount'];

const lineMembers = [
  'quantity',
  'unit_price',
  'total_amount',
  'total_discount_amount',
  'total_tax_amount',
  'tax_rate',
];

/**
 * A body with its numbers as Klarna reads them: text of digits is a number
 * (a live test sent nothing else), and the noise of binary fractions is none
 * (Klarna's own plugin for a shop system multiplies decimals and does not
 * round). What cannot be read stays as it is.
 */
export function withNumbers<Body extends object>(body: Body): Body {
  const read: Record<string, unknown> = readMembers(
    Object.assign<Record<string, unknown>, Body>({}, body),
    orderMembers,
  );
  const lines = read['order_lines'];
  if (Array.isArray(lines)) read['order_lines'] = lines.map(readLine);
  return read as Body;
}

function readLine(line: unknown): unknown {
  if (!isRecord(line)) return line;
  const read = readMembers({...line}, lineMembers);
  const {subscription} = read;
  return isRecord(subscription)
    ? {
        ...read,
        subscription: readMembers({...subscription}, ['interval_count']),
      }
    : read;
}

function readMembers(
  owner: Record<string, unknown>,
  members: readonly string[],
): Record<string, unknown> {
  for (const member of members) {
    if (Object.hasOwn(owner, member)) {
      owner[member] = readNumber(owner[member]);
    }
  }
  return owner;
}

function readNumber(value: unknown): unknown {
  if (typeof value === 'string' && /^-?[0-9]+$/.test(value)) {
    return Number(value);
  }
  if (typeof value !== 'number') return value;
  const whole = Math.round(value);
  // Products of decimals are off by less than this within Klarna's limits.
  return Math.abs(whole - value) <= 0.000_001 ? whole : value;
}
