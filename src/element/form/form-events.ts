import {rootOf} from './form-members.js';

const formEvents = ['submit', 'formdata', 'input', 'change', 'invalid'];
const pageEvents = ['click', 'pageshow'];

/**
 * Hears what happens to a form where no listener of the form itself can be
 * earlier.
 */
export class FormEvents {
  readonly #listener: EventListenerObject;
  /** Where the form's events are heard; none leaves a shadow root. */
  #scope: Window | ShadowRoot | undefined;

  constructor(listener: EventListenerObject) {
    this.#listener = listener;
  }

  get scope(): Window | ShadowRoot {
    return this.#scope ?? window;
  }

  /** To be called again when the form or its root is another one. */
  follow(form: HTMLFormElement | null): void {
    this.end();
    const root = form && rootOf(form);
    this.#scope = root instanceof ShadowRoot ? root : window;
    for (const type of formEvents) {
      this.#scope.addEventListener(type, this.#listener, true);
    }
    for (const type of pageEvents) {
      window.addEventListener(type, this.#listener, true);
    }
  }

  end(): void {
    for (const type of formEvents) {
      this.#scope?.removeEventListener(type, this.#listener, true);
    }
    for (const type of pageEvents) {
      window.removeEventListener(type, this.#listener, true);
    }
    this.#scope = undefined;
  }
}

/** Nobody else is to see it. */
export function stop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
