import type {Corrections} from './corrections.js';
import {isCustom, unlistedIn, type FieldControl} from './fields.js';
import {
  attributeOf,
  elementsOf,
  hasAttribute,
  rootOf,
  selectIn,
} from './form-members.js';
import {isRendered} from './rendering.js';

/**
 * Whether a submit places the order. HTML has a word for a button that does
 * something else with the form, `formnovalidate`; but where it is the only
 * button there is nothing else to press.
 */
export function isOrder(
  form: HTMLFormElement,
  submitter: HTMLElement | null,
): boolean {
  return (
    !submitter?.hasAttribute('formnovalidate') ||
    !hasOtherButtons(form, submitter)
  );
}

/** Whether a click on it submits the form. */
export function isSubmitButton(element: Element): boolean {
  return (
    element.matches('button, input') &&
    /^(submit|image)$/.test((element as HTMLButtonElement).type)
  );
}

/** How the browser sends the form: `get` unless the page says otherwise. */
export function methodOf(
  form: HTMLFormElement,
  submitter: HTMLElement | null,
): string {
  const method =
    submitter?.getAttribute('formmethod') ?? attributeOf(form, 'method');
  return /^(post|dialog)$/i.test(method) ? method.toLowerCase() : 'get';
}

/**
 * Whether the browser lets through what the page may yet refuse: a control
 * that can be seen and is invalid, but not only by a correction of ours.
 */
export function isUnchecked(
  form: HTMLFormElement,
  submitter: HTMLElement | null,
  corrections: Corrections,
): boolean {
  const isUnvalidated =
    hasAttribute(form, 'novalidate') ||
    submitter?.hasAttribute('formnovalidate');
  const unlisted: Element[] = unlistedIn(form);
  const controls = isUnvalidated
    ? [...elementsOf(form), ...unlisted]
    : unlisted;
  return controls.some((element) => {
    const control = element as FieldControl;
    return (
      control.validity?.valid === false &&
      control.willValidate !== false &&
      !corrections.isAlone(control) &&
      isRendered(control)
    );
  });
}

function hasOtherButtons(
  form: HTMLFormElement,
  submitter: HTMLElement,
): boolean {
  const buttons = [...elementsOf(form), ...imagesOf(form)].filter(
    isSubmitButton,
  );
  // Such a component clicks a button of the browser's that it makes for it.
  const components = selectIn(form, '*').filter(
    (element) =>
      isCustom(element) &&
      Reflect.get(element, 'type') === 'submit' &&
      !element.hasAttribute('formnovalidate'),
  );
  return [...buttons, ...components].some((button) => button !== submitter);
}

/** Buttons with an image, which a form does not count as its elements. */
function imagesOf(form: HTMLFormElement): Element[] {
  const images = rootOf(form)?.querySelectorAll<HTMLInputElement>(
    'input[type=image i]',
  );
  return [...(images ?? [])].filter((image) => image.form === form);
}
