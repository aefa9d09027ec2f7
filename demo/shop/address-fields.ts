import type {Country} from '../server/markets.js';
import type {ShopState} from '../shop-state.js';
import {make} from './dom.js';
import type {Texts} from './texts.js';

interface AddressField {
  /** The token after `billing` or `shipping`, by which the element reads it. */
  autocomplete: string;
  text: keyof Texts;
  optional?: true;
  /** How much of the row the field takes. */
  size: 'half' | 'short' | 'long';
  only?: readonly Country[];
}

const fields: readonly AddressField[] = [
  {autocomplete: 'given-name', text: 'givenName', size: 'half'},
  {autocomplete: 'family-name', text: 'familyName', size: 'half'},
  {autocomplete: 'address-line1', text: 'street', size: 'long'},
  {
    autocomplete: 'address-line2',
    text: 'street2',
    size: 'short',
    optional: true,
  },
  {autocomplete: 'postal-code', text: 'postalCode', size: 'short'},
  {autocomplete: 'address-level2', text: 'city', size: 'short'},
  {autocomplete: 'address-level1', text: 'region', size: 'short', only: ['US']},
];

/**
 * The fields of one address, as the country asks for them. What was typed
 * before stays where the field stays.
 */
export function showAddressFields(
  container: HTMLElement,
  section: 'billing' | 'shipping',
  state: ShopState,
  texts: Texts,
): void {
  const {country} = state;
  const typed = new Map(
    [...container.querySelectorAll('input')].map((one) => [one.id, one.value]),
  );
  container.replaceChildren(
    ...fields
      .filter(({only}) => !only || only.includes(country))
      .map((field) => fieldOf(field, section, texts, typed)),
    countryOf(section, state, texts),
  );
}

function fieldOf(
  field: AddressField,
  section: string,
  texts: Texts,
  typed: Map<string, string>,
): HTMLElement {
  const id = `${section}-${field.autocomplete}`;
  const input = make('input', {
    id,
    name: id,
    autocomplete: `${section} ${field.autocomplete}` as AutoFill,
    required: !field.optional,
    value: typed.get(id) ?? '',
  });
  return make(
    'div',
    {className: `field ${field.size}`},
    make('label', {htmlFor: id}, texts[field.text]),
    input,
  );
}

/** The shop delivers within the market only, so there is one choice more. */
function countryOf(
  section: string,
  {country, countries, locale}: ShopState,
  texts: Texts,
): HTMLElement {
  const id = `${section}-country`;
  const names = new Intl.DisplayNames(locale, {type: 'region'});
  const select = make('select', {
    id,
    name: id,
    autocomplete: `${section} country` as AutoFill,
  });
  select.append(
    ...(section === 'billing' ? countries : [country]).map((code) =>
      make(
        'option',
        {value: code, selected: code === country},
        names.of(code)!,
      ),
    ),
  );
  return make(
    'div',
    {className: `field ${country === 'US' ? 'half' : 'short'}`},
    make('label', {htmlFor: id}, texts.country),
    select,
  );
}
