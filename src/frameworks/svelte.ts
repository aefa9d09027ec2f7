/**
 * The tag in Svelte's markup: `import type {} from
 * 'klarna-payments-element/svelte'` anywhere in the program.
 */
import type {KlarnaPaymentsEventMap} from '../element/events.js';
import type {KlarnaPaymentsElement} from '../element/klarna-payments.js';
import type {KlarnaPaymentsProps} from './props.js';

type Handlers<Prefix extends string> = {
  [Type in keyof KlarnaPaymentsEventMap as `${Prefix}${Type}`]?: (
    event: KlarnaPaymentsEventMap[Type],
  ) => void;
};

/**
 * Props of `<klarna-payments>` in Svelte, besides those of every element.
 * Events are `onklarna-load` from Svelte 5 on, and `on:klarna-load` before.
 */
export type KlarnaPaymentsSvelteProps = KlarnaPaymentsProps &
  Handlers<'on'> &
  Handlers<'on:'>;

// @ts-ignore -- Svelte is the shop's, so its types are not there to be compiled.
declare module 'svelte/elements' {
  // Merged with Svelte's own.
  interface HTMLAttributes<T extends EventTarget> {}

  interface SvelteHTMLElements {
    'klarna-payments': Omit<
      HTMLAttributes<KlarnaPaymentsElement>,
      keyof KlarnaPaymentsSvelteProps
    > &
      KlarnaPaymentsSvelteProps;
  }
}
