import type {KlarnaAuthorizeData} from '../klarna/types.js';
import type {FormReading} from './ports.js';

/** Milliseconds. Klarna's docs: an authorization token is valid for an hour. */
export const tokenLifetime = 60 * 60 * 1000;

/** A token that may place the order, and what it was given for. */
export interface Authorization {
  readonly authorizationToken: string;
  readonly category: string;
  readonly customerDetails: KlarnaAuthorizeData;
  /** What they were collected from. */
  readonly collected: Collected;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

/** The details as they were found, before anybody was asked for more. */
export interface Collected {
  readonly reading: FormReading;
  /** The `customerDetails` of the page; a function is not asked again. */
  readonly given: KlarnaAuthorizeData | null | undefined;
}

/** What a call of Klarna's script is about. */
export interface Subject {
  readonly clientToken: string;
  readonly category: string;
  readonly instanceId: string;
}

/** That alone, of what has more members. */
export function subjectOf({
  clientToken,
  category,
  instanceId,
}: Subject): Subject {
  return {clientToken, category, instanceId};
}

/** What Klarna has approved, for the calls that go on from there. */
export interface Approval extends Subject {
  readonly customerDetails: KlarnaAuthorizeData;
  /** Whether it waits for `finalize`. */
  readonly mustFinalize: boolean;
}
