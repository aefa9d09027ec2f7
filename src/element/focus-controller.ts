import type {ReactiveController} from 'lit';
import type {KlarnaHost} from './host.js';

/**
 * Looks after the focus. The tab of a declined category, or the retry button,
 * goes with its focus, which is given to the element once there is a place for
 * it. A tab that is moved in the document, when a session comes with its
 * categories in another order, gets its focus back.
 */
export class FocusController implements ReactiveController {
  readonly #host: KlarnaHost;
  #active: Element | null | undefined;
  /** Whether what had the focus has gone, and nothing has it yet. */
  #isLost = false;

  constructor(host: KlarnaHost) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdate(): void {
    this.#active = this.#host.shadowRoot?.activeElement;
  }

  hostUpdated(): void {
    const before = this.#active;
    this.#isLost = before
      ? before !== this.#host.shadowRoot?.activeElement
      : this.#isLost && document.activeElement === document.body;
    this.#active = undefined;
    if (!this.#isLost) return;
    if (before?.isConnected) (before as HTMLElement).focus();
    else this.#host.focus();
  }
}
