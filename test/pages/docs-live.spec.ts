import {expect, type Page} from '@playwright/test';
import {readElement} from '../../docs/.vitepress/api/manifest.js';
import type {KlarnaPaymentsElement} from '../../src/index.js';
import {
  klarnasWindow,
  ready,
  sent,
  skipToContent,
  tabTo,
  test,
} from './documentation.js';
import {overflow, widgetOverflow} from './page-checks.js';

const placeOrder = (page: Page) =>
  page.getByRole('button', {name: 'Place order'});

test('the start page pays, and asks nobody outside of it', async ({
  page,
  site,
}) => {
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(site) && url.startsWith('http')) elsewhere.push(url);
  });
  await page.goto('/');
  await ready(page);
  await page.getByLabel('First name').fill('Grace');
  await placeOrder(page).click();
  await klarnasWindow(page).getByRole('button', {name: 'Approve'}).click();
  await expect(sent(page)).toContainText('klarna_authorization_token=…');
  await expect(sent(page)).toContainText('klarna_category=pay_later');
  await expect(sent(page)).toContainText('"given_name":"Grace"');
  expect(elsewhere).toEqual([]);
});

test('by keyboard alone, the start page pays', async ({page}) => {
  await page.goto('/');
  await ready(page);
  await skipToContent(page);
  await tabTo(page, page.getByRole('tab', {name: 'Pay later'}));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', {name: 'Pay over time'})).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await ready(page);
  await tabTo(page, placeOrder(page));
  await page.keyboard.press('Enter');
  await tabTo(page, klarnasWindow(page).getByRole('button', {name: 'Approve'}));
  await page.keyboard.press('Enter');
  await expect(sent(page)).toContainText('klarna_category=pay_over_time');
});

/** The log's events, in their order. */
const names = (page: Page) =>
  page.getByRole('log').locator('li > code').allTextContents();

test('the explorer shows each event in its order, and no token', async ({
  page,
}) => {
  await page.goto('/reference/events');
  await ready(page);
  await page.getByLabel('What the shopper does').selectOption('approve');
  await placeOrder(page).click();
  await expect(sent(page)).toBeVisible();

  expect(await names(page)).toEqual([
    'klarna-status',
    'klarna-session',
    'klarna-status',
    'klarna-load',
    'klarna-authorize',
    'klarna-status',
    'klarna-overlay',
    'klarna-overlay',
    'klarna-status',
    'klarna-authorized',
  ]);
  const token = await page
    .locator('klarna-payments')
    .evaluate((klarna: KlarnaPaymentsElement) => klarna.authorizationToken);
  expect(token).toMatch(/.{10}/);
  const log = page.getByRole('log');
  await expect(log).toContainText(
    `"authorizationToken": "${token?.slice(0, 4)}…"`,
  );
  expect(await page.locator('main').innerText()).not.toContain(token);
  // The newest stands where it can be read.
  await log.evaluate((node) => node.scrollIntoView());
  await expect(log.locator('li').last()).toBeInViewport();
});

test('by keyboard alone, the explorer shows what else can happen', async ({
  page,
}) => {
  await page.goto('/reference/events');
  await ready(page);
  await skipToContent(page);
  const log = page.getByRole('log');
  const press = async (name: string) => {
    await tabTo(page, page.getByRole('button', {name, exact: true}));
    await page.keyboard.press('Enter');
  };
  const answer = async (start: string) => {
    // Backwards: the answers stand before the buttons.
    const field = page.getByLabel('What the shopper does');
    while (!(await field.evaluate((node) => node.matches(':focus')))) {
      await page.keyboard.press('Shift+Tab');
    }
    await page.keyboard.type(start);
  };

  await tabTo(page, page.getByLabel('What the shopper does'));
  await page.keyboard.type('closes');
  await press('authorize()');
  await expect(log).toContainText('"outcome": "cancelled"');

  await answer('has to');
  await press('authorize()');
  await expect(log).toContainText('"outcome": "correctable"');

  await answer('is declined');
  await press('authorize()');
  await expect(log).toContainText('"outcome": "declined"');
  await ready(page);

  await answer('approves');
  await tabTo(page, page.getByLabel('manual-finalize'));
  await page.keyboard.press('Space');
  await press('authorize()');
  await expect(log).toContainText('klarna-finalize-required');
  await press('finalize()');
  await expect(log).toContainText('"via": "finalize"');
  await press('reauthorize()');
  await expect(log).toContainText('"via": "reauthorize"');

  await press('Empty the log');
  await expect(log).toHaveText('Nothing yet.');
  await expect(
    page
      .getByRole('row', {name: /klarna-rejected/})
      .getByRole('cell')
      .last(),
  ).toHaveText('3');
});

test('a listener that says no is seen to say no', async ({page}) => {
  await page.goto('/reference/events');
  await ready(page);
  await page.getByLabel('preventDefault() on klarna-select').check();
  await page.getByRole('tab', {name: 'Pay now'}).click();
  await expect(page.getByRole('log')).toContainText('klarna-select');
  await expect(page.getByRole('tab', {name: 'Pay later'})).toHaveAttribute(
    'aria-selected',
    'true',
  );
});

/** For each custom property: a value, and where in the element it is seen. */
const seen: Record<string, [value: string, part: string, style: string]> = {
  'accent-color': ['rgb(1, 2, 3)', 'tab', 'borderTopColor'],
  'focus-color': ['rgb(4, 5, 6)', 'tab', 'outlineColor'],
  'border-color': ['rgb(7, 8, 9)', 'tab:last', 'borderTopColor'],
  'border-radius': ['21px', 'tab', 'borderTopLeftRadius'],
  gap: ['33px', 'tablist', 'columnGap'],
  'tab-padding': ['17px', 'tab', 'paddingLeft'],
  'panel-padding': ['19px', 'panel', 'paddingLeft'],
  'panel-min-height': ['456px', 'panel', 'minHeight'],
};

