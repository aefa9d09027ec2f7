import type {Page} from '@playwright/test';
import type {AxeResults} from 'axe-core';
import {createRequire} from 'node:module';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe finds, in words. Frames of other origins are Klarna's. */
export async function findings(page: Page): Promise<string[]> {
  await page.addScriptTag({path: axePath});
  const {violations} = await page.evaluate(async () => {
    const {axe} = window as unknown as {
      axe: {run(options: object): Promise<AxeResults>};
    };
    return axe.run({iframes: false});
  });
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
