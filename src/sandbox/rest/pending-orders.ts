import type {SandboxSettings} from '../options.js';
import type {
  FraudVerdict,
  PendingDecision,
  SandboxStore,
  StoredOrder,
  StoredSession,
} from '../state/store.js';
import {pause, type Delivery} from './delivery.js';
import {withIds} from './merchant-url.js';

/** Klarna repeats a notification every 10 minutes for a day (Klarna's docs). */
const repeatAfter = 10 * 60_000;
const repeatFor = 24 * 3_600_000;

interface Due {
  /** Milliseconds since the epoch, by the sandbox's clock. */
  at: number;
  run: () => void;
}

/**
 * Orders that Klarna looks into first: they are decided when their minutes are
 * over, or by hand, and the merchant is notified until it answers 200.
 */
export class PendingOrders {
  readonly #settings: SandboxSettings;
  readonly #store: SandboxStore;
  readonly #delivery: Delivery;
  #due: Due[] = [];

  constructor(
    settings: SandboxSettings,
    store: SandboxStore,
    delivery: Delivery,
  ) {
    this.#settings = settings;
    this.#store = store;
    this.#delivery = delivery;
  }

  /** Has Klarna decide on the order of a session when its minutes are over. */
  schedule(session: StoredSession, {verdict, minutes}: PendingDecision): void {
    this.#at(this.#settings.now() + minutes * 60_000, () => {
      this.#decide(session, verdict);
    });
  }

  /** Decides at once; false if no order of this id is pending. */
  decide(orderId: string, verdict: FraudVerdict): boolean {
    const session = this.#store.byOrderId(orderId);
    return session !== undefined && this.#decide(session, verdict);
  }

  /** Does what is due by the sandbox's clock. */
  runDue(): void {
    const now = this.#settings.now();
    const due = this.#due.filter(({at}) => at <= now);
    this.#due = this.#due.filter(({at}) => at > now);
    for (const {run} of due) run();
  }

  #decide(session: StoredSession, verdict: FraudVerdict): boolean {
    const {placed} = session;
    if (placed?.fraudStatus !== 'PENDING') return false;
    placed.fraudStatus = verdict === 'accept' ? 'ACCEPTED' : 'REJECTED';
    const url = withIds(
      placed.body.merchant_urls?.notification ||
        session.order.merchant_urls?.notification,
      session,
    );
    if (this.#delivery.reaches('notification', url)) {
      this.#notify(url, placed, this.#settings.now() + repeatFor);
    }
    return true;
  }

  #notify(url: string, {answer, fraudStatus}: StoredOrder, until: number) {
    const body = {
      order_id: answer.order_id,
      event_type: `FRAUD_RISK_${fraudStatus}`,
    };
    const send = async () => {
      // In a later task than whatever led to it.
      await pause(0);
      const status = await this.#delivery.post('notification', url, body);
      if (status === 200) return;
      const next = this.#settings.now() + repeatAfter;
      if (next <= until) this.#at(next, () => this.#delivery.track(send()));
    };
    this.#delivery.track(send());
  }

  #at(at: number, run: () => void): void {
    this.#due.push({at, run});
    const wait = at - this.#settings.now();
    const timer: unknown = setTimeout(() => this.runDue(), wait + 10);
    letGo(timer);
  }
}

/** Lets a process end although the timer has not fired. */
function letGo(timer: unknown): void {
  if (typeof timer !== 'object' || timer === null) return;
  if ('unref' in timer && typeof timer.unref === 'function') timer.unref();
}
