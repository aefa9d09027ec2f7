/**
 * Takes a node out of where it stands, if it stands anywhere. Pages have a
 * `remove()` of their own, as Prototype.js does, which throws if it does not.
 */
export function takeOut(node: Node): void {
  node.parentNode?.removeChild(node);
}
