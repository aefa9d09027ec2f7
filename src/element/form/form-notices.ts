import type {Notice} from '../../checkout/notice.js';
import {
  sayGetIsRefused,
  saySentWithout,
  sayUnconfigured,
} from './console-words.js';
import type {FormCheckout} from './form-checkout.js';

/** What is said about the sending of a form: to the shopper, and to the shop. */
export class FormNotices {
  readonly #host: Element;
  readonly #checkout: FormCheckout;
  #told: Notice | undefined;
  #hasWarned = false;

  constructor(host: Element, checkout: FormCheckout) {
    this.#host = host;
    this.#checkout = checkout;
  }

  tell(kind: 'notSent' | 'confirmAgain' | 'formMethod' | 'unavailable'): void {
    this.#told = {kind};
    this.#checkout.tell(this.#told);
  }

  /** Takes that back, if it still stands. */
  takeBack(): void {
    const {notice} = this.#checkout;
    if (notice && notice === this.#told) this.#checkout.tell(undefined);
  }

  refuseGet(): void {
    this.tell('formMethod');
    sayGetIsRefused(this.#host);
  }

  refuseUnconfigured(): void {
    this.tell('unavailable');
    sayUnconfigured(this.#host);
  }

  /** Says so once: pages send forms again and again. */
  warnOfSending(): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    saySentWithout(this.#host);
  }
}
