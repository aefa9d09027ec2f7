import {pageResponse} from './page.js';
import type {KlarnaProblemCode} from './problem-codes.js';
import type {KlarnaProblem} from './problems.js';

/**
 * To send the same form again is always safe: the same token leads to the same
 * order. So is the checkout, which tells of an order that stands.
 */
const again = {
  title: 'Your order is not finished yet',
  text: 'Please reload this page, or go back to the checkout to see whether your order was placed. You will not be charged twice.',
};
const backToCheckout = {
  title: 'Your order was not placed',
  text: 'Nothing was ordered. Please go back to the checkout and pay again.',
};
const notUnderstood = {
  title: 'This did not work',
  text: 'The shop could not understand what your browser has sent. Please go back to the checkout and try again.',
};

const texts: Record<KlarnaProblemCode, {title: string; text: string}> = {
  'bad-request': notUnderstood,
  'no-visitor': {
    title: 'The shop does not know you any more',
    text: 'Please go back to the shop, sign in if you were signed in, and look whether your order is there before you pay again.',
  },
  'cross-origin': {
    title: 'This did not work',
    text: 'The shop takes orders from its own pages only, and did not recognize this one.',
  },
  'not-found': {
    title: 'There is nothing here',
    text: 'This address is not, or no longer, in use. Please go back to the shop.',
  },
  method: {
    title: 'There is nothing here',
    text: 'Please go back to the checkout to see whether your order was placed.',
  },
  'already-ordered': {
    title: 'You have ordered already',
    text: 'Your order has been placed; there is nothing left to pay.',
  },
  'empty-cart': {
    title: 'Your cart is empty',
    text: 'Nothing was ordered. Please go back to the shop.',
  },
  'cart-changed': {
    title: 'Your cart has changed',
    text: 'It is not the one any more that you agreed to pay for, so nothing was ordered. Please go back to the checkout, look at your cart, and pay again.',
  },
  'authorize-again': backToCheckout,
  declined: {
    title: 'Klarna has declined this purchase',
    text: 'Please go back to the checkout and choose another way to pay.',
  },
  'no-session': backToCheckout,
  'order-uncertain': {
    title: 'Your order is being looked into',
    text: 'It is not certain yet whether it was placed. Please do not pay again; the shop will tell you.',
  },
  'too-large': notUnderstood,
  'content-type': notUnderstood,
  'klarna-refused': {
    title: 'Your order was not placed',
    text: 'Nothing was ordered: Klarna does not accept something about it. Please go back to the checkout and look at your address, or choose another way to pay.',
  },
  'check-refused': backToCheckout,
  internal: again,
  'klarna-failed': again,
  busy: again,
  'klarna-timeout': again,
};

/** The page for a form post that ended in a problem. */
export function failedPage(
  {code, status, detail, redirect_url: href}: KlarnaProblem,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return pageResponse(
    {
      ...texts[code],
      ...(href !== undefined && {link: {href, text: 'Go to your order'}}),
      // It is the shop's developer who sees this one.
      ...(code === 'cross-origin' && {note: detail}),
    },
    status,
    headers,
  );
}
