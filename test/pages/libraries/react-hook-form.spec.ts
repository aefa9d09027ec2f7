import {expect, test} from '@playwright/test';
import {
  expectOneOrder,
  openLibraryShop,
  shopper,
  visitShop,
} from './library-shop.js';

test('React Hook Form authorizes in handleSubmit and posts once', async ({
  page,
}) => {
  const shop = await openLibraryShop({
    body: '<div id="root" data-sdk="{sdk}"></div>',
    script: `
      import {createElement as h, useRef} from 'react';
      import {createRoot} from 'react-dom/client';
      import {useForm} from 'react-hook-form';

      const names = ${JSON.stringify({
        'E-mail': 'email',
        Phone: 'tel',
        'First name': 'given-name',
        'Last name': 'family-name',
        Street: 'street-address',
        Postcode: 'postal-code',
        Town: 'address-level2',
      })};

      function Checkout() {
        const {register, handleSubmit} = useForm();
        const payments = useRef(null);
        const order = async (values) => {
          const result = await payments.current.authorize();
          if (result.outcome !== 'authorized') return;
          const body = new URLSearchParams({
            ...values,
            klarna_authorization_token: result.authorizationToken,
            klarna_customer_details: JSON.stringify(result.customerDetails),
          });
          const answer = await fetch('/order', {method: 'POST', body});
          document.body.innerHTML = await answer.text();
        };
        return h('form', {onSubmit: handleSubmit(order), noValidate: true},
          Object.entries(names).map(([label, name]) =>
            h('label', {key: name}, label + ' ',
              h('input', {...register(name, {required: true}), autoComplete: name}))),
          h('klarna-payments', {ref: payments, endpoint: '/klarna/session', 'sdk-url': document.getElementById('root').dataset.sdk}),
          h('button', null, 'Place order'));
      }
      createRoot(document.getElementById('root')).render(h(Checkout));`,
  });
  try {
    const seen = await visitShop(page, shop);
    await seen.visit.type(shopper);
    await seen.visit.placeOrder();
    await seen.visit.decide('Approve');
    await expectOneOrder(page, shop, seen);
    // The library has sent it, or the test says nothing.
    expect(seen.isNative).toEqual([false]);
  } finally {
    await shop.close();
  }
});
