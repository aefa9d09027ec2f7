import type {ReactiveController} from 'lit';
import {
  checkToken,
  parseList,
  requestSession,
  type CheckoutSession,
} from '../checkout/session.js';
import {KlarnaPaymentsError} from '../klarna/errors.js';
import {loadKlarnaPayments} from '../klarna/loader.js';
import type {KlarnaCategory} from '../klarna/types.js';
import {
  KlarnaErrorEvent,
  KlarnaLoadEvent,
  KlarnaSessionEvent,
} from './events.js';
import type {KlarnaPaymentsElement} from './klarna-payments.js';
import {Widget} from './widget.js';

/**
 * From the endpoint to the loaded widget: the session, the categories that it
 * offers, which of them is selected, and a widget for each that has been.
 */
export class CheckoutController implements ReactiveController {
  session: CheckoutSession | undefined;
  /** What is on offer; a single nameless one where there are no categories. */
  offered: readonly KlarnaCategory[] = [];
  /** Identifier of the selected category. */
  selected = '';
  /** What ended the latest attempt to get a session or Klarna's script. */
  error: KlarnaPaymentsError | undefined;

  readonly #host: KlarnaPaymentsElement;
  readonly #widgets = new Map<string, Widget>();
  /** Ends when the element leaves the document. */
  #life: AbortController | undefined;
  #script: Promise<unknown> | undefined;
  #requesting: Promise<unknown> | undefined;
  /** Whether the page's own token is to be used instead of a request. */
  #isGiven = false;
  /** The refresh that is to come; calls until then join it. */
  #next: Promise<void> | undefined;

