import {html, nothing, type ReactiveController, type TemplateResult} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import type {Checkout} from '../checkout/checkout.js';
import type {KlarnaCategory} from '../klarna/types.js';
import {KlarnaSelectEvent} from './events.js';
import type {KlarnaHost} from './host.js';

/** The tab list, as the ARIA Authoring Practices have it, and its panels. */
export class TabsController implements ReactiveController {
  readonly #host: KlarnaHost;
  readonly #checkout: Checkout;
  /** Where a key has moved the focus, until it leaves the tab list. */
  #focused: string | undefined;

  constructor(host: KlarnaHost, checkout: Checkout) {
    this.#host = host;
    this.#checkout = checkout;
    host.addController(this);
  }

  /** The tab with the focus may have gone. */
  hostUpdate(): void {
    const isThere = this.#checkout.offered.some(
      ({identifier}) => identifier === this.#focused,
    );
    if (!isThere) this.#focused = undefined;
  }

  /** The tab list; none for a session as a whole, which has no category. */
  renderTabs(label: string): TemplateResult | typeof nothing {
    const {offered} = this.#checkout;
    if (!offered[0]?.identifier) return nothing;
    return html`<div
      part="tablist"
      role="tablist"
      aria-label=${label}
      @keydown=${this.#handleKey}
      @focusout=${this.#handleFocusout}
    >
      ${repeat(offered, keyOf, (category) => this.#renderTab(category))}
    </div>`;
  }

  /**
   * A panel for each category, with its widget once there is one.
   *
   * @param waiting Stands in for a widget that loads.
   */
  renderPanels(label: string, waiting: TemplateResult): unknown {
    return repeat(this.#checkout.offered, keyOf, ({identifier}) =>
      this.#renderPanel(identifier, label, waiting),
    );
  }

  #renderTab({identifier, name, asset_urls: urls}: KlarnaCategory): unknown {
    const {selected} = this.#checkout;
    const isReachable = identifier === (this.#focused ?? selected);
    return html`<button
      type="button"
      part="tab"
      role="tab"
      id="tab-${identifier}"
      aria-controls="panel-${identifier}"
      aria-selected=${identifier === selected}
      tabindex=${isReachable ? 0 : -1}
      @click=${() => this.#choose(identifier)}
    >
      ${urls?.standard ? this.#renderIcon(urls.standard) : nothing}
      <span part="tab-label">${name}</span>
    </button>`;
  }

  /** An image that does not load must not leave a broken one in its tab. */
  #renderIcon(src: string): TemplateResult {
    return html`<img
      part="tab-icon"
      alt=""
      src=${src}
      @load=${showIcon}
      @error=${hideIcon}
    />`;
  }

  #renderPanel(
    category: string,
    label: string,
    waiting: TemplateResult,
  ): TemplateResult {
    const {selected, status, isShown} = this.#checkout;
    const isSelected = category === selected;
    const isWaiting = isSelected && status === 'loading' && !isShown;
    const widget = this.#checkout.widgetName(category);
    return html`<div
      part="panel"
      role=${category ? 'tabpanel' : 'group'}
      id="panel-${category}"
      aria-labelledby=${category ? `tab-${category}` : nothing}
      aria-label=${category ? nothing : label}
      aria-busy=${isWaiting}
      tabindex="-1"
      ?hidden=${!isSelected || status === 'error'}
    >
      ${widget ? html`<slot name=${widget}></slot>` : nothing}
      ${isWaiting ? waiting : nothing}
    </div>`;
  }

  #choose(category: string): void {
    const {selected: previousCategory} = this.#checkout;
    if (category === previousCategory) return;
    const event = new KlarnaSelectEvent({category, previousCategory});
    if (this.#host.dispatchEvent(event)) this.#checkout.select(category);
  }

  readonly #handleKey = (event: KeyboardEvent): void => {
    const {key, altKey, ctrlKey, metaKey, shiftKey} = event;
    const list = event.currentTarget as HTMLElement;
    const tabs = [...list.querySelectorAll<HTMLElement>('[role=tab]')];
    const index = tabs.findIndex((tab) => tab.contains(event.target as Node));
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
    // What is on screen may be older than what is on offer.
    const next = tabs.at(goal % tabs.length);
    const {offered} = this.#checkout;
    const category = offered.find(
      ({identifier}) => next?.id === `tab-${identifier}`,
    );
    if (!next || !category) return;
    this.#focused = category.identifier;
    this.#host.requestUpdate();
    next.focus();
    if (this.#host.activation === 'auto') this.#choose(category.identifier);
  };

  readonly #handleFocusout = (event: FocusEvent): void => {
    const list = event.currentTarget as HTMLElement;
    if (!this.#focused || list.contains(event.relatedTarget as Node)) return;
    this.#focused = undefined;
    this.#host.requestUpdate();
  };
}

function keyOf({identifier}: KlarnaCategory): string {
  return identifier;
}

function showIcon({currentTarget}: Event): void {
  (currentTarget as HTMLImageElement).hidden = false;
}

function hideIcon({currentTarget}: Event): void {
  (currentTarget as HTMLImageElement).hidden = true;
}
