import {listenOn, rootOf} from './form-members.js';

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
  #unlisten: (() => void)[] = [];

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
    const view = root instanceof ShadowRoot ? root : root?.defaultView;
    const scope = view ?? window;
    this.#scope = scope;
    const listen = (target: EventTarget) => (type: string) =>
      listenOn(target, type, this.#listener, true);
    this.#unlisten = [
      ...formEvents.map(listen(scope)),
      ...pageEvents.map(listen(window)),
    ];
  }

  end(): void {
    for (const unlisten of this.#unlisten.splice(0)) unlisten();
    this.#scope = undefined;
  }
}

/** Nobody else is to see it. */
export function stop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
