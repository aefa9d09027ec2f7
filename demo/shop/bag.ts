import type {ShopArticle, ShopState} from '../shop-state.js';
import {byId, make, money} from './dom.js';
import {fill, textsOf} from './texts.js';

/** Asks the shop for another quantity of an article. */
export type ChangeQuantity = (reference: string, quantity: number) => void;

/** Shows what is in the bag, what it costs, and what would go well with it. */
export function showBag(state: ShopState, change: ChangeQuantity): void {
  const inBag = state.articles.filter(({quantity}) => quantity > 0);
  const others = state.articles.filter(({quantity}) => quantity === 0);
  const focused = document.activeElement?.getAttribute('data-action');

  byId('bag-lines').replaceChildren(
    ...inBag.map((article) => lineOf(article, state, change)),
  );
  byId('bag-empty').hidden = inBag.length > 0;
  byId('bag-totals').hidden = inBag.length === 0;
  byId('bag-totals').replaceChildren(...totalsOf(state));
  byId('bag-more').hidden = others.length === 0;
  byId('bag-more-lines').replaceChildren(
    ...others.map((article) => offerOf(article, state, change)),
  );

  // The lines are new elements: whoever works with the keyboard stays.
  if (focused) refocus(focused);
}

function lineOf(
  article: ShopArticle,
  state: ShopState,
  change: ChangeQuantity,
): HTMLElement {
  const texts = textsOf(state.locale);
  const {reference, name, quantity} = article;
  const stepper = make(
    'span',
    {className: 'stepper'},
    action(`fewer ${reference}`, '−', fill(texts.fewer, {name}), () =>
      change(reference, quantity - 1),
    ),
    make('output', {className: 'quantity'}, String(quantity)),
    action(`more ${reference}`, '+', fill(texts.more, {name}), () =>
      change(reference, quantity + 1),
    ),
  );
  return make(
    'li',
    {className: 'line'},
    make('img', {src: article.image, alt: '', width: 72, height: 72}),
    make(
      'div',
      {className: 'what'},
      make('h3', {}, name),
      make('p', {className: 'small'}, article.variant),
      ...(quantity > 1 ? [eachOf(article, state)] : []),
    ),
    make(
      'p',
      {className: 'price'},
      money(article.total, state.locale, state.currency),
    ),
    stepper,
  );
}

function eachOf({price}: ShopArticle, state: ShopState): HTMLElement {
  const {each} = textsOf(state.locale);
  const amount = money(price, state.locale, state.currency);
  const text = fill(each, {price: amount});
  return make('p', {className: 'small'}, make('bdi', {}, text));
}

function offerOf(
  article: ShopArticle,
  state: ShopState,
  change: ChangeQuantity,
): HTMLElement {
  const texts = textsOf(state.locale);
  const {reference, name} = article;
  const button = action(
    `add ${reference}`,
    texts.add,
    fill(texts.addNamed, {name}),
    () => change(reference, 1),
  );
  button.className = 'secondary';
  return make(
    'li',
    {className: 'line offer'},
    make('img', {src: article.image, alt: '', width: 56, height: 56}),
    make(
      'div',
      {className: 'what'},
      make('h4', {}, name),
      make(
        'p',
        {className: 'small'},
        money(article.price, state.locale, state.currency),
      ),
    ),
    button,
  );
}

function totalsOf(state: ShopState): HTMLElement[] {
  const texts = textsOf(state.locale);
  const amount = (value: number): string =>
    money(value, state.locale, state.currency);
  const tax = row(
    state.taxIncluded ? texts.taxIncluded : texts.salesTax,
    amount(state.tax),
  );
  const total = row(texts.total, amount(state.total));
  total.className = 'total';
  if (state.taxIncluded) tax.className = 'small';
  const before = [
    row(
      texts.subtotal,
      amount(state.articles.reduce((sum, article) => sum + article.total, 0)),
    ),
    row(
      texts.delivery,
      state.delivery === 0 ? texts.free : amount(state.delivery),
    ),
  ];
  return state.taxIncluded ? [...before, total, tax] : [...before, tax, total];
}

function row(term: string, value: string): HTMLElement {
  return make('div', {}, make('dt', {}, term), make('dd', {}, value));
}

function action(
  name: string,
  text: string,
  label: string,
  act: () => void,
): HTMLButtonElement {
  const button = make('button', {type: 'button', ariaLabel: label}, text);
  button.dataset['action'] = name;
  button.addEventListener('click', act);
  return button;
}

/** Back to the same button, or to the one that took its place. */
function refocus(name: string): void {
  const reference = name.split(' ')[1];
  const candidates = [name, `add ${reference}`, `more ${reference}`];
  for (const candidate of candidates) {
    const button = document.querySelector<HTMLElement>(
      `[data-action="${candidate}"]`,
    );
    if (button) return button.focus();
  }
}
