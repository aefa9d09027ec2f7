import {fixture, html} from '@open-wc/testing';
import {scriptBuilds} from '../../../src/sandbox/browser/builds.js';
import type {
  KlarnaAuthorizeResult,
  KlarnaLoadResult,
  KlarnaPayments,
} from '../../../src/klarna/types.js';
import type {Shop} from '../../support/shop.js';

/** A page that includes the sandbox's script. */

// What hangs on the body would otherwise meet the next test.
afterEach(() => {
  for (const frame of document.querySelectorAll('iframe[id^=klarna-]')) {
    frame.remove();
  }
  document.documentElement.className = document.body.className = '';
  delete window.Klarna;
});

/** Evaluates the script; resolves in the tag's `load` event. */
export function includeScript(src: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = src;
    // Without it a browser keeps rejections in the script to itself.
    script.crossOrigin = 'anonymous';
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => reject(new Error('script error')));
    document.head.append(script);
    script.remove();
  });
}

/** What the played build does; see the table. */
export function behaviourOf(shop: Pick<Shop, 'script'>) {
  return scriptBuilds[shop.script];
}

/** `Klarna.Payments` with arguments as loose as the real one's. */
export type LoosePayments = Record<
  keyof KlarnaPayments,
  (...args: unknown[]) => unknown
>;

export function klarna(): LoosePayments {
  return window.Klarna!.Payments as unknown as LoosePayments;
}

export function container(): Promise<HTMLElement> {
  return fixture<HTMLElement>(html`<div></div>`);
}

export function load(
  options: object,
  data: object = {},
): Promise<KlarnaLoadResult> {
  return new Promise((resolve) => {
    klarna().load(options, data, resolve);
  });
}

export function ask(
  method: 'authorize' | 'reauthorize' | 'finalize',
  options: object = {},
  data: object = {},
): Promise<KlarnaAuthorizeResult> {
  return new Promise((resolve) => {
    klarna()[method](options, data, resolve);
  });
}

export function frameOf(name: string): HTMLIFrameElement | null {
  return document.querySelector(`#klarna-${name}-main`);
}

export function overlayOf(name: string): HTMLIFrameElement | null {
  return document.querySelector(`#klarna-${name}-fullscreen`);
}

/** What a wrong call throws, and what it has answered before that. */
export function wrong(call: (callback: (answer: unknown) => void) => void): {
  name?: string;
  answers: unknown[];
} {
  const answers: unknown[] = [];
  try {
    call((answer) => answers.push(answer));
  } catch (error) {
    return {name: (error as Error).name, answers};
  }
  return {answers};
}

/**
 * The same of a call that may fail in a promise: then the error is that of an
 * unhandled rejection, which is kept from the test's runner.
 */
export async function refused(
  call: (callback: (answer: unknown) => void) => void,
): Promise<ReturnType<typeof wrong> & {how: 'thrown' | 'rejected'}> {
  const rejected: Error[] = [];
  const hear = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    rejected.push(event.reason as Error);
  };
  addEventListener('unhandledrejection', hear, true);
  const thrown = wrong(call);
  if (!thrown.name) await until(() => rejected.length);
  removeEventListener('unhandledrejection', hear, true);
  return thrown.name
    ? {...thrown, how: 'thrown'}
    : {...thrown, name: rejected[0]!.name, how: 'rejected'};
}

/** Longer than the script takes to answer. */
export function aWhile(milliseconds = 300): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}

/** Gives up before the test does, so that nothing runs on. */
export async function until(condition: () => unknown): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt++) {
    if (await condition()) return;
    await aWhile(10);
  }
  throw new Error(`It has not come to this: ${String(condition)}`);
}
