import type {SandboxSettings} from '../options.js';
import type {StoredSession} from '../state/store.js';
import {pause, type Delivery} from './delivery.js';
import {withIds} from './merchant-url.js';

const attempts = 3;
const name = 'authorization callback';

/**
 * The authorization callback: `{authorization_token, session_id}`, up to three
 * times, until the merchant says that it has arrived.
 */
export class Callbacks {
  readonly #settings: SandboxSettings;
  readonly #delivery: Delivery;

  constructor(settings: SandboxSettings, delivery: Delivery) {
    this.#settings = settings;
    this.#delivery = delivery;
  }

  authorized(session: StoredSession, token: string): void {
    const url = withIds(session.order.merchant_urls?.authorization, session);
    if (!this.#delivery.reaches(name, url)) return;
    const body = {authorization_token: token, session_id: session.id};
    this.#delivery.track(this.#deliver(url, body));
  }

  async #deliver(url: string, body: object): Promise<void> {
    const {callbackBackoff} = this.#settings;
    for (let attempt = 1; attempt <= attempts; attempt++) {
      // The first one, too, in a later task than the shopper's answer.
      await pause(attempt === 1 ? 0 : callbackBackoff * 2 ** (attempt - 2));
      const status = await this.#delivery.post(name, url, body);
      if (status !== undefined && status >= 200 && status < 300) return;
    }
  }
}
