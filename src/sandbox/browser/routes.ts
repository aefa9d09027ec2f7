import type {KlarnaSandboxFaults} from '../faults.js';
import type {ShopperSide} from '../shopper.js';

/** How the sandbox's script and frames behave. */
export interface BrowserRouteOptions {
  /** Faults of the script and the frames, looked at anew by every request. */
  faults?: KlarnaSandboxFaults;

  /**
   * What an `authorize` without user activation gets. Klarna opens a window
   * there and browsers block it; how Klarna's script then answers is not
   * documented, the sandbox answers as if the shopper had closed the window:
   * `{approved: false, show_form: true}`. Queued answers stay queued then.
   * `ignore` lets scripts authorize without a click.
   * Default: `blocked-without-activation`.
   */
  popup?: 'blocked-without-activation' | 'ignore';

  /**
   * Milliseconds for the widget's frame to load before `load` answers a bare
   * `{show_form: false}`. Default: 30000, as observed.
   */
  frameTimeout?: number;
}

export function browserRoutes(
  _shopper: ShopperSide,
  _options: BrowserRouteOptions = {},
): (request: Request) => Promise<Response | undefined> {
  return () => Promise.resolve(undefined);
}
