import assert from 'node:assert/strict';
import {setTimeout as sleep} from 'node:timers/promises';

import {ada} from '../server/support/cart.js';
import {sessionIdIn} from '../server/support/shop.js';
import {sides, type Shop, type Side} from './shop.js';

/**
 * How the news of an authorization comes.
 *
 * | kind | |
 * | --- | --- |
 * | `race` | browser and callback at the same time, in two processes |
 * | `callback` | the shopper has closed the browser |
 * | `browser` | Klarna's callback never comes |
 * | `changed` | the shopper changes the cart after authorizing |
 * | `once` | the browser asks once and gives up |
 */
export type Kind = 'race' | 'callback' | 'browser' | 'changed' | 'once';

const kinds: readonly Kind[] = [
  'race',
  'race',
  'race',
  'callback',
  'browser',
  'changed',
  'once',
];

/** What the browser of a shopper was told. */
export interface Told {
  status: number;
  code?: string;
  orderId?: string;
}

/** One authorization and what was told of it. */
export interface Purchase {
  kind: Kind;
  token: string;
  sessionId: string;
  told: Told[];
  /** A process has taken it: it has answered, or the callback with 204. */
  reached: boolean;
  from: number;
  to: number;
}

/** Milliseconds until whoever asks asks another process. */
const impatience = 12_000;

/** Shoppers that pay, so many in a time. */
export class Purchases {
  readonly done: Purchase[] = [];
  readonly #shop: Shop;

  constructor(shop: Shop) {
    this.#shop = shop;
  }

  /** @param spread Milliseconds over which they arrive. */
  async run(count: number, spread: number): Promise<void> {
    await Promise.all(
      Array.from({length: count}, async (_, index) => {
        await sleep((spread * index) / count);
        await this.#purchase(index);
      }),
    );
  }

  async #purchase(visitor: number): Promise<void> {
    const {sandbox, callbackSecret} = this.#shop;
    const amount = 10_000 + visitor * 5;
    const session = await this.#insist(visitor, 'session', {}, amount);
    const {client_token} = JSON.parse(session.text) as {client_token: string};
    const {authorization_token: token} = await sandbox.authorize(
      client_token,
      ada,
    );
    assert.ok(token);
    const sessionId = sessionIdIn(client_token);
    const kind = kinds[visitor % kinds.length] ?? 'race';
    const purchase: Purchase = {
      kind,
      token,
      sessionId,
      told: [],
      reached: false,
      from: performance.now(),
      to: Infinity,
    };
    this.done.push(purchase);

    const order = {authorization_token: token, customer_details: ada};
    const browser = async (cart = amount) => {
      const {status, text} = await this.#insist(visitor, 'order', order, cart);
      note(purchase, status, text);
    };
    const callback = async () => {
      const path = `authorization/${callbackSecret}`;
      const body = {authorization_token: token, session_id: sessionId};
      const {status} = await this.#insist(visitor + 1, path, body);
      assert.equal(status, 204);
      purchase.reached = true;
    };
    switch (kind) {
      case 'race':
        await Promise.all([browser(), callback()]);
        break;
      case 'callback':
        await callback();
        break;
      case 'browser':
        await browser();
        break;
      case 'changed':
        await Promise.all([browser(amount + 500), callback()]);
        break;
      case 'once': {
        const side = sideOf(visitor);
        const answer = await this.#post(side, visitor, 'order', order, amount);
        if (answer) note(purchase, answer.status, answer.text);
        break;
      }
    }
    purchase.to = performance.now();
  }

  /** Like a shopper, or Klarna, who tries again until it is decided. */
  async #insist(
    visitor: number,
    path: string,
    body: object,
    amount?: number,
  ): Promise<{status: number; text: string}> {
    for (let tries = 0; ; tries++) {
      const side = sideOf(visitor + tries);
      const answer = await this.#post(side, visitor, path, body, amount);
      if (answer && answer.status <= 500) return answer;
      assert.ok(tries < 300, `${path}: ${answer?.status} ${answer?.text}`);
      await sleep(100 + Math.random() * 400);
    }
  }

  async #post(
    side: Side,
    visitor: number,
    path: string,
    body: object,
    amount?: number,
  ): Promise<{status: number; text: string} | undefined> {
    try {
      const response = await fetch(
        `${this.#shop.originOf(side)}/klarna/${path}`,
        {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            ...(amount !== undefined && {
              'x-visitor': `visitor-${visitor}`,
              'x-amount': String(amount),
            }),
          },
          body: JSON.stringify(body),
          signal: AbortSignal.timeout(impatience),
        },
      );
      return {status: response.status, text: await response.text()};
    } catch {
      // Killed, stopped, or on its way back when that happened.
      return undefined;
    }
  }
}

function sideOf(number: number): Side {
  return sides[number % 2] ?? 0;
}

function note(purchase: Purchase, status: number, text: string): void {
  const {code, order_id} = JSON.parse(text) as {
    code?: string;
    order_id?: string;
  };
  purchase.told.push({status, code, orderId: order_id});
  // Whoever could write nothing down says so.
  purchase.reached ||= status < 500;
}
