import type {Emit} from '../events.js';
import type {Accounts} from './accounts.js';
import type {Background} from './background.js';
import type {Clock} from '../clock.js';
import type {Leases} from './leases.js';
import type {Ledger} from './ledger.js';
import type {ShopFunctions} from './shop.js';

/** What all who take part in an order work with. */
export interface VisitsContext {
  readonly ledger: Ledger;
  readonly leases: Leases;
  readonly clock: Clock;
  readonly accounts: Accounts;
  readonly shop: ShopFunctions;
  readonly background: Background;
  readonly emit: Emit;
}
