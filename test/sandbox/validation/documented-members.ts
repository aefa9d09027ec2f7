import * as fc from 'fast-check';

/**
 * The members of an order as Klarna's OpenAPI document of 2023 has them: what
 * each may be, and what it may not. Where the document gives a form in words
 * only (a date, an https URL), that form counts.
 */
export interface Kind {
  /** What the document allows. */
  right: fc.Arbitrary<unknown>;
  /** What it does not; the member itself is to be named for it. */
  wrong: fc.Arbitrary<unknown>;
}

/** Characters as JSON Schema counts them, beyond the basic plane as well. */
function characters(minLength: number, maxLength: number) {
  const length = {minLength, maxLength};
  return fc.oneof(
    fc.string({unit: 'grapheme-ascii', ...length}),
    fc.string({unit: 'binary', ...length}),
    fc.constantFrom('x', '🫖', 'å').map((each) => each.repeat(maxLength)),
  );
}

const noText = fc.constantFrom<unknown>(7, true, {}, ['x'], [[]]);

function text(min: number, max: number): Kind {
  const tooLong = fc
    .constantFrom('x', '🫖', 'å')
    .map((each) => each.repeat(max + 1));
  const wrong = [tooLong, noText, ...(min > 0 ? [fc.constant('')] : [])];
  return {right: characters(min, max), wrong: fc.oneof(...wrong)};
}

/** A text that the document does not bound. */
const anyText: Kind = {right: characters(0, 300), wrong: noText};

function whole(min: number, max: number): Kind {
  const fractions = fc
    .tuple(fc.integer({min: 0, max: 1000}), fc.constantFrom(0.25, 0.5, 0.9))
    .map(([number, fraction]) => number + fraction);
  const beyond = [
    ...(min > -1e15 ? [fc.integer({min: min - 5000, max: min - 1})] : []),
    ...(max < 1e15 ? [fc.integer({min: max + 1, max: max + 5000})] : []),
  ];
  return {
    right: fc.integer({min: Math.max(min, -1e6), max: Math.min(max, 1e6)}),
    wrong: fc.oneof(
      fractions,
      fc.constantFrom<unknown>('ten', '', '1.5', true, {}, [1], 2 ** 60),
      ...beyond,
    ),
  };
}

function like(right: readonly string[], wrong: readonly string[]): Kind {
  return {
    right: fc.constantFrom(...right),
    wrong:
      wrong.length > 0 ? fc.oneof(fc.constantFrom(...wrong), noText) : noText,
  };
}

function word(...words: string[]): Kind {
  return like(words, ['NONE_OF_THEM', `${words[0]}x`, ' ']);
}

const flag: Kind = {
  right: fc.boolean(),
  wrong: fc.constantFrom<unknown>('maybe', 2, {}, [true]),
};

const country = like(['SE', 'se', 'Se'], ['S', 'SWE', 'S1', '  ', 'Sweden']);
const colour = like(['#FF9900', '#aabbcc'], ['red', '#FFF', '#GG0000']);

const address: Readonly<Record<string, Kind>> = {
  attention: text(0, 99),
  city: text(0, 99),
  country,
  email: like(['', 'a@b.se', `a@${'b'.repeat(97)}`], [`a@${'b'.repeat(98)}`]),
  family_name: text(0, 99),
  given_name: text(0, 99),
  organization_name: text(0, 99),
  phone: like(['', '+44795465131', '12345'], ['1234', 'none', '0'.repeat(100)]),
  postal_code: text(0, 10),
  region: text(0, 99),
  street_address: text(0, 99),
  street_address2: text(0, 99),
  title: text(0, 20),
};

const customer: Readonly<Record<string, Kind>> = {
  date_of_birth: like(
    ['1978-12-31', '1980-02-29', ''],
    ['31-12-1978', '1978', 'today', '1978-02-29', '1978-04-31', '1978-12-32'],
  ),
  gender: like(['male', 'female'], []),
  last_four_ssn: like(['1234', '123456789'], ['123', '12345', 'abcd']),
  national_identification_number: anyText,
  organization_entity_type: word(
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
  ),
  organization_registration_id: anyText,
  title: anyText,
  type: word('person', 'organization'),
  vat_id: anyText,
};

