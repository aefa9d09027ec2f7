import {expect, test as base, type Locator, type Page} from '@playwright/test';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {preview} from 'vite';

const docs = fileURLToPath(new URL('../../docs', import.meta.url));

export const builtSite = join(docs, '.vitepress/dist');

/** Tests of the documentation as it is published. */
export const test = base.extend<object, {site: string}>({
  site: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const server = await preview({
        root: docs,
        configFile: false,
        // No page is no page; `vite preview` would give the first one.
        appType: 'mpa',
        logLevel: 'silent',
        build: {outDir: builtSite},
        preview: {host: '127.0.0.1', port: 0},
      });
      await use(server.resolvedUrls?.local[0] ?? '');
      await server.close();
    },
    {scope: 'worker'},
  ],
  baseURL: async ({site}, use) => use(site),
});

/** Until the element on the page can be paid with. */
export async function ready(page: Page): Promise<void> {
  await expect(page.locator('klarna-payments')).toHaveJSProperty(
    'status',
    'ready',
  );
}

/** Klarna's window, which the sandbox plays. */
export function klarnasWindow(page: Page) {
  return page.locator('iframe[id$="-fullscreen"]:visible').contentFrame();
}

/** What the page shows the shop would have been sent. */
export function sent(page: Page): Locator {
  return page.getByLabel('What the form would have sent');
}

/** Presses Tab until the focus is there, as somebody without a mouse does. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 100; presses += 1) {
    if (await target.evaluate((node) => node.matches(':focus'))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`100 times Tab do not lead to ${String(target)}`);
}

/** Past the menus, by the first link of the page. */
export async function skipToContent(page: Page): Promise<void> {
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', {name: 'Skip to content'})).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#VPContent')).toBeFocused();
}
