import type {ReactiveController} from 'lit';
import type {KlarnaPaymentsElement} from './klarna-payments.js';
import {languageOf, loadMessages} from './language.js';
import {english, type KlarnaPaymentsMessages} from './messages.js';

/** The element's texts in the language of the nearest `lang`. */
export class LanguageController implements ReactiveController {
  readonly #host: KlarnaPaymentsElement;
  #observer: MutationObserver | undefined;
  #language = 'en';
  #loaded: KlarnaPaymentsMessages = english;

  constructor(host: KlarnaPaymentsElement) {
    this.#host = host;
    host.addController(this);
  }

  get texts(): KlarnaPaymentsMessages {
    return {...this.#loaded, ...this.#host.messages};
  }

  /** Follows every `lang` around the element from now on. */
  hostConnected(): void {
    this.hostDisconnected();
    this.#observer = new MutationObserver(() => this.#follow());
    // An observer of a document does not see into shadow roots.
    for (const root of rootsAround(this.#host)) {
      this.#observer.observe(root, {subtree: true, attributeFilter: ['lang']});
    }
    this.#follow();
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
  }

  #follow(): void {
    const language = languageOf(this.#host);
    if (language === this.#language) return;
    this.#language = language;
    void this.#load(language);
  }

  async #load(language: string): Promise<void> {
    const messages = await loadMessages(language);
    // The page may have gone on to another language meanwhile.
    if (language !== this.#language) return;
    this.#loaded = messages ?? english;
    this.#host.requestUpdate();
  }
}

/** The shadow roots that a node stands in, from the inside, and its document. */
function* rootsAround(node: Node): Generator<Node> {
  const root = node.getRootNode();
  yield root;
  if (root instanceof ShadowRoot) yield* rootsAround(root.host);
}
