import type {Authorization} from '../../checkout/authorization.js';
import {jsonOf} from '../../checkout/record.js';
import {markOriginal} from '../originals.js';
import {takeOut} from '../take-out.js';

/** What the element gives its form, by the names of the entries. */
export type FormMembers = ReadonlyMap<string, string>;

/** Names of the entries that an element of that name gives. */
export function memberNames(name: string): string[] {
  return ['authorization_token', 'category', 'customer_details'].map(
    (member) => `${name}_${member}`,
  );
}

export function membersOf(
  name: string,
  authorization: Authorization,
): FormMembers {
  const {authorizationToken, category, customerDetails} = authorization;
  const values = [authorizationToken, category, jsonOf(customerDetails)];
  return new Map(
    memberNames(name).map((member, index) => [member, values[index] ?? '']),
  );
}

/**
 * The members as hidden inputs among the element's children, for those who
 * read a form's controls instead of its data, as jQuery and htmx do.
 */
export class HiddenInputs {
  readonly #host: HTMLElement;
  #inputs: readonly HTMLInputElement[] = [];

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  /** What is in the form's data by them. */
  get names(): readonly string[] {
    return this.#inputs.map(({name}) => name);
  }

  /** Brings them up to date; without members they are taken away. */
  show(members: FormMembers = new Map()): void {
    const host = this.#host;
    const form = host.getAttribute('form');
    const isCurrent =
      this.#inputs.length === members.size &&
      this.#inputs.every(
        (input) =>
          input.parentNode === host &&
          input.getAttribute('form') === form &&
          members.get(input.name) === input.value,
      );
    if (isCurrent) return;
    for (const input of this.#inputs) takeOut(input);
    this.#inputs = [...members].map(([name, value]) => {
      const input = document.createElement('input');
      Object.assign(input, {type: 'hidden', name, value});
      // The browser is not to restore it.
      input.autocomplete = 'off';
      markOriginal(input);
      if (form !== null) input.setAttribute('form', form);
      return input;
    });
    host.append(...this.#inputs);
  }
}
