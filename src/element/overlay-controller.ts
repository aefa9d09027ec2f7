import type {ReactiveController} from 'lit';
import type {Checkout} from '../checkout/checkout.js';
import {onOverlay} from '../klarna/calls.js';
import {KlarnaOverlayEvent} from './events.js';
import type {KlarnaHost} from './host.js';

/** Tells the page when Klarna's full-screen overlay opens and closes. */
export class OverlayController implements ReactiveController {
  readonly #host: KlarnaHost;
  readonly #checkout: Checkout;
  #stop: (() => void) | undefined;

  constructor(host: KlarnaHost, checkout: Checkout) {
    this.#host = host;
    this.#checkout = checkout;
    host.addController(this);
  }

  hostConnected(): void {
    this.#stop = onOverlay((open, instanceId) => {
      if (this.#isOurs(instanceId)) {
        this.#host.dispatchEvent(new KlarnaOverlayEvent({open}));
      }
    });
  }

  hostDisconnected(): void {
    this.#stop?.();
  }

  /** Klarna tells of its overlay, but not always whose it is. */
  #isOurs(instanceId: string | undefined): boolean {
    return instanceId === undefined
      ? this.#checkout.isStarted && this.#host.contains(document.activeElement)
      : this.#checkout.owns(instanceId);
  }
}
