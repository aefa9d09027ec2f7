/**
 * The vocabulary of Klarna Payments: the data that travel in `client_token`
 * sessions and the script that a browser loads from Klarna's CDN. Member names
 * are Klarna's own, hence snake_case. Klarna publishes a types package for its
 * script, but not on npm; these declarations stand in for it.
 *
 * Amounts are integers in minor units (cents, öre; a yen has none), tax rates
 * are basis points (2500 is 25 %).
 *
 * Sources: Klarna's SDK reference (docs.klarna.com, "Klarna Payments SDK
 * reference") and Klarna's OpenAPI document for `/payments/v1`. What neither
 * documents is marked as observed.
 */

/** A postal address with the contact data that Klarna keeps beside it. */
export interface KlarnaAddress {
  given_name?: string;
  family_name?: string;
  organization_name?: string;
  /** A line of its own for the person at an organization. */
  attention?: string;
  /** At most 20 characters; the accepted values vary by country. */
  title?: string;
  email?: string;
  phone?: string;
  street_address?: string;
  street_address2?: string;
  postal_code?: string;
  city?: string;
  /** State or province; Klarna asks for it in the US and Australia. */
  region?: string;
  /** ISO 3166-1 alpha-2. */
  country?: string;
  care_of?: string;
}

/** Who buys. */
export interface KlarnaCustomer {
  /** `yyyy-mm-dd` */
  date_of_birth?: string;
  gender?: string;
  title?: string;
  last_four_ssn?: string;
  national_identification_number?: string;
  type?: 'person' | 'organization';
  organization_registration_id?: string;
  organization_entity_type?: string;
  vat_id?: string;
  customer_token?: string;
  place_of_birth?: string;
}

/** Identifiers by which the outside world knows a product. */
export interface KlarnaProductIdentifiers {
  brand?: string;
  category_path?: string;
  color?: string;
  global_trade_item_number?: string;
  manufacturer_part_number?: string;
  size?: string;
}

/** One line of the order. */
export interface KlarnaOrderLine {
  name: string;
  quantity: number;
  /** Minor units, tax included except in the US. May be negative. */
  unit_price: number;
  /** Minor units: `quantity * unit_price - total_discount_amount`. */
  total_amount: number;
  type?:
    | 'physical'
    | 'discount'
    | 'shipping_fee'
    | 'sales_tax'
    | 'digital'
    | 'gift_card'
    | 'store_credit'
    | 'surcharge'
    | (string & {});
  reference?: string;
  quantity_unit?: string;
  /** Basis points, 0 to 10000. */
  tax_rate?: number;
  /** Minor units. */
  total_tax_amount?: number;
  /** Minor units, never negative. */
  total_discount_amount?: number;
  image_url?: string;
  product_url?: string;
  merchant_data?: string;
  product_identifiers?: KlarnaProductIdentifiers;
  subscription?: {
    name: string;
    interval: 'DAY' | 'WEEK' | 'MONTH' | 'YEAR';
    interval_count: number;
  };
}

/** Where Klarna sends the shopper, or calls the merchant. */
export interface KlarnaMerchantUrls {
  confirmation?: string;
  notification?: string;
  push?: string;
  /** Klarna requires https here. */
  authorization?: string;
}

/** Extra merchant data in Klarna's own JSON format. */
export interface KlarnaAttachment {
  content_type: string;
  body: string;
}

/** The customer details that may come as late as authorize. */
export interface KlarnaAuthorizeData extends KlarnaOrderData {
  billing_address?: KlarnaAddress;
  shipping_address?: KlarnaAddress;
  customer?: KlarnaCustomer;
}

/** The order part of a session; every member may be updated. */
export interface KlarnaOrderData {
  /** ISO 3166-1 alpha-2. */
  purchase_country?: string;
  /** ISO 4217. */
  purchase_currency?: string;
  /** `en-GB` */
  locale?: string;
  /** Minor units, tax and discounts included. */
  order_amount?: number;
  /** Minor units. */
  order_tax_amount?: number;
  order_lines?: KlarnaOrderLine[];
  merchant_reference1?: string;
  merchant_reference2?: string;
  merchant_data?: string;
  merchant_urls?: KlarnaMerchantUrls;
  attachment?: KlarnaAttachment;
  /**
   * Never part of the data: Klarna's script takes a second argument that has
   * one of these members for the options (observed).
   */
  payment_method_category?: never;
  instance_id?: never;
}

/** What `load` takes as data: order data and, if known early, the customer. */
export type KlarnaSessionData = KlarnaAuthorizeData;

/**
 * Identifier of a payment method category. Klarna adds to the list now and
 * then, so any string is accepted.
 */
