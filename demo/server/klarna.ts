import {createKlarnaMerchant, regionOf} from '../../src/server/index.js';
import type {
  KlarnaMerchant,
  KlarnaMerchantEvent,
  KlarnaMerchantOptions,
  KlarnaRegion,
} from '../../src/server/index.js';
import {createKlarnaSandbox} from '../../src/sandbox/index.js';
import type {ShopState} from '../shop-state.js';
import {countries, type Country} from './markets.js';
import {sandboxCategories} from './offer.js';
import {giftOrderOf, orderOf} from './order.js';
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
  'credentials' | 'region' | 'environment' | 'baseUrl' | 'origin'
>;

/**
 * Klarna's playground if the environment has credentials for it, else a sandbox
 * on an origin of its own.
 */
export async function openKlarna(
  environment: NodeJS.ProcessEnv,
  visitors: Visitors,
): Promise<DemoKlarna> {
  const {KLARNA_USERNAME, KLARNA_PASSWORD, SHOP_ORIGIN} = environment;
  if (KLARNA_USERNAME && KLARNA_PASSWORD) {
    const region = regionFrom(environment['KLARNA_REGION'] ?? 'eu');
    const account: Account = {
      credentials: {username: KLARNA_USERNAME, password: KLARNA_PASSWORD},
      region,
      environment: 'playground',
      // Klarna calls back over https only, for instance through a tunnel.
      ...(SHOP_ORIGIN && {origin: SHOP_ORIGIN}),
    };
    return {
      kind: 'playground',
      countries: countries.filter((one) => regionOf(one) === region),
      ...merchantsOf(account, visitors),
      close: () => Promise.resolve(),
    };
  }

  const credentials = {username: 'mornby', password: 'slow mornings'};
  const sandbox = createKlarnaSandbox({
    credentials,
    categories: sandboxCategories,
    // Nobody else's purchase is answered by what this visitor has chosen.
    answer: ({clientToken}) => visitors.takeAnswer(clientToken),
  });
  const {url, close} = await sandbox.listen();
  return {
    kind: 'sandbox',
    countries,
    scriptUrl: new URL('/kp/lib/v1/api.js', url).href,
    ...merchantsOf({credentials, region: 'eu', baseUrl: url}, visitors),
    close,
  };
}

function merchantsOf(
  account: Account,
  visitors: Visitors,
): Pick<DemoKlarna, 'bag' | 'gift'> {
  const common = {
    ...account,
    visitor: (request: Request) => visitors.of(request)?.id,
    onEvent: ({outcome, ...event}: KlarnaMerchantEvent) => {
      if (outcome !== 'ok') console.error('Klarna:', outcome, event);
    },
  };
  const originOf = (request: Request): string =>
    account.origin ?? new URL(request.url).origin;
  return {
    bag: createKlarnaMerchant({
      ...common,
      basePath: '/klarna',
      order(request) {
        const visitor = visitors.of(request);
        return visitor && orderOf(visitor, originOf(request));
      },
      placed({orderId, order, visitor}) {
        const buyer = visitors.byId(visitor);
        if (!buyer) return;
        buyer.placed = {orderId, order};
        buyer.bag.clear();
      },
    }),
    gift: createKlarnaMerchant({
      ...common,
      basePath: '/gift/klarna',
      order(request) {
        const visitor = visitors.of(request);
        return visitor && giftOrderOf(visitor, originOf(request));
      },
      placed({orderId, order, visitor}) {
        const buyer = visitors.byId(visitor);
        if (buyer) buyer.placed = {orderId, order};
      },
    }),
  };
}

function regionFrom(value: string): KlarnaRegion {
  if (value === 'eu' || value === 'na' || value === 'oc') return value;
  throw new Error('KLARNA_REGION must be eu, na or oc');
}
