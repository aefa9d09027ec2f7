import {methodOf} from './submits.js';

/**
 * The latest submit that passes with what is authorized: followed through all
 * listeners of the page, for only then it is known who sends the form.
 */
export class PassingSubmit {
  readonly #refuseGet: () => void;
  #event: SubmitEvent | undefined;
  #form: HTMLFormElement | undefined;
  /** The last target that the event reaches. */
  #scope: Window | ShadowRoot | undefined;

  /** @param refuseGet Called when the browser would send it with GET. */
  constructor(refuseGet: () => void) {
    this.#refuseGet = refuseGet;
  }

  /** Whether the page's listeners are still being told of it. */
  get isUnderWay(): boolean {
    return this.#event !== undefined && isUnderWay(this.#event);
  }

  follow(
    event: SubmitEvent,
    form: HTMLFormElement,
    scope: Window | ShadowRoot,
  ): void {
    this.forget();
    this.#event = event;
    this.#form = form;
    this.#scope = scope;
    // After all that listen by now, and after those that they add.
    listenLast(scope === window ? document : form, this.#goOn);
  }

  /**
   * Takes the submit for which the browser reads the form, if it does: one
   * that has passed all listeners, and is read for the first time.
   *
   * @returns Whether it was one that would be sent with GET.
   */
  endWithGet(): boolean {
    if (!this.#event || this.isUnderWay) return false;
    // Firefox sends the form for a submit of script's as well, and meanwhile.
    const isSent =
      this.#event.isTrusted || this.#event.eventPhase !== this.#event.NONE;
    const isGet = isSent && this.#isGetLetThrough;
    this.forget();
    return isGet;
  }

  forget(): void {
    if (this.#form) unlisten(this.#form, this.#goOn);
    if (this.#scope) unlisten(this.#scope, this.#end);
    unlisten(document, this.#goOn);
    this.#event = this.#form = this.#scope = undefined;
  }

  readonly #goOn = (event: Event): void => {
    if (event === this.#event && this.#scope) {
      listenLast(this.#scope, this.#end);
    }
  };

  readonly #end = (event: Event): void => {
    if (event !== this.#event || !event.isTrusted) return;
    if (!this.#isGetLetThrough) return;
    event.preventDefault();
    this.#refuseGet();
  };

  /** Whether it says GET, and no listener has stopped it. */
  get #isGetLetThrough(): boolean {
    if (!this.#event || !this.#form) return false;
    const {defaultPrevented, submitter} = this.#event;
    return !defaultPrevented && methodOf(this.#form, submitter) === 'get';
  }
}

/**
 * Whether listeners are still being told of an event. Firefox has it in a phase
 * even while it sends the form, but in nobody's hands.
 */
export function isUnderWay({currentTarget}: Event): boolean {
  return currentTarget !== null;
}

/** Puts a listener behind those that are there. */
function listenLast(
  target: EventTarget,
  listener: (event: Event) => void,
): void {
  unlisten(target, listener);
  EventTarget.prototype.addEventListener.call(target, 'submit', listener);
}

/** A page may have something named like the method of its document. */
function unlisten(target: EventTarget, listener: (event: Event) => void): void {
  EventTarget.prototype.removeEventListener.call(target, 'submit', listener);
}
