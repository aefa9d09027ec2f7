import {html, nothing, type TemplateResult} from 'lit';
import type {Checkout} from '../checkout/checkout.js';
import type {KlarnaPaymentsStatus} from '../checkout/events.js';
import {toldByEvents} from '../checkout/faults.js';
import {orderUrlIn} from '../checkout/session.js';
import type {KlarnaPaymentsMessages} from './language/messages.js';
import {textOf} from './language/notices.js';

/** What went wrong, what stands, or what the shopper has to do about it. */
export function renderAlert(
  checkout: Checkout,
  texts: KlarnaPaymentsMessages,
): unknown {
  const {error, isOrdered, notice} = checkout;
  if (isOrdered) return renderOrdered(error && orderUrlIn(error), texts);
  if (error) {
    const retry = () => void checkout.refresh().catch(toldByEvents);
    return html`<slot name="error"
      ><p part="message">${texts.error}</p>
      <button type="button" part="retry-button" @click=${retry}>
        ${texts.retry}
      </button></slot
    >`;
  }
  return notice
    ? html`<p part="message">${textOf(notice, texts)}</p>`
    : nothing;
}

/** Klarna offers nothing here. */
export function renderEmpty(texts: KlarnaPaymentsMessages): TemplateResult {
  return html`<slot name="empty"
    ><p part="message">${texts.unavailable}</p></slot
  >`;
}

/** A polite word on each status; an approval is to be seen as well. */
export function renderStatus(
  status: KlarnaPaymentsStatus,
  texts: KlarnaPaymentsMessages,
): unknown {
  if (status === 'idle' || status === 'error') return nothing;
  return status === 'authorized'
    ? html`<p part="message">${texts.authorized}</p>`
    : html`<span>${texts[status]}</span>`;
}

/** Nothing can be tried again: the order has been placed. */
function renderOrdered(
  url: string | undefined,
  texts: KlarnaPaymentsMessages,
): TemplateResult {
  return html`<p part="message">
    ${texts.ordered}
    ${url ? html`<a href=${url}>${texts.orderLink}</a>` : nothing}
  </p>`;
}
