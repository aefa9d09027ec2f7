import type {KlarnaEvents} from '../../../klarna/types.js';
import type {Failures} from './failures.js';

export type EventHub = ReturnType<typeof eventHub>;

/**
 * The three events of Klarna's script, for the whole page.
 *
 * Runs on the shop's page; refers to nothing outside of itself.
 */
export function eventHub(fail: Failures) {
  type Handler = (...args: number[]) => void;
  const handlers = new Map<string, Handler[]>([
    ['heightChanged', []],
    ['fullscreenOverlayShown', []],
    ['fullscreenOverlayHidden', []],
  ]);

  return {on, off, emit};

  function on(event: string, handler: Handler): void {
    const list = handlers.get(event);
    if (!list) throw fail.named('EventNotSupportedError');
    // A new list: a listener may be added while the event is dispatched.
    handlers.set(event, [...list, handler]);
  }

  /** Without a handler everybody's are gone; unknown names are ignored. */
  function off(event: string, handler?: Handler): void {
    const list = handlers.get(event);
    if (!list) return;
    handlers.set(event, handler ? list.filter((one) => one !== handler) : []);
  }

  function emit(event: keyof KlarnaEvents, ...args: number[]): void {
    for (const handler of handlers.get(event) ?? []) {
      try {
        handler(...args);
      } catch (error) {
        reportError(error);
      }
    }
  }
}
