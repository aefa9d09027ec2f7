import type {KlarnaAuthorizeData} from '../../src/klarna/types.js';
import type {KlarnaSandboxAnswer} from '../../src/sandbox/index.js';
import type {CategorySet} from '../shop-state.js';
import type {Country} from './markets.js';

/** What the shop remembers of one browser. */
export interface Visitor {
  readonly id: string;
  country: Country;
  locale: string;
  categories: CategorySet;
  /** Quantity by article. */
  bag: Map<string, number>;
  /** What Klarna has authorized, for the confirmation. */
  details: KlarnaAuthorizeData;
  /** What the sandbox answers this visitor next, instead of asking. */
  answer?: KlarnaSandboxAnswer | undefined;
  /** Id of the order placed last, until the visitor goes on shopping. */
  placed?: string;
}
