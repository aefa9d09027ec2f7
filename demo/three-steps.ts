import type {KlarnaAuthorizeData} from '../src/klarna/types.js';
import './pages.js';
import {byId, make} from './shop/dom.js';
import {shopServer} from './shop/shop-server.js';

const steps = ['address', 'payment', 'review'] as const;
type Step = (typeof steps)[number];

const address = byId<HTMLFormElement>('step-address');
const klarna = byId<HTMLElementTagNameMap['klarna-payments']>('klarna');

/** What Klarna has authorized: the order is placed with just this. */
let authorized: KlarnaAuthorizeData = {};

// The widget is on another step than the fields, outside of their form.
klarna.customerDetails = typed;

address.addEventListener('submit', (event) => {
  event.preventDefault();
  show('payment');
});

byId('authorize').addEventListener('click', () => {
  // In the task of the click, so that Klarna may open its window.
  void klarna.authorize().then(
    ({outcome, customerDetails}) => {
      byId('payment-notice').textContent =
        outcome === 'finalize-required' ? '' : `Not yet: ${outcome}.`;
      if (outcome !== 'finalize-required') return;
      authorized = customerDetails;
      review(authorized);
      show('review');
    },
    () => (byId('payment-notice').textContent = 'Please try again.'),
  );
});

byId('finalize').addEventListener('click', () => {
  void finish().catch(() => {
    byId('review-notice').textContent = 'Please try again.';
  });
});

for (const button of document.querySelectorAll<HTMLElement>('[data-back]')) {
  button.addEventListener('click', () => show(button.dataset['back'] as Step));
}

async function finish(): Promise<void> {
  const result = await klarna.finalize(authorized);
  if (result.outcome !== 'authorized') {
    byId('review-notice').textContent = `Not yet: ${result.outcome}.`;
    return;
  }
  const answer = await shopServer.placeOrder(
    result.authorizationToken,
    result.customerDetails,
  );
  if (answer === 'changed') {
    byId('review-notice').textContent = 'The bag has changed: pay again.';
    await klarna.refresh();
    show('payment');
  } else {
    location.assign(answer.redirectUrl ?? '/');
  }
}

function typed(): KlarnaAuthorizeData {
  const fields = new FormData(address);
  const value = (name: string): string => {
    const field = fields.get(name);
    return typeof field === 'string' ? field.trim() : '';
  };
  const birthday = value('bday');
  return {
    billing_address: {
      given_name: value('given_name'),
      family_name: value('family_name'),
      email: value('email'),
      phone: value('phone'),
      street_address: value('street'),
      postal_code: value('postal_code'),
      city: value('city'),
      country: value('country'),
    },
    ...(birthday && {customer: {date_of_birth: birthday}}),
  };
}

/** What the shopper confirms, as one reads an address. */
function review({billing_address: to = {}, customer}: KlarnaAuthorizeData) {
  const birthday = customer?.date_of_birth;
  const rows = [
    ['Name', `${to.given_name} ${to.family_name}`],
    ['Address', `${to.street_address}, ${to.postal_code} ${to.city}`],
    [
      'Country',
      new Intl.DisplayNames('en', {type: 'region'}).of(to.country ?? ''),
    ],
    ['E-mail', to.email],
    ['Phone', to.phone],
    [
      'Date of birth',
      birthday && new Date(birthday).toLocaleDateString('en-GB'),
    ],
  ];
  byId('review').replaceChildren(
    ...rows.flatMap(([term = '', value]) =>
      value ? [make('dt', {}, term), make('dd', {}, value)] : [],
    ),
  );
}

function show(step: Step): void {
  steps.forEach((name, index) => {
    const section = byId(`step-${name}`);
    section.hidden = name !== step;
    const item = byId('steps').children[index];
    if (name === step) item?.setAttribute('aria-current', 'step');
    else item?.removeAttribute('aria-current');
  });
  byId(`step-${step}`).querySelector('h2')?.focus();
}
