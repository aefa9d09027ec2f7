import type {VisitsContext} from './context.js';
import type {Kept} from './ledger.js';
import type {SettleOptions, Settling} from './settling.js';
import type {PlacingToken, TokenRecord} from './token-record.js';
import type {Undecided} from './undecided.js';

/** What has become of the other tokens of a session. */
export interface RivalsOutcome {
  /** One of them has led to the session's order. */
  isOrdered: boolean;
  /** What may have led to it. */
  open: readonly Kept<PlacingToken>[];
  /** What kept one of these from being settled. */
  trouble: unknown;
}

/** A session leads to one order: what else was sent for it comes first. */
export class Rivals {
  readonly #context: VisitsContext;
  readonly #settling: Settling;

  constructor(context: VisitsContext, settling: Settling) {
    this.#context = context;
    this.#settling = settling;
  }

  async settle(
    {session, digest}: Undecided,
    {patience}: SettleOptions,
  ): Promise<RivalsOutcome> {
    const {ledger} = this.#context;
    const open: Kept<PlacingToken>[] = [];
    let trouble: unknown;
    for (const other of session.tokens ?? []) {
      if (other === digest) {
        continue;
      }
      let kept = await ledger.token(other);
      if (isBegun(kept.value)) {
        try {
          kept = await this.#settling.settle(kept.key, {patience});
        } catch (error) {
          kept = await ledger.token(other);
          trouble ??= kept.value?.state === 'placing' ? error : undefined;
        }
      }
      const {value} = kept;
      if (value?.state === 'placed' || value?.state === 'reported') {
        return {isOrdered: true, open, trouble};
      }
      if (value?.state === 'placing') {
        open.push({...kept, value});
      }
    }
    return {isOrdered: false, open, trouble};
  }
}

function isBegun(record: TokenRecord | undefined): boolean {
  return (
    record?.state === 'placed' ||
    (record?.state === 'placing' && !record.isUncertain)
  );
}
