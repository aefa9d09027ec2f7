import type {KlarnaOrder, KlarnaPlaceOrder} from '../wire/rest-types.js';
import type {
  KlarnaCredentials,
  KlarnaPaymentsClientOptions,
} from './client/options.js';
import type {KlarnaMerchantEvent} from './events.js';
import type {KlarnaProblem} from './http/problems.js';
import type {KlarnaStorage} from './storage/storage.js';
import type {KlarnaMerchantAccount} from './visits/accounts.js';
import type {
  KlarnaAtOrder,
  KlarnaAtOrderEvent,
  KlarnaNotifiedEvent,
  KlarnaPlacedEvent,
  KlarnaTokenizedEvent,
} from './visits/shop.js';

type MaybePromise<Value> = Value | Promise<Value>;
type Nothing = null | undefined;

/** What the kit has to know of the shop. */
export interface KlarnaMerchantOptions extends Omit<
  KlarnaPaymentsClientOptions,
  'credentials' | 'onEvent'
> {
  /** Kept private. Needed unless `account` is given. */
  credentials?: KlarnaCredentials;

  /**
   * Several merchant accounts, by country or currency: instead of `credentials`
   * and `region`. It is asked again for whatever is open, with the order as it
   * was authorized (of a session that was given up with country, currency and
   * locale alone), so it must depend on nothing else. Other credentials with
   * the same `id` are a rotation and change nothing.
   */
  account?: (order: KlarnaOrder) => KlarnaMerchantAccount;

  /** Where the routes are. Default: `/klarna`. */
  basePath?: string;

  /**
   * Who is asking: an id of the shop's own user session, the same for all
   * requests of one visitor and for nobody else. Nothing: the answer is 401. With
   * another id, for instance after logging in, the visitor gets a new session.
   * Read headers, cookies or (behind `srvx/node`) `request.runtime.node.req`;
   * the body is the kit's.
   */
  visitor: (request: Request) => MaybePromise<string | Nothing>;

  /**
   * The visitor's cart as Klarna wants it, always from the shop's own data.
   * Nothing: the cart is empty, the answer is 409. It is asked whenever the
   * session is asked for, again if the session has to change, and before an
   * order is placed; it must not depend on the body of the request.
   * Where only `merchant_reference1`, `merchant_reference2`, `merchant_urls` or
   * `auto_capture` are others than before, it is no other cart and Klarna keeps
   * the first ones: what is known only later is for `atOrder`.
   * `auto_capture` is held back until the order is placed. Set
   * `merchant_urls.confirmation`: without it Klarna names no page to go to next,
   * and a form post is answered with JSON instead of a redirect.
   */
  order: (request: Request) => MaybePromise<KlarnaPlaceOrder | Nothing>;

  /**
   * Records the order in the shop. Called at least once for an order: again
   * after it has thrown or the process has died, and once more if the shopper's
   * browser brings details after Klarna's callback has led to the order. Put a
   * unique key on `orderId`; a look first is not enough. While it throws the
   * order stands at Klarna and the routes answer 500. It may take its time, up
   * to 5 minutes: the shopper is answered after `patience`.
   */
  placed: (event: KlarnaPlacedEvent) => MaybePromise<unknown>;

  /**
   * What is known only when the order is placed: references, `merchant_data`,
   * `auto_capture`, and of `merchant_urls` `confirmation` and `notification`.
   * Anything else is left out, with an event. Asked once for an authorization,
   * again only if the process dies in between: make it idempotent on `key`. If
   * it throws, the answer is 500 and the authorization waits.
   *
   * Whether Klarna takes another value than the session's is not on record:
   * give each of these here or in `order`, not in both.
   */
  atOrder?: (
    event: KlarnaAtOrderEvent,
  ) => MaybePromise<KlarnaAtOrder | Nothing>;

  /**
   * Takes over the customer token of an order with the intent `tokenize`, of
   * which no order is placed. Called as `placed` is. Needed for that intent.
   */
  tokenized?: (event: KlarnaTokenizedEvent) => MaybePromise<unknown>;

  /**
   * Klarna has decided on a pending order. With it, and where `order` gives
   * none, `merchant_urls.notification` is added to sessions. While it throws
   * Klarna repeats, for a day. The call is unsigned: read the order's
   * `fraud_status` before shipping.
   */
  notified?: (event: KlarnaNotifiedEvent) => MaybePromise<unknown>;

  /**
   * Milliseconds that an authorization of which Klarna's callback tells waits
   * for the shopper's browser, which has the details; then it is ordered
   * without. From 0 to 600,000, or `'never'` where the shopper still confirms
   * after authorizing: then it is only listed. Default: 15,000.
   */
  callbackPatience?: number | 'never';

  /**
   * Whether the kit looks every minute after what is open, in one process at a
   * time, or leaves that to a cron that calls `recover`, at least every 10
   * minutes. Default: `timer` on Node, Deno and Bun, `manual` elsewhere.
   */
  recovery?: 'timer' | 'manual';

  /**
   * What a problem that `checkOrder` is certain of leads to, before a session is
   * created or updated: the answer 422, an event, or nothing. What it is not
   * certain of is an event. Default: `refuse` in playground, `report` live.
   */
  check?: 'refuse' | 'report' | 'off';

  /**
   * Milliseconds for which an answer waits for the shop's functions and the
   * storage. What takes longer is not undone: the answer is 503, and the same
   * request may be sent again. An order that stands by then is answered.
   * Default: 10,000.
   */
  patience?: number;

  /**
   * Milliseconds after an order during which whoever ordered is told so instead
   * of being asked to pay again, while the cart is the one ordered or empty.
   * Default: 1,800,000, half an hour.
   */
  repeatAfter?: number;

  /**
   * Where sessions and orders are kept. Default: `memoryStorage()`, which is
   * for tests and the playground; live it has to be a durable one.
   */
  storage?: KlarnaStorage;

  /**
   * The shop's public origin, for example `https://shop.example`: requests from
   * pages elsewhere are refused, and Klarna's callback goes there. Default: the
   * request's own, which behind a TLS proxy is the wrong one, and which whoever
   * sends the request can choose: do not leave it to that together with a
   * `callbackSecret`.
   *
   * Klarna calls back over https only. So for an http origin no callback is
   * registered, unless it is this machine's and `baseUrl` names another Klarna,
   * such as the sandbox.
   */
  origin?: string;

  /**
   * Last part of the path of Klarna's callback; keep it out of access logs.
   * Default: a random one for each session.
   */
  callbackSecret?: string;

  /**
   * The page for a form post that ends in a problem. It may take as long as
   * `patience`; if it fails, the default page takes its place. `problem` is
   * what a JSON caller would get; its `detail` is for developers, its `code`
   * tells what to say. Default: a plain page in English without script.
   */
  failed?: (event: {
    problem: KlarnaProblem;
    request: Request;
  }) => MaybePromise<Response>;

  /**
   * Who is at the other end, as a text: for example the address that a proxy
   * vouches for. New sessions wait in a queue below Klarna's rate limit, and
   * nobody has more than a fifth of it: without this option whoever comes with
   * ever new visitor ids can take all of it. It stays in this process. Nothing:
   * the visitor.
   */
  client?: (request: Request) => MaybePromise<string | Nothing>;

  /** Milliseconds since 1970; decides what is older than 48 hours. */
  now?: () => number;

  /**
   * Told of everything that happens: every answer, refusal, retry and recovery
   * is an event. The kit logs nothing. Not awaited; what it throws is swallowed.
   * Only `error` can hold more than the kit's own facts: what the shop's
   * functions have thrown, as it is.
   */
  onEvent?: (event: KlarnaMerchantEvent) => unknown;
}
