import {KlarnaPaymentsError} from '../klarna/errors.js';
import type {KlarnaAuthorizeData} from '../klarna/types.js';
import {aborted, untilAborted} from '../klarna/until-aborted.js';
import {tokenLifetime, type Collected, type Subject} from './authorization.js';
import {changedSince, collect, detailsFailed, mergeFrom} from './collecting.js';
import {deferred} from './deferred.js';
import {
  faultOf,
  isWidgetTaken,
  leftDocument,
  notConfigured,
  notReady,
} from './faults.js';
import type {WidgetLoads} from './loads.js';
import type {Notice} from './notice.js';
import {
  readOutcome,
  type AuthorizeMethod,
  type AuthorizeResult,
  type Rejection,
} from './outcome.js';
import type {CheckoutPorts, DetailsAnswer} from './ports.js';
import {isConfigured} from './settings.js';
import {
  approving,
  isAuthorizable,
  nameOf,
  offeredIn,
  selectedWidget,
  withdrawing,
  type CheckoutState,
  type LoadTarget,
} from './state.js';
import type {Store} from './store.js';

/** One of the three methods, in flight or waiting for its turn. */
interface Call {
  readonly method: AuthorizeMethod;
  readonly promise: Promise<AuthorizeResult>;
}

/** What is to be authorized, and until when anybody can use the answer. */
interface Task extends Subject {
  /** What the widgets showed when it began. */
  readonly target: LoadTarget | undefined;
  readonly gone: AbortSignal | undefined;
  /** Those of the approval that this goes on from. */
  readonly customerDetails?: KlarnaAuthorizeData;
}

/** From the click to the outcome: details, Klarna's answer, the token. */
export class Authorizer {
  readonly #store: Store;
  readonly #ports: CheckoutPorts;
  readonly #loads: WidgetLoads;
  readonly #calls: Call[] = [];
  #cancelExpiry: (() => void) | undefined;

  constructor(store: Store, ports: CheckoutPorts, loads: WidgetLoads) {
    this.#store = store;
    this.#ports = ports;
    this.#loads = loads;
  }

  /** What is in flight, if anything is. */
  get inFlight(): Promise<AuthorizeResult> | undefined {
    return this.#calls[0]?.promise;
  }

  /** Drops the token and what the shopper was told with it. */
  drop(): void {
    this.#store.commit({authorization: undefined, notice: undefined});
  }

  /**
   * Asks Klarna, in this very task unless a listener has us wait or another of
   * the methods is in flight.
   */
  ask(
    method: AuthorizeMethod,
    details?: KlarnaAuthorizeData,
    signal?: AbortSignal,
  ): Promise<AuthorizeResult> {
    // A second click is no second purchase.
    const same = this.#calls.find(
      (call) => method === 'authorize' || call.method === method,
    );
    if (same) return same.promise;

