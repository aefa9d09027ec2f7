import {createSignal, For} from 'solid-js';
import {createStore} from 'solid-js/store';
import 'klarna-payments-element';
import type {KlarnaPaymentsElement} from 'klarna-payments-element';
import type {} from 'klarna-payments-element/solid';

const fields = {
  given_name: 'First name',
  family_name: 'Last name',
  email: 'E-mail',
  street_address: 'Street and number',
  postal_code: 'Postcode',
  city: 'Town',
};
const names = Object.keys(fields) as (keyof typeof fields)[];

export function Checkout() {
  let klarna!: KlarnaPaymentsElement;
  const [address, setAddress] = createStore({
    given_name: 'Ada',
    family_name: 'Lovelace',
    email: 'ada@lovelace.example',
    street_address: 'Storgatan 1',
    postal_code: '111 22',
    city: 'Stockholm',
  });
  const [notice, setNotice] = createSignal('');

  async function pay(event: SubmitEvent) {
    event.preventDefault();
    // Within the shopper's click, as Klarna opens a window.
    const result = await klarna.authorize();
    if (result.outcome !== 'authorized') return;
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
    <form onSubmit={(event) => void pay(event)}>
      <h1>One mug, in Solid</h1>
      <For each={names}>
        {(name) => (
          <p>
            <label>
              {fields[name]}{' '}
              <input
                value={address[name]}
                onInput={({target}) => setAddress(name, target.value)}
              />
            </label>
          </p>
        )}
      </For>
      <klarna-payments
        ref={klarna}
        endpoint="/klarna/session"
        sdk-url={import.meta.env.VITE_KLARNA_SDK_URL}
        prop:customerDetails={() => ({
          billing_address: {...address, country: 'SE'},
        })}
        on:klarna-rejected={({detail}) =>
          setNotice(`Klarna: ${detail.outcome}`)
        }
      />
      <button>Pay 199 kr</button>
      <p role="status">{notice()}</p>
    </form>
  );
}
