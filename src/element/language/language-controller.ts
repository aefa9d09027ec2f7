import type {ReactiveController} from 'lit';
import type {KlarnaHost} from '../host.js';
import {hostsOf} from '../hosts.js';
import {english, type KlarnaPaymentsMessages} from './messages.js';

/** The element's texts in the language of the nearest `lang`. */
export class LanguageController implements ReactiveController {
  readonly #host: KlarnaHost;
  readonly #observer = new MutationObserver(() => this.hostConnected());
  #language: string | undefined;
  #translation: KlarnaPaymentsMessages | undefined;

  constructor(host: KlarnaHost) {
    this.#host = host;
    host.addController(this);
  }

  get texts(): KlarnaPaymentsMessages {
    // A text that is not set is no text to show.
    const own = Object.entries(this.#host.messages ?? {}).filter(
      ([, text]) => text !== undefined && text !== null,
    );
    return {...english, ...this.#translation, ...Object.fromEntries(own)};
  }

  /** Follows every `lang` around the element from now on. */
  hostConnected(): void {
    this.hostDisconnected();
    this.#language = undefined;
    // Neither an observer nor a selector sees beyond a shadow root.
    for (const element of hostsOf(this.#host)) {
      this.#observer.observe(element.getRootNode(), {
        subtree: true,
        attributeFilter: ['lang'],
      });
      this.#language ??= element.closest<HTMLElement>('[lang]')?.lang;
    }
    void this.#speak(this.#language);
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }

  async #speak(language: string | undefined): Promise<void> {
    let translation: KlarnaPaymentsMessages | undefined;
    try {
      // An empty `lang` says that the language is unknown.
      if (language && !/^en\b/i.test(language)) {
        const {loadMessages} = await import('./language.js');
        translation = await loadMessages(language);
      }
    } catch {
      // Texts are no reason to fail a payment: English is there.
    }
    // The page may have gone on to another language meanwhile.
    if (language !== this.#language) return;
    this.#translation = translation;
    this.#host.requestUpdate();
  }
}
