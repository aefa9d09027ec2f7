import * as v from 'valibot';

import type {KlarnaAddress, KlarnaCustomer} from '../../klarna/types.js';

/** The members of an order that may come from the browser. */
export interface CustomerDetails {
  billing_address?: KlarnaAddress;
  shipping_address?: KlarnaAddress;
  customer?: KlarnaCustomer;
}

/** Longer than anything that Klarna accepts; Klarna's limits are Klarna's. */
const longest = 255;

const text = v.nullish(v.pipe(v.string(), v.maxLength(longest)));

/** Every member a text; null counts as absent. */
const texts = <Name extends string>(names: readonly Name[]) =>
  v.pipe(
    v.nullish(
      v.object(
        Object.fromEntries(names.map((name) => [name, text])) as Record<
          Name,
          typeof text
        >,
      ),
    ),
    v.transform((members) => filledOnly(members)),
  );

const address = texts([
  'given_name',
  'family_name',
  'organization_name',
  'attention',
  'title',
  'email',
  'phone',
  'street_address',
  'street_address2',
  'postal_code',
  'city',
  'region',
  'country',
  'care_of',
] satisfies (keyof KlarnaAddress)[]);

// Not `customer_token`: whose money it moves is for the shop to say.
const customer = texts([
  'date_of_birth',
  'gender',
  'title',
  'last_four_ssn',
  'national_identification_number',
  'type',
  'organization_registration_id',
  'organization_entity_type',
  'vat_id',
  'place_of_birth',
] satisfies (keyof KlarnaCustomer)[]);

/** Takes the address and customer members and ignores everything else. */
export const customerDetailsSchema = v.pipe(
  v.nullish(
    v.object({
      billing_address: address,
      shipping_address: address,
      customer,
    }),
  ),
  v.transform((details) => (filledOnly(details) ?? {}) as CustomerDetails),
);

function filledOnly<Value extends object>(
  value: Value | null | undefined,
): Partial<Value> | undefined {
  if (value === null || value === undefined) {
    return undefined;
  }
  return Object.fromEntries(
    Object.entries(value).filter(
      ([, member]) => member !== null && member !== undefined,
    ),
  ) as Partial<Value>;
}
