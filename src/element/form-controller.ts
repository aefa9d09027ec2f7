import type {ReactiveController} from 'lit';
import type {KlarnaAuthorizeData} from '../klarna/types.js';
import type {CheckoutController} from './checkout-controller.js';
import {detailsIn, readDetails, type FieldControl} from './form-details.js';
import type {KlarnaPaymentsElement} from './klarna-payments.js';

/** The element as a control of its form: submit, value, corrections. */
export class FormController implements ReactiveController {
  readonly #host: KlarnaPaymentsElement;
  readonly #checkout: CheckoutController;
  /** Ends what the page's events are listened to for. */
  #attached: AbortController | undefined;
  #isSubmitting = false;
  /** Fields that carry a message of ours until the shopper edits them. */
  readonly #marked = new Map<FieldControl, string>();

  constructor(host: KlarnaPaymentsElement, checkout: CheckoutController) {
    this.#host = host;
    this.#checkout = checkout;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#attached?.abort();
    this.clearMarks();
  }

  /**
   * Listens where no listener of the form itself can be earlier; again when the
   * form or its root is another one.
   */
  hostConnected(): void {
    this.#attached?.abort();
    if (!this.#host.isConnected) return;
    this.#attached = new AbortController();
    const options = {capture: true, signal: this.#attached.signal};
    window.addEventListener('pageshow', this, options);
    const root = this.#host.form?.getRootNode();
    // A submit event does not leave a shadow root.
    const target = root instanceof ShadowRoot ? root : window;
    for (const type of ['submit', 'formdata', 'input', 'change']) {
      target.addEventListener(type, this, options);
    }
  }

  /** @internal */
  handleEvent(event: Event): void {
    const {type, target} = event;
    if (type === 'pageshow') {
      // What is there is of another time.
      if ((event as PageTransitionEvent).persisted) this.#host.restart();
    } else if (type === 'input' || type === 'change') {
      this.#handleEdit(target as FieldControl);
    } else if (target !== this.#host.form) return;
    else if (type === 'submit') this.#handleSubmit(event as SubmitEvent);
    else this.#handleFormData(event as FormDataEvent);
  }

  /** The details that the form's fields give. */
  read(): KlarnaAuthorizeData | null {
    const {form} = this.#host;
    return form && !this.#host.withoutFormDetails ? readDetails(form) : null;
  }

  /**
   * Hands a correction to the fields that Klarna means and reports them once.
   *
   * @returns The paths for which the form has no field.
   */
  mark(paths: readonly string[], message: string): string[] {
    const {form} = this.#host;
    const fields = form && detailsIn(form);
    const unknown = paths.filter((path) => {
      const control = fields?.get(path)?.control;
      // A hidden or read-only field could not show it.
      if (!control?.willValidate) return true;
      control.setCustomValidity(message);
      this.#marked.set(control, message);
      return false;
    });
    if (this.#marked.size) form?.reportValidity();
    return unknown;
  }

  /** Takes our messages back, of all fields or of the one that was edited. */
  clearMarks(edited?: FieldControl): void {
    for (const [control, message] of this.#marked) {
      if (edited && !isSameField(control, edited)) continue;
      this.#marked.delete(control);
      // One that is barred from validation does not say its message.
      if (!control.willValidate || control.validationMessage === message) {
        control.setCustomValidity('');
      }
    }
  }

  #handleSubmit(event: SubmitEvent): void {
    const {name, isDisabled, authorizationToken} = this.#host;
    if (!name || isDisabled || authorizationToken || event.defaultPrevented) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!this.#isSubmitting) void this.#submitAuthorized(event);
  }

  /** Any outcome but an approval leaves the page where it is. */
  async #submitAuthorized({submitter}: SubmitEvent): Promise<void> {
    const host = this.#host;
    const {form} = host;
    this.#isSubmitting = true;
    try {
      if (host.status === 'error') await host.refresh();
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
    // The page may have taken the element elsewhere or chosen another method.
    if (form && host.form === form && this.#token) {
      try {
        form.requestSubmit(submitter);
      } catch {
        // It is no button of this form any more.
        form.requestSubmit();
      }
    }
    this.#isSubmitting = false;
  }

  /** The token that the form may be sent with. */
  get #token(): string | null {
    const {name, isDisabled, authorizationToken} = this.#host;
    return name && !isDisabled ? authorizationToken : null;
  }

  /** Gives the form what may be used at the moment at which it asks. */
  #handleFormData({formData}: FormDataEvent): void {
    const {name} = this.#host;
    const usable = this.#token && this.#checkout.authorizer.usable;
    if (!usable) return;
    formData.set(`${name}_authorization_token`, usable.authorizationToken);
    formData.set(`${name}_category`, usable.category);
    formData.set(
      `${name}_customer_details`,
      JSON.stringify(usable.customerDetails),
    );
  }

  #handleEdit(edited: FieldControl): void {
    this.clearMarks(edited);
    const review = () => this.#checkout.authorizer.review();
    review();
    // Listeners of the page, after ours, may give other details.
    setTimeout(review);
  }
}

/** One of several radio buttons stands for them all. */
function isSameField(a: FieldControl, b: FieldControl): boolean {
  return a === b || (a.type === 'radio' && a.name === b.name);
}
