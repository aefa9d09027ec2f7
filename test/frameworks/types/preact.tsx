/** @jsxImportSource preact */
import type {} from '../../../src/frameworks/preact.js';

const isMultiStep = Math.random() > 0.5;

export const right = (
  <klarna-payments
    class="pay"
    endpoint="/klarna/session"
    client-token="…"
    disabled={false}
    manual-finalize={isMultiStep}
    customerDetails={() => ({})}
    onklarna-authorized={({detail}) => detail.via}
  >
    <p slot="loading">One moment</p>
  </klarna-payments>
);

export const wrong = [
  // @ts-expect-error -- a word switches on, whatever it says
  <klarna-payments manual-finalize="false" />,
  // @ts-expect-error -- a word switches on, whatever it says
  <klarna-payments disabled="false" />,
  // @ts-expect-error -- read-only
  <klarna-payments status="ready" />,
];
