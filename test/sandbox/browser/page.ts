import {fixture, html} from '@open-wc/testing';
import type {
  KlarnaAuthorizeResult,
  KlarnaLoadResult,
  KlarnaPayments,
} from '../../../src/klarna/types.js';

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
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => reject(new Error('script error')));
    document.head.append(script);
    script.remove();
  });
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
