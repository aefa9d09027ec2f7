import type {KlarnaPaymentsStatus} from './events.js';
import {
  isCurrent,
  offeredIn,
  selectedWidget,
  type CheckoutState,
} from './state.js';

/** The first row that applies says where the checkout stands; else it loads. */
const rows: ReadonlyArray<
  [KlarnaPaymentsStatus, (state: CheckoutState) => unknown]
> = [
  ['authorizing', ({isAsking}) => isAsking],
  ['idle', ({isStarted}) => !isStarted],
  // A misconfigured tag has not begun anything: its methods say why.
  ['idle', ({failure}) => failure?.code === 'configuration'],
  ['error', ({failure}) => failure],
  ['loading', ({isRefreshing}) => isRefreshing],
  ['loading', ({session}) => !session],
  // An approval outlasts the fault of a widget that it no longer needs.
  ['authorized', ({authorization}) => authorization],
  ['unavailable', (state) => !offeredIn(state).length],
  ['error', (state) => selectedWidget(state)?.error],
  ['ready', isCurrent],
];

/** The status as a function of the state alone. */
export function statusOf(state: CheckoutState): KlarnaPaymentsStatus {
  return rows.find(([, applies]) => applies(state))?.[0] ?? 'loading';
}
