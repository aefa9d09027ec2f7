/**
 * What the shopper has typed survives a reload and the way back, for as long as
 * the tab is open. Nothing of Klarna's is kept: no token, no answer.
 */

const key = 'mornby-form';

type Memory = Record<string, string | boolean>;

/** Writes down every change of the form's own fields. */
export function keepForm(form: HTMLFormElement): void {
  const keep = (): void => {
    const memory: Memory = {};
    for (const field of fieldsOf(form)) memory[field.id] = valueOf(field);
    sessionStorage.setItem(key, JSON.stringify(memory));
  };
  form.addEventListener('input', keep);
  form.addEventListener('change', keep);
}

/** Puts back what was written down. */
export function restoreForm(form: HTMLFormElement): void {
  fillForm(form, JSON.parse(sessionStorage.getItem(key) ?? '{}') as Memory);
}

/** Fills in fields by their id, as if the shopper had typed. */
export function fillForm(form: HTMLFormElement, values: Memory): void {
  for (const field of fieldsOf(form)) {
    const value = values[field.id];
    if (value === undefined || value === valueOf(field)) continue;
    if (typeof value === 'boolean') field.checked = value;
    else field.value = value;
    field.dispatchEvent(new Event('input', {bubbles: true}));
    field.dispatchEvent(new Event('change', {bubbles: true}));
  }
}

function fieldsOf(form: HTMLFormElement): HTMLInputElement[] {
  return [...form.querySelectorAll('input')].filter((field) => field.id);
}

function valueOf(field: HTMLInputElement): string | boolean {
  return field.type === 'checkbox' ? field.checked : field.value;
}
