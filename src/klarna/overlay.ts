import {authorizingInstance} from './queue.js';
import type {KlarnaPayments} from './types.js';

/**
 * @param instanceId The widget whose `authorize`, `reauthorize` or `finalize`
 *     opened the overlay, if one of them did.
 */
export type OverlayListener = (
  open: boolean,
  instanceId: string | undefined,
) => void;

const listeners = new Set<OverlayListener>();
/** What we have subscribed to; the script may have made another since. */
let source: KlarnaPayments | undefined;
/** The widget that opened it. Klarna may answer before the overlay is away. */
let opener: string | undefined;

/**
 * Calls the listener when Klarna's full-screen overlay opens and closes.
 * Klarna tells it to the page, not to a widget, and a purchase in a popup may
 * do without overlay: it is no sign that an authorization has ended.
 *
 * @returns Ends it.
 */
export function onOverlay(listener: OverlayListener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Subscribes to the overlay's events, once for each object that Klarna's
 * script has made. The handlers stay: leaving would mean `off`, which in some
 * builds takes other people's handlers along.
 */
export function hearOverlay(payments: KlarnaPayments) {
  if (payments === source) return;
  try {
    payments.on('fullscreenOverlayShown', () => {
      opener = authorizingInstance();
      tell(true);
    });
    payments.on('fullscreenOverlayHidden', () => tell(false));
    source = payments;
  } catch {
    // Everything else works without these events; the next call tries again.
  }
}

function tell(open: boolean) {
  for (const listener of listeners) listener(open, opener);
}
