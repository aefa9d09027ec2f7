import type {WidgetPlace} from '../../checkout/ports.js';
import {callWidget} from '../../klarna/calls.js';
import type {KlarnaLoadResult} from '../../klarna/types.js';
import {Mount} from './mount.js';

/** A mount on the page, in which Klarna's script shows a widget. */
export class PagePlace extends Mount implements WidgetPlace {
  get hasFocus(): boolean {
    return this.container.contains(document.activeElement);
  }

  load(call: Parameters<WidgetPlace['load']>[0]): Promise<KlarnaLoadResult> {
    const {container, slotName: instanceId} = this;
    return callWidget('load', {...call, instanceId, container});
  }
}
