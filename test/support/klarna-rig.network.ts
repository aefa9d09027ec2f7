import type {Page as PlaywrightPage} from 'playwright';
import type {Page as PuppeteerPage} from 'puppeteer-core';

/**
 * Keeps tests off the network: whatever is not for this machine is aborted,
 * but for Klarna's CDN a test may choose an answer.
 */

/** What https://x.klarnacdn.net answers; `abort` fails the request. */
export type KlarnaCdnAnswer =
  | 'abort'
  | {
      status?: number;
      contentType?: string;
      body?: string;
      /** Milliseconds. */
      delay?: number;
      /** The delay of the first request alone, in milliseconds. */
      delayFirst?: number;
    };

const chosen = new WeakMap<object, KlarnaCdnAnswer>();

/** The answers that have been asked for. */
const asked = new WeakSet<object>();

/** `null` takes the choice back. */
export function answerKlarnaCdn(page: object, answer: KlarnaCdnAnswer | null) {
  if (answer) chosen.set(page, answer);
  else chosen.delete(page);
}

export async function guardPlaywrightPage(
  page: PlaywrightPage,
): Promise<PlaywrightPage> {
  await page.route(isForeign, async (route) => {
    const answer = await answerFor(page, route.request().url());
    // The page may be gone by now; nobody waits for an answer then.
    const done = answer ? route.fulfill(answer) : route.abort();
    await done.catch(() => undefined);
  });
  return page;
}

export async function guardPuppeteerPage(
  page: PuppeteerPage,
): Promise<PuppeteerPage> {
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    // Unlike a Playwright page this one goes on to the next test file.
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) {
      chosen.delete(page);
    }
    void respond().catch(() => undefined);

    async function respond() {
      if (!isForeign(new URL(request.url()))) return request.continue();
      const answer = await answerFor(page, request.url());
      return answer ? request.respond(answer) : request.abort();
    }
  });
  return page;
}

function isForeign(url: URL): boolean {
  return (
    /^(https?|wss?):$/.test(url.protocol) &&
    !['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  );
}

/** Nothing if the request is to fail. */
export async function answerFor(page: object, url: string) {
  if (new URL(url).host !== 'x.klarnacdn.net') return undefined;
  const answer = chosen.get(page) ?? 'abort';
  if (answer === 'abort') return undefined;
  const delay = isFirst(answer) ? answer.delayFirst : undefined;
  await pause(delay ?? answer.delay ?? 0);
  return {
    status: answer.status ?? 200,
    contentType: answer.contentType ?? 'text/javascript; charset=utf-8',
    headers: {'access-control-allow-origin': '*'},
    body: answer.body ?? '',
  };
}

function isFirst(answer: object): boolean {
  if (asked.has(answer)) return false;
  asked.add(answer);
  return true;
}

async function pause(milliseconds: number): Promise<void> {
  if (milliseconds === 0) return;
  await new Promise((done) => setTimeout(done, milliseconds));
}