/** What a part's style is, as the browser has computed it. */
async function styleOf(page: Page, part: string, style: string) {
  const [name = '', last] = part.split(':');
  return page.locator('klarna-payments').evaluate(
    (klarna, [selector, property, wantsLast]) =>
      Array.from(klarna.shadowRoot?.querySelectorAll(selector) ?? [])
        .map(
          (node) =>
            getComputedStyle(node)[property as keyof CSSStyleDeclaration],
        )
        .at(wantsLast ? -1 : 0),
    [`[part~="${name}"]`, style, last] as const,
  );
}

test('the playground changes every custom property, and offers them to copy', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const {cssProperties} = await readElement();
  await page.goto('/guide/theming');
  await ready(page);
  for (const {name} of cssProperties) {
    const [value, part, style] =
      seen[name.replace('--klarna-payments-', '')] ?? [];
    expect(value, `${name} is looked at`).toBeTruthy();
    await page.getByLabel(name, {exact: true}).fill(value!);
    if (style === 'outlineColor') {
      await page.getByRole('tab').first().focus();
      await page.keyboard.press('Shift');
    }
    await expect.poll(() => styleOf(page, part!, style!), name).toBe(value);
    await expect(page.getByLabel('The style sheet to copy')).toContainText(
      `${name}: ${value};`,
    );
  }

  await page.getByRole('button', {name: 'Copy', exact: true}).click();
  await expect(page.getByText('Copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    `klarna-payments {\n${cssProperties
      .map(({name}) => {
        const [value] = seen[name.replace('--klarna-payments-', '')]!;
        return `  ${name}: ${value};\n`;
      })
      .join('')}}`,
  );

  await page.getByRole('button', {name: 'As it comes'}).click();
  expect(await styleOf(page, 'tablist', 'columnGap')).toBe('8px');
});

test('the playground changes every part, in whatever state it is there', async ({
  page,
}) => {
  const {cssParts} = await readElement();
  const checkout = {
    message: 'unavailable',
    'retry-button': 'error',
    'loading-indicator': 'loading',
  } as Record<string, string>;
  await page.goto('/guide/theming');
  await ready(page);
  await badge(page);
  for (const {name} of cssParts) {
    await page
      .getByLabel(`Declarations of ::part(${name})`)
      .fill('letter-spacing: 3px; } body { display: none');
    await page.getByLabel(new RegExp(`^::part\\(${name}\\)`)).check();
    if (checkout[name]) {
      await page.getByLabel('The checkout').selectOption(checkout[name]);
    }
    await expect
      .poll(() => styleOf(page, name, 'letterSpacing'), name)
      .toBe('3px');
    await expect
      .poll(() => styleOf(page, name, 'outlineWidth'), name)
      .toBe('3px');
    await expect(page.getByLabel('The style sheet to copy')).toContainText(
      `klarna-payments::part(${name}) {\n  letter-spacing: 3px;\n}`,
      {useInnerText: false},
    );
  }
  await page.getByLabel('The checkout').selectOption('single');
  await expect(page.getByRole('tab')).toHaveCount(1);
  await expect(
    page.getByRole('listitem').filter({hasText: ':state(single)'}),
  ).toContainText('It is.');
});

/** The tabs of a shop have badges; this site has none over http. */
async function badge(page: Page): Promise<void> {
  await page
    .context()
    .route('https://badges.example/*', (route) =>
      route.fulfill({contentType: 'image/svg+xml', body: '<svg/>'}),
    );
  await page
    .locator('klarna-payments')
    .evaluate(async (klarna: KlarnaPaymentsElement) => {
      const {fetchSession} = klarna;
      klarna.fetchSession = async (context) => {
        const session = (await fetchSession?.(context)) as {
          payment_method_categories: object[];
        };
        return {
          ...session,
          payment_method_categories: session.payment_method_categories.map(
            (category) => ({
              ...category,
              asset_urls: {standard: 'https://badges.example/one.svg'},
            }),
          ),
        };
      };
      await klarna.refresh();
    });
}

test('by keyboard alone, the playground changes a colour and copies it', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/guide/theming');
  await ready(page);
  await skipToContent(page);
  await tabTo(
    page,
    page.getByLabel('--klarna-payments-border-radius', {exact: true}),
  );
  await page.keyboard.type('0');
  await tabTo(page, page.getByLabel('no outline'));
  await page.keyboard.press('ArrowDown');
  await expect(page.getByLabel(/^::part\(tablist\)/)).toBeFocused();
  await expect.poll(() => styleOf(page, 'tablist', 'outlineWidth')).toBe('3px');

  const copy = page.getByRole('button', {name: 'Copy', exact: true});
  while (!(await copy.evaluate((node) => node.matches(':focus')))) {
    await page.keyboard.press('Shift+Tab');
  }
  await page.keyboard.press('Enter');
  await expect(page.getByText('Copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    'klarna-payments {\n  --klarna-payments-border-radius: 0;\n}',
  );
});

test('from right to left, on a phone, the playground turns the element round', async ({
  page,
}) => {
  await page.setViewportSize({width: 320, height: 640});
  await page.goto('/guide/theming');
  await ready(page);
  expect(await widgetOverflow(page)).toBe(0);
  await page.getByLabel('from right to left').check();
  const left = (index: number) =>
    page
      .getByRole('tab')
      .nth(index)
      .evaluate((tab) => tab.getBoundingClientRect().left);
  expect(await left(0)).toBeGreaterThan(await left(1));
  expect(await overflow(page)).toBe(0);
  expect(await widgetOverflow(page)).toBe(0);
});
