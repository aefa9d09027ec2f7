import type {FrameCall, FrameResult} from '../messages.js';
import type {Application} from './application.js';
import type {CallArguments, CallOptions} from './call-arguments.js';
import type {Delegation} from './delegation.js';
import type {PageConfig, PageParts} from './parts.js';
import type {PageSession} from './session.js';
import type {KlarnaPayments} from '../../../klarna/types.js';

/**
 * `Klarna.Payments` of the sandbox, or one of the older APIs beside it: one
 * evaluation of the script, with state of its own.
 *
 * Runs on the shop's page; refers to nothing outside of itself.
 */
export function payments(
  config: PageConfig,
  parts: PageParts,
  kind: 'payments' | 'older' = 'payments',
): KlarnaPayments {
  const {build} = config;
  const fail = parts.failures();
  const check = parts.checks(fail, config.categories);
  const events = parts.eventHub(fail);
  const frames = parts.widgets({
    events,
    frameTimeout: config.frameTimeout,
    application: parts.application,
    overlay: parts.overlay,
  });
  const flows = parts.flows(events, parts.loadLibrary);
  const isUnsupported =
    config.browser === 'unsupported' &&
    build.unsupportedBrowser === 'answered-at-once';
  const unavailable = {show_form: false};
  const notApproved = {approved: false, show_form: false};
  const callPrefix = Math.random().toString(36).slice(2);
  let callCount = 0;

  /** One a page: the latest `init` wins. */
  let session: PageSession | undefined;
  let newer: Delegation | undefined;
  /** Widgets loaded with an older token. */
  const outdated = new Set<string>();
  const loaded = new Set<string>();
  /** Widgets whose authorization is not answered yet. */
  const authorizing = new Set<Application | string>();

  const api = {
    init(options?: {client_token?: string}, ...more: unknown[]) {
      const callback = build.initCallback
        ? more.find((one) => typeof one === 'function')
        : undefined;
      const read = parts.readSession(
        options?.client_token,
        parts.readClientToken,
        config,
      );
      if (!read) {
        const error = fail.named('InvalidClientTokenError');
        if (!callback) throw error;
        callback({error});
        return undefined;
      }
      if (session?.token !== read.token) {
        for (const name of loaded) outdated.add(name);
      }
      session = read;
      if (read.newer) {
        newer ??= parts.delegation(read.newer, events, parts.loadLibrary);
        newer.call('init', [{client_token: read.token}], () => undefined);
      }
      callback?.(api);
      return api;
    },

    load(...args: unknown[]) {
      const call = parts.callArguments('load', args, kind);
      const {options} = call;
      const {client_token} = options;
      if (client_token === undefined) asInitialized(call, unavailable);
      // A token that is none throws, and is not answered (observed).
      else if (client_token !== session?.token) api.init({client_token});
      const container = check.container(call, unavailable);
      check.answerFirst(call, unavailable, () => check.load(options));
      const here = () => {
        if (isUnsupported) call.callback({show_form: true});
        else mount(nameOf(options), container, 230, call);
      };
      if (newer) newer.call('load', args, here);
      else here();
    },

    authorize(...args: unknown[]) {
      const call = parts.callArguments('authorize', args, kind);
      // Observed: the second one is never answered.
      if (authorizing.has(nameOf(call.options))) return;
      check.answerFirst(call, notApproved, () => {
        check.category(call.options);
        check.instance(call.options);
      });
      const here = () => authorizeHere(call);
      if (newer) newer.call('authorize', args, here);
      else here();
    },

    reauthorize: (...args: unknown[]) => withoutWidget('reauthorize', args),
    finalize: (...args: unknown[]) => withoutWidget('finalize', args),

    loadPaymentReview(...args: unknown[]) {
      const call = parts.callArguments('load', args, kind);
      const {claims} = asInitialized(call, unavailable);
      check.answerFirst(call, unavailable, () =>
        check.refuseUnless(
          ['US', 'GB'].includes(claims.purchase_country ?? ''),
          'OperationNotSupportedError',
        ),
      );
      const container = check.container(call, unavailable);
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
    const asked = session;
    parts.looks(config.hosts.cdn);
    inTime(() => {
      loaded.add(name);
      const resetApplication = outdated.delete(name);
      if (asked.isStatic && !more.review) {
        flows.remember(name, call.data);
        parts.staticWidget(name, container);
        setTimeout(call.callback, 0, {show_form: true});
        return;
      }
      frames
        .bootstrap(name, asked.origin, container, {
          height,
          hasOverlay: !asked.flow,
        })
        .send(
          frameCall('load', call, asked, {resetApplication, ...more}),
          call.callback,
        );
    });
  }

  function authorizeHere(call: CallArguments): void {
    if (isUnsupported) {
      call.callback({...notApproved});
      return;
    }
    const {options} = call;
    const name = nameOf(options);
    const asked = session;
    const isBlocked = isPopupBlocked();
    const more = {autoFinalize: options.auto_finalize !== false};
    inTime(() => {
      const flow = asked?.flow;
      const widget = flow ? undefined : found(name, call);
      const key = widget ?? name;
      if (authorizing.has(key)) return;
      authorizing.add(key);
      const answered = (result: FrameResult) => {
        authorizing.delete(key);
        call.callback(result);
      };
      if (isBlocked) {
        setTimeout(answered, 0, {approved: false, show_form: true});
      } else if (widget) {
        widget.send(frameCall('authorize', call, asked, more), answered);
      } else if (asked) {
        flows.purchase(
          asked,
          name,
          frameCall('authorize', call, asked, more),
          answered,
        );
      }
    });
  }

  function found(name: string, call: CallArguments): Application {
    return check.answerFirst(call, notApproved, () =>
      check.refuseUnless(
        session && frames.find(name),
        'ApplicationNotLoadedError',
      ),
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
    const call = parts.callArguments(method, args, kind);
    if (!session && build.beforeInit === 'type-error-without-answer') {
      throw new TypeError('There is no client token to read.');
    }
    const asked = asInitialized(call, notApproved);
    check.answerFirst(call, notApproved, () => check.category(call.options));
    const name = nameOf(call.options);
    const sent = frameCall(method, call, asked);
    const here = () => {
      if (isUnsupported) {
        call.callback({...notApproved});
      } else if (asked.flow) {
        flows.purchase(asked, name, sent, call.callback);
      } else {
        frames
          .bootstrap(name, asked.origin, document.body, {isHidden: true})
          .send(sent, call.callback);
      }
    };
    if (newer) newer.call(method, args, here);
    else here();
  }

  function frameCall(
    method: FrameCall['method'],
    {options, data}: CallArguments,
    asked: PageSession | undefined,
    more: Partial<FrameCall> = {},
  ): FrameCall {
    return {
      id: `${callPrefix}-${++callCount}`,
      method,
      clientToken: asked?.token ?? '',
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

  function asInitialized(
    call: CallArguments,
    answer: FrameResult,
  ): PageSession {
    return check.answerFirst(call, answer, () =>
      check.refuseUnless(session, 'ApplicationNotInitializedError'),
    );
  }

  /** In a promise whatever goes wrong is an unhandled rejection. */
  function inTime(task: () => void): void {
    if (build.frames === 'in-the-call') task();
    else void Promise.resolve().then(task);
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
