import * as v from 'valibot';
import type {SandboxReadings} from '../readings.js';
import {
  count,
  name,
  object,
  objectIfAny,
  text,
  textOf,
  whole,
  wholeIfAny,
  wordOf,
} from './words.js';

/**
 * The members of Klarna's bodies, their types and limits, after Klarna's
 * OpenAPI document and recorded exchanges.
 */

const amountCeiling = 200_000_000;

export const country = v.pipe(v.string(), v.regex(/^[a-z]{2}$/i));
export const currency = v.pipe(v.string(), v.regex(/^[a-z]{3}$/i));

const entityTypes = [
  'LIMITED_COMPANY',
  'PUBLIC_LIMITED_COMPANY',
  'ENTREPRENEURIAL_COMPANY',
  'LIMITED_PARTNERSHIP_LIMITED_COMPANY',
  'LIMITED_PARTNERSHIP',
  'GENERAL_PARTNERSHIP',
  'REGISTERED_SOLE_TRADER',
  'SOLE_TRADER',
  'CIVIL_LAW_PARTNERSHIP',
  'PUBLIC_INSTITUTION',
  'OTHER',
];

const intents = [
  'BUY',
  'TOKENIZE',
  'BUY_AND_TOKENIZE',
  'BUY_AND_LINK',
  'BUY_AND_DEFAULT_TOKENIZE',
];

type LineReadings = Required<
  Pick<SandboxReadings, 'longReferences' | 'emptyUrls'>
>;

const orderLine = ({longReferences, emptyUrls}: LineReadings) => {
  const url = emptyUrls === 'accept' ? text(1024) : v.nullish(name(1024));
  return object({
    name: name(255),
    quantity: count(),
    unit_price: whole(-Infinity, amountCeiling),
    total_amount: whole(-Infinity, amountCeiling),
    reference: text(longReferences === 'accept' ? 255 : 64),
    type: text(),
    quantity_unit: v.nullish(name(8)),
    tax_rate: wholeIfAny(0, 10_000),
    total_tax_amount: wholeIfAny(),
    total_discount_amount: wholeIfAny(0),
    image_url: url,
    product_url: url,
    merchant_data: text(1024),
    product_identifiers: objectIfAny({
      brand: text(70),
      category_path: text(750),
      global_trade_item_number: text(50),
      manufacturer_part_number: text(70),
      color: text(64),
      size: text(64),
    }),
    subscription: objectIfAny({
      name: name(255),
      interval: v.pipe(v.string(), v.regex(/^(?:day|week|month|year)$/i)),
      interval_count: whole(1),
    }),
  });
};

export const address = objectIfAny({
  given_name: text(99),
  family_name: text(99),
  organization_name: text(99),
  attention: text(99),
  care_of: text(99),
  title: text(20),
  email: textOf(/^[^\s@]+@[^\s@]+$/, 99),
  phone: textOf(isPhone, 99),
  street_address: text(99),
  street_address2: text(99),
  postal_code: text(10),
  city: text(99),
  region: text(99),
  country: textOf(/^[a-z]{2}$/i),
});

export const customer = objectIfAny({
  date_of_birth: textOf(isDay),
  gender: text(),
  title: text(),
  last_four_ssn: textOf(/^(?:\d{4}|\d{9})$/),
  national_identification_number: text(),
  type: wordOf(['PERSON', 'ORGANIZATION']),
  vat_id: text(),
  organization_registration_id: text(),
  organization_entity_type: wordOf(entityTypes),
  customer_token: text(),
  klarna_access_token: text(),
  place_of_birth: text(),
});

const colour = textOf(/^#[a-f0-9]{6}$/i);

/** What an order has to have. */
const required = (readings: LineReadings) => ({
  purchase_country: country,
  purchase_currency: currency,
  order_amount: whole(0),
  order_lines: v.pipe(
    v.array(orderLine(readings)),
    v.minLength(1),
    v.maxLength(1000),
  ),
});

const optional = (isAuthorizationUrl: (url: string) => boolean) => ({
  order_tax_amount: wholeIfAny(0),
  locale: textOf(/^[a-z]{2}(?:-[a-z]{2})*$/i),
  billing_address: address,
  shipping_address: address,
  customer,
  merchant_reference1: text(255),
  merchant_reference2: text(255),
  merchant_data: text(6000),
  merchant_urls: objectIfAny({
    confirmation: text(2000),
    notification: text(2000),
    push: text(2000),
    authorization: textOf(isAuthorizationUrl, 2000),
    app_return_url: text(2000),
  }),
  custom_payment_method_ids: v.nullish(v.array(v.string())),
  intent: wordOf(intents),
  acquiring_channel: wordOf(['ECOMMERCE', 'IN_STORE', 'TELESALES']),
  design: text(),
  step_up_id: text(),
  options: objectIfAny({
    color_border: colour,
    color_border_selected: colour,
    color_details: colour,
    color_text: colour,
    radius_border: text(),
  }),
  attachment: objectIfAny({content_type: v.string(), body: v.string()}),
  auto_capture: v.nullish(v.boolean()),
});

/**
 * The schemas of order bodies: all that create and place order require, and
 * what update and the shopper's script may send of it.
 */
export function orderShapes(
  readings: LineReadings,
  isAuthorizationUrl: (url: string) => boolean,
) {
  const needed = required(readings);
  const rest = optional(isAuthorizationUrl);
  return {
    /** Named before all else when a session is created. */
    place: v.object({
      purchase_country: country,
      purchase_currency: currency,
    }),
    whole: v.object({...needed, ...rest}),
    part: v.object({
      purchase_country: v.nullish(country),
      purchase_currency: v.nullish(currency),
      order_amount: v.nullish(needed.order_amount),
      order_lines: v.nullish(needed.order_lines),
      ...rest,
    }),
  };
}

/** Members that may be sent without having a meaning in a request. */
export const readOnlyMembers = [
  'authorization_token',
  'client_token',
  'expires_at',
  'payment_method_categories',
  'session_id',
  'status',
];

/**
 * Klarna's rules per country are not public; recorded exchanges show that
 * foreign and short numbers pass.
 */
function isPhone(value: string): boolean {
  return !/\p{L}/u.test(value) && value.replace(/\D/g, '').length >= 5;
}

/** A day that the calendar has, as `1970-12-31`. */
function isDay(value: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) ?? [];
  if (!year || Number(month) < 1 || Number(month) > 12) return false;
  // The day before the first of the next month.
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number(day) >= 1 && Number(day) <= last;
}
