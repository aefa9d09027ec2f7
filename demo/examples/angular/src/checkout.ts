import {Component, CUSTOM_ELEMENTS_SCHEMA, signal} from '@angular/core';
import 'klarna-payments-element';
import type {KlarnaPaymentsElement} from 'klarna-payments-element';
import type {} from 'klarna-payments-element/angular';

/** Where Klarna's script comes from; the build puts it in. */
declare const KLARNA_SDK_URL: string;

@Component({
  selector: 'shop-page',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <form (submit)="$event.preventDefault(); pay(klarna)">
      <h1>One mug, in Angular</h1>
      @for (field of fields; track field.name) {
        <p>
          <label>
            {{ field.label }}
            <input
              #input
              [value]="address()[field.name]"
              (input)="type(field.name, input.value)"
            />
          </label>
        </p>
      }
      <klarna-payments
        #klarna
        endpoint="/klarna/session"
        [sdkUrl]="sdkUrl"
        [customerDetails]="details"
        (klarna-rejected)="notice.set('Klarna: ' + $event.detail.outcome)"
      ></klarna-payments>
      <button>Pay 199 kr</button>
      <p role="status">{{ notice() }}</p>
    </form>
  `,
})
export class Checkout {
  protected readonly sdkUrl = KLARNA_SDK_URL;
  protected readonly fields = [
    {name: 'given_name', label: 'First name'},
    {name: 'family_name', label: 'Last name'},
    {name: 'email', label: 'E-mail'},
    {name: 'street_address', label: 'Street and number'},
    {name: 'postal_code', label: 'Postcode'},
    {name: 'city', label: 'Town'},
  ] as const;
  protected readonly address = signal({
    given_name: 'Ada',
    family_name: 'Lovelace',
    email: 'ada@lovelace.example',
    street_address: 'Storgatan 1',
    postal_code: '111 22',
    city: 'Stockholm',
  });
  protected readonly notice = signal('');

  /** Asked when the shopper pays, so that it is what has been typed by then. */
  protected readonly details = () => ({
    billing_address: {...this.address(), country: 'SE'},
  });

  protected type(name: (typeof this.fields)[number]['name'], value: string) {
    this.address.update((address) => ({...address, [name]: value}));
  }

  protected async pay(klarna: KlarnaPaymentsElement) {
    // Within the shopper's click, as Klarna opens a window.
    const result = await klarna.authorize();
    if (result.outcome !== 'authorized') return;
    this.notice.set('Placing your order…');
    const response = await fetch('/klarna/order', {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify({
        authorization_token: result.authorizationToken,
        customer_details: result.customerDetails,
      }),
    });
    if (!response.ok) {
      this.notice.set('That did not work. Nothing is lost.');
      return;
    }
    const {redirect_url} = await response.json();
    location.assign(redirect_url ?? '/thanks');
  }
}
