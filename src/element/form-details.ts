import type {KlarnaAuthorizeData} from '../klarna/types.js';

export type FieldControl =
  HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** What is in a field, normalised, and the field; empty if nothing is. */
interface GivenDetail {
  value: string;
  control: FieldControl;
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

/**
 * What a form's fields give, by its path in Klarna's data, for example
 * `billing_address.postal_code`. The fields are known by their `autocomplete`.
 *
 * Of several fields for the same the first that is filled counts. Of an
 * address that stands in several sections the first one counts; how to reach
 * the shopper may stand outside of it.
 */
export function detailsIn(form: HTMLFormElement): Map<string, GivenDetail> {
  const sections: Record<string, string> = {};
  const details = new Map<string, GivenDetail>();
  const give = (path: string, detail: GivenDetail) => {
    if (!details.get(path)?.value) details.set(path, detail);
  };
  for (const element of form.elements) {
    if (!element.matches(':is(input, select, textarea):enabled')) continue;
    const control = element as FieldControl;
    const words = control.getAttribute('autocomplete')?.toLowerCase();
    const [, section = '', kind = 'billing', name = ''] =
      words?.match(grammar) ?? [];
    if (!Object.hasOwn(members, name)) continue;
    const member = members[name];
    const part = name === 'bday' ? 'customer' : `${kind}_address`;
    const isAnywhere = !section && /^(email|tel|bday)$/.test(name);
    if (!isAnywhere && (sections[part] ??= section) !== section) continue;

    const [first = '', ...more] = linesOf(control);
    const value = member === 'country' ? first.toUpperCase() : first;
    give(`${part}.${member}`, {value, control});
    // A street of several lines, as `street-address` may have.
    if (member === 'street_address' && more.length) {
      give(`${part}.street_address2`, {value: more.join(', '), control});
    }
  }
  return details;
}

/** What has been typed, as Klarna takes it; empty fields are left out. */
export function readDetails(form: HTMLFormElement): KlarnaAuthorizeData {
  const data: Record<string, Record<string, string>> = {};
  for (const [path, {value}] of detailsIn(form)) {
    const [part = '', member = ''] = path.split('.');
    if (value) (data[part] ??= {})[member] = value;
  }
  return data;
}

function linesOf(control: FieldControl): string[] {
  const isOption = /radio|checkbox/.test(control.type);
  if (isOption && !(control as HTMLInputElement).checked) return [];
  return control.value.match(/\S(.*\S)?/g) ?? [];
}
