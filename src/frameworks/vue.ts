/**
 * The tag in Vue's templates: `import type {} from
 * 'klarna-payments-element/vue'` anywhere in the program.
 *
 * Tell Vue that the tag is an element, and set properties as such:
 * `.customerDetails="details"`, which also works before it is defined.
 */
import type {KlarnaPaymentsEventMap} from '../element/events.js';
import type {KlarnaPaymentsElement} from '../element/klarna-payments.js';
import type {
  KlarnaPaymentsAttributes,
  KlarnaPaymentsListeners,
  KlarnaPaymentsProperties,
  KlarnaPaymentsSwitch,
  Presence,
} from './props.js';

/**
 * Props of `<klarna-payments>` in Vue, besides those of every element.
 *
 * Vue writes `:manual-finalize="false"` as a word, which switches on, and its
 * tools check it as `manualFinalize`. So switches take `true` or nothing:
 * `:manual-finalize="isMultiStep || undefined"`.
 */
export type KlarnaPaymentsVueProps = Switches &
  Omit<KlarnaPaymentsProperties, keyof Switches> &
  Omit<KlarnaPaymentsAttributes<Presence>, keyof Switches> &
  KlarnaPaymentsListeners;

type Switches = {
  [Name in KlarnaPaymentsSwitch]?: Presence | null | undefined;
};

/** One overload for each event. */
type Emit = {
  [Type in keyof KlarnaPaymentsEventMap]: (
    emit: (type: Type, event: KlarnaPaymentsEventMap[Type]) => void,
  ) => void;
}[keyof KlarnaPaymentsEventMap] extends (emit: infer All) => void
  ? All
  : never;

// @ts-ignore -- Vue is the shop's, so its types are not there to be compiled.
declare module 'vue' {
  // Both are merged with Vue's own.
  interface HTMLAttributes {}
  interface ReservedProps {}

  interface GlobalComponents {
    'klarna-payments': new () => KlarnaPaymentsElement & {
      /** Types of the template only; the element has no such property. */
      $props: Omit<HTMLAttributes, keyof KlarnaPaymentsVueProps> &
        ReservedProps &
        KlarnaPaymentsVueProps;
      $emit: Emit;
    };
  }
}
