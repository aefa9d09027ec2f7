import {
  scriptBuilds,
  type KlarnaSandboxScript,
  type ScriptBehaviour,
} from '../../src/sandbox/browser/builds.js';
import type {
  KlarnaAuthorizeResult,
  KlarnaEvents,
  KlarnaInstanceOptions,
  KlarnaLoadOptions,
  KlarnaLoadResult,
  KlarnaPayments,
} from '../../src/klarna/types.js';

/**
 * A double of `window.Klarna.Payments` in the page itself, for tests that have
 * to say to the call what Klarna does. It errs like the real one: one token a
 * page, callbacks before throws, frames found through `document` only, a
 * second `authorize` dropped in silence. `doubles.test.ts` holds it to what the
 * sandbox's script does.
 */
export class FakeKlarna {
  /** Every call, in order, with the token that was active then. */
  readonly calls: FakeCall[] = [];
  /** Replaces the usual answer of a method; see {@link FakeAnswer}. */
  readonly answer: {[M in FakeMethod]?: (call: FakeCall) => FakeAnswer} = {};
  /** Milliseconds before an answer; 0 is a later task. */
  delay: number | (() => number) = 0;
  /** What stands for Klarna's frames; many of them are slow as `iframe`. */
  frameTag: 'iframe' | 'div' = 'iframe';
  readonly #queued: {[M in FakeMethod]?: FakeAnswer[]} = {};
  readonly build: ScriptBehaviour;
  #current: FakePayments;

  /** @param script The build that is played; the older one unless said. */
  constructor(script: KlarnaSandboxScript = '1.10-734') {
    this.build = scriptBuilds[script];
    this.#current = new FakePayments(this);
  }

