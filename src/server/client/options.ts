import * as v from 'valibot';

import type {KlarnaCallEvent} from '../events.js';
import type {KlarnaRegion} from '../markets.js';

/** Klarna's test system, or real money. */
export type KlarnaEnvironment = 'playground' | 'live';

/**
 * What Klarna's merchant portal gives out: a user name with a password, or an
 * API key, which is sent verbatim after `Basic ` (Klarna's docs).
 */
export type KlarnaCredentials =
  {username: string; password: string} | {apiKey: string};

/** Whose calls go where, and how patiently. */
export interface KlarnaPaymentsClientOptions {
  /** Kept private: they show in no error, log or JSON of the client. */
  credentials: KlarnaCredentials;
  /** Where the merchant account lives. Needed unless `baseUrl` is given. */
  region?: KlarnaRegion;
  /** Needed unless `baseUrl` is given. */
  environment?: KlarnaEnvironment;
  /**
   * Takes the place of Klarna's host and of nothing else: the paths below it
   * stay `/payments/v1/…`. For the sandbox, or a proxy.
   */
  baseUrl?: string | URL;
  /**
   * Milliseconds for one call: all attempts, the waits between them and the
   * body of the answer. Default: 10,000.
   */
  timeout?: number;
  /** Default: the global `fetch`, looked up when a call is made. */
  fetch?: (request: Request) => Promise<Response>;
  /**
   * Told of each call that has ended, and of each that is tried again. Not
   * awaited; what it throws is swallowed.
   */
  onEvent?: (event: KlarnaCallEvent) => unknown;
}

/** Klarna's six API hosts (Klarna's docs, API URLs). */
const hosts: Record<KlarnaRegion, Record<KlarnaEnvironment, string>> = {
  eu: {
    live: 'https://api.klarna.com',
    playground: 'https://api.playground.klarna.com',
  },
  na: {
    live: 'https://api-na.klarna.com',
    playground: 'https://api-na.playground.klarna.com',
  },
  oc: {
    live: 'https://api-oc.klarna.com',
    playground: 'https://api-oc.playground.klarna.com',
  },
};

/** The longest delay that timers can keep. */
const longestTimeout = 2 ** 31 - 1;

const filled = v.pipe(v.string(), v.nonEmpty());

const optionsSchema = v.object({
  credentials: v.union([
    v.object({
      // The first colon ends the user name (RFC 7617).
      username: v.pipe(filled, v.excludes(':')),
      password: filled,
    }),
    v.object({
      // A line end left over in an environment variable would break the header.
      apiKey: v.pipe(v.string(), v.regex(/^[\x21-\x7e]+$/)),
    }),
  ]),
  region: v.optional(v.picklist(['eu', 'na', 'oc'])),
  environment: v.optional(v.picklist(['playground', 'live'])),
  baseUrl: v.optional(v.union([v.string(), v.instance(URL)])),
  timeout: v.optional(
    v.pipe(v.number(), v.gtValue(0), v.maxValue(longestTimeout)),
    10_000,
  ),
  fetch: v.optional(v.function()),
  onEvent: v.optional(v.function()),
});

/** The options with their defaults, as the calls need them. */
export interface ClientSettings {
  /** Without a slash at its end. */
  baseUrl: string;
  authorization: string;
  /** What no error may repeat. */
  secrets: readonly string[];
  timeout: number;
  fetch: (request: Request) => Promise<Response>;
}

/**
 * @throws TypeError that names the member, and never shows its value.
 */
export function settingsFrom(
  options: KlarnaPaymentsClientOptions,
): ClientSettings {
  const {credentials, timeout} = parsed(optionsSchema, options);
  const {authorization, secrets} = authorizationFrom(credentials);

  return {
    baseUrl: baseUrlFrom(options),
    authorization,
    secrets,
    timeout,
    fetch: options.fetch ?? ((request) => globalThis.fetch(request)),
  };
}

/**
 * Looks at what does not depend on the merchant account, where there are
 * several.
 *
 * @throws TypeError that names the member, and never shows its value.
 */
export function assertSharedOptions(
  options: Omit<KlarnaPaymentsClientOptions, 'credentials'>,
): void {
  parsed(v.omit(optionsSchema, ['credentials', 'region']), options);
  baseUrlFrom({...options, region: 'eu'});
}

function parsed<Schema extends v.GenericSchema>(
  schema: Schema,
  options: object,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, options, {abortEarly: true});
  if (result.success) {
    return result.output;
  }
  const member = v.getDotPath(result.issues[0]) ?? 'options';
  throw new TypeError(`KlarnaPaymentsClient: ${member} ${hintFor(member)}`);
}

const hints: Record<string, string> = {
  credentials:
    'must be {username, password} or {apiKey}, filled, the user name without a colon, the key without blanks or line ends',
  region: "must be 'eu', 'na' or 'oc'",
  environment: "must be 'playground' or 'live'",
  baseUrl: 'must be a URL',
  timeout: 'must be a positive number of milliseconds',
  fetch: 'must be a function',
  onEvent: 'must be a function',
};

function hintFor(member: string): string {
  const [option = ''] = member.split('.');
  return hints[option] ?? 'must be an object';
}

function authorizationFrom(
  credentials: KlarnaCredentials,
): Pick<ClientSettings, 'authorization' | 'secrets'> {
  if ('apiKey' in credentials) {
    const {apiKey} = credentials;
    return {authorization: `Basic ${apiKey}`, secrets: [apiKey]};
  }
  const {username, password} = credentials;
  const encoded = base64(`${username}:${password}`);
  return {
    authorization: `Basic ${encoded}`,
    secrets: [encoded, password, username],
  };
}

function baseUrlFrom({
  baseUrl,
  region,
  environment,
}: Omit<KlarnaPaymentsClientOptions, 'credentials'>): string {
  if (baseUrl === undefined) {
    if (region === undefined || environment === undefined) {
      throw new TypeError(
        'KlarnaPaymentsClient: region and environment are needed, or baseUrl',
      );
    }
    return hosts[region][environment];
  }
  const url = URL.canParse(String(baseUrl)) ? new URL(baseUrl) : undefined;
  if (
    url === undefined ||
    !/^https?:$/.test(url.protocol) ||
    `${url.username}${url.password}${url.search}${url.hash}` !== ''
  ) {
    throw new TypeError(
      'KlarnaPaymentsClient: baseUrl must be an http or https URL without credentials, query and fragment',
    );
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** Of the UTF-8 bytes: `btoa` alone stops at Latin-1. */
function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
