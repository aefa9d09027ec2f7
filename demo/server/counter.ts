import type {Context, Hono} from 'hono';
import {html} from 'hono/html';
import type {KlarnaMerchant, KlarnaOpenWork} from '../../src/server/index.js';
import type {OrderEntry, ShopDatabase} from './database.js';
import type {DemoKlarna} from './klarna.js';

/** Orders that the page shows. */
const newest = 10;

/** What each state means to whoever is behind the counter. */
const meanings: Record<KlarnaOpenWork['state'], string> = {
  waiting: 'Authorized. Ordered by itself soon, with or without the shopper.',
  placing: 'Sent to Klarna, which has not answered yet. Sent again by itself.',
  placed: 'Klarna has the order, the shop’s records not yet.',
  uncertain: 'Only a person can say whether there is an order: ask Klarna.',
  cancelling: 'Nothing was ordered. Klarna is told to let go of it.',
};

/** Behind the counter: what is open, and what has been ordered. */
export function addCounter(
  shop: Hono,
  klarna: DemoKlarna,
  database: ShopDatabase,
): void {
  const merchants: readonly KlarnaMerchant[] = [klarna.bag, klarna.gift];

  shop.get('/shop/counter', async (context) => {
    const pending = await Promise.all(merchants.map((one) => one.pending()));
    context.header('cache-control', 'no-store');
    return context.html(
      page(pending.flat(), database.newestOrders(newest), Date.now()),
    );
  });

  /** What the shop does every minute, at once. */
  shop.post('/shop/counter', async (context: Context) => {
    await Promise.all(merchants.map((one) => one.recover()));
    return context.redirect('/shop/counter', 303);
  });
}

function page(
  open: readonly KlarnaOpenWork[],
  orders: readonly OrderEntry[],
  now: number,
) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Mornby: behind the counter</title>
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/demo/art/mornby.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/demo/shop/shop.css" />
        <link rel="stylesheet" href="/demo/shop/open.css" />
      </head>
      <body>
        <header class="shop-header">
          <a class="wordmark" href="/">
            <img src="/demo/art/mornby.svg" alt="" width="36" height="36" />
            Mornby
          </a>
          <p class="motto">Behind the counter</p>
        </header>
        <main class="behind">
          <section class="card" aria-labelledby="open-heading">
            <h1 id="open-heading">Open</h1>
            <p class="small">
              Payments that Klarna has approved and that have not come to their
              end. The shop looks after them every minute, also when nobody
              comes back and after it was restarted.
            </p>
            ${
              open.length === 0
                ? html`<p class="none">Nothing is open.</p>`
                : html`<ul class="entries">
                    ${open.map((work) => openEntry(work, now))}
                  </ul>`
            }
            <form method="post" action="/shop/counter">
              <button class="secondary">Look after it now</button>
            </form>
          </section>
          <section class="card" aria-labelledby="orders-heading">
            <h2 id="orders-heading">Ordered</h2>
            ${
              orders.length === 0
                ? html`<p class="none">Nothing yet.</p>`
                : html`<ul class="entries">
                    ${orders.map((order) => orderEntry(order, now))}
                  </ul>`
            }
          </section>
        </main>
      </body>
    </html>`;
}

function openEntry(work: KlarnaOpenWork, now: number) {
  return html`<li>
    <p class="line">
      <strong class="state ${work.state}">${work.state}</strong>
      ${timeOf(work.since, now)}
    </p>
    <p>${meanings[work.state]}</p>
    <p class="small">
      ${
        work.orderId === undefined
          ? html`session <code>${work.sessionId}</code>`
          : html`order <code>${work.orderId}</code>`
      }
    </p>
  </li>`;
}

function orderEntry({orderId, order, of, at}: OrderEntry, now: number) {
  const amount = new Intl.NumberFormat(order.locale, {
    style: 'currency',
    currency: order.purchase_currency,
  }).format(order.order_amount / 100);
  return html`<li>
    <p class="line">
      <strong>${amount}</strong>
      <span>${of === 'bag' ? 'a bag' : 'a gift card'}</span>
      ${timeOf(at, now)}
    </p>
    <p class="small">order <code>${orderId}</code></p>
  </li>`;
}

function timeOf(at: number, now: number) {
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  const [count, unit] =
    seconds < 120
      ? [seconds, 'second']
      : seconds < 7200
        ? [Math.round(seconds / 60), 'minute']
        : [Math.round(seconds / 3600), 'hour'];
  const text = new Intl.RelativeTimeFormat('en').format(
    -Number(count),
    unit as Intl.RelativeTimeFormatUnit,
  );
  return html`<time datetime="${new Date(at).toISOString()}">${text}</time>`;
}
