import {asKlarnaPaymentsError, KlarnaPaymentsError} from '../klarna/errors.js';
import {deferred} from '../klarna/deferred.js';
import type {KlarnaAuthorizeData} from '../klarna/types.js';
import {aborted, untilAborted} from '../klarna/until-aborted.js';
import {subjectOf, tokenLifetime, type Collected} from './authorization.js';
import {
  changedSince,
  collect,
  isAtHand,
  mergeFrom,
  settled,
} from './collecting.js';
import {faultEvent} from './events.js';
import {isWidgetTaken, leftDocument} from './faults.js';
import type {WidgetLoads} from './loads.js';
import type {Notice} from './notice.js';
import {
  readOutcome,
  type AuthorizeMethod,
  type AuthorizeResult,
  type Rejection,
} from './outcome.js';
import type {CheckoutPorts} from './ports.js';
import {approving, nameOf, withdrawing, type CheckoutState} from './state.js';
import type {Store} from './store.js';
import {assertUsable, taskOf, type Task} from './task.js';

/** One of the three methods, in flight or waiting for its turn. */
interface Call {
  readonly method: AuthorizeMethod;
  readonly promise: Promise<AuthorizeResult>;
}

/** From the click to the outcome: details, Klarna's answer, the token. */
export class Authorizer {
  readonly #store: Store;
  readonly #ports: CheckoutPorts;
  readonly #loads: WidgetLoads;
  /** In the order in which they were made. */
  readonly #calls = new Set<Call>();
  #cancelExpiry: (() => void) | undefined;

  constructor(store: Store, ports: CheckoutPorts, loads: WidgetLoads) {
    this.#store = store;
    this.#ports = ports;
    this.#loads = loads;
  }

  /** What is in flight, if anything is. */
  get inFlight(): Promise<AuthorizeResult> | undefined {
    const [first] = this.#calls;
    return first?.promise;
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
    const calls = [...this.#calls];
    const same = calls.find(
      (call) => method === 'authorize' || call.method === method,
    );
    if (same) return same.promise;

    const previous = calls.at(-1)?.promise;
    const {life} = this.#store;
    // Listeners may ask again while they are told: they get this promise.
    const {promise, resolve} = deferred<AuthorizeResult>();
    const call = {method, promise};
    this.#calls.add(call);
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
      const task = taskOf(method, this.#store, this.#ports, this.#loads);
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
          assertCurrent: () =>
            assertUsable(this.#store.state, this.#ports.page, true),
          signal,
          manualFinalize,
        }),
        task.category,
        customerDetails,
      );
      this.#calls.delete(call);
      this.#conclude(method, result, task, found.collected);
      return structuredClone(result);
    } catch (cause) {
      this.#calls.delete(call);
      throw this.#fail(cause);
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
          ? {notice: {kind: 'confirmAgain'}}
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
    const error = asKlarnaPaymentsError(
      cause,
      'authorize-failed',
      'Authorizing failed',
    );
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
      !isOfCaller && faultEvent(error),
    );
    return error;
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
