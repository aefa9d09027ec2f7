import type {FrameCall, FrameResult, MessageFromFrame} from '../messages.js';
import type {EventHub} from './event-hub.js';
import type {overlay} from './overlay.js';

/** The library that runs a purchase without a widget's frame. */
export type PurchaseFlow = ReturnType<typeof purchaseFlow>;

export interface FlowPurchase {
  call: FrameCall;
  /** Of the widget. */
  name: string;
  /** Klarna's servers as the token names them. */
  origin: string;
  events: EventHub;
  answered: (result: FrameResult) => void;
}

/**
 * The purchase flow that newer builds load from a host of its own: an overlay
 * that asks Klarna by itself.
 *
 * Runs on the shop's page; refers to nothing outside of itself.
 */
export function purchaseFlow(
  _config: object,
  parts: {overlay: typeof overlay},
): (purchase: FlowPurchase) => void {
  return ({call, name, origin, events, answered}) => {
    const title = name.replaceAll('_', ' ').toLowerCase();
    const shown = parts.overlay({
      id: `klarna-${name.toLowerCase().replaceAll('_', '-')}-fullscreen`,
      title: `Purchase with the Klarna sandbox: ${title}`,
      origin,
      events,
      isOrphan: () => false,
      orphaned: () => undefined,
    });
    window.addEventListener('message', receive);
    shown.open(call.scheme ?? 'light');
    shown.post({type: 'call', call});

    function receive(event: MessageEvent<MessageFromFrame>): void {
      if (event.origin !== origin || !shown.isFrom(event.source)) return;
      if (event.data.type === 'ready') shown.ready();
      if (event.data.type !== 'answer' || event.data.id !== call.id) return;
      window.removeEventListener('message', receive);
      shown.remove();
      answered(event.data.result);
    }
  };
}
