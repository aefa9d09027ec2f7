import type {ReactiveController} from 'lit';
import type {Authorization} from '../../checkout/authorization.js';
import type {KlarnaHost} from '../host.js';
import {watchCalls, isSentByScript} from './form-calls.js';
import type {FormCheckout} from './form-checkout.js';
import type {FormDetails} from './form-details.js';
import {FormEvents, stop} from './form-events.js';
import {contains, requestSubmit} from './form-members.js';
import {FormNotices} from './form-notices.js';
import {HiddenInputs, memberNames, membersOf} from './form-value.js';
import {isUnderWay, PassingSubmit} from './passing-submit.js';
import {isCopy, offerCopy} from './submit-copy.js';
import {isOrder, isSubmitButton, isUnchecked} from './submits.js';

/** The element as a control of its form: submit and value. */
export class FormController implements ReactiveController {
  readonly #host: KlarnaHost;
  readonly #checkout: FormCheckout;
  readonly #details: FormDetails;
  readonly #inputs: HiddenInputs;
  readonly #notices: FormNotices;
  readonly #events = new FormEvents(this);
  #endCalls: (() => void) | undefined;
  /** The purchase that a submit has begun, until Klarna has refused. */
  #purchase: object | undefined;
  /** Whether script has sent the form, or somebody submitted it, since then. */
  #isSent = false;
  #isForestalled = false;
  readonly #passing = new PassingSubmit(() => this.#notices.refuseGet());
  /** The latest one that is no order, until the shopper does something else. */
  #plain: SubmitEvent | undefined;
  /** Whether a fieldset that is disabled is no other choice of payment. */
  #isLocked = false;

  constructor(host: KlarnaHost, checkout: FormCheckout, details: FormDetails) {
    this.#host = host;
    this.#checkout = checkout;
    this.#details = details;
    this.#inputs = new HiddenInputs(host);
    this.#notices = new FormNotices(host, checkout);
    // Listeners of the page are to find all as the status has it.
    for (const type of hostEvents) host.addEventListener(type, this);
    host.addController(this);
  }

  /**
   * Listens where no listener of the form itself can be earlier; to be called
   * again when the form or its root is another one.
   */
  hostConnected(): void {
    this.#detach();
    if (!this.#host.isConnected) return;
    const {form} = this.#host;
    this.#events.follow(form);
    if (form) {
      this.#endCalls = watchCalls(form, () => this.#details.corrections.look());
    }
    this.#show();
  }

  hostUpdated(): void {
    this.#show();
  }

  hostDisconnected(): void {
    this.#detach();
    this.#details.endCorrections();
    this.#inputs.show();
  }

  /** The form has been reset. */
  reset(): void {
    this.#details.endSubmit();
    this.#details.endCorrections();
    this.#checkout.invalidate();
    this.#show();
  }

  /** @internal */
  handleEvent(event: Event): void {
    const {type, target} = event;
    const isOfForm = target === this.#host.form;
    if (type === 'klarna-status') this.#followStatus();
    else if (hostEvents.includes(type)) this.#purchase = undefined;
    else if (type === 'pageshow') this.#handlePageShow(event);
    else if (type === 'input' || type === 'change') this.#handleEdit(event);
    else if (type === 'click') this.#handleClick(event);
    else if (type === 'invalid') this.#details.corrections.look();
    else if (!isOfForm || isCopy(event)) return;
    else if (type === 'submit') this.#handleSubmit(event as SubmitEvent);
    else this.#handleFormData(event as FormDataEvent);
  }

  /** What the form may be sent with at this moment. */
  get #sendable(): Authorization | undefined {
    const {name, disabled, form} = this.#host;
    return name && form && !disabled ? this.#checkout.authorization : undefined;
  }

