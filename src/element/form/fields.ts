import {elementsOf, rootOf, selectIn} from './form-members.js';
import {isRendered} from './rendering.js';

/** A control that holds a text: the browser's own, or a custom element. */
export interface FieldControl extends HTMLElement {
  value: string;
  type?: string;
  name?: string;
  checked?: boolean;
  disabled?: boolean;
  readOnly?: boolean;
  willValidate?: boolean;
  validity?: ValidityState;
  validationMessage?: string;
  setCustomValidity?: (message: string) => void;
  reportValidity?: () => boolean;
}

/** A field that gives a detail of the customer. */
export interface Field {
  /** One control, or radio buttons of one name. */
  readonly controls: readonly FieldControl[];
  /** HTML's autofill field name, such as `postal-code`. */
  readonly name: string;
  readonly part: 'billing_address' | 'shipping_address' | 'customer';
  readonly section: string;
  /** Whether its tokens say neither section nor billing nor shipping. */
  readonly isPlain: boolean;
}

/** Klarna's member for each of HTML's autofill field names. */
const members: Readonly<Record<string, string | undefined>> = {
  'given-name': 'given_name',
  'family-name': 'family_name',
  email: 'email',
  tel: 'phone',
  organization: 'organization_name',
  'street-address': 'street_address',
  'address-line1': 'street_address',
  'address-line2': 'street_address2',
  'postal-code': 'postal_code',
  'address-level2': 'city',
  'address-level1': 'region',
  country: 'country',
  'honorific-prefix': 'title',
  bday: 'date_of_birth',
};

/** What `autocomplete` says of a field: its section, its address, its name. */
const grammar =
  /^\s*(?:(section-\S*)\s+)?(?:(shipping|billing)\s+)?.*?([\w-]+)(\s+webauthn)?\s*$/s;

/** The form's fields that give details, in the order of the document. */
export function fieldsOf(form: HTMLFormElement): Field[] {
  const fields: Field[] = [];
  const choices = new Map<string, FieldControl[]>();
  for (const control of controlsOf(form)) {
    const words = wordsOf(control).toLowerCase();
    const [, section = '', kind = '', name = ''] = words.match(grammar) ?? [];
    if (!Object.hasOwn(members, name)) continue;
    const choice = control.type === 'radio' && control.name;
    const key = `${choice} ${section} ${kind} ${name}`;
    const others = choice ? choices.get(key) : undefined;
    if (others) {
      others.push(control);
      continue;
    }
    const controls = [control];
    choices.set(key, controls);
    const part =
      name === 'bday'
        ? 'customer'
        : kind === 'shipping'
          ? 'shipping_address'
          : 'billing_address';
    fields.push({controls, name, part, section, isPlain: !section && !kind});
  }
  return fields;
}

/**
 * What a field gives, by its path in Klarna's data, for example
 * `billing_address.postal_code`; empty if nothing is in it.
 */
export function valuesOf(field: Field): (readonly [string, string])[] {
  const {part, name} = field;
  const member = members[name] ?? name;
  const [first = '', ...more] = linesOf(field);
  const value = name === 'country' ? first.toUpperCase() : first;
  // A street of several lines, as `street-address` may have.
  return member === 'street_address' && more.length
    ? [
        [`${part}.street_address`, value],
        [`${part}.street_address2`, more.join(', ')],
      ]
    : [[`${part}.${member}`, value]];
}

/** Whether something of it can be seen. */
export function isShown({controls}: Field): boolean {
  return controls.some(isRendered);
}

export function isEnabled({controls}: Field): boolean {
  return !controls.every(isDisabled);
}

/** Whether the shopper can change it, if it can be seen. */
export function isOpen({controls}: Field): boolean {
  return controls.some((it) => !isDisabled(it) && !isReadOnly(it));
}

export function isReadOnly(control: FieldControl): boolean {
  return control.readOnly === true || control.hasAttribute('readonly');
}

export function isCustom({localName}: Element): boolean {
  return localName.includes('-');
}

/** The custom elements of the form that the browser does not count as its. */
export function unlistedIn(form: HTMLFormElement): FieldControl[] {
  const listed = new Set(elementsOf(form));
  const root = rootOf(form);
  const named = root
    ? [...root.querySelectorAll('[form]')].filter(isCustom)
    : [];
  // One in the form may have the attribute too, as Shoelace's do: it is one.
  const custom = new Set([...selectIn(form, '*').filter(isCustom), ...named]);
  return [...custom].filter(
    (element): element is FieldControl =>
      !listed.has(element) && ownerOf(element) === form,
  );
}

function controlsOf(form: HTMLFormElement): FieldControl[] {
  const listed = elementsOf(form);
  const controls = [...listed, ...unlistedIn(form)].filter(isTextControl);
  // A custom element may have put a field of the browser's into the form.
  const wrapped = controls.filter((it) => !isCustom(it));
  const isWrapper = (it: Element) =>
    isCustom(it) && wrapped.some((inner) => it.contains(inner));
  return controls
    .filter((control) => !isWrapper(control))
    .toSorted((a, b) =>
      a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
    );
}

function isTextControl(element: Element): element is FieldControl {
  const isOwn = element.matches('input, select, textarea');
  return (
    (isOwn || isCustom(element)) &&
    'value' in element &&
    typeof element.value === 'string' &&
    wordsOf(element) !== ''
  );
}

/** A framework may set the property of a custom element instead. */
function wordsOf(element: Element): string {
  const words: unknown =
    element.getAttribute('autocomplete') ??
    (isCustom(element) && Reflect.get(element, 'autocomplete'));
  return typeof words === 'string' ? words : '';
}

/** The form that an element without form association means. */
function ownerOf(element: Element): Element | null {
  const id = element.getAttribute('form');
  const root = element.getRootNode();
  return id && 'getElementById' in root
    ? (root as Document).getElementById(id)
    : element.closest('form');
}

function isDisabled(control: FieldControl): boolean {
  if (!isCustom(control)) return control.matches(':disabled');
  return control.disabled === true || control.matches(':disabled, :disabled *');
}

/** What has been typed or chosen, without the space around each line. */
function linesOf({controls}: Field): string[] {
  const chosen = controls.find((control) => {
    const isOption =
      isCustom(control) || /^(radio|checkbox)$/.test(control.type ?? '');
    return !isOption || control.checked !== false;
  });
  return chosen?.value.match(/\S(.*\S)?/g) ?? [];
}
