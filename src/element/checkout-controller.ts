import type {ReactiveController} from 'lit';
import {
  checkToken,
  parseList,
  requestSession,
  type CheckoutSession,
} from '../checkout/session.js';
import {KlarnaPaymentsError} from '../klarna/errors.js';
import {loadKlarnaPayments} from '../klarna/loader.js';
import {untilAborted} from '../klarna/until-aborted.js';
import type {KlarnaCategory} from '../klarna/types.js';
import {AuthorizeController} from './authorize-controller.js';
import {
  KlarnaErrorEvent,
  KlarnaLoadEvent,
  KlarnaSessionEvent,
} from './events.js';
import type {KlarnaPaymentsElement} from './klarna-payments.js';
import {removeCopies} from './widget/mount.js';
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
  readonly authorizer: AuthorizeController;

  readonly #host: KlarnaPaymentsElement;
  readonly #widgets = new Map<string, Widget>();
  /** Ends when the element leaves the document. */
  #life: AbortController | undefined;
  #script: Promise<unknown> | undefined;
  #requesting: Promise<unknown> | undefined;
  /** Whether a token that the page has goes before the endpoint. */
  #prefersGiven = true;
  /** The refresh that is to come; calls until then join it. */
  #next: Promise<void> | undefined;

  constructor(host: KlarnaPaymentsElement) {
    this.#host = host;
    this.authorizer = new AuthorizeController(host, this);
    host.addController(this);
  }

  hostConnected(): void {
    removeCopies(this.#host);
  }

  hostDisconnected(): void {
    this.stop();
  }

  /** Aborted when the element leaves the document or starts afresh. */
  get life(): AbortSignal | undefined {
    return this.#life?.signal;
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

  /** Whether the selected widget has the newest state, or is getting it. */
  get isCurrent(): boolean {
    const {widget, error, isRefreshing} = this;
    const isFresh = widget?.isLoaded && !widget.isStale;
    return Boolean(isFresh && !error && !isRefreshing);
  }

  /** The selected category's widget, if it has been made. */
  get widget(): Widget | undefined {
    return this.#widgets.get(this.selected);
  }

  /** Name of the slot in which a category's widget appears, once it has one. */
  slotName(category: string): string | undefined {
    return this.#widgets.get(category)?.mount.slotName;
  }

  /** Whether a widget of that name is one of these. */
  owns(instanceId: string): boolean {
    return [...this.#widgets.values()].some((w) => w.instanceId === instanceId);
  }

  /** Whether every container still stands where Klarna's script finds it. */
  get isWhole(): boolean {
    return [...this.#widgets.values()].every(({mount}) => mount.isWhole);
  }

  /** @throws {KlarnaPaymentsError} `configuration` */
  assertConfigured(): void {
    if (this.isConfigured) return;
    throw new KlarnaPaymentsError(
      'configuration',
      'no endpoint, client-token or fetchSession',
    );
  }

  /** Starts once; the script and the session start in this very task. */
  start(): void {
    if (this.#life || !this.isConfigured) return;
    this.#life = new AbortController();
    this.#run(this.#life.signal).catch(isReported);
  }

  /** Ends everything that is pending and takes the containers away. */
  stop(): void {
    this.#life?.abort();
    this.#life = this.#next = this.#requesting = undefined;
    this.session = this.error = undefined;
    this.selected = '';
    this.#prefersGiven = true;
    this.#offer([]);
    this.authorizer.drop();
  }

  /**
   * Asks the shop again and loads again. A burst of calls makes one request;
   * calls during a request make one more; none interrupts an authorization.
   *
   * @param prefersGiven Whether the page has just given the token itself.
   */
  async refresh(prefersGiven = false): Promise<void> {
    this.assertConfigured();
    if (!this.#host.isConnected) throw leftDocument();
    this.#prefersGiven ||= prefersGiven;
    this.#life ??= new AbortController();
    this.#next ??= this.#refresh(this.#life.signal);
    // What has been authorized is an order that is no more.
    this.authorizer.drop();
    return this.#next;
  }

  /** Loads again with changed data, the selected widget at once. */
  async reload(): Promise<void> {
    await this.authorizer.inFlight?.catch(isReported);
    this.authorizer.forget();
    this.#makeStale();
    this.#show();
  }

  /** Loads one widget again, whose frame Klarna's script has taken away. */
  restore(category: string): void {
    const widget = this.#widgets.get(category);
    if (widget) widget.isStale = true;
    this.#show();
  }

  /** Selects what is offered, ignores what is not. */
  select(category: string): void {
    const isOffered = this.offered.some((c) => c.identifier === category);
    if (isOffered && category !== this.selected) {
      this.selected = category;
      // What has been authorized is another way to pay.
      this.authorizer.drop();
    }
    this.#host.settle();
    this.#show();
  }

  /** Takes a category off the offer; its neighbour is selected. */
  withdraw(category: string): void {
    const index = this.offered.findIndex((c) => c.identifier === category);
    if (index < 0) return;
    const {container} = this.#widgets.get(category)?.mount ?? {};
    const hasFocus = container?.contains(document.activeElement);
    this.#offer(this.offered.toSpliced(index, 1));
    if (category === this.selected) {
      this.selected = '';
      const next = this.offered[index] ?? this.offered.at(-1);
      this.select(next?.identifier ?? '');
      if (hasFocus)
        void this.#host.updateComplete.then(() => this.#host.focus());
    }
  }

  /**
   * Tells of a fault and throws it. That of one load leaves the other widgets
   * usable.
   *
   * @param isOfCaller Whether it is known from what has been called.
   */
  fail(
    error: KlarnaPaymentsError,
    isOfCaller = error.code === 'aborted',
  ): never {
    const {code} = error;
    if (error !== this.error) {
      if (!isOfCaller && !/^(load|details)-/.test(code)) this.error = error;
      this.#host.settle();
      if (!isOfCaller && code !== 'configuration') {
        this.#host.dispatchEvent(new KlarnaErrorEvent({error}));
      }
    }
    throw error;
  }

  async #refresh(life: AbortSignal): Promise<void> {
    await nextTask();
    let busy;
    while ((busy = this.#requesting ?? this.authorizer.inFlight)) {
      await busy.catch(isReported);
    }
    if (life.aborted) throw leftDocument();
    this.#next = undefined;
    await this.#run(life);
  }

  /** One pass from the endpoint to the loaded widget. */
  async #run(life: AbortSignal): Promise<void> {
    const {clientToken, endpoint, fetchSession, sdkUrl, nonce} = this.#host;
    const isGiven =
      clientToken && (this.#prefersGiven || !(endpoint || fetchSession));
    this.#prefersGiven = false;
    this.error = undefined;
    this.#script = loadKlarnaPayments({src: sdkUrl, nonce, signal: life});
    this.#script.catch(isReported);
    try {
      const request = isGiven
        ? readGiven(this.#host)
        : requestSession(endpoint, fetchSession, life);
      request.catch(isReported);
      this.#requesting = request;
      this.authorizer.forget();
      this.#host.settle();
      const session = await untilAborted(() => request, life);
      this.#requesting = undefined;
      this.#accept(session);
    } catch (error) {
      if (!life.aborted) this.#requesting = undefined;
      this.fail(error as KlarnaPaymentsError);
    }
    // A newer state is on its way: loading this one would be in vain.
    await (this.#next ?? this.#loadSelected());
    if (life.aborted) throw leftDocument();
  }

  #accept(session: CheckoutSession): void {
    const {categories} = session;
    const wanted = this.selected || this.#host.category;
    this.session = session;
    this.#offer(categories);
    this.#makeStale();
    const chosen =
      categories.find(({identifier}) => identifier === wanted) ?? categories[0];
    this.selected = chosen?.identifier ?? '';
    this.#host.settle();
    this.#host.dispatchEvent(new KlarnaSessionEvent({categories}));
  }

  /** Shows the selected widget, unless a refresh is about to. */
  #show(): void {
    if (!this.isRefreshing) this.#loadSelected().catch(isReported);
  }

  async #loadSelected(): Promise<void> {
    const {session, selected} = this;
    if (!session || this.error || !this.offered.length) return;
    const widget = this.widget ?? this.#makeWidget(selected);
    if (!widget.isStale) return widget.loading;
    widget.loading ??= this.#load(selected, widget);
    this.#host.settle();
    return widget.loading;
  }

  async #load(category: string, widget: Widget): Promise<void> {
    try {
      await this.#script;
      const answer = await widget.load(() => ({
        clientToken: this.session?.clientToken ?? '',
        data: this.#host.loadData,
      }));
      widget.loading = undefined;
      if (widget.gone.aborted) return;
      if (!answer.showForm) this.withdraw(category);
      this.#host.settle();
      this.#host.dispatchEvent(new KlarnaLoadEvent({category, ...answer}));
    } catch (error) {
      widget.loading = undefined;
      if (widget.gone.aborted) return;
      this.fail(error as KlarnaPaymentsError);
    }
  }

  #makeWidget(category: string): Widget {
    const widget = new Widget(this.#host, category, () => {
      this.#remove(category, widget);
      this.#show();
    });
    this.#widgets.set(category, widget);
    return widget;
  }

  #makeStale(): void {
    for (const widget of this.#widgets.values()) widget.isStale = true;
  }

  #offer(categories: readonly KlarnaCategory[]): void {
    this.offered = categories;
    for (const [category, widget] of this.#widgets) {
      const isOffered = categories.some((c) => c.identifier === category);
      if (!isOffered) this.#remove(category, widget);
    }
  }

  #remove(category: string, widget: Widget): void {
    widget.remove();
    this.#widgets.delete(category);
  }
}

/** The session of a page that already has a token. */
async function readGiven({
  clientToken,
  categories,
}: KlarnaPaymentsElement): Promise<CheckoutSession> {
  return {
    clientToken: checkToken(clientToken),
    categories: categories
      ? parseList(categories)
      : [{identifier: '', name: ''}],
  };
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
