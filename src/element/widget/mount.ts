import {hostsOf} from '../hosts.js';
import {markOriginal} from '../originals.js';
import {takeOut} from '../take-out.js';

/**
 * The place of one widget. Klarna's script finds its frames only through
 * `document`, so the container must stand in the document's own light DOM and
 * reach the panel by slots: as a child of the element, or, where the element
 * stands in shadow roots, as a child of the outermost host, handed down by one
 * `<slot>` for every root in between.
 */
export class Mount {
  /** Name of the slot that the element's panel has to render. */
  readonly slotName: string;
  readonly container: HTMLElement;
  readonly #element: HTMLElement;
  /** The slots that hand the container down, and last the container. */
  readonly #nodes: readonly HTMLElement[];
  readonly #observer: MutationObserver;

  /**
   * @param lost Called once when somebody else takes a node of the chain away.
   */
  constructor(element: HTMLElement, slotName: string, lost: () => void) {
    this.slotName = slotName;
    this.container = document.createElement('div');
    this.#element = element;
    this.#observer = new MutationObserver(() => {
      if (this.isWhole) return;
      this.#observer.disconnect();
      lost();
    });
    const hosts = hostsOf(element);
    // Prototype.js has a `map()` of its own, which does not pass the list.
    this.#nodes = hosts.map((host, level) => {
      const isOutermost = level === hosts.length - 1;
      const node = isOutermost
        ? this.container
        : document.createElement('slot');
      Object.assign(node, {slot: slotName, name: slotName});
      markOriginal(node);
      host.append(node);
      this.#observer.observe(host, {childList: true});
      this.#observer.observe(node, {attributeFilter: ['slot']});
      return node;
    });
  }

  /** Whether every node stands where the element's place asks for it. */
  get isWhole(): boolean {
    const hosts = hostsOf(this.#element);
    return (
      hosts.length === this.#nodes.length &&
      this.#nodes.every(
        (node, level) =>
          node.parentNode === hosts[level] && node.slot === this.slotName,
      )
    );
  }

  /** Takes the container away, by which Klarna's script ends the widget. */
  remove(): void {
    this.#observer.disconnect();
    for (const node of this.#nodes) {
      // The page may have made something of its own of it.
      if (node.slot === this.slotName) takeOut(node);
    }
  }
}
