import type {ReactiveController} from 'lit';
import {Authorization, tokenLifetime} from '../checkout/authorization.js';
import {mergeDetails} from '../checkout/details.js';
import {readOutcome, type AuthorizeResult} from '../checkout/outcome.js';
import {
  authorizeWidget,
  finalizeWidget,
  nextInstanceId,
  reauthorizeWidget,
} from '../klarna/calls.js';
import {KlarnaPaymentsError} from '../klarna/errors.js';
import type {KlarnaAuthorizeData} from '../klarna/types.js';
import {notConfigured, type CheckoutController} from './checkout-controller.js';
import {
  KlarnaAuthorizedEvent,
  KlarnaAuthorizeEvent,
  KlarnaErrorEvent,
  KlarnaFinalizeRequiredEvent,
  KlarnaRejectedEvent,
  type KlarnaAuthorizedVia,
  type KlarnaDetailsResponse,
} from './events.js';
import type {KlarnaPaymentsElement} from './klarna-payments.js';

/** What a call of Klarna's script is about. */
interface Subject {
  clientToken: string;
  category: string;
  instanceId: string;
  /** Aborted when the widget goes; a call without one outlives it. */
  gone?: AbortSignal;
}

const callKlarna = {
  authorize: authorizeWidget,
  reauthorize: reauthorizeWidget,
  finalize: finalizeWidget,
};

/** From the click to the outcome: details, Klarna's answer, the token. */
export class AuthorizeController implements ReactiveController {
  /** The authorization in flight. */
  inFlight: Promise<AuthorizeResult> | undefined;
  /** Whether Klarna is being asked, and not just the page's listeners. */
  isAsking = false;

  readonly #host: KlarnaPaymentsElement;
  readonly #checkout: CheckoutController;
  #authorization: Authorization | undefined;
  #expiry: ReturnType<typeof setTimeout> | undefined;
  /** The latest that Klarna approved, which may still be finalized. */
  #approved: (Subject & {customerDetails: KlarnaAuthorizeData}) | undefined;

  constructor(host: KlarnaPaymentsElement, checkout: CheckoutController) {
    this.#host = host;
    this.#checkout = checkout;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.drop();
  }

  /** The authorization that may still place the order. */
  get usable(): Authorization | undefined {
    return this.#authorization?.isValid(Date.now())
      ? this.#authorization
      : undefined;
  }

  /** Forgets the token: it no longer matches the order, or has been used. */
  drop(): void {
    this.#forget();
    this.#host.settle();
  }

  /** Asks Klarna, in this very task unless a listener has us wait. */
  ask(
    via: KlarnaAuthorizedVia,
    details?: KlarnaAuthorizeData,
    signal?: AbortSignal,
  ): Promise<AuthorizeResult> {
    if (this.inFlight) return this.inFlight;
    let settle: (result: Promise<AuthorizeResult>) => void = () => {};
    // Listeners may ask again while they are told: they get this promise.
    const promise = new Promise<AuthorizeResult>((resolve) => {
      settle = resolve;
    });
    this.inFlight = promise;
    settle(this.#ask(via, details, signal));
    return promise;
  }

  async #ask(
    via: KlarnaAuthorizedVia,
    details: KlarnaAuthorizeData | undefined,
    signal: AbortSignal | undefined,
  ): Promise<AuthorizeResult> {
    try {
      if (signal?.aborted) throw givenUp();
      const collected = this.collect();
      const before = via === 'authorize' ? null : this.#approved;
      const subject = this.#subject(via);
      const event = new KlarnaAuthorizeEvent({
        category: subject.category,
        customerDetails: merge(
          'The argument',
          before?.customerDetails,
          collected,
          details,
        ),
      });
      if (!this.#host.dispatchEvent(event)) throw prevented();
      this.isAsking = true;
      this.#host.settle();
      const late = event.responses.every(isAtHand)
        ? event.responses.filter(isAtHand)
        : await collectLate(event, [signal, subject.gone]);
      const customerDetails = merge(
        'klarna-authorize',
        event.detail.customerDetails,
        ...late,
      );
      const answer = await callKlarna[via]({
        ...subject,
        category: subject.category || undefined,
        data: customerDetails,
        signal,
        autoFinalize: !this.#host.manualFinalize,
      });
      const result = readOutcome(answer, subject.category, customerDetails);
      this.#end();
      this.#conclude(via, result, subject, collected);
      return result;
    } catch (cause) {
      this.#end();
      throw this.#report(toError(cause));
    }
  }

  /** A session with another token has nothing to do with what went before. */
  matchSession(clientToken: string): void {
    if (this.#approved?.clientToken !== clientToken) {
      this.#approved = undefined;
      this.#forget();
    }
    this.#host.settle();
  }

  #forget(): void {
    clearTimeout(this.#expiry);
    this.#authorization = undefined;
  }

  #end(): void {
    this.inFlight = undefined;
    this.isAsking = false;
  }

  /** The details that are known before anybody is asked for more. */
  collect(): KlarnaAuthorizeData {
    const {customerDetails} = this.#host;
    try {
      return mergeDetails(
        this.#host.readForm(),
        typeof customerDetails === 'function'
          ? customerDetails()
          : customerDetails,
      );
    } catch (cause) {
      throw detailsFailed('customerDetails', cause);
    }
  }