export type KlarnaCategoryIdentifier =
  | 'klarna'
  | 'pay_later'
  | 'pay_now'
  | 'pay_over_time'
  | 'direct_bank_transfer'
  | 'direct_debit'
  | (string & {});

/** A way to pay that a session offers, as the REST API answers it. */
export interface KlarnaCategory {
  identifier: KlarnaCategoryIdentifier;
  /** Already in the session's language; Klarna asks to show it as it is. */
  name: string;
  asset_urls?: {descriptive?: string; standard?: string};
}

/**
 * Names of the errors that Klarna's script throws. Their classes are not
 * exported, so `name` is all there is to tell them by.
 */
export type KlarnaErrorName =
  | 'InvalidClientTokenError'
  | 'ApplicationNotInitializedError'
  | 'ApplicationNotLoadedError'
  | 'InvalidContainerSelectorError'
  | 'PaymentMethodCategoryNotSupportedError'
  | 'PaymentMethodCategoryNotProvidedError'
  | 'PreferredPaymentMethodNotSupportedError'
  | 'OperationNotSupportedError'
  | 'EventNotSupportedError'
  | 'InstanceIDNotProvidedError'
  | 'InvalidInstanceIDError';

/** What is wrong with the data, as dotted paths. */
export interface KlarnaFieldError {
  /** For example `billing_address.postal_code`. */
  invalid_fields?: string[];
}

/** What `init` takes. */
export interface KlarnaInitOptions {
  client_token: string;
}

/** Says which widget a call means. */
export interface KlarnaInstanceOptions {
  payment_method_category?: KlarnaCategoryIdentifier;
  payment_method_categories?: string[];
  /** Names the widget; `[\w-]+`. */
  instance_id?: string;
}

/** What `load` takes. */
export interface KlarnaLoadOptions extends KlarnaInstanceOptions {
  /** An element of the document, or a selector for one. */
  container: string | HTMLElement;
  preferred_payment_method?: string;
}

/** What `authorize` takes. */
export interface KlarnaAuthorizeOptions extends KlarnaInstanceOptions {
  /** `false` for a multi-step checkout; default `true`. */
  auto_finalize?: boolean;
}

/** What `load` answers. */
export interface KlarnaLoadResult {
  show_form: boolean;
  error?: KlarnaFieldError;
}

/** What `authorize`, `reauthorize` and `finalize` answer. */
export interface KlarnaAuthorizeResult {
  approved: boolean;
  show_form?: boolean;
  /** Valid for 60 minutes, for this very state of the order. */
  authorization_token?: string;
  finalize_required?: boolean;
  error?: KlarnaFieldError;
}

/** The only three events that `on` accepts. */
export interface KlarnaEvents {
  /** Pixels. */
  heightChanged: (height: number) => void;
  fullscreenOverlayShown: () => void;
  fullscreenOverlayHidden: () => void;
}

type KlarnaCallback<Result> = (result: Result) => void;

interface KlarnaOperation<Options, Result> {
  (options: Options, callback?: KlarnaCallback<Result>): void;
  (
    options: Options,
    data: KlarnaSessionData | null | undefined,
    callback?: KlarnaCallback<Result>,
  ): void;
}

/**
 * `window.Klarna.Payments`. There is one a page and it remembers one client
 * token, that of the latest `init`.
 *
 * On a wrong call the methods first call back with an answer that looks like a
 * decline and then throw.
 */
export interface KlarnaPayments {
  /** @throws `InvalidClientTokenError` if the token is no JWT. */
  init(options: KlarnaInitOptions): unknown;
  load: KlarnaOperation<KlarnaLoadOptions, KlarnaLoadResult>;
  authorize: KlarnaOperation<KlarnaAuthorizeOptions, KlarnaAuthorizeResult>;
  reauthorize: KlarnaOperation<KlarnaInstanceOptions, KlarnaAuthorizeResult>;
  finalize: KlarnaOperation<KlarnaInstanceOptions, KlarnaAuthorizeResult>;
  loadPaymentReview(
    options: {container: string | HTMLElement},
    callback?: KlarnaCallback<{show_form: boolean}>,
  ): void;
  on<Name extends keyof KlarnaEvents>(
    event: Name,
    handler: KlarnaEvents[Name],
  ): void;
  /** Without a handler it removes everybody's listeners. */
  off<Name extends keyof KlarnaEvents>(
    event: Name,
    handler?: KlarnaEvents[Name],
  ): void;
}

/** What Klarna's script puts on `window.Klarna`. */
export interface KlarnaGlobal {
  Payments?: KlarnaPayments;
}

declare global {
  interface Window {
    Klarna?: KlarnaGlobal;
    /**
     * Called by Klarna's script, synchronously, as the last thing it does when
     * it is evaluated.
     */
    klarnaAsyncCallback?: () => void;
  }
}
