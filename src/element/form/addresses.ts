import {isShown, type Field} from './fields.js';
import {parentOf, unrenderedAround} from './rendering.js';

/** Without a section they go with the address of any section. */
const anywhere = /^(email|tel|bday)$/;

/** A second one of these, where no token says whose, is another address's. */
const beginsAddress =
  /^(given-name|family-name|organization|street-address|address-line1|postal-code|address-level2|country)$/;

/** Belongs to the customer rather than to one of two addresses. */
const isPersonal = ({name}: Field) =>
  /^(email|tel|bday|honorific-prefix)$/.test(name);

/**
 * Which of the form's fields the shop means: one billing address, and a
 * shipping address unless it is folded away.
 *
 * @param fields Those that count.
 * @param all Those that are disabled as well.
 */
export function meantOf(
  fields: readonly Field[],
  all: readonly Field[] = fields,
): Set<Field> {
  const meant = new Set(inFirstSections(fields));
  for (const field of besidesFirstAddress([...meant])) meant.delete(field);
  const shipping = [...meant].filter(isShipping);
  const billing = [...meant].filter(({part}) => part === 'billing_address');
  if (billing.some(isShown) && isFoldedAway(shipping, all)) {
    for (const field of shipping) meant.delete(field);
  }
  return meant;
}

export function isShipping({part}: Field): boolean {
  return part === 'shipping_address';
}

/** Of an address that stands in several sections the first one counts. */
function inFirstSections(fields: readonly Field[]): Field[] {
  const sections: Record<string, string> = {};
  return fields.filter(({name, part, section}) => {
    if (!section && anywhere.test(name)) return true;
    return (sections[part] ??= section) === section;
  });
}

/** Of plain fields for several addresses: all but those of the one that counts. */
function besidesFirstAddress(fields: readonly Field[]): Field[] {
  const addresses: Field[][] = [];
  let names = new Set<string>();
  for (const field of fields) {
    if (!field.isPlain || isPersonal(field)) continue;
    const {name} = field;
    const isRepeated = names.has(name) && beginsAddress.test(name);
    if (isRepeated || !addresses.length) {
      addresses.push([]);
      names = new Set();
    }
    names.add(name);
    addresses.at(-1)?.push(field);
  }
  const first =
    addresses.find((address) => address.some(isShown)) ?? addresses[0];
  return addresses.filter((address) => address !== first).flat();
}

/**
 * Whether a shipping address is that of a "ship elsewhere" which is not
 * ticked: folded away by itself. With other fields it is an earlier step.
 */
function isFoldedAway(
  shipping: readonly Field[],
  all: readonly Field[],
): boolean {
  if (!shipping.length || shipping.some(isShown)) return false;
  const typed = shipping.filter((field) => !isHiddenInput(field));
  const others = all.filter((field) => !isShipping(field));
  return (typed.length ? typed : shipping).every((field) => {
    const fold = foldAround(field);
    return fold && !others.some((other) => isIn(other, fold));
  });
}

/** An input that is never to be seen says nothing about what is folded. */
function foldAround(field: Field): Element | undefined {
  const [control] = field.controls;
  const start = control && isHiddenInput(field) ? parentOf(control) : control;
  return start ? unrenderedAround(start) : undefined;
}

function isHiddenInput({controls}: Field): boolean {
  return controls.every(({type}) => type === 'hidden');
}

function isIn({controls}: Field, element: Element): boolean {
  return controls.some((control) => element.contains(control));
}
