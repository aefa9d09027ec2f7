import {
  fieldsOf,
  isCustom,
  isReadOnly,
  valuesOf,
  type Field,
  type FieldControl,
} from './fields.js';
import {elementsOf, reportValidity} from './form-members.js';
import {isRendered} from './rendering.js';

/** What Klarna does not accept, on the fields in which the shopper wrote it. */
export class Corrections {
  readonly #marks = new Map<FieldControl, string>();
  #form: HTMLFormElement | undefined;
  /** What the form's fields said when they were marked. */
  #said = '';
  /** Clicks on a submit button since then. */
  #clicks = 0;

  /** Whether that message, and nothing else, makes the control invalid. */
  isAlone(control: FieldControl): boolean {
    const {validity, validationMessage} = control;
    return (
      this.#marks.has(control) &&
      this.#marks.get(control) === validationMessage &&
      !(validity && hasOtherFlaws(validity))
    );
  }

  /**
   * Marks the fields, and reports them once.
   *
   * @param wasOpen Whether a field could be edited when Klarna was asked: what
   *     has been disabled since is locked until the page has heard of it.
   * @returns The fields to which the shopper cannot be led.
   */
  mark(
    form: HTMLFormElement,
    fields: ReadonlySet<Field>,
    message: string,
    wasOpen: (control: FieldControl) => boolean,
  ): Field[] {
    this.end();
    const unreachable: Field[] = [];
    for (const field of fields) {
      const reachable = field.controls.filter((it) => canLeadTo(it, wasOpen));
      const control = reachable.find((it) => it.checked) ?? reachable[0];
      if (control) this.#marks.set(control, message);
      else unreachable.push(field);
    }
    if (!this.#marks.size) return unreachable;
    this.#form = form;
    this.#said = saidIn(form);
    this.#clicks = 0;
    for (const control of this.#marks.keys()) {
      control.setCustomValidity?.(message);
    }
    this.#report(form);
    return unreachable;
  }

  /** Ends them if any field says something else, or one cannot be seen. */
  look(): void {
    const form = this.#form;
    if (!form) return;
    const isSeen = [...this.#marks.keys()].every(
      (control) => control.isConnected && isRendered(control),
    );
    if (!isSeen || saidIn(form) !== this.#said) this.end();
  }

  /**
   * A submit button has been clicked: the browser shows what is marked once,
   * and the shopper who insists is not kept.
   */
  insist(): void {
    this.look();
    if (this.#form && ++this.#clicks > 1) this.end();
  }

  /** Takes the marks back. */
  end(): void {
    for (const [control, message] of this.#marks) {
      // One that is barred from validation does not say its message.
      if (
        control.willValidate === false ||
        control.validationMessage === message
      ) {
        control.setCustomValidity?.('');
      }
    }
    this.#marks.clear();
    this.#form = undefined;
  }

  #report(form: HTMLFormElement): void {
    const controls = [...this.#marks.keys()];
    if (controls.some(({willValidate}) => willValidate === false)) {
      // Locked: the page has yet to hear of the outcome.
      setTimeout(() => {
        const isSame = controls.every((control) => this.#marks.has(control));
        if (isSame && this.#form === form) report(form, controls);
      });
    } else {
      report(form, controls);
    }
  }
}

/** Whether something else is wrong with a control than what a message says. */
function hasOtherFlaws(validity: ValidityState): boolean {
  // The flags stand on the prototype, or in an object of a custom element.
  for (const flaw in validity) {
    const isOther = !/^(customError|valid)$/.test(flaw);
    if (isOther && Reflect.get(validity, flaw) === true) return true;
  }
  return false;
}

function report(
  form: HTMLFormElement,
  controls: readonly FieldControl[],
): void {
  reportValidity(form);
  // The browser does not know custom elements that it does not list.
  const listed = elementsOf(form);
  if (controls.some((control) => listed.includes(control))) return;
  controls[0]?.reportValidity?.();
}

function saidIn(form: HTMLFormElement): string {
  return JSON.stringify(fieldsOf(form).flatMap((field) => valuesOf(field)));
}

/**
 * Whether the shopper can be led to a control: it can be seen, takes the focus
 * and is not hidden behind a widget, as Select2 and its like do.
 */
function canLeadTo(
  control: FieldControl,
  wasOpen: (control: FieldControl) => boolean,
): boolean {
  const canSay = typeof control.setCustomValidity === 'function';
  const isBarred = control.willValidate === false && !wasOpen(control);
  if (!canSay || isBarred || isReadOnly(control)) return false;
  if (!isRendered(control) || control.matches('[tabindex^="-"]')) return false;
  if (control.closest('[aria-hidden=true], [inert]')) return false;
  if (isCustom(control) || /^(radio|checkbox)$/.test(control.type ?? '')) {
    return true;
  }
  const {width, height} = control.getBoundingClientRect();
  return width > 1 && height > 1;
}
