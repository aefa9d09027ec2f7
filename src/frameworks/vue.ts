/**
 * The tag in Vue's templates: `import type {} from
 * 'klarna-payments-element/vue'` anywhere in the program.
 */
import type {KlarnaPaymentsEventMap} from '../element/events.js';
import type {KlarnaPaymentsElement} from '../element/klarna-payments.js';
import type {KlarnaPaymentsProps} from './props.js';

type Listeners = {
  [Type in keyof KlarnaPaymentsEventMap as ListenerName<Type>]?: (
    event: KlarnaPaymentsEventMap[Type],
  ) => void;
};

/** Vue's name of `@klarna-load` is `onKlarnaLoad`. */
type ListenerName<Type extends string> = `on${PascalCase<Type>}`;

type PascalCase<Name extends string> =
  Name extends `${infer First}-${infer Rest}`
    ? `${Capitalize<First>}${PascalCase<Rest>}`
    : Capitalize<Name>;

/** Props of `<klarna-payments>` in Vue, besides those of every element. */
export type KlarnaPaymentsVueProps = KlarnaPaymentsProps & Listeners;

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
