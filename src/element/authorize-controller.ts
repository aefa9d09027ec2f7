import {type Authorization, tokenLifetime} from '../checkout/authorization.js';
import {mergeDetails} from '../checkout/details.js';
import {differs} from '../checkout/record.js';
import {readOutcome, type AuthorizeResult} from '../checkout/outcome.js';
import {callWidget, nextInstanceId} from '../klarna/calls.js';
import {KlarnaPaymentsError} from '../klarna/errors.js';
import {aborted, untilAborted} from '../klarna/until-aborted.js';
import type {KlarnaAuthorizeData} from '../klarna/types.js';
import type {CheckoutController} from './checkout-controller.js';
import {
  KlarnaAuthorizedEvent,
  KlarnaAuthorizeEvent,
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
  /** Aborted when nobody can use the answer any more. */
  gone?: AbortSignal | undefined;
  /** Those of the approval that this goes on from. */
  customerDetails?: KlarnaAuthorizeData;
}

/** From the click to the outcome: details, Klarna's answer, the token. */
export class AuthorizeController {
  /** The authorization in flight. */
  inFlight: Promise<AuthorizeResult> | undefined;
  /** What to tell the shopper about the latest authorization. */
  notice = '';
  /** Whether Klarna is being asked, and not just the page's listeners. */
  isAsking = false;

  readonly #host: KlarnaPaymentsElement;
  readonly #checkout: CheckoutController;
  #authorization: Authorization | undefined;
  #expiry: ReturnType<typeof setTimeout> | undefined;
  /** The latest that Klarna approved, which may still be finalized. */
  #approved: Subject | undefined;

  constructor(host: KlarnaPaymentsElement, checkout: CheckoutController) {
    this.#host = host;
    this.#checkout = checkout;
  }

  /** The authorization that may still place the order. */
  get usable(): Authorization | undefined {
    const authorization = this.#authorization;
    return authorization && Date.now() < authorization.expires
      ? authorization
      : undefined;
  }

  /** The token, while the details are still those that were authorized. */
  get token(): string | null {
    const {usable} = this;
    try {
      return usable && !differs(usable.collected, this.collect())
        ? usable.authorizationToken
        : null;
    } catch {
      return null;
    }
  }

  /**
   * Forgets the token, which no longer matches the order or has been used, and
   * what the shopper was told with it.
   */
  drop(): void {
    this.notice = '';
    this.forget();
    this.#host.settle();
  }

  /** Drops the token once the details are others than were authorized. */
  review(): void {
    if (this.#authorization && !this.token) this.drop();
  }

  /** The details that are known before anybody is asked for more. */
  collect(): KlarnaAuthorizeData {
    const {customerDetails} = this.#host;
    return merge('customerDetails', () => [
      this.#host.readForm(),
      typeof customerDetails === 'function'
        ? customerDetails()
        : customerDetails,
    ]);
  }

  /** Asks Klarna, in this very task unless a listener has us wait. */
  ask(
    via: KlarnaAuthorizedVia,
    details?: KlarnaAuthorizeData,
    signal?: AbortSignal,
  ): Promise<AuthorizeResult> {
    if (this.inFlight) return this.inFlight;
    this.notice = '';
    // Listeners may ask again while they are told: they get this promise.
    const {promise, resolve} = Promise.withResolvers<AuthorizeResult>();
    this.inFlight = promise;
    resolve(this.#ask(via, details, signal));
    return promise;
  }

  async #ask(
    via: KlarnaAuthorizedVia,
    details: KlarnaAuthorizeData | undefined,
    signal: AbortSignal | undefined,
  ): Promise<AuthorizeResult> {
    try {
      if (signal?.aborted) throw aborted(signal.reason);
      const collected = this.collect();
      const subject = this.#subject(via);
      const {category, gone} = subject;
      const event = new KlarnaAuthorizeEvent({
        category,
        customerDetails: merge('The argument', () => [
          subject.customerDetails,
          collected,
          details,
        ]),
      });
      if (!this.#host.dispatchEvent(event)) {
        throw new KlarnaPaymentsError(
          'prevented',
          'A listener of klarna-authorize prevented it',
        );
      }
      this.isAsking = true;
      this.#host.settle();
      const {responses} = event;
      const late = responses.every(isAtHand)
        ? responses
        : await untilAborted(() => settled(responses), signal, gone);
      const customerDetails = merge('klarna-authorize', () => [
        event.detail.customerDetails,
        ...late,
      ]);
      const answer = await callWidget(via, {
        ...subject,
        data: customerDetails,
        signal,
        manualFinalize: this.#host.manualFinalize,
      });
      const result = readOutcome(answer, category, customerDetails);
      this.#end();
      this.#conclude(via, result, subject, collected);
      return result;
    } catch (cause) {
      this.#end();
      const error =
        cause instanceof KlarnaPaymentsError
          ? cause
          : new KlarnaPaymentsError('authorize-failed', 'Authorizing failed', {
              cause,
            });
      // What the caller did, or forgot, is known from what has been called.
      return this.#checkout.fail(
        error,
        /^(aborted|configuration|not-ready|prevented)/.test(error.code),
      );
    }
  }

