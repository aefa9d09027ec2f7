import {html, nothing, type TemplateResult} from 'lit';
import type {KlarnaCategory} from '../klarna/types.js';
import type {KlarnaPaymentsStatus} from './events.js';
import type {KlarnaPaymentsMessages} from './messages.js';

/** What a tab list and its panels show. */
export interface TabsView {
  categories: readonly KlarnaCategory[];
  selected: string;
  label: string;
  /** Index of the tab that the Tab key leads to. */
  tabStop: number;
  status: KlarnaPaymentsStatus;
  /** Whether the selected panel has a widget to show. */
  isLoaded: boolean;
  isFailed: boolean;
  slotName: (category: string) => string;
  onClick: (index: number) => void;
  onKeydown: (event: KeyboardEvent, index: number) => void;
  onFocusout: (event: FocusEvent) => void;
}

export function tabs(view: TabsView): TemplateResult | typeof nothing {
  const {categories} = view;
  // A session as a whole has no category, and so no tab.
  if (!categories[0]?.identifier) return nothing;
  return html`<div
    part="tablist"
    role="tablist"
    aria-label=${view.label}
    @focusout=${view.onFocusout}
  >
    ${categories.map((category, index) => tab(view, category, index))}
  </div>`;
}

function tab(
  view: TabsView,
  {identifier, name, asset_urls: assetUrls}: KlarnaCategory,
  index: number,
): TemplateResult {
  return html`<button
    type="button"
    part="tab"
    role="tab"
    id="tab-${identifier}"
    aria-controls="panel-${identifier}"
    aria-selected=${identifier === view.selected}
    tabindex=${index === view.tabStop ? 0 : -1}
    @click=${() => view.onClick(index)}
    @keydown=${(event: KeyboardEvent) => view.onKeydown(event, index)}
  >
    ${
      assetUrls?.standard
        ? html`<img
            part="tab-icon"
            alt=""
            src=${assetUrls.standard}
            @error=${hideImage}
            @load=${showImage}
          />`
        : nothing
    }
    <span part="tab-label">${name}</span>
  </button>`;
}

export function panels(
  view: TabsView,
  texts: KlarnaPaymentsMessages,
): TemplateResult[] {
  return view.categories.map(({identifier}) => {
    const isSelected = identifier === view.selected;
    const isWaiting = isSelected && view.status === 'loading' && !view.isLoaded;
    return html`<div
      part="panel"
      role=${identifier ? 'tabpanel' : 'group'}
      id="panel-${identifier}"
      aria-labelledby=${identifier ? `tab-${identifier}` : nothing}
      aria-label=${identifier ? nothing : view.label}
      aria-busy=${isWaiting}
      tabindex="-1"
      ?hidden=${!isSelected || view.isFailed}
    >
      <slot name=${view.slotName(identifier)}></slot>
      ${isWaiting ? waiting(texts) : nothing}
    </div>`;
  });
}

/** Stands in until there is something of Klarna's to show. */
export function waiting(texts: KlarnaPaymentsMessages): TemplateResult {
  return html`<slot name="loading"
    ><div part="loading-indicator">${texts.loading}</div></slot
  >`;
}

export function unavailable(texts: KlarnaPaymentsMessages): TemplateResult {
  return html`<slot name="empty"
    ><p part="message">${texts.unavailable}</p></slot
  >`;
}

export function failure(
  texts: KlarnaPaymentsMessages,
  onRetry: () => void,
): TemplateResult {
  return html`<slot name="error"
    ><div role="alert">
      <p part="message">${texts.error}</p>
      <button type="button" part="retry-button" @click=${onRetry}>
        ${texts.retry}
      </button>
    </div></slot
  >`;
}

/** An icon that does not load must not leave a broken image in its tab. */
function hideImage(event: Event): void {
  (event.target as HTMLImageElement).hidden = true;
}

function showImage(event: Event): void {
  (event.target as HTMLImageElement).hidden = false;
}
