import type {KlarnaPayments} from './types.js';

/**
 * Klarna's script is one per page and remembers one client token, so whoever
 * calls it has to know of everybody else who does, also when they come from
 * another copy of this library (the npm build beside the CDN bundle). What
 * they share is this object.
 *
 * It is plain data: copies of different versions read the same members and
 * bring their own code. Members may be added; a member that has to change its
 * meaning gets a new name. Each is made by whoever needs it first.
 */
export interface KlarnaPage {
  /** Downloads in flight, by the full URL of the script. */
  scripts?: Record<string, Promise<KlarnaPayments>>;
  /** Script tags that have run; they are neither awaited nor removed. */
  executed?: WeakSet<HTMLScriptElement>;
  /** The URLs that somebody asked for; the policy admits no other. */
  urls?: Set<string>;
  /** A policy's name can be taken only once a page. */
  policy?: ScriptUrlPolicy | undefined;
  /** Calls to Klarna's script, waiting and running, in order of arrival. */
  calls?: QueuedCall[];
  overlay?: OverlayState;
  /** How many widget names have been given out. */
  instances?: number;
  /** Replaces the defaults, for tests that cannot wait so long. */
  limits?: {
    /** Milliseconds an attempt to load the script may take; default 10,000. */
    script?: number;
    /** Milliseconds that Klarna's `load` may take; default 28,000. */
    load?: number;
  };
}

/** One call to Klarna's script, as every copy of this library sees it. */
export interface QueuedCall {
  readonly token: string;
  readonly instanceId: string;
  /** Whether it is `authorize`, `reauthorize` or `finalize`. */
  readonly exclusive: boolean;
  running: boolean;
  /** Calls Klarna's script; never throws. */
  readonly start: () => void;
}

/** Who listens to Klarna's overlay, and for whom it opened. */
export interface OverlayState {
  readonly listeners: Set<OverlayListener>;
  /** The objects that somebody has subscribed to already. */
  readonly sources: WeakSet<KlarnaPayments>;
  open: boolean;
  instanceId: string | undefined;
}

/**
 * @param instanceId The widget whose `authorize`, `reauthorize` or `finalize`
 *     opened the overlay, if one of them did.
 */
export type OverlayListener = (
  open: boolean,
  instanceId: string | undefined,
) => void;

/** The part of a Trusted Types policy that the loader uses. */
export interface ScriptUrlPolicy {
  /** The result is a `TrustedScriptURL`, which `src` takes like a string. */
  createScriptURL(url: string): string;
}

const key = Symbol.for('klarna-payments.page');

/** The one object that all copies of this library on the page share. */
export function klarnaPage(): KlarnaPage {
  const global = globalThis as {[key]?: KlarnaPage};
  return (global[key] ??= {});
}

/**
 * A name for a widget that no other on the page has, `[\w-]+`. Klarna's script
 * derives the ids of its frames from it; without one, two widgets of a
 * category take each other's frame away (observed).
 */
export function nextInstanceId(category = 'payments'): string {
  const page = klarnaPage();
  page.instances = (page.instances ?? 0) + 1;
  return `${category.replace(/[^\w-]/g, '')}-element-${page.instances}`;
}
