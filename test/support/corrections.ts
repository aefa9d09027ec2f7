import type {KlarnaPaymentsElement} from '../../src/element.js';
import type {FakeAnswer} from './fake-klarna.js';

/** Klarna asks for these fields to be corrected. */
export function correction(...paths: readonly string[]): FakeAnswer {
  return {
    answer: {
      approved: false,
      show_form: true,
      error: {invalid_fields: paths},
    },
  };
}

/** What the element itself says as an alert. */
export function messageOf(element: KlarnaPaymentsElement): string {
  const alert = element.shadowRoot!.querySelector('[role=alert]');
  return alert!.textContent.trim();
}

/** Names of the fields that are reported as invalid from now on. */
export function watchFields(form: HTMLFormElement): string[] {
  const names: string[] = [];
  form.addEventListener(
    'invalid',
    (event) => names.push((event.target as HTMLInputElement).name),
    {capture: true},
  );
  return names;
}
