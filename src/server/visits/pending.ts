import type {Ledger} from './ledger.js';
import {openWorkOf, type KlarnaOpenWork} from './open-work.js';
import {isOpen} from './token-record.js';

/** More than is ever open. */
const most = 10_000;
/** Milliseconds since 1970, after everything. */
const always = 8_640_000_000_000_000;

/** What is open, for whoever runs the shop. */
export class Pending {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Everything that is open, the earliest due first. */
  async list(): Promise<KlarnaOpenWork[]> {
    const open: KlarnaOpenWork[] = [];
    for (const key of await this.#ledger.due(always, most)) {
      const {value} = await this.#ledger.tokenAt(key);
      if (value && isOpen(value)) {
        open.push(openWorkOf(value));
      }
    }
    return open;
  }

  /**
   * A person has looked into what is uncertain, and it is done with.
   *
   * @returns Whether there was anything uncertain about that session.
   */
  async dismiss(sessionId: string): Promise<boolean> {
    let isDone = false;
    for (const key of await this.#ledger.due(always, most)) {
      const kept = await this.#ledger.tokenAt(key);
      if (kept.value?.sessionId === sessionId) {
        const refusal = {code: 'authorize-again'} as const;
        const closed = await this.#ledger.step(kept, 'dismiss', {refusal});
        isDone ||= closed !== undefined;
      }
    }
    return isDone;
  }
}
