import {html, nothing} from 'lit';
import type {CheckoutController} from './checkout-controller.js';
import {KlarnaSelectEvent} from './events.js';
import type {KlarnaPaymentsElement} from './klarna-payments.js';

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

  renderTabs(label: string): unknown {
    const {offered, selected} = this.#checkout;
    // A session as a whole has no category, and so no tab.
    if (!offered[0]?.identifier) return nothing;
    return html`<div
      part="tablist"
      role="tablist"
      aria-label=${label}
      @click=${this}
      @keydown=${this}
      @focusout=${this}
    >
      ${offered.map(
        ({identifier, name, asset_urls: assetUrls}) =>
          html`<button
            type="button"
            part="tab"
            role="tab"
            id="tab-${identifier}"
            aria-controls="panel-${identifier}"
            aria-selected=${identifier === selected}
            tabindex=${identifier === (this.#focused ?? selected) ? 0 : -1}
          >
            ${
              assetUrls?.standard
                ? html`<img
                    part="tab-icon"
                    alt=""
                    src=${assetUrls.standard}
                    @error=${hideUnlessLoaded}
                    @load=${hideUnlessLoaded}
                  />`
                : nothing
            }
            <span part="tab-label">${name}</span>
          </button>`,
      )}
    </div>`;
  }

  renderPanels(label: string, waiting: unknown): unknown {
    const {offered, selected, widget} = this.#checkout;
    const {status} = this.#host;
    return offered.map(({identifier}) => {
      const isSelected = identifier === selected;
      const isWaiting = isSelected && status === 'loading' && !widget?.isLoaded;
      return html`<div
        part="panel"
        role=${identifier ? 'tabpanel' : 'group'}
        id="panel-${identifier}"
        aria-labelledby=${identifier ? `tab-${identifier}` : nothing}
        aria-label=${identifier ? nothing : label}
        aria-busy=${isWaiting}
        tabindex="-1"
        ?hidden=${!isSelected || status === 'error'}
      >
        <slot name=${this.#checkout.slotName(identifier)}></slot>
        ${isWaiting ? waiting : nothing}
      </div>`;
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
    } else if (!list.contains((event as FocusEvent).relatedTarget as Node)) {
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

/** An icon that does not load must not leave a broken image in its tab. */
function hideUnlessLoaded({target, type}: Event): void {
  (target as HTMLImageElement).hidden = type === 'error';
}
