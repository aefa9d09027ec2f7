import {toldByEvents} from '../checkout/faults.js';

const methods = ['authorize', 'finalize', 'refresh'] as const;

type Commanded = HTMLElement &
  Record<(typeof methods)[number], () => Promise<unknown>>;

/** Lets buttons ask for a method: `commandfor` and `command="--refresh"`. */
export function obeyCommands(element: Commanded): void {
  element.addEventListener(
    'command',
    ({command}: Event & {command?: string}) => {
      const method = methods.find((name) => command === `--${name}`);
      if (method) element[method]().catch(toldByEvents);
    },
  );
}
