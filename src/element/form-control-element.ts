import {LitElement} from 'lit';
import {showStates} from './states.js';

/** An element that is a control of its form, and what every such one has. */
export abstract class FormControlElement extends LitElement {
  static readonly formAssociated = true;

  /** Whether the page has switched the control off. */
  abstract disabled: boolean;

  readonly #internals = this.attachInternals();

  /** The form that the element belongs to. */
  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }

  /** The labels of the element, as of any form control. */
  get labels(): NodeList {
    return this.#internals.labels;
  }

  /** What keeps the form from being sent; the element objects to nothing. */
  get validity(): ValidityState {
    return this.#internals.validity;
  }

  /** What a browser would say of it; empty. */
  get validationMessage(): string {
    return this.#internals.validationMessage;
  }

  /** Whether the browser validates it: not while it is disabled. */
  get willValidate(): boolean {
    return this.#internals.willValidate;
  }

  /** As of any form control. */
  checkValidity(): boolean {
    return this.#internals.checkValidity();
  }

  /** As of any form control. */
  reportValidity(): boolean {
    return this.#internals.reportValidity();
  }

  /**
   * Whether it is switched off, or the part of the form in which it stands.
   *
   * @internal
   */
  get isDisabled(): boolean {
    // The browser's word on it lags behind the property.
    const isOwn = this.disabled || this.hasAttribute('disabled');
    return isOwn ? this.disabled : this.matches(':disabled');
  }

  /** Has the element match `:state()` of these names, and of no others. */
  protected showStates(...names: readonly string[]): void {
    showStates(this.#internals, ...names);
  }
}
