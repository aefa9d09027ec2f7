'use client';

import {type FormEvent, useRef, useState} from 'react';
import type {KlarnaPaymentsElement} from 'klarna-payments-element/element.js';
import {KlarnaPayments} from 'klarna-payments-element/react';

const fields = {
  given_name: 'First name',
  family_name: 'Last name',
  email: 'E-mail',
  street_address: 'Street and number',
  postal_code: 'Postcode',
  city: 'Town',
};

export function Checkout() {
  const klarna = useRef<KlarnaPaymentsElement>(null);
  const [address, setAddress] = useState({
    given_name: 'Ada',
    family_name: 'Lovelace',
    email: 'ada@lovelace.example',
    street_address: 'Storgatan 1',
    postal_code: '111 22',
    city: 'Stockholm',
  });
  const [notice, setNotice] = useState('');

  async function pay(event: FormEvent) {
    event.preventDefault();
    // Within the shopper's click, as Klarna opens a window.
    const result = await klarna.current?.authorize();
    if (result?.outcome !== 'authorized') return;
    setNotice('Placing your order…');
    const response = await fetch('/klarna/order', {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify({
        authorization_token: result.authorizationToken,
        customer_details: result.customerDetails,
      }),
    });
    if (!response.ok) return setNotice('That did not work. Nothing is lost.');
    const {redirect_url} = await response.json();
    location.assign(redirect_url ?? '/thanks');
  }

  return (
    <form onSubmit={pay}>
      {Object.entries(fields).map(([name, label]) => (
        <p key={name}>
          <label>
            {label}{' '}
            <input
              value={address[name as keyof typeof fields]}
              onChange={({target}) =>
                setAddress({...address, [name]: target.value})
              }
            />
          </label>
        </p>
      ))}
      <KlarnaPayments
        ref={klarna}
        endpoint="/klarna/session"
        sdkUrl={process.env.NEXT_PUBLIC_KLARNA_SDK_URL}
        customerDetails={() => ({
          billing_address: {...address, country: 'SE'},
        })}
        onKlarnaRejected={({detail}) => setNotice(`Klarna: ${detail.outcome}`)}
      />
      <button>Pay 199 kr</button>
      <p role="status">{notice}</p>
    </form>
  );
}
