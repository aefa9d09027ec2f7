import {serve, type Server} from 'srvx';
import type {KlarnaOrder} from '../../src/wire/rest-types.js';
import {
  createKlarnaSandbox,
  type KlarnaSandbox,
  type KlarnaSandboxExperiment,
  type KlarnaSandboxScript,
  type KlarnaSandboxAnswer,
  type KlarnaSandboxFaults,
  type KlarnaSandboxOptions,
} from '../../src/sandbox/index.js';

/** How a test's shop is opened. */
export interface ShopOptions {
  /** Identifiers of the payment method categories that sessions offer. */
  categories?: KlarnaSandboxOptions['categories'];
  /** Members that differ from the usual order. */
  order?: Partial<KlarnaOrder>;
  /**
   * Options of the sandbox, those that survive JSON. `popup` is `ignore` unless
   * said otherwise, as tests rarely click; `null` is the sandbox's own default.
   */
  sandbox?: Nullable<KlarnaSandboxOptions>;
}

type Nullable<Type> = {[Name in keyof Type]?: Type[Name] | null};

/** What a test changes while the shop is open; `null` takes it back. */
export interface ShopSettings {
  /** Milliseconds before the session endpoint answers. */
  sessionDelay?: number | null;
  /** Status of the session endpoint's answer, with an empty object. */
  sessionStatus?: number | null;
  /** Body of the session endpoint's answer. */
  sessionBody?: string | null;
  sessionContentType?: string | null;
  /** Milliseconds before the sandbox answers anything but its script. */
  latency?: number | null;
  /** Milliseconds before the sandbox answers with its script. */
  sdkDelay?: number | null;
  /** Replaces the sandbox's faults. */
  faults?: KlarnaSandboxFaults | null;
  /** Milliseconds by which the sandbox's clock is ahead. */
  clockAhead?: number | null;
}

export interface ShopRequest {
  method: string;
  path: string;
  body: unknown;
  /** Milliseconds since the epoch. */
  at: number;
  /** Who was asked: the shop's session endpoint or the sandbox. */
  to: 'shop' | 'sandbox';
}

/**
 * What all shops play unless a test says otherwise, so that any test can be run
 * under each build of Klarna's script and its experiments:
 * `KLARNA_SCRIPT=1.10-1987 KLARNA_EXPERIMENTS=static-widget,purchase-flow`.
 */
const {KLARNA_SCRIPT, KLARNA_EXPERIMENTS} = process.env;
const played = {
  ...(KLARNA_SCRIPT && {script: KLARNA_SCRIPT as KlarnaSandboxScript}),
  ...(KLARNA_EXPERIMENTS && {
    experiments: KLARNA_EXPERIMENTS.split(',') as KlarnaSandboxExperiment[],
  }),
};

const credentials = {username: 'rig', password: 'rig-password'};
const authorization = `Basic ${btoa(`${credentials.username}:${credentials.password}`)}`;

const usualOrder: KlarnaOrder = {
  purchase_country: 'GB',
  purchase_currency: 'GBP',
  locale: 'en-GB',
  order_amount: 24_600,
  order_tax_amount: 4_100,
  order_lines: [
    {
      type: 'physical',
      reference: 'KETTLE-1',
      name: 'Copper kettle',
      quantity: 2,
      unit_price: 12_000,
      tax_rate: 2_000,
      total_amount: 24_000,
      total_tax_amount: 4_000,
    },
    {
      type: 'shipping_fee',
      name: 'Delivery',
      quantity: 1,
      unit_price: 600,
      tax_rate: 2_000,
      total_amount: 600,
      total_tax_amount: 100,
    },
  ],
};

/** A sandbox on an origin of its own, and a shop's endpoint in front of it. */
export class RigShop {
  readonly requests: ShopRequest[] = [];
  readonly endpoint: string;
  /** The build of Klarna's script that it plays. */
  readonly script: KlarnaSandboxScript;
  readonly experiments: readonly KlarnaSandboxExperiment[];
  readonly #sandbox: KlarnaSandbox;
  readonly #server: Server;
  readonly #order: KlarnaOrder;
  #settings: ShopSettings = {};

