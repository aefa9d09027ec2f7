/*
 * The fields of a form are its properties too: one that is named `elements` or
 * `submit` hides what the form itself has under that name. So its members are
 * taken from where no field can hide them.
 */

/** The form's controls, in the order of the document. */
export function elementsOf(form: HTMLFormElement): Element[] {
  const elements = Reflect.get(HTMLFormElement.prototype, 'elements', form);
  // Polyfills of scoped registries put a list there that cannot be iterated.
  return Array.prototype.slice.call<ArrayLike<Element>, [], Element[]>(
    elements as ArrayLike<Element>,
  );
}

export function attributeOf(form: HTMLFormElement, name: string): string {
  return Element.prototype.getAttribute.call(form, name) ?? '';
}

export function hasAttribute(form: HTMLFormElement, name: string): boolean {
  return Element.prototype.hasAttribute.call(form, name);
}

export function selectIn(form: HTMLFormElement, selector: string): Element[] {
  return [...Element.prototype.querySelectorAll.call(form, selector)];
}

export function contains(form: HTMLFormElement, node: Node): boolean {
  return Node.prototype.contains.call(form, node);
}

export function rootOf(form: HTMLFormElement): Document | ShadowRoot | null {
  const root = Node.prototype.getRootNode.call(form);
  // A page may have moved it to the document of a frame.
  const isDocument = root.nodeType === root.DOCUMENT_NODE;
  return isDocument || root instanceof ShadowRoot
    ? (root as Document | ShadowRoot)
    : null;
}

export function dispatchOn(form: HTMLFormElement, event: Event): boolean {
  return EventTarget.prototype.dispatchEvent.call(form, event);
}

export function reportValidity(form: HTMLFormElement): boolean {
  return HTMLFormElement.prototype.reportValidity.call(form);
}

/** Submits with that button, or without where it is none of this form's. */
export function requestSubmit(
  form: HTMLFormElement,
  submitter: HTMLElement | null,
): void {
  try {
    HTMLFormElement.prototype.requestSubmit.call(form, submitter);
  } catch {
    HTMLFormElement.prototype.requestSubmit.call(form);
  }
}

/**
 * Listens to something that a page may have given an `addEventListener` of its
 * own, behind those that listen already.
 *
 * @returns Ends it.
 */
export function listenOn(
  target: EventTarget,
  type: string,
  listener: EventListenerOrEventListenerObject,
  capture = false,
): () => void {
  const {prototype} = EventTarget;
  prototype.addEventListener.call(target, type, listener, capture);
  return () =>
    prototype.removeEventListener.call(target, type, listener, capture);
}
