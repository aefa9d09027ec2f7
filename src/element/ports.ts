import type {
  CheckoutPorts,
  ClockPort,
  FormPort,
  PagePort,
} from '../checkout/ports.js';
import {callWidget, nextInstanceId} from '../klarna/calls.js';
import {loadKlarnaPayments} from '../klarna/loader.js';
import {policyLackAt} from '../klarna/policy.js';
import {untilShown} from '../klarna/prerender.js';
import {eventOf} from './event-of.js';
import {KlarnaAuthorizeEvent} from './events.js';
import type {KlarnaHost} from './host.js';
import {Losses} from './widget/losses.js';
import {PagePlace} from './widget/place.js';

/**
 * What the checkout needs of the world, as an element in a page has it.
 *
 * @param update Shows the checkout as it stands.
 */
export function portsOf(
  host: KlarnaHost,
  form: FormPort,
  update: () => void,
): CheckoutPorts {
  const losses = new Losses();
  return {
    script: {
      load: (options) => loadKlarnaPayments({...options, nonce: host.nonce}),
      ask: callWidget,
      nextInstanceId,
    },
    widgets: {
      place: (instanceId, lost, category) =>
        new PagePlace(host, instanceId, () => lost(losses.mayReturn(category))),
    },
    form,
    page: pageOf(host, update),
    clock,
  };
}

function pageOf(host: KlarnaHost, update: () => void): PagePort {
  return {
    isDisabled: (hasBegun) => (hasBegun ? host.disabled : host.isDisabled),
    untilShown,
    policyLackAt,
    update,
    dispatch: (event) => host.dispatchEvent(eventOf(event)),
    askForDetails: (detail) => {
      const event = new KlarnaAuthorizeEvent(detail);
      const isPrevented = !host.dispatchEvent(event);
      const {customerDetails} = event.detail;
      return {isPrevented, customerDetails, responses: event.responses};
    },
    keepFocus: () => void host.updateComplete.then(() => host.focus()),
  };
}

const clock: ClockPort = {
  now: () => Date.now(),
  after: (delay, call) => {
    const timer = setTimeout(call, delay);
    return () => clearTimeout(timer);
  },
};
