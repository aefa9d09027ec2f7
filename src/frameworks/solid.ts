/**
 * The tag in Solid's JSX: `import type {} from
 * 'klarna-payments-element/solid'` anywhere in the program.
 */
import type {} from 'solid-js/jsx-runtime';
import type {KlarnaPaymentsElement} from '../element/klarna-payments.js';
import type {
  KebabCase,
  KlarnaPaymentsAttributes,
  KlarnaPaymentsHandlers,
  KlarnaPaymentsProperties,
  KlarnaPaymentsSwitch,
  Presence,
} from './props.js';

/**
 * Props of `<klarna-payments>` in Solid, besides those of every element:
 * attributes, properties as `prop:customerDetails`, events as
 * `on:klarna-load`.
 *
 * Solid lowers the case of other names, so that `customerDetails` would be set
 * as `customerdetails`; and a server writes `manual-finalize={false}` as a
 * word, which switches on. Say `prop:manualFinalize={isMultiStep}`.
 */
export type KlarnaPaymentsSolidProps = KlarnaPaymentsAttributes<Presence> &
  Prefixed<'prop:', KlarnaPaymentsProperties> &
  Prefixed<'attr:', KlarnaPaymentsAttributes<Presence>> &
  Prefixed<'bool:', Switches> &
  KlarnaPaymentsHandlers<'on:'>;

type Prefixed<Prefix extends string, Props> = {
  [Name in keyof Props & string as `${Prefix}${Name}`]?: Props[Name];
};

type Switches = {
  [Name in KlarnaPaymentsSwitch as KebabCase<Name>]?: boolean | undefined;
};

// @ts-ignore -- Solid is the shop's, so its types are not there to be compiled.
declare module 'solid-js/jsx-runtime' {
  namespace JSX {
    interface IntrinsicElements {
      'klarna-payments': Omit<
        HTMLAttributes<KlarnaPaymentsElement>,
        keyof KlarnaPaymentsSolidProps
      > &
        KlarnaPaymentsSolidProps;
    }
  }
}
