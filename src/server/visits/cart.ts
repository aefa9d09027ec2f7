import type {KlarnaPlaceOrder} from '../../wire/rest-types.js';
import {canonicalJson, isRecord} from '../../wire/json.js';
import {digestOf} from './secrets.js';

/**
 * Members that say nothing of what is bought: a shop may answer another
 * reference each time it is asked.
 */
const unimportant: readonly string[] = [
  'merchant_reference1',
  'merchant_reference2',
  'merchant_urls',
  'auto_capture',
];

/**
 * The members in which two carts differ, as paths without values; none if it
 * is the same cart.
 *
 * @param sent JSON of the order that Klarna has accepted.
 */
export function changedMembers(cart: KlarnaPlaceOrder, sent: string): string[] {
  // Members usually come in the same order, which is quick to find out.
  if (JSON.stringify(cart) === sent) {
    return [];
  }
  const [left, right] = [contentOf(cart), contentOf(JSON.parse(sent))];
  return canonicalJson(left) === canonicalJson(right)
    ? []
    : differences('', left, right).slice(0, mostMembers);
}

/** Names what is bought, without keeping it. */
export function cartDigest(cart: KlarnaPlaceOrder): Promise<string> {
  return digestOf(canonicalJson(contentOf(cart)));
}

/**
 * What makes another session necessary rather than an update. Codes are the
 * same in either case; of what names an account nobody knows.
 */
export function marketOfSession(
  {purchase_country, purchase_currency, locale}: KlarnaPlaceOrder,
  account: string,
): string {
  const codes = [purchase_country, purchase_currency, locale].join(' ');
  return `${codes.toLowerCase()} ${account}`;
}

/** More would not help whoever reads them. */
const mostMembers = 20;

function contentOf(cart: object): Record<string, unknown> {
  // What JSON leaves out is left out of the comparison.
  const members = JSON.parse(JSON.stringify(cart)) as object;
  return Object.fromEntries(
    Object.entries(members).filter(([name]) => !unimportant.includes(name)),
  );
}

function differences(path: string, left: unknown, right: unknown): string[] {
  if (canonicalJson(left) === canonicalJson(right)) {
    return [];
  }
  if (isRecord(left) && isRecord(right)) {
    const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
    return names
      .toSorted()
      .flatMap((name) =>
        differences(
          path === '' ? name : `${path}.${name}`,
          left[name],
          right[name],
        ),
      );
  }
  if (
    Array.isArray(left) &&
    Array.isArray(right) &&
    left.length === right.length
  ) {
    return left.flatMap((each, index) =>
      differences(`${path}[${index}]`, each, right[index]),
    );
  }
  return [path];
}
