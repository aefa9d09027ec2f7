import type {FormReading} from '../../checkout/ports.js';
import type {KlarnaAuthorizeData} from '../../klarna/types.js';
import {isShipping, meantOf} from './addresses.js';
import {
  fieldsOf,
  isEnabled,
  isOpen,
  isShown,
  valuesOf,
  type Field,
  type FieldControl,
} from './fields.js';

/** What is kept of a field. */
interface FieldRecord {
  readonly isMeant: boolean;
  readonly isShown: boolean;
  /** By path. */
  readonly values: ReadonlyMap<string, string>;
}

/** A value, and the field that gives it. */
interface Given {
  readonly field: Field;
  readonly value: string;
}

/** What a form's fields gave at one moment, and which of them. */
export class Reading implements FormReading {
  readonly details: KlarnaAuthorizeData;
  readonly #records = new Map<FieldControl, FieldRecord>();
  readonly #given: ReadonlyMap<string, Given>;

  constructor(form: HTMLFormElement | null) {
    const all = form ? fieldsOf(form) : [];
    const fields = all.filter(isEnabled);
    const meant = meantOf(fields, all);
    for (const field of fields) {
      const record = {
        isMeant: meant.has(field),
        isShown: isShown(field),
        values: new Map(valuesOf(field)),
      };
      for (const control of field.controls) this.#records.set(control, record);
    }
    this.#given = givenBy([...meant]);
    this.details = detailsOf(this.#given);
  }

  /** Whether a control could give a detail at that moment. */
  has(control: FieldControl): boolean {
    return this.#records.has(control);
  }

  /** Whether the form says something else than was read. */
  isChangedIn(form: HTMLFormElement): boolean {
    const all = fieldsOf(form);
    // One that has been locked since still stands for its address.
    const fields = all.filter(
      (field) => isEnabled(field) || this.#recordOf(field),
    );
    const meant = this.#stillMeant(fields, meantOf(fields, all));
    const turned = fields.filter((field) => {
      const record = this.#recordOf(field);
      return record && record.isMeant !== meant.has(field);
    });
    if (turned.some(isShipping)) return true;

    const now = [...meant];
    const given = givenBy(now);
    const isOtherNow = (path: string) => {
      const value = given.get(path)?.value ?? '';
      return !isEqual(path, value, this.#valueOf(path));
    };
    // Another address says all of it instead, or it is another one.
    if (turned.some((it) => pathsOf(it).some(isOtherNow))) return true;
    return [...given.keys(), ...this.#given.keys()].some(
      (path) => isOtherNow(path) && this.#isSaid(path, now, given.get(path)),
    );
  }

  /**
   * An address begins to be meant when it comes into sight, and ceases when it
   * is folded away or another one comes into sight. What is hidden with the
   * rest of the form, disabled or taken out is locked.
   */
  #stillMeant(
    fields: readonly Field[],
    byRule: ReadonlySet<Field>,
  ): Set<Field> {
    const isHidden = (field: Field) =>
      this.#recordOf(field)?.isShown === true && !isShown(field);
    const isBillingHidden = fields.some(
      (field) => !isShipping(field) && isHidden(field),
    );
    const isOtherShown = [...byRule].some(
      (field) =>
        field.isPlain && isShown(field) && !this.#recordOf(field)?.isShown,
    );
    const isLocked = (field: Field) =>
      isHidden(field) && (isShipping(field) ? isBillingHidden : !isOtherShown);
    return new Set(
      fields.filter((field) => {
        const record = this.#recordOf(field);
        const isTurned = record?.isShown !== isShown(field);
        return record && (!isTurned || isLocked(field))
          ? record.isMeant
          : byRule.has(field);
      }),
    );
  }

  /** Whether somebody has said another value, rather than locked a field. */
  #isSaid(
    path: string,
    fields: readonly Field[],
    now: Given | undefined,
  ): boolean {
    const before = this.#given.get(path);
    const source =
      before?.value && fields.find((field) => isSame(field, before.field));
    if (source && isOpen(source)) return true;
    if (!now || !isOpen(now.field)) return false;
    // The field that said it is locked or gone, and this one says what it did.
    return this.#recordOf(now.field)?.values.get(path) !== now.value;
  }

  #valueOf(path: string): string {
    return this.#given.get(path)?.value ?? '';
  }

  #recordOf({controls}: Field): FieldRecord | undefined {
    const known = controls.find((control) => this.#records.has(control));
    return known && this.#records.get(known);
  }
}

/** What fields give, by path: the first that is filled counts. */
export function givenBy(fields: readonly Field[]): Map<string, Given> {
  const given = new Map<string, Given>();
  for (const field of fields) {
    for (const [path, value] of valuesOf(field)) {
      if (!given.get(path)?.value) given.set(path, {field, value});
    }
  }
  return given;
}

/** As Klarna takes them; empty fields are left out. */
function detailsOf(given: ReadonlyMap<string, Given>): KlarnaAuthorizeData {
  const data: Record<string, Record<string, string>> = {};
  for (const [path, {value}] of given) {
    const [part = '', member = ''] = path.split('.');
    if (value) (data[part] ??= {})[member] = value;
  }
  return data;
}

function pathsOf(field: Field): string[] {
  return valuesOf(field).map(([path]) => path);
}

function isSame(a: Field, b: Field): boolean {
  return a.controls.some((control) => b.controls.includes(control));
}

/** Masks and formatters write the same in another way. */
function isEqual(path: string, a: string, b: string): boolean {
  const plain = /\.(phone|postal_code)$/.test(path)
    ? (value: string) => value.replace(/[^\p{L}\p{N}]/gu, '')
    : (value: string) => value.replace(/\s+/g, ' ').trim();
  return plain(a) === plain(b);
}
