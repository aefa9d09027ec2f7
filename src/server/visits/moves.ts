import type {VisitsContext} from './context.js';
import {digestOf} from './secrets.js';
import {isToldLater} from './token-record.js';
import {mostIds, noteLife, type VisitorRecord} from './visitor-record.js';
import type {Visitors} from './visitors.js';

/** Visitors who get another id, by logging in or creating an account. */
export class Moves {
  readonly #context: VisitsContext;
  readonly #visitors: Visitors;

  constructor(context: VisitsContext, visitors: Visitors) {
    this.#context = context;
    this.#visitors = visitors;
  }

  /**
   * The visitor has another id from now on. Waits for nothing: what is in
   * flight ends under the old one.
   */
  async move(from: string, to: string): Promise<void> {
    if (from === to) {
      return;
    }
    const {ledger, clock} = this.#context;
    const [fromKey, toKey] = await Promise.all([digestOf(from), digestOf(to)]);
    const at = clock.now();
    const before = await ledger.visitor(fromKey);
    const earlier = [{key: fromKey, at}, ...(before.value.earlier ?? [])];
    // First the way to what is there, then the word of it to the shop.
    await this.#visitors.change(toKey, (record) => ({
      ...record,
      earlier: [
        ...earlier,
        ...(record.earlier ?? []).filter(({key}) =>
          earlier.every((each) => each.key !== key),
        ),
      ]
        .filter((each) => each.at > at - noteLife && each.key !== toKey)
        .slice(0, mostIds),
    }));
    const isOpen = await this.#hasOpenOrder(before.value);
    await this.#visitors.change(fromKey, (record) => ({
      ...record,
      movedTo: {
        key: toKey,
        at,
        ...((record.session || isOpen) && {id: to}),
      },
    }));
    // What is open under an id before that is told of the last one.
    for (const {key} of before.value.earlier ?? []) {
      await this.#visitors.change(key, (record) =>
        record.movedTo?.id === undefined || record.movedTo.id === to
          ? undefined
          : {...record, movedTo: {...record.movedTo, id: to}},
      );
    }
  }

  async #hasOpenOrder({orders = []}: VisitorRecord): Promise<boolean> {
    for (const {token, isReported} of orders) {
      if (!isReported) {
        const {value} = await this.#context.ledger.token(token);
        if (value && isToldLater(value)) {
          return true;
        }
      }
    }
    return false;
  }
}
