import type {FrameCall, FrameResult} from '../messages.js';
import type {Application, application} from './application.js';
import type {
  CallArguments,
  CallOptions,
  callArguments,
} from './call-arguments.js';
import type {ReadClientToken, TokenClaims} from './client-token.js';
import type {eventHub} from './event-hub.js';
import type {failures} from './failures.js';
import type {overlay} from './overlay.js';
import type {widgets} from './widgets.js';
import type {KlarnaErrorName, KlarnaPayments} from '../../../klarna/types.js';

/** What the served script is told; survives JSON. */
export interface PageConfig {
  /** Categories that the script knows. */
  categories: readonly string[];
  /** Milliseconds for a frame to load. */
  frameTimeout: number;
  popup: 'blocked-without-activation' | 'ignore';
  /** For tokens that name no `base_url`. */
  origin: string;
}

export interface PageParts {
  application: typeof application;
  callArguments: typeof callArguments;
  eventHub: typeof eventHub;
  failures: typeof failures;
  overlay: typeof overlay;
  readClientToken: ReadClientToken;
  widgets: typeof widgets;
}

/**
 * `Klarna.Payments` of the sandbox: one evaluation of the script, with state of
 * its own.
 *
 * Runs on the shop's page; refers to nothing outside of itself.
 */
export function payments(config: PageConfig, parts: PageParts): KlarnaPayments {
  const fail = parts.failures();
  const events = parts.eventHub(fail);
  const frames = parts.widgets({
    events,
    frameTimeout: config.frameTimeout,
    application: parts.application,
    overlay: parts.overlay,
  });

  /** One a page: the latest `init` wins. */
  let session: {token: string; claims: TokenClaims; origin: string} | undefined;
  /** Widgets loaded with an older token. */
  const outdated = new Set<string>();
  const loaded = new Set<string>();
  /** Widgets whose authorization is not answered yet. */
  const authorizing = new Set<Application>();
  const callPrefix = Math.random().toString(36).slice(2);
  let callCount = 0;

  const unavailable = {show_form: false};
  const notApproved = {approved: false, show_form: false};
  const preferredMethods = [
    'base_account',
    'deferred_interest',
    'direct_bank_transfer',
    'direct_debit',
    'fixed_amount',
    'invoice',
    'b2b_invoice',
    'pix',
  ];

  const api = {
    init(options?: {client_token?: string}) {
      const token = options?.client_token;
      const claims = parts.readClientToken(token);
      if (!token || !claims) throw fail.named('InvalidClientTokenError');
      if (session?.token !== token) {
        for (const name of loaded) outdated.add(name);
      }
      const origin = new URL(claims.base_url ?? config.origin).origin;
      session = {token, claims, origin};
      return api;
    },

    load(...args: unknown[]) {
      const call = parts.callArguments('load', args);
      const {options, callback} = call;
      guarded(callback, unavailable, () => {
        const {client_token} = options;
        if (client_token && client_token !== session?.token) {
          api.init({client_token});
        }
        refuseUnless(session, 'ApplicationNotInitializedError');
      });
      const container = findContainer(options.container, callback);
      guarded(callback, unavailable, () => {
        checkInstance(options);
        const preferred = options.preferred_payment_method;
        refuseUnless(
          !preferred || preferredMethods.includes(preferred),
          'PreferredPaymentMethodNotSupportedError',
        );
      });
      mount(nameOf(options), container, 230, call);
    },

    authorize(...args: unknown[]) {
      const call = parts.callArguments('authorize', args);
      const {options} = call;
      const callback = (result: FrameResult) => {
        try {
          call.callback(result);
        } catch {
          // Observed: nothing of it reaches the page.
        }
      };
      const widget = guarded(callback, notApproved, () => {
        checkInstance(options);
        const found = session && frames.find(nameOf(options));
        return refuseUnless(found, 'ApplicationNotLoadedError');
      });
      // Observed: the second one is never answered.
      if (authorizing.has(widget)) return;
      authorizing.add(widget);
      const answered = (result: FrameResult) => {
        authorizing.delete(widget);
        callback(result);
      };
      if (isPopupBlocked()) {
        setTimeout(answered, 0, {approved: false, show_form: true});
        return;
      }
      widget.send(
        frameCall('authorize', call, {
          autoFinalize: options.auto_finalize !== false,
        }),
        answered,
      );
    },

    reauthorize: (...args: unknown[]) => withoutWidget('reauthorize', args),
    finalize: (...args: unknown[]) => withoutWidget('finalize', args),

    loadPaymentReview(...args: unknown[]) {
      const call = parts.callArguments('load', args);
      const {callback} = call;
      guarded(callback, unavailable, () => {
        const {claims} = refuseUnless(
          session,
          'ApplicationNotInitializedError',
        );
        refuseUnless(
          ['US', 'GB'].includes(claims.purchase_country ?? ''),
          'OperationNotSupportedError',
        );
      });
      const container = findContainer(call.options.container, callback);
      mount('payment-review', container, 80, call, {review: true});
    },

    on: events.on,
    off: events.off,
  };
  return api as unknown as KlarnaPayments;

  function mount(
    name: string,
    container: HTMLElement,
    height: number,
    call: CallArguments,
    more: Partial<FrameCall> = {},
  ): void {
    if (!session) return;
    const widget = frames.bootstrap(name, session.origin, container, {height});
    const resetApplication = outdated.delete(name);
    loaded.add(name);
    widget.send(
      frameCall('load', call, {resetApplication, ...more}),
      call.callback,
    );
  }

  /**
   * Needs `init` but no `load`: the frame is made in the body, out of sight,
   * and one of that name elsewhere goes.
   */
  function withoutWidget(
    method: 'reauthorize' | 'finalize',
    args: unknown[],
  ): void {
    const call = parts.callArguments(method, args);
    const {origin} = guarded(call.callback, notApproved, () =>
      refuseUnless(session, 'ApplicationNotInitializedError'),
    );
    frames
      .bootstrap(nameOf(call.options), origin, document.body, {isHidden: true})
      .send(frameCall(method, call), call.callback);
  }

  function frameCall(
    method: FrameCall['method'],
    {options, data}: CallArguments,
    more: Partial<FrameCall> = {},
  ): FrameCall {
    return {
      id: `${callPrefix}-${++callCount}`,
      method,
      clientToken: session?.token ?? '',
      data,
      ...(options.payment_method_category && {
        category: options.payment_method_category,
      }),
      ...more,
    };
  }

  function nameOf(options: CallOptions): string {
    return (
      options.instance_id ||
      options.payment_method_category ||
      session?.claims.session_type ||
      'payments'
    );
  }

  function checkInstance(options: CallOptions): void {
    const {payment_method_category: category, instance_id: instance} = options;
    if (options.payment_method_categories) {
      refuseUnless(instance, 'InstanceIDNotProvidedError');
      refuseUnless(/^[\w-]+$/.test(String(instance)), 'InvalidInstanceIDError');
    }
    refuseUnless(
      !category || config.categories.includes(category),
      'PaymentMethodCategoryNotSupportedError',
    );
  }

  function findContainer(
    container: unknown,
    callback: CallArguments['callback'],
  ): HTMLElement {
    // A selector with a syntax error throws the browser's own, unanswered.
    const element =
      typeof container === 'string'
        ? document.querySelector(container)
        : container;
    return guarded(callback, unavailable, () => {
      refuseUnless(
        typeof container !== 'string' || element,
        'InvalidContainerSelectorError',
      );
      if (element instanceof HTMLElement) return element;
      throw new TypeError(
        'The container is neither an element nor a selector.',
      );
    });
  }

  /** Whatever is wrong is first answered and then thrown, as documented. */
  function guarded<Value>(
    callback: CallArguments['callback'],
    answer: FrameResult,
    check: () => Value,
  ): Value {
    try {
      return check();
    } catch (error) {
      callback({...answer});
      throw error;
    }
  }

  function refuseUnless<Value>(
    value: Value,
    name: KlarnaErrorName,
  ): NonNullable<Exclude<Value, false>> {
    if (!value) throw fail.named(name);
    return value as NonNullable<Exclude<Value, false>>;
  }

  function isPopupBlocked(): boolean {
    return (
      config.popup === 'blocked-without-activation' &&
      // Missing in older browsers; they get the benefit of the doubt.
      (navigator as {userActivation?: UserActivation}).userActivation
        ?.isActive === false
    );
  }
}
