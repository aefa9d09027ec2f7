/**
 * The tag in JSX of React 19: `import type {} from
 * 'klarna-payments-element/react'` anywhere in the program. Events are props
 * such as `onklarna-authorized`, as React spells those of custom elements.
 */
import type {KlarnaPaymentsEventMap} from '../element/events.js';
import type {KlarnaPaymentsElement} from '../element/klarna-payments.js';
import type {KlarnaPaymentsProps} from './props.js';

type Events = {
  [Type in keyof KlarnaPaymentsEventMap as `on${Type}`]?: (
    event: KlarnaPaymentsEventMap[Type],
  ) => void;
};

/** Props of `<klarna-payments>` in React, besides those of every element. */
export type KlarnaPaymentsReactProps = KlarnaPaymentsProps & Events;

// @ts-ignore -- React is the shop's, so its types are not there to be compiled.
declare module 'react' {
  // Both are merged with React's own.
  interface HTMLAttributes<T> {}
  interface ClassAttributes<T> {}

  namespace JSX {
    interface IntrinsicElements {
      'klarna-payments': ClassAttributes<KlarnaPaymentsElement> &
        Omit<
          HTMLAttributes<KlarnaPaymentsElement>,
          keyof KlarnaPaymentsReactProps
        > &
        KlarnaPaymentsReactProps;
    }
  }
}
