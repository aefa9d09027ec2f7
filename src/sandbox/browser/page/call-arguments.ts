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
  callback: (result: FrameResult) => void;
}

/**
 * Sorts out what a method was called with, as observed in captured builds:
 *
 * | call | means |
 * | --- | --- |
 * | `(callback)` | no options, no data |
 * | `(options, callback)` | no data |
 * | `(options, data, callback)` | as it says |
 * | `(data, options, callback)` | the older order, told by the members of the second argument; not for `load` |
 *
 * Runs on the shop's page; refers to nothing outside of itself.
 */
export function callArguments(
  method: FrameCall['method'],
  args: readonly unknown[],
): CallArguments {
  const callback = args.find((arg) => typeof arg === 'function');
  const [first, second] = args.map((arg) =>
    typeof arg === 'object' && arg !== null ? arg : {},
  );
  const telling = {
    load: [],
    authorize: ['payment_method_category', 'instance_id'],
    reauthorize: ['payment_method_category'],
    finalize: ['payment_method_category'],
  }[method];
  const isSwapped = telling.some((name) => Object.hasOwn(second ?? {}, name));
  const [options = {}, data = {}] = isSwapped
    ? [second, first]
    : [first, second];

  return {
    options,
    // A copy: the frame may get it later than the caller changes it.
    data: JSON.parse(JSON.stringify(data)) as KlarnaAuthorizeData,
    callback: (callback ?? (() => undefined)) as CallArguments['callback'],
  };
}
