import type {KlarnaAuthorizeData} from '../klarna/types.js';
import type {Subject} from './authorization.js';
import {notConfigured, notReady} from './faults.js';
import type {WidgetLoads} from './loads.js';
import type {AuthorizeMethod} from './outcome.js';
import type {CheckoutPorts, PagePort} from './ports.js';
import {isConfigured} from './settings.js';
import {
  faultIn,
  isAuthorizable,
  offeredIn,
  selectedWidget,
  type CheckoutState,
  type LoadTarget,
} from './state.js';
import type {Store} from './store.js';

/** What is to be authorized, and until when anybody can use the answer. */
export interface Task extends Subject {
  /** What the widgets showed when it began. */
  readonly target: LoadTarget | undefined;
  readonly gone: AbortSignal | undefined;
  /** Those of the approval that this goes on from. */
  readonly customerDetails?: KlarnaAuthorizeData;
}

/**
 * What a method is to authorize at this moment.
 *
 * @throws {KlarnaPaymentsError} If there is nothing.
 */
export function taskOf(
  method: AuthorizeMethod,
  store: Store,
  {page, script}: CheckoutPorts,
  loads: WidgetLoads,
): Task {
  const {state, settings, life} = store;
  if (!isConfigured(settings)) throw notConfigured();
  assertUsable(state, page);
  // What is approved, or on screen, is of an order that is no more.
  if (state.session && state.isRefreshing) {
    throw notReady('A newer session is on its way');
  }
  const approval = method === 'authorize' ? undefined : state.approval;
  const clientToken = (state.session ?? approval)?.clientToken;
  const widget = selectedWidget(state);
  if (approval && approval.clientToken === clientToken) {
    return {...approval, target: state.target, gone: life};
  }
  // Without an approval to go on from, it is about the selected category.
  const isReady =
    method === 'authorize' ? isAuthorizable(state) : offeredIn(state).length;
  if (!clientToken || !isReady) {
    throw notReady('No widget of Klarna is ready', faultIn(state));
  }
  const {selected, target} = state;
  return {
    target,
    clientToken,
    category: selected,
    instanceId: widget?.instanceId ?? script.nextInstanceId(),
    gone: method === 'authorize' ? loads.goneOf(selected) : life,
  };
}

/**
 * The page may have changed its mind, also while details were awaited.
 *
 * @param hasBegun Whether the authorization has; see {@link PagePort}.
 * @throws {KlarnaPaymentsError} `not-ready`
 */
export function assertUsable(
  {isSuperseded}: CheckoutState,
  page: PagePort,
  hasBegun = false,
): void {
  if (page.isDisabled(hasBegun)) {
    throw notReady('The element is disabled');
  }
  if (isSuperseded) {
    throw notReady('The page has given another session');
  }
}
