/** Whether there is something of it to be seen. */
export function isRendered(element: Element): boolean {
  const {display, visibility} = getComputedStyle(element);
  // It has no box of its own.
  if (display === 'contents') {
    const parent = parentOf(element);
    return !parent || isRendered(parent);
  }
  if (visibility !== 'visible') return false;
  // Safari 16 does not have it.
  return 'checkVisibility' in Element.prototype
    ? element.checkVisibility()
    : hasBox(element);
}

/**
 * The outermost of the elements around this one, itself included, that are not
 * rendered; where it is not an element but what one shows that is folded, such
 * as the content of `<details>`, that one.
 */
export function unrenderedAround(element: Element): Element | undefined {
  let outermost: Element | undefined;
  let parent: Element | null = element;
  while (parent && !isRendered(parent)) {
    outermost = parent;
    parent = parentOf(parent);
  }
  if (!outermost) return undefined;
  const {display, visibility} = getComputedStyle(outermost);
  const hidesItself = display === 'none' || visibility !== 'visible';
  return hidesItself ? outermost : (parent ?? outermost);
}

function hasBox(element: Element): boolean {
  return element.getClientRects().length > 0;
}

/** An element's parent; that of what stands in a shadow root is the host. */
export function parentOf(element: Element): Element | null {
  const {parentNode} = element;
  if (parentNode instanceof ShadowRoot) return parentNode.host;
  return parentNode instanceof Element ? parentNode : null;
}
