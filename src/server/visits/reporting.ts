import {sleep} from '../clock.js';
import {thrownIn} from '../http/shop-error.js';
import {withDetails} from './body.js';
import type {VisitsContext} from './context.js';
import type {Kept} from './ledger.js';
import {Recent} from './recent.js';
import type {PlacedToken, TokenRecord} from './token-record.js';

/** Milliseconds after which a call of the shop's function is given up. */
const longest = 300_000;
/** Milliseconds for which the note of it is tried: a lease lasts longer. */
const insisting = 15_000;
/** Milliseconds between the first two tries; doubled with every other. */
const firstPause = 100;

/** Tells the shop, which has to be told until it has taken the order over. */
export class Reporting {
  readonly #context: VisitsContext;
  /** What the shop has taken over, of records that do not say so yet. */
  readonly #told = new Recent<string, string>(10_000);

  constructor(context: VisitsContext) {
    this.#context = context;
  }

  /**
   * Calls `placed`, and once more for what has come meanwhile. To be called
   * under the lease of the token, lest two do so at the same time.
   *
   * @throws What the shop's function throws.
   */
  async report(
    placed: Kept<PlacedToken>,
    movedTo: string | undefined,
  ): Promise<Kept<TokenRecord | undefined>> {
    for (let kept = placed; ;) {
      const {key, value} = kept;
      // Where only the note of it failed, that alone is to be made up for.
      if (this.#told.get(key) !== newsIn(value)) {
        await this.#tell(value, movedTo);
        this.#told.set(key, newsIn(value));
      }
      const present = await this.#noteReport(kept);
      if (present.value?.state !== 'placed') {
        return present;
      }
      kept = {...present, value: present.value};
    }
  }

  /**
   * What stands when the note is written. A storage that fails is asked again
   * while the lease lasts: whoever takes over would call the shop once more.
   */
  async #noteReport(
    placed: Kept<PlacedToken>,
  ): Promise<Kept<TokenRecord | undefined>> {
    const {ledger, clock} = this.#context;
    const until = clock.elapsed() + insisting;
    for (let pause = firstPause; ; pause *= 2) {
      try {
        const reported = await ledger.step(placed, 'report', {});
        return reported ?? (await ledger.tokenAt(placed.key));
      } catch (error) {
        if (clock.elapsed() + pause >= until) {
          throw error;
        }
      }
      await sleep(clock, pause);
    }
  }

  async #tell(record: PlacedToken, movedTo: string | undefined): Promise<void> {
    const {emit, clock} = this.#context;
    const {sessionId, account, answer} = record;
    const orderId = answer.order_id;
    const about = {
      type: orderId === undefined ? 'tokenized' : 'placed',
      account,
      sessionId,
      orderId: orderId ?? '',
    } as const;
    const since = clock.elapsed();
    const duration = () => clock.elapsed() - since;
    const over = new AbortController();
    let stop = () => {};
    const deadline = new Promise<'unknown'>((resolve) => {
      stop = clock.after(longest, () => resolve('unknown'), {unref: true});
    });
    try {
      const outcome = await Promise.race([
        this.#call(record, movedTo, over.signal),
        deadline,
      ]);
      if (outcome === 'unknown') {
        over.abort();
        throw new Error('the shop has not answered within 5 minutes');
      }
      emit({...about, outcome: 'ok', duration: duration()});
    } catch (error) {
      const outcome = over.signal.aborted ? 'unknown' : 'failed';
      emit({...about, outcome, duration: duration(), error: thrownIn(error)});
      throw error;
    } finally {
      stop();
    }
  }

  async #call(
    record: PlacedToken,
    movedTo: string | undefined,
    signal: AbortSignal,
  ): Promise<unknown> {
    const {shop} = this.#context;
    const {open, body, late, details, answer, customerToken} = record;
    const {visitor} = open;
    const order = late ? withDetails(body, late) : body;
    const who = {visitor, ...(movedTo !== undefined && {movedTo})};
    if (answer.order_id === undefined) {
      if (!shop.tokenized) {
        throw new TypeError(
          'createKlarnaMerchant: an order with the intent tokenize needs the option tokenized',
        );
      }
      return (
        customerToken && shop.tokenized({...who, customerToken, order, signal})
      );
    }
    return shop.placed({
      ...who,
      orderId: answer.order_id,
      order,
      details: late ? 'browser' : details,
      fraudStatus: answer.fraud_status,
      redirectUrl: answer.redirect_url,
      ...(customerToken && {customerToken}),
      signal,
    });
  }
}

/** What the shop may have to hear after all else: the browser's details. */
function newsIn({late}: PlacedToken): string {
  return JSON.stringify(late ?? null);
}
