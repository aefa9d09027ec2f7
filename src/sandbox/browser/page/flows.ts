import type {FrameCall, FrameResult} from '../messages.js';
import type {EventHub} from './event-hub.js';
import type {LoadLibrary} from './library.js';
import type {PurchaseFlow} from './purchase-flow.js';
import type {PageSession} from './session.js';

/**
 * Purchases without a widget's frame, by the flow that is loaded for them.
 *
 * Runs on the shop's page; refers to nothing outside of itself.
 */
export function flows(events: EventHub, loadLibrary: LoadLibrary) {
  const libraries = new Map<string, Promise<PurchaseFlow>>();
  /** What static widgets were loaded with: nobody has been told yet. */
  const remembered = new Map<string, FrameCall['data']>();

  return {
    remember(name: string, data: FrameCall['data']): void {
      remembered.set(name, data);
    },

    purchase(
      {flow: src = '', origin}: PageSession,
      name: string,
      asked: FrameCall,
      answered: (result: FrameResult) => void,
    ): void {
      const call = {...asked, data: {...remembered.get(name), ...asked.data}};
      const library = libraries.get(src) ?? loadLibrary<PurchaseFlow>(src);
      libraries.set(src, library);
      library.then(
        (run) => run({call, name, origin, events, answered}),
        () => {
          libraries.delete(src);
          // It cannot tell a fault from a refusal either.
          answered({approved: false, show_form: false});
        },
      );
    },
  };
}