  /** What is to be authorized, if anything can be. */
  #subject(via: KlarnaAuthorizedVia): Subject {
    const {session, selected, widget, isConfigured} = this.#checkout;
    if (!isConfigured) throw notConfigured();
    if (this.#host.isDisabled) throw notReady('The element is disabled');
    if (via === 'authorize') {
      if (!session || !widget?.isLoaded || !this.#checkout.isCurrent) {
        throw notReady('No widget of Klarna is ready', this.#host.error);
      }
      return subjectOf(session.clientToken, selected, widget);
    }
    // Neither needs the widget, and both outlive it.
    if (this.#approved) return this.#approved;
    if (!session) throw notReady('There is no session');
    const instanceId = widget?.instanceId ?? nextInstanceId(selected);
    return {clientToken: session.clientToken, category: selected, instanceId};
  }

  #conclude(
    via: KlarnaAuthorizedVia,
    result: AuthorizeResult,
    subject: Subject,
    collected: KlarnaAuthorizeData,
  ): void {
    const {category, customerDetails, outcome} = result;
    this.#forget();
    if (outcome === 'authorized' || outcome === 'finalize-required') {
      const {clientToken, instanceId} = subject;
      this.#approved = {clientToken, category, instanceId, customerDetails};
    }
    if (outcome === 'authorized') {
      const {authorizationToken} = result;
      this.#keep(authorizationToken, result, collected);
      this.#tell(
        new KlarnaAuthorizedEvent({
          category,
          authorizationToken,
          customerDetails,
          via,
        }),
      );
    } else if (outcome === 'finalize-required') {
      this.#tell(new KlarnaFinalizeRequiredEvent({category, customerDetails}));
    } else {
      const invalidFields =
        outcome === 'correctable' ? result.invalidFields : [];
      this.#host.showRejection(outcome, invalidFields);
      if (outcome === 'declined') this.#checkout.withdraw(category);
      this.#tell(
        new KlarnaRejectedEvent({
          outcome,
          category,
          invalidFields,
          customerDetails,
        }),
      );
    }
    // Klarna's script moves the widget's frame away for these two.
    if (via !== 'authorize') this.#checkout.restore(category);
  }

  #keep(
    token: string,
    {category, customerDetails}: AuthorizeResult,
    collected: KlarnaAuthorizeData,
  ): void {
    this.#authorization = new Authorization(
      token,
      category,
      customerDetails,
      collected,
      Date.now(),
    );
    this.#expiry = setTimeout(() => this.drop(), tokenLifetime);
  }

  /** The page hears of an outcome when the status agrees with it. */
  #tell(event: Event): void {
    this.#host.settle();
    this.#host.dispatchEvent(event);
  }

  /** Tells the page of faults; what the caller did needs no event. */
  #report(error: KlarnaPaymentsError): KlarnaPaymentsError {
    switch (error.code) {
      case 'aborted':
      case 'configuration':
      case 'not-ready':
      case 'prevented':
        this.#host.settle();
        break;
      case 'details-failed':
        this.#tell(new KlarnaErrorEvent({error}));
        break;
      default:
        this.#checkout.fail(error);
    }
    return error;
  }
}

/** Merges what came from outside, which may hold what cannot be copied. */
function merge(
  source: string,
  ...parts: (KlarnaAuthorizeData | null | undefined)[]
): KlarnaAuthorizeData {
  try {
    return mergeDetails(...parts);
  } catch (cause) {
    throw detailsFailed(source, cause);
  }
}

function subjectOf(
  clientToken: string,
  category: string,
  {instanceId, gone}: {instanceId: string; gone: AbortSignal},
): Subject {
  return {clientToken, category, instanceId, gone};
}

async function collectLate(
  {responses}: KlarnaAuthorizeEvent,
  signals: readonly (AbortSignal | undefined)[],
): Promise<KlarnaAuthorizeData[]> {
  const givingUp = new Promise<never>((_, reject) => {
    for (const signal of signals) signal?.addEventListener('abort', reject);
  });
  try {
    const all = Promise.all(responses.map(async (response) => response));
    return await Promise.race([all, givingUp]);
  } catch (cause) {
    throw signals.some((signal) => signal?.aborted)
      ? givenUp()
      : detailsFailed('respondWith()', cause);
  }
}

function isAtHand(
  response: KlarnaDetailsResponse,
): response is KlarnaAuthorizeData {
  return !(response && 'then' in response);
}

function toError(cause: unknown): KlarnaPaymentsError {
  return cause instanceof KlarnaPaymentsError
    ? cause
    : new KlarnaPaymentsError('authorize-failed', 'Authorizing failed', {
        cause,
      });
}

function detailsFailed(source: string, cause: unknown): KlarnaPaymentsError {
  return new KlarnaPaymentsError(
    'details-failed',
    `${source} gave no customer details`,
    {cause},
  );
}

function givenUp(): KlarnaPaymentsError {
  return new KlarnaPaymentsError('aborted', 'The caller gave up');
}

function prevented(): KlarnaPaymentsError {
  return new KlarnaPaymentsError(
    'prevented',
    'A listener of klarna-authorize prevented it',
  );
}

function notReady(message: string, cause?: unknown): KlarnaPaymentsError {
  return new KlarnaPaymentsError('not-ready', message, {cause});
}
