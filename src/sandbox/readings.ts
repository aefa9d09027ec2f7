/** The questions that the public sources on Klarna's API leave open. */
export interface SandboxReadings {
  /**
   * Body of a 401. Default: `html`, as recorded; Klarna's docs say JSON.
   */
  unauthorized?: 'html' | 'json';

  /**
   * Whether an error body has its messages as the list `error_messages`, as
   * recorded, or as one text `error_message`, as reported. Default: `list`.
   */
  errorMessages?: 'list' | 'single';

  /**
   * Whether an error says behind a member what it should be, as newer builds
   * were recorded to: `Bad value: purchase_currency (…)`. Default: `false`.
   */
  errorProse?: boolean;

  /** Members that nobody documents. Default: `ignore`. */
  unknownProperties?: 'ignore' | 'refuse';

  /**
   * What malformed JSON is answered with, besides the status 400.
   * Default: `BAD_REQUEST` without a message.
   */
  malformedJson?: {errorCode: string; errorMessages: readonly string[]};

  /**
   * Bodies that do not say that they are JSON. Default: `any`, taken if they
   * can be read; with `json` they get 415.
   */
  contentType?: 'any' | 'json';

  /**
   * How far the total of a line may be from what its price comes to. Default:
   * `within-quantity`, one for each piece (Klarna's specification of 2020);
   * that of 2023 gives the formula alone: `exact`.
   */
  lineTotals?: 'within-quantity' | 'exact';

  /**
   * References of a line of more than 64 characters. Default: `accept`, up to
   * the 255 of Klarna's document of 2023; recorded as refused in 2017 and 2019.
   */
  longReferences?: 'accept' | 'refuse';

  /**
   * An empty `image_url` or `product_url` of a line. Default: `accept`, as
   * Klarna's document has it; reported as refused in 2024.
   */
  emptyUrls?: 'accept' | 'refuse';

  /**
   * A line of type `discount` that adds to the order. Default: `accept`;
   * reported as refused in 2021.
   */
  positiveDiscounts?: 'accept' | 'refuse';

  /**
   * Postal codes against the country's format, for DE, GB, SE and US, and
   * phone numbers against the length that E.164 allows.
   * Default: `false`; observed to be weak.
   */
  strictAddresses?: boolean;

  /**
   * What an order is compared in with what the shopper authorized; what only
   * one of them has differs. References, URLs and capture may come with the
   * order alone. Default: `order_amount`, `order_tax_amount`, `purchase_currency`,
   * `order_lines`, `billing_address`, `shipping_address`.
   */
  comparedFields?: readonly KlarnaSandboxComparedField[];

  /**
   * An order without an address that was authorized. Default: `accept`.
   */
  lackingAddress?: 'accept' | 'refuse';

  /**
   * An order with an address where none was authorized. Default: `accept`.
   */
  addedAddress?: 'accept' | 'refuse';

  /** Update of a session to another country or currency. Default: `accept`. */
  updateMarket?: 'accept' | 'refuse';

  /** Update of an unknown session. Default: `not-found`. */
  updateUnknown?: 'not-found' | 'no-content';

  /**
   * Read of a session whose order is placed. Default: `answer`, with the
   * status `complete`.
   */
  readCompleted?: 'answer' | 'refuse';

  /**
   * Whether an API key is enough, without the user name shown next to it.
   * Default: `true`.
   */
  apiKeyAlone?: boolean;

  /** Tax on the lines of a US order. Default: `accept`. */
  usLineTax?: 'accept' | 'refuse';

  /** A purchase country that is not Klarna's. Default: `accept`. */
  otherCountries?: 'accept' | 'refuse';

  /**
   * Whether the shopper's calls, too, make a session live 48 hours from then.
   * Default: `false`; Klarna's page says "after the last update".
   */
  shopperExtendsSession?: boolean;

  /**
   * When read answers the customer's details. Default: `after-authorization`
   * (Klarna's docs).
   */
  detailsInRead?: 'after-authorization' | 'always';

  /**
   * Whether an authorization token whose order was refused with 409 keeps
   * answering that. Default: `false`; said by Klarna's staff in 2017.
   */
  stickyMismatch?: boolean;

  /**
   * `merchant_urls.authorization` over http on a loopback host. Klarna takes
   * only https. Default: `true`, for shops in development.
   */
  loopbackHttp?: boolean;

  /**
   * Customer details without which an authorization is sent back to be
   * corrected, as dotted paths. Default: none; Klarna's purchase flow asks for
   * what is missing.
   */
  requiredDetails?: readonly string[];
}

/** What an order can be compared in with its authorization. */
export type KlarnaSandboxComparedField =
  | 'order_amount'
  | 'order_tax_amount'
  | 'purchase_country'
  | 'purchase_currency'
  | 'order_lines'
  | 'billing_address'
  | 'shipping_address';

export const readingsByDefault: Required<SandboxReadings> = {
  unauthorized: 'html',
  errorMessages: 'list',
  errorProse: false,
  unknownProperties: 'ignore',
  malformedJson: {errorCode: 'BAD_REQUEST', errorMessages: []},
  contentType: 'any',
  lineTotals: 'within-quantity',
  longReferences: 'accept',
  emptyUrls: 'accept',
  positiveDiscounts: 'accept',
  strictAddresses: false,
  comparedFields: [
    'order_amount',
    'order_tax_amount',
    'purchase_currency',
    'order_lines',
    'billing_address',
    'shipping_address',
  ],
  lackingAddress: 'accept',
  addedAddress: 'accept',
  updateMarket: 'accept',
  updateUnknown: 'not-found',
  readCompleted: 'answer',
  apiKeyAlone: true,
  usLineTax: 'accept',
  otherCountries: 'accept',
  shopperExtendsSession: false,
  detailsInRead: 'after-authorization',
  stickyMismatch: false,
  loopbackHttp: true,
  requiredDetails: [],
};
