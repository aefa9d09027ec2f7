import {KlarnaPaymentsError} from './errors.js';
import {klarnaPage, klarnaPayments} from './page.js';
import {disarm, scriptTag} from './script-tag.js';
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
  return untilAborted(
    async () =>
      klarnaPayments() ??
      (scripts[url] ??= load(url, options).finally(() => {
        delete scripts[url];
      })),
    signal,
  );
}

async function load(
  url: string,
  {nonce, timeout = 10_000, attempts = 2}: KlarnaScriptOptions,
): Promise<KlarnaPayments> {
  const src = new URL(url);
  for (; ; attempts--) {
    const cause = await tryOnce(src.href, nonce, timeout);
    const klarna = klarnaPayments();
    if (klarna) return klarna;
    if (attempts <= 1) {
      throw new KlarnaPaymentsError(
        cause ? 'sdk-blocked' : 'sdk-timeout',
        `${url} brought no Klarna.Payments`,
        {cause},
      );
    }
    // Asked for the same address, a browser waits for the download that is
    // stuck.
    if (!cause) src.search += `&retry=${Date.now()}`;
    await connection(timeout);
  }
}

/**
 * @returns What ended the attempt: the event of a tag or an error; nothing if
 *     it was the time-out.
 */
async function tryOnce(
  url: string,
  nonce: string | undefined,
  timeout: number,
): Promise<unknown> {
  try {
    const tag = scriptTag(url, nonce);
    const over = AbortSignal.timeout(timeout);
    const event = await new Promise<Event | undefined>((resolve) => {
      // If another tag was faster, what it brought serves as well.
      const heard = (event: Event) => {
        if (event.target === tag || klarnaPayments()) resolve(event);
      };
      for (const type of ['load', 'error']) {
        document.addEventListener(type, heard, {capture: true, signal: over});
      }
      over.onabort = () => resolve(undefined);
    });
    if (event?.target !== tag || !klarnaPayments()) disarm(tag);
    return event;
  } catch (cause) {
    return cause;
  }
}

/** A moment; offline, until the connection is back, as long as an attempt. */
function connection(timeout: number): Promise<unknown> {
  return new Promise((resolve) => {
    setTimeout(resolve, navigator.onLine ? 300 : timeout);
    addEventListener('online', resolve, {once: true});
  });
}

function scriptUrl(src: string): string {
  try {
    const {href} = new URL(src, document.baseURI);
    if (/^(https?|blob):/.test(href)) return href;
  } catch {
    // No URL, or no document to resolve it against.
  }
  throw new KlarnaPaymentsError(
    'configuration',
    'src is no script URL, or there is no document',
  );
}
