import type {KlarnaOrder} from '../../wire/rest-types.js';
import type {
  KlarnaAuthorizeData,
  KlarnaAuthorizeResult,
  KlarnaLoadResult,
  KlarnaSessionData,
} from '../../klarna/types.js';

/** What the person in front of Klarna's purchase flow does. */
export type KlarnaSandboxAnswer = 'approve' | 'decline' | 'close' | 'correct';

/** One call of Klarna's script for a session. */
export interface ShopperCall<Data = KlarnaAuthorizeData> {
  clientToken: string;
  category?: string;
  /** As the page gave it, not yet trusted. */
  data?: Data;
}

/**
 * The shopper's side of a session: what Klarna's script and frames ask of
 * Klarna's servers. The frames reach it over HTTP, `sandbox.authorize` calls
 * it directly.
 */
export interface ShopperSide {
  /** The order as it stands, or nothing for an unknown or expired token. */
  order(clientToken: string): Partial<KlarnaOrder> | undefined;

  /** Merges the data into the session and says whether to offer the category. */
  load(call: ShopperCall<KlarnaSessionData>): KlarnaLoadResult;

  /**
   * The answer that is settled before anybody is asked: a queued one, or that
   * of Klarna's documented test customers. Taking a queued answer uses it up.
   * Nothing: ask the person.
   */
  settledAnswer(call: ShopperCall): KlarnaSandboxAnswer | undefined;

  /** Carries out the answer: the session changes, a token may be issued. */
  authorize(
    call: ShopperCall & {autoFinalize?: boolean; answer: KlarnaSandboxAnswer},
  ): KlarnaAuthorizeResult;

  /** Completes an authorization that answered `finalize_required`. */
  finalize(
    call: ShopperCall & {answer: KlarnaSandboxAnswer},
  ): KlarnaAuthorizeResult;

  /** Authorizes the changed order again. */
  reauthorize(
    call: ShopperCall & {answer: KlarnaSandboxAnswer},
  ): KlarnaAuthorizeResult;
}
