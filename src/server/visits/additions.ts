import type {KlarnaPlaceOrder} from '../../wire/rest-types.js';
import {within} from '../clock.js';
import {ShopError} from '../http/shop-error.js';
import {withAdditions} from './body.js';
import type {VisitsContext} from './context.js';
import {digestOf} from './secrets.js';
import {orderIn, type StoredSession} from './visitor-record.js';

/** Milliseconds after which a call of the shop's function is given up. */
const longest = 300_000;

/** The token that is about to be placed. */
export interface Asking {
  digest: string;
  /** The id of the visitor that authorized. */
  visitor: string;
  session: StoredSession;
}

/** What the shop knows only when an order is placed. */
export class Additions {
  readonly #context: VisitsContext;
  /** What was asked, by token: it is asked once. */
  readonly #asked = new Map<string, Promise<unknown>>();

  constructor(context: VisitsContext) {
    this.#context = context;
  }

  /** The body is written down, and so is what was added. */
  forget(digest: string): void {
    this.#asked.delete(digest);
  }

  /**
   * The body with what the shop adds to it.
   *
   * @throws What `atOrder` throws; it is asked again then.
   */
  async added(
    {digest, visitor, session}: Asking,
    body: KlarnaPlaceOrder,
  ): Promise<KlarnaPlaceOrder> {
    const {shop, emit} = this.#context;
    const {atOrder} = shop;
    if (!atOrder) {
      return body;
    }
    const key = await digestOf(`order ${digest}`);
    const asked =
      this.#asked.get(digest) ??
      Promise.resolve().then(() =>
        atOrder({
          order: orderIn(session),
          visitor,
          key: key.slice(0, 32),
        }),
      );
    this.#asked.set(digest, asked);
    let answer: unknown;
    try {
      answer = await this.#inTime(asked);
    } catch (error) {
      this.#asked.delete(digest);
      throw error;
    }
    const {body: added, ignored} = withAdditions(body, answer);
    if (ignored.length > 0) {
      emit({
        type: 'at-order',
        outcome: 'ignored',
        account: session.account,
        sessionId: session.id,
        fields: ignored,
      });
    }
    return added;
  }

  async #inTime(asked: Promise<unknown>): Promise<unknown> {
    const answered = await within(
      this.#context.clock,
      longest,
      asked.then((answer) => ({answer})),
    );
    if (!answered) {
      throw new ShopError(
        new Error('the shop has not answered atOrder within 5 minutes'),
      );
    }
    return answered.answer;
  }
}
