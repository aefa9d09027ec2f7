import type {
  KlarnaSandboxFaults,
  KlarnaSandboxLoadFault,
} from '../state/faults.js';
import type {ShopperSide} from '../shopper/shopper.js';
import {purchasePage, widgetPage} from './frame-pages.js';
import {knownCategories, scriptText} from './script.js';
import {answerFrame} from './shopper-routes.js';

/** How the sandbox's script and frames behave. */
export interface BrowserRouteOptions {
  /** Faults of the script and the frames, looked at anew by every request. */
  faults?: KlarnaSandboxFaults;

  /**
   * What an `authorize` without user activation gets. Klarna opens a window
   * there and browsers block it; how Klarna's script then answers is not
   * documented, the sandbox answers as if the shopper had closed the window:
   * `{approved: false, show_form: true}`. Queued answers stay queued then.
   * `ignore` lets scripts authorize without a click.
   * Default: `blocked-without-activation`.
   */
  popup?: 'blocked-without-activation' | 'ignore';

  /**
   * Milliseconds for the widget's frame to load before `load` answers a bare
   * `{show_form: false}`. Default: 30000, as observed.
   */
  frameTimeout?: number;

  /**
   * Identifiers of categories that the script accepts besides those that
   * Klarna's was observed to know; on any other it throws
   * `PaymentMethodCategoryNotSupportedError`. Default: none.
   */
  categories?: readonly string[];
}

type Page = (request: Request) => Response;

/**
 * The browser half of the sandbox: Klarna's script, the widget's frame and the
 * purchase overlay, played on top of the shopper's side.
 *
 * @returns a handler that answers nothing for paths that are not its own.
 */
export function browserRoutes(
  shopper: ShopperSide,
  options: BrowserRouteOptions = {},
): (request: Request) => Promise<Response | undefined> {
  const faults = () => options.faults ?? {};
  const pages: Record<string, {page: Page; fault: () => unknown}> = {
    '/kp/lib/v1/api.js': {
      page: (request) => script(request, options),
      fault: () => faults().script,
    },
    '/kp/frames/widget': {page: widgetPage, fault: () => faults().frame},
    '/kp/frames/purchase': {page: purchasePage, fault: () => faults().overlay},
  };

  return async (request) => {
    const {pathname} = new URL(request.url);
    const found = pages[pathname];
    if (found) {
      if (!isReading(request)) return notAllowed('GET, HEAD');
      const failure = await failureOf(found.fault(), request.signal);
      return failure ?? found.page(request);
    }
    const method =
      /^\/kp\/shopper\/(load|authorize|reauthorize|finalize)$/.exec(
        pathname,
      )?.[1];
    if (!method) return undefined;
    if (request.method !== 'POST') return notAllowed('POST');
    return answerFrame(shopper, faults(), method as 'load', request);
  };
}

function script(request: Request, options: BrowserRouteOptions): Response {
  const text = scriptText({
    categories: [...knownCategories, ...(options.categories ?? [])],
    frameTimeout: options.frameTimeout ?? 30_000,
    popup: options.popup ?? 'blocked-without-activation',
    origin: new URL(request.url).origin,
  });
  return new Response(text, {
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'no-store',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    },
  });
}

/** Does what the fault says; nothing if the page is to be served after all. */
async function failureOf(
  fault: unknown,
  signal: AbortSignal,
): Promise<Response | undefined> {
  if (fault === 'missing') return new Response('Not found', {status: 404});
  if (fault === 'never') {
    await aborted(signal);
    return new Response(null, {status: 503});
  }
  if (isLate(fault)) await new Promise((done) => setTimeout(done, fault.late));
  return undefined;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), {once: true});
  });
}

function isLate(
  fault: unknown,
): fault is Extract<KlarnaSandboxLoadFault, object> {
  return typeof fault === 'object' && fault !== null && 'late' in fault;
}

function isReading({method}: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}

function notAllowed(allow: string): Response {
  return new Response('Method not allowed', {status: 405, headers: {allow}});
}
