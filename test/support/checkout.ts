import {fixture, html, oneEvent} from '@open-wc/testing';
import '../../src/index.js';
import type {KlarnaPaymentsElement} from '../../src/element.js';
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

/** An element whose first widget has been loaded. */
export async function readyElement(
  properties: Partial<KlarnaPaymentsElement> = {},
): Promise<KlarnaPaymentsElement> {
  const element = await fixture<KlarnaPaymentsElement>(
    html`<klarna-payments></klarna-payments>`,
  );
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
