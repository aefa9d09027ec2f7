/** Marks what a mount has made. A copy of it has the attribute alone. */
const attribute = 'data-klarna-payments';
const original = Symbol.for('klarna-payments.original');

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
  /** From the element outwards: whose child hands the container down. */
  readonly #parents: readonly Element[];
  readonly #nodes: readonly HTMLElement[];
  readonly #observer: MutationObserver;

  /**
   * @param lost Called once when somebody else takes a node of the chain away.
   */
  constructor(element: HTMLElement, slotName: string, lost: () => void) {
    this.slotName = slotName;
    this.container = document.createElement('div');
    this.#parents = hostsOf(element);
    this.#nodes = this.#parents.map((parent, level) => {
      const outermost = level === this.#parents.length - 1;
      const node = outermost ? this.container : document.createElement('slot');
      node.slot = slotName;
      if (node instanceof HTMLSlotElement) node.name = slotName;
      node.toggleAttribute(attribute);
      Object.assign(node, {[original]: true});
      parent.append(node);
      return node;
    });
    this.#observer = new MutationObserver(() => {
      if (this.#isWhole()) return;
      this.#observer.disconnect();
      lost();
    });
    for (const parent of this.#parents) {
      this.#observer.observe(parent, {childList: true});
    }
    for (const node of this.#nodes) {
      this.#observer.observe(node, {attributeFilter: ['slot']});
    }
  }

  /** Whether the element still stands in the same roots as when this began. */
  fits(element: HTMLElement): boolean {
    const hosts = hostsOf(element);
    return (
      hosts.length === this.#parents.length &&
      hosts.every((host, level) => host === this.#parents[level])
    );
  }

  /** Takes the container away, by which Klarna's script ends the widget. */
  remove(): void {
    this.#observer.disconnect();
    for (const node of this.#nodes) {
      // The page may have made something of its own of it.
      if (node.slot === this.slotName) node.remove();
    }
  }

  #isWhole(): boolean {
    return this.#nodes.every(
      (node, level) =>
        node.parentNode === this.#parents[level] && node.slot === this.slotName,
    );
  }
}

/**
 * Takes away what a page has copied along with its elements: containers that
 * belong to no mount, with frames under the names of others.
 */
export function removeCopies(element: Element): void {
  for (const parent of hostsOf(element)) {
    for (const child of parent.querySelectorAll(`:scope > [${attribute}]`)) {
      if (!(original in child)) child.remove();
    }
  }
}

/** The element and, outwards, the hosts of the shadow roots it stands in. */
function hostsOf(element: Element): Element[] {
  const root = element.getRootNode();
  return root instanceof ShadowRoot
    ? [element, ...hostsOf(root.host)]
    : [element];
}
