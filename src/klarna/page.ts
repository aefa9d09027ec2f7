import type {KlarnaPayments} from './types.js';

/**
 * Klarna's script is one per page and remembers one client token, so whoever
 * calls it has to know of everybody else who does, also when they come from
 * another copy of this library (the npm build beside the CDN bundle). What
 * they share is this object.
 *
 * It is plain data: copies of different versions read the same members and
 * bring their own code. A member that has to change its meaning gets a new
 * name; one that is added later is optional, for an older copy may be first.
 */
export interface KlarnaPage {
  /** Downloads in flight, by the full URL of the script. */
  readonly scripts: Record<string, Promise<KlarnaPayments>>;
  /** Calls to Klarna's script, waiting and running, in order of arrival. */
  readonly calls: Set<QueuedCall>;
  /** How many widget names have been given out. */
  instances: number;
  /** Scripts that the page holds back, and that were waited for in vain. */
  withheld?: Set<string>;
  /** The script that the loader inserts, and the only one the policy knows. */
  src?: string;
  /** A policy's name can be taken only once a page. */
  policy?: ScriptUrlPolicy | undefined;
  /** Whether the page has been told of a second version of the element. */
  noticed?: boolean;
}

/** One call to Klarna's script, as every copy of this library sees it. */
export interface QueuedCall {
  readonly token: string;
  readonly instanceId: string;
  /** Whether it is `authorize`, `reauthorize` or `finalize`. */
  readonly exclusive: boolean;
  running?: boolean;
  /** Calls Klarna's script; never throws. */
  readonly start: () => void;
}

/** The part of a Trusted Types policy that the loader uses. */
export interface ScriptUrlPolicy {
  /** The result is a `TrustedScriptURL`, which `src` takes like a string. */
  createScriptURL(url: string): string;
}

const key = Symbol.for('klarna-payments.page');

/** The one object that all copies of this library on the page share. */
export function klarnaPage(): KlarnaPage {
  return ((globalThis as {[key]?: KlarnaPage})[key] ??= {
    scripts: {},
    calls: new Set(),
    instances: 0,
  });
}

/** Klarna's script, as it is at this moment. */
export function klarnaPayments(): KlarnaPayments | undefined {
  return window.Klarna?.Payments;
}

/**
 * A name for a widget that no other on the page has, `[\w-]+`. Klarna's script
 * derives the ids of its frames from it; without one, two widgets of a
 * category take each other's frame away (observed).
 */
export function nextInstanceId(): string {
  return `klarna-${++klarnaPage().instances}`;
}
