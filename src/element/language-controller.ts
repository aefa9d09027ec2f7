import type {ReactiveController} from 'lit';
import type {KlarnaPaymentsElement} from './klarna-payments.js';
import {languageOf, loadMessages} from './language.js';
import {english, type KlarnaPaymentsMessages} from './messages.js';

/** The element's texts in the language of the nearest `lang`. */
export class LanguageController implements ReactiveController {
  readonly #host: KlarnaPaymentsElement;
  #language = 'en';
  #loaded: KlarnaPaymentsMessages = english;

  constructor(host: KlarnaPaymentsElement) {
    this.#host = host;
    host.addController(this);
  }

  get texts(): KlarnaPaymentsMessages {
    return {...this.#loaded, ...this.#host.messages};
  }

  hostUpdate(): void {
    const language = languageOf(this.#host);
    if (language === this.#language || !this.#host.isConnected) return;
    this.#language = language;
    void this.#load(language);
  }

  async #load(language: string): Promise<void> {
    const messages = await loadMessages(language);
    if (language !== this.#language) return;
    this.#loaded = messages ?? english;
    this.#host.requestUpdate();
  }
}
