import {fieldsOf} from '../checkout/outcome.js';
import {callWidget, nextInstanceId} from '../klarna/calls.js';
import type {KlarnaPaymentsError} from '../klarna/errors.js';
import type {KlarnaSessionData} from '../klarna/types.js';
import {Mount} from './widget/mount.js';

/** What Klarna says about a category when its widget has been loaded. */
export interface WidgetAnswer {
  showForm: boolean;
  invalidFields: readonly string[];
}

/** Klarna's widget for one category, in a container that it keeps for life. */
export class Widget {
  readonly instanceId: string;
  readonly mount: Mount;
  /** What went wrong with the latest load. */
  error: KlarnaPaymentsError | undefined;
  /** Whether the latest load was answered with the form. */
  isLoaded = false;
  /** Whether it has to be loaded, for the first time or again. */
  isStale = true;
  /** The load under way, up to the event that tells of it. */
  loading: Promise<void> | undefined;
  readonly #category: string;
  readonly #gone = new AbortController();
  /** Aborted once the container has gone. */
  readonly gone = this.#gone.signal;

  /** @param lost Called when the page has taken the container away. */
  constructor(element: HTMLElement, category: string, lost: () => void) {
    this.#category = category;
    this.instanceId = nextInstanceId();
    this.mount = new Mount(element, this.instanceId, lost);
  }

  /**
   * Loads until the newest state is shown.
   *
   * @param read Says, at the moment of each load, what to load.
   */
  async load(
    read: () => {clientToken: string; data: KlarnaSessionData | null},
  ): Promise<WidgetAnswer> {
    this.error = undefined;
    try {
      for (;;) {
        this.isStale = false;
        const {show_form: showForm, error} = await callWidget('load', {
          ...read(),
          category: this.#category,
          instanceId: this.instanceId,
          container: this.mount.container,
          gone: this.gone,
        });
        if (this.isStale) continue;
        this.isLoaded = showForm;
        return {showForm, invalidFields: fieldsOf(error)};
      }
    } catch (error) {
      this.isLoaded = false;
      this.isStale = true;
      this.error = error as KlarnaPaymentsError;
      throw error;
    }
  }

  remove(): void {
    this.#gone.abort();
    this.mount.remove();
  }
}
