/**
 * Makes an element: properties as they are called on the element, attributes
 * that have no property under `attributes`.
 */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<Omit<HTMLElementTagNameMap[Tag], 'style'>> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  Object.assign(element, properties);
  element.append(...children);
  return element;
}

/** The element of the page with this id, which the page is known to have. */
export function byId<Element extends HTMLElement = HTMLElement>(
  id: string,
): Element {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no element "${id}"`);
  return element as Element;
}

/** An amount in minor units as the shopper reads it. */
export function money(
  amount: number,
  locale: string,
  currency: string,
): string {
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    trailingZeroDisplay: 'stripIfInteger',
  });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amount / 10 ** digits);
}
