import type {Callbacks} from '../rest/callbacks.js';
import type {PendingOrders} from '../rest/pending-orders.js';
import type {SandboxSettings} from '../options.js';
import type {SandboxStore} from './store.js';
import type {OrderValidation} from '../validation/stages.js';

/** What all parts of one sandbox share. */
export interface SandboxContext {
  readonly settings: SandboxSettings;
  readonly store: SandboxStore;
  readonly validation: OrderValidation;
  readonly callbacks: Callbacks;
  readonly pendingOrders: PendingOrders;
}
