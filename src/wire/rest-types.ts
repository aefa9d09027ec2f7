import type {
  KlarnaAuthorizeData,
  KlarnaCategory,
  KlarnaCustomer,
  KlarnaAddress,
  KlarnaMerchantUrls,
  KlarnaOrderLine,
} from '../klarna/types.js';

/**
 * Bodies and answers of Klarna's REST API `/payments/v1`, as its OpenAPI
 * document describes them. Types only: the server kit and the sandbox stand
 * alone otherwise.
 */

/** An order as it is sent: what `POST /payments/v1/sessions` requires. */
export interface KlarnaOrder extends Omit<
  KlarnaAuthorizeData,
  'payment_method_category' | 'instance_id'
> {
  purchase_country: string;
  purchase_currency: string;
  /** Minor units. */
  order_amount: number;
  order_lines: KlarnaOrderLine[];
  intent?: 'buy' | 'tokenize' | 'buy_and_tokenize' | (string & {});
  acquiring_channel?: 'ECOMMERCE' | 'IN_STORE' | 'TELESALES' | (string & {});
  merchant_urls?: KlarnaMerchantUrls;
  /** Colours as `#RRGGBB`. */
  options?: {
    color_border?: string;
    color_border_selected?: string;
    color_details?: string;
    color_text?: string;
    radius_border?: string;
  };
  design?: string;
  custom_payment_method_ids?: string[];
}

/** Answer of create. */
export interface KlarnaCreatedSession {
  session_id: string;
  client_token: string;
  payment_method_categories?: KlarnaCategory[];
}

/** Answer of read. It carries no `session_id`. */
export interface KlarnaSession extends Partial<KlarnaOrder> {
  status: 'complete' | 'incomplete';
  client_token: string;
  /** ISO 8601. */
  expires_at: string;
  /** Present once the shopper has authorized. */
  authorization_token?: string;
  payment_method_categories?: KlarnaCategory[];
}

/** Body of place order. */
export interface KlarnaPlaceOrder extends KlarnaOrder {
  auto_capture?: boolean;
}

/** Answer of place order. */
export interface KlarnaPlacedOrder {
  order_id: string;
  /** Absent if the order names no confirmation URL. */
  redirect_url?: string;
  fraud_status: 'ACCEPTED' | 'PENDING' | (string & {});
  authorized_payment_method?: {
    type: string;
    number_of_days?: number;
    number_of_installments?: number;
  };
}

/** Body of `POST …/customer-token`. */
export interface KlarnaCreateCustomerToken {
  description: string;
  intended_use: 'SUBSCRIPTION' | (string & {});
  locale?: string;
  purchase_country?: string;
  purchase_currency?: string;
  billing_address?: KlarnaAddress;
  customer?: KlarnaCustomer;
}

/** Answer of `POST …/customer-token`. */
export interface KlarnaCustomerToken {
  token_id: string;
  redirect_url?: string;
  billing_address?: KlarnaAddress;
  customer?: KlarnaCustomer;
  payment_method_reference?: string;
}

/** Body of an error. No member is guaranteed. */
export interface KlarnaErrorBody {
  error_code?: string;
  error_messages?: string[];
  correlation_id?: string;
}
