import * as v from 'valibot';

import type {KlarnaPlaceOrder} from '../wire/rest-types.js';
import type {KlarnaPaymentsClientOptions} from './client/options.js';
import type {KlarnaMerchantEvent} from './events.js';
import type {KlarnaProblem} from './http/problems.js';
import type {KlarnaStorage} from './storage/storage.js';

type MaybePromise<Value> = Value | Promise<Value>;
type Nothing = null | undefined;

/** What `placed` is told. */
export interface KlarnaPlacedEvent {
  /** Klarna's id of the order, for its Order Management. */
  orderId: string;
  /**
   * What was placed: the order as it was when Klarna authorized it, with the
   * address and customer members that came with the token. If Klarna's callback
   * came before the browser, it is the order alone.
   */
  order: KlarnaPlaceOrder;
  /** As the option `visitor` answered it. */
  visitor: string;
  /** `PENDING` orders are decided later, by Klarna's notification. */
  fraudStatus: string;
  /** Where Klarna would like the shopper to go next. */
  redirectUrl?: string;
}

export interface KlarnaMerchantOptions extends KlarnaPaymentsClientOptions {
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
   * `auto_capture` is held back until the order is placed. Set
   * `merchant_urls.confirmation`: without it Klarna names no page to go to next,
   * and a form post ends on a plain page that thanks the shopper.
   */
  order: (request: Request) => MaybePromise<KlarnaPlaceOrder | Nothing>;

  /**
   * Records the order in the shop. Called once an order, under ordinary
   * circumstances; again after it has thrown, and possibly again if the process
   * died meanwhile: make it idempotent on `orderId`. While it throws the order
   * stands at Klarna and the routes answer 500. The shopper waits for it.
   */
  placed: (event: KlarnaPlacedEvent) => MaybePromise<unknown>;

  /** Default: `memoryStorage()`, which is for one process only. */
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

  /**
   * Milliseconds for which an answer waits for the shop's functions and the
   * storage. What takes longer is not undone: the answer is 503, and the same
   * request may be sent again. Default: 10,000.
   */
  patience?: number;

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

/** The options with their defaults. */
export interface MerchantSettings {
  basePath: string;
  origin: string | undefined;
  callbackSecret: string | undefined;
  /** Creates that Klarna allows in a second (Klarna's docs, rate limits). */
  createsPerSecond: number;
  /** What belongs to a session and is the shop's, not the order's. */
  account: string;
  now: () => number;
  patience: number;
}

const createsPerSecond = {playground: 5, live: 40};

const callable = v.function();

const optionsSchema = v.object({
  basePath: v.optional(
    v.pipe(v.string(), v.regex(/^(?:\/[^/?#\s]+)*\/?$/)),
    '/klarna',
  ),
  visitor: callable,
  order: callable,
  placed: callable,
  storage: v.optional(
    v.object({
      durable: v.boolean(),
      read: callable,
      write: callable,
      due: callable,
      claim: callable,
      release: callable,
    }),
  ),
  origin: v.optional(
    v.pipe(
      v.string(),
      v.check((origin) => URL.canParse(origin)),
      v.transform((origin) => new URL(origin)),
      v.check(
        ({protocol, pathname, search, hash}) =>
          /^https?:$/.test(protocol) &&
          pathname === '/' &&
          search === '' &&
          hash === '',
      ),
      v.transform(({origin}) => origin),
    ),
  ),
  callbackSecret: v.optional(v.pipe(v.string(), v.nonEmpty())),
  client: v.optional(callable),
  failed: v.optional(callable),
  patience: v.optional(
    v.pipe(v.number(), v.gtValue(0), v.maxValue(2 ** 31 - 1)),
    10_000,
  ),
  now: v.optional(callable),
  onEvent: v.optional(callable),
});

const hints: Record<string, string> = {
  basePath: 'must be a path such as /klarna',
  visitor: 'must be a function',
  order: 'must be a function',
  placed: 'must be a function',
  storage: 'must have durable, read, write, due, claim and release',
  origin: 'must be an origin such as https://shop.example, without a path',
  callbackSecret: 'must not be empty',
  client: 'must be a function',
  failed: 'must be a function',
  patience: 'must be a positive number of milliseconds',
  now: 'must be a function',
  onEvent: 'must be a function',
};

/** @throws TypeError that names the member, and never shows its value. */
export function settingsOf(options: KlarnaMerchantOptions): MerchantSettings {
  const parsed = v.safeParse(optionsSchema, options, {
    abortEarly: true,
    abortPipeEarly: true,
  });
  if (!parsed.success) {
    const [member = 'options'] = (
      v.getDotPath(parsed.issues[0]) ?? 'options'
    ).split('.');
    throw new TypeError(
      `createKlarnaMerchant: ${member} ${hints[member] ?? 'must be an object'}`,
    );
  }
  const {basePath, origin, callbackSecret, patience} = parsed.output;
  const {region, environment = 'playground', baseUrl} = options;
  return {
    basePath: basePath.replace(/\/$/, ''),
    origin,
    callbackSecret,
    createsPerSecond: createsPerSecond[environment],
    account: [region, environment, baseUrl].join(' '),
    now: options.now ?? Date.now,
    patience,
  };
}