  #handleSubmit(event: SubmitEvent): void {
    const {form, name, disabled, isDisabled} = this.#host;
    const submitter = submitterOf(event);
    this.#plain = undefined;
    if (!form || !name || disabled) {
      this.#show();
      return;
    }
    if (!isOrder(form, submitter)) {
      this.#plain = event;
      this.#isForestalled ||= this.#checkout.authorization !== undefined;
      this.#show();
      return;
    }
    if (this.#checkout.isOrdered && !isDisabled) {
      stop(event);
      return;
    }
    if (this.#sendable) {
      this.#begin(event, form);
      return;
    }
    this.#checkout.review();
    this.#show();
    this.#followLock();
    if ((isDisabled && !this.#isLocked) || event.defaultPrevented) return;
    stop(event);
    if (this.#purchase) return;
    if (isDisabled) {
      // Klarna could not be told what is in fields that are locked.
      if (!this.#checkout.notice) this.#notices.tell('confirmAgain');
      return;
    }
    const purchase = {};
    this.#purchase = purchase;
    if (isUnchecked(form, submitter, this.#details.corrections)) {
      void this.#offer(purchase, form, submitter);
    } else {
      void this.#authorize(purchase, form, submitter);
    }
  }

  /** Has the page's own checks done first, in this very task if possible. */
  async #offer(
    purchase: object,
    form: HTMLFormElement,
    submitter: HTMLElement | null,
  ): Promise<void> {
    let copy = offerCopy(form, submitter);
    if (!copy.isHeard) {
      await new Promise((resolve) => setTimeout(resolve));
      copy = offerCopy(form, submitter);
    }
    if (copy.isPrevented) this.#purchase = undefined;
    else await this.#authorize(purchase, form, submitter);
  }

  /** Any outcome but an approval leaves the page where it is. */
  async #authorize(
    purchase: object,
    form: HTMLFormElement,
    submitter: HTMLElement | null,
  ): Promise<void> {
    this.#isSent = this.#isForestalled = false;
    const isApproved = await this.#checkout.purchase().then(
      ({outcome}) => outcome === 'authorized',
      // Events and the element's own message have told, if it has started.
      () => {
        const {status} = this.#checkout;
        if (status === 'idle' && this.#host.isConnected) {
          this.#notices.refuseUnconfigured();
        }
        return false;
      },
    );
    if (isApproved) {
      // The page's listeners may submit the form themselves.
      await new Promise((resolve) => setTimeout(resolve));
      this.#submitAgain(form, submitter);
    }
    if (this.#purchase === purchase) this.#purchase = undefined;
  }

  #submitAgain(form: HTMLFormElement, submitter: HTMLElement | null): void {
    if (this.#isSent || !this.#host.isConnected) return;
    const isPossible = this.#host.form === form && this.#sendable;
    if (isPossible && !this.#isForestalled) requestSubmit(form, submitter);
    if (this.#isSent || this.#checkout.status === 'authorizing') return;
    const isUsable = this.#checkout.authorization !== undefined;
    this.#notices.tell(isUsable ? 'notSent' : 'confirmAgain');
  }

  /** Lets a submit pass with what is authorized. */
  #begin(event: SubmitEvent, form: HTMLFormElement): void {
    this.#isSent = true;
    this.#passing.follow(event, form, this.#events.scope);
    this.#details.beginSubmit();
    this.#notices.takeBack();
    this.#show();
  }

  /** Gives the form what may be used at the moment at which it asks. */
  #handleFormData({formData}: FormDataEvent): void {
    const {form, name, isDisabled} = this.#host;
    // The inputs may be older than the name.
    for (const member of this.#inputs.names) formData.delete(member);
    if (!form || !name) return;
    for (const member of memberNames(name)) formData.delete(member);
    const isByScript = isSentByScript(form);
    const isByGet = !isByScript && this.#passing.endWithGet();
    const authorization = this.#sendable;
    if (isByScript && authorization) this.#isSent = true;
    if (this.#plain) return;
    if (!authorization) {
      if (isByScript && !isDisabled) this.#notices.warnOfSending();
      return;
    }
    if (isByGet) {
      this.#notices.refuseGet();
      return;
    }
    for (const [member, value] of membersOf(name, authorization)) {
      formData.set(member, value);
    }
  }

  #handleEdit({target}: Event): void {
    const {form} = this.#host;
    this.#endPlain();
    const isOfForm =
      form && target instanceof Element && isPartOf(form, target);
    if (isOfForm && !this.#passing.isUnderWay) this.#details.endSubmit();
    this.#look();
    // Listeners of the page, after ours, may write other details.
    setTimeout(() => this.#look());
  }

  #handleClick(event: Event): void {
    const {form} = this.#host;
    const {corrections} = this.#details;
    this.#endPlain();
    const isOnSubmit = event
      .composedPath()
      .some(
        (target) =>
          target instanceof HTMLElement &&
          isSubmitButton(target) &&
          (target as HTMLButtonElement).form === form,
      );
    if (isOnSubmit) corrections.insist();
    this.#look();
  }

  #handlePageShow(event: Event): void {
    // What is there is of another time.
    if ((event as PageTransitionEvent).persisted) {
      this.#details.endSubmit();
      this.#details.endCorrections();
      this.#checkout.restart();
    }
    this.#show();
  }

  #endPlain(): void {
    if (this.#plain && !isUnderWay(this.#plain)) this.#plain = undefined;
  }

  #look(): void {
    this.#followLock();
    this.#details.corrections.look();
    this.#checkout.review();
    this.#show();
  }

  #followStatus(): void {
    this.#followLock();
    this.#show();
  }

  /**
   * What has been disabled since Klarna is asked is merely locked, until the
   * page lets go of it; before that, another payment method is chosen.
   */
  #followLock(): void {
    const isAsking =
      this.#purchase !== undefined || this.#checkout.status === 'authorizing';
    this.#isLocked = isAsking || (this.#isLocked && this.#host.isDisabled);
  }

  /** Brings the hidden inputs up to date. */
  #show(): void {
    const authorization = this.#plain ? undefined : this.#sendable;
    this.#inputs.show(
      authorization && membersOf(this.#host.name, authorization),
    );
  }

  #detach(): void {
    this.#events.end();
    this.#passing.forget();
    this.#endCalls?.();
    this.#endCalls = undefined;
  }
}

const hostEvents = ['klarna-status', 'klarna-rejected', 'klarna-error'];

/** Old scripts dispatch submits of a plainer kind. */
function submitterOf(event: Event): HTMLElement | null {
  return event instanceof SubmitEvent ? event.submitter : null;
}

function isPartOf(form: HTMLFormElement, element: Element): boolean {
  return contains(form, element) || (element as HTMLInputElement).form === form;
}