const url = text(0, 2000);

/** What an order may have besides its lines and sums. */
export const orderMembers: Readonly<Record<string, Kind>> = {
  acquiring_channel: word('ECOMMERCE', 'IN_STORE', 'TELESALES'),
  auto_capture: flag,
  design: anyText,
  intent: word('buy', 'tokenize', 'buy_and_tokenize'),
  locale: like(['en-GB', 'sv', 'EN', 'en-us', 'en-SE'], ['en_GB', 'english']),
  merchant_data: text(0, 6000),
  merchant_reference1: text(0, 255),
  merchant_reference2: text(0, 255),
  ...within('attachment', {
    body: anyText,
    content_type: like(['application/vnd.klarna.internal.emd-v2+json'], []),
  }),
  ...within('billing_address', address),
  ...within('shipping_address', address),
  ...within('customer', customer),
  ...within('merchant_urls', {
    authorization: like(
      ['https://shop.example/a', 'HTTPS://shop.example', ''],
      [
        'http://shop.example/a',
        'shop://a',
        '/a',
        `https://${'x'.repeat(2000)}`,
      ],
    ),
    confirmation: url,
    notification: url,
    push: url,
  }),
  ...within('options', {
    color_border: colour,
    color_border_selected: colour,
    color_details: colour,
    color_text: colour,
    radius_border: anyText,
  }),
};

/** What a line may have besides its sums. */
export const lineMembers: Readonly<Record<string, Kind>> = {
  image_url: text(0, 1024),
  merchant_data: text(0, 1024),
  name: text(1, 255),
  product_url: text(0, 1024),
  quantity_unit: text(1, 8),
  reference: text(0, 255),
  type: like(
    [
      'physical',
      'discount',
      'shipping_fee',
      'digital',
      'gift_card',
      'store_credit',
      'surcharge',
    ],
    [],
  ),
  ...within('product_identifiers', {
    brand: text(0, 70),
    category_path: text(0, 750),
    color: text(0, 64),
    global_trade_item_number: text(0, 50),
    manufacturer_part_number: text(0, 70),
    size: text(0, 64),
  }),
  ...within('subscription', {
    interval: word('DAY', 'WEEK', 'MONTH', 'YEAR'),
    interval_count: whole(1, Infinity),
    name: text(1, 255),
  }),
};

/** Objects that have to be whole if they are there at all. */
export const wholeObjects = ['attachment', 'subscription'];

/** The sums of an order and of a line: only what they may never be. */
export const orderSums: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  order_amount: fc.oneof(whole(0, Infinity).wrong, fc.constant(null)),
  order_tax_amount: whole(0, Infinity).wrong,
};

export const lineSums: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  // Of a fraction it is the total that is named, as recorded.
  quantity: fc.constantFrom<unknown>(-1, -0.5, 'two', '', true, {}, [1], null),
  tax_rate: whole(0, 10_000).wrong,
  // The newest document allows twice as much as that of 2023.
  total_amount: fc.oneof(whole(-Infinity, 2e8).wrong, fc.constant(null)),
  total_discount_amount: whole(0, Infinity).wrong,
  total_tax_amount: whole(-Infinity, Infinity).wrong,
  unit_price: fc.oneof(whole(-Infinity, 2e8).wrong, fc.constant(null)),
};

/** What is no object, in the place of one. */
export const noObject = fc.constantFrom<unknown>('x', 7, true, [], [1], [{}]);

/** Members of an object within the order, by their path. */
function within(
  owner: string,
  members: Readonly<Record<string, Kind>>,
): Record<string, Kind> {
  return Object.fromEntries(
    Object.entries(members).map(([name, kind]) => [`${owner}.${name}`, kind]),
  );
}
