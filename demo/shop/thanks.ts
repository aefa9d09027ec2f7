import type {KlarnaAddress} from '../../src/klarna/types.js';
import type {ShopOrder} from '../shop-state.js';
import {byId, make, money} from './dom.js';
import {fill, textsOf} from './texts.js';

/** The confirmation: the order's number, what was bought, and where it goes. */
export function showThanks(
  order: ShopOrder,
  locale: string,
  again: () => void,
): void {
  const texts = textsOf(locale);
  const {billing, shipping} = order;
  const amount = (value: number): string =>
    money(value, locale, order.currency);
  const heading = make(
    'h1',
    {id: 'thanks-heading', tabIndex: -1},
    billing.given_name
      ? fill(texts.thanks, {name: billing.given_name})
      : texts.thanksNoName,
  );
  const button = make('button', {type: 'button', className: 'primary'});
  button.textContent = texts.again;
  button.addEventListener('click', again);

  byId('thanks').replaceChildren(
    heading,
    make(
      'p',
      {className: 'order-number'},
      `${texts.orderNumber} `,
      make('strong', {id: 'order-number'}, order.orderId),
    ),
    ...(billing.email
      ? [make('p', {}, fill(texts.confirmationTo, {email: billing.email}))]
      : []),
    make(
      'dl',
      {className: 'totals'},
      ...order.lines.map((line) =>
        row(
          line.quantity > 1 ? `${line.quantity} × ${line.name}` : line.name,
          amount(line.total),
        ),
      ),
      row(texts.total, amount(order.total), 'total'),
    ),
    // Ordered without the shopper's browser, which would have brought them.
    ...(billing.street_address
      ? [
          make(
            'div',
            {className: 'addresses'},
            addressOf(texts.billedTo, billing, locale),
            addressOf(texts.deliveredTo, shipping, locale),
          ),
        ]
      : []),
    button,
  );
  byId('checkout').hidden = true;
  byId('thanks').hidden = false;
  heading.focus();
}

function row(term: string, value: string, className = ''): HTMLElement {
  return make('div', {className}, make('dt', {}, term), make('dd', {}, value));
}

function addressOf(
  title: string,
  address: KlarnaAddress,
  locale: string,
): HTMLElement {
  const names = new Intl.DisplayNames(locale, {type: 'region'});
  const lines = [
    joined(address.given_name, address.family_name),
    address.street_address,
    address.street_address2,
    joined(address.postal_code, address.city),
    address.region,
    address.country && names.of(address.country),
  ].filter((line) => line !== undefined && line !== '');
  return make(
    'div',
    {},
    make('h2', {}, title),
    make(
      'p',
      {className: 'address'},
      ...lines.flatMap((line) => [line ?? '', make('br')]),
    ),
  );
}

function joined(...parts: (string | undefined)[]): string {
  return parts.filter(Boolean).join(' ');
}
