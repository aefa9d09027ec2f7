import {Checkout} from '../../../src/checkout/checkout.js';
import type {CheckoutEvent} from '../../../src/checkout/events.js';
import type {
  CheckoutPorts,
  DetailsAnswer,
  FormReading,
} from '../../../src/checkout/ports.js';
import type {CheckoutSettings} from '../../../src/checkout/settings.js';
import {settingsOf} from '../../../src/checkout/settings.js';
import type {
  KlarnaAuthorizeData,
  KlarnaAuthorizeResult,
  KlarnaLoadResult,
} from '../../../src/klarna/types.js';
import {untilAborted} from '../../../src/klarna/until-aborted.js';

/** A client token by the name of its session; no more than its form counts. */
export function tokenOf(session: string): string {
  return `header.${session}.signature`;
}

/** What a shop's endpoint answers. */
export function answerOf(
  session: string,
  categories: readonly string[] = ['pay_later', 'pay_now'],
): unknown {
  return {
    client_token: tokenOf(session),
    payment_method_categories: categories.map((identifier) => ({
      identifier,
      name: identifier.replace('_', ' '),
    })),
  };
}

interface LoadCall {
  readonly instanceId: string;
  readonly clientToken: string;
  readonly category: string;
  readonly data: unknown;
}

interface AskCall {
  readonly method: string;
  readonly clientToken: string;
  readonly category: string | undefined;
  readonly instanceId: string;
  readonly data: unknown;
}

/** Everything around a checkout, played, and what came of it. */
export class World {
  readonly checkout: Checkout;
  /** Everything that the page was told, in order. */
  readonly events: CheckoutEvent[] = [];
  readonly loads: LoadCall[] = [];
  readonly asked: AskCall[] = [];
  /** Places that stand, by the name of their widget. */
  readonly places = new Map<string, (mayReturn: boolean) => void>();
  updates = 0;
  isDisabled = false;
  /** What the shop answers to the next request for a session. */
  answer: () => unknown = () => answerOf('s1');
  requests = 0;
  form: Record<string, string> = {};
  corrected: string[] = [];
  unreachable: string[] = [];
  load: (call: LoadCall) => KlarnaLoadResult | Promise<KlarnaLoadResult> =
    () => ({show_form: true});
  ask: (
    call: AskCall,
  ) => KlarnaAuthorizeResult | Promise<KlarnaAuthorizeResult> = ({
    method,
    clientToken,
  }) => ({
    approved: true,
    show_form: true,
    authorization_token: `${method} ${clientToken.split('.')[1]}`,
  });
  /** What listeners of `klarna-authorize` do. */
  onAuthorize: (
    customerDetails: KlarnaAuthorizeData,
  ) => Partial<DetailsAnswer> = () => ({});
  /** Called with each event, as the page's listeners are. */
  onEvent: (event: CheckoutEvent) => void = () => {};

  #settings: CheckoutSettings;
  #now = 0;
  #timers = new Set<{at: number; call: () => void}>();
  #instances = 0;

  constructor(settings: Partial<CheckoutSettings> = {}) {
    this.#settings = settingsOf({
      fetchSession: async () => {
        this.requests += 1;
        return this.answer();
      },
      ...settings,
    } as CheckoutSettings);
    this.checkout = new Checkout(this.#ports(), this.#settings);
    this.checkout.connect();
  }

  /** Sets properties, as a page does. */
  set(settings: Partial<CheckoutSettings>): void {
    this.#settings = {...this.#settings, ...settings};
    this.checkout.configure(this.#settings);
  }

  /** Lets time pass, and everything that was waiting for it. */
  async pass(milliseconds = 0): Promise<void> {
    const until = this.#now + milliseconds;
    for (;;) {
      await settle();
      const due = [...this.#timers]
        .filter(({at}) => at <= until)
        .sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#timers.delete(due);
      this.#now = Math.max(this.#now, due.at);
      due.call();
    }
    this.#now = until;
    await settle();
  }

  /** Starts, and lets the first widget load. */
  async ready(): Promise<this> {
    this.checkout.start();
    await this.pass();
    return this;
  }

  /** Asks the shop again, and lets it happen. */
  async refresh(): Promise<void> {
    const refreshed = this.checkout.refresh();
    await this.pass();
    await refreshed;
  }

  /** The names of the events since the last call. */
  told(): string[] {
    return this.events
      .splice(0)
      .map((event) =>
        event.type === 'klarna-status' ? event.detail.status : event.type,
      );
  }

  #ports(): CheckoutPorts {
    const read = (): FormReading => ({
      details: {billing_address: {...this.form}},
    });
    return {
      script: {
        load: async () => {},
        ask: async (method, call) => {
          const {clientToken, category, instanceId, data} = call;
          const asked = {method, clientToken, category, instanceId, data};
          return untilAborted(
            async () => {
              call.assertCurrent?.();
              this.asked.push(asked);
              return this.ask(asked);
            },
            call.signal,
            call.gone,
          );
        },
        nextInstanceId: () => `widget-${++this.#instances}`,
      },
      widgets: {
        place: (instanceId, lost) => {
          this.places.set(instanceId, lost);
          return {
            isWhole: true,
            hasFocus: false,
            load: async ({clientToken, category, data, gone}) => {
              const call = {instanceId, clientToken, category, data};
              this.loads.push(call);
              return untilAborted(async () => this.load(call), gone);
            },
            remove: () => this.places.delete(instanceId),
          };
        },
      },
      form: {
        read,
        changedSince: ({details}) =>
          JSON.stringify(details) !== JSON.stringify(read().details),
        correct: (paths) => {
          this.corrected.push(...paths);
          return paths.filter((path) => this.unreachable.includes(path));
        },
        endCorrections: () => {
          this.corrected = [];
        },
      },
      page: {
        untilShown: () => undefined,
        policyLackAt: async () => '',
        isDisabled: () => this.isDisabled,
        update: () => {
          this.updates += 1;
        },
        dispatch: (event) => {
          this.events.push(event);
          this.onEvent(event);
        },
        askForDetails: ({customerDetails}) => ({
          isPrevented: false,
          customerDetails,
          responses: [],
          ...this.onAuthorize(customerDetails),
        }),
        keepFocus: () => {},
      },
      clock: {
        now: () => this.#now,
        after: (delay, call) => {
          const timer = {at: this.#now + delay, call};
          this.#timers.add(timer);
          return () => this.#timers.delete(timer);
        },
      },
    };
  }
}

/** Lets every promise go on that can. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}

/** The error that a promise is rejected with. */
export async function faultOf(
  promise: Promise<unknown>,
): Promise<Error & {code?: string}> {
  return promise.then(
    () => {
      throw new Error('There was no fault');
    },
    (fault: Error) => fault,
  );
}
