import type {
  KlarnaSandboxFaults,
  KlarnaSandboxLoadFault,
} from '../state/faults.js';
import type {ShopperSide} from '../shopper/shopper.js';
import {font, styleSheet} from './assets.js';
import {newerLibraryVersion, type KlarnaSandboxScript} from './builds.js';
import {purchasePage, widgetPage} from './frame-pages.js';
import {
  newerScriptText,
  purchaseFlowText,
  scriptText,
  type ScriptSetup,
} from './script.js';
import type {NewNote} from '../overview/journal.js';
import {answerFrame} from './shopper-routes.js';

/** How the sandbox's script and frames behave. */
export interface BrowserRouteOptions {
  /** Faults of the script and the frames, looked at anew by every request. */
  faults?: KlarnaSandboxFaults;

  /**
   * The build of Klarna's script that is played; `scriptBuilds` says in what
   * they differ. Default: `1.10-734`, the one that was run and not only read.
   */
  script?: KlarnaSandboxScript;

  /**
   * Whether Klarna supports the browser. The newer build answers in one that it
   * does not within the call, `load` with `{show_form: true}` and the others as
   * if declined; the older one does not notice. Default: `supported`.
   */
  browser?: 'supported' | 'unsupported';

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

  /** Called for each script that is asked for and each call of a shopper. */
  noted?: (note: NewNote) => void;

  /** The origin that a browser sees. Default: that of each request. */
  origin?: string;
}

type Page = (request: Request) => Response;

/**
 * Folders that stand for hosts of Klarna's own, so that a page's policy can
 * tell them apart: `script-src http://127.0.0.1:8099/js.klarna.com/`.
 */
const hostFolder = /^\/(?:js\.klarna\.com|js\.playground\.klarna\.com)(?=\/)/;

const scriptNames: Readonly<Record<string, string>> = {
  '/kp/lib/v1/api.js': 'script',
  [`/kp/lib/${newerLibraryVersion}/api.js`]: 'newer library',
  '/kp/flow/v1/purchase-flow.js': 'purchase flow',
};

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
  const pages: Record<
    string,
    {page: Page; fault: (request: Request) => unknown}
  > = {
    '/kp/lib/v1/api.js': {
      page: (request) => script(scriptText(setupFor(request, options))),
      fault: () => faults().script,
    },
    [`/kp/lib/${newerLibraryVersion}/api.js`]: {
      page: (request) => script(newerScriptText(setupFor(request, options))),
      fault: () => faults().library,
    },
    '/kp/flow/v1/purchase-flow.js': {
      page: () => script(purchaseFlowText()),
      fault: () => faults().library,
    },
    '/kp/assets/klarna.css': {page: styleSheet, fault: () => undefined},
    '/kp/assets/klarna.ttf': {page: font, fault: () => undefined},
    '/kp/frames/widget': {
      page: widgetPage,
      fault: ({url}) =>
        (isHidden(url) ? faults().hiddenFrame : undefined) ?? faults().frame,
    },
    '/kp/frames/purchase': {page: purchasePage, fault: () => faults().overlay},
  };

  return async (request) => {
    const pathname = new URL(request.url).pathname.replace(hostFolder, '');
    const found = pages[pathname];
    if (found) {
      if (!isReading(request)) return notAllowed('GET, HEAD');
      const failure = await failureOf(found.fault(request), request.signal);
      const answer = failure ?? found.page(request);
      if (pathname.endsWith('.js')) {
        options.noted?.({
          request: `GET ${scriptNames[pathname] ?? 'script'}`,
          status: answer.status,
          verdict: failure ? 'a fault that is switched on' : 'served',
          isRefusal: Boolean(failure),
        });
      }
      return answer;
    }
    const method =
      /^\/kp\/shopper\/(load|authorize|reauthorize|finalize)$/.exec(
        pathname,
      )?.[1];
    if (!method) return undefined;
    if (request.method !== 'POST') return notAllowed('POST');
    return answerFrame(
      shopper,
      faults(),
      method as 'load',
      request,
      options.noted,
    );
  };
}

function setupFor(request: Request, options: BrowserRouteOptions): ScriptSetup {
  return {
    script: options.script ?? '1.10-734',
    browser: options.browser ?? 'supported',
    categories: options.categories ?? [],
    frameTimeout: options.frameTimeout ?? 30_000,
    popup: options.popup ?? 'blocked-without-activation',
    origin: options.origin ?? new URL(request.url).origin,
  };
}

/** Of `finalize` and `reauthorize`. */
function isHidden(url: string): boolean {
  return new URL(url).searchParams.has('hidden');
}

function script(text: string): Response {
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
