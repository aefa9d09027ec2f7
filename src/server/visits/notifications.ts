import {ProblemError} from '../http/problems.js';
import {thrownIn} from '../http/shop-error.js';
import type {VisitsContext} from './context.js';
import {digestOf} from './secrets.js';

/** Milliseconds after an order during which Klarna may tell of it. */
const longest = 72 * 3_600_000;

/** Klarna's word on a pending order. */
export class Notifications {
  readonly #context: VisitsContext;

  constructor(context: VisitsContext) {
    this.#context = context;
  }

  /**
   * Resolves when the shop has taken it over.
   *
   * @throws ProblemError `not-found` for what is not Klarna's, or is about an
   *     order that did not come of the session; `internal` while the shop does
   *     not know the order, so that Klarna repeats it.
   */
  async take(
    secret: string,
    orderId: string,
    eventType: string,
  ): Promise<void> {
    const {ledger, shop, emit, clock} = this.#context;
    const link = await ledger.notification(await digestOf(secret));
    if (!link || !shop.notified) {
      throw notFound();
    }
    const {value: visitor} = await ledger.visitor(link.visitorKey);
    const note = visitor.orders?.find(
      (each) => each.sessionId === link.sessionId && each.orderId === orderId,
    );
    if (!note || clock.now() > note.at + longest) {
      throw notFound();
    }
    const {value: record} = await ledger.token(note.token);
    if (record?.state !== 'reported') {
      throw new ProblemError(
        'internal',
        'The shop does not know of the order yet. Send it again later.',
      );
    }
    const {account, sessionId} = record;
    const about = {type: 'notified', account, sessionId, orderId} as const;
    try {
      await shop.notified({orderId, eventType});
    } catch (error) {
      emit({...about, outcome: 'failed', error: thrownIn(error)});
      throw error;
    }
    emit({...about, outcome: 'ok'});
  }
}

function notFound(): ProblemError {
  return new ProblemError('not-found', 'There is nothing here.');
}
