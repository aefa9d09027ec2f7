import type {EventHub} from './event-hub.js';
import type {LoadLibrary} from './library.js';
import type {KlarnaEvents, KlarnaPayments} from '../../../klarna/types.js';

export type Delegation = ReturnType<typeof delegation>;

/**
 * Hands calls on to a newer library that the client token asks for. What is
 * called before it has come waits for it; if it does not come, the older one
 * does its best.
 *
 * Runs on the shop's page; refers to nothing outside of itself.
 */
export function delegation(
  src: string,
  events: EventHub,
  loadLibrary: LoadLibrary,
) {
  type Method = keyof KlarnaPayments;
  type Loose = Record<Method, (...args: unknown[]) => unknown>;

  let library: Loose | undefined;
  let hasFailed = false;
  let waiting: (() => void)[] = [];
  loadLibrary<Loose>(src).then(
    (come) => {
      library = come;
      const overlayEvents: (keyof KlarnaEvents)[] = [
        'fullscreenOverlayShown',
        'fullscreenOverlayHidden',
      ];
      for (const name of overlayEvents) {
        come.on(name, () => events.emit(name));
      }
      come.on('heightChanged', (height: number) =>
        events.emit('heightChanged', height),
      );
      callWaiting();
    },
    () => {
      hasFailed = true;
      callWaiting();
    },
  );

  return {
    call(method: Method, args: unknown[], here: () => void): void {
      const run = () => {
        if (library) library[method](...args);
        else here();
      };
      if (library || hasFailed) run();
      else waiting.push(run);
    },
  };

  /** Each in a task of its own: one that throws is none of the others'. */
  function callWaiting(): void {
    for (const run of waiting) setTimeout(run, 0);
    waiting = [];
  }
}
