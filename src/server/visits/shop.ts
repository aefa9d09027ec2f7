import type {
  KlarnaCustomerToken,
  KlarnaPlaceOrder,
} from '../../wire/rest-types.js';
import type {DetailsSource} from './token-record.js';

type MaybePromise<Value> = Value | Promise<Value>;

/** What `placed` is told. */
export interface KlarnaPlacedEvent {
  /** Klarna's id of the order, for its Order Management. */
  orderId: string;
  /**
   * What was placed: the order as it was when Klarna authorized it, with the
   * address and customer members that are known by now. What came after Klarna
   * had been asked is in it, too.
   */
  order: KlarnaPlaceOrder;
  /** As the option `visitor` answered it to whoever authorized. */
  visitor: string;
  /** The id that the visitor has by now, if the shop has told of another one. */
  movedTo?: string;
  /** Where the addresses come from: the shopper's browser, Klarna, or the cart. */
  details: DetailsSource;
  /**
   * `PENDING` orders are decided later, by Klarna's notification; `REJECTED`
   * ones are none to ship.
   */
  fraudStatus: string;
  /** Where Klarna would like the shopper to go next. */
  redirectUrl?: string;
  /** Of an order with the intent `buy_and_tokenize`, unless it was refused. */
  customerToken?: KlarnaCustomerToken;
  /** Aborts when the kit stops waiting, and may call again: after 5 minutes. */
  signal: AbortSignal;
}

/** What `tokenized` is told. */
export interface KlarnaTokenizedEvent {
  visitor: string;
  movedTo?: string;
  customerToken: KlarnaCustomerToken;
  /** The order that was authorized, and not placed. */
  order: KlarnaPlaceOrder;
  signal: AbortSignal;
}

/** What `notified` is told. */
export interface KlarnaNotifiedEvent {
  orderId: string;
  /**
   * For example `FRAUD_RISK_ACCEPTED`. It is unsigned: read the order's
   * `fraud_status` in Klarna's Order Management before shipping.
   */
  eventType: string;
}

/** What `atOrder` is told. */
export interface KlarnaAtOrderEvent {
  order: KlarnaPlaceOrder;
  visitor: string;
  /** The same each time that this authorization is asked about. */
  key: string;
}

/** Members of an order that may be known only when it is placed. */
export interface KlarnaAtOrder {
  merchant_reference1?: string;
  merchant_reference2?: string;
  merchant_data?: string;
  auto_capture?: boolean;
  merchant_urls?: {confirmation?: string; notification?: string};
}

/** The functions of the shop that the order path calls. */
export interface ShopFunctions {
  /** The visitor's cart; nothing if it is empty. */
  orderOf: (request: Request) => Promise<KlarnaPlaceOrder | undefined>;
  atOrder?: (event: KlarnaAtOrderEvent) => MaybePromise<unknown>;
  placed: (event: KlarnaPlacedEvent) => MaybePromise<unknown>;
  tokenized?: (event: KlarnaTokenizedEvent) => MaybePromise<unknown>;
  notified?: (event: KlarnaNotifiedEvent) => MaybePromise<unknown>;
}
