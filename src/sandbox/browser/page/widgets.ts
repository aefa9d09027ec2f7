import type {Application, application} from './application.js';
import type {EventHub} from './event-hub.js';
import type {overlay} from './overlay.js';

export type Widgets = ReturnType<typeof widgets>;

export interface WidgetsSetup {
  events: EventHub;
  /** Milliseconds for a frame to load. */
  frameTimeout: number;
  application: typeof application;
  overlay: typeof overlay;
}

/** How a new frame looks until it says how high it is. */
export interface FrameLook {
  /** Pixels. */
  height?: number;
  isHidden?: boolean;
  /** Whether purchases open over the page. Default: they do. */
  hasOverlay?: boolean;
}

/**
 * The frames on the page, found by nothing but `document.getElementById`, as
 * observed: a frame in a shadow root is made and never found again.
 *
 * Runs on the shop's page; refers to nothing outside of itself.
 */
export function widgets(setup: WidgetsSetup) {
  const applications = new Map<Element, Application>();

  return {
    /** The widget of that name, wherever it is, if its frame is found. */
    find(name: string): Application | undefined {
      const frame = document.getElementById(`${prefix(name)}-main`);
      if (!(frame instanceof HTMLIFrameElement)) return undefined;
      return applications.get(frame) ?? apply(frame, name, {isAdopted: true});
    },

    /**
     * The widget of that name in this container. A frame that is there
     * already is used again; one elsewhere, or of another origin, is removed.
     */
    bootstrap(
      name: string,
      origin: string,
      container: HTMLElement,
      look: FrameLook,
    ): Application {
      const found = this.find(name);
      if (found) {
        const isThere = found.frame.parentNode === container;
        if (isThere && found.origin === origin) return found;
        forget(found);
        found.frame.remove();
      }
      for (const one of applications.values()) {
        if (!one.frame.isConnected) forget(one);
      }
      const frame = makeFrame(name, origin, container, look);
      return apply(frame, name, look);
    },
  };

  function apply(
    frame: HTMLIFrameElement,
    name: string,
    {isAdopted = false, hasOverlay = true},
  ): Application {
    const made = setup.application({
      frame,
      origin: new URL(frame.src).origin,
      isAdopted,
      hasOverlay,
      overlayId: `${prefix(name)}-fullscreen`,
      overlayTitle: `Purchase with the Klarna sandbox: ${titleOf(name)}`,
      timeout: setup.frameTimeout,
      events: setup.events,
      overlay: setup.overlay,
    });
    applications.set(frame, made);
    return made;
  }

  function forget(one: Application): void {
    one.destroy();
    applications.delete(one.frame);
  }

  function makeFrame(
    name: string,
    origin: string,
    container: HTMLElement,
    {height = 0, isHidden = false}: FrameLook,
  ): HTMLIFrameElement {
    const frame = document.createElement('iframe');
    frame.id = frame.name = `${prefix(name)}-main`;
    frame.title = `Klarna sandbox: ${titleOf(name)}`;
    Object.assign(frame.style, {
      display: isHidden ? 'none' : 'block',
      width: '100%',
      minWidth: '280px',
      maxWidth: '600px',
      height: `${height}px`,
      border: '0',
    });
    frame.src = `${origin}/kp/frames/widget${isHidden ? '?hidden' : ''}`;

    const scrollLock = document.createElement('style');
    scrollLock.textContent =
      '.klarna-payments-fso-open { overflow: hidden !important; }';
    container.append(frame, scrollLock);
    return frame;
  }

  function titleOf(name: string): string {
    return name.replaceAll('_', ' ').toLowerCase();
  }

  function prefix(name: string): string {
    return `klarna-${name.toLowerCase().replaceAll('_', '-')}`;
  }
}
