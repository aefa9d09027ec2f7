import {waitUntil} from '@open-wc/testing';
import type {KlarnaPaymentsElement} from '../../src/element.js';

/** Everything that can be read in the element, as the shopper sees it. */
export function shownBy(element: KlarnaPaymentsElement): string {
  return [
    ...element.shadowRoot!.querySelectorAll<HTMLElement>('[part=message]'),
  ]
    .filter((it) => it.checkVisibility())
    .map((it) => it.textContent.trim())
    .join(' ');
}

/** Waits until the element says something like that. */
export async function untilShown(
  element: KlarnaPaymentsElement,
  text: RegExp,
): Promise<void> {
  await waitUntil(
    () => text.test(shownBy(element)),
    `It says “${shownBy(element)}” instead of ${text}`,
    {interval: 5, timeout: 5000},
  );
}

/** A script of the project's dependencies, as a page loads it. */
export async function loadScript(path: string): Promise<void> {
  const script = document.createElement('script');
  const loaded = new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = () => reject(new Error(`No ${path} (expected)`));
  });
  script.src = `/node_modules/${path}`;
  document.head.append(script);
  await loaded;
}
