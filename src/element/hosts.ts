/** The element and, outwards, the hosts of the shadow roots it stands in. */
export function hostsOf(element: Element): Element[] {
  const root = element.getRootNode();
  return root instanceof ShadowRoot
    ? [element, ...hostsOf(root.host)]
    : [element];
}
