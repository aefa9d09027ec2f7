import type {KlarnaOrder} from '../../wire/rest-types.js';
import type {
  KlarnaAuthorizeData,
  KlarnaAuthorizeResult,
  KlarnaLoadResult,
} from '../../klarna/types.js';
import type {KlarnaSandboxAnswer} from '../shopper/shopper.js';

/**
 * What the script on the shop's page and the sandbox's frames say to each
 * other, and the frames to the sandbox.
 */

/** What the script asks of Klarna. */
export type ShopperMethod = 'load' | 'authorize' | 'reauthorize' | 'finalize';

/** One call of the script, as it travels to a frame. */
export interface FrameCall {
  /** Unique on the page. */
  id: string;
  method: ShopperMethod;
  clientToken: string;
  category?: string;
  data?: KlarnaAuthorizeData;
  autoFinalize?: boolean;
  /** As the shop's page is, where the widget stands. */
  scheme?: 'light' | 'dark';
  /** The token has changed since the widget was loaded. */
  resetApplication?: boolean;
  /** The order summary of `loadPaymentReview` instead of the widget. */
  review?: boolean;
}

export type FrameResult = KlarnaLoadResult | KlarnaAuthorizeResult;

export type MessageToFrame =
  /** Asks a frame that may have loaded long ago to say so again. */
  | {type: 'hello'}
  /** To the overlay, too, where there is no widget's frame to ask Klarna. */
  | {type: 'call'; call: FrameCall}
  /** To the overlay: ask the person. */
  | {type: 'purchase'; call: FrameCall; order: Partial<KlarnaOrder>};

export type MessageFromFrame =
  | {type: 'ready'}
  /** Pixels. */
  | {type: 'height'; height: number}
  /** Opens the overlay; with an order there is something to ask. */
  | {type: 'overlay'; id: string; order?: Partial<KlarnaOrder>}
  | {type: 'answer'; id: string; result: FrameResult};

/** Body of a frame's request to `/kp/shopper/{method}`. */
export interface ShopperRequest {
  from: 'widget' | 'overlay';
  clientToken: string;
  category?: string;
  data?: KlarnaAuthorizeData;
  autoFinalize?: boolean;
  /** The person's, from the overlay. */
  answer?: KlarnaSandboxAnswer;
  /** Which fields the person finds wrong; with the answer `correct`. */
  fields?: string[];
}

/** Answer to it. */
export type ShopperResponse =
  | {
      kind: 'result';
      result: FrameResult;
      /** After a load: what the widget shows. */
      order?: Partial<KlarnaOrder>;
    }
  /** Nothing is settled, the person has to be asked. */
  | {kind: 'ask'; order: Partial<KlarnaOrder>}
  /** A fault: say nothing, ever. */
  | {kind: 'silence'};
