import {klarnaPage, klarnaPayments} from './page.js';
import {liveTag} from './script-tag.js';

/** Milliseconds that the page may take to release the script. */
const patience = 30_000;

/**
 * Waits until the page releases the script that it holds back.
 *
 * @returns Whether it has; it has half a minute, and is heard afterwards by
 *     those who ask with {@link onLateRelease}.
 */
export function isReleased(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const end = onRelease(url, () => {
      clearTimeout(timer);
      end();
      resolve(true);
    });
    const timer = setTimeout(() => {
      (klarnaPage().withheld ??= new Set()).add(url);
      end();
      resolve(false);
    }, patience);
  });
}

/**
 * Calls the listener once, when the page releases a script that was waited
 * for in vain; never for another.
 *
 * @returns Ends it.
 */
export function onLateRelease(url: string, listener: () => void): () => void {
  const {withheld} = klarnaPage();
  if (!withheld?.has(url)) return () => {};
  const end = onRelease(url, () => {
    end();
    withheld.delete(url);
    listener();
  });
  return end;
}

/**
 * A consent manager adds another tag, or gives the old one its type and its
 * address back; or the page gets Klarna's script by its own ways, of which no
 * event tells.
 */
function onRelease(url: string, listener: () => void): () => void {
  const timer = setInterval(() => {
    if (klarnaPayments() || liveTag(url)) listener();
  }, 200);
  return () => clearInterval(timer);
}
