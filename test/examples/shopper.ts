import type {Browser, Page} from 'playwright';
import {clickInFrame} from '../support/klarna-rig.frames.js';

/** What somebody sees who buys something. */
export interface Purchase {
  /** Whether the tag is in the page as the server sends it. */
  readonly isInMarkup: boolean;
  /** Warnings and errors of the console until Klarna could be chosen. */
  readonly complaints: readonly string[];
  /** Given name that Klarna was told, which has been typed at the last moment. */
  readonly givenName: string | undefined;
  /** The page's heading in the end. */
  readonly farewell: string;
}

/** Types another name than the page begins with, pays, and reads on. */
export async function buy(browser: Browser, url: string): Promise<Purchase> {
  const markup = await (await fetch(url)).text();
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/warning|error/.test(message.type())) complaints.push(message.text());
  });
  // Badges of the tabs come from Klarna, which is not asked.
  await page.route(/klarnacdn\.net|klarnaevt\.com/, (route) =>
    route.fulfill({status: 204}),
  );
  const ordered = page.waitForRequest(/\/klarna\/order$/);
  // Where paying fails nobody waits for the order.
  ordered.catch(() => undefined);
  try {
    await page.goto(url);
    await page.waitForFunction(
      () => document.querySelector('klarna-payments')?.status === 'ready',
    );
    await page.getByLabel('First name').fill('Grace');
    await page.getByRole('button', {name: /^Pay/}).click();
    await clickInFrame(
      page
        .locator('iframe[id$="-fullscreen"]:visible')
        .contentFrame()
        .getByRole('button', {name: 'Approve'}),
    );
    await page.waitForURL(/\/thanks$/);
    return {
      isInMarkup: markup.includes('<klarna-payments'),
      complaints: [...complaints],
      givenName: givenNameIn((await ordered).postData() ?? ''),
      farewell: await farewellOf(page),
    };
  } finally {
    await page.close();
  }
}

function farewellOf(page: Page): Promise<string> {
  return page.getByRole('heading', {level: 1}).innerText();
}

/** The order comes as JSON, or as the form that the element has sent. */
function givenNameIn(body: string): string | undefined {
  type Details = {billing_address?: {given_name?: string}};
  const details = body.startsWith('{')
    ? (JSON.parse(body) as {customer_details?: Details}).customer_details
    : (JSON.parse(
        new URLSearchParams(body).get('klarna_customer_details') ?? '{}',
      ) as Details);
  return details?.billing_address?.given_name;
}
