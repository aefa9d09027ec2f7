import * as v from 'valibot';

import type {KlarnaPlaceOrder, KlarnaSession} from '../../wire/rest-types.js';
import type {CustomerDetails} from '../http/customer-details.js';

const detailMembers = [
  'billing_address',
  'shipping_address',
  'customer',
] as const;

/** Details win over what the order had, member by member. */
export function withDetails(
  order: KlarnaPlaceOrder,
  details: CustomerDetails,
): KlarnaPlaceOrder {
  const body = {...order};
  for (const part of detailMembers) {
    if (details[part]) {
      body[part] = {...order[part], ...details[part]};
    }
  }
  return body;
}

export function isEmpty(details: CustomerDetails): boolean {
  return detailMembers.every((part) => details[part] === undefined);
}

/** The addresses that Klarna tells of a session that was authorized. */
export function detailsIn(session: KlarnaSession): CustomerDetails {
  return Object.fromEntries(
    detailMembers.flatMap((part) => {
      const members = Object.entries(session[part] ?? {}).filter(
        ([, value]) => value !== null && value !== undefined && value !== '',
      );
      return members.length > 0 ? [[part, Object.fromEntries(members)]] : [];
    }),
  );
}

const text = v.pipe(v.string(), v.maxLength(6000));

/** What may be known only when the order is placed. */
const allowed = {
  merchant_reference1: text,
  merchant_reference2: text,
  merchant_data: text,
  auto_capture: v.boolean(),
};
const allowedUrls = {confirmation: text, notification: text};

/**
 * The order with what the shop has added, member by member.
 *
 * @returns Also the members that were left out, for the shop to hear of.
 */
export function withAdditions(
  order: KlarnaPlaceOrder,
  additions: unknown,
): {body: KlarnaPlaceOrder; ignored: string[]} {
  if (additions === undefined || additions === null) {
    return {body: order, ignored: []};
  }
  const {merchant_urls: urls, ...members} = Object(additions) as Record<
    string,
    unknown
  >;
  const top = sorted(members, allowed);
  const nested = sorted(Object(urls) as object, allowedUrls);
  return {
    body: {
      ...order,
      ...top.taken,
      ...(Object.keys(nested.taken).length > 0 && {
        merchant_urls: {...order.merchant_urls, ...nested.taken},
      }),
    },
    ignored: [
      ...top.ignored,
      ...nested.ignored.map((name) => `merchant_urls.${name}`),
    ],
  };
}

function sorted(
  members: object,
  schemas: Record<string, v.GenericSchema>,
): {taken: Record<string, unknown>; ignored: string[]} {
  const taken: Record<string, unknown> = {};
  const ignored: string[] = [];
  for (const [name, value] of Object.entries(members)) {
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    if (value === undefined) {
      continue;
    }
    if (schema && v.is(schema, value)) {
      taken[name] = value;
    } else {
      ignored.push(name);
    }
  }
  return {taken, ignored};
}