    const previous = this.#calls.at(-1)?.promise;
    const {life} = this.#store;
    // Listeners may ask again while they are told: they get this promise.
    const {promise, resolve} = deferred<AuthorizeResult>();
    const call = {method, promise};
    this.#calls.push(call);
    const begin = () => this.#run(call, life, details, signal);
    resolve(previous ? previous.then(begin, begin) : begin());
    return promise;
  }

  async #run(
    call: Call,
    life: AbortSignal | undefined,
    details: KlarnaAuthorizeData | undefined,
    signal: AbortSignal | undefined,
  ): Promise<AuthorizeResult> {
    const {method} = call;
    try {
      if (signal?.aborted) throw aborted(signal.reason);
      if (life !== this.#store.life) throw leftDocument();
      const task = this.#taskOf(method);
      const {customerDetails: given, manualFinalize} = this.#store.settings;
      this.#store.commit({notice: undefined});
      const found = collect(this.#ports.form, given);
      const answer = this.#ports.page.askForDetails({
        category: task.category,
        customerDetails: mergeFrom(
          'The argument',
          task.customerDetails,
          found.details,
          details,
        ),
      });
      if (answer.isPrevented) {
        throw new KlarnaPaymentsError(
          'prevented',
          'A listener of klarna-authorize prevented it',
        );
      }
      // One of them may have taken the element away.
      if (life !== this.#store.life) throw leftDocument();
      this.#store.commit({isAsking: true});
      const {responses} = answer;
      const added = responses.every(isAtHand)
        ? responses
        : await untilAborted(() => settled(responses), signal, task.gone);
      const customerDetails = mergeFrom(
        'klarna-authorize',
        answer.customerDetails,
        ...added,
      );
      const result = readOutcome(
        await this.#ports.script.ask(method, {
          ...task,
          // A copy, for what is approved stays as it was when it was asked.
          data: structuredClone(customerDetails),
          // Others on the page may keep it waiting.
          assertCurrent: () => this.#assertUsable(true),
          signal,
          manualFinalize,
        }),
        task.category,
        customerDetails,
      );
      this.#leave(call);
      this.#conclude(method, result, task, found.collected);
      return structuredClone(result);
    } catch (cause) {
      this.#leave(call);
      throw this.#fail(cause);
    }
  }

  /** @throws {KlarnaPaymentsError} If there is nothing to authorize. */
  #taskOf(method: AuthorizeMethod): Task {
    const {state, settings, life} = this.#store;
    if (!isConfigured(settings)) throw notConfigured();
    this.#assertUsable();
    // What is approved, or on screen, is of an order that is no more.
    if (state.session && state.isRefreshing) {
      throw notReady('A newer session is on its way');
    }
    const approval = method === 'authorize' ? undefined : state.approval;
    const clientToken = (state.session ?? approval)?.clientToken;
    const widget = selectedWidget(state);
    if (approval && approval.clientToken === clientToken) {
      return {...approval, target: state.target, gone: life};
    }
    // Without an approval to go on from, it is about the selected category.
    const isReady =
      method === 'authorize' ? isAuthorizable(state) : offeredIn(state).length;
    if (!clientToken || !isReady) {
      throw notReady('No widget of Klarna is ready', faultIn(state));
    }
    const {selected, target} = state;
    return {
      target,
      clientToken,
      category: selected,
      instanceId: widget?.instanceId ?? this.#ports.script.nextInstanceId(),
      gone: method === 'authorize' ? this.#loads.goneOf(selected) : life,
    };
  }

  /** The page may have changed its mind, also while details were awaited. */
  #assertUsable(hasBegun = false): void {
    if (this.#ports.page.isDisabled(hasBegun)) {
      throw notReady('The element is disabled');
    }
    if (this.#store.state.isSuperseded) {
      throw notReady('The page has given another session');
    }
  }

  #conclude(
    method: AuthorizeMethod,
    result: AuthorizeResult,
    task: Task,
    collected: Collected,
  ): void {
    const {category} = result;
    if (result.outcome === 'authorized') {
      this.#authorized(method, result, task, collected);
    } else if (result.outcome === 'finalize-required') {
      this.#mustFinalize(result, task);
    } else {
      this.#rejected({invalidFields: [], ...result});
    }
    // Klarna's script moves the widget's frame away for the other two.
    if (method !== 'authorize') this.#loads.restore(category);
  }

  #authorized(
    via: AuthorizeMethod,
    result: Extract<AuthorizeResult, {outcome: 'authorized'}>,
    task: Task,
    collected: Collected,
  ): void {
    const {category, customerDetails, authorizationToken} = result;
    const {state, settings} = this.#store;
    const {form, clock} = this.#ports;
    // The shopper may have gone on typing, the page have changed the order.
    const isOutdated =
      state.isRefreshing ||
      state.target !== task.target ||
      changedSince(collected, form, settings.customerDetails);
    const expires = clock.now() + tokenLifetime;
    this.#cancelExpiry?.();
    this.#cancelExpiry = clock.after(tokenLifetime, () => this.drop());
    this.#store.commit(
      {
        ...concluded,
        ...approving(state, category),
        ...(isOutdated
          ? {notice: {kind: 'confirm-again'}}
          : {
              authorization: {
                authorizationToken,
                category,
                customerDetails,
                collected,
                expires,
              },
            }),
        approval: {...subjectOf(task), customerDetails, mustFinalize: false},
      },
      {
        type: 'klarna-authorized',
        detail: {category, authorizationToken, customerDetails, via},
      },
    );
  }

  #mustFinalize(
    {category, customerDetails}: AuthorizeResult,
    task: Task,
  ): void {
    this.#store.commit(
      {
        ...concluded,
        ...approving(this.#store.state, category),
        approval: {...subjectOf(task), customerDetails, mustFinalize: true},
      },
      {type: 'klarna-finalize-required', detail: {category, customerDetails}},
    );
  }

  #rejected(rejection: Rejection): void {
    const {state} = this.#store;
    const {outcome, category, invalidFields} = rejection;
    const change = {
      ...concluded,
      ...(outcome === 'declined' && withdrawing(state, category)),
    };
    this.#store.commit({
      ...change,
      notice: noticeOf(rejection, {...state, ...change}),
    });
    // The page may have locked its form until the status was another one.
    const fields = this.#ports.form.correct(invalidFields);
    this.#store.commit(
      fields.length ? {notice: {kind: 'correct', fields}} : {},
      {type: 'klarna-rejected', detail: rejection},
    );
    if (outcome !== 'declined') return;
    this.#loads.prune();
    this.#loads.show();
  }

  #fail(cause: unknown): KlarnaPaymentsError {
    const error = faultOf(cause, 'authorize-failed', 'Authorizing failed');
    const {code} = error;
    // What the caller did, or forgot, is known from what has been called.
    const isOfCaller = /^(aborted|configuration|not-ready|prevented)$/.test(
      code,
    );
    const isFailure = !isOfCaller && code !== 'details-failed';
    this.#store.commit(
      {
        isAsking: false,
        ...(isFailure && {failure: error}),
        // Klarna's flow goes with the widget, and says nothing of it.
        ...(isWidgetTaken(error) && {notice: {kind: 'cancelled'}}),
      },
      ...(isOfCaller ? [] : [{type: 'klarna-error', detail: {error}} as const]),
    );
    return error;
  }

  #leave(call: Call): void {
    const index = this.#calls.indexOf(call);
    if (index >= 0) this.#calls.splice(index, 1);
  }
}

