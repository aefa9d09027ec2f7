/** The text of a node, or the nodes in it; falsy ones are left out. */
type Content = string | ReadonlyArray<Node | '' | false | undefined>;

/** What has been made here; other nodes are the page's. */
const ours = new WeakSet<Node>();

/** Shows a node; see {@link createNodes}. */
export type ShowNode = (
  name: string,
  attributes: Readonly<Record<string, string | undefined>>,
  content?: Content,
) => Element;

/**
 * The few nodes of a shadow root, by name: each is made when it is first shown
 * and brought up to date from then on, so that a live region tells of changes
 * only.
 *
 * @returns A function that takes the name, which is a tag and, after a space,
 *     what tells it from its like; its attributes, of which `undefined` takes
 *     one away; and its content.
 */
export function createNodes(): ShowNode {
  const nodes: Record<string, Element | undefined> = {};
  return (name, attributes, content) => {
    const [tag = ''] = name.split(' ');
    const node = (nodes[name] ??= document.createElement(tag));
    ours.add(node);
    for (const [attribute, value] of Object.entries(attributes)) {
      if (value === undefined) node.removeAttribute(attribute);
      // Set again, the address of an image is loaded again.
      else if (node.getAttribute(attribute) !== value) {
        node.setAttribute(attribute, value);
      }
    }
    fill(node, content ?? '');
    return node;
  };
}

/**
 * Gives a node this content. What is there already moves only where the order
 * is another one, and what the page has put there stays.
 */
export function fill(parent: Node, content: Content): void {
  if (typeof content === 'string') {
    if (parent.textContent !== content) parent.textContent = content;
    return;
  }
  const nodes = content.filter((node): node is Node => Boolean(node));
  const gone = [...parent.childNodes].filter(
    (node) => ours.has(node) && !nodes.includes(node),
  );
  for (const node of gone) node.remove();
  nodes.forEach((node, index) => {
    const present = parent.childNodes[index] ?? null;
    if (present !== node) parent.insertBefore(node, present);
  });
}
