import {dispatchOn, listenOn, rootOf} from './form-members.js';

/** Known to every copy of this library on the page. */
const copy = Symbol.for('klarna-payments.copy');

/**
 * Lets the page's listeners look at a submit before Klarna is asked. Firefox
 * drops a submit during another one of the same form, and sends the form for
 * one that is dispatched later, unless it is prevented.
 *
 * @returns Whether one of them has prevented it, and whether it came about at
 *     all.
 */
export function offerCopy(
  form: HTMLFormElement,
  submitter: HTMLElement | null,
): {isPrevented: boolean; isHeard: boolean} {
  const event = new SubmitEvent('submit', {
    bubbles: true,
    cancelable: true,
    submitter,
  });
  let isHeard = false;
  const forget = listenOn(
    form,
    'submit',
    (heard) => {
      isHeard ||= heard === event;
    },
    true,
  );
  const hold = holdBack(event, form);
  dispatchOn(form, Object.assign(event, {[copy]: true}));
  forget();
  // Who has ended its way before us has heard it.
  isHeard ||= event.defaultPrevented;
  return {isPrevented: hold(), isHeard};
}

export function isCopy(event: Event): boolean {
  return copy in event;
}

/**
 * Prevents an event once nobody else can: after the last listener, or when
 * one ends its way.
 *
 * @returns Ends it, and tells whether somebody else has prevented it.
 */
function holdBack(event: Event, form: HTMLFormElement): () => boolean {
  let isPrevented = false;
  let isHeld = false;
  // A page may have an `Event` of its own.
  const {prototype} = SubmitEvent;
  const prevent = () => prototype.preventDefault.call(event);
  const hold = () => {
    if (isHeld) return;
    isPrevented ||= event.defaultPrevented;
    isHeld = true;
    prevent();
  };
  const ending = (name: 'stopPropagation' | 'stopImmediatePropagation') => ({
    value: () => {
      hold();
      prototype[name].call(event);
    },
  });
  Object.defineProperties(event, {
    stopPropagation: ending('stopPropagation'),
    stopImmediatePropagation: ending('stopImmediatePropagation'),
    preventDefault: {
      value: () => {
        isPrevented = true;
        prevent();
      },
    },
  });
  // A submit does not leave a shadow root.
  const root = rootOf(form);
  const last = root instanceof ShadowRoot ? root : window;
  const forget = listenOn(last, 'submit', (heard) => {
    if (heard === event) hold();
  });
  return () => {
    forget();
    hold();
    return isPrevented;
  };
}
