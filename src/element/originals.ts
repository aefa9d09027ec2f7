import {hostsOf} from './hosts.js';
import {takeOut} from './take-out.js';

/** Marks what the element has made. A copy of it has the attribute alone. */
const attribute = 'data-klarna-payments';
const original = Symbol.for('klarna-payments.original');

/** Marks a node that the element puts among its children or its hosts'. */
export function markOriginal(node: HTMLElement): void {
  node.toggleAttribute(attribute, true);
  Object.assign(node, {[original]: true});
}

/**
 * Takes away what a page has copied along with its elements: containers that
 * belong to no mount, with frames under the names of others, and inputs with a
 * token that may not be usable.
 */
export function removeCopies(element: Element): void {
  for (const parent of hostsOf(element)) {
    for (const child of parent.querySelectorAll(`:scope > [${attribute}]`)) {
      if (!(original in child)) takeOut(child);
    }
  }
}