/** What every outcome ends. */
const concluded = {
  isAsking: false,
  authorization: undefined,
  notice: undefined,
};

/** What the shopper has to know of a refusal besides the fields to correct. */
function noticeOf(
  {outcome, category}: Rejection,
  state: CheckoutState,
): Notice | undefined {
  if (outcome === 'cancelled') return {kind: 'cancelled'};
  if (outcome !== 'declined') return undefined;
  const name = nameOf(state, category);
  return {kind: 'declined', name, next: nameOf(state, state.selected)};
}

function subjectOf({clientToken, category, instanceId}: Subject): Subject {
  return {clientToken, category, instanceId};
}

function faultIn(state: CheckoutState): KlarnaPaymentsError | undefined {
  return state.failure ?? selectedWidget(state)?.error;
}

/** Waits for what listeners have promised. */
async function settled(
  responses: DetailsAnswer['responses'],
): Promise<KlarnaAuthorizeData[]> {
  try {
    return await Promise.all(responses.map(async (response) => response));
  } catch (cause) {
    throw detailsFailed('respondWith()', cause);
  }
}

function isAtHand(
  response: DetailsAnswer['responses'][number],
): response is KlarnaAuthorizeData {
  try {
    return !(response && 'then' in Object(response));
  } catch {
    // It does not even say that: whoever waits for it finds out why.
    return false;
  }
}
