import type {CheckoutEvent, KlarnaPaymentsStatus} from './events.js';
import type {PagePort} from './ports.js';
import type {CheckoutSettings} from './settings.js';
import {initialState, type CheckoutState} from './state.js';
import {statusOf} from './status.js';

/**
 * The one place that knows where the checkout stands. A change is a
 * transaction: it alters the state, the status is derived from it, the view is
 * told once, and then the page hears of it. What a listener changes is the
 * next transaction, whose events come after those that are still to be told.
 */
export class Store {
  /** What the page has set. */
  settings: CheckoutSettings;
  readonly #page: PagePort;
  #life: AbortController | undefined;
  #state = initialState;
  #status: KlarnaPaymentsStatus = 'idle';
  #untold: CheckoutEvent[] = [];
  #isTelling = false;
  #waiting: (() => void)[] = [];

  constructor(page: PagePort, settings: CheckoutSettings) {
    this.#page = page;
    this.settings = settings;
  }

  get state(): CheckoutState {
    return this.#state;
  }

  get status(): KlarnaPaymentsStatus {
    return this.#status;
  }

  /** Changes the state, and tells of it and of what has happened, if it has. */
  commit(
    change: Partial<CheckoutState>,
    ...events: ReadonlyArray<CheckoutEvent | undefined | false>
  ): void {
    this.#become({...this.#state, ...change}, events);
  }

  /** Aborted when the element leaves the document or starts afresh. */
  get life(): AbortSignal | undefined {
    return this.#life?.signal;
  }

  /** The element is in the document. */
  begin(): void {
    this.#life ??= new AbortController();
  }

  /** Ends what is pending, and tells nothing more of what has been. */
  end(): void {
    const life = this.#life;
    this.#life = undefined;
    this.#untold = [];
    const {selected, wish, approval} = this.#state;
    // What Klarna has approved can be finalized also elsewhere on the page.
    const kept = {wish: selected || wish, approval};
    this.#become({...initialState, ...kept});
    // Whoever hears of it finds nothing left to begin with.
    life?.abort();
  }

  /** Resolves when the status is another one. */
  statusChange(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  #become(
    state: CheckoutState,
    events: ReadonlyArray<CheckoutEvent | undefined | false> = [],
  ): void {
    const previousStatus = this.#status;
    const status = statusOf(state);
    this.#state = state;
    this.#status = status;
    this.#page.update();
    if (status !== previousStatus) {
      this.#untold.push({
        type: 'klarna-status',
        detail: {status, previousStatus},
      });
      for (const go of this.#waiting.splice(0)) go();
    }
    this.#untold.push(...events.filter((event) => !!event));
    this.#tell();
  }

  #tell(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    try {
      for (let next; (next = this.#untold.shift());) {
        this.#page.dispatch(next);
      }
    } finally {
      this.#isTelling = false;
    }
  }
}
