import {KlarnaPaymentsError, type KlarnaPaymentsErrorCode} from './errors.js';
import {klarnaPage} from './page.js';
import {
  disarm,
  executedTags,
  insertTag,
  pendingTag,
  type ScriptTagOptions,
} from './script-tag.js';
import type {KlarnaPayments} from './types.js';

export {KlarnaPaymentsError, type KlarnaPaymentsErrorCode} from './errors.js';

/**
 * Where Klarna serves its script, for playground and production alike: the
 * environment is in the client token (Klarna's docs).
 */
export const defaultSdkUrl = 'https://x.klarnacdn.net/kp/lib/v1/api.js';

/** How {@link loadKlarnaPayments} gets the script. */
export interface KlarnaScriptOptions extends ScriptTagOptions {
  /**
   * Where to load it from if the page has no `Klarna.Payments` yet, http(s) or
   * blob; default {@link defaultSdkUrl}.
   */
  src?: string | undefined;
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
 * @throws {KlarnaPaymentsError} `sdk-blocked` if the script does not load or
 *     leaves no `Klarna.Payments`, `sdk-timeout`, `aborted`, and
 *     `configuration` if `src` is no such URL or there is no document.
 */
export async function loadKlarnaPayments(
  options: KlarnaScriptOptions = {},
): Promise<KlarnaPayments> {
  const {signal} = options;
  const url = scriptUrl(options.src || defaultSdkUrl);
  if (signal?.aborted) throw abortion(signal);
  const ready = klarnaPayments();
  if (ready) return ready;

  const scripts = (klarnaPage().scripts ??= {});
  const script = (scripts[url] ??= load(url, options).finally(() => {
    delete scripts[url];
  }));
  return new Promise((resolve, reject) => {
    const abort = () => signal && reject(abortion(signal));
    signal?.addEventListener('abort', abort);
    void script
      .then(resolve, reject)
      .finally(() => signal?.removeEventListener('abort', abort));
  });
}

async function load(
  url: string,
  options: KlarnaScriptOptions,
): Promise<KlarnaPayments> {
  const {attempts = 2, timeout = klarnaPage().limits?.script ?? 10_000} =
    options;
  let src = url;
  for (let attempt = 1; ; attempt++) {
    const {code, what, cause} = await tryOnce(src, options, timeout);
    const klarna = klarnaPayments();
    if (klarna) return klarna;
    if (attempt >= attempts) {
      const message = `${url} ${what} (attempts: ${attempt})`;
      throw new KlarnaPaymentsError(code, message, {cause});
    }
    if (code === 'sdk-timeout') src = anotherDownload(url);
    await connection(timeout);
  }
}

/** What is to blame if there is no `Klarna.Payments` afterwards. */
interface Fault {
  readonly code: KlarnaPaymentsErrorCode;
  readonly what: string;
  readonly cause?: unknown;
}

async function tryOnce(
  url: string,
  options: KlarnaScriptOptions,
  timeout: number,
): Promise<Fault> {
  let tag: HTMLScriptElement;
  try {
    tag = pendingTag(url) ?? insertTag(url, options);
  } catch (cause) {
    return {code: 'sdk-blocked', what: 'is not allowed by the page', cause};
  }

  // Before the script runs: as its last act it calls what stands here then.
  const before = window.klarnaAsyncCallback;
  let callback = before;
  let timer;
  const fault = await new Promise<Fault>((settle) => {
    const ran = () => {
      executedTags().add(tag);
      settle({code: 'sdk-blocked', what: 'left no Klarna.Payments'});
    };
    const failed = (cause: unknown) =>
      settle({code: 'sdk-blocked', what: 'did not load', cause});
    const tookTooLong = () =>
      settle({code: 'sdk-timeout', what: `took over ${timeout} ms`});
    callback = () => {
      if (document.currentScript === tag) ran();
      // Another tag was faster, and what it brought serves as well.
      else if (klarnaPayments()) failed(undefined);
      before?.();
    };
    window.klarnaAsyncCallback = callback;
    tag.addEventListener('load', ran);
    tag.addEventListener('error', failed);
    timer = setTimeout(tookTooLong, timeout);
  });

  clearTimeout(timer);
  // If somebody has wrapped the callback it stays, and only passes on.
  if (window.klarnaAsyncCallback === callback)
    window.klarnaAsyncCallback = before;
  if (!executedTags().has(tag)) disarm(tag);
  return fault;
}

/**
 * The same script under an address of its own: asked for the same one, a
 * browser waits for the download that is stuck.
 */
function anotherDownload(url: string): string {
  const other = new URL(url);
  other.searchParams.set('retry', `${Date.now()}`);
  return other.href;
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
    const {href, protocol} = new URL(src, document.baseURI);
    if (/^(https?|blob):$/.test(protocol)) return href;
  } catch {
    // No URL, or no document to resolve it against.
  }
  throw new KlarnaPaymentsError(
    'configuration',
    typeof document === 'object'
      ? 'src is no URL of a script'
      : 'Klarna needs a document',
  );
}

function klarnaPayments(): KlarnaPayments | undefined {
  return window.Klarna?.Payments;
}

function abortion({reason}: AbortSignal): KlarnaPaymentsError {
  return new KlarnaPaymentsError('aborted', 'The wait was aborted', {
    cause: reason,
  });
}
