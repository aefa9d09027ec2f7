import type {KlarnaPlaceOrder} from '../../wire/rest-types.js';
import {linkRenewal, type Ledger} from './ledger.js';
import {derivedSecret, digestOf} from './secrets.js';
import type {StoredSession} from './visitor-record.js';

/**
 * The ways back from Klarna to the visitor: of its callback, and of its word on
 * a pending order. They are kept for a time, which a session that is updated
 * again and again outlives; so they are written anew along with it.
 */
export class SessionLinks {
  readonly #ledger: Ledger;
  readonly #isNotified: boolean;

  /** @param isNotified Whether Klarna is to tell of pending orders. */
  constructor(ledger: Ledger, isNotified: boolean) {
    this.#ledger = ledger;
    this.#isNotified = isNotified;
  }

  /** @param visitorKey Digest of the id that the session is kept under. */
  async save(
    {id, secret, account}: Pick<StoredSession, 'id' | 'secret' | 'account'>,
    visitorKey: string,
    order: KlarnaPlaceOrder,
  ): Promise<void> {
    const {purchase_country, purchase_currency, locale} = order;
    await this.#ledger.saveSession(id, {
      visitorKey,
      secretDigest: await digestOf(secret),
      account,
      order: {
        purchase_country,
        purchase_currency,
        locale,
        order_amount: 0,
        order_lines: [],
      },
    });
    if (this.#isNotified) {
      await this.#ledger.saveNotification(
        await digestOf(await derivedSecret(secret, 'notification')),
        {visitorKey, sessionId: id},
      );
    }
  }

  /**
   * Before an update, which prolongs the session.
   *
   * @returns When they were written last.
   */
  async renew(
    session: StoredSession,
    visitorKey: string,
    order: KlarnaPlaceOrder,
    now: number,
  ): Promise<number> {
    if (now - session.linkedAt < linkRenewal) {
      return session.linkedAt;
    }
    await this.save(session, visitorKey, order);
    return now;
  }
}
