import type {Country} from '../server/markets.js';
import type {ShopSettings, ShopState} from '../shop-state.js';
import {type Customer, detailsOf} from './customers.js';
import {byId, make} from './dom.js';
import {fillForm} from './form-memory.js';
import {shopServer} from './shop-server.js';

const form = byId<HTMLFormElement>('settings');
const root = document.documentElement;

/**
 * The switches above the shop: those of the visitor's session are the server's,
 * those of looks are kept in this browser.
 */
export function setUpSettings(
  order: HTMLFormElement,
  change: (settings: ShopSettings) => void,
): void {
  applyLooks();
  byId<HTMLDetailsElement>('demo-settings').open =
    matchMedia('(min-width: 62rem)').matches;

  form.addEventListener('change', ({target}) => {
    if (!(target instanceof HTMLSelectElement)) return;
    const {name, value} = target;
    if (name === 'theme' || name === 'dir') {
      localStorage.setItem(`mornby-${name}`, value);
      return applyLooks();
    }
    if (name !== 'customer') return change({[name]: value});
    if (value) void choose(value as Customer, order);
  });
  form.addEventListener('submit', (event) => event.preventDefault());
}

/** Shows the settings as the server knows them. */
export function showSettings(state: ShopState): void {
  const names = new Intl.DisplayNames('en', {type: 'language'});
  const countryNames = new Intl.DisplayNames('en', {type: 'region'});
  select('country').replaceChildren(
    ...state.countries.map((country) =>
      make('option', {value: country}, countryNames.of(country)!),
    ),
  );
  select('locale').replaceChildren(
    ...state.locales.map((locale) =>
      make('option', {value: locale}, names.of(locale.slice(0, 2))!),
    ),
  );
  for (const name of ['country', 'locale', 'categories'] as const) {
    select(name).value = state[name];
  }
  const only = form.querySelectorAll<HTMLElement>('[data-sandbox-only]');
  for (const item of only) item.hidden = state.klarna !== 'sandbox';
}

async function choose(
  customer: Customer,
  order: HTMLFormElement,
): Promise<void> {
  const country = select('country').value as Country;
  fillForm(order, detailsOf(country, customer));
  await shopServer.setAnswer(customer === 'correct' ? customer : undefined);
}

function applyLooks(): void {
  const theme = localStorage.getItem('mornby-theme') ?? '';
  const dir = localStorage.getItem('mornby-dir') ?? 'ltr';
  if (theme) root.dataset['theme'] = theme;
  else delete root.dataset['theme'];
  root.dir = dir;
  select('theme').value = theme;
  select('dir').value = dir;
}

function select(name: string): HTMLSelectElement {
  return form.elements.namedItem(name) as HTMLSelectElement;
}
