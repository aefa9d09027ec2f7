import type {
  FrameCall,
  FrameResult,
  MessageFromFrame,
  MessageToFrame,
} from '../messages.js';
import type {EventHub} from './event-hub.js';
import type {Overlay, overlay} from './overlay.js';

/** A widget: its frame in the shop's page and the overlay that goes with it. */
export interface Application {
  readonly frame: HTMLIFrameElement;
  /** Klarna's servers as the token names them: the frame's origin. */
  readonly origin: string;
  send(call: FrameCall, answered: (result: FrameResult) => void): void;
  /** Nothing is answered from here on. */
  destroy(): void;
}

export interface ApplicationSetup {
  frame: HTMLIFrameElement;
  origin: string;
  /** Another evaluation of the script has made it; it may be ready already. */
  isAdopted: boolean;
  hasOverlay: boolean;
  overlayId: string;
  overlayTitle: string;
  /** Milliseconds for the frame to load. */
  timeout: number;
  events: EventHub;
  overlay: typeof overlay;
}

/**
 * Talks with a widget's frame. What the frame is asked before it has loaded
 * waits; if it does not load in time, the answer looks like a decline, as
 * observed.
 *
 * Runs on the shop's page; refers to nothing outside of itself.
 */
export function application(setup: ApplicationSetup): Application {
  const {frame, origin, overlayId, overlayTitle, events} = setup;
  const waiting = new Map<
    string,
    {call: FrameCall; answered: (result: FrameResult) => void}
  >();
  let unsent: FrameCall[] = [];
  let isReady = false;
  let purchase: Overlay | undefined;
  let overlayTimer: ReturnType<typeof setTimeout> | undefined;
  let loadTimer: ReturnType<typeof setTimeout> | undefined;

  window.addEventListener('message', receive);
  if (setup.isAdopted) post({type: 'hello'});
  awaitFrame();

  return {
    frame,
    origin,
    send(asked, answered) {
      const scheme = schemeOf(frame.parentElement ?? document.body);
      const call = {...asked, scheme};
      // The same as the frame's page gets: only then it is see-through.
      frame.style.colorScheme = scheme;
      waiting.set(call.id, {call, answered});
      if (isReady) {
        post({type: 'call', call});
        return;
      }
      unsent.push(call);
      awaitFrame();
    },
    destroy,
  };

  function receive(event: MessageEvent<MessageFromFrame>): void {
    if (event.origin !== origin) return;
    if (event.source === frame.contentWindow) fromWidget(event.data);
    else if (purchase?.isFrom(event.source)) fromOverlay(event.data);
  }

  function fromWidget(message: MessageFromFrame): void {
    switch (message.type) {
      case 'ready':
        ready();
        break;
      case 'height':
        frame.style.height = `${message.height}px`;
        events.emit('heightChanged', message.height);
        break;
      case 'overlay': {
        const call = waiting.get(message.id)?.call;
        if (!call) return;
        openOverlay().open(call.scheme ?? 'light');
        if (message.order) {
          openOverlay().post({type: 'purchase', call, order: message.order});
        }
        break;
      }
      case 'answer':
        settle(message.id, message.result);
        break;
    }
  }

  function fromOverlay(message: MessageFromFrame): void {
    if (message.type === 'ready') purchase?.ready();
    if (message.type === 'answer') settle(message.id, message.result);
  }

  function ready(): void {
    isReady = true;
    clearTimeout(loadTimer);
    for (const call of unsent) post({type: 'call', call});
    unsent = [];
    if (!setup.hasOverlay) return;
    // Observed: the overlay's frame comes half a second after the widget's.
    overlayTimer ??= setTimeout(() => {
      if (frame.isConnected) openOverlay();
      else destroy();
    }, 500);
  }

  function openOverlay(): Overlay {
    purchase ??= setup.overlay({
      id: overlayId,
      title: overlayTitle,
      origin,
      events,
      isOrphan: () => document.getElementById(frame.id) === null,
      orphaned: destroy,
    });
    return purchase;
  }

  function settle(id: string, result: FrameResult): void {
    const entry = waiting.get(id);
    if (!entry) return;
    waiting.delete(id);
    if (entry.call.method !== 'load') purchase?.close();
    entry.answered(result);
  }

  function awaitFrame(): void {
    loadTimer ??= setTimeout(giveUp, setup.timeout);
  }

  function giveUp(): void {
    loadTimer = undefined;
    unsent = [];
    for (const [id, {call}] of waiting) {
      settle(
        id,
        call.method === 'load'
          ? {show_form: false}
          : {approved: false, show_form: false},
      );
    }
  }

  /** The operating system decides only where the page takes both. */
  function schemeOf(element: Element): 'light' | 'dark' {
    const meta = document.querySelector<HTMLMetaElement>(
      'meta[name=color-scheme]',
    );
    const own = getComputedStyle(element).colorScheme;
    const taken = own === 'normal' ? (meta?.content ?? '') : own;
    if (!taken.includes('dark')) return 'light';
    return !taken.includes('light') ||
      matchMedia('(prefers-color-scheme: dark)').matches
      ? 'dark'
      : 'light';
  }

  function post(message: MessageToFrame): void {
    frame.contentWindow?.postMessage(message, origin);
  }

  function destroy(): void {
    window.removeEventListener('message', receive);
    clearTimeout(loadTimer);
    clearTimeout(overlayTimer);
    waiting.clear();
    purchase?.remove();
  }
}
