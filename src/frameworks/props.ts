import type {LitElement} from 'lit';
import type {KlarnaPaymentsEventMap} from '../element/events.js';
import type {KlarnaPaymentsElement} from '../element/klarna-payments.js';

/**
 * Everything that a page can set, under the names of the properties. Nothing,
 * null and undefined are the default value.
 */
export type KlarnaPaymentsProperties = {
  -readonly [Name in Settable]?: KlarnaPaymentsElement[Name] | null | undefined;
};

/**
 * What can be set from markup, under the names of the attributes.
 *
 * @typeParam Switch What a boolean attribute takes; see {@link Presence}.
 */
export type KlarnaPaymentsAttributes<Switch> = {
  [
    Name in keyof KlarnaPaymentsProperties as IfPlain<
      NonNullable<KlarnaPaymentsProperties[Name]>,
      KebabCase<Name>
    >
  ]: NonNullable<KlarnaPaymentsProperties[Name]> extends boolean
    ? Switch | null | undefined
    : KlarnaPaymentsProperties[Name];
};

/**
 * A boolean attribute is there or not, and switches on whatever it says. A
 * framework that writes `false` as a word gets a type without it: say
 * `isOn || undefined`.
 */
export type Presence = true | '';

/** Properties that are on or off. */
export type KlarnaPaymentsSwitch = keyof {
  [
    Name in keyof KlarnaPaymentsProperties as NonNullable<
      KlarnaPaymentsProperties[Name]
    > extends boolean
      ? Name
      : never
  ]: unknown;
};

/** Listeners by the name of the prop that each framework makes of an event. */
export type KlarnaPaymentsHandlers<Prefix extends string> = {
  [Type in keyof KlarnaPaymentsEventMap as `${Prefix}${Type}`]?:
    ((event: KlarnaPaymentsEventMap[Type]) => void) | null | undefined;
};

/** `onKlarnaLoad` for `klarna-load`. */
export type KlarnaPaymentsListeners = {
  [Type in keyof KlarnaPaymentsEventMap as `on${PascalCase<Type>}`]?:
    ((event: KlarnaPaymentsEventMap[Type]) => void) | undefined;
};

type PascalCase<Name extends string> =
  Name extends `${infer First}-${infer Rest}`
    ? `${Capitalize<First>}${PascalCase<Rest>}`
    : Capitalize<Name>;

type Own = Exclude<keyof KlarnaPaymentsElement, keyof LitElement>;

type Settable = {
  [Name in Own]: IsReadonly<Pick<KlarnaPaymentsElement, Name>> extends true
    ? never
    : KlarnaPaymentsElement[Name] extends (...args: never) => unknown
      ? never
      : Name;
}[Own];

/**
 * Readonly members are assignable to others, so that only identity tells them:
 * of conditional types that are written out, as two of one alias are compared
 * by their arguments.
 */
type IsReadonly<Type> =
  (<Other>() => Other extends Type ? 1 : 2) extends <
    Other,
  >() => Other extends Readonly<Type> ? 1 : 2
    ? true
    : false;

type IfPlain<Type, Then> = [Type] extends [string | boolean] ? Then : never;

export type KebabCase<Name extends string> =
  Name extends `${infer First}${infer Rest}`
    ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${KebabCase<Rest>}`
    : Name;
