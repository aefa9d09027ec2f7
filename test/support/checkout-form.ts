import {expect, fixture, html} from '@open-wc/testing';
import type {TemplateResult} from 'lit';
import type {KlarnaPaymentsElement} from '../../src/element.js';
import {sessionAnswer, untilStatus} from './checkout.js';
import type {FakeKlarna} from './fake-klarna.js';

/** What reaches the page when its form is submitted. */
export interface Submission {
  values: Record<string, string>;
  /** The value of the button that has been used, if one was. */
  submitter: string | null;
}

/** A shop's form, the element in it, and a button to place the order. */
export interface CheckoutForm {
  form: HTMLFormElement;
  element: KlarnaPaymentsElement;
  button: HTMLButtonElement;
  /** The submits that the page has seen; none of them leads away. */
  submits: Submission[];
}

/** A form whose element has been given its properties, and no more time. */
export async function givenForm(
  fields: TemplateResult | string = '',
  properties: Partial<KlarnaPaymentsElement> = {},
): Promise<CheckoutForm> {
  const form = await fixture<HTMLFormElement>(
    html`<form>
      ${fields}
      <klarna-payments name="klarna"></klarna-payments>
      <button name="button" value="place-order">Place order</button>
    </form>`,
  );
  const submits = recordSubmits(form);
  const element = form.querySelector<KlarnaPaymentsElement>('[name=klarna]')!;
  Object.assign(element, properties);
  const button = form.querySelector<HTMLButtonElement>('[name=button]')!;
  return {form, element, button, submits};
}

/** A form whose first widget has been loaded. */
export async function readyForm(
  fields: TemplateResult | string = '',
  properties: Partial<KlarnaPaymentsElement> = {},
): Promise<CheckoutForm> {
  const checkout = await givenForm(fields, {
    fetchSession: async () => sessionAnswer(),
    ...properties,
  });
  await untilStatus(checkout.element, 'ready');
  return checkout;
}

/** A field that Klarna is told of. */
export const city = html`<input
  name="city"
  autocomplete="address-level2"
  value="London"
/>`;

/** What the element adds to a form that it has been authorized for. */
export const entries = [
  'klarna_authorization_token',
  'klarna_category',
  'klarna_customer_details',
];

/** A form whose element has been authorized. */
export async function authorizedForm(
  ...args: Parameters<typeof readyForm>
): Promise<CheckoutForm> {
  const checkout = await readyForm(...args);
  await checkout.element.authorize();
  expect(entriesIn(checkout)).to.deep.equal(entries);
  return checkout;
}

/** Names of what the element adds to the form. */
export function entriesIn({form}: {form: HTMLFormElement}): string[] {
  return Object.keys(valuesOf(form)).filter((name) => /_/.test(name));
}

/** What Klarna is given for a form with these fields. */
export async function givenDetails(
  klarna: FakeKlarna,
  ...args: Parameters<typeof readyForm>
): Promise<unknown> {
  const {element} = await readyForm(...args);
  await element.authorize();
  return klarna.of('authorize')[0]?.data;
}

/** Handles submits as a page does that sends its form by script. */
export function recordSubmits(form: HTMLFormElement): Submission[] {
  const submits: Submission[] = [];
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const submitter = event.submitter as HTMLButtonElement | null;
    submits.push({
      values: valuesOf(form, submitter),
      submitter: submitter && submitter.value,
    });
  });
  return submits;
}

/** What the form would send. */
export function valuesOf(
  form: HTMLFormElement,
  submitter: HTMLElement | null = null,
): Record<string, string> {
  return Object.fromEntries(new FormData(form, submitter)) as Record<
    string,
    string
  >;
}

/** The field of that name, whatever kind it is of. */
export function fieldOf(form: HTMLFormElement, name: string): HTMLInputElement {
  return form.elements.namedItem(name) as HTMLInputElement;
}

/** What the shopper does to a field. */
export function type(field: HTMLInputElement, value: string): void {
  field.value = value;
  field.dispatchEvent(new InputEvent('input', {bubbles: true, composed: true}));
}
