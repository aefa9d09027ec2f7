import {fixture, html, oneEvent, waitUntil} from '@open-wc/testing';
import '../../src/index.js';
import type {
  KlarnaPaymentsElement,
  KlarnaPaymentsStatus,
} from '../../src/element.js';
import {KlarnaPaymentsError} from '../../src/element.js';
import {fakeToken} from './fake-klarna.js';

/** Names of Klarna's usual categories. */
export const categories = [
  {identifier: 'pay_later', name: 'Pay later'},
  {identifier: 'pay_now', name: 'Pay now'},
  {identifier: 'pay_over_time', name: 'Pay over time'},
];

/** What a shop's endpoint answers. */
export function sessionAnswer(sessionId = 's1', offered = categories) {
  return {
    client_token: fakeToken(sessionId),
    payment_method_categories: offered,
  };
}

/** An element that has been given its properties, and no more time. */
export async function givenElement(
  properties: Partial<KlarnaPaymentsElement> = {},
): Promise<KlarnaPaymentsElement> {
  const element = await fixture<KlarnaPaymentsElement>(
    html`<klarna-payments></klarna-payments>`,
  );
  Object.assign(element, properties);
  return element;
}

/** An element whose first widget has been loaded. */
export async function readyElement(
  properties: Partial<KlarnaPaymentsElement> = {},
): Promise<KlarnaPaymentsElement> {
  const element = await givenElement();
  const loaded = oneEvent(element, 'klarna-load');
  Object.assign(element, {
    fetchSession: async () => sessionAnswer(),
    ...properties,
  });
  await loaded;
  await element.updateComplete;
  return element;
}

/** The texts of the tabs, in order. */
export function tabNames(element: KlarnaPaymentsElement): string[] {
  return tabsOf(element).map((tab) => tab.textContent.trim());
}

export function tabsOf(element: KlarnaPaymentsElement): HTMLElement[] {
  return [...element.shadowRoot!.querySelectorAll<HTMLElement>('[role=tab]')];
}

/** Chooses a tab and waits for its widget. */
export async function visit(
  element: KlarnaPaymentsElement,
  index: number,
  timeout?: number,
): Promise<void> {
  tabsOf(element)[index]!.click();
  await untilStatus(element, 'ready', timeout);
}

/** Chooses every tab, so that every widget is loaded; the last one stays. */
export async function visitAll(
  element: KlarnaPaymentsElement,
  timeout?: number,
): Promise<void> {
  await untilStatus(element, 'ready', timeout);
  for (const index of tabsOf(element).keys()) {
    await visit(element, index, timeout);
  }
}

/** The panels, of all categories, in order. */
export function panelsOf(element: KlarnaPaymentsElement): HTMLElement[] {
  return partsOf(element, 'panel');
}

/** What a page styles with `::part(name)`. */
export function partsOf(
  element: KlarnaPaymentsElement,
  name: string,
): HTMLElement[] {
  return [
    ...element.shadowRoot!.querySelectorAll<HTMLElement>(`[part~=${name}]`),
  ];
}

/** Names of the element's events, in order, from now on. */
export function recordEvents(element: EventTarget): CustomEvent[] {
  const events: CustomEvent[] = [];
  const names =
    'session load select authorize authorized finalize-required rejected overlay status error';
  for (const name of names.split(' ')) {
    element.addEventListener(`klarna-${name}`, (event) => {
      events.push(event as CustomEvent);
    });
  }
  return events;
}

/** The names of recorded events without their prefix. */
export function namesOf(events: readonly Event[]): string[] {
  return events.map(({type}) => type.replace('klarna-', ''));
}

/** Waits, at most a few seconds, until the element is in that status. */
export async function untilStatus(
  element: KlarnaPaymentsElement,
  status: KlarnaPaymentsStatus,
  timeout = 5000,
): Promise<void> {
  await waitUntil(() => element.status === status, undefined, {
    interval: 5,
    timeout,
  }).catch(() => {
    throw new Error(`The status is ${element.status} instead of ${status}`);
  });
  await element.updateComplete;
}

/** Lets tasks pass: everything that is due, and what follows from it. */
export async function settled(milliseconds = 30): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** A promise to be settled by the test. */
export function deferred<Value>() {
  let resolve: (value: Value) => void = () => {};
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<Value>((ok, fail) => {
    resolve = ok;
    reject = fail;
  });
  return {promise, resolve, reject};
}

/** The fault of a call; fails if it succeeds or throws something else. */
export async function faultOf(
  call: Promise<unknown>,
): Promise<KlarnaPaymentsError> {
  const outcome = await call.then(
    () => 'success',
    (error: unknown) => error,
  );
  if (outcome instanceof KlarnaPaymentsError) return outcome;
  throw new Error(`Expected a KlarnaPaymentsError, got ${String(outcome)}`);
}

/** Collects what reaches the page as an uncaught exception or rejection. */
export function watchExceptions() {
  const exceptions: unknown[] = [];
  const onError = (event: Event) => {
    // Images and scripts that do not load tell it by other events.
    if (!(event instanceof ErrorEvent)) return;
    exceptions.push(event.error ?? event.message);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const onRejection = (event: PromiseRejectionEvent) => {
    exceptions.push(event.reason);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const runner = window.onerror;
  window.onerror = null;
  window.addEventListener('error', onError, {capture: true});
  window.addEventListener('unhandledrejection', onRejection, {capture: true});
  return {
    exceptions,
    end() {
      window.onerror = runner;
      window.removeEventListener('error', onError, {capture: true});
      window.removeEventListener('unhandledrejection', onRejection, {
        capture: true,
      });
    },
  };
}

/** Replaces `fetch` on the page; put the returned function in `afterEach`. */
export function replaceFetch(
  answer: (request: Request) => Response | Promise<Response>,
): () => void {
  const original = window.fetch;
  window.fetch = async (input, init) => answer(new Request(input, init));
  return () => {
    window.fetch = original;
  };
}
