import type {
  KlarnaAuthorizeData,
  KlarnaAuthorizeResult,
} from '../klarna/types.js';
import {invalidFieldsIn} from '../klarna/invalid-fields.js';
import {check} from './check.js';

/** The methods by which Klarna is asked to approve. */
export type AuthorizeMethod = 'authorize' | 'reauthorize' | 'finalize';

/** How an authorization can end; a fault is an error instead. */
type Ending =
  | {outcome: 'authorized'; authorizationToken: string}
  | {outcome: 'finalize-required'}
  | {outcome: 'correctable'; invalidFields: readonly string[]}
  | {outcome: 'cancelled'}
  | {outcome: 'declined'};

/** What became of an authorization. */
export type AuthorizeResult = {
  /** Identifier of the category; empty for a widget without one. */
  category: string;
  /** What was authorized: place the order with exactly these. */
  customerDetails: KlarnaAuthorizeData;
} & Ending;

/** What the page hears of an authorization that was not approved. */
export interface Rejection {
  readonly outcome: 'correctable' | 'cancelled' | 'declined';
  readonly category: string;
  /** Dotted paths, as Klarna names them; none unless it is `correctable`. */
  readonly invalidFields: readonly string[];
  readonly customerDetails: KlarnaAuthorizeData;
}

/**
 * Reads Klarna's answer to authorize, reauthorize or finalize.
 *
 * | finalize_required | approved | authorization_token | show_form | error | outcome |
 * | --- | --- | --- | --- | --- | --- |
 * | true | any | any | any | any | `finalize-required` |
 * | | true | a text | any | any | `authorized` |
 * | | true | none | any | any | fault |
 * | | false | any | any | names a field | `correctable` |
 * | | false | any | true | names none | `cancelled` |
 * | | false | any | false or none | names none | `declined` |
 * | | no boolean | any | any | any | fault |
 *
 * Older answers require finalizing with `approved: false`, and approvals have
 * been seen without `show_form`.
 *
 * @throws {KlarnaPaymentsError} `authorize-failed` for the faults.
 */
export function readOutcome(
  answer: KlarnaAuthorizeResult,
  category: string,
  customerDetails: KlarnaAuthorizeData,
): AuthorizeResult {
  return {category, customerDetails, ...endingOf(answer)};
}

function endingOf({
  finalize_required: mustFinalize,
  approved,
  authorization_token: authorizationToken,
  show_form: canRetry,
  error,
}: KlarnaAuthorizeResult): Ending {
  if (mustFinalize === true) return {outcome: 'finalize-required'};
  const isToken =
    typeof authorizationToken === 'string' && authorizationToken !== '';
  if (approved === true && isToken) {
    return {outcome: 'authorized', authorizationToken};
  }
  check(
    approved === false,
    'approved or authorization_token',
    'authorize-failed',
  );
  const invalidFields = invalidFieldsIn(error);
  if (invalidFields.length) return {outcome: 'correctable', invalidFields};
  return {outcome: canRetry ? 'cancelled' : 'declined'};
}