  constructor(host: KlarnaPaymentsElement) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.stop();
  }

  /** Whether the tag says where a session comes from. */
  get isConfigured(): boolean {
    const {clientToken, endpoint, fetchSession} = this.#host;
    return Boolean(clientToken || endpoint || fetchSession);
  }

  get isStarted(): boolean {
    return Boolean(this.#life);
  }

  /** Whether newer state is on its way. */
  get isRefreshing(): boolean {
    return Boolean(this.#requesting ?? this.#next);
  }

  /** Whether the selected widget shows the newest state. */
  get isCurrent(): boolean {
    const isFresh = this.widget?.isLoaded && this.widget.isFresh;
    return Boolean(isFresh && !this.error && !this.isRefreshing);
  }

  /** The selected category's widget, if it has been made. */
  get widget(): Widget | undefined {
    return this.#widgets.get(this.selected);
  }

  /** Name of the slot in which a category's widget appears. */
  slotName(category: string): string {
    // A slot without a name would take in the page's own children.
    return this.#widgets.get(category)?.mount.slotName ?? 'klarna';
  }

  /** Whether a widget of that name is one of these. */
  owns(instanceId: string): boolean {
    return [...this.#widgets.values()].some((w) => w.instanceId === instanceId);
  }

  /** Whether every container still stands where Klarna's script finds it. */
  get fitsItsPlace(): boolean {
    return [...this.#widgets.values()].every((widget) =>
      widget.mount.fits(this.#host),
    );
  }

  /** Starts once; the script and the session start in this very task. */
  start(): void {
    if (this.isStarted || !this.isConfigured) return;
    this.#life = new AbortController();
    this.#isGiven = Boolean(this.#host.clientToken);
    this.#run(this.#life.signal).catch(isReported);
  }

  /** The page has given another token or other categories. */
  takeGiven(): void {
    if (!this.isStarted) return;
    this.#isGiven = Boolean(this.#host.clientToken);
    this.refresh().catch(isReported);
  }

  /** Ends everything that is pending and takes the containers away. */
  stop(): void {
    this.#life?.abort();
    this.#life = undefined;
    this.#next = undefined;
    this.#requesting = undefined;
    this.session = undefined;
    this.error = undefined;
    this.offered = [];
    this.#retain([]);
    this.#host.settle();
  }

  /**
   * Asks the shop again and loads again. A burst of calls makes one request;
   * calls during a request make one more; none interrupts an authorization.
   */
  refresh(): Promise<void> {
    if (!this.isConfigured) return Promise.reject(notConfigured());
    if (!this.#host.isConnected) return Promise.reject(leftDocument());
    this.#life ??= new AbortController();
    this.#next ??= this.#refresh(this.#life.signal);
    this.#host.settle();
    return this.#next;
  }

  /** Loads again with changed data, the selected widget at once. */
  async reload(): Promise<void> {
    await this.#host.authorizing?.catch(isReported);
    this.#host.dropToken();
    for (const widget of this.#widgets.values()) widget.makeStale();
    if (!this.isRefreshing) this.#loadSelected().catch(isReported);
  }

  /** Loads one widget again, whose frame Klarna's script has taken away. */
  restore(category: string): void {
    this.#widgets.get(category)?.makeStale();
    if (category === this.selected) this.#loadSelected().catch(isReported);
  }

  /** Selects what is offered, ignores what is not. */
  select(category: string): void {
    const isOffered = this.offered.some((c) => c.identifier === category);
    if (isOffered && category !== this.selected) {
      this.selected = category;
      // What has been authorized is another way to pay.
      this.#host.dropToken();
    }
    this.#host.settle();
    if (!this.isRefreshing) this.#loadSelected().catch(isReported);
  }

  /** Takes a category off the offer; its neighbour is selected. */
  withdraw(category: string): void {
    const index = this.offered.findIndex((c) => c.identifier === category);
    if (index < 0) return;
    this.offered = this.offered.filter((c) => c.identifier !== category);
    this.#retain(this.offered);
    if (category !== this.selected) return this.#host.settle();
    const next = this.offered[index] ?? this.offered.at(-1);
    this.selected = '';
    this.select(next?.identifier ?? '');
  }

  /** A fault that concerns the whole element. */
  fail(error: KlarnaPaymentsError): void {
    if (error.code === 'aborted') return;
    this.error = error;
    this.#host.settle();
    this.#host.dispatchEvent(new KlarnaErrorEvent({error}));
  }

  async #refresh(life: AbortSignal): Promise<void> {
    await nextTask();
    while (this.#requesting ?? this.#host.authorizing) {
      await Promise.allSettled([this.#requesting, this.#host.authorizing]);
    }
    if (life.aborted) throw leftDocument();
    const pass = this.#run(life);
    this.#next = undefined;
    this.#host.dropToken();
    await pass;
  }

  /** One pass from the endpoint to the loaded widget. */
  async #run(life: AbortSignal): Promise<void> {
    this.error = undefined;
    const {endpoint, fetchSession, sdkUrl: src, nonce} = this.#host;
    const isGiven = this.#isGiven || !(endpoint || fetchSession);
    this.#isGiven = false;
    this.#script = loadKlarnaPayments({src, nonce, signal: life});
    this.#script.catch(isReported);
    try {
      const request = isGiven
        ? readGiven(this.#host)
        : requestSession(endpoint, fetchSession, life);
      this.#requesting = request;
      this.#host.settle();
      const session = await untilAborted(request, life);
      this.#requesting = undefined;
      this.#accept(session);
    } catch (error) {
      if (!life.aborted) this.#requesting = undefined;
      throw this.#report(error);
    }
    // A newer state is on its way: loading this one would be in vain.
    await (this.#next ?? this.#loadSelected());
  }

  #accept(session: CheckoutSession): void {
    const wanted = this.selected || this.#host.category;
    this.session = session;
    this.offered = session.categories;
    this.#retain(this.offered);
    for (const widget of this.#widgets.values()) widget.makeStale();
    const chosen =
      this.offered.find(({identifier}) => identifier === wanted) ??
      this.offered[0];
    this.selected = chosen?.identifier ?? '';
    this.#host.matchSession(session.clientToken);
    this.#host.dispatchEvent(
      new KlarnaSessionEvent({categories: session.categories}),
    );
  }

  async #loadSelected(): Promise<void> {
    const category = this.selected;
    const {session} = this;
    if (!session || this.error || !this.offered.length) return;
    if (this.widget?.isFresh) return;
    const widget = this.#widgetFor(category);
    this.#host.settle();
    try {
      await this.#script;
    } catch (error) {
      throw this.#report(error);
    }
    if (widget.gone.aborted) return;
    try {
      const answer = await widget.load(() => ({
        clientToken: (this.session ?? session).clientToken,
        data: this.#host.loadData,
      }));
      const {showForm, invalidFields} = answer;
      if (this.#widgets.get(category) !== widget) return;
      if (!showForm) this.withdraw(category);
      this.#host.settle();
      this.#host.dispatchEvent(
        new KlarnaLoadEvent({category, showForm, invalidFields}),
      );
    } catch (error) {
      if (widget.gone.aborted) return;
      throw this.#report(error, category);
    }
  }

  /** A fault of one widget leaves the others usable; any other ends it all. */
  #report(cause: unknown, category?: string): KlarnaPaymentsError {
    const error =
      cause instanceof KlarnaPaymentsError
        ? cause
        : new KlarnaPaymentsError('load-failed', 'Loading failed', {cause});
    const isOfOneWidget =
      category !== undefined && error.code.startsWith('load-');
    if (!isOfOneWidget) {
      this.fail(error);
    } else {
      this.#host.settle();
      this.#host.dispatchEvent(new KlarnaErrorEvent({error}));
    }
    return error;
  }

  #widgetFor(category: string): Widget {
    const existing = this.#widgets.get(category);
    if (existing) return existing;
    const widget = new Widget(this.#host, category, () => {
      this.#remove(category, widget);
      this.#loadSelected().catch(isReported);
    });
    this.#widgets.set(category, widget);
    this.#host.requestUpdate();
    return widget;
  }

  #retain(offered: readonly KlarnaCategory[]): void {
    for (const [category, widget] of this.#widgets) {
      const isOffered = offered.some((c) => c.identifier === category);
      if (!isOffered) this.#remove(category, widget);
    }
  }

  #remove(category: string, widget: Widget): void {
    widget.remove();
    if (this.#widgets.get(category) === widget) this.#widgets.delete(category);
  }
}

/** The session of a page that already has a token. */
async function readGiven(
  host: KlarnaPaymentsElement,
): Promise<CheckoutSession> {
  const {clientToken, categories} = host;
  return {
    clientToken: checkToken(clientToken),
    categories: categories
      ? parseList(categories)
      : [{identifier: '', name: ''}],
  };
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(leftDocument());
    signal.addEventListener('abort', abort, {once: true});
    promise
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
}

export function notConfigured(): KlarnaPaymentsError {
  return new KlarnaPaymentsError(
    'configuration',
    'endpoint, client-token and fetchSession are all missing',
  );
}

function leftDocument(): KlarnaPaymentsError {
  return new KlarnaPaymentsError('aborted', 'The element left the document');
}

/** Lets the rest of the task add to the same burst. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** For promises that nobody holds: events have told already. */
function isReported(): void {}
