import type {ReactiveController} from 'lit';
import type {KlarnaHost} from './host.js';

/**
 * Looks after the focus. The tab of a declined category, or the retry button,
 * goes with its focus, and a tab becomes another one when a session comes with
 * other categories. The element gets the focus once there is a place for it.
 */
export class FocusController implements ReactiveController {
  readonly #host: KlarnaHost;
  #active: Element | null | undefined;
  #id: string | undefined;
  /** Whether what had the focus has gone, and nothing has it yet. */
  #isLost = false;

  constructor(host: KlarnaHost) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdate(): void {
    this.#active = this.#host.shadowRoot?.activeElement;
    this.#id = this.#active?.id;
  }

  hostUpdated(): void {
    const before = this.#active;
    this.#isLost = before
      ? before !== this.#host.shadowRoot?.activeElement ||
        before.id !== this.#id
      : this.#isLost && document.activeElement === document.body;
    this.#active = undefined;
    if (this.#isLost) this.#host.focus();
  }
}
