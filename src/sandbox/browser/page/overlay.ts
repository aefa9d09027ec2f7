import type {MessageToFrame} from '../messages.js';
import type {EventHub} from './event-hub.js';

/** The frame over the whole page in which the shopper buys. */
export interface Overlay {
  isFrom(source: MessageEventSource | null): boolean;
  /** Its page has loaded. */
  ready(): void;
  open(scheme: 'light' | 'dark'): void;
  close(): void;
  post(message: MessageToFrame): void;
  remove(): void;
}

export interface OverlaySetup {
  id: string;
  title: string;
  origin: string;
  events: EventHub;
  /** Whether the widget's frame is not to be found any more. */
  isOrphan: () => boolean;
  orphaned: () => void;
}

/**
 * Appends the overlay's frame to the body, out of sight.
 *
 * Once loaded it looks every 100 ms whether the widget's frame is still there;
 * that is how Klarna's script notices that a shop has removed the container
 * (observed).
 *
 * Runs on the shop's page; refers to nothing outside of itself.
 */
export function overlay(setup: OverlaySetup): Overlay {
  const openClass = 'klarna-payments-fso-open';
  const roots = [document.documentElement, document.body];
  const frame = document.createElement('iframe');
  let unsent: MessageToFrame[] = [];
  let isReady = false;
  let isOpen = false;
  let watch: ReturnType<typeof setInterval> | undefined;
  let focusBefore: Element | null = null;

  frame.id = frame.name = setup.id;
  frame.title = setup.title;
  Object.assign(frame.style, {
    display: 'none',
    position: 'fixed',
    inset: '0',
    width: '100%',
    height: '100%',
    border: '0',
    zIndex: '2147483647',
  });
  frame.src = `${setup.origin}/kp/frames/purchase`;
  // Not when its page says that it is ready: it may be an error's.
  frame.addEventListener('load', () => {
    watch ??= setInterval(() => {
      if (setup.isOrphan()) setup.orphaned();
    }, 100);
  });
  document.body.append(frame);

  return {
    isFrom: (source) => source === frame.contentWindow,

    ready() {
      isReady = true;
      for (const message of unsent) send(message);
      unsent = [];
    },

    open(scheme) {
      // The same as the frame's page gets: only then it is see-through.
      frame.style.colorScheme = scheme;
      if (isOpen) return;
      isOpen = true;
      focusBefore = document.activeElement;
      while (focusBefore?.shadowRoot?.activeElement) {
        focusBefore = focusBefore.shadowRoot.activeElement;
      }
      frame.style.display = 'block';
      for (const root of roots) root.classList.add(openClass);
      frame.focus();
      setup.events.emit('fullscreenOverlayShown');
    },

    close,

    post(message) {
      if (isReady) send(message);
      else unsent.push(message);
    },

    remove() {
      clearInterval(watch);
      close();
      frame.remove();
    },
  };

  function send(message: MessageToFrame): void {
    frame.contentWindow?.postMessage(message, setup.origin);
  }

  function close(): void {
    if (!isOpen) return;
    isOpen = false;
    frame.style.display = 'none';
    for (const root of roots) root.classList.remove(openClass);
    if (focusBefore instanceof HTMLElement) focusBefore.focus();
    setup.events.emit('fullscreenOverlayHidden');
  }
}
