import type {SandboxSettings} from '../options.js';
import {isLoopback} from '../../wire/loopback.js';

/** Klarna waits so long for an answer (Klarna's docs). */
const patience = 2000;

/**
 * Posts to the merchant, never in the way of the shopper's answer. A sandbox
 * that is offline calls hosts of this machine only, unless it was given a
 * `fetch`.
 */
export class Delivery {
  readonly #settings: SandboxSettings;
  readonly #underWay = new Set<Promise<void>>();

  constructor(settings: SandboxSettings) {
    this.#settings = settings;
  }

  /** Whether there is somebody to be called, who may be. */
  reaches(url: string): boolean {
    if (!URL.canParse(url)) return false;
    const {protocol, hostname} = new URL(url);
    if (!/^https?:$/.test(protocol)) return false;
    return this.#settings.fetch !== undefined || isLoopback(hostname);
  }

  /** The status that is answered in time, if any is. */
  async post(url: string, body: object): Promise<number | undefined> {
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
