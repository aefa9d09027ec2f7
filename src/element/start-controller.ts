import type {ReactiveController} from 'lit';
import type {Checkout} from '../checkout/checkout.js';
import {toldByEvents} from '../checkout/faults.js';
import {onScriptReleased} from '../klarna/loader.js';
import {untilShown} from '../klarna/prerender.js';
import type {KlarnaHost} from './host.js';

/**
 * When the checkout begins: at once, or with `loading="lazy"` when the element
 * comes near the viewport; never before the page is shown to anybody. It begins
 * again when the page releases a script that it has held back for too long.
 */
export class StartController implements ReactiveController {
  readonly #host: KlarnaHost;
  readonly #checkout: Checkout;
  #viewport: IntersectionObserver | undefined;
  #isHidden = false;
  #endRelease: (() => void) | undefined;

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
    this.#endRelease?.();
    this.#endRelease = undefined;
    this.#checkout.disconnect();
  }

  /** Properties that are set in the task of the tag count from the start. */
  hostUpdate(): void {
    this.#hearRelease();
    if (this.#checkout.isStarted || !this.#host.isConnected) return;
    const shown = untilShown();
    if (shown) this.#startWhen(shown);
    else if (this.#host.loading !== 'lazy') this.#start();
    else if (!this.#viewport) this.#watchViewport();
  }

  /** A page that is being prerendered asks for no session either. */
  #startWhen(shown: Promise<unknown>): void {
    if (this.#isHidden) return;
    this.#isHidden = true;
    void shown.then(() => {
      this.#isHidden = false;
      this.#host.requestUpdate();
    });
  }

  #hearRelease(): void {
    const isBlocked = this.#checkout.error?.code === 'sdk-blocked';
    if (isBlocked === Boolean(this.#endRelease)) return;
    this.#endRelease?.();
    this.#endRelease = isBlocked
      ? onScriptReleased(this.#host.sdkUrl, () => {
          this.#checkout.refresh().catch(toldByEvents);
        })
      : undefined;
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
