'use client';

/** The element as a component of React. */
import {createComponent} from '@lit/react';
import * as React from 'react';
import {KlarnaPaymentsElement} from '../element.js';
import type {
  KlarnaPaymentsAttributes,
  KlarnaPaymentsHandlers,
  KlarnaPaymentsListeners,
  KlarnaPaymentsProperties,
  Presence,
} from './props.js';

/**
 * Registering upgrades what a server has rendered, before React hydrates it.
 * Nothing happens there until React has set its properties.
 */
KlarnaPaymentsElement.define();

/**
 * Props of `KlarnaPayments`: the element's properties by their names, its
 * events as `onKlarnaAuthorized` and so on, and those of every element.
 */
export type KlarnaPaymentsProps = KlarnaPaymentsProperties &
  KlarnaPaymentsListeners &
  NotAttributes &
  Omit<
    React.HTMLAttributes<KlarnaPaymentsElement>,
    keyof KlarnaPaymentsProperties | keyof KlarnaPaymentsListeners
  >;

/** JSX takes any name with a hyphen, unless it is known to be none. */
type NotAttributes = {
  [
    Name in keyof KlarnaPaymentsAttributes<Presence> as Name extends `${string}-${string}`
      ? Name
      : never
  ]?: never;
};

/**
 * `<klarna-payments>` as a component, for React 18 and 19. Props are set as
 * properties when React has rendered or hydrated, so that a server renders the
 * empty tag and nothing differs; the ref is the element.
 *
 * ```tsx
 * <KlarnaPayments
 *   endpoint="/klarna/session"
 *   customerDetails={() => ({billing_address})}
 *   onKlarnaAuthorized={({detail}) => placeOrder(detail)}
 * />
 * ```
 */
export const KlarnaPayments: React.ForwardRefExoticComponent<
  KlarnaPaymentsProps & React.RefAttributes<KlarnaPaymentsElement>
> = createComponent({
  react: React,
  tagName: 'klarna-payments',
  elementClass: KlarnaPaymentsElement,
  displayName: 'KlarnaPayments',
  events: {
    onKlarnaSession: 'klarna-session',
    onKlarnaLoad: 'klarna-load',
    onKlarnaSelect: 'klarna-select',
    onKlarnaAuthorize: 'klarna-authorize',
    onKlarnaAuthorized: 'klarna-authorized',
    onKlarnaFinalizeRequired: 'klarna-finalize-required',
    onKlarnaRejected: 'klarna-rejected',
    onKlarnaOverlay: 'klarna-overlay',
    onKlarnaStatus: 'klarna-status',
    onKlarnaError: 'klarna-error',
  } satisfies Record<keyof KlarnaPaymentsListeners, string>,
}) as React.ForwardRefExoticComponent<
  KlarnaPaymentsProps & React.RefAttributes<KlarnaPaymentsElement>
>;

/**
 * Props of the raw tag `<klarna-payments>`, besides those of every element.
 * React 19 sets properties if the element is defined before it renders, else
 * attributes, and listens to `onklarna-authorized` and so on. React 18 sets
 * attributes only, `false` as a word, and listens to nothing.
 *
 * A tag that a server has rendered may have begun before React hydrates it, and
 * has a child by then: without `dangerouslySetInnerHTML={{__html: ''}}` React
 * throws the whole root away with all that has been typed, and without
 * `suppressHydrationWarning` its development build complains. `KlarnaPayments`
 * needs neither.
 */
export type KlarnaPaymentsTagProps = IsReact18 extends true
  ? KlarnaPaymentsAttributes<Presence> & {
      [Name in keyof KlarnaPaymentsHandlers<'on'>]?: never;
    }
  : KlarnaPaymentsProperties &
      KlarnaPaymentsAttributes<boolean> &
      KlarnaPaymentsHandlers<'on'>;

type IsReact18 = 'createFactory' extends keyof typeof React ? true : false;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'klarna-payments': React.ClassAttributes<KlarnaPaymentsElement> &
        Omit<
          React.HTMLAttributes<KlarnaPaymentsElement>,
          keyof KlarnaPaymentsTagProps
        > &
        KlarnaPaymentsTagProps;
    }
  }
}
