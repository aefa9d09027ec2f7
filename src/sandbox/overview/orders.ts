import type {StoredOrder} from '../state/store.js';
import type {OverviewContext} from './context.js';
import {markup, type Markup} from './markup.js';
import {time} from './time.js';

/** How many of the newest orders the page shows. */
const shown = 30;

/** The newest orders, and buttons to decide on those that are pending. */
export function orders(context: OverviewContext): Markup {
  const placed = context.orders().toSorted((one, other) => other.at - one.at);
  return markup`<section aria-labelledby="orders">
    <h2 id="orders">Orders</h2>
    ${
      placed.length > 0
        ? markup`<table>
            <thead>
              <tr>
                <th scope="col">Time</th>
                <th scope="col">Order</th>
                <th scope="col">Amount</th>
                <th scope="col">Fraud status</th>
              </tr>
            </thead>
            <tbody>
              ${placed.slice(0, shown).map(row)}
            </tbody>
          </table>`
        : markup`<p class="quiet">None in the last 48 hours.</p>`
    }
  </section>`;
}

function row({at, answer, body, fraudStatus}: StoredOrder): Markup {
  return markup`<tr>
    <td>${time(at)}</td>
    <td class="id">${answer.order_id}</td>
    <td>${money(body.order_amount, body.purchase_currency)}</td>
    <td>
      ${fraudStatus.toLowerCase()}${
        fraudStatus === 'PENDING' && decision(answer.order_id)
      }
    </td>
  </tr>`;
}

function decision(orderId: string): Markup {
  return markup`<form method="post" action="/sandbox/orders" class="buttons">
    <input type="hidden" name="order" value="${orderId}" />
    <button name="verdict" value="accept" aria-label="Accept ${orderId}">
      Accept
    </button>
    <button name="verdict" value="reject" aria-label="Reject ${orderId}">
      Reject
    </button>
  </form>`;
}

function money(amount: number, currency: string): string {
  try {
    const format = new Intl.NumberFormat('en', {style: 'currency', currency});
    const {maximumFractionDigits: digits = 2} = format.resolvedOptions();
    return format.format(amount / 10 ** digits);
  } catch {
    return `${amount} ${currency}`;
  }
}
