import type {FrameCall, FrameResult} from '../messages.js';
import type {
  KlarnaAuthorizeData,
  KlarnaAuthorizeOptions,
  KlarnaLoadOptions,
} from '../../../klarna/types.js';

/** Options of any method, not yet trusted. */
export type CallOptions = Partial<KlarnaLoadOptions> &
  KlarnaAuthorizeOptions & {client_token?: string};

export interface CallArguments {
  options: CallOptions;
  data: KlarnaAuthorizeData;
  /** The page's own, whose exceptions nobody hears of (observed). */
  callback: (result: FrameResult) => void;
}

/**
 * Sorts out what a method was called with, as observed in captured builds:
 *
 * | call | means |
 * | --- | --- |
 * | `(callback)` | no options, no data; for `load` the function stands for the options, and nobody is called back |
 * | `(options, callback)` | no data |
 * | `(options, data, callback)` | as it says |
 * | `(data, options, callback)` | the older order, told by the members of the second argument; not for `load` |
 *
 * `Klarna.Credit` and its like take nothing but the older order.
 *
 * Runs on the shop's page; refers to nothing outside of itself.
 */
export function callArguments(
  method: FrameCall['method'],
  args: readonly unknown[],
  api: 'payments' | 'older' = 'payments',
): CallArguments {
  const told = args.find(
    (arg, index) =>
      typeof arg === 'function' && !(method === 'load' && index === 0),
  );
  const [first, second] = args.map((arg) =>
    typeof arg === 'object' && arg !== null ? arg : {},
  );
  const telling = {
    load: [],
    authorize: ['payment_method_category', 'instance_id'],
    reauthorize: ['payment_method_category'],
    finalize: ['payment_method_category'],
  }[method];
  const isSwapped =
    api === 'payments'
      ? telling.some((name) => Object.hasOwn(second ?? {}, name))
      : method !== 'load';
  const [options = {}, data = {}] = isSwapped
    ? [second, first]
    : [first, second];

  return {
    options,
    // A copy: the frame may get it later than the caller changes it.
    data: JSON.parse(JSON.stringify(data)) as KlarnaAuthorizeData,
    callback(result) {
      try {
        (told as CallArguments['callback'] | undefined)?.(result);
      } catch {
        // Observed: nothing of it reaches the page.
      }
    },
  };
}
