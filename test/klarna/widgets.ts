import {nextInstanceId, type WidgetCall} from '../../src/klarna/calls.js';
import {KlarnaPaymentsError} from '../../src/klarna/errors.js';
import {fakeToken} from '../support/fake-klarna.js';

/** What a test needs to call a widget: its own name and container. */
export interface Widget extends WidgetCall {
  container: HTMLElement;
}

const containers = new Set<HTMLElement>();

export function makeWidget(session: string, category?: string): Widget {
  const container = document.createElement('div');
  containers.add(container);
  document.body.append(container);
  return {
    clientToken: fakeToken(session),
    category,
    instanceId: nextInstanceId(),
    container,
  };
}

export function removeWidgets() {
  for (const container of containers) container.remove();
  containers.clear();
}

/** The fault of a call; fails if it succeeds or throws something else. */
export async function faultOf(
  call: Promise<unknown>,
): Promise<KlarnaPaymentsError> {
  const outcome = await call.then(
    () => 'success',
    (error: unknown) => error,
  );
  if (outcome instanceof KlarnaPaymentsError) return outcome;
  throw new Error(`Expected a KlarnaPaymentsError, got ${String(outcome)}`);
}

/** Makes the limit of Klarna's `load` one that a test can wait for. */
export function shortenLoadTime(milliseconds: number): () => void {
  return shortenTimer(28_000, milliseconds);
}

/**
 * Makes timers of that many milliseconds ones that a test can wait for.
 *
 * @returns Undoes it.
 */
export function shortenTimer(long: number, milliseconds: number): () => void {
  const real = Object.getOwnPropertyDescriptor(window, 'setTimeout')!;
  const setTimeout = window.setTimeout.bind(window);
  window.setTimeout = ((task: () => void, delay: number) =>
    setTimeout(task, delay === long ? milliseconds : delay)) as never;
  return () => Object.defineProperty(window, 'setTimeout', real);
}

/** Lets every task that is due run. */
export function tasks(milliseconds = 0): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Whether the promise is still waiting after all tasks that are due. */
export async function isPending(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol();
  const settled = promise.then(
    () => undefined,
    () => undefined,
  );
  return (
    (await Promise.race([settled, tasks(20).then(() => pending)])) === pending
  );
}
