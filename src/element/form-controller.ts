import type {ReactiveController} from 'lit';
import type {KlarnaAuthorizeData} from '../klarna/types.js';
import type {AuthorizeController} from './authorize-controller.js';
import {detailFields, readDetails} from './form-details.js';
import type {KlarnaPaymentsElement} from './klarna-payments.js';

/** The element as a control of its form: submit, value, corrections. */
export class FormController implements ReactiveController {
  readonly #host: KlarnaPaymentsElement;
  readonly #internals: ElementInternals;
  readonly #authorizer: AuthorizeController;
  /** Where the form's events pass first. */
  #root: EventTarget | undefined;
  #isSubmitting = false;
  /** Fields that carry our message until the shopper edits them. */
  readonly #marked = new Map<Element, () => void>();

  constructor(
    host: KlarnaPaymentsElement,
    internals: ElementInternals,
    authorizer: AuthorizeController,
  ) {
    this.#host = host;
    this.#internals = internals;
    this.#authorizer = authorizer;
    host.addController(this);
  }

  hostConnected(): void {
    this.attach();
    window.addEventListener('pageshow', this);
  }

  hostDisconnected(): void {
    this.#detach();
    window.removeEventListener('pageshow', this);
    this.clearMarks();
  }

  /** Listens where no listener of the form itself can be earlier. */
  attach(): void {
    this.#detach();
    const root = this.#internals.form?.getRootNode();
    if (!root) return;
    // A submit event does not leave a shadow root.
    this.#root = root instanceof ShadowRoot ? root : window;
    for (const type of ['submit', 'input', 'change']) {
      this.#root.addEventListener(type, this, {capture: true});
    }
  }

  handleEvent(event: Event): void {
    if (event.type === 'pageshow') {
      if ((event as PageTransitionEvent).persisted) this.#host.restart();
    } else if (event.type === 'submit') {
      if (event.target === this.#internals.form) {
        this.#handleSubmit(event as SubmitEvent);
      }
    } else {
      this.#handleEdit();
    }
  }

  /** The details that the form's fields give. */
  read(): KlarnaAuthorizeData | null {
    const {form} = this.#internals;
    if (!form || this.#host.withoutFormDetails) return null;
    return readDetails(form);
  }

  /** Gives the form the token while it may be used, else nothing. */
  updateValue(): void {
    const {name, isDisabled} = this.#host;
    const authorization = this.#authorizer.usable;
    if (!name || isDisabled || !authorization) {
      this.#internals.setFormValue(null);
      return;
    }
    const value = new FormData();
    value.set(`${name}_authorization_token`, authorization.token);
    value.set(`${name}_category`, authorization.category);
    value.set(
      `${name}_customer_details`,
      JSON.stringify(authorization.customerDetails),
    );
    // Without a state the browser has nothing to restore from its history.
    this.#internals.setFormValue(value, null);
  }

  /**
   * Hands a correction to the fields that Klarna means and reports them once.
   *
   * @returns The paths for which the form has no field.
   */
  mark(paths: readonly string[], message: string): string[] {
    this.clearMarks();
    const {form} = this.#internals;
    const fields = form ? detailFields(form) : [];
    const unknown = paths.filter((path) => {
      const field = fields.find((candidate) => candidate.path === path);
      if (!field) return true;
      this.#mark(field.control, message);
      return false;
    });
    if (this.#marked.size) form?.reportValidity();
    return unknown;
  }

  clearMarks(): void {
    for (const clear of this.#marked.values()) clear();
  }

  #detach(): void {
    for (const type of ['submit', 'input', 'change']) {
      this.#root?.removeEventListener(type, this, {capture: true});
    }
    this.#root = undefined;
  }

  #mark(
    control: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement,
    message: string,
  ): void {
    const clear = () => {
      control.removeEventListener('input', clear);
      control.removeEventListener('change', clear);
      this.#marked.delete(control);
      if (control.validationMessage === message) control.setCustomValidity('');
    };
    control.setCustomValidity(message);
    control.addEventListener('input', clear);
    control.addEventListener('change', clear);
    this.#marked.set(control, clear);
  }

  #handleSubmit(event: SubmitEvent): void {
    const {name, isDisabled} = this.#host;
    if (event.defaultPrevented || !name || isDisabled) return;
    if (this.#host.authorizationToken) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.#isSubmitting) return;
    this.#isSubmitting = true;
    void this.#submitAuthorized(event.submitter).finally(() => {
      this.#isSubmitting = false;
    });
  }

  /** Any outcome but an approval leaves the page where it is. */
  async #submitAuthorized(submitter: HTMLElement | null): Promise<void> {
    try {
      if (!this.#host.canAuthorize) await this.#host.becomeReady();
      await this.#host.authorize();
    } catch {
      // Events and the element's own message have told.
    }
    if (!this.#host.authorizationToken) return;
    const {form} = this.#internals;
    const isLeft = !submitter?.isConnected || submitter.matches(':disabled');
    form?.requestSubmit(isLeft ? null : submitter);
  }

  #handleEdit(): void {
    if (this.#authorizer.usable && !this.#host.authorizationToken) {
      this.#authorizer.drop();
    }
  }
}