  static async open(endpoint: string, options: ShopOptions): Promise<RigShop> {
    const shop = new RigShop(endpoint, options);
    await shop.#server.ready();
    return shop;
  }

  private constructor(endpoint: string, options: ShopOptions) {
    this.endpoint = endpoint;
    this.#order = {...usualOrder, ...options.order};
    const sandbox: KlarnaSandboxOptions = withoutNulls({
      popup: 'ignore',
      ...played,
      ...options.sandbox,
    });
    this.script = sandbox.script ?? '1.10-734';
    this.experiments = sandbox.experiments ?? [];
    this.#sandbox = createKlarnaSandbox({
      credentials,
      now: () => Date.now() + (this.#settings.clockAhead ?? 0),
      ...sandbox,
      ...(options.categories && {categories: options.categories}),
    });
    this.#server = serve({
      fetch: (request) => this.#serveSandbox(request),
      hostname: '127.0.0.1',
      port: 0,
      silent: true,
      gracefulShutdown: false,
    });
  }

  get origin(): string {
    return new URL(this.#server.url ?? '').origin;
  }

  answer(answers: readonly KlarnaSandboxAnswer[]): void {
    this.#sandbox.answer(...answers);
  }

  set(settings: ShopSettings): void {
    this.#settings = {...this.#settings, ...settings};
    if (settings.faults === undefined) return;
    const none = {
      rest: undefined,
      script: undefined,
      frame: undefined,
      hiddenFrame: undefined,
      library: undefined,
      overlay: undefined,
    };
    Object.assign(this.#sandbox.faults, none, settings.faults);
  }

  /** The shop's session endpoint: a new session for every request. */
  async session(request: Request): Promise<Response> {
    await this.#record('shop', request);
    const settings = this.#settings;
    await sleep(settings.sessionDelay);
    const headers = {
      'content-type': settings.sessionContentType ?? 'application/json',
      'cache-control': 'no-store',
    };
    if (settings.sessionStatus != null || settings.sessionBody != null) {
      return new Response(settings.sessionBody ?? '{}', {
        status: settings.sessionStatus ?? 200,
        headers,
      });
    }
    const answer = await this.createSession({});
    if (!answer.ok) return answer;
    const {client_token, payment_method_categories} = await answer.json();
    return Response.json({client_token, payment_method_categories}, {headers});
  }

  createSession(order: Partial<KlarnaOrder>): Promise<Response> {
    return this.#rest('POST', 'sessions', {...this.#order, ...order});
  }

  readSession(sessionId: string): Promise<Response> {
    return this.#rest('GET', `sessions/${encodeURIComponent(sessionId)}`);
  }

  placeOrder(token: string, order: object): Promise<Response> {
    return this.#rest(
      'POST',
      `authorizations/${encodeURIComponent(token)}/order`,
      {...this.#order, ...order},
    );
  }

  async close(): Promise<void> {
    await this.#server.close(true);
  }

  #rest(method: string, path: string, body?: object): Promise<Response> {
    return fetch(`${this.origin}/payments/v1/${path}`, {
      method,
      headers: {authorization, 'content-type': 'application/json'},
      ...(body && {body: JSON.stringify(body)}),
    });
  }

  async #serveSandbox(request: Request): Promise<Response> {
    await this.#record('sandbox', request);
    const {pathname} = new URL(request.url);
    const {latency, sdkDelay} = this.#settings;
    await sleep(pathname === '/kp/lib/v1/api.js' ? sdkDelay : latency);
    return this.#sandbox.fetch(request);
  }

  async #record(to: ShopRequest['to'], request: Request): Promise<void> {
    const at = Date.now();
    const text = await request.clone().text();
    this.requests.push({
      method: request.method,
      path: new URL(request.url).pathname,
      body: parsed(text),
      at,
      to,
    });
  }
}

function withoutNulls(object: object): object {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== null),
  );
}

function parsed(text: string): unknown {
  if (!text) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function sleep(milliseconds: number | null | undefined): Promise<void> {
  return new Promise((done) => {
    if (milliseconds) setTimeout(done, milliseconds);
    else done();
  });
}
