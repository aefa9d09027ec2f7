/**
 * The tag in Svelte's markup: `import type {} from
 * 'klarna-payments-element/svelte'` anywhere in the program.
 */
import type {KlarnaPaymentsElement} from '../element/klarna-payments.js';
import type {
  KlarnaPaymentsAttributes,
  KlarnaPaymentsHandlers,
  KlarnaPaymentsProperties,
  Presence,
} from './props.js';

/**
 * Props of `<klarna-payments>` in Svelte, besides those of every element.
 * Events are `onklarna-load` from Svelte 5 on, and `on:klarna-load` before.
 *
 * Svelte writes `manual-finalize={false}` as a word, which switches on. So
 * attributes that are switches take `true` or nothing:
 * `manual-finalize={isMultiStep || undefined}`.
 */
export type KlarnaPaymentsSvelteProps = KlarnaPaymentsAttributes<Presence> &
  Omit<KlarnaPaymentsProperties, keyof KlarnaPaymentsAttributes<Presence>> &
  KlarnaPaymentsHandlers<'on'> &
  KlarnaPaymentsHandlers<'on:'>;

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
