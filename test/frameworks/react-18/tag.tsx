import type {} from 'klarna-payments-element/react';

/** The raw tag in React 18, which writes attributes and nothing else. */
const isMultiStep = Math.random() > 0.5;

export const right = (
  <klarna-payments
    endpoint="/klarna/session"
    client-token="…"
    manual-finalize={isMultiStep || undefined}
    disabled
  />
);

export const wrong = [
  // @ts-expect-error -- written as a word, which switches on
  <klarna-payments disabled={false} />,
  // @ts-expect-error -- written as a word, which switches on
  <klarna-payments manual-finalize={false} />,
  // @ts-expect-error -- written as `[object Object]`
  <klarna-payments customerDetails={{}} />,
  // @ts-expect-error -- listened to by React 19 only
  <klarna-payments onklarna-authorized={() => undefined} />,
];
