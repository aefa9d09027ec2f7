import type {VisitsContext} from './context.js';
import type {Patience} from './patience.js';
import type {Recovery} from './recovery.js';
import {uncertain} from './refusal.js';
import {refusedRecord, type Settling} from './settling.js';
import type {StoredSession} from './visitor-record.js';
import type {Found, Visitors} from './visitors.js';

/** What has come of a session so far, seen from a visit. */
export class SessionTokens {
  readonly #context: VisitsContext;
  readonly #visitors: Visitors;
  readonly #settling: Settling;
  readonly #recovery: Recovery;

  constructor(
    context: VisitsContext,
    visitors: Visitors,
    settling: Settling,
    recovery: Recovery,
  ) {
    this.#context = context;
    this.#visitors = visitors;
    this.#settling = settling;
    this.#recovery = recovery;
  }

  /** What is due for this visitor, and orders that the shop may not have. */
  async lookAfter(found: Found): Promise<void> {
    const tokens = [...(found.session?.tokens ?? []), ...unreported(found)];
    if (tokens.length > 0) {
      // A shop's function that hangs does not keep the visitor from a session.
      await this.#context.background.linger(() => this.#bringOn(tokens, found));
    }
  }

  /** The orders alone, beside whatever the visitor has come for. */
  lookAfterOrders(found: Found): void {
    const tokens = unreported(found);
    if (tokens.length > 0) {
      void this.#context.background.run(() => this.#bringOn(tokens, found));
    }
  }

  async #bringOn(
    tokens: readonly string[],
    {orders, keys: all}: Found,
  ): Promise<void> {
    await this.#recovery.lookAfterVisitor(tokens);
    for (const {token, isReported} of orders) {
      if (!isReported) {
        const {value} = await this.#context.ledger.token(token);
        if (value?.state !== 'placed' && value?.state !== 'placing') {
          for (const key of all) {
            await this.#visitors.mark(key, token, {isReported: true});
          }
        }
      }
    }
  }

  /**
   * Before a session becomes another one, what waits on it is decided.
   *
   * @returns `moved` if an order has come of the session.
   * @throws What keeps it from being decided.
   */
  async decide(
    {homeKey}: Found,
    session: StoredSession,
    situation: 'none' | 'same' | 'changed',
    patience: Patience,
  ): Promise<'decided' | 'moved'> {
    const {ledger, clock} = this.#context;
    for (const token of session.tokens ?? []) {
      for (;;) {
        const kept = await ledger.token(token);
        const {value} = kept;
        if (value?.state === 'refused') {
          break;
        }
        if (value === undefined || value.state === 'waiting') {
          const refused = await this.#settling.refuse(
            kept,
            refusedRecord(
              value ?? {
                visitorKey: homeKey,
                sessionId: session.id,
                account: session.account,
                since: clock.now(),
              },
              {
                code:
                  situation === 'changed' ? 'cart-changed' : 'authorize-again',
                ...(!value && {isUnknown: true}),
              },
              value?.open,
            ),
          );
          if (refused) {
            break;
          }
          continue;
        }
        if (value.state === 'placing' && value.isUncertain) {
          throw uncertain();
        }
        if (value.state === 'placing') {
          await this.#settling.settle(kept.key, {patience});
          continue;
        }
        // Whoever placed it has not come to note it yet.
        await this.#settling.noteEnd(kept.key, value);
        return 'moved';
      }
    }
    return 'decided';
  }
}

function unreported({orders}: Found): string[] {
  return orders.filter(({isReported}) => !isReported).map(({token}) => token);
}
