import type {KlarnaOrder} from '../../wire/rest-types.js';
import {
  KlarnaPaymentsClient,
  type KlarnaCredentials,
  type KlarnaPaymentsClientOptions,
} from '../client/client.js';
import {assertSharedOptions} from '../client/options.js';
import type {Clock} from '../clock.js';
import {about, type Emit} from '../events.js';
import type {KlarnaRegion} from '../markets.js';

/** One of several merchant accounts. */
export interface KlarnaMerchantAccount {
  /**
   * Names the account, whatever its credentials are at the moment. Default: the
   * user name up to its first `_`; an API key must be given one.
   */
  id?: string;
  credentials: KlarnaCredentials;
  region?: KlarnaRegion;
}

/** An account with its way to Klarna. */
export interface Account {
  readonly id: string;
  /** The account and where it lives: what a session cannot leave. */
  readonly place: string;
  readonly client: KlarnaPaymentsClient;
  readonly emit: Emit;
}

export interface AccountsOptions extends Omit<
  KlarnaPaymentsClientOptions,
  'credentials'
> {
  credentials?: KlarnaCredentials;
  account?: (order: KlarnaOrder) => KlarnaMerchantAccount;
}

/** The account that an open order was begun with is another one by now. */
export class AccountChangedError extends Error {
  override readonly name = 'AccountChangedError';

  constructor(readonly account: string) {
    super('the option account answers another account for an open order');
  }
}

/** Clients that are kept: the shop's accounts and what was rotated away. */
const mostClients = 50;

/** Which account an order belongs to. */
export class Accounts {
  readonly #options: AccountsOptions;
  readonly #emit: Emit;
  readonly #clock: Clock;
  /** By all that a client is made of. */
  readonly #known = new Map<string, Account>();
  /** Without the option `account`. */
  readonly #only: Account | undefined;

  /** @throws TypeError that names the option that is wrong. */
  constructor(options: AccountsOptions, emit: Emit, clock: Clock) {
    this.#options = options;
    this.#emit = emit;
    this.#clock = clock;
    if (options.account) {
      assertSharedOptions(options);
    } else {
      this.#only = this.of({} as KlarnaOrder);
    }
  }

  /** @throws TypeError if the option `account` answers none. */
  of(order: KlarnaOrder): Account {
    if (this.#only) {
      return this.#only;
    }
    const {account: choose, credentials, region} = this.#options;
    const chosen = choose ? choose(order) : {credentials, region};
    if (choose && typeof chosen?.credentials !== 'object') {
      throw new TypeError(
        'createKlarnaMerchant: account must answer {id, credentials, region}',
      );
    }
    const id = idOf(chosen);
    if (choose && id === '') {
      throw new TypeError(
        'createKlarnaMerchant: account must answer an id, as text, beside an API key',
      );
    }
    const text = JSON.stringify([chosen.credentials, chosen.region, id]);
    return this.#known.get(text) ?? this.#make(text, id, chosen);
  }

  /**
   * For an open order, whose credentials may have been rotated since.
   *
   * @throws AccountChangedError if the order belongs to another account by now.
   */
  again(order: KlarnaOrder, id: string): Account {
    const account = this.of(order);
    if (account.id !== id) {
      throw new AccountChangedError(id);
    }
    return account;
  }

  #make(
    text: string,
    id: string,
    {credentials, region}: Partial<KlarnaMerchantAccount>,
  ): Account {
    const emit = about(this.#emit, {account: id, region});
    const {environment, baseUrl} = this.#options;
    const account = {
      id,
      place: JSON.stringify([id, region, environment, baseUrl]),
      emit,
      client: new KlarnaPaymentsClient(
        {
          ...this.#options,
          credentials: credentials as KlarnaCredentials,
          region,
          onEvent: emit,
        },
        this.#clock,
      ),
    };
    this.#known.set(text, account);
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostClients && oldest !== undefined) {
      this.#known.delete(oldest);
    }
    return account;
  }
}

/** Nothing but a text names an account; empty if there is none. */
function idOf({id, credentials}: Partial<KlarnaMerchantAccount>): string {
  if (id !== undefined) {
    return typeof id === 'string' ? id : '';
  }
  const {username} = Object(credentials) as {username?: unknown};
  return typeof username === 'string' ? (username.split('_', 1)[0] ?? '') : '';
}
