import type {ReactiveElement} from 'lit';
import type {KlarnaPaymentsElement} from '../element/klarna-payments.js';

/** Everything that a page can set, under the names of the properties. */
export type KlarnaPaymentsProperties = {
  -readonly [Name in Settable]?: KlarnaPaymentsElement[Name];
};

/** What can be set from markup, under the names of the attributes. */
export type KlarnaPaymentsAttributes = {
  [
    Name in keyof KlarnaPaymentsProperties as IfPlain<
      Exclude<KlarnaPaymentsProperties[Name], undefined>,
      KebabCase<Name>
    >
  ]: KlarnaPaymentsProperties[Name];
};

/** All of a tag but its events. */
export type KlarnaPaymentsProps = KlarnaPaymentsProperties &
  KlarnaPaymentsAttributes;

type Own = Exclude<keyof KlarnaPaymentsElement, keyof ReactiveElement>;

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

type KebabCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${KebabCase<Rest>}`
  : Name;
