import {setTimeout as sleep} from 'node:timers/promises';
import {chromium, type Page} from 'playwright';
import {chromiumArgs, findChromium} from '../../test/support/browsers.mjs';
import {codeOf, ways, type Way} from './contenders.js';
import {openShop} from './shop.js';

declare global {
  interface Window {
    /** Milliseconds from the navigation until Klarna's widget has answered. */
    widget: Promise<number>;
    counts: Counts;
    changeCart(): void;
    payButton?(): HTMLElement;
  }
}

interface Counts {
  loads: number;
  authorizes: number;
}

interface Burst {
  sessions: number;
  loads: number;
}

type Click = 'mouse' | 'script';

export interface Spread {
  median: number;
  least: number;
  most: number;
}

/** One contender's figures. */
export interface Figures {
  /** Milliseconds from navigation to widget. */
  widget: Spread;
  /** Milliseconds of tasks on the main thread until then. */
  tasks: Spread;
  /** Of these, milliseconds of script. */
  script: Spread;
  /** What twenty changes of the cart lead to, all at once and one by one. */
  burst: Partial<Record<'atOnce' | 'apart', Burst>>;
  /** How often Klarna is asked for two clicks, of a mouse and of a script. */
  authorizes: Partial<Record<Click, number>>;
  /** Where the contender could not be driven, and why. */
  obstacle?: string;
}

export const changes = 20;
const apart = 10;
/** So long after the last request nothing more is expected. */
const quiet = 800;

type Shop = Awaited<ReturnType<typeof openShop>>;

/** All contenders in one browser and in turn, after a round that is not kept. */
export async function measure(
  runs: number,
): Promise<{figures: Record<Way, Figures>; browser: string}> {
  const shop = await openShop(await codeOf());
  const path = findChromium()?.path;
  const browser = await chromium.launch({
    args: chromiumArgs,
    ...(path && {executablePath: path}),
  });
  try {
    const page = await browser.newPage();
    // The runner of this file wraps named functions in it, also those that go
    // into the page.
    await page.addInitScript('globalThis.__name = (value) => value');
    const taken = {} as Record<Way, Visit[]>;
    const obstacles: Partial<Record<Way, string>> = {};
    for (const way of ways) taken[way] = [];
    /** A peer that cannot be driven is told of, and the others go on. */
    const attempt = async <Result>(
      way: Way,
      work: () => Promise<Result>,
    ): Promise<Result | undefined> => {
      if (obstacles[way]) return undefined;
      try {
        return await work();
      } catch (error) {
        obstacles[way] = String(error);
        return undefined;
      }
    };
    for (let run = -1; run < runs; run++) {
      for (const way of ways) {
        const visit = await attempt(way, () => visitOf(page, shop, way));
        if (visit && run >= 0) taken[way].push(visit);
      }
    }
    const figures = {} as Record<Way, Figures>;
    for (const way of ways) {
      const of = (member: keyof Visit) =>
        spreadOf(taken[way].map((visit) => visit[member]));
      const burst = (pause: number) =>
        attempt(way, () => burstOf(page, shop, way, pause));
      const clicks = (kind: Click) =>
        attempt(way, () => clicksOf(page, shop, way, kind));
      figures[way] = {
        widget: of('widget'),
        tasks: of('tasks'),
        script: of('script'),
        burst: {atOnce: await burst(0), apart: await burst(apart)},
        authorizes: {
          mouse: await clicks('mouse'),
          script: await clicks('script'),
        },
        obstacle: obstacles[way],
      };
    }
    return {figures, browser: `Chromium ${browser.version()}`};
  } finally {
    await browser.close();
    shop.close();
  }
}

interface Visit {
  widget: number;
  tasks: number;
  script: number;
}

async function visitOf(page: Page, shop: Shop, way: Way): Promise<Visit> {
  // The process of the page is there before the clock starts.
  await page.goto(`${shop.url}/empty`);
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable');
  const spent = async () => {
    const {metrics} = await client.send('Performance.getMetrics');
    const of = (name: string) =>
      1000 * (metrics.find((metric) => metric.name === name)?.value ?? NaN);
    return {tasks: of('TaskDuration'), script: of('ScriptDuration')};
  };
  const before = await spent();
  const widget = await open(page, shop, way);
  const after = await spent();
  await client.detach();
  return {
    widget,
    tasks: after.tasks - before.tasks,
    script: after.script - before.script,
  };
}

async function open(page: Page, shop: Shop, way: Way): Promise<number> {
  await page.goto(`${shop.url}/page?${way}`, {waitUntil: 'domcontentloaded'});
  const late = sleep(10_000, undefined, {ref: false}).then(() => {
    throw new Error('There was no widget after 10 s.');
  });
  return Promise.race([page.evaluate(() => window.widget), late]);
}

async function burstOf(page: Page, shop: Shop, way: Way, pause: number) {
  await open(page, shop, way);
  const before = await settled(page, shop);
  await page.evaluate(
    async ([count, milliseconds]) => {
      for (let change = 0; change < count; change++) {
        window.changeCart();
        if (milliseconds > 0) {
          await new Promise((resolve) => setTimeout(resolve, milliseconds));
        }
      }
    },
    [changes, pause] as const,
  );
  const after = await settled(page, shop);
  return {
    sessions: after.sessions - before.sessions,
    loads: after.loads - before.loads,
  };
}

async function clicksOf(
  page: Page,
  shop: Shop,
  way: Way,
  kind: Click,
): Promise<number> {
  await open(page, shop, way);
  await settled(page, shop);
  const handle = await page.evaluateHandle(
    () => window.payButton?.() ?? document.querySelector('#pay'),
  );
  const button = handle.asElement();
  if (!button) throw new Error('There is no button to pay with.');
  if (kind === 'mouse') {
    await button.dblclick();
  } else {
    await button.evaluate((each: HTMLElement) => {
      each.click();
      each.click();
    });
  }
  return (await settled(page, shop)).authorizes;
}

/** The counts once nothing more has been asked for a while. */
async function settled(page: Page, shop: Shop) {
  const read = async () => ({
    ...(await page.evaluate(() => window.counts)),
    sessions: shop.seen.sessions,
  });
  for (let last = await read(); ;) {
    await sleep(quiet);
    const next = await read();
    if (JSON.stringify(next) === JSON.stringify(last)) return next;
    last = next;
  }
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  return {
    median: sorted[sorted.length >> 1] ?? NaN,
    least: sorted[0] ?? NaN,
    most: sorted.at(-1) ?? NaN,
  };
}
