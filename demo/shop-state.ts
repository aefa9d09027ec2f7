import type {KlarnaAddress} from '../src/klarna/types.js';
import type {Country} from './server/markets.js';

/** What the shop's server tells its page. Amounts are in minor units. */
export interface ShopState {
  /** Which Klarna answers. Only the sandbox can be told what to answer. */
  klarna: 'sandbox' | 'playground';
  country: Country;
  /** Those whose orders this Klarna account takes. */
  countries: readonly Country[];
  /** BCP 47; the session's locale. */
  locale: string;
  /** The locales of the country. */
  locales: readonly string[];
  currency: string;
  categories: CategorySet;
  /** All the shop sells; those with quantity 0 are not in the bag. */
  articles: ShopArticle[];
  delivery: number;
  tax: number;
  /** Whether the prices hold the tax, or it comes on top. */
  taxIncluded: boolean;
  total: number;
  /** Changes with everything that Klarna should know of. */
  revision: string;
  /** The order placed last, until the visitor goes on shopping. */
  placed?: ShopOrder;
}

/** Which payment method categories the session offers. */
export type CategorySet = 'one' | 'three';

export interface ShopArticle {
  reference: string;
  name: string;
  variant: string;
  image: string;
  quantity: number;
  price: number;
  total: number;
}

export interface ShopOrder {
  orderId: string;
  currency: string;
  total: number;
  lines: {name: string; quantity: number; total: number}[];
  billing: KlarnaAddress;
  shipping: KlarnaAddress;
}

/** Members the visitor may change. */
export type ShopSettings = Partial<
  Pick<ShopState, 'country' | 'locale' | 'categories'>
>;
