import type {KlarnaCategory} from '../klarna/types.js';
import type {KlarnaSandboxExperiment} from './browser/builds.js';
import type {BrowserRouteOptions} from './browser/routes.js';
import type {KlarnaSandboxNote} from './overview/journal.js';
import {usualCategories} from './state/categories.js';
import type {
  KlarnaSandboxFaults,
  KlarnaSandboxOperation,
} from './state/faults.js';
import {readingsByDefault, type SandboxReadings} from './readings.js';
import type {FraudStatus} from './state/store.js';
import type {KlarnaSandboxAnswer, ShopperCall} from './shopper/shopper.js';

/** Whom the sandbox lets in. */
export type KlarnaSandboxCredentials =
  {username: string; password: string} | {apiKey: string};

/** A call of the REST API, after it was answered. */
export interface KlarnaSandboxRequest {
  /** Nothing for a path that Klarna does not have. */
  operation: KlarnaSandboxOperation | undefined;
  method: string;
  /** With the session id or the authorization token: not for a log. */
  path: string;
  status: number;
  /** Nothing where Klarna sends none, as with a 401 in HTML. */
  correlationId: string | null;
}

/** How many calls a second one merchant may make. */
export interface KlarnaSandboxRateLimit {
  /** Creates of a session; Klarna counts them apart. */
  createSession: number;
  /** All other operations together. */
  other: number;
}

/** How the sandbox behaves; everything may be left out. */
export interface KlarnaSandboxOptions extends SandboxReadings {
  /** The clock, in milliseconds since the epoch. Default: `Date.now`. */
  now?: () => number;

  /** Milliseconds before every answer. Default: 0. */
  latency?: number;

  /**
   * Whom to let in, in any of the three forms of Basic authentication: user
   * name and password, an API key as it is, or an API key in base64.
   * Default: whoever sends a form of Basic.
   */
  credentials?: KlarnaSandboxCredentials;

  /** What is broken; may be changed while the sandbox runs. Default: nothing. */
  faults?: KlarnaSandboxFaults;

  /**
   * What the shopper does when nothing was queued and they are none of
   * Klarna's test customers. Default, and where the function answers nothing:
   * the person at the purchase page decides; without a browser the purchase is
   * approved.
   */
  answer?:
    | KlarnaSandboxAnswer
    | ((call: ShopperCall) => KlarnaSandboxAnswer | undefined);

  /**
   * The categories that sessions offer: a preset, or identifiers, which are
   * then named in the session's language, or categories as they are. `klarna`
   * is the single category of Klarna's docs in 2026, `three` what recorded
   * sessions offered (`pay_later`, `pay_over_time`, `pay_now`), `one` the first
   * of those. Default: `three`.
   */
  categories?: KlarnaSandboxPreset | readonly (string | KlarnaCategory)[];

  /**
   * Which categories answer `finalize_required` to an `authorize` with
   * `auto_finalize: false`; the others give their token at once. Without a
   * category in the call it is required. Default: `all`.
   */
  finalize?: 'all' | readonly string[];

  /**
   * The build of Klarna's script that is played. They differ in what a page
   * notices only when something is wrong, so try both. Default: `1.10-734`, as
   * it was captured and run; `1.10-1987` was only read.
   */
  script?: BrowserRouteOptions['script'];

  /**
   * What client tokens switch on in the newer build; the older one takes no
   * notice. Default: nothing.
   */
  experiments?: readonly KlarnaSandboxExperiment[];

  /**
   * What client tokens say of where they are good for. It decides from which of
   * Klarna's hosts the purchase flow is loaded. Default: `playground`.
   */
  environment?: 'playground' | 'production';

  /** Whether Klarna supports the browser. Default: `supported`. */
  browser?: BrowserRouteOptions['browser'];

  /**
   * The sandbox's own origin as a browser sees it, for a sandbox behind a
   * proxy. Default: the origin of each request.
   */
  origin?: string;

  /**
   * Refuses calls above so many a second with 429. `playground` is 5 creates
   * and 50 others, `live` 40 and 200 (Klarna's docs). Default: `off`, so that
   * no test suite waits for a limit that it is not about; the headers are then
   * those of a first call at the playground.
   */
  rateLimit?: 'off' | 'playground' | 'live' | KlarnaSandboxRateLimit;

  /**
   * ISO 4217 codes that the account settles in wherever the shopper is, in
   * either case: Klarna's cross-border add-on. Default: none, each country has
   * its own currency.
   */
  currencies?: readonly string[];

  /**
   * What Klarna says of an order when it is placed by nobody of its test
   * customers. `PENDING` waits for `sandbox.decide`. Default: `ACCEPTED`.
   */
  fraudStatus?: FraudStatus;

  /**
   * Sends the authorization callback and the notification of pending orders.
   * Default: the global `fetch`, and only to loopback hosts, as a sandbox that
   * is offline has no business elsewhere.
   */
  fetch?: (request: Request) => Promise<Response>;

  /**
   * Milliseconds before the second attempt at a callback; the third waits
   * twice as long. Default: 1000 (Klarna's docs).
   */
  callbackBackoff?: number;

  /** Called after each call of the REST API was answered. */
  onRequest?: (request: KlarnaSandboxRequest) => void;

  /**
   * Called after each request that the page at `/` lists: those of the REST
   * API, of the script and of the shopper. Fit for a log.
   */
  onNote?: (note: KlarnaSandboxNote) => void;

  /**
   * What an `authorize` without user activation gets in the browser. Default:
   * `blocked-without-activation`, as if a popup blocker had stepped in.
   */
  popup?: BrowserRouteOptions['popup'];

  /** Milliseconds that a widget's frame has to load. Default: 30000. */
  frameTimeout?: number;
}

/** Ready-made lists of categories. */
export type KlarnaSandboxPreset = 'klarna' | 'three' | 'one';

type Optional =
  'answer' | 'credentials' | 'fetch' | 'onNote' | 'onRequest' | 'origin';

/** The options with their defaults filled in. */
export type SandboxSettings = Required<
  Omit<KlarnaSandboxOptions, Optional | 'latency' | 'faults' | 'categories'>
> &
  Pick<KlarnaSandboxOptions, Optional> & {
    categories: readonly (string | KlarnaCategory)[];
  };

const presets: Readonly<Record<KlarnaSandboxPreset, readonly string[]>> = {
  klarna: ['klarna'],
  three: usualCategories,
  one: usualCategories.slice(0, 1),
};

export function settingsFrom(options: KlarnaSandboxOptions): SandboxSettings {
  const given = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as KlarnaSandboxOptions;
  return {...defaults, ...given, categories: listed(given.categories)};
}

/** @throws a `TypeError` for a word that is none of the presets. */
function listed(
  categories: KlarnaSandboxOptions['categories'] = 'three',
): SandboxSettings['categories'] {
  if (typeof categories !== 'string') return categories;
  if (Object.hasOwn(presets, categories)) return presets[categories];
  throw new TypeError(
    `categories is a list or one of ${Object.keys(presets).join(', ')}`,
  );
}

const defaults: Omit<SandboxSettings, 'categories'> = {
  now: () => Date.now(),
  currencies: [],
  finalize: 'all',
  script: '1.10-734',
  experiments: [],
  environment: 'playground',
  browser: 'supported',
  fraudStatus: 'ACCEPTED',
  rateLimit: 'off',
  callbackBackoff: 1000,
  popup: 'blocked-without-activation',
  frameTimeout: 30_000,
  ...readingsByDefault,
};
