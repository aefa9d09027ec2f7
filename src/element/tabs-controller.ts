import type {CheckoutController} from './checkout-controller.js';
import {KlarnaSelectEvent} from './events.js';
import type {KlarnaPaymentsElement} from './klarna-payments.js';
import type {ShowNode} from './nodes.js';

/** The tab list, as the ARIA Authoring Practices have it, and its panels. */
export class TabsController {
  readonly #host: KlarnaPaymentsElement;
  readonly #checkout: CheckoutController;
  /** Where a key has moved the focus, until it leaves the tab list. */
  #focused: string | undefined;

  constructor(host: KlarnaPaymentsElement, checkout: CheckoutController) {
    this.#host = host;
    this.#checkout = checkout;
  }

  /** The tab list; none for a session as a whole, which has no category. */
  showTabs(show: ShowNode, label: string): Element | undefined {
    const {offered, selected} = this.#checkout;
    if (!offered[0]?.identifier) return undefined;
    const tabs = offered.map(({identifier, name, asset_urls: assetUrls}) =>
      show(
        `button tab-${identifier}`,
        {
          type: 'button',
          part: 'tab',
          role: 'tab',
          id: `tab-${identifier}`,
          'aria-controls': `panel-${identifier}`,
          'aria-selected': `${identifier === selected}`,
          tabindex: identifier === (this.#focused ?? selected) ? '0' : '-1',
        },
        [
          assetUrls?.standard &&
            show(`img ${identifier}`, {
              part: 'tab-icon',
              alt: '',
              src: assetUrls.standard,
            }),
          show(`span ${identifier}`, {part: 'tab-label'}, name),
        ],
      ),
    );
    const list = show(
      'div tablist',
      {part: 'tablist', role: 'tablist', 'aria-label': label},
      tabs,
    );
    for (const type of ['click', 'keydown', 'focusout', 'load', 'error']) {
      // Images tell of themselves only to those who capture. Added again, a
      // listener counts once.
      list.addEventListener(type, this, true);
    }
    return list;
  }

  /** A panel for each category, with its widget once there is one. */
  showPanels(show: ShowNode, label: string, waiting: Node): Element[] {
    const {offered, selected, widget} = this.#checkout;
    const {status} = this.#host;
    return offered.map(({identifier}) => {
      const isSelected = identifier === selected;
      const isWaiting = isSelected && status === 'loading' && !widget?.isLoaded;
      const name = this.#checkout.slotName(identifier);
      return show(
        `div panel-${identifier}`,
        {
          part: 'panel',
          role: identifier ? 'tabpanel' : 'group',
          id: `panel-${identifier}`,
          'aria-labelledby': identifier ? `tab-${identifier}` : undefined,
          'aria-label': identifier ? undefined : label,
          'aria-busy': `${isWaiting}`,
          tabindex: '-1',
          hidden: isSelected && status !== 'error' ? undefined : '',
        },
        [
          name && show(`slot panel-${identifier}`, {name}),
          isWaiting && waiting,
        ],
      );
    });
  }

  /** @internal */
  handleEvent(event: Event): void {
    const list = event.currentTarget as HTMLElement;
    const index = [...list.children].findIndex((tab) =>
      tab.contains(event.target as Node),
    );
    if (event.type === 'click') this.#choose(index);
    else if (event.type === 'keydown') {
      this.#handleKey(event as KeyboardEvent, list, index);
    } else if (event.target instanceof HTMLImageElement) {
      // One that does not load must not leave a broken image in its tab.
      event.target.hidden = event.type === 'error';
    } else if (
      this.#focused &&
      !list.contains((event as FocusEvent).relatedTarget as Node)
    ) {
      this.#focused = undefined;
      this.#host.requestUpdate();
    }
  }

  #choose(index: number): void {
    const {offered, selected: previousCategory} = this.#checkout;
    const category = offered[index]?.identifier ?? previousCategory;
    if (category === previousCategory) return;
    const event = new KlarnaSelectEvent({category, previousCategory});
    if (this.#host.dispatchEvent(event)) this.#checkout.select(category);
  }

  #handleKey(event: KeyboardEvent, list: HTMLElement, index: number): void {
    const {key, altKey, ctrlKey, metaKey, shiftKey} = event;
    const forward = getComputedStyle(list).direction === 'rtl' ? -1 : 1;
    const goals: Record<string, number | undefined> = {
      ArrowLeft: index - forward,
      ArrowRight: index + forward,
      Home: 0,
      End: -1,
    };
    const goal = goals[key];
    if (goal === undefined || altKey || ctrlKey || metaKey || shiftKey) return;
    event.preventDefault();
    const {offered} = this.#checkout;
    const next = (goal + offered.length) % offered.length;
    this.#focused = offered[next]?.identifier;
    this.#host.requestUpdate();
    (list.children[next] as HTMLElement).focus();
    if (this.#host.activation === 'auto') this.#choose(next);
  }
}
