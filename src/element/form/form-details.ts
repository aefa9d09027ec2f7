import type {FormPort, FormReading} from '../../checkout/ports.js';
import type {KlarnaHost} from '../host.js';
import type {KlarnaPaymentsMessages} from '../language/messages.js';
import {meantOf} from './addresses.js';
import {Corrections} from './corrections.js';
import {fieldsOf, isEnabled, type Field, type FieldControl} from './fields.js';
import {givenBy, Reading} from './reading.js';

/** The form as a source of the customer's details, and a place to correct them. */
export class FormDetails implements FormPort {
  readonly corrections = new Corrections();
  readonly #host: KlarnaHost;
  readonly #texts: () => Pick<KlarnaPaymentsMessages, 'invalidField'>;
  /** The latest: what was open then may have been locked since. */
  #reading = new Reading(null);
  #isSubmitting = false;

  /** @param texts In the language of the page. */
  constructor(
    host: KlarnaHost,
    texts: () => Pick<KlarnaPaymentsMessages, 'invalidField'>,
  ) {
    this.#host = host;
    this.#texts = texts;
  }

  read(): FormReading {
    const {form, withoutFormDetails} = this.#host;
    this.#isSubmitting = false;
    this.#reading = new Reading(form);
    return withoutFormDetails ? new Reading(null) : this.#reading;
  }

  changedSince(reading: FormReading): boolean {
    const {form, withoutFormDetails} = this.#host;
    if (!form || withoutFormDetails || this.#isSubmitting) return false;
    return reading instanceof Reading && reading.isChangedIn(form);
  }

  /** A submit has begun with what was authorized: scripts may now rewrite it. */
  beginSubmit(): void {
    this.#isSubmitting = true;
  }

  /** The shopper goes on editing. */
  endSubmit(): void {
    this.#isSubmitting = false;
  }

  correct(paths: readonly string[]): readonly string[] {
    const {form} = this.#host;
    if (!form) return paths;
    const wasOpen = (control: FieldControl) => this.#reading.has(control);
    const all = fieldsOf(form);
    const fields = all.filter(
      (field) => isEnabled(field) || field.controls.some(wasOpen),
    );
    const given = givenBy([...meantOf(fields, all)]);
    const fieldOf = (path: string) => given.get(path)?.field;
    const unreachable = this.corrections.mark(
      form,
      new Set(paths.map(fieldOf).filter(isField)),
      this.#texts().invalidField,
      wasOpen,
    );
    return paths.filter((path) => {
      const field = fieldOf(path);
      return !field || unreachable.includes(field);
    });
  }

  endCorrections(): void {
    this.corrections.end();
  }
}

function isField(field: Field | undefined): field is Field {
  return field !== undefined;
}
