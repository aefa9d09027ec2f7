import type {
  KlarnaAuthorizeData,
  KlarnaCategory,
  KlarnaSessionData,
} from '../klarna/types.js';
import {defaultSdkUrl} from '../klarna/loader.js';
import {differs} from './record.js';
import type {FetchSession} from './session.js';

/** What the page has set; `null` and `undefined` stand for the default. */
export interface CheckoutSettings {
  readonly endpoint: string;
  readonly clientToken: string;
  readonly categories: readonly KlarnaCategory[] | null;
  readonly fetchSession: FetchSession | null;
  readonly sdkUrl: string;
  readonly revision: string;
  readonly loadData: KlarnaSessionData | null;
  readonly customerDetails:
    KlarnaAuthorizeData | (() => KlarnaAuthorizeData) | null;
  readonly manualFinalize: boolean;
}

const defaults: CheckoutSettings = {
  endpoint: '',
  clientToken: '',
  categories: null,
  fetchSession: null,
  sdkUrl: defaultSdkUrl,
  revision: '',
  loadData: null,
  customerDetails: null,
  manualFinalize: false,
};

/** A copy of the settings, with defaults for what is not set. */
export function settingsOf(page: CheckoutSettings): CheckoutSettings {
  const settings = Object.entries(defaults).map(([name, value]) => [
    name,
    page[name as keyof CheckoutSettings] ?? (value as unknown),
  ]);
  const {sdkUrl, ...rest} = Object.fromEntries(settings) as CheckoutSettings;
  // An attribute that is taken away leaves an empty text.
  return {...rest, sdkUrl: sdkUrl || defaultSdkUrl};
}

/** Whether a property of that name is one of the settings. */
export function isSetting(name: PropertyKey | undefined): boolean {
  return typeof name === 'string' && Object.hasOwn(defaults, name);
}

/** Whether the page says where a session comes from. */
export function isConfigured(settings: CheckoutSettings): boolean {
  const {clientToken, endpoint, fetchSession} = settings;
  return Boolean(clientToken || endpoint || fetchSession);
}

/** Settings whose change has consequences, and which: the weightiest first. */
const consequences = {
  /** Another session, which the page has given itself. */
  given: ['clientToken', 'categories'],
  /** Another source of the session or of Klarna's script. */
  source: ['endpoint', 'sdkUrl'],
  /** Another order in the same session. */
  order: ['revision'],
  /** Other data for Klarna's `load`. */
  data: ['loadData'],
} as const satisfies Record<string, readonly (keyof CheckoutSettings)[]>;

/**
 * What the weightiest change of settings means, if any does; one of content,
 * not of identity.
 */
export function changeBetween(
  before: CheckoutSettings,
  after: CheckoutSettings,
): keyof typeof consequences | undefined {
  const changes = Object.keys(consequences) as (keyof typeof consequences)[];
  return changes.find((change) =>
    consequences[change].some((name) => differs(after[name], before[name])),
  );
}
