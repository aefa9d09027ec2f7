import {listenOn} from './form-members.js';
import {methodOf} from './submits.js';

/**
 * The latest submit that passes with what is authorized: followed through all
 * listeners of the page, for only then it is known who sends the form.
 */
export class PassingSubmit {
  readonly #refuseGet: () => void;
  #event: SubmitEvent | undefined;
  #form: HTMLFormElement | undefined;
  #unlisten: (() => void)[] = [];

  /** @param refuseGet Called when the browser would send it with GET. */
  constructor(refuseGet: () => void) {
    this.#refuseGet = refuseGet;
  }

  /** Whether the page's listeners are still being told of it. */
  get isUnderWay(): boolean {
    return this.#event !== undefined && isUnderWay(this.#event);
  }

  /** @param scope The last target that the event reaches. */
  follow(
    event: SubmitEvent,
    form: HTMLFormElement,
    scope: Window | ShadowRoot,
  ): void {
    this.forget();
    this.#event = event;
    this.#form = form;
    // After all that listen by now, and after those that they add.
    this.#listen(scope === window ? document : form, () =>
      this.#listen(scope, () => this.#end(event)),
    );
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
    for (const unlisten of this.#unlisten.splice(0)) unlisten();
    this.#event = this.#form = undefined;
  }

  #listen(target: EventTarget, goOn: () => void): void {
    const unlisten = listenOn(target, 'submit', (event) => {
      if (event === this.#event) goOn();
    });
    this.#unlisten.push(unlisten);
  }

  #end(event: SubmitEvent): void {
    if (!event.isTrusted || !this.#isGetLetThrough) return;
    event.preventDefault();
    this.#refuseGet();
  }

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
