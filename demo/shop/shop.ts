import '../../src/index.js';
import type {ShopState} from '../shop-state.js';
import {showAddressFields} from './address-fields.js';
import {showBag} from './bag.js';
import {setUpCheckout} from './checkout.js';
import {byId, money} from './dom.js';
import {listEvents} from './event-log.js';
import {keepForm, restoreForm} from './form-memory.js';
import {setUpSettings, showSettings} from './settings.js';
import {shopServer} from './shop-server.js';
import {textsOf, translate} from './texts.js';
import {showThanks} from './thanks.js';

/** The server wrote the state into the page. */
let state = JSON.parse(byId('shop-state').textContent) as ShopState;

/** Changes on their way to the server, in the order they were made. */
let changes: Promise<unknown> = Promise.resolve();
let latestChange = 0;

const form = byId<HTMLFormElement>('order-form');
const klarna = byId<HTMLElementTagNameMap['klarna-payments']>('klarna');

listEvents(document, byId('event-log'), byId('event-none'));
setUpSettings(form, (settings) =>
  follow(() => shopServer.setSettings(settings)),
);
setUpCheckout(form, klarna, () => textsOf(state.locale));
show(state);
restoreForm(form);
keepForm(form);

form.addEventListener('change', ({target}) => {
  // The country of the address is the market.
  if (!(target instanceof HTMLSelectElement)) return;
  if (target.id !== 'billing-country') return;
  const country = target.value as ShopState['country'];
  follow(() => shopServer.setSettings({country}));
});

/** Shows the whole shop in this state. */
function show(now: ShopState): void {
  state = now;
  const {locale, currency} = state;
  const texts = textsOf(locale);
  document.documentElement.lang = locale;
  translate(document, locale);
  showSettings(state);
  showBag(state, setQuantity);
  for (const section of ['billing', 'shipping'] as const) {
    const fields = byId(`${section}-fields`);
    showAddressFields(fields, section, state, texts);
  }

  form.hidden = state.total === 0;
  byId('place-amount').textContent = money(state.total, locale, currency);
  // With nothing to pay there is nothing to ask the shop for.
  const isToPay = state.total > 0 && !state.placed;
  klarna.endpoint = isToPay ? '/klarna/session' : '';
  // The element asks the shop again when the revision is another.
  klarna.revision = state.revision;
  if (state.placed) {
    showThanks(state.placed, locale, () => follow(() => shopServer.again()));
    return;
  }
  byId('thanks').hidden = true;
  byId('checkout').hidden = false;
}

/** At once on the page; what it costs is the server's to say. */
function setQuantity(reference: string, quantity: number): void {
  const article = state.articles.find((one) => one.reference === reference);
  if (!article) return;
  article.quantity = quantity;
  article.total = quantity * article.price;
  showBag(state, setQuantity);
  follow(() => shopServer.setQuantity(reference, quantity));
}

/** Makes a change after those before it, and shows where the last one led. */
function follow(change: () => Promise<ShopState>): void {
  const mine = ++latestChange;
  changes = changes.then(change).then(
    (now) => {
      if (mine === latestChange) show(now);
    },
    () => {
      // What the page shows may differ from what the server has.
      if (mine === latestChange) location.reload();
    },
  );
}
