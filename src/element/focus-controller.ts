import type {ReactiveController} from 'lit';
import type {KlarnaHost} from './host.js';

/**
 * Looks after the focus. The tab of a declined category, or the retry button,
 * goes with its focus, which is given to the element once there is a place for
 * it. A tab that stands elsewhere when a session comes with other categories
 * takes its focus along.
 */
export class FocusController implements ReactiveController {
  readonly #host: KlarnaHost;
  #active: Element | null | undefined;
  #id = '';
  /** Whether what had the focus has gone, and nothing has it yet. */
  #isLost = false;

  constructor(host: KlarnaHost) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdate(): void {
    this.#active = this.#host.shadowRoot?.activeElement;
    this.#id = this.#active?.id ?? '';
  }

  hostUpdated(): void {
    const before = this.#active;
    const root = this.#host.shadowRoot;
    this.#isLost = before
      ? before !== root?.activeElement || before.id !== this.#id
      : this.#isLost && document.activeElement === document.body;
    this.#active = undefined;
    if (this.#isLost) (root?.getElementById(this.#id) ?? this.#host).focus();
  }
}
