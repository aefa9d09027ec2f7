import {isStatus} from '../client/errors.js';
import type {VisitsContext} from './context.js';
import type {Kept, Ledger} from './ledger.js';
import {
  tokenLife,
  type RefusedToken,
  type TokenRecord,
} from './token-record.js';

/** Has Klarna give up what was refused, so that the shopper's money is free. */
export class Cancelling {
  readonly #context: VisitsContext;

  constructor(context: VisitsContext) {
    this.#context = context;
  }

  /** Has Klarna give up an authorization that nobody will use. */
  async cancel(key: string): Promise<void> {
    const {ledger, leases} = this.#context;
    const lease = await leases.take(key);
    if (!lease) {
      return;
    }
    try {
      await this.cancelHeld(await ledger.tokenAt(key));
    } finally {
      await lease.release();
    }
  }

  /** The same, under a lease that the caller has, or in its stead. */
  async cancelHeld(kept: Kept<TokenRecord | undefined>): Promise<void> {
    const {ledger, accounts, emit, clock} = this.#context;
    const {key, value} = kept;
    if (value?.state !== 'refused' || !value.cancel) {
      return;
    }
    const {account, sessionId, cancel} = value;
    const clientNow = () => accounts.again(cancel.order, account).client;
    let isGone = true;
    try {
      await clientNow().cancelAuthorization(cancel.token);
    } catch (error) {
      if (!isStatus(error, 404)) {
        const outcome = 'not-cancelled';
        emit({type: 'authorization', outcome, account, sessionId});
        if (clock.now() < value.since + 2 * tokenLife) {
          throw error;
        }
        // Klarna has long forgotten it, without having said so.
        isGone = false;
      } else if (await this.#isOrdered(clientNow(), key, value)) {
        if (await ledger.step(kept, 'suspect', {})) {
          emit({
            type: 'order',
            outcome: 'uncertain',
            account,
            sessionId,
            code: 'order-uncertain',
          });
        }
        return;
      }
    }
    if ((await ledger.step(kept, 'cancel', {})) && isGone) {
      emit({type: 'authorization', outcome: 'cancelled', account, sessionId});
    }
  }

  /** A session that is complete though no token that is known has led to it. */
  async #isOrdered(
    client: {readSession(id: string): Promise<{status: string}>},
    key: string,
    record: RefusedToken,
  ): Promise<boolean> {
    try {
      const {status} = await client.readSession(record.sessionId);
      return (
        status === 'complete' &&
        !(await hasOther(this.#context.ledger, key, record))
      );
    } catch (error) {
      if (isStatus(error, 404)) {
        return false;
      }
      throw error;
    }
  }
}

/** Whether the session's one order is that of another token. */
export async function hasOther(
  ledger: Ledger,
  key: string,
  record: TokenRecord,
): Promise<boolean> {
  const {value} = await ledger.visitor(record.visitorKey);
  return (value.orders ?? []).some(
    ({sessionId, token, isUncertain}) =>
      sessionId === record.sessionId && !isUncertain && !key.endsWith(token),
  );
}
