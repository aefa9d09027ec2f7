import type {PageConfig, PageParts} from './parts.js';
import type {payments} from './payments.js';
import type {KlarnaPayments} from '../../../klarna/types.js';

/**
 * What the script puts on `window.Klarna`. The older APIs have less methods and
 * sessions of their own (observed).
 *
 * Runs on the shop's page; refers to nothing outside of itself.
 */
export function klarna(
  config: PageConfig,
  parts: PageParts & {payments: typeof payments},
) {
  const usual = ['init', 'load', 'authorize', 'on', 'off'] as const;
  return {
    Credit: older(...usual, 'reauthorize', 'loadPaymentReview'),
    DirectBankTransfer: older(...usual, 'finalize'),
    DirectDebit: older(...usual, 'reauthorize'),
    Payments: parts.payments(config, parts),
  };

  function older(...methods: (keyof KlarnaPayments)[]) {
    const api = parts.payments({...config, experiments: []}, parts, 'older');
    for (const name of Object.keys(api) as (keyof KlarnaPayments)[]) {
      if (!methods.includes(name)) {
        delete (api as Partial<KlarnaPayments>)[name];
      }
    }
    return api;
  }
}
