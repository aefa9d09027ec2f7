export type MakeElement = typeof element;

/**
 * Makes an element with properties and children; text is text, never markup.
 *
 * Runs in a frame; refers to nothing outside of itself.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  Object.assign(made, properties);
  made.append(...children);
  return made;
}
