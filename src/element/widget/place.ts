import type {WidgetPlace} from '../../checkout/ports.js';
import {callWidget} from '../../klarna/calls.js';
import type {KlarnaLoadResult} from '../../klarna/types.js';
import {lossesOf} from './losses.js';
import {Mount} from './mount.js';

/** A place on the page, in which Klarna's script shows a widget. */
export class PagePlace implements WidgetPlace {
  readonly #mount: Mount;
  readonly #instanceId: string;

  /**
   * @param instanceId Names the widget, and the slot that it appears in.
   * @param lost Called once if the page takes the place away, with whether it
   *     may be made again.
   * @param category Whose widget it shows.
   */
  constructor(
    element: HTMLElement,
    instanceId: string,
    lost: (mayReturn: boolean) => void,
    category: string,
  ) {
    this.#instanceId = instanceId;
    this.#mount = new Mount(element, instanceId, () =>
      lost(lossesOf(element).mayReturn(category)),
    );
  }

  get isWhole(): boolean {
    return this.#mount.isWhole;
  }

  get hasFocus(): boolean {
    return this.#mount.container.contains(document.activeElement);
  }

  load(call: Parameters<WidgetPlace['load']>[0]): Promise<KlarnaLoadResult> {
    return callWidget('load', {
      ...call,
      instanceId: this.#instanceId,
      container: this.#mount.container,
    });
  }

  remove(): void {
    this.#mount.remove();
  }
}
