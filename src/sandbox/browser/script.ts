import {application} from './page/application.js';
import {callArguments} from './page/call-arguments.js';
import {readClientToken} from './page/client-token.js';
import {eventHub} from './page/event-hub.js';
import {failures} from './page/failures.js';
import {overlay} from './page/overlay.js';
import {payments, type PageConfig} from './page/payments.js';
import {widgets} from './page/widgets.js';
import {servedText} from './served-text.js';

/** Categories that Klarna's script was observed to know. */
export const knownCategories: readonly string[] = [
  'card',
  'direct_bank_transfer',
  'direct_debit',
  'klarna',
  'pay_in_parts',
  'pay_later',
  'pay_now',
  'pay_over_time',
];

const parts = {
  application,
  callArguments,
  eventHub,
  failures,
  overlay,
  readClientToken,
  widgets,
};

/**
 * The text of `/kp/lib/v1/api.js`. `Klarna` is kept and `Klarna.Payments`
 * replaced; the page's callback comes synchronously and last.
 */
export function scriptText(config: PageConfig): string {
  return servedText(
    payments,
    config,
    parts,
    `window.Klarna = window.Klarna || {};
window.Klarna.Payments = made;
if (typeof window.klarnaAsyncCallback === 'function') window.klarnaAsyncCallback();`,
  );
}
