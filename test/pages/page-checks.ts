import type {Page} from '@playwright/test';
import type {AxeResults} from 'axe-core';
import {createRequire} from 'node:module';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/**
 * What axe finds, in words, by all of its rules or by these. Frames of other
 * origins are Klarna's.
 */
export async function findings(
  page: Page,
  ...rules: readonly string[]
): Promise<string[]> {
  await page.addScriptTag({path: axePath});
  const {violations} = await page.evaluate(
    async (options) => {
      const {axe} = window as unknown as {
        axe: {run(options: object): Promise<AxeResults>};
      };
      return axe.run(options);
    },
    {iframes: false, ...(rules.length > 0 && {runOnly: [...rules]})},
  );
  return violations.flatMap(({id, nodes}) =>
    nodes.map(({target, failureSummary}) =>
      [id, String(target), failureSummary].join(': '),
    ),
  );
}

/** Pixels by which the page is wider than the window. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      document.documentElement.scrollWidth -
      document.documentElement.clientWidth,
  );
}

/**
 * Pixels by which Klarna's widget, which is never narrower than 280, sticks out
 * of the boxes that it stands in, as far as they can be seen.
 */
export async function widgetOverflow(page: Page): Promise<number> {
  return page
    .locator('iframe[id^="klarna-"][id$="-main"]:visible')
    .first()
    .evaluate((frame) => {
      const outer = (node: Element): Element | null => {
        const parent = node.assignedSlot ?? node.parentNode;
        return parent instanceof ShadowRoot
          ? parent.host
          : (parent as Element | null);
      };
      const {left, right} = frame.getBoundingClientRect();
      let most = 0;
      for (let box = outer(frame); box; box = outer(box)) {
        if (!(box instanceof HTMLElement)) break;
        const {backgroundColor, borderInlineStartWidth} = getComputedStyle(box);
        const isSeen =
          borderInlineStartWidth !== '0px' ||
          !/^rgba\(.*, 0\)$/.test(backgroundColor);
        const {left: start, right: end} = box.getBoundingClientRect();
        if (isSeen) most = Math.max(most, start - left, right - end);
      }
      return Math.round(most);
    });
}
