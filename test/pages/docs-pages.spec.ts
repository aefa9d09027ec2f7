import {expect, type Page} from '@playwright/test';
import {globSync} from 'tinyglobby';
import {chapters} from '../../docs/.vitepress/site/chapters.js';
import {builtSite, ready, skipToContent, tabTo, test} from './documentation.js';
import {findings, overflow} from './page-checks.js';

/** Where a reader can go, by the chapters beside the pages. */
const linked = new Map(
  Object.values(chapters)
    .flat()
    .map(({text, items}) => [text, items.map(({link}) => link)] as const),
);
const pages = new Set(['/', ...[...linked.values()].flat()]);
const live = ['/', '/guide/theming', '/reference/events'];

for (const [chapter, paths] of [['Start', ['/']] as const, ...linked]) {
  test(`“${chapter}” is titled, described, legible and as narrow as a phone`, async ({
    page,
  }) => {
    test.setTimeout(120_000 + 60_000 * paths.length);
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (/error|warning/.test(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));

    for (const path of paths) {
      await test.step(path, async () => {
        await page.setViewportSize({width: 320, height: 640});
        const answer = await page.goto(path);
        expect(answer?.status()).toBe(200);
        if (live.includes(path)) await ready(page);
        await expect(page.locator('h1')).toHaveCount(1);
        await expect(page).toHaveTitle(/<klarna-payments>$/);
        await expect(page.locator('meta[name="description"]')).toHaveAttribute(
          'content',
          /.{20}/,
        );
        await expect.poll(() => overflow(page)).toBe(0);

        await page.setViewportSize({width: 1280, height: 720});
        // Colours that are on their way are nobody's.
        await page.addStyleTag({content: '* {transition: none !important}'});
        await keepOneOfEachColor(page);
        expect(await findings(page)).toEqual([]);
        await page.emulateMedia({colorScheme: 'dark'});
        await expect(page.locator('html')).toHaveClass(/dark/);
        expect(await findings(page, 'color-contrast')).toEqual([]);
        await page.emulateMedia({colorScheme: 'light'});
        expect(complaints).toEqual([]);
      });
    }
  });
}

/** Thousands of words of code have some ten colours. */
async function keepOneOfEachColor(page: Page): Promise<void> {
  await page.locator('pre').evaluateAll((blocks) => {
    const seen = new Set<string>();
    for (const word of blocks.flatMap((block) => [
      ...block.querySelectorAll('span[style]'),
    ])) {
      const style = word.getAttribute('style') ?? '';
      if (seen.has(style)) word.textContent = '';
      seen.add(style);
    }
  });
}

test('every page stands in a chapter', () => {
  const built = globSync('**/*.html', {cwd: builtSite}).map((file) =>
    `/${file}`.replace(/\.html$/, '').replace(/\/index$/, '/'),
  );
  expect(built.filter((path) => path !== '/404').toSorted()).toEqual(
    [...pages].toSorted(),
  );
});

test('a page that is not there says so, and leads on', async ({page}) => {
  await page.goto('/404');
  await expect(page.locator('h1')).toHaveText('There is no such page');
  expect(await findings(page)).toEqual([]);
  await page.getByRole('link', {name: 'the start page'}).click();
  await expect(page.locator('h1')).toHaveText(/Klarna Payments/);
});

test('by keyboard alone, a search leads to the page', async ({page}) => {
  await page.goto('/');
  await tabTo(page, page.getByRole('button', {name: 'Search', exact: true}));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('callbackPatience');
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toContainText('callbackPatience');
  expect(new URL(page.url()).pathname).not.toBe('/');
});

test('by keyboard alone, the menus lead from page to page', async ({page}) => {
  await page.goto('/');
  const menu = page.getByRole('navigation', {name: 'Main Navigation'});
  await tabTo(page, menu.getByRole('link', {name: 'Guide'}));
  await page.keyboard.press('Enter');
  await expect(page.locator('h1')).toHaveText(/Five minutes/);

  const chapter = page.getByRole('navigation', {name: 'Sidebar Navigation'});
  await tabTo(page, chapter.getByRole('link', {name: 'Storage'}));
  await page.keyboard.press('Enter');
  await expect(page.locator('h1')).toHaveText(/Storage/);

  await page.goto(page.url());
  await skipToContent(page);
  await tabTo(page, page.getByRole('link', {name: /^Next page/}));
  await page.keyboard.press('Enter');
  await expect(page.locator('h1')).toHaveText(/Several accounts/);
});

test('on a phone the menu opens, by keyboard too', async ({page}) => {
  await page.setViewportSize({width: 320, height: 640});
  await page.goto('/guide/start');
  await tabTo(page, page.getByRole('button', {name: 'Menu', exact: true}));
  await page.keyboard.press('Enter');
  await page
    .getByRole('navigation', {name: 'Sidebar Navigation'})
    .getByRole('link', {name: 'Going live'})
    .press('Enter');
  await expect(page.locator('h1')).toHaveText(/Going live/);
  expect(await findings(page)).toEqual([]);
});

test('forced colours leave every control to be seen', async ({page}) => {
  await page.emulateMedia({forcedColors: 'active'});
  for (const path of live) {
    await page.goto(path);
    await ready(page);
    expect(await findings(page)).toEqual([]);
    const frames = await page
      .locator('.VPSwitch:visible, .DocSearch-Button:visible, .live button')
      .evaluateAll((controls) =>
        controls.map((control) => {
          const {outlineStyle, borderStyle} = getComputedStyle(control);
          return outlineStyle === 'solid' || borderStyle === 'solid';
        }),
      );
    expect(frames.length).toBeGreaterThan(2);
    expect(frames).not.toContain(false);
  }
});
