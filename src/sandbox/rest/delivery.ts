import type {SandboxSettings} from '../options.js';
import type {NewNote} from '../overview/journal.js';
import {isLoopback} from '../../wire/loopback.js';

/** What Klarna tells a merchant. */
export type DeliveryName = 'authorization callback' | 'notification';

/** Klarna waits so long for an answer (Klarna's docs). */
const patience = 2000;

/**
 * Posts to the merchant, never in the way of the shopper's answer. A sandbox
 * that is offline calls hosts of this machine only, unless it was given a
 * `fetch`.
 */
export class Delivery {
  readonly #settings: SandboxSettings;
  readonly #noted: (note: NewNote) => void;
  readonly #underWay = new Set<Promise<void>>();

  constructor(settings: SandboxSettings, noted: (note: NewNote) => void) {
    this.#settings = settings;
    this.#noted = noted;
  }

  /** Whether there is somebody to be called, who may be. */
  reaches(name: DeliveryName, url: string): boolean {
    if (!URL.canParse(url)) return false;
    const {protocol, hostname} = new URL(url);
    if (!/^https?:$/.test(protocol)) return false;
    if (this.#settings.fetch || isLoopback(hostname)) return true;
    const verdict = 'not sent: only hosts of this machine are called';
    this.#noted({request: name, verdict, isRefusal: true});
    return false;
  }

  /** The status that is answered in time, if any is. */
  async post(
    name: DeliveryName,
    url: string,
    body: object,
  ): Promise<number | undefined> {
    const status = await this.#send(url, body);
    this.#noted({
      request: name,
      ...(status === undefined
        ? {verdict: 'the shop has not answered in time'}
        : {status, verdict: 'answered by the shop'}),
      isRefusal: status === undefined || status >= 300,
    });
    return status;
  }

  async #send(url: string, body: object): Promise<number | undefined> {
    const {fetch: send = globalThis.fetch} = this.#settings;
    try {
      const response = await send(
        new Request(url, {
          method: 'POST',
          headers: {'content-type': 'application/json'},
          body: JSON.stringify(body),
          redirect: 'manual',
          signal: AbortSignal.timeout(patience),
        }),
      );
      await response.body?.cancel();
      return response.status;
    } catch {
      return undefined;
    }
  }

  /** Has `settled` wait for it. */
  track(sending: Promise<void>): void {
    this.#underWay.add(sending);
    void sending.finally(() => this.#underWay.delete(sending));
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }
}

/** Time that passes before something is sent. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
