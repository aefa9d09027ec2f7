import type {ReactiveController} from 'lit';
import type {Checkout} from '../checkout/checkout.js';
import type {KlarnaHost} from './host.js';

/**
 * When the checkout begins: at once, or with `loading="lazy"` when the element
 * comes near the viewport.
 */
export class StartController implements ReactiveController {
  readonly #host: KlarnaHost;
  readonly #checkout: Checkout;
  #viewport: IntersectionObserver | undefined;

  constructor(host: KlarnaHost, checkout: Checkout) {
    this.#host = host;
    this.#checkout = checkout;
    host.addController(this);
  }

  hostConnected(): void {
    this.#checkout.connect();
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#forgetViewport();
    this.#checkout.disconnect();
  }

  /** Properties that are set in the task of the tag count from the start. */
  hostUpdate(): void {
    if (this.#checkout.isStarted || !this.#host.isConnected) return;
    if (this.#host.loading !== 'lazy') this.#start();
    else if (!this.#viewport) this.#watchViewport();
  }

  #start(): void {
    this.#forgetViewport();
    this.#checkout.start();
  }

  #watchViewport(): void {
    this.#viewport = new IntersectionObserver(
      (entries) => {
        if (entries.some(({isIntersecting}) => isIntersecting)) this.#start();
      },
      {rootMargin: '200px'},
    );
    this.#viewport.observe(this.#host);
  }

  #forgetViewport(): void {
    this.#viewport?.disconnect();
    this.#viewport = undefined;
  }
}