  /** Forgets the token alone. */
  forget(): void {
    clearTimeout(this.#expiry);
    this.#authorization = undefined;
  }

  #end(): void {
    this.inFlight = undefined;
    this.isAsking = false;
  }

  /** What is to be authorized, if anything can be. */
  #subject(via: KlarnaAuthorizedVia): Subject {
    this.#checkout.assertConfigured();
    const {session, selected, widget, isCurrent, life} = this.#checkout;
    if (this.#host.isDisabled) throw notReady('The element is disabled');
    const needsWidget = via === 'authorize';
    const approved = needsWidget ? undefined : this.#approved;
    const {clientToken} = session ?? approved ?? {};
    if (approved && approved.clientToken === clientToken) {
      return {...approved, gone: life};
    }
    if (!clientToken || (needsWidget && !isCurrent)) {
      throw notReady('No widget of Klarna is ready', this.#host.error);
    }
    return {
      clientToken,
      category: selected,
      instanceId: widget?.instanceId ?? nextInstanceId(),
      gone: needsWidget ? widget?.gone : life,
    };
  }

  #conclude(
    via: KlarnaAuthorizedVia,
    result: AuthorizeResult,
    subject: Subject,
    collected: KlarnaAuthorizeData,
  ): void {
    const {category, customerDetails, outcome} = result;
    this.forget();
    if (outcome === 'authorized' || outcome === 'finalize-required') {
      this.#approved = {...subject, customerDetails};
    }
    let event;
    if (outcome === 'authorized') {
      const {authorizationToken} = result;
      this.#authorization = {
        ...result,
        collected,
        expires: Date.now() + tokenLifetime,
      };
      this.#expiry = setTimeout(() => this.drop(), tokenLifetime);
      event = new KlarnaAuthorizedEvent({
        category,
        authorizationToken,
        customerDetails,
        via,
      });
    } else if (outcome === 'finalize-required') {
      event = new KlarnaFinalizeRequiredEvent({category, customerDetails});
    } else {
      const rejection = {invalidFields: [], ...result};
      if (outcome === 'declined') this.#checkout.withdraw(category);
      this.notice = this.#host.explain(rejection);
      event = new KlarnaRejectedEvent(rejection);
    }
    // The shopper may have gone on typing.
    if (!this.token) this.forget();
    // The page hears of an outcome when the status agrees with it.
    this.#host.settle();
    this.#host.dispatchEvent(event);
    // Klarna's script moves the widget's frame away for the other two.
    if (via !== 'authorize') this.#checkout.restore(category);
  }
}

/** Merges what came from outside, which may throw or not be copied. */
function merge(
  source: string,
  read: () => ReadonlyArray<KlarnaAuthorizeData | null | undefined>,
): KlarnaAuthorizeData {
  try {
    return mergeDetails(...read());
  } catch (cause) {
    throw detailsFailed(source, cause);
  }
}

/** Waits for what listeners have promised. */
async function settled(
  responses: readonly KlarnaDetailsResponse[],
): Promise<KlarnaAuthorizeData[]> {
  try {
    return await Promise.all(responses.map(async (response) => response));
  } catch (cause) {
    throw detailsFailed('respondWith()', cause);
  }
}

function isAtHand(
  response: KlarnaDetailsResponse,
): response is KlarnaAuthorizeData {
  return !(response && 'then' in response);
}

function detailsFailed(source: string, cause: unknown): KlarnaPaymentsError {
  return new KlarnaPaymentsError(
    'details-failed',
    `${source} gave no customer details`,
    {cause},
  );
}

function notReady(message: string, cause?: unknown): KlarnaPaymentsError {
  return new KlarnaPaymentsError('not-ready', message, {cause});
}
