import {fieldsOf} from '../checkout/outcome.js';
import {loadWidget, nextInstanceId} from '../klarna/calls.js';
import {KlarnaPaymentsError} from '../klarna/errors.js';
import type {KlarnaSessionData} from '../klarna/types.js';
import {Mount} from './mount.js';

/** What Klarna says about a category when its widget has been loaded. */
export interface WidgetAnswer {
  showForm: boolean;
  invalidFields: readonly string[];
}

/** Klarna's widget for one category, in a container that it keeps for life. */
export class Widget {
  readonly mount: Mount;
  readonly instanceId: string;
  /** What went wrong with the latest load. */
  error: KlarnaPaymentsError | undefined;
  /** Whether the latest load was answered with the form. */
  isLoaded = false;
  readonly #category: string | undefined;
  readonly #gone = new AbortController();
  #loading: Promise<WidgetAnswer> | undefined;
  #isStale = true;

  /** @param lost Called when the page has taken the container away. */
  constructor(element: HTMLElement, category: string, lost: () => void) {
    this.#category = category || undefined;
    this.instanceId = nextInstanceId(this.#category);
    this.mount = new Mount(element, `klarna-${this.instanceId}`, lost);
  }

  /** Aborted once the container has gone. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Whether it shows the newest state, or will when its load is done. */
  get isFresh(): boolean {
    return !this.#isStale && !this.error;
  }

  /** Calls for another load before the widget is used again. */
  makeStale(): void {
    this.#isStale = true;
  }

  /**
   * Loads until the newest state is shown. Whoever asks during a load gets the
   * same answer.
   *
   * @param read Says, at the moment of each load, what to load.
   */
  load(
    read: () => {clientToken: string; data: KlarnaSessionData | null},
  ): Promise<WidgetAnswer> {
    this.#loading ??= this.#load(read).finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  remove(): void {
    this.#gone.abort();
    this.mount.remove();
  }

  async #load(
    read: () => {clientToken: string; data: KlarnaSessionData | null},
  ): Promise<WidgetAnswer> {
    this.error = undefined;
    for (;;) {
      this.#isStale = false;
      try {
        const answer = await loadWidget({
          ...read(),
          category: this.#category,
          instanceId: this.instanceId,
          container: this.mount.container,
          gone: this.gone,
        });
        if (this.#isStale) continue;
        this.isLoaded = answer.show_form;
        return {
          showForm: answer.show_form,
          invalidFields: fieldsOf(answer.error),
        };
      } catch (error) {
        this.isLoaded = false;
        if (error instanceof KlarnaPaymentsError) this.error = error;
        throw error;
      }
    }
  }
}
