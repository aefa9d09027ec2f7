import type {SandboxSettings} from '../options.js';
import type {PendingDecision, StoredSession} from '../state/store.js';
import {isLoopback} from '../../wire/loopback.js';

const attempts = 3;

/** Klarna waits 2 s for a connection and 2 s for an answer (Klarna's docs). */
const patience = 4000;

interface DueNotification {
  session: StoredSession;
  verdict: PendingDecision['verdict'];
  /** Milliseconds since the epoch. */
  at: number;
}

/**
 * What Klarna sends to the merchant: best effort, never in the way of the
 * shopper's answer.
 */
export class Callbacks {
  readonly #settings: SandboxSettings;
  readonly #underWay = new Set<Promise<void>>();
  #due: DueNotification[] = [];

  constructor(settings: SandboxSettings) {
    this.#settings = settings;
  }

  /**
   * The authorization callback: `{authorization_token, session_id}`, up to
   * three times.
   */
  authorized(session: StoredSession, token: string): void {
    this.#send(session.order.merchant_urls?.authorization, session, {
      authorization_token: token,
      session_id: session.id,
    });
  }

  /** Has Klarna decide on a pending order when its minutes are over. */
  scheduleNotification(
    session: StoredSession,
    {verdict, minutes}: PendingDecision,
  ): void {
    const wait = minutes * 60_000;
    this.#due.push({session, verdict, at: this.#settings.now() + wait});
    const timer: unknown = setTimeout(() => this.sendDue(), wait + 10);
    letGo(timer);
  }

  /** Sends the notifications whose time has come by the sandbox's clock. */
  sendDue(): void {
    const now = this.#settings.now();
    const due = this.#due.filter(({at}) => at <= now);
    this.#due = this.#due.filter(({at}) => at > now);
    for (const {session, verdict} of due) {
      const {body, answer} = session.placed ?? {};
      const url =
        body?.merchant_urls?.notification ||
        session.order.merchant_urls?.notification;
      this.#send(url, session, {
        order_id: answer?.order_id,
        event_type: `FRAUD_RISK_${verdict.toUpperCase()}ED`,
      });
    }
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    this.sendDue();
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  #send(url: string | undefined, session: StoredSession, body: object): void {
    const target = (url ?? '')
      .replaceAll('{session.id}', session.id)
      .replaceAll('{order.id}', session.placed?.answer.order_id ?? '');
    if (!URL.canParse(target) || !this.#mayCall(new URL(target))) return;
    const sending = this.#deliver(target, JSON.stringify(body));
    this.#underWay.add(sending);
    void sending.finally(() => this.#underWay.delete(sending));
  }

  #mayCall({protocol, hostname}: URL): boolean {
    if (!/^https?:$/.test(protocol)) return false;
    return this.#settings.fetch !== undefined || isLoopback(hostname);
  }

  async #deliver(url: string, body: string): Promise<void> {
    for (let attempt = 1; attempt <= attempts; attempt++) {
      // The first one, too, in a later task than the shopper's answer.
      await pause(
        attempt === 1 ? 0 : this.#settings.callbackBackoff * 2 ** (attempt - 2),
      );
      if (await this.#isTaken(url, body)) return;
    }
  }

  async #isTaken(url: string, body: string): Promise<boolean> {
    const {fetch: send = globalThis.fetch} = this.#settings;
    try {
      const response = await send(
        new Request(url, {
          method: 'POST',
          headers: {'content-type': 'application/json'},
          body,
          redirect: 'manual',
          signal: AbortSignal.timeout(patience),
        }),
      );
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false;
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}

/** Lets a process end although the timer has not fired. */
function letGo(timer: unknown): void {
  if (typeof timer !== 'object' || timer === null) return;
  if ('unref' in timer && typeof timer.unref === 'function') timer.unref();
}
