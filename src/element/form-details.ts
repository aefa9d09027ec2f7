import type {KlarnaAuthorizeData} from '../klarna/types.js';

/** A field of a form and the member of the details that it gives. */
export interface DetailField {
  /** For example `billing_address.postal_code`. */
  path: string;
  control: FieldControl;
}

type FieldControl = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Klarna's member for each of HTML's autofill field names. */
const members: Record<string, string | undefined> = {
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
};

/**
 * The fields of a form that Klarna can use, by their `autocomplete`. Where a
 * form has several sections, the first one with such an address counts.
 */
export function detailFields(form: HTMLFormElement): DetailField[] {
  const sections = new Map<string, string>();
  const fields: DetailField[] = [];
  for (const control of form.elements) {
    if (!isField(control) || control.matches(':disabled')) continue;
    const tokens = tokensOf(control);
    const name = tokens.at(-1) ?? '';
    if (name === 'bday') {
      fields.push({path: 'customer.date_of_birth', control});
      continue;
    }
    const member = members[name];
    if (!member) continue;
    const kind = tokens.includes('shipping') ? 'shipping' : 'billing';
    const section = tokens.find((token) => token.startsWith('section-')) ?? '';
    if (!sections.has(kind)) sections.set(kind, section);
    if (sections.get(kind) !== section) continue;
    fields.push({path: `${kind}_address.${member}`, control});
  }
  return fields;
}

/**
 * What has been typed, normalised once for everybody who gets it: trimmed,
 * countries in upper case, empty fields left out.
 */
export function readDetails(form: HTMLFormElement): KlarnaAuthorizeData {
  const details: Record<string, Record<string, string>> = {};
  for (const {path, control} of detailFields(form)) {
    const [part = '', member = ''] = path.split('.');
    const [value = '', ...more] = valueOf(control)
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
    if (!value) continue;
    const target = (details[part] ??= {});
    target[member] = member === 'country' ? value.toUpperCase() : value;
    // A street of several lines, as `street-address` may have.
    if (more.length) target['street_address2'] ??= more.join(', ');
  }
  return details;
}

function valueOf(control: FieldControl): string {
  const isOption =
    control instanceof HTMLInputElement &&
    (control.type === 'radio' || control.type === 'checkbox');
  return isOption && !control.checked ? '' : control.value;
}

function tokensOf(control: FieldControl): string[] {
  const tokens = control.getAttribute('autocomplete')?.toLowerCase() ?? '';
  return tokens.split(/\s+/).filter((token) => token && token !== 'webauthn');
}

function isField(control: Element): control is FieldControl {
  return (
    control instanceof HTMLInputElement ||
    control instanceof HTMLSelectElement ||
    control instanceof HTMLTextAreaElement
  );
}
