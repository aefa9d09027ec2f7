import type {KlarnaAuthorizeData} from '../../../klarna/types.js';

export type PurchaseDetails = typeof purchaseDetails;

/**
 * The customer's details by their dotted paths, as `invalid_fields` names
 * them: those that came with the call over those that the session has, and the
 * usual ones without a value.
 *
 * Runs in a frame; refers to nothing outside of itself.
 */
export function purchaseDetails(
  order: KlarnaAuthorizeData,
  data: KlarnaAuthorizeData = {},
): {path: string; value: string}[] {
  const values = new Map(
    [
      'given_name',
      'family_name',
      'email',
      'phone',
      'street_address',
      'postal_code',
      'city',
      'country',
    ].map((name) => [`billing_address.${name}`, '']),
  );
  for (const source of [order, data]) {
    for (const part of [
      'billing_address',
      'shipping_address',
      'customer',
    ] as const) {
      for (const [name, value] of Object.entries(source[part] ?? {})) {
        values.set(`${part}.${name}`, String(value));
      }
    }
  }
  return [...values].map(([path, value]) => ({path, value}));
}
