import type {
  Frame as PlaywrightFrame,
  Page as PlaywrightPage,
} from 'playwright';

/** What to do in a frame. */
export interface FrameAction {
  /** The id of the `<iframe>`. */
  frame: string;
  selector: string;
  /** Clicks unless said; `look` does nothing. */
  act?: 'click' | 'look' | {press: string} | {select: string};
}

/** What the selected element shows just before the action. */
export interface FrameView {
  text: string;
  checked: boolean;
  /** Whether it has the focus. */
  active: boolean;
  /** Whether keys go to its frame. */
  hasKeys: boolean;
  lang: string;
}

/** The part of a page that Playwright and Puppeteer have in common. */
type AnyPage = Pick<PlaywrightPage, 'frames'>;

export async function actInFrame(
  page: AnyPage,
  {frame: id, selector, act = 'click'}: FrameAction,
): Promise<FrameView> {
  const frame = await waitFor(() => frameWithId(page, id));
  const element = await waitFor(() => frame.$(selector));
  const view = await element.evaluate((node) => ({
    text: (node as HTMLElement).innerText,
    checked: (node as HTMLInputElement).checked === true,
    active: document.activeElement === node,
    hasKeys: document.hasFocus(),
    lang: document.documentElement.lang,
  }));
  if (act === 'click') {
    await clickInFrame(element as Clickable);
  } else if (typeof act === 'object' && 'press' in act) {
    await element.press(act.press as 'Enter');
  } else if (typeof act === 'object') {
    await element.evaluate((node, value) => {
      (node as HTMLSelectElement).value = value;
    }, act.select);
  }
  return view;
}

/** What Playwright's and Puppeteer's handles and locators have in common. */
interface Clickable {
  hover(): Promise<void>;
  click(): Promise<void>;
  evaluate(look: (node: Element) => boolean): Promise<boolean>;
}

/**
 * Clicks once the element has felt the pointer. A frame of another process that
 * has just been shown gets no input before the browser has painted it: a click
 * would be lost, but a move may be repeated.
 */
export async function clickInFrame(element: Clickable): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    await element.hover();
    if (await element.evaluate((node) => node.matches(':hover'))) {
      return element.click();
    }
    await pause();
  }
  throw new Error('The frame feels no pointer.');
}

async function frameWithId(
  page: AnyPage,
  id: string,
): Promise<PlaywrightFrame | null> {
  for (const frame of page.frames()) {
    const element = await frame.frameElement().catch(() => null);
    const found = await element?.evaluate((node) => (node as Element).id);
    if (found === id) return frame;
  }
  return null;
}

/** Tests have a time-out of their own; this one keeps the server free. */
async function waitFor<Value>(
  look: () => Promise<Value | null>,
): Promise<Value> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const value = await look().catch(() => null);
    if (value) return value;
    await pause();
  }
  throw new Error('The frame or the element in it has not appeared.');
}

function pause(): Promise<void> {
  return new Promise((done) => setTimeout(done, 50));
}
