import * as v from 'valibot';

import {integer, pieces} from './numbers.js';
import {badValue, shown, type OrderProblem} from './problem.js';
import {
  filledText,
  lengthOf,
  object,
  optionalObject,
  optionalText,
  optionalTextLike,
  optionalWord,
  textLike,
  word,
} from './texts.js';

/**
 * The members of an order with their types, lengths and patterns, after
 * Klarna's OpenAPI document. Members that are read-only or unknown are passed
 * over, as Klarna does (observed in recorded exchanges). The message of a rule
 * is what its problem gives as `expected`.
 */

/** Klarna raised it from half of this (Klarna's OpenAPI document, 2026). */
const highestLineAmount = 200_000_000;
const mostLines = 1000;

const lineAmount = integer(
  `an integer in minor units, at most ${highestLineAmount}`,
  -Infinity,
  highestLineAmount,
);
const notNegative = integer('an integer in minor units, at least 0', 0);

/** The members of an order line that Klarna does sums with. */
export const lineAmounts = {
  quantity: pieces('an integer, at least 0'),
  unit_price: lineAmount,
  total_amount: lineAmount,
  total_discount_amount: v.nullish(notNegative),
  tax_rate: v.nullish(integer('basis points, 0 to 10000', 0, 10_000)),
  total_tax_amount: v.nullish(integer('an integer in minor units')),
};

/** The members of the order that Klarna does sums with. */
export const orderAmounts = {
  order_amount: notNegative,
  order_tax_amount: v.nullish(notNegative),
};

const countryCode = textLike('a country code of two letters', isCountry);
/** In either case. */
export const currencyCode = textLike(
  'a currency code of three letters',
  (value) => /^[A-Za-z]{3}$/.test(value),
);

const orderLine = object(
  {
    name: filledText(255),
    ...lineAmounts,
    // Klarna lists words for it, but takes any.
    type: optionalText(Infinity),
    reference: optionalText(255),
    quantity_unit: v.nullish(filledText(8)),
    image_url: optionalText(1024),
    product_url: optionalText(1024),
    merchant_data: optionalText(1024),
    product_identifiers: optionalObject({
      brand: optionalText(70),
      category_path: optionalText(750),
      global_trade_item_number: optionalText(50),
      manufacturer_part_number: optionalText(70),
      color: optionalText(64),
      size: optionalText(64),
    }),
    subscription: optionalObject({
      name: filledText(255),
      interval: word(['DAY', 'WEEK', 'MONTH', 'YEAR']),
      interval_count: integer('an integer, at least 1', 1),
    }),
  },
  'an order line',
);

/** Klarna's documents bound its length and say nothing of its form. */
const emailForm = 'an e-mail address';

const address = optionalObject({
  given_name: optionalText(99),
  family_name: optionalText(99),
  organization_name: optionalText(99),
  attention: optionalText(99),
  title: optionalText(20),
  email: v.nullish(
    v.pipe(
      lengthOf(0, 99),
      v.check((value) => value === '' || isEmail(value), emailForm),
    ),
  ),
  phone: optionalTextLike(
    'a phone number of at least 5 digits, without letters',
    isPhone,
    99,
  ),
  street_address: optionalText(99),
  street_address2: optionalText(99),
  // What is right in a country, Klarna checks later and its own way.
  postal_code: optionalText(10),
  city: optionalText(99),
  region: optionalText(99),
  country: optionalTextLike('a country code of two letters', isCountry),
});

const customer = optionalObject({
  date_of_birth: optionalTextLike('a date as yyyy-mm-dd', isDate),
  gender: optionalText(Infinity),
  title: optionalText(Infinity),
  last_four_ssn: optionalTextLike('4 or 9 digits', (value) =>
    /^(?:\d{4}|\d{9})$/.test(value),
  ),
  national_identification_number: optionalText(Infinity),
  type: optionalWord(['person', 'organization']),
  vat_id: optionalText(Infinity),
  organization_registration_id: optionalText(Infinity),
  organization_entity_type: optionalWord([
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
  ]),
});

const colour = optionalTextLike('a colour as #RRGGBB', (value) =>
  /^#[A-Fa-f0-9]{6}$/.test(value),
);

const order = object(
  {
    purchase_country: countryCode,
    purchase_currency: currencyCode,
    locale: optionalTextLike('a locale as en-GB', (value) =>
      /^[A-Za-z]{2}(?:-[A-Za-z]{2})*$/.test(value),
    ),
    ...orderAmounts,
    order_lines: v.pipe(
      v.array(orderLine, `a list of 1 to ${mostLines} order lines`),
      v.check(
        ({length}) => length >= 1 && length <= mostLines,
        `a list of 1 to ${mostLines} order lines`,
      ),
    ),
    intent: optionalWord([
      'buy',
      'tokenize',
      'buy_and_tokenize',
      // In Klarna's docs, not yet in the OpenAPI document.
      'buy_and_link',
      'buy_and_default_tokenize',
    ]),
    acquiring_channel: optionalWord(['ECOMMERCE', 'IN_STORE', 'TELESALES']),
    auto_capture: v.nullish(v.boolean('true or false')),
    billing_address: address,
    shipping_address: address,
    customer,
    merchant_reference1: optionalText(255),
    merchant_reference2: optionalText(255),
    merchant_data: optionalText(6000),
    merchant_urls: optionalObject({
      confirmation: optionalText(2000),
      notification: optionalText(2000),
      push: optionalText(2000),
      authorization: optionalTextLike(
        'an https URL of up to 2000 characters',
        (value) => /^https:\/\/[^/\s]/i.test(value),
        2000,
      ),
    }),
    options: optionalObject({
      color_border: colour,
      color_border_selected: colour,
      color_details: colour,
      color_text: colour,
      radius_border: optionalText(Infinity),
    }),
    attachment: optionalObject({
      content_type: v.string('text'),
      body: v.string('JSON as text'),
    }),
    custom_payment_method_ids: v.nullish(
      v.array(v.string('text'), 'a list of texts'),
    ),
    design: optionalText(Infinity),
  },
  'an order',
);

/** The members that are missing, of a wrong kind, too long or malformed. */
export function checkShape(value: unknown): OrderProblem[] {
  const {issues = []} = v.safeParse(order, value, {abortPipeEarly: true});
  return issues.map((issue) => {
    const field = fieldOf(issue);
    const actual = shown(field, issue.input);
    return badValue(
      field,
      // For a member that is missing the message is that of its owner.
      actual === 'missing' && issue.expected?.startsWith('"')
        ? 'a value'
        : issue.message,
      actual,
      issue.message !== emailForm,
    );
  });
}

/** Klarna's way to write a path: `order_lines[0].tax_rate`. */
function fieldOf(issue: v.BaseIssue<unknown>): string {
  const path = issue.path ?? [];
  if (path.length === 0) {
    return 'order';
  }
  return path
    .map(({key}) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .slice(1);
}

function isCountry(value: string): boolean {
  return /^[A-Za-z]{2}$/.test(value);
}

/** Of a day that there is not, `Date` makes another one, or none. */
function isDate(value: string): boolean {
  const date = new Date(`${value}T00:00:00Z`);
  return (
    /^\d{4}-\d\d-\d\d$/.test(value) &&
    !Number.isNaN(date.getTime()) &&
    date.toISOString().startsWith(value)
  );
}

function isEmail(value: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(value);
}

/**
 * Klarna's own rules per country are not public; it is recorded to take
 * `12345678` for the US and a Polish number with a Swedish address.
 */
function isPhone(value: string): boolean {
  return !/\p{L}/u.test(value) && (value.match(/\d/g)?.length ?? 0) >= 5;
}
