import type {ReactiveController} from 'lit';
import type {KlarnaAuthorizeData} from '../klarna/types.js';
import type {CheckoutController} from './checkout-controller.js';
import {detailFields, readDetails} from './form-details.js';
import type {KlarnaPaymentsElement} from './klarna-payments.js';

/** The element as a control of its form: submit, value, corrections. */
export class FormController implements ReactiveController {
  readonly #host: KlarnaPaymentsElement;
  readonly #internals: ElementInternals;
  readonly #checkout: CheckoutController;
  /** Ends what the page's events are listened to for. */
  #attached: AbortController | undefined;
  #isSubmitting = false;
  /** Fields that carry a message of ours until the shopper edits them. */
  readonly #marked = new Map<EventTarget, () => void>();

  constructor(
    host: KlarnaPaymentsElement,
    internals: ElementInternals,
    checkout: CheckoutController,
  ) {
    this.#host = host;
    this.#internals = internals;
    this.#checkout = checkout;
    host.addController(this);
  }

  hostConnected(): void {
    this.attach();
  }

  hostDisconnected(): void {
    this.#attached?.abort();
    this.clearMarks();
  }

  /** Listens where no listener of the form itself can be earlier. */
  attach(): void {
    this.#attached?.abort();
    if (!this.#host.isConnected) return;
    this.#attached = new AbortController();
    const options = {capture: true, signal: this.#attached.signal};
    window.addEventListener('pageshow', this, options);
    const root = this.#internals.form?.getRootNode();
    // A submit event does not leave a shadow root.
    const target = root instanceof ShadowRoot ? root : window;
    for (const type of ['submit', 'input', 'change']) {
      target.addEventListener(type, this, options);
    }
  }

  /** @internal */
  handleEvent(event: Event): void {
    const {type, target} = event;
    if (type === 'pageshow') {
      // What is there is of another time.
      if ((event as PageTransitionEvent).persisted) this.#host.restart();
    } else if (type !== 'submit') {
      this.#handleEdit(target);
    } else if (target === this.#internals.form) {
      this.#handleSubmit(event as SubmitEvent);
    }
  }

  /** The details that the form's fields give. */
  read(): KlarnaAuthorizeData | null {
    const {form} = this.#internals;
    return form && !this.#host.withoutFormDetails ? readDetails(form) : null;
  }

  /** Gives the form the token while it may be used, else nothing. */
  updateValue(): void {
    const {name, isDisabled} = this.#host;
    const {usable} = this.#checkout.authorizer;
    let value = null;
    if (name && !isDisabled && usable) {
      value = new FormData();
      value.set(`${name}_authorization_token`, usable.token);
      value.set(`${name}_category`, usable.category);
      value.set(
        `${name}_customer_details`,
        JSON.stringify(usable.customerDetails),
      );
    }
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
      const control = fields.find((field) => field.path === path)?.control;
      if (!control) return true;
      control.setCustomValidity(message);
      this.#marked.set(control, () => {
        this.#marked.delete(control);
        if (control.validationMessage === message) {
          control.setCustomValidity('');
        }
      });
      return false;
    });
    if (this.#marked.size) form?.reportValidity();
    return unknown;
  }

  clearMarks(): void {
    for (const clear of this.#marked.values()) clear();
  }

  #handleSubmit(event: SubmitEvent): void {
    const {name, isDisabled, authorizationToken} = this.#host;
    if (!name || isDisabled || authorizationToken || event.defaultPrevented) {
      return;
    }
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
    const host = this.#host;
    try {
      if (host.status === 'error') host.refresh().catch(() => {});
      else this.#checkout.start();
      while (host.status === 'loading') {
        await new Promise((resolve) => {
          host.addEventListener('klarna-status', resolve, {once: true});
        });
      }
      await host.authorize();
    } catch {
      // Events and the element's own message have told.
    }
    if (!host.authorizationToken) return;
    const isLeft = !submitter?.isConnected || submitter.matches(':disabled');
    host.form?.requestSubmit(isLeft ? null : submitter);
  }

  #handleEdit(target: EventTarget | null): void {
    if (target) this.#marked.get(target)?.();
    const {authorizer} = this.#checkout;
    if (authorizer.usable && !this.#host.authorizationToken) authorizer.drop();
  }
}
