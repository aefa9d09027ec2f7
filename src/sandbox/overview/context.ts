import type {SandboxSettings} from '../options.js';
import type {KlarnaSandboxAnswer} from '../shopper/shopper.js';
import type {KlarnaSandboxFaults} from '../state/faults.js';
import type {FraudVerdict, StoredOrder} from '../state/store.js';
import type {Journal} from './journal.js';

/** What the page shows and its forms change. */
export interface OverviewContext {
  settings: SandboxSettings;
  faults: KlarnaSandboxFaults;
  journal: Journal;
  orders: () => readonly StoredOrder[];
  sessionCount: () => number;
  /** What was queued for the next shoppers. */
  queued: () => readonly KlarnaSandboxAnswer[];
  queue: (answer: KlarnaSandboxAnswer) => void;
  clearQueue: () => void;
  /** False if no order of this id is pending. */
  decide: (orderId: string, verdict: FraudVerdict) => boolean;
}
