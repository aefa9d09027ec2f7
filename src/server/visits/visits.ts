import type {Emit} from '../events.js';
import {thrownIn} from '../http/shop-error.js';
import type {MerchantSettings} from '../merchant-settings.js';
import type {Accounts} from './accounts.js';
import {Background} from './background.js';
import {Cancelling} from './cancelling.js';
import {Callbacks} from './callbacks.js';
import type {Clock} from '../clock.js';
import type {VisitsContext} from './context.js';
import {Deciding} from './deciding.js';
import {Leases} from './leases.js';
import {Ledger} from './ledger.js';
import {Moves} from './moves.js';
import {Notifications} from './notifications.js';
import {Orders} from './orders.js';
import {Pending} from './pending.js';
import {Recovery} from './recovery.js';
import {Sessions, type SessionsOptions} from './sessions.js';
import {SessionTokens} from './session-tokens.js';
import {Settling} from './settling.js';
import type {ShopFunctions} from './shop.js';
import {Timers} from './timers.js';
import {Visitors} from './visitors.js';

export interface VisitsOptions extends Omit<SessionsOptions, 'patience'> {
  settings: MerchantSettings;
  accounts: Accounts;
  shop: ShopFunctions;
  clock: Clock;
  emit: Emit;
}

/** Everything that a merchant does about a visit, put together. */
export interface Visits {
  readonly sessions: Sessions;
  readonly orders: Orders;
  readonly callbacks: Callbacks;
  readonly notifications: Notifications;
  readonly pending: Pending;
  readonly recovery: Recovery;
  readonly visitors: Visitors;
  readonly moves: Moves;
  readonly background: Background;
  readonly timers: Timers;
}

export function openVisits(options: VisitsOptions): Visits {
  const {settings, accounts, shop, clock, emit} = options;
  const {storage, callbackPatience, patience, repeatAfter} = settings;
  const ledger = new Ledger(storage, clock, callbackPatience);
  const background = new Background(clock, (error) =>
    emit({type: 'recovery', outcome: 'failed', error: thrownIn(error)}),
  );
  const context: VisitsContext = {
    ledger,
    leases: new Leases(storage, clock),
    clock,
    accounts,
    shop,
    background,
    emit,
  };
  const visitors = new Visitors({ledger, clock, repeatAfter});
  const cancelling = new Cancelling(context);
  const settling = new Settling(context, visitors, cancelling);
  const deciding = new Deciding(context, visitors, settling, cancelling);
  const recovery = new Recovery(
    context,
    deciding,
    settling,
    cancelling,
    visitors,
    callbackPatience,
    patience,
  );
  const tokens = new SessionTokens(context, visitors, settling, recovery);
  const timers = new Timers(storage, clock, recovery, background);
  if (settings.recovery === 'timer') {
    timers.start();
  }
  return {
    sessions: new Sessions(context, visitors, tokens, {...options, patience}),
    orders: new Orders(context, visitors, deciding, settling, tokens, patience),
    callbacks: new Callbacks(
      context,
      settling,
      cancelling,
      settings.callbackSecret,
    ),
    notifications: new Notifications(context),
    pending: new Pending(ledger),
    recovery,
    visitors,
    moves: new Moves(context, visitors),
    background,
    timers,
  };
}
