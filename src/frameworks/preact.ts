/**
 * The tag in Preact's JSX: `import type {} from
 * 'klarna-payments-element/preact'` anywhere in the program.
 */
import type {KlarnaPaymentsElement} from '../element/klarna-payments.js';
import type {
  KlarnaPaymentsAttributes,
  KlarnaPaymentsHandlers,
  KlarnaPaymentsProperties,
} from './props.js';

/**
 * Props of `<klarna-payments>` in Preact, besides those of every element.
 * Preact sets what the element has as a property, and leaves attributes out
 * that are `false`. Events are `onklarna-load` and so on.
 */
export type KlarnaPaymentsPreactProps = KlarnaPaymentsProperties &
  KlarnaPaymentsAttributes<boolean> &
  KlarnaPaymentsHandlers<'on'>;

// @ts-ignore -- Preact is the shop's, so its types are not there to be compiled.
declare module 'preact' {
  // Merged with Preact's own.
  interface HTMLAttributes<RefType extends EventTarget = EventTarget> {}

  namespace JSX {
    interface IntrinsicElements {
      'klarna-payments': Omit<
        HTMLAttributes<KlarnaPaymentsElement>,
        keyof KlarnaPaymentsPreactProps
      > &
        KlarnaPaymentsPreactProps;
    }
  }
}
