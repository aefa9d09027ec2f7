import * as v from 'valibot';

import type {KlarnaMerchantOptions} from './merchant-options.js';
import {memoryStorage} from './storage/memory.js';
import type {KlarnaStorage} from './storage/storage.js';

/** The options with their defaults. */
export interface MerchantSettings {
  basePath: string;
  origin: string | undefined;
  callbackSecret: string | undefined;
  storage: KlarnaStorage;
  /** Creates that Klarna allows in a second (Klarna's docs, rate limits). */
  createsPerSecond: number;
  /** Milliseconds; infinite where nothing is ordered without the browser. */
  callbackPatience: number;
  recovery: 'timer' | 'manual';
  check: 'refuse' | 'report' | 'off';
  patience: number;
  repeatAfter: number;
  now: () => number;
}

const createsPerSecond = {playground: 5, live: 40};

const callable = v.function();
const milliseconds = v.pipe(v.number(), v.minValue(0), v.maxValue(2 ** 31 - 1));

const optionsSchema = v.object({
  basePath: v.optional(
    v.pipe(v.string(), v.regex(/^(?:\/[^/?#\s]+)*\/?$/)),
    '/klarna',
  ),
  visitor: callable,
  order: callable,
  placed: callable,
  account: v.optional(callable),
  atOrder: v.optional(callable),
  tokenized: v.optional(callable),
  notified: v.optional(callable),
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
  callbackPatience: v.optional(
    v.union([
      v.pipe(v.number(), v.minValue(0), v.maxValue(600_000)),
      v.literal('never'),
    ]),
    15_000,
  ),
  recovery: v.optional(v.picklist(['timer', 'manual'])),
  check: v.optional(v.picklist(['refuse', 'report', 'off'])),
  patience: v.optional(v.pipe(milliseconds, v.gtValue(0)), 10_000),
  repeatAfter: v.optional(milliseconds, 1_800_000),
  now: v.optional(callable),
  onEvent: v.optional(callable),
});

const hints: Record<string, string> = {
  basePath: 'must be a path such as /klarna',
  storage: 'must have durable, read, write, due, claim and release',
  origin: 'must be an origin such as https://shop.example, without a path',
  callbackSecret: 'must not be empty',
  callbackPatience: "must be milliseconds from 0 to 600,000, or 'never'",
  recovery: "must be 'timer' or 'manual'",
  check: "must be 'refuse', 'report' or 'off'",
  patience: 'must be a positive number of milliseconds',
  repeatAfter: 'must be a number of milliseconds',
};

/** @throws TypeError that names the member, and never shows its value. */
export function settingsOf(options: KlarnaMerchantOptions): MerchantSettings {
  const parsed = v.safeParse(optionsSchema, options, {
    abortEarly: true,
    abortPipeEarly: true,
  });
  if (!parsed.success) {
    const path = v.getDotPath(parsed.issues[0]);
    const [member = ''] = (path ?? '').split('.');
    throw new TypeError(
      path === null
        ? 'createKlarnaMerchant: options must be an object'
        : `createKlarnaMerchant: ${member} ${hints[member] ?? 'must be a function'}`,
    );
  }
  const {environment = 'playground', storage = memoryStorage()} = options;
  assertDurable(environment, storage);
  const {basePath, callbackPatience, ...given} = parsed.output;
  return {
    ...given,
    storage,
    basePath: basePath.replace(/\/$/, ''),
    origin: given.origin,
    callbackSecret: given.callbackSecret,
    createsPerSecond: createsPerSecond[environment],
    callbackPatience:
      callbackPatience === 'never' ? Infinity : callbackPatience,
    recovery: given.recovery ?? (canWaitAlone() ? 'timer' : 'manual'),
    check: given.check ?? (environment === 'live' ? 'report' : 'refuse'),
    now: options.now ?? Date.now,
  };
}

function assertDurable(environment: string, {durable}: KlarnaStorage): void {
  if (environment === 'live' && !durable) {
    throw new TypeError(
      "createKlarnaMerchant: storage must be durable where environment is 'live': orders that are open would be lost with the process",
    );
  }
}

/** Whether what runs this lives on after an answer, timers and all. */
function canWaitAlone(): boolean {
  const {navigator, process, Deno, Bun} = globalThis as {
    navigator?: {userAgent?: string};
    process?: {versions?: {node?: string}};
    Deno?: unknown;
    Bun?: unknown;
  };
  // Edge runtimes play Node where a library asks for it.
  return (
    (process?.versions?.node !== undefined ||
      Deno !== undefined ||
      Bun !== undefined) &&
    !('EdgeRuntime' in globalThis) &&
    navigator?.userAgent !== 'Cloudflare-Workers'
  );
}
