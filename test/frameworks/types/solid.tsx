/** @jsxImportSource solid-js */
import type {} from '../../../src/frameworks/solid.js';

const isMultiStep = Math.random() > 0.5;

export const right = (
  <klarna-payments
    class="pay"
    endpoint="/klarna/session"
    client-token="…"
    manual-finalize
    without-form-details={isMultiStep || undefined}
    bool:disabled={isMultiStep}
    prop:manualFinalize={isMultiStep}
    prop:customerDetails={() => ({})}
    attr:sdk-url="/api.js"
    on:klarna-authorized={({detail}) => detail.via}
  >
    <p slot="loading">One moment</p>
  </klarna-payments>
);

export const wrong = [
  // @ts-expect-error -- a server writes the word, which switches on
  <klarna-payments manual-finalize={false} />,
  // @ts-expect-error -- a word switches on, whatever it says
  <klarna-payments without-form-details="false" />,
  // @ts-expect-error -- a word switches on, whatever it says
  <klarna-payments attr:manual-finalize={false} />,
  // @ts-expect-error -- Solid would set `customerdetails`
  <klarna-payments customerDetails={() => ({})} />,
  // @ts-expect-error -- no switch
  <klarna-payments bool:endpoint={false} />,
  // @ts-expect-error -- read-only
  <klarna-payments prop:status="ready" />,
];
