import {randomUUID} from 'node:crypto';
import {join} from 'node:path';
import {createKlarnaMerchant, regionOf} from '../../src/server/index.js';
import type {
  KlarnaMerchant,
  KlarnaMerchantOptions,
  KlarnaRegion,
} from '../../src/server/index.js';
import {sqliteStorage} from '../../src/server/sqlite.js';
import {createKlarnaSandbox} from '../../src/sandbox/index.js';
import type {ShopState} from '../shop-state.js';
import {countries, type Country} from './markets.js';
import {sandboxCategories} from './offer.js';
import {giftOrderOf, orderOf} from './order.js';
import type {PlacedOrder, ShopDatabase} from './database.js';
import type {Visitors} from './visitors.js';

/** Klarna as the demo shop knows it. */
export interface DemoKlarna {
  readonly kind: ShopState['klarna'];
  /** Markets of other regions need an account there. */
  readonly countries: readonly Country[];
  /** Where the browser gets Klarna's script, if not from Klarna. */
  readonly scriptUrl?: string;
  /** The bag's payment, and that of a gift card bought beside it. */
  readonly bag: KlarnaMerchant;
  readonly gift: KlarnaMerchant;
  close(): Promise<void>;
}

/** How to reach a Klarna. */
type Account = Pick<
  KlarnaMerchantOptions,
  'account' | 'credentials' | 'region' | 'environment' | 'baseUrl' | 'origin'
>;

/** Milliseconds that a shopper's browser has to bring what Klarna approved. */
export const callbackPatience = 5000;

/**
 * Klarna's playground if the environment has credentials for it, else the
 * sandbox that it names, else one of its own on an origin of its own.
 */
export async function openKlarna(
  environment: NodeJS.ProcessEnv,
  visitors: Visitors,
  database: ShopDatabase,
): Promise<DemoKlarna> {
  const {KLARNA_USERNAME, KLARNA_PASSWORD, KLARNA_SANDBOX, SHOP_ORIGIN} =
    environment;
  if (KLARNA_USERNAME && KLARNA_PASSWORD) {
    const region = regionFrom(environment['KLARNA_REGION'] ?? 'eu');
    const account: Account = {
      credentials: {username: KLARNA_USERNAME, password: KLARNA_PASSWORD},
      region,
      environment: 'playground',
      // Klarna calls back over https only, for instance through a tunnel.
      ...(SHOP_ORIGIN && {origin: SHOP_ORIGIN}),
    };
    const merchants = merchantsOf(account, visitors, database);
    return {
      kind: 'playground',
      countries: countries.filter((one) => regionOf(one) === region),
      ...merchants,
    };
  }

  const password = 'slow mornings';
  if (KLARNA_SANDBOX) {
    const account: Account = {
      credentials: {username: 'mornby', password},
      region: 'eu',
      baseUrl: KLARNA_SANDBOX,
    };
    return {
      // Whoever has started it tells it what to answer.
      kind: 'playground',
      countries,
      scriptUrl: scriptOf(KLARNA_SANDBOX),
      ...merchantsOf(account, visitors, database),
    };
  }

  const credentials = {username: 'mornby', password};
  const sandbox = createKlarnaSandbox({
    credentials,
    categories: sandboxCategories,
    // Nobody else's purchase is answered by what this visitor has chosen.
    answer: ({clientToken}) => visitors.takeAnswer(clientToken),
  });
  const {url, close} = await sandbox.listen();
  // It forgets with the process, so it is another account each time: what was
  // agreed with the one before is not asked of this one.
  const id = randomUUID();
  const account: Account = {
    account: () => ({id, credentials, region: 'eu'}),
    baseUrl: url,
  };
  const merchants = merchantsOf(account, visitors, database);
  return {
    kind: 'sandbox',
    countries,
    scriptUrl: scriptOf(url),
    ...merchants,
    close: async () => {
      await merchants.close();
      await close();
    },
  };
}

function scriptOf(sandbox: string): string {
  return new URL('/kp/lib/v1/api.js', sandbox).href;
}

function merchantsOf(
  account: Account,
  visitors: Visitors,
  database: ShopDatabase,
): Pick<DemoKlarna, 'bag' | 'gift' | 'close'> {
  const originOf = (request: Request): string =>
    account.origin ?? new URL(request.url).origin;
  const open = (
    of: PlacedOrder['of'],
    basePath: string,
    order: typeof orderOf | typeof giftOrderOf,
  ) => {
    // What a visitor pays for beside the bag has a session of its own.
    const storage = sqliteStorage(join(database.folder, `klarna-${of}.sqlite`));
    const merchant = createKlarnaMerchant({
      ...account,
      basePath,
      storage,
      callbackPatience,
      visitor: (request) => visitors.of(request)?.id,
      order(request) {
        const visitor = visitors.of(request);
        return visitor && order(visitor, originOf(request));
      },
      placed({orderId, order: placed, visitor}) {
        database.recordOrder({orderId, order: placed, of}, visitor, () => {
          const buyer = visitors.byId(visitor);
          if (!buyer) return undefined;
          buyer.placed = orderId;
          if (of === 'bag') buyer.bag.clear();
          return buyer;
        });
      },
      onEvent: (event) => {
        if ('error' in event && event.error) {
          console.error('Klarna:', event.type, event.error);
        }
      },
    });
    return {
      merchant,
      close: async () => {
        await merchant.close();
        await storage.close();
      },
    };
  };
  const bag = open('bag', '/klarna', orderOf);
  const gift = open('gift', '/gift/klarna', giftOrderOf);
  return {
    bag: bag.merchant,
    gift: gift.merchant,
    close: async () => {
      await Promise.all([bag.close(), gift.close()]);
    },
  };
}

function regionFrom(value: string): KlarnaRegion {
  if (value === 'eu' || value === 'na' || value === 'oc') return value;
  throw new Error('KLARNA_REGION must be eu, na or oc');
}