  /** The next call of the method gets this answer, once. */
  next(method: FakeMethod, ...answers: FakeAnswer[]) {
    (this.#queued[method] ??= []).push(...answers);
  }

  /** Calls of one method. */
  of(method: FakeMethod | 'init'): FakeCall[] {
    return this.calls.filter((call) => call.method === method);
  }

  /** What a script tag does: a new `Payments` with a memory of its own. */
  evaluate(): KlarnaPayments {
    const klarna = (window.Klarna ??= {});
    if (!klarna.Payments || this.build.secondEvaluation === 'replaces') {
      this.#current = new FakePayments(this);
      klarna.Payments = this.#current.asKlarna();
    }
    const payments = klarna.Payments;
    if (typeof window.klarnaAsyncCallback === 'function') {
      window.klarnaAsyncCallback();
    }
    return payments;
  }

  showOverlay() {
    this.#current.emit('fullscreenOverlayShown');
  }

  hideOverlay() {
    this.#current.emit('fullscreenOverlayHidden');
  }

  /** How many listeners an event has. */
  listeners(event: keyof KlarnaEvents): number {
    return this.#current.listenersOf(event).length;
  }

  /** Takes it off the page, with its frames. */
  uninstall() {
    delete window.Klarna;
    document.querySelectorAll('[id^="klarna-"]').forEach((it) => it.remove());
  }

  scripted(call: FakeCall): FakeAnswer | undefined {
    const method = call.method as FakeMethod;
    return this.#queued[method]?.shift() ?? this.answer[method]?.(call);
  }
}

export type FakeMethod = 'load' | 'authorize' | 'reauthorize' | 'finalize';

export interface FakeCall {
  method: FakeMethod | 'init';
  /** The active token when the method was called. */
  token: string | undefined;
  options: KlarnaInstanceOptions & Record<string, unknown>;
  data: Record<string, unknown>;
  /** Whether Klarna could have opened a popup. */
  userActivation: boolean;
}

/**
 * What Klarna does: `answer` (later, also several times), `throws` (after a
 * callback that looks like a decline, unless `silent`), `rejects` (after such
 * a callback in a microtask, where nobody can catch it, as newer builds do),
 * or `never`.
 */
export type FakeAnswer =
  | {answer: unknown; again?: unknown; delay?: number; sync?: boolean}
  | {throws: unknown; silent?: boolean}
  | {rejects: unknown}
  | 'never';

/** Puts a fake on the page. */
export function installFakeKlarna(script?: KlarnaSandboxScript): FakeKlarna {
  const fake = new FakeKlarna(script);
  delete window.Klarna?.Payments;
  fake.evaluate();
  return fake;
}

/** A client token as Klarna makes them, of that session. */
export function fakeToken(sessionId: string): string {
  const part = (value: object) =>
    btoa(JSON.stringify(value))
      .replace(/\+/g, '-')
      .replace(/\//g, '_')
      .replace(/=+$/, '');
  return [
    part({alg: 'RS256'}),
    part({session_id: sessionId, base_url: location.origin}),
    'signature',
  ].join('.');
}

/** The session of a token. */
export function sessionOf(token: string): string {
  const payload = (token.split('.')[1] ?? '')
    .replace(/-/g, '+')
    .replace(/_/g, '/');
  return (JSON.parse(atob(payload)) as {session_id: string}).session_id;
}

/** As Klarna throws them: told apart by name only. */
export function klarnaError(name: string): Error {
  return Object.assign(new Error(name), {name});
}

/** The private state of one evaluation of the script. */
class FakePayments {
  readonly #fake: FakeKlarna;
  readonly #listeners = new Map<string, Array<(value: never) => void>>();
  readonly #pending = new Set<string>();
  #token: string | undefined;

  constructor(fake: FakeKlarna) {
    this.#fake = fake;
  }

  asKlarna(): KlarnaPayments {
    const payments = {
      init: ({client_token: token}: {client_token: string}) => {
        this.#log('init', {client_token: token}, {});
        try {
          sessionOf(token);
        } catch {
          throw klarnaError('InvalidClientTokenError');
        }
        this.#token = token;
        return payments;
      },
      load: (...args: unknown[]) => this.#load(args),
      authorize: (...args: unknown[]) => this.#authorize('authorize', args),
      reauthorize: (...args: unknown[]) => this.#authorize('reauthorize', args),
      finalize: (...args: unknown[]) => this.#authorize('finalize', args),
      loadPaymentReview: () => {
        throw klarnaError('OperationNotSupportedError');
      },
      on: (event: string, handler: (value: never) => void) => {
        if (!events.includes(event)) {
          throw klarnaError('EventNotSupportedError');
        }
        this.#listeners.set(event, [...this.listenersOf(event), handler]);
      },
      off: (event: string, handler?: unknown) => {
        const left = this.listenersOf(event).filter((it) => it !== handler);
        this.#listeners.set(event, handler ? left : []);
      },
    };
    return payments as KlarnaPayments;
  }

  listenersOf(event: string): Array<(value: never) => void> {
    return this.#listeners.get(event) ?? [];
  }

  emit(event: string) {
    for (const listener of this.listenersOf(event)) {
      (listener as () => void)();
    }
  }

  #load(args: unknown[]) {
    const [options, data, callback] = normalized(args);
    const call = this.#log('load', options, data);
    const {container} = options as unknown as KlarnaLoadOptions;
    const decline: KlarnaLoadResult = {show_form: false};
    if (!this.#token) {
      return throwAfter(callback, decline, 'ApplicationNotInitializedError');
    }
    if (!(container instanceof HTMLElement)) {
      return throwAfter(callback, decline, 'TypeError');
    }
    const scripted = this.#fake.scripted(call);
    if (!scripted || typeof scripted === 'string' || 'answer' in scripted) {
      placeFrame(this.#fake.frameTag, options, container);
    }
    this.#respond(scripted ?? {answer: {show_form: true}}, decline, callback);
  }

  #authorize(method: Exclude<FakeMethod, 'load'>, args: unknown[]) {
    const [options, data, callback] = normalized(args);
    const call = this.#log(method, options, data);
    const decline: KlarnaAuthorizeResult = {approved: false, show_form: false};
    const frame = frameId(options);
    if (method === 'authorize' && !document.getElementById(frame)) {
      const fail = () =>
        throwAfter(callback, decline, 'ApplicationNotLoadedError');
      if (this.#fake.build.frames === 'in-the-call') return fail();
      void Promise.resolve().then(fail);
      return;
    }
    if (!this.#token) {
      return throwAfter(callback, decline, 'ApplicationNotInitializedError');
    }
    if (method !== 'authorize') {
      placeFrame(this.#fake.frameTag, options, document.body);
    }
    if (this.#pending.has(frame)) return;

    this.#pending.add(frame);
    const done = (answer: unknown) => {
      this.#pending.delete(frame);
      try {
        callback(answer);
      } catch {
        // The real one tells nobody but Klarna.
      }
    };
    const approval: KlarnaAuthorizeResult =
      options['auto_finalize'] === false
        ? {approved: true, show_form: true, finalize_required: true}
        : {
            approved: true,
            show_form: true,
            authorization_token: `authorized-${sessionOf(this.#token)}`,
          };
    const scripted = this.#fake.scripted(call) ?? {answer: approval};
    try {
      this.#respond(scripted, decline, done);
    } catch (error) {
      this.#pending.delete(frame);
      throw error;
    }
  }

  #respond(
    scripted: FakeAnswer,
    decline: unknown,
    callback: (answer: unknown) => void,
  ) {
    if (scripted === 'never') return;
    if ('throws' in scripted) {
      if (!scripted.silent) callback(decline);
      throw scripted.throws;
    }
    if ('rejects' in scripted) {
      void Promise.resolve().then(() => {
        callback(decline);
        throw scripted.rejects;
      });
      return;
    }
    const {delay = this.#fake.delay} = scripted;
    const respond = () => {
      callback(scripted.answer);
      if ('again' in scripted) callback(scripted.again);
    };
    if (scripted.sync) respond();
    else later(respond, typeof delay === 'function' ? delay() : delay);
  }

  #log(method: FakeCall['method'], options: object, data: object): FakeCall {
    const call = {
      method,
      token: this.#token,
      options: options as FakeCall['options'],
      data: data as FakeCall['data'],
      userActivation: navigator.userActivation?.isActive ?? false,
    };
    this.#fake.calls.push(call);
    return call;
  }
}

const events = [
  'heightChanged',
  'fullscreenOverlayShown',
  'fullscreenOverlayHidden',
];

type Normalized = [
  Record<string, unknown>,
  Record<string, unknown>,
  (answer: unknown) => void,
];

/** Klarna's ways of being called, the legacy order of arguments included. */
function normalized(args: unknown[]): Normalized {
  const callback = args.find((arg) => typeof arg === 'function') ?? (() => {});
  const [first, second] = args.filter((arg) => typeof arg !== 'function');
  const swapped =
    Object.hasOwn(second ?? {}, 'payment_method_category') ||
    Object.hasOwn(second ?? {}, 'instance_id');
  const [options, data] = swapped ? [second, first] : [first, second];
  return [options ?? {}, data ?? {}, callback] as Normalized;
}

function frameId(options: KlarnaInstanceOptions): string {
  const {instance_id: instance, payment_method_category: category} = options;
  const name = instance || category || 'payments';
  return `klarna-${name.toLowerCase().replaceAll('_', '-')}-main`;
}

/** Reuses the frame where it is, but makes a new one for another container. */
function placeFrame(
  tag: 'iframe' | 'div',
  options: KlarnaInstanceOptions,
  container: HTMLElement,
) {
  const old = document.getElementById(frameId(options));
  if (old?.parentElement === container) return;
  old?.remove();
  const frame = document.createElement(tag);
  frame.id = frameId(options);
  frame.title = 'Klarna';
  frame.hidden = container === document.body;
  container.append(frame);
}

/** In a later task; timers alone are never faster than a few milliseconds. */
function later(task: () => void, delay: number) {
  if (delay > 0) {
    setTimeout(task, delay);
    return;
  }
  const {port1, port2} = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    task();
  };
  port2.postMessage(null);
}

function throwAfter(
  callback: (answer: unknown) => void,
  decline: unknown,
  name: string,
): never {
  callback(decline);
  throw klarnaError(name);
}
