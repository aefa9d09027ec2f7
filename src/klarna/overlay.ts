import {klarnaPage, type OverlayListener, type OverlayState} from './page.js';
import {authorizingInstance} from './queue.js';
import type {KlarnaPayments} from './types.js';

/**
 * Calls the listener when Klarna's full-screen overlay opens and closes.
 * Klarna tells it to the page, not to a widget, and a purchase in a popup may
 * do without overlay: it is no sign that an authorization has ended.
 *
 * @returns Ends it.
 */
export function onOverlay(listener: OverlayListener): () => void {
  const {listeners} = overlayState();
  // An own function for each subscription, so that the same listener may
  // subscribe twice.
  const own: OverlayListener = (open, instanceId) => listener(open, instanceId);
  listeners.add(own);
  const payments = globalThis.window?.Klarna?.Payments;
  if (payments) hearOverlay(payments);
  return () => listeners.delete(own);
}

/**
 * Subscribes to the overlay's events, once for each object that Klarna's
 * script has made. The handlers stay: leaving would mean `off`, which in some
 * builds takes other people's handlers along.
 */
export function hearOverlay(payments: KlarnaPayments) {
  const {sources} = overlayState();
  if (sources.has(payments)) return;
  try {
    payments.on('fullscreenOverlayShown', () => tell(true));
    payments.on('fullscreenOverlayHidden', () => tell(false));
    sources.add(payments);
  } catch {
    // Everything else works without these events; the next call tries again.
  }
}

function tell(open: boolean) {
  const state = overlayState();
  // Klarna may answer before the overlay is away; it still belongs to the
  // widget that opened it.
  if (open || !state.open) state.instanceId = authorizingInstance();
  state.open = open;
  for (const listener of state.listeners) {
    try {
      listener(open, state.instanceId);
    } catch (error) {
      reportError(error);
    }
  }
}

function overlayState(): OverlayState {
  return (klarnaPage().overlay ??= {
    listeners: new Set(),
    sources: new WeakSet(),
    open: false,
    instanceId: undefined,
  });
}
