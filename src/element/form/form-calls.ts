/*
 * What script calls on a form without an event that tells of it. The browser
 * lets `form.submit()` be seen by nothing but the `formdata` event, which
 * `new FormData(form)` has as well; and `requestSubmit()` validates before
 * anybody hears of it. So both methods are watched where all forms have them,
 * for a field may be named `submit`. They do what they have always done.
 */

/** Forms that `form.submit()` is sending at this moment. */
const sending = new Set<unknown>();
/** To be called before a form is validated because script submits it. */
const watchers = new WeakMap<HTMLFormElement, Set<() => void>>();
let isWatching = false;

/** Whether it is `form.submit()` that has the browser read the form now. */
export function isSentByScript(form: HTMLFormElement): boolean {
  return sending.has(form);
}

/**
 * Calls back before each `requestSubmit()` of the form.
 *
 * @returns Ends it.
 */
export function watchCalls(
  form: HTMLFormElement,
  beforeRequest: () => void,
): () => void {
  watchForms();
  const calls = watchers.get(form) ?? new Set();
  watchers.set(form, calls.add(beforeRequest));
  return () => calls.delete(beforeRequest);
}

function watchForms(): void {
  if (isWatching) return;
  isWatching = true;
  wrap('submit', (form, send) => {
    sending.add(form);
    try {
      send();
    } finally {
      sending.delete(form);
    }
  });
  wrap('requestSubmit', (form, request) => {
    for (const call of watchers.get(form) ?? []) call();
    request();
  });
}

/** Goes around a method, as far as the page allows it. */
function wrap(
  name: 'submit' | 'requestSubmit',
  around: (form: HTMLFormElement, proceed: () => void) => void,
): void {
  const forms = HTMLFormElement.prototype;
  const descriptor = Reflect.getOwnPropertyDescriptor(forms, name);
  const method: unknown = descriptor?.value;
  if (typeof method !== 'function') return;
  const value = function (this: HTMLFormElement, ...args: unknown[]): void {
    around(this, () => Reflect.apply(method, this, args));
  };
  Reflect.defineProperty(value, 'name', {value: name, configurable: true});
  Reflect.defineProperty(forms, name, {...descriptor, value});
}
