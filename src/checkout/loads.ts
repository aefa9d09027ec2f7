import {asKlarnaPaymentsError, KlarnaPaymentsError} from '../klarna/errors.js';
import {invalidFieldsIn} from '../klarna/invalid-fields.js';
import type {KlarnaLoadResult} from '../klarna/types.js';
import {faultEvent} from './events.js';
import {toldByEvents, leftDocument, WidgetTaken} from './faults.js';
import type {CheckoutPorts, WidgetPlace} from './ports.js';
import {
  isOffered,
  widgetChanging,
  widgetOf,
  withdrawing,
  type CheckoutState,
  type LoadTarget,
  type WidgetState,
} from './state.js';
import type {Store} from './store.js';

/** What a widget needs besides its state. */
interface Handles {
  readonly place: WidgetPlace;
  /** Aborted once the place has gone. */
  readonly gone: AbortController;
  /** The load under way, up to the event that tells of it. */
  loading?: Promise<void> | undefined;
}

const unloaded = {shows: undefined, isMoved: false};

/**
 * Klarna's widgets: one for each category that has been selected, made once
 * and loaded again whenever it is selected and shows something old.
 */
export class WidgetLoads {
  readonly #store: Store;
  readonly #ports: CheckoutPorts;
  readonly #handles = new Map<string, Handles>();
  #script: Promise<unknown> = Promise.resolve();

  constructor(store: Store, ports: CheckoutPorts) {
    this.#store = store;
    this.#ports = ports;
  }

  /** Whether every place stands where Klarna's script finds it. */
  get areWhole(): boolean {
    return [...this.#handles.values()].every(({place}) => place.isWhole);
  }

  /** Aborted once the category's widget has gone. */
  goneOf(category: string): AbortSignal | undefined {
    return this.#handles.get(category)?.gone.signal;
  }

  /** Loads wait for this script from now on. */
  expectScript(script: Promise<unknown>): void {
    this.#script = script;
    script.catch(toldByEvents);
  }

  /**
   * Brings the selected widget up to date.
   *
   * @throws {KlarnaPaymentsError} If the script or the widget fails.
   */
  async showSelected(): Promise<void> {
    const {session, failure, selected} = this.#store.state;
    if (!session || failure || !isOffered(this.#store.state, selected)) return;
    const handles = this.#handles.get(selected) ?? this.#make(selected);
    if (!this.#needsLoad(selected)) return handles.loading;
    handles.loading ??= this.#load(selected, handles);
    return handles.loading;
  }

  /** Loads one widget again, whose frame Klarna's script has taken away. */
  restore(category: string): void {
    this.#store.commit(
      widgetChanging(this.#store.state, category, {isMoved: true}),
    );
    this.show();
  }

  /** Shows the selected widget, unless a refresh is about to. */
  show(): void {
    if (!this.#store.state.isRefreshing) {
      this.showSelected().catch(toldByEvents);
    }
  }

  /** Removes the widgets of categories that are not on offer. */
  prune(): void {
    for (const category of this.#handles.keys()) {
      if (!isOffered(this.#store.state, category)) this.#remove(category);
    }
  }

  #needsLoad(category: string): boolean | undefined {
    const {state} = this.#store;
    const widget = widgetOf(state, category);
    return widget?.shows !== state.target || widget?.isMoved;
  }

  #make(category: string): Handles {
    const instanceId = this.#ports.script.nextInstanceId();
    const handles: Handles = {
      place: this.#ports.widgets.place(
        instanceId,
        (mayReturn) => this.#lose(category, mayReturn),
        category,
      ),
      gone: new AbortController(),
    };
    this.#handles.set(category, handles);
    this.#store.commit(this.#withWidget(category, {...unloaded, instanceId}));
    return handles;
  }

  async #load(category: string, handles: Handles): Promise<void> {
    this.#store.commit(
      widgetChanging(this.#store.state, category, {error: undefined}),
    );
    try {
      await this.#script;
      const {target, answer} = await this.#loadNewest(category, handles);
      handles.loading = undefined;
      if (!handles.gone.signal.aborted) this.#loaded(category, target, answer);
    } catch (cause) {
      handles.loading = undefined;
      if (!handles.gone.signal.aborted) throw this.#fail(category, cause);
    }
  }

  /** Newer state may come while Klarna is busy with the older. */
  async #loadNewest(
    category: string,
    {place, gone}: Handles,
  ): Promise<{target: LoadTarget; answer: KlarnaLoadResult}> {
    for (;;) {
      const {target} = this.#store.state;
      if (!target || gone.signal.aborted) throw leftDocument();
      const answer = await place.load({
        clientToken: target.session.clientToken,
        category,
        data: target.data,
        gone: gone.signal,
      });
      if (target === this.#store.state.target) return {target, answer};
    }
  }

  #loaded(
    category: string,
    target: LoadTarget,
    {show_form: showForm, error}: KlarnaLoadResult,
  ): void {
    const {state} = this.#store;
    const {authorization, notice} = state;
    // What Klarna has approved stands, whatever it offers for the next order.
    const isApproved = authorization?.category === category;
    const shown = {...unloaded, shows: showForm ? target : undefined};
    this.#store.commit(
      {
        ...widgetChanging(state, category, shown),
        ...(!showForm && withdrawing(state, category)),
        ...(isApproved && {authorization, notice}),
      },
      {
        type: 'klarna-load',
        detail: {category, showForm, invalidFields: invalidFieldsIn(error)},
      },
    );
    if (showForm) return;
    this.prune();
    this.show();
  }

  /** The fault of one load leaves the other widgets usable. */
  #fail(category: string, cause: unknown): KlarnaPaymentsError {
    const error = asKlarnaPaymentsError(
      cause,
      'load-failed',
      'Loading the widget failed',
    );
    const {state} = this.#store;
    const isOfWidget = error.code.startsWith('load-');
    const isKnown = error === state.failure;
    this.#store.commit(
      {
        ...widgetChanging(state, category, {
          ...unloaded,
          error: isOfWidget ? error : undefined,
        }),
        ...(!isOfWidget && {failure: error}),
      },
      !isKnown && faultEvent(error),
    );
    return error;
  }

  #lose(category: string, mayReturn: boolean): void {
    this.#remove(category, new WidgetTaken());
    if (mayReturn) return this.show();
    const error = new KlarnaPaymentsError(
      'load-failed',
      'The page keeps taking the widget away',
    );
    this.#store.commit(
      this.#withWidget(category, {...unloaded, instanceId: '', error}),
      faultEvent(error),
    );
  }

  #withWidget(category: string, widget: WidgetState): Partial<CheckoutState> {
    return {widgets: {...this.#store.state.widgets, [category]: widget}};
  }

  #remove(category: string, why?: WidgetTaken): void {
    const handles = this.#handles.get(category);
    if (!handles) return;
    this.#handles.delete(category);
    if (handles.place.hasFocus) this.#ports.page.keepFocus();
    handles.gone.abort(why);
    handles.place.remove();
    const {[category]: _, ...widgets} = this.#store.state.widgets;
    this.#store.commit({widgets});
  }
}
