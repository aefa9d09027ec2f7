import {sameDetails} from './details.js';
import type {KlarnaAuthorizeData} from '../klarna/types.js';

/** Klarna's docs: an authorization token is valid for 60 minutes. */
export const tokenLifetime = 60 * 60 * 1000;

/** A token that may place the order, and what it was given for. */
export class Authorization {
  readonly token: string;
  readonly category: string;
  /** The details as they were collected, before listeners added to them. */
  readonly #collected: KlarnaAuthorizeData;
  readonly #expires: number;

  /** @param now Milliseconds. */
  constructor(
    token: string,
    category: string,
    readonly customerDetails: KlarnaAuthorizeData,
    collected: KlarnaAuthorizeData,
    now: number,
  ) {
    this.token = token;
    this.category = category;
    this.#collected = collected;
    this.#expires = now + tokenLifetime;
  }

  isValid(now: number): boolean {
    return now < this.#expires;
  }

  /** Whether the order could still be placed with what the form says now. */
  covers(collected: KlarnaAuthorizeData): boolean {
    return sameDetails(this.#collected, collected);
  }
}
