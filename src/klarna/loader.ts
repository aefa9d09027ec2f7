import {asKlarnaPaymentsError, KlarnaPaymentsError} from './errors.js';
import {klarnaPage, klarnaPayments} from './page.js';
import {untilShown} from './prerender.js';
import {isReleased, onLateRelease} from './release.js';
import {
  addressOf,
  addTag,
  disarm,
  hasEnded,
  isHeldBack,
  liveTag,
} from './script-tag.js';
import {untilAborted} from './until-aborted.js';
import type {KlarnaPayments} from './types.js';

export {KlarnaPaymentsError, type KlarnaPaymentsErrorCode} from './errors.js';

/**
 * Where Klarna serves its script, for playground and production alike: the
 * environment is in the client token (Klarna's docs).
 */
export const defaultSdkUrl = 'https://x.klarnacdn.net/kp/lib/v1/api.js';

/** How {@link loadKlarnaPayments} gets the script. */
export interface KlarnaScriptOptions {
  /**
   * Where to load it from if the page has no `Klarna.Payments` yet, http(s) or
   * blob; default {@link defaultSdkUrl}.
   */
  src?: string | undefined;
  /** For a Content Security Policy; set as a property, never readable. */
  nonce?: string | undefined;
  /** Ends the wait of this caller; others are not disturbed. */
  signal?: AbortSignal | undefined;
  /** Milliseconds an attempt may take; default 10,000. */
  timeout?: number | undefined;
  /** How often to try; default 2. */
  attempts?: number | undefined;
}

/**
 * Klarna's script, loaded at most once a page.
 *
 * Everybody who asks for a URL waits for one tag, also across copies of this
 * library; the first caller's nonce, time-out and attempts count. A tag that
 * the page brought itself is waited for like an own one and replaced if it
 * fails. After a time-out the URL gets a `retry` parameter. A failure is not
 * remembered: the next call tries again.
 *
 * A page can hold one `Klarna.Payments`, and a second script would throw the
 * first one's widgets away. So one that is there is used, whatever `src` asks
 * for, and a tag that is still loading when another script brings it is taken
 * out. Two URLs on one page are a mistake unless both serve the same script.
 *
 * A tag that the page holds back, as consent managers do, is left alone and
 * waited for, half a minute; {@link onScriptReleased} tells of a release after
 * that. On a page that is being prerendered nothing starts.
 *
 * A `klarnaAsyncCallback` is the page's own: the events of the tags say as
 * much, for the script sets its global before they are dispatched.
 *
 * @throws {KlarnaPaymentsError} `sdk-blocked` if the script does not load or
 *     leaves no `Klarna.Payments`, `sdk-timeout`, `aborted`, and
 *     `configuration` if `src` is no such URL or there is no document.
 */
export async function loadKlarnaPayments({
  src,
  signal,
  ...options
}: KlarnaScriptOptions = {}): Promise<KlarnaPayments> {
  const url = scriptUrl(src || defaultSdkUrl);
  const {scripts} = klarnaPage();
  const begin = async () => {
    try {
      return await load(url, options);
    } finally {
      delete scripts[url];
    }
  };
  try {
    return await untilAborted(
      async () => klarnaPayments() ?? (scripts[url] ??= begin()),
      signal,
    );
  } catch (thrown) {
    throw asKlarnaPaymentsError(thrown, 'sdk-blocked', `${url} failed`);
  }
}

/**
 * Calls the listener once, when the page releases the script that it has held
 * back for longer than {@link loadKlarnaPayments} waits (`sdk-blocked`): time
 * to call that again. Never calls it where nothing was held back.
 *
 * @param src As for `loadKlarnaPayments`.
 * @returns Ends it.
 */
export function onScriptReleased(
  src: string,
  listener: () => void,
): () => void {
  return onLateRelease(addressOf(src || defaultSdkUrl) ?? '', listener);
}

async function load(
  url: string,
  {nonce, timeout = 10_000, attempts = 2}: KlarnaScriptOptions,
): Promise<KlarnaPayments> {
  const hidden = untilShown();
  if (hidden) await hidden;
  const src = new URL(url);
  let lack = '';
  const note = (violation: SecurityPolicyViolationEvent) => {
    const {blockedURI, effectiveDirective} = violation;
    if (!blockedURI.startsWith(src.origin)) return;
    lack = `: the page's policy lacks ${effectiveDirective} ${src.origin}`;
  };
  document.addEventListener('securitypolicyviolation', note);
  try {
    for (;;) {
      const klarna = klarnaPayments();
      if (klarna) return klarna;
      if (isHeldBack(url)) {
        if (await isReleased(url)) continue;
        throw new KlarnaPaymentsError('sdk-blocked', `${url} is held back`);
      }
      const cause = await tryOnce(url, src.href, nonce, timeout);
      // What the page has ended does not count.
      if (klarnaPayments() || isHeldBack(url)) continue;
      if (--attempts < 1) {
        throw new KlarnaPaymentsError(
          cause ? 'sdk-blocked' : 'sdk-timeout',
          `${url} brought no Klarna.Payments${lack}`,
          {cause},
        );
      }
      // Asked for the same address, a browser waits for the download that is
      // stuck.
      if (!cause) src.search += `&retry=${Date.now()}`;
      await connection(timeout);
    }
  } finally {
    document.removeEventListener('securitypolicyviolation', note);
  }
}

/**
 * One tag's chance: that of the page if it may still run, or one of our own.
 *
 * @param address That of `url`, maybe with the mark of a retry.
 * @returns What ended it: the event of a tag or an error; nothing if it was
 *     the time-out, or the page that holds the script back.
 */
async function tryOnce(
  url: string,
  address: string,
  nonce: string | undefined,
  timeout: number,
): Promise<unknown> {
  try {
    let tag = liveTag(url);
    if (tag && hasEnded(tag)) {
      disarm(tag);
      tag = undefined;
    }
    // A tag that innerHTML has made never runs, and looks like any other:
    // once the page is there, one of its own is given less time.
    const isPagesOwn = Boolean(tag);
    tag ??= addTag(address, nonce);
    const event = await ending(tag, () => {
      if (klarnaPayments() || isHeldBack(url)) return 0;
      return isPagesOwn && document.readyState === 'complete'
        ? Math.min(timeout, 3_000)
        : timeout;
    });
    const hasServed = event?.type === 'load' && klarnaPayments();
    if (!hasServed && !isHeldBack(url)) disarm(tag);
    return event;
  } catch (cause) {
    return cause;
  }
}

/**
 * The event that ends a tag's download, which is heard also if the page takes
 * the tag away; nothing if that takes too long.
 *
 * @param limit Milliseconds, asked again and again.
 */
function ending(
  tag: HTMLScriptElement,
  limit: () => number,
): Promise<Event | undefined> {
  return new Promise((resolve) => {
    const began = performance.now();
    const timer = setInterval(() => {
      if (performance.now() - began >= limit()) end();
    }, 50);
    const end = (event?: Event) => {
      clearInterval(timer);
      resolve(event);
    };
    tag.addEventListener('load', end);
    tag.addEventListener('error', end);
  });
}

/** A moment; offline, until the connection is back, as long as an attempt. */
function connection(timeout: number): Promise<unknown> {
  return new Promise((resolve) => {
    setTimeout(resolve, navigator.onLine ? 300 : timeout);
    addEventListener('online', resolve, {once: true});
  });
}

function scriptUrl(src: string): string {
  const url = addressOf(src);
  if (url && /^(https?|blob):/.test(url)) return url;
  throw new KlarnaPaymentsError('configuration', 'src is no script URL');
}
